"""The room as an adaptive filter: the partitioned-block frequency-domain Kalman filter.

After Enzner and Vary, "Frequency-domain adaptive Kalman filter for acoustic echo control in
hands-free telephones" (2006), in the partitioned form of Kuech, Mabande and Enzner (2014).
"""

from __future__ import annotations

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, Floats
from voiceguide.hearing.spectra import BINS, Spectra, of_block, power, restored, transformed

PARTS = 13
"""Blocks of room that the filter covers: 260 ms."""

_STEADY = 0.9998
"""How much of the room is the same a block later. Measured: with 0.9999 somebody who walks costs
half a decibel more, with 0.999 what is left in a still room is 4 dB louder."""

_FIRST_POWER = 1.0
"""How far the first block of the room may be from what is known at first: from nothing."""

_FADES_SECONDS = 0.4
"""The room is taken to fall by 60 dB in this time, so that early parts are learned first. With all
parts alike the first cue was left 7 dB louder."""

_SMOOTHING = 0.8
"""Of the power of what else the microphone hears, from block to block."""

_FAINTEST = 1e-9
"""Power of a bin (full scale: 1) under which there is nothing to be learned."""

_NEW = 0.5
"""The part of a transform's samples that are new: of two blocks, one."""


class AdaptiveFilter:
    """Learns a room from what is played into it and what is left of that.

    Each bin of each part is known with a variance. A person who speaks raises the power of what is
    left, and so the filter learns less: nothing has to notice double talk. That is why it is this
    filter and not Speex's; ``scripts/benchmark.py --only echo`` prints what both do.
    """

    def __init__(self) -> None:
        """Begin with a room that gives nothing back."""
        self.response: Spectra = np.zeros((PARTS, BINS), np.complex64)
        """The filter's parts, shape (PARTS, BINS)."""
        faded = 10.0 ** (-6.0 * BLOCK_SECONDS / _FADES_SECONDS * np.arange(PARTS))
        self._unknown: Floats = np.outer(_FIRST_POWER * faded, np.ones(BINS)).astype(np.float32)
        self._else: Floats = np.full(BINS, 1e-6, np.float32)

    def heard(self, spectra: Spectra) -> Floats:
        """Return what the room makes of signals, shape (signals, BLOCK).

        Args:
            spectra: their history, shape (signals, PARTS, BINS).
        """
        products = np.add.reduce(spectra * self.response, axis=1)
        return restored(products)[:, BLOCK:]

    def learn(self, played: Spectra, left: Floats) -> None:
        """Let what is left of a block improve the response.

        Args:
            played: what the loudspeaker radiated, its history, shape (PARTS, BINS).
            left: the microphone's block less what the filter foretold, shape (BLOCK,).
        """
        error = of_block(left)
        self._else += np.float32(1.0 - _SMOOTHING) * (power(error) - self._else)
        loudness = power(played)
        expected = np.float32(_NEW) * np.add.reduce(self._unknown * loudness, axis=0)
        step = self._unknown / (expected + self._else + np.float32(_FAINTEST))
        change = restored(step * played.conj() * error)
        change[:, BLOCK:] = 0.0  # what lies beyond a part belongs to the next
        self.response += transformed(change)
        self._unknown *= np.float32(_STEADY**2) * (1 - np.float32(_NEW) * step * loudness)
        self._unknown += np.float32(1.0 - _STEADY**2) * power(self.response)

    def scale(self, factor: float) -> None:
        """Take the room to be so many times as loud."""
        self.response *= np.float32(factor)
        self._unknown *= np.float32(factor**2)
