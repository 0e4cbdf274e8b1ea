"""Whether somebody is speaking: by level alone, and at once. For manners, never for decisions."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from voiceguide.audio.blocks import BLOCK_SECONDS, Samples, to_float

_OVER_FLOOR_DB = 12.0
"""How far over the room's noise a block has to stand."""

_FAINT_DB = 4.0
"""How far over the room's noise a block stands that may be faint speech."""

_WITHIN = 5
_OF = 3
"""Of the last five blocks, three have to: 60 ms of speech, not a click."""

_FLOOR_SECONDS = 3.0
"""The floor is the quietest tenth of a second within this time."""

_LINGERS = round(0.4 / BLOCK_SECONDS)
"""Blocks for which somebody counts as speaking after the last loud one: the gaps between words."""

_QUIETEST_DB = -90.0


class Activity:
    """Follows the level of the cleaned microphone signal."""

    def __init__(self) -> None:
        """Begin with a room that is taken to be loud, so that nothing stands out."""
        self._levels: deque[float] = deque(maxlen=_WITHIN)
        self._tenths: deque[float] = deque(maxlen=round(_FLOOR_SECONDS / (_WITHIN * BLOCK_SECONDS)))
        self._blocks = 0
        self._lingering = 0
        self._quiet_blocks = 0

    @property
    def quiet_seconds(self) -> float:
        """For how long no block has stood out over the room's noise, not even faintly."""
        return self._quiet_blocks * BLOCK_SECONDS

    @property
    def level(self) -> float:
        """The level of the latest block (dB below full scale)."""
        return self._levels[-1] if self._levels else _QUIETEST_DB

    @property
    def floor(self) -> float:
        """The level of the room's noise (dB below full scale); 0 as long as it is not known."""
        return max(min(self._tenths, default=0.0), _QUIETEST_DB)

    @property
    def speaking(self) -> bool:
        """Whether somebody is speaking now."""
        return self._lingering > 0

    def follow(self, cleaned: Samples) -> None:
        """Take the next block, shape (320,), int16."""
        audio = to_float(cleaned)
        level = 10 * math.log10(float(np.dot(audio, audio)) / audio.size + 1e-12)
        self._levels.append(level)
        self._blocks += 1
        if self._blocks % _WITHIN == 0:
            self._tenths.append(max(self._levels))
        faint = bool(self._tenths) and level > self.floor + _FAINT_DB
        self._quiet_blocks = 0 if faint else self._quiet_blocks + 1
        self._lingering = _LINGERS if self._stands_out() else max(0, self._lingering - 1)

    def _stands_out(self) -> bool:
        if not self._tenths:
            return False
        floor = self.floor
        return sum(level > floor + _OVER_FLOOR_DB for level in self._levels) >= _OF
