"""A person who walks through the simulated room and reflects the loudspeaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, RATE
from voiceguide.audio.sliding import SlidingDelay
from voiceguide.simulation.acoustics import (
    LOUDSPEAKER,
    MICROPHONE,
    Place,
    beside_loudspeakers,
    metres,
    samples_of_way,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.audio.blocks import Floats
    from voiceguide.simulation.convolution import BlockConvolver

_FROM: Place = (1.6, 0.6, 1.1)
_TO: Place = (1.6, 3.4, 1.1)
_SPEED = 0.7
"""m/s, to and fro between the two places, 4 s a way."""

_BODY = 0.24
"""Metres: the sound reflected, 1 m from the body, over that which meets it (0.7 m2 scatter)."""


class Walker:
    """A body as a moving source of what meets it.

    The way from the loudspeaker by the body to the microphone, and the loss on it, follow each
    step, sample by sample; the reverberation of what the body reflects is that of the middle of
    its walk, and slides along. Its shadow is left out, and so is what it does to the talkers.
    """

    def __init__(
        self,
        rt60_s: float,
        convolver: Callable[[Floats], BlockConvolver],
        rng: np.random.Generator,
    ) -> None:
        """Begin somewhere on the walk.

        Args:
            rt60_s: Seconds in which reverberation falls by 60 dB.
            convolver: Makes one of a response from a loudspeaker, direct sound at index 0.
            rng: Says where, and whether to or fro.
        """
        self._there = metres(_FROM, _TO)
        middle = self._place(self._there / 2)
        self._reverberation = convolver(beside_loudspeakers(middle, rt60_s))
        self._reference = metres(middle, MICROPHONE)
        self._line = SlidingDelay()
        self._walked = float(rng.uniform(0.0, 2.0 * self._there))
        self._reflection = self._reflected_now()

    def reflected(self, played: Floats) -> Floats | None:
        """Return what the body reflects while a block is played, shape (BLOCK,); None: silence."""
        later, strength = self._reflection
        self._walked = (self._walked + _SPEED * BLOCK / RATE) % (2.0 * self._there)
        self._reflection = then_later, then_strength = self._reflected_now()
        moved = self._line.delayed(played, later, then_later)
        moved *= np.linspace(strength, then_strength, BLOCK, endpoint=False, dtype=np.float32)
        return self._reverberation.convolve(moved)

    def _reflected_now(self) -> tuple[float, float]:
        """Return how many samples after the direct sound it arrives, and how strong."""
        body = self._place(self._walked)
        to, on = metres(LOUDSPEAKER, body), metres(body, MICROPHONE)
        later = samples_of_way(to + on - metres(LOUDSPEAKER, MICROPHONE))
        return later, _BODY / to * self._reference / on

    def _place(self, walked: float) -> Place:
        part = 1.0 - abs(1.0 - walked / self._there)
        x, y, z = (a + part * (b - a) for a, b in zip(_FROM, _TO, strict=True))
        return x, y, z
