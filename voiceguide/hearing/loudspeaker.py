"""How the loudspeaker bends what it plays: what no linear filter can foretell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from voiceguide.audio.blocks import Floats
    from voiceguide.hearing.spectra import Spectra

SHAPES = 3
"""What is played, its square, its cube: what a curve is made of (even and odd harmonics)."""

_USUAL = 0.1
"""The RMS of a cue (full scale: 1). The shapes are as loud as each other about there."""

_FORGETS = 0.995
"""What a block later is left of what was learned: half of it after 2.8 s of sound."""

_EVERY = 5
"""Blocks (0.1 s) from one curve to the next."""

_TRUSTED = 0.1
"""The part of a block's samples that count. Those of speech come in waves, not singly."""

_BEND_KNOWN = 30.0
_SIZE_KNOWN = 1.0
"""What has to be seen before the curve is anything but straight, and its size anything but 1;
in blocks in which that shape is as loud as what is left."""

_FAINTEST = 1e-7
"""Mean square of what is left (full scale: 1) in the quietest room."""


class Loudspeaker:
    """Its curve, found as the weights with which the shapes add up to what the microphone hears.

    All shapes go through one room, which the adaptive filter knows; so a curve is two numbers, and
    they are found within a second. A filter for each shape was tried: 3 dB worse in the first cue,
    and it costs a still room 3 dB.
    """

    def __init__(self) -> None:
        """Begin with a loudspeaker that bends nothing."""
        self.weights: Floats = np.array([1.0, 0.0, 0.0], np.float32)
        """Of what is played, its square and its cube; the first is 1. Shape (SHAPES,)."""
        self._prior = np.diag([_SIZE_KNOWN, _BEND_KNOWN, _BEND_KNOWN])
        self._alike = np.zeros((SHAPES, SHAPES))
        self._with_mic = np.zeros(SHAPES)
        self._blocks = 0

    def learn(self, heard: Floats, mic: Floats, left: Floats) -> None:
        """Improve the curve.

        Args:
            heard: what the room makes of each shape, shape (SHAPES, BLOCK).
            mic: the microphone's block, shape (BLOCK,).
            left: what is left of it, same shape; the louder, the less is to be learned.
        """
        trust = _TRUSTED / (float(np.dot(left, left)) / left.size + _FAINTEST)
        self._alike = _FORGETS * self._alike + trust * (heard @ heard.T)
        self._with_mic = _FORGETS * self._with_mic + trust * (heard @ mic)
        self._blocks += 1
        if self._blocks % _EVERY == 0:
            self._solve()

    def bent(self, spectra: Spectra) -> Spectra:
        """Return the spectra of what it radiates, shape (blocks, BINS).

        Args:
            spectra: those of the shapes, shape (SHAPES, blocks, BINS).
        """
        # A matrix product this large is handed to threads, who wait for each other. Real numbers,
        # or the weights would be made complex.
        pairs: Floats = np.einsum("s,spb->pb", self.weights, spectra.view(np.float32))
        return pairs.view(np.complex64)

    def _solve(self) -> None:
        known = self._with_mic + self._prior[0]
        size, *bends = np.linalg.solve(self._alike + self._prior, known)
        self.weights[1:] = np.asarray(bends) / max(size, 0.5)


def shapes(played: Floats) -> Floats:
    """Return what a curve is made of, shape (SHAPES, n): the samples, their square, their cube.

    The cube is taken without what is like speech itself in it, or the room would learn it.
    """
    size = played / np.float32(_USUAL)
    square = size * size
    return np.stack([played, 0.3 * _USUAL * square, 0.1 * _USUAL * size * (square - 6.0)])
