"""How much slower the loudspeaker's clock runs than the microphone's: two crystals never agree."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.blocks import BLOCK, Floats
from voiceguide.hearing.spectra import ANGULAR, HERTZ, Spectra, power

_EVERY = 12
"""Blocks (0.24 s) from one measurement to the next."""

_FASTEST = 150e-6
"""No sound card is farther off: the worst crystals by 100 millionths."""

_LEAST_GAIN = 0.1
"""Of a measurement in the long run; the first ones count for more."""

_HALVED_AFTER = 2.0
"""Measurements after which one counts half."""

_FARTHEST = 1.0
"""Samples by which an echo may be found to have moved between two measurements."""

_UP_TO = 4500.0
"""Hz. Above, speech is too faint to tell."""


class DriftTracker:
    """Follows how the echo moves against where the filter expects it.

    It moves in two ways: the filter follows it (its phases turn), and runs behind (what is left is
    like the slope of the echo). Either alone is too small while the filter learns.
    """

    def __init__(self) -> None:
        """Begin with two clocks that agree."""
        self.rate = 0.0
        """Samples that the echo comes later with every sample."""
        self._measured = 0
        self._blocks = 0
        self._before: tuple[Spectra, float] | None = None
        self._begin()

    def _begin(self) -> None:
        self._weight = np.zeros_like(ANGULAR)
        self._along, self._slope = 0.0, 0.0

    def follow(self, response: Spectra, played: Spectra, echo: Floats, left: Floats) -> None:
        """Take what the filter did in a block.

        Args:
            response: the filter's, shape (parts, BINS); not kept.
            played: the spectrum of what it was given in this block, shape (BINS,).
            echo: what it foretold, shape (BLOCK,).
            left: what was left, same shape.
        """
        slope = (echo[2:] - echo[:-2]) / 2
        self._along -= float(left[1:-1] @ slope)
        self._slope += float(slope @ slope)
        self._weight += power(played)
        self._blocks += 1
        if self._blocks % _EVERY == 0:
            self._measure(response.copy())

    def _measure(self, response: Spectra) -> None:
        behind = self._along / (self._slope + 1e-9)
        if self._before:
            turned = _turned(self._before[0], response, self._weight)
            self._correct(turned + behind - self._before[1])
        self._before = response, behind
        self._begin()

    def _correct(self, moved: float) -> None:
        self._measured += 1
        gain = max(_HALVED_AFTER / (_HALVED_AFTER + self._measured), _LEAST_GAIN)
        moved = min(max(moved, -_FARTHEST), _FARTHEST)
        self.rate += gain * moved / (_EVERY * BLOCK)
        self.rate = min(max(self.rate, -_FASTEST), _FASTEST)

    def jumped(self) -> None:
        """Note that the filter was handed another delay: what was before is no measure."""
        self._before = None
        self._begin()


def _turned(before: Spectra, now: Spectra, weight: Floats) -> float:
    """Return by how many samples a response has moved, for less than a sample or so."""
    both = np.add.reduce(now * before.conj(), axis=0)
    weight = weight * (HERTZ < _UP_TO)
    size = float(np.sum(weight * ANGULAR**2 * both.real))
    return float(-np.sum(weight * ANGULAR * both.imag)) / size if size > 0 else 0.0
