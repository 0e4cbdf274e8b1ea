"""Where in the microphone's signal the loudspeaker's is: the delay of the whole way."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.blocks import BLOCK, Floats
from voiceguide.hearing.spectra import BINS, HERTZ, SpectraHistory, of_block, power, restored

LONGEST = 4480
"""Samples of delay (280 ms) that are looked at."""

_EVERY = 8
"""Blocks (0.16 s) from one look to the next."""

_KEPT = 0.7
"""What is left of what was seen, from one look to the next: some half a second counts."""

_BAND = (200.0, 5000.0)
"""Hz. Below is hum, above speech is faint."""

_FLOOR = 0.02
"""Of the mean power: bins that are weaker than this do not get a full vote."""

_STANDS_OUT = 7.0
"""The peak over the RMS of all delays. Of noise alone 4 is to be expected, of speech up to 6."""

_SAME = 4
"""Samples by which two looks may differ that saw the same."""


class DelayFinder:
    """The strongest delay in the cross-correlation, whitened, so that its peak is sharp."""

    def __init__(self) -> None:
        """Begin having seen nothing."""
        parts = LONGEST // BLOCK
        self._played = SpectraHistory(1, parts)
        self._cross = np.zeros((parts, BINS), np.complex64)
        self._power = np.zeros(BINS, np.float32)
        self._band = (_BAND[0] < HERTZ) & (_BAND[1] > HERTZ)
        self._blocks = 0
        self._last: int | None = None

    def find(self, mic: Floats, played: Floats) -> int | None:
        """Take the next block of both; return the delay in samples when two looks agree on it.

        Args:
            mic: shape (BLOCK,).
            played: what the loudspeaker played meanwhile, same shape.
        """
        self._played.push(played[np.newaxis])
        spectra = self._played.spectra[0]
        self._cross += spectra.conj() * of_block(mic)
        self._power += power(spectra[0])
        self._blocks += 1
        return None if self._blocks % _EVERY else self._look()

    def _look(self) -> int | None:
        whitened = self._band / (self._power + _FLOOR * self._power.mean() + np.float32(1e-9))
        found = np.abs(restored(self._cross * whitened)[:, :BLOCK].ravel())
        self._cross *= np.float32(_KEPT)
        self._power *= np.float32(_KEPT)
        peak = int(found.argmax())
        clear = found[peak] > _STANDS_OUT * np.sqrt(np.mean(np.square(found)))
        before, self._last = self._last, peak if clear else None
        agreed = clear and before is not None and abs(peak - before) <= _SAME
        return peak if agreed else None
