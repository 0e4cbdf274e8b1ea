"""The people: their recordings, one by one, in a row, and many at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from recorded import Audio, of_fold, part_of, speaker, word_span

from benchmarks.conditions.streams import Asked, Scene, Trial, laid_out, silence_of
from voiceguide.audio.blocks import RATE, Samples, to_float
from voiceguide.audio.files import read_audio
from voiceguide.errors import UserError
from voiceguide.simulation.levels import at_level
from voiceguide.simulation.room import TALKER_DBFS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from voiceguide.language.intents import Expecting

T = TypeVar("T")

LEAD = 1.0
"""Seconds of room before the first word."""

GAP = 1.5
"""Seconds of room, at least, between the end of a word and the beginning of the next recording."""

AFTER_ALL = 2.0
"""Seconds of room after the last word: an utterance is heard to its end."""

ANSWERED_WITHIN = 2.0
"""Seconds after an answer's end in which it has to be decided: final results take about one."""

_ASKED_BEFORE = 0.5
"""Seconds for which a question has been open when the recording of its answer begins."""

_BABBLERS = (5, 6)
"""So many people talk at once, at least and at most."""


@dataclass(frozen=True)
class Crowd:
    """A folder of recordings, and who of its speakers may be heard."""

    folder: Path
    """Laid out as ``scripts/benchmark.py --recordings`` wants it."""
    hold_out: int | None
    """Only the speakers of this fold; None: all."""

    def files(self, pattern: str) -> list[Path]:
        """Return the recordings that match, in the same order everywhere.

        Raises:
            UserError: there are none.
        """
        found = [f for f in self.folder.glob(pattern) if f.suffix.lower() in {".flac", ".wav"}]
        chosen = of_fold(sorted(found), self.hold_out, held_out=True)
        if not chosen:
            raise UserError(f"{self.folder}: no recordings in {pattern}; give a folder with some")
        return chosen

    def kitchen(self) -> Audio:
        """Return the noise of ``noise``; with somebody held out, the part that is, too.

        Raises:
            UserError: there is none.
        """
        found = sorted(self.folder.glob("noise/*.*"))
        if not found:
            raise UserError(f"{self.folder}: no recording in noise; put one of a kitchen there")
        noise = np.concatenate([to_float(read_audio(file)) for file in found])
        return part_of(noise, self.hold_out, held_out=True)

    def babble(self, samples: int, without: Sequence[Path], rng: np.random.Generator) -> Audio:
        """Return so many samples of people who talk at once, none of them a speaker of ``without``.

        Raises:
            UserError: there is nobody else.
        """
        seconds = samples / RATE
        speakers = set(map(speaker, without))
        talkers = [f for f in self.files("talk/*/*") if speaker(f) not in speakers]
        if not talkers:
            raise UserError(f"{self.folder}: in talk there is nobody else; add other people's talk")
        voices = int(rng.integers(_BABBLERS[0], _BABBLERS[1] + 1))
        parts = [
            part
            for _ in range(voices)
            for part in strung(map(levelled, shuffled(talkers, rng)), (0.0, 0.0), seconds, rng)
        ]
        return to_float(laid_out(parts, seconds))


@dataclass(frozen=True)
class Clip:
    """A recording of one word, at ``TALKER_DBFS``."""

    said: str
    audio: Samples
    begin: float
    """Second in it at which the word begins."""
    end: float


@cache
def clip(file: Path) -> Clip:
    """Read a recording; what is said is the name of its folder.

    Raises:
        UserError: it cannot be read.
    """
    audio = levelled(file)
    begin, end = word_span(to_float(audio))
    return Clip(file.parent.name, audio, begin / RATE, end / RATE)


@cache
def levelled(file: Path) -> Samples:
    """Return a recording at ``TALKER_DBFS``; shape (n,), int16.

    Raises:
        UserError: it cannot be read.
    """
    return at_level(read_audio(file, silent_ok=True), TALKER_DBFS)


def in_a_row(files: Sequence[Path], question: Expecting | None = None) -> Scene:
    """Return words said one after the other, each with the same question open before it."""
    now = LEAD
    parts, trials, asked = [], [], []
    for each in map(clip, files):
        parts.append((now, each.audio))
        trials.append(Trial(each.said, now + each.begin, now + each.end))
        over = now + len(each.audio) / RATE
        if question:
            answered = now + each.end + ANSWERED_WITHIN
            asked += [Asked(now - _ASKED_BEFORE, question), Asked(answered, None)]
            over = max(over, answered)
        now = over + GAP
    seconds = now + AFTER_ALL
    return Scene(laid_out(parts, seconds), silence_of(seconds), tuple(trials), asked=tuple(asked))


def shuffled(things: Sequence[T], rng: np.random.Generator) -> Iterator[T]:
    """Yield all of them, at least one, in an order of chance, and again in another, for ever."""
    while True:
        for index in rng.permutation(len(things)):
            yield things[index]


def strung(
    sounds: Iterator[Samples],
    pauses: tuple[float, float],
    seconds: float,
    rng: np.random.Generator,
) -> Iterator[tuple[float, Samples]]:
    """Yield sounds one after the other and when each begins, until the seconds are full.

    Args:
        sounds: as many as it takes.
        pauses: seconds between two of them, at least and at most.
        seconds: how long.
        rng: the pauses, and how far into the first sound it begins.
    """
    now = -float(rng.uniform(0, 1))
    while now < seconds:
        sound = next(sounds)
        yield now, sound
        now += len(sound) / RATE + float(rng.uniform(*pauses))
