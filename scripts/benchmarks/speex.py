"""Speex's echo canceller (pyaec), which the guide once used: to compare with."""

from __future__ import annotations

import ctypes

import pyaec

from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence

TAIL = 4000
"""Samples of room the filter covers, delay included: 250 ms."""

_POINTER = ctypes.POINTER(ctypes.c_int16)


class Speex:
    """The linear filter alone, without the suppressor."""

    def __init__(self) -> None:
        self._aec = pyaec.Aec(BLOCK, TAIL, RATE, enable_preprocess=False)
        self._mic, self._played, self._cleaned = (silence() for _ in range(3))
        buffers = (self._mic, self._played, self._cleaned)
        self._pointers = [buffer.ctypes.data_as(_POINTER) for buffer in buffers]

    def cancel(self, mic: Samples, played: Samples) -> Samples:
        """Return the microphone's block without the echo; shape (BLOCK,), int16, like both."""
        self._mic[:] = mic
        self._played[:] = played
        # Straight to the library: pyaec's own method copies each sample through Python lists.
        pyaec.lib.AecCancelEcho(self._aec._aec, *self._pointers, BLOCK)  # noqa: SLF001  # its handle
        return self._cleaned.copy()
