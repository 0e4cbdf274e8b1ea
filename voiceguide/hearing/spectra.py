"""Spectra of signals as they go by: what filters of many blocks are multiplied with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voiceguide.audio.blocks import BLOCK, RATE, Floats

Spectra = npt.NDArray[np.complex64]

BINS = BLOCK + 1
"""Of a transform over two blocks: 0 to 8000 Hz, 25 Hz apart."""

ANGULAR: Floats = np.linspace(0.0, np.pi, BINS, dtype=np.float32)
"""The frequency of each bin, radians a sample; shape (BINS,)."""

HERTZ: Floats = ANGULAR * np.float32(RATE / 2 / np.pi)
"""The frequency of each bin, Hz; shape (BINS,)."""

_ROOMY = 4
"""Histories that the store of one has room for."""


class SpectraHistory:
    """The spectra of the latest blocks of some signals, each over the block and the one before.

    A spectrum times that of a filter of one block gives that filter's output in its second half
    (overlap-save).
    """

    def __init__(self, signals: int, blocks: int) -> None:
        """Begin with silence."""
        self._window = np.zeros((signals, 2 * BLOCK), np.float32)
        self._blocks = blocks
        # Several times as long: to move all of it by one with every block costs more than the rest.
        self._stored: Spectra = np.zeros((signals, _ROOMY * blocks, BINS), np.complex64)
        self._first = (_ROOMY - 1) * blocks

    @property
    def spectra(self) -> Spectra:
        """Shape (signals, blocks, BINS), newest first; a view."""
        return self._stored[:, self._first : self._first + self._blocks]

    def push(self, newest: Floats) -> None:
        """Take the next block of each signal, shape (signals, BLOCK)."""
        self._window[:, :BLOCK] = self._window[:, BLOCK:]
        self._window[:, BLOCK:] = newest
        if self._first == 0:
            self._first = (_ROOMY - 1) * self._blocks
            self._stored[:, self._first :] = self._stored[:, : self._blocks]
        self._first -= 1
        self._stored[:, self._first] = transformed(self._window)


def of_block(block: Floats) -> Spectra:
    """Return the spectrum of a block after a block of silence, shape (BINS,)."""
    return transformed(np.concatenate([np.zeros(BLOCK, np.float32), block]))


def transformed(audio: Floats) -> Spectra:
    """Return the spectra of two blocks each, shape (..., BINS), from shape (..., 2 * BLOCK)."""
    return np.asarray(np.fft.rfft(audio), np.complex64)


def restored(spectra: Spectra) -> Floats:
    """Return two blocks each, shape (..., 2 * BLOCK), from spectra of shape (..., BINS)."""
    return np.asarray(np.fft.irfft(spectra), np.float32)


def power(spectra: Spectra) -> Floats:
    """Return the squared size of each bin."""
    return np.square(np.abs(spectra))
