"""What is left of the guide's own voice after the echo canceller, and what stands out over it."""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

import numpy as np

from voiceguide.audio.blocks import BLOCK_SECONDS, Samples, to_float

_OVER_DB = 12.0
"""How far over the residual that is to be expected a block has to stand."""

_PART = 0.3
"""The part of a phrase's blocks that have to: words have gaps and soft ends. Of what the guide
took from its own voice up to 5 in 100 blocks stood out, of what people said over it 56 and more."""

_LINGERS = round(0.4 / BLOCK_SECONDS)
"""Blocks for which what was played is still in the room."""

_PLAYING_DB = -50.0
"""Quieter than this the loudspeaker leaves nothing to be heard."""

_LEAK_BLOCKS = round(2.0 / BLOCK_SECONDS)
"""The leak is taken from this much of the guide's latest speech."""

_LEAK_PERCENTILE = 30
"""Low, so that a person who speaks at the same time does not count as leak."""

_REMEMBERED = round(20.0 / BLOCK_SECONDS)


class _Heard(NamedTuple):
    cleaned: float
    """Level of the cleaned microphone signal (dB below full scale)."""
    expected: float
    """Level at which the guide's own voice is to be expected in it; -inf while it is silent."""


class Residual:
    """Follows both signals; tells whether a phrase is more than the guide's own voice."""

    def __init__(self) -> None:
        """Begin with a canceller that has taken nothing away yet."""
        self._played: deque[float] = deque(maxlen=_LINGERS)
        self._leaks: deque[float] = deque([0.0], maxlen=_LEAK_BLOCKS)
        self._leak = 0.0
        self._heard: deque[_Heard] = deque(maxlen=_REMEMBERED)
        self._blocks = 0

    def follow(self, cleaned: Samples, played: Samples) -> None:
        """Take the next block of both, shape (320,), int16."""
        self._blocks += 1
        self._played.append(_level(played))
        loudest = max(self._played)
        playing = loudest > _PLAYING_DB
        level = _level(cleaned)
        self._heard.append(_Heard(level, loudest + self._leak if playing else -math.inf))
        if self._played[-1] > _PLAYING_DB:
            self._leaks.append(level - loudest)
            if self._blocks % _LINGERS == 0:
                self._leak = float(np.percentile(self._leaks, _LEAK_PERCENTILE))

    def stands_out(self, start: float, end: float) -> bool:
        """Tell whether a person was heard between two seconds of audio clock.

        True while the guide was silent: then there is nothing to be mistaken for a person.
        """
        first = self._blocks - len(self._heard)
        begin = max(0, round(start / BLOCK_SECONDS) - first)
        blocks = list(self._heard)[begin : max(begin + 1, round(end / BLOCK_SECONDS) - first)]
        clear = sum(block.cleaned > block.expected + _OVER_DB for block in blocks)
        return not blocks or clear >= _PART * len(blocks)


def _level(samples: Samples) -> float:
    audio = to_float(samples)
    return 10 * math.log10(float(np.dot(audio, audio)) / audio.size + 1e-12)
