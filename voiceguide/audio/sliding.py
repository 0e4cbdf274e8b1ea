"""A delay that slides while sound passes through it, a block at a time."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.blocks import BLOCK, Floats

SHORTEST = 16
"""The least delay, samples (1 ms): the interpolation looks so far ahead."""

_PHASES = 1024
"""Steps to a sample. The rounding to them lies 74 dB under a tone of 1 kHz."""

_SLOWLY = 0.1
"""Samples within a block. To fade so far is 50 dB under a tone of 4 kHz from to slide so far."""

_RISING: Floats = np.linspace(0.0, 1.0, BLOCK, endpoint=False, dtype=np.float32)


def _kernels() -> Floats:
    """Return the windowed sinc for each phase, oldest sample first; (_PHASES + 1, 2 * SHORTEST)."""
    fraction = np.arange(_PHASES + 1)[:, np.newaxis] / _PHASES
    at = np.arange(-SHORTEST, SHORTEST) + fraction
    return np.asarray(np.sinc(at) * np.cos(np.pi / 2 * at / SHORTEST) ** 2, np.float32)


_KERNELS = _kernels()


class SlidingDelay:
    """Windowed-sinc interpolation in what went in; 320 samples in, 320 samples out.

    ``soxr.ResampleStream`` hands its output over in chunks, 80 ms late at its usual quality; that
    is more than many a delay that it has to be put in the place of.
    """

    def __init__(self, memory: int = 0) -> None:
        """Begin with silence.

        Args:
            memory: How many samples are remembered, at least; delays up to it may jump.
        """
        self._memory = memory
        self._past = np.zeros(SHORTEST, np.float32)

    def delayed(self, block: Floats, start: float, end: float) -> Floats:
        """Take the next block, and return the output beside it, shape (BLOCK,).

        Args:
            block: Shape (BLOCK,).
            start: The delay of the output's first sample, in samples: at least ``SHORTEST``, or a
                whole number that stands still.
            end: That of the sample after the last. Beyond the memory the delay may not jump
                upwards by a block or more: what lies farther back has been let go.
        """
        needed = max(int(max(start, end)), self._memory) + SHORTEST + BLOCK
        past = np.concatenate([self._past[:-SHORTEST], block])[-needed:]
        ahead, behind = np.zeros(SHORTEST, np.float32), np.zeros(needed - len(past), np.float32)
        self._past = np.concatenate([behind, past, ahead])
        return self.earlier(0, start, end)

    def earlier(self, blocks: int, start: float, end: float) -> Floats:
        """Return what ``delayed`` gave so many blocks ago, had its delay been this one."""
        now = len(self._past) - SHORTEST - blocks * BLOCK
        if not self._past.any():
            return np.zeros(BLOCK, np.float32)
        if abs(end - start) < _SLOWLY and int(start) == int(end):
            return self._crossfaded(now, start, end)
        delay = np.linspace(start, end, BLOCK, endpoint=False)
        whole = delay.astype(np.intp)
        kernels = _KERNELS[np.rint((delay - whole) * _PHASES).astype(np.intp)]
        first = np.arange(now - BLOCK, now) - whole - SHORTEST
        around = np.lib.stride_tricks.sliding_window_view(self._past, 2 * SHORTEST)[first]
        return np.asarray(np.einsum("nk,nk->n", around, kernels), np.float32)

    def _crossfaded(self, now: int, start: float, end: float) -> Floats:
        """Fade from the output at one fixed delay to that at another: as good, and far quicker."""
        whole = int(start)
        around = self._past[now - BLOCK - whole - SHORTEST : now - whole + SHORTEST - 1]
        first, last = (
            np.convolve(around, _KERNELS[round((delay - whole) * _PHASES)][::-1], "valid")
            for delay in (start, end)
        )
        return np.asarray(first + _RISING * (last - first), np.float32)
