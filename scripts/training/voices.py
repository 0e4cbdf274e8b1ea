"""Synthetic voices: what no recording holds, said by as many voices as there are."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr

from training.clips import LEVEL_DB
from voiceguide.audio.blocks import RATE, to_float, to_samples
from voiceguide.errors import UserError
from voiceguide.simulation.levels import at_level

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from recorded import Audio

PACKAGES = "espeak-ng flite festival festvox-us-slt-hts festvox-kallpc16k festvox-kdlpc16k"
"""Of Debian: the engines, and festival's voices."""

_PROGRAMS = ("espeak-ng", "flite", "text2wave")

_ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbcwmd", "en-029")
_VARIANTS = [
    "Alex",
    "Alicia",
    "Andrea",
    "Andy",
    "Annie",
    "Denis",
    "Diogo",
    "Gene",
    "Henrique",
    "Hugo",
    "Jacky",
    "Lee",
    "Marco",
    "Mario",
    "Michael",
    "Mike",
    "Nguyen",
    "Reed",
    "Storm",
    "Tweaky",
    "adam",
    "anika",
    "antonio",
    "aunty",
    "belinda",
    "benjamin",
    "boris",
    "caleb",
    "croak",
    "david",
    "ed",
    "edward",
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "grandma",
    "grandpa",
    "gustave",
    "ian",
    "iven",
    "john",
    "klatt",
    "klatt2",
    "klatt3",
    "klatt4",
    "klatt5",
    "klatt6",
    "linda",
    "m1",
    "m2",
    "m3",
    "m4",
    "m5",
    "m6",
    "m7",
    "m8",
    "marcelo",
    "max",
    "michel",
    "miguel",
    "norbert",
    "pablo",
    "paul",
    "pedro",
    "quincy",
    "rob",
    "robert",
    "sandro",
    "shelby",
    "steph",
    "travis",
    "victor",
    "whisper",
    "whisperf",
    "zac",
]
FLITE = ("awb", "rms", "slt", "kal16")
FESTIVAL = ("cmu_us_slt_arctic_hts", "kal_diphone", "ked_diphone")

_LOUD = 0.01
"""What is softer than this part of the peak, before and after, is silence."""

_SHORTEST = 0.1
"""Seconds."""

_SAYS = {"espeak-ng": 0.64, "flite": 0.34, "festival": 0.02}
"""Which engine says how large a part: as varied as its voices are, and as quick."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be said by a program."""

    command: tuple[str, ...]
    text: str
    into_file: bool
    """Whether it writes the file whose name takes the place of ``OUT``."""


def speak_all(
    texts: Sequence[str], count: int, chance: random.Random, told: Callable[[], None]
) -> list[Audio]:
    """Return clips of these texts, each said by a voice, at a pitch and a pace of its own.

    Args:
        texts: what is said; each is as likely as any other.
        count: how many clips.
        chance: which voice says what.
        told: is called after each.

    Raises:
        UserError: a program is missing.
    """
    if why := lacking():
        raise UserError(why)
    jobs = [_job(chance.choice(texts), chance) for _ in range(count)]
    clips = []
    with ThreadPoolExecutor() as pool:
        for clip in pool.map(spoken, jobs):
            told()
            if clip is not None:
                clips.append(clip)
    return clips


def lacking() -> str | None:
    """Return what is not installed and how to get it, or None when all is there."""
    missing = [name for name in _PROGRAMS if not shutil.which(name)]
    if not missing:
        return None
    return f"{', '.join(missing)}: not installed; mend: sudo apt-get install {PACKAGES}"


def flite(text: str, voice: str, stretch: float = 1.0, pitch: float | None = None) -> Job:
    """Return what flite is to say.

    Args:
        text: the words.
        voice: one of ``FLITE``.
        stretch: how many times as slow as usual.
        pitch: Hz, in the mean; None: the voice's own.
    """
    manner = ["--setf", f"duration_stretch={stretch:.2f}"]
    if pitch is not None:
        manner += ["--setf", f"int_f0_target_mean={pitch:.0f}"]
    return Job(("flite", "-voice", voice, *manner, "-t", text, "-o", "OUT"), text, into_file=True)


def festival(text: str, voice: str) -> Job:
    """Return what a voice of ``FESTIVAL`` is to say."""
    return Job(("text2wave", "-o", "OUT", "-eval", f"(voice_{voice})"), text, into_file=True)


def _job(text: str, chance: random.Random) -> Job:
    match chance.choices(list(_SAYS), list(_SAYS.values()))[0]:
        case "espeak-ng":
            voice = f"{chance.choice(_ACCENTS)}+{chance.choice(_VARIANTS)}"
            manner = ("-p", str(chance.randint(15, 85)), "-s", str(chance.randint(110, 230)))
            command = ("espeak-ng", "-v", voice, *manner, "--stdout", text)
            return Job(command, text, into_file=False)
        case "flite":
            stretch, pitch = chance.uniform(0.75, 1.35), chance.uniform(85, 230)
            return flite(text, chance.choice(FLITE), stretch, pitch)
        case _:
            return festival(text, chance.choice(FESTIVAL))


def spoken(job: Job) -> Audio | None:
    """Return what was said, no silence around it; None where an engine could not say it."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.wav"
        command = [str(out) if part == "OUT" else part for part in job.command]
        ran = subprocess.run(  # noqa: S603  # our own words and numbers
            command, input=job.text.encode(), capture_output=True, check=False
        )
        source = out if job.into_file else io.BytesIO(ran.stdout)
        try:
            audio, rate = soundfile.read(source, dtype="float32")
        except (soundfile.LibsndfileError, OSError):
            return None
    audio = soxr.resample(audio, rate, RATE)
    loud = np.flatnonzero(np.abs(audio) > _LOUD * np.abs(audio).max(initial=0.0))
    if len(loud) < _SHORTEST * RATE:
        return None
    return to_float(at_level(to_samples(audio[loud[0] : loud[-1] + 1]), LEVEL_DB))
