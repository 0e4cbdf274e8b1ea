"""How soon a stop acts in real time, on a virtual sound card: the program against a plain loop.

Each trial is a process of its own. It speaks; a recording of a person saying stop is played into
the room, while it speaks or after it. The loudspeaker is recorded, and so is the room.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import fftconvolve

from benchmarks.figures import Figure, median_and_95th
from benchmarks.stamped import Stamped, stamped
from tests.audio.virtual_card import FIRST, LOUDSPEAKER, VirtualCard, lacking, virtual_card
from tests.live.held import VOICE, held
from voiceguide.audio.blocks import RATE, Samples
from voiceguide.audio.files import read_audio
from voiceguide.cli import parts
from voiceguide.cli.terminal import progress
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRIALS, QUICK_TRIALS = 60, 5
SILENT_MEDIAN, SILENT_95 = 0.150, 0.300
RELEASE_95 = 0.450

_ROUTINE = "lower-back"
_INTO_THE_CUE = 1.5
"""Seconds after its beginning at which somebody says stop across it."""

_ANSWERED_WITHIN = 3.0
"""Seconds after which a stop was not heard."""

_PATIENCE = 60.0
_ALIKE = 0.3
_QUIET = 10 ** (-50 / 20) * 32_768
"""What counts as the guide's voice; it speaks at -20 dBFS."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """Seconds from the end of the word; None: not heard."""

    silent: float | None
    released: float | None


def measure(folder: Path, trials: int) -> Iterator[Figure]:
    """Yield the figures of so many recordings of stop from ``folder``, for each way it is said."""
    if why := lacking():
        yield Figure("stop, live", "not measured", why)
        return
    files = sorted((folder / "words" / "stop").glob("*"))
    chosen = files[:: max(1, len(files) // trials)][:trials]
    brief = held(_ROUTINE)
    cues = parts.cues_for(brief, VOICE)
    first = brief.sentences.reply(Reply.STOP_LIVE)[0].text
    release = brief.plan.steps[0].release[0].text
    plain = ["-m", "benchmarks.plain_loop", first, release, LOUDSPEAKER]
    guide = ["-m", "tests.live.held", _ROUTINE, "/dev/null", LOUDSPEAKER]
    with progress("saying stop, live", 4 * len(chosen)) as advance:
        for name, program in (("the guide", guide), ("a plain loop", plain)):
            for across in (True, False):
                results = []
                for file in chosen:
                    one = _Stop(program, read_audio(file), file, across=across)
                    results.append(one.said(cues.samples(first), cues.samples(release)))
                    advance()
                yield from _figures(name, results, across=across)


@dataclass
class _Stop:
    """A stop, said to a program of its own."""

    program: list[str]
    word: Samples
    file: Path
    across: bool

    def said(self, first: Samples, release: Samples) -> _Trial:
        """Say it across the first cue or after it; return how soon the release followed."""
        with (
            TemporaryDirectory() as folder,
            virtual_card() as card,
            stamped(card.environment, "room.monitor") as room,
            stamped(card.environment, "speaker.monitor") as speaker,
        ):
            if self.across:
                card.echo()
            paths = {"XDG_STATE_HOME": folder, "PYTHONPATH": ".:scripts"}
            program = subprocess.Popen(  # noqa: S603  # our own program
                [*FIRST, sys.executable, *self.program],
                env=card.program_environment | paths,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                return self._trial(card, room, speaker, (first, release))
            finally:
                program.kill()
                program.wait()

    def _trial(
        self, card: VirtualCard, room: Stamped, speaker: Stamped, cues: tuple[Samples, Samples]
    ) -> _Trial:
        first, release = cues
        began = _awaited(speaker, first, time.monotonic() - 1.0, _PATIENCE)
        if began is None:
            return _Trial(None, None)
        _sleep_until(began + (_INTO_THE_CUE if self.across else first.size / RATE + 1.0))
        since = time.monotonic()
        card.into_the_room(self.file)
        released = _awaited(speaker, release, since, self.word.size / RATE + _ANSWERED_WITHIN)
        said = _found(room, self.word, since - 0.1, self.word.size)
        if released is None or said is None:
            return _Trial(None, None)
        ended = said + _end_of(self.word)
        heard = released + np.flatnonzero(np.abs(release) > _QUIET)[0] / RATE
        silent = _last_loud(speaker, since - 0.5, heard - 0.02) if self.across else None
        return _Trial(None if silent is None else silent - ended, heard - ended)


def _awaited(recording: Stamped, sound: Samples, since: float, within: float) -> float | None:
    """Wait for a sound; return when it began (``time.monotonic``)."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if recording.seconds > 1.0 and (found := _found(recording, sound, since, RATE)):
            return found
        time.sleep(0.1)
    return None


def _found(recording: Stamped, sound: Samples, since: float, length: int) -> float | None:
    """Return when a sound, by its first samples, is most alike to what was recorded."""
    heard, began = recording.since(since)
    wanted = sound[:length].astype(float)
    if heard.size < wanted.size:
        return None
    audio = heard.astype(float)
    power = fftconvolve(audio**2, np.ones(wanted.size), "valid")
    alike = fftconvolve(audio, wanted[::-1], "valid")
    alike /= np.sqrt(np.maximum(power, wanted.size) * (wanted @ wanted))
    best = int(np.argmax(alike))
    return began + best / RATE if alike[best] > _ALIKE else None


def _end_of(word: Samples) -> float:
    """Return the second at which a word ends: where 10 % of its peak energy was met last."""
    size = RATE // 100
    frames = word[: word.size // size * size].reshape(-1, size).astype(float)
    energy = (frames**2).mean(axis=1)
    return float((np.flatnonzero(energy >= 0.1 * energy.max())[-1] + 1) * size / RATE)


def _last_loud(recording: Stamped, since: float, until: float) -> float:
    heard, began = recording.since(since)
    loud = np.flatnonzero(np.abs(heard[: round((until - began) * RATE)].astype(float)) > _QUIET)
    return began + (int(loud[-1]) if loud.size else 0) / RATE


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _figures(name: str, results: list[_Trial], *, across: bool) -> Iterator[Figure]:
    where = "said over its speech" if across else "said in silence"
    silent = [trial.silent for trial in results if trial.silent is not None]
    released = [trial.released for trial in results if trial.released is not None]
    ours = name == "the guide"
    how = f"{len(released)} of {len(results)} recordings of stop were heard"
    if silent:
        median, most = median_and_95th(silent)
        yield Figure(
            f"{name}, {where}: to its own silence",
            f"median {1000 * median:.0f} ms, 95 % {1000 * most:.0f} ms",
            f"{how}; from the end of the word (10 % of its peak energy) to the last sound",
            f"at most {1000 * SILENT_MEDIAN:.0f} and {1000 * SILENT_95:.0f} ms" if ours else "",
            (median <= SILENT_MEDIAN and most <= SILENT_95) if ours else None,
            {"median": median, "95th": most, "heard": len(silent), "of": len(results)},
        )
    if released:
        median, most = median_and_95th(released)
        yield Figure(
            f"{name}, {where}: to the release",
            f"median {1000 * median:.0f} ms, 95 % {1000 * most:.0f} ms",
            f"{how}; from the end of the word to the first sound of the release",
            f"95 % at most {1000 * RELEASE_95:.0f} ms" if ours else "",
            most <= RELEASE_95 if ours else None,
            {"median": median, "95th": most, "heard": len(released), "of": len(results)},
        )
