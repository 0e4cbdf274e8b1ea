"""Soft noise over what is left of the guide's own voice, so that no words are read into it.

A recogniser that may only choose among phrases finds one in the faintest remains of speech. Under
noise as loud as the remains it finds none; a person stands out of both.
"""

from __future__ import annotations

import math

import numpy as np

from voiceguide.audio.blocks import BLOCK, Floats, Samples, to_float, to_samples

_SMOOTH = 0.7
"""Of each sample that stays in the next: noise that falls with the pitch as speech does."""


class Mask:
    """Covers a stream of blocks, each at the level that is asked for."""

    def __init__(self, rng: np.random.Generator) -> None:
        """Make two seconds of noise; it goes round, from a place of chance in each block."""
        self._rng = rng
        noise = np.array(rng.standard_normal(100 * BLOCK))
        for number in range(1, len(noise)):
            noise[number] += _SMOOTH * noise[number - 1]
        self._noise: Floats = (noise / np.std(noise)).astype(np.float32)

    def over(self, samples: Samples, level: float) -> Samples:
        """Return a block with noise of this level (dB below full scale) over it.

        Args:
            samples: shape (BLOCK,), int16.
            level: -inf leaves the block as it is.
        """
        if level == -math.inf:
            return samples
        begin = int(self._rng.integers(len(self._noise) - BLOCK))
        noise = self._noise[begin : begin + BLOCK] * 10 ** (level / 20)
        return to_samples(to_float(samples) + noise)
