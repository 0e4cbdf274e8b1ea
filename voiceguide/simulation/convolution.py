"""Convolution of a stream with a long impulse response, a block at a time and without delay."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voiceguide.audio.blocks import BLOCK, Floats


class BlockConvolver:
    """Uniformly partitioned overlap-save: cheap for blocks far shorter than the response.

    One transform of the response for every block (what ``scipy.signal.oaconvolve`` would do) costs
    five times as much at a response of half a second.
    """

    def __init__(self, response: npt.NDArray[np.floating]) -> None:
        """Take the impulse response, shape (n,)."""
        parts = -(-len(response) // BLOCK)
        padded = np.zeros((parts, BLOCK), np.float32)
        padded.reshape(-1)[: len(response)] = response
        spectra = np.fft.rfft(padded, 2 * BLOCK, axis=1)
        newest_last = np.concatenate([spectra[:1], spectra[:0:-1]])
        self._spectra = np.concatenate([newest_last, newest_last])
        self._inputs = np.zeros((parts, BLOCK + 1), np.complex64)
        self._window = np.zeros(2 * BLOCK, np.float32)
        self._slot = 0
        self._silent_blocks = parts + 1

    def convolve(self, block: Floats) -> Floats | None:
        """Return the output for one input block, shape (BLOCK,); None while all is silent."""
        parts = len(self._inputs)
        self._silent_blocks = 0 if block.any() else self._silent_blocks + 1
        if self._silent_blocks > parts:
            return None
        self._window[:BLOCK] = self._window[BLOCK:]
        self._window[BLOCK:] = block
        self._inputs[self._slot] = 0 if self._silent_blocks > 1 else np.fft.rfft(self._window)
        turned = self._spectra[parts - self._slot : 2 * parts - self._slot]
        self._slot = (self._slot + 1) % parts
        output = np.fft.irfft(np.add.reduce(self._inputs * turned))[BLOCK:]
        return output.astype(np.float32, copy=False)
