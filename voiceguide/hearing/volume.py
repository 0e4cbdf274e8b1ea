"""Noticing that somebody has turned the volume: the room is the same, only louder or softer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from voiceguide.audio.blocks import Floats

_FORGETS = 0.93
"""What a block later is left of what was seen: some 0.3 s count."""

_BETTER = 0.4
"""A turn of the volume leaves this part at most of what is left without it. While a person speaks
there is always more: no volume makes an echo of them."""

_TAKES = 8
"""Blocks (0.16 s) of echo that have to be seen, after each turn."""

_MOST = 10.0
"""Nobody turns it farther at once (20 dB); what seems so is something else."""


class Volume:
    """Compares the echo with what the filter foretold of it, by size alone."""

    def __init__(self) -> None:
        """Begin having seen nothing."""
        self._forget()

    def _forget(self) -> None:
        self._blocks = 0
        self._echo, self._along, self._left = 0.0, 0.0, 0.0

    def turned(self, echo: Floats, left: Floats) -> float:
        """Take the next block of each, shape (BLOCK,); return by how much to scale, mostly 1.

        Args:
            echo: what was foretold.
            left: what is left.
        """
        self._echo = _FORGETS * self._echo + float(np.dot(echo, echo))
        self._along = _FORGETS * self._along + float(np.dot(left, echo))
        self._left = _FORGETS * self._left + float(np.dot(left, left))
        self._blocks += 1
        if self._blocks < _TAKES or not self._echo:
            return 1.0
        factor = 1.0 + self._along / self._echo
        left_then = self._left - self._along**2 / self._echo
        if left_then > _BETTER * self._left or not 1.0 / _MOST < factor < _MOST:
            return 1.0
        self._forget()
        return factor
