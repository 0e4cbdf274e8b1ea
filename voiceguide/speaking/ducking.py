"""Lowering the guide's voice while a person speaks over it: their words stand out, to all ears."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voiceguide.audio.blocks import RATE

DUCKED = 0.5
"""What is left of the output then: 6 dB less, so that every word is still understood."""

FALL_SECONDS = 0.04
"""From full to lowered: quick, and no click."""

RISE_SECONDS = 0.4
"""From lowered to full: no pumping between two words."""

_Wide = npt.NDArray[np.int32]


class Ducking:
    """A gain that slides from sample to sample; at full it changes no bit."""

    def __init__(self) -> None:
        """Begin at full."""
        self._gain = 1.0

    def applied(self, samples: _Wide, *, lower: bool) -> _Wide:
        """Return the next samples, shape (n,), lowered or on the way there, or back."""
        if not lower and self._gain == 1.0:
            return samples
        slope = -(1.0 - DUCKED) / FALL_SECONDS if lower else (1.0 - DUCKED) / RISE_SECONDS
        slid = self._gain + slope / RATE * np.arange(1, samples.size + 1)
        gains = np.clip(slid, DUCKED, 1.0)
        self._gain = float(gains[-1])
        lowered: _Wide = np.rint(samples * gains).astype(np.int32)
        return lowered
