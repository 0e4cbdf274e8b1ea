"""A delay that slides while sound passes through it, a block at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK

if TYPE_CHECKING:
    from voiceguide.simulation.convolution import Floats

SHORTEST = 16
"""The least delay, samples (1 ms): the interpolation looks so far ahead."""

_PHASES = 1024
"""Steps to a sample. The rounding to them lies 74 dB under a tone of 1 kHz."""


def _kernels() -> Floats:
    """Return the windowed sinc for each phase, oldest sample first; (_PHASES + 1, 2 * SHORTEST)."""
    fraction = np.arange(_PHASES + 1)[:, np.newaxis] / _PHASES
    at = np.arange(-SHORTEST, SHORTEST) + fraction
    return np.asarray(np.sinc(at) * np.cos(np.pi / 2 * at / SHORTEST) ** 2, np.float32)


_KERNELS = _kernels()


class SlidingDelay:
    """Windowed-sinc interpolation in what went in; 320 samples in, 320 samples out.

    ``soxr.ResampleStream`` hands its output over in chunks, 80 ms late at its usual quality; that
    is more than the delays that are to be simulated.
    """

    def __init__(self) -> None:
        self._past = np.zeros(0, np.float32)

    def delayed(self, block: Floats, start: float, end: float) -> Floats:
        """Return the output beside an input block, shape (BLOCK,).

        Args:
            block: Shape (BLOCK,).
            start: The delay of the output's first sample, in samples, at least ``SHORTEST``.
            end: That of the sample after the last. Between blocks the delay may not jump upwards
                by a block or more: what lies farther back has been let go.
        """
        needed = int(max(start, end)) + SHORTEST + BLOCK
        past = np.concatenate([self._past, block])[-needed:]
        self._past = past = np.concatenate([np.zeros(needed - len(past), np.float32), past])
        if not past.any():
            return np.zeros(BLOCK, np.float32)
        delay = np.linspace(start, end, BLOCK, endpoint=False)
        whole = delay.astype(np.intp)
        kernels = _KERNELS[np.rint((delay - whole) * _PHASES).astype(np.intp)]
        first = np.arange(needed - BLOCK, needed) - whole - SHORTEST
        around = np.lib.stride_tricks.sliding_window_view(past, 2 * SHORTEST)[first]
        return np.asarray(np.einsum("nk,nk->n", around, kernels), np.float32)
