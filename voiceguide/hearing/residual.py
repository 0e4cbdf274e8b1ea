"""What is left of the guide's own voice after the echo canceller, and what stands out over it."""

from __future__ import annotations

import math
from collections import deque
from itertools import islice
from typing import NamedTuple

import numpy as np

from voiceguide.audio.blocks import BLOCK_SECONDS, Samples, to_float

_OVER_DB = 12.0
"""How far over the residual that is to be expected a block has to stand."""

_PART = 0.3
"""The part of a phrase's blocks that have to: words have gaps and soft ends. Of what the guide
took from its own voice up to 5 in 100 blocks stood out, of what people said over it 56 and more."""

_LINGERS = round(0.4 / BLOCK_SECONDS)
"""Blocks for which what was played is still in the room, and for which a word may have a gap."""

_PLAYING_DB = -50.0
"""Quieter than this the loudspeaker leaves nothing to be heard."""

_LEAK_BLOCKS = round(2.0 / BLOCK_SECONDS)
"""The leak is taken from this much of the guide's latest speech."""

_LEAK_PERCENTILE = 30
"""Low, so that a person who speaks at the same time does not count as leak."""

_REMEMBERED = round(20.0 / BLOCK_SECONDS)

_WITHIN = 8
_OF = 5
"""Of the last eight blocks, five have to be loud where somebody speaks: neither a click is a person
nor a syllable of the guide's that the canceller, after a long silence, takes away less well."""

_APART = 0.1
"""Seconds around a phrase that may still be the phrase."""

_FAINTER_DB = 18.0
"""What is so much softer than the phrase's loudest block is somebody else: a television."""

_BEFORE = 0.5
_AFTER = 0.2
"""Seconds before and after a phrase in which nobody speaks, if it stands alone."""


class _Heard(NamedTuple):
    cleaned: float
    """Level of the cleaned microphone signal (dB below full scale)."""
    expected: float
    """Level at which the guide's own voice is to be expected in it; -inf while it is silent."""
    loud: bool
    """Whether it stands out over the guide's own voice and the room's noise."""


class Residual:
    """Follows both signals; tells whether a phrase is more than the guide's own voice."""

    def __init__(self) -> None:
        """Begin with a canceller that has taken nothing away yet."""
        self._played: deque[float] = deque(maxlen=_LINGERS)
        self._leaks: deque[float] = deque([0.0], maxlen=_LEAK_BLOCKS)
        self._leak = 0.0
        self._heard: deque[_Heard] = deque(maxlen=_REMEMBERED)
        self._blocks = 0
        self._lingering = 0

    def follow(self, cleaned: Samples, played: Samples, floor: float) -> None:
        """Take the next block of both, shape (320,), int16.

        Args:
            cleaned: what the canceller has left.
            played: what the loudspeaker has played.
            floor: level of the room's noise (dB below full scale).
        """
        self._blocks += 1
        self._played.append(_level(played))
        loudest = max(self._played)
        playing = loudest > _PLAYING_DB
        level = _level(cleaned)
        expected = loudest + self._leak if playing else -math.inf
        self._heard.append(_Heard(level, expected, level > max(expected, floor) + _OVER_DB))
        loud = sum(block.loud for block in islice(reversed(self._heard), _WITHIN))
        self._lingering = _LINGERS if loud >= _OF else max(0, self._lingering - 1)
        if self._played[-1] > _PLAYING_DB:
            self._leaks.append(level - loudest)
            if self._blocks % _LINGERS == 0:
                self._leak = float(np.percentile(self._leaks, _LEAK_PERCENTILE))

    @property
    def expected(self) -> float:
        """The level (dB below full scale) at which the guide's own voice is left; -inf: silent."""
        return self._heard[-1].expected if self._heard else -math.inf

    @property
    def somebody_stands_out(self) -> bool:
        """Whether a person speaks just now, over the guide or in its silence; gaps are bridged."""
        return self._lingering > 0

    def stands_out(self, start: float, end: float) -> bool:
        """Tell whether a person was heard between two seconds of audio clock.

        True while the guide was silent: then there is nothing to be mistaken for a person.
        """
        blocks = self._between(start, end)
        clear = sum(block.cleaned > block.expected + _OVER_DB for block in blocks)
        return not blocks or clear >= _PART * len(blocks)

    def stands_alone(self, start: float, end: float) -> bool:
        """Tell whether nobody was speaking just before and just after a phrase, as far as is heard.

        False for a phrase that has only just ended.
        """
        before = self._between(start - _BEFORE, start - _APART)
        after = self._between(end + _APART, self._blocks * BLOCK_SECONDS)
        if len(after) * BLOCK_SECONDS < _AFTER:
            return False
        loudest = max((b.cleaned for b in self._between(start, end)), default=0.0)
        near = [[b.loud and b.cleaned > loudest - _FAINTER_DB for b in p] for p in (before, after)]
        return all(sum(part) <= _PART * len(part) for part in near)

    def _between(self, start: float, end: float) -> list[_Heard]:
        first = self._blocks - len(self._heard)
        begin = max(0, round(start / BLOCK_SECONDS) - first)
        return list(self._heard)[begin : max(begin + 1, round(end / BLOCK_SECONDS) - first)]


def _level(samples: Samples) -> float:
    audio = to_float(samples)
    return 10 * math.log10(float(np.dot(audio, audio)) / audio.size + 1e-12)
