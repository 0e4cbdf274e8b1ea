"""What each threshold hears, and what it cries wolf at; on speakers the network never heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from recorded import Audio, word_span

from training.clips import LEVEL_DB, Recordings
from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, to_samples
from voiceguide.hearing.keyword import Keyword, KeywordModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

THRESHOLDS = (
    0.05,
    0.1,
    0.2,
    0.3,
    0.5,
    0.7,
    0.8,
    0.9,
    0.95,
    0.97,
    0.98,
    0.99,
    0.995,
    0.998,
    0.999,
    0.9995,
)

_LENGTH = 3 * RATE
_WITHIN = 0.5
"""Seconds before and after the word's end in which it counts as heard."""

_SPELL = 30 * RATE
"""Talk is listened to in spells of so many samples."""


@dataclass(frozen=True)
class Row:
    """One condition, and a figure for each threshold."""

    name: str
    trials: float
    """Words, or hours."""
    counts: npt.NDArray[np.int64]
    """How many of the words were heard, or how many alarms there were; shape (thresholds,)."""

    @property
    def rates(self) -> list[float]:
        """The same as a part of the words, or as alarms an hour."""
        return [float(count) / self.trials for count in self.counts]


def heard_in(model: KeywordModel, people: Recordings, left: Sequence[Audio]) -> Iterator[Row]:
    """Yield how many of the words are heard in each condition.

    Args:
        model: the ear.
        people: who say the word, and their rooms' noises.
        left: what a canceller leaves of the guide.
    """
    rng = np.random.default_rng(5)
    kitchen = people.kitchen
    rooms: dict[str, Callable[[], Audio]] = {
        "quiet": lambda: np.zeros(_LENGTH, np.float32),
        **{f"kitchen {db} dB": _beside(db, lambda: _piece(kitchen, rng)) for db in (20, 10, 5)},
        **{f"talk {db} dB": _beside(db, lambda: _babble(people, rng)) for db in (20, 10)},
        "over the guide": lambda: _piece(left[int(rng.integers(len(left)))], rng),
    }
    for name, room in rooms.items():
        most = [_most_likely(model, word, room(), rng) for word in people.stop]
        over = np.array(most)[:, np.newaxis] > np.array(THRESHOLDS)
        yield Row(name, len(most), over.sum(axis=0))


def alarms_in(model: KeywordModel, name: str, clips: Iterable[Audio]) -> Row:
    """Return how often the ear hears the word where nobody says it."""
    rng = np.random.default_rng(6)
    counts = np.zeros(len(THRESHOLDS), np.int64)
    hours = 0.0
    for spell in _spells(clips, rng):
        hours += len(spell) / RATE / 3600
        over = _likely(model, spell)[:, np.newaxis] > np.array(THRESHOLDS)
        counts += over[0] + (over[1:] & ~over[:-1]).sum(axis=0)
    return Row(name, hours, counts)


def _spells(clips: Iterable[Audio], rng: np.random.Generator) -> Iterator[Audio]:
    parts: list[Audio] = []
    for clip in clips:
        parts += [clip, np.zeros(RATE // 2, np.float32)]
        if sum(map(len, parts)) > _SPELL:
            spell = np.concatenate(parts)
            yield spell + _hiss(len(spell), rng)
            parts = []
    if parts:
        spell = np.concatenate(parts)
        yield spell + _hiss(len(spell), rng)


def _most_likely(model: KeywordModel, word: Audio, room: Audio, rng: np.random.Generator) -> float:
    audio = room + _hiss(_LENGTH, rng)
    audio[RATE : RATE + len(word)] += word[: _LENGTH - RATE]
    end = 1.0 + word_span(word)[1] / RATE
    likely = _likely(model, audio)
    seconds = (np.arange(len(likely)) + 1) * BLOCK_SECONDS
    return float(likely[np.abs(seconds - end) < _WITHIN].max())


def _likely(model: KeywordModel, audio: Audio) -> Audio:
    """Return how likely the word is after each block, shape (len(audio) // BLOCK,)."""
    ear = Keyword(model)
    likely = []
    for block in to_samples(audio)[: len(audio) // BLOCK * BLOCK].reshape(-1, BLOCK):
        ear.accept(block)
        likely.append(ear.likely)
    return np.array(likely, np.float32)


def _beside(decibels: float, noise: Callable[[], Audio]) -> Callable[[], Audio]:
    """Return noise so far under a word's level."""

    def made() -> Audio:
        audio = noise()
        rms = np.sqrt(np.mean(np.square(audio)) + 1e-12)
        return np.asarray(audio * (10 ** ((LEVEL_DB - decibels) / 20) / rms), np.float32)

    return made


def _babble(people: Recordings, rng: np.random.Generator) -> Audio:
    total = np.zeros(_LENGTH, np.float32)
    for _ in range(5):
        talk = [people.talk[int(rng.integers(len(people.talk)))] for _ in range(4)]
        total += _piece(np.concatenate(talk), rng)
    return total


def _piece(audio: Audio, rng: np.random.Generator) -> Audio:
    audio = np.tile(audio, -(-2 * _LENGTH // len(audio)))
    begin = int(rng.integers(len(audio) - _LENGTH))
    return audio[begin : begin + _LENGTH].copy()


def _hiss(count: int, rng: np.random.Generator) -> Audio:
    return np.asarray(rng.standard_normal(count) * 10 ** (-75 / 20), np.float32)
