"""A stream: what the microphone hears for a while, and all that is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples, silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.language.intents import Expecting


@dataclass(frozen=True, slots=True)
class Trial:
    """A word said by a person. Times are seconds of the stream."""

    said: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class OwnCue:
    """A cue that the guide speaks, between two seconds of the stream."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Asked:
    """From which second on which question is open; None: none is."""

    since: float
    question: Expecting | None


@dataclass(frozen=True)
class Scene:
    """What is said, by the people and by the guide, before any room has touched it."""

    voices: Samples
    """What the people say, shape (n,), int16; n is a whole number of blocks."""
    played: Samples
    """What the loudspeaker plays, same shape."""
    trials: tuple[Trial, ...] = ()
    own: tuple[OwnCue, ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Stream:
    """A scene, and what the microphone hears of it."""

    scene: Scene
    mic: Samples
    """Shape as ``scene.voices``, int16."""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.mic) / RATE

    def blocks(self) -> Iterator[tuple[float, Samples, Samples]]:
        """Yield the second at which each block begins, its microphone and its loudspeaker."""
        pairs = zip(_blocks(self.mic), _blocks(self.scene.played), strict=True)
        for number, (mic, played) in enumerate(pairs):
            yield number * BLOCK_SECONDS, mic, played


def laid_out(parts: Iterable[tuple[float, Samples]], seconds: float) -> Samples:
    """Return the sum of sounds, each from its second on; as many whole blocks as ``seconds`` need.

    What lies before the beginning or after the end is left out.
    """
    total = np.zeros(len(silence_of(seconds)), np.int32)
    for since, sound in parts:
        start = round(since * RATE)
        begin, end = max(0, start), min(len(total), start + len(sound))
        if begin < end:
            total[begin:end] += sound[begin - start : end - start]
    limits = np.iinfo(np.int16)
    return total.clip(limits.min, limits.max).astype(np.int16)


def silence_of(seconds: float) -> Samples:
    """Return silence, as many whole blocks as it takes."""
    return silence(int(np.ceil(seconds / BLOCK_SECONDS)) * BLOCK)


def _blocks(samples: Samples) -> Samples:
    return samples.reshape(-1, BLOCK)
