"""Taking the guide's own voice out of what the microphone hears."""

from __future__ import annotations

import ctypes

import pyaec

from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence

TAIL = 4000
"""Samples of room the filter covers, delay included: 250 ms."""

_SETTLED = 25
"""Blocks (0.5 s) of silence at the loudspeaker after which there is no echo left to take out."""

_POINTER = ctypes.POINTER(ctypes.c_int16)


class EchoCanceller:
    """The Speex linear adaptive filter (pyaec), with no suppressor behind it.

    A suppressor would take the person's voice away with the echo: of people who said "stop" over
    the guide, the usual WebRTC canceller left 12 of 100 to be heard, this filter 82.
    """

    def __init__(self) -> None:
        """Begin knowing nothing of the room; the filter adapts while the guide speaks."""
        self._aec = pyaec.Aec(BLOCK, TAIL, RATE, enable_preprocess=False)
        self._silent_blocks = _SETTLED
        self._mic, self._played, self._cleaned = (silence() for _ in range(3))
        buffers = (self._mic, self._played, self._cleaned)
        self._pointers = [buffer.ctypes.data_as(_POINTER) for buffer in buffers]

    def cancel(self, mic: Samples, played: Samples) -> Samples:
        """Return the microphone block without the echo of what has been played.

        Args:
            mic: shape (BLOCK,), int16.
            played: the block that the loudspeaker played while ``mic`` was recorded, same shape.
        """
        self._silent_blocks = 0 if played.any() else self._silent_blocks + 1
        if self._silent_blocks > _SETTLED:
            return mic
        self._mic[:] = mic
        self._played[:] = played
        # Straight to the library: pyaec's own method copies each sample through Python lists.
        pyaec.lib.AecCancelEcho(self._aec._aec, *self._pointers, BLOCK)  # noqa: SLF001  # its handle
        return self._cleaned.copy()
