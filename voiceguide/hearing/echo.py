"""Taking the guide's own voice out of what the microphone hears."""

from __future__ import annotations

import math

import numpy as np

from voiceguide.audio.blocks import (
    BLOCK,
    RATE,
    Floats,
    Samples,
    to_float,
    to_samples,
)
from voiceguide.audio.sliding import SHORTEST, SlidingDelay
from voiceguide.hearing.adaptive_filter import PARTS, AdaptiveFilter
from voiceguide.hearing.alignment import LONGEST, DelayFinder
from voiceguide.hearing.drift import DriftTracker
from voiceguide.hearing.loudspeaker import SHAPES, Loudspeaker, shapes
from voiceguide.hearing.spectra import SpectraHistory
from voiceguide.hearing.volume import Volume

_SETTLED = LONGEST // BLOCK + PARTS + 2
"""Blocks (0.6 s) of silence at the loudspeaker after which there is no echo left to take out."""

_EARLIER = 64
"""Samples (4 ms) of the filter before the strongest echo: something fainter may come first."""

_RECENT = 0.04
"""The part of a block in the mean levels: they follow within half a second."""

_LOST_DB = 6.0
"""With less of the echo taken out than this, its delay is looked for anew."""


class EchoCanceller:
    """A linear canceller that finds the delay by itself, follows the clocks and bends like a cone.

    There is no suppressor behind it: one would take the person's voice away with the echo. How far
    a person stands over what is left, ``scripts/benchmark.py --only echo`` prints.
    """

    def __init__(self) -> None:
        """Begin knowing nothing of the room; all is learned while the guide speaks."""
        self._finder: DelayFinder | None = None
        self._line = SlidingDelay(LONGEST + PARTS * BLOCK)
        self._drift = DriftTracker()
        self._loudspeaker = Loudspeaker()
        self._filter = AdaptiveFilter()
        self._volume = Volume()
        self._history = SpectraHistory(SHAPES, PARTS)
        self._delay: float | None = None
        self._earlier = 0
        self._silent_blocks = _SETTLED
        self._mic_power = self._left_power = 0.0

    @property
    def delay_seconds(self) -> float | None:
        """How much later than it was played the strongest echo arrives; None: not found yet."""
        return None if self._delay is None else (self._delay + self._earlier) / RATE

    @property
    def drift_ppm(self) -> float:
        """How much slower the loudspeaker's clock runs than the microphone's, millionths."""
        return self._drift.rate * 1e6

    @property
    def taken_db(self) -> float:
        """By how much the microphone's level has lately been reduced while the guide spoke (dB)."""
        return 10 * math.log10((self._mic_power + 1e-12) / (self._left_power + 1e-12))

    def cancel(self, mic: Samples, played: Samples) -> Samples:
        """Return the microphone block without the echo of what has been played.

        Args:
            mic: shape (BLOCK,), int16.
            played: the block that the loudspeaker played while ``mic`` was recorded, same shape.
        """
        self._silent_blocks = 0 if played.any() else self._silent_blocks + 1
        if self._silent_blocks > _SETTLED:
            self._slide()
            return mic
        heard, radiated = to_float(mic), to_float(played)
        self._look(heard, radiated)
        delayed = self._line.delayed(radiated, *self._slide())
        if self._delay is None:
            return mic
        self._history.push(shapes(delayed))
        return to_samples(self._without_echo(heard))

    def _look(self, mic: Floats, played: Floats) -> None:
        """Look for the delay for as long as the echo is not taken out."""
        if self.taken_db > _LOST_DB:
            self._finder = None
            return
        self._finder = self._finder or DelayFinder()
        found = self._finder.find(mic, played)
        if found is None:
            return
        if self._delay is None or abs(found - self._earlier - self._delay) > _EARLIER / 2:
            self._align(found)

    def _align(self, found: int) -> None:
        """Give the filter what it had been given, had the delay been this one: it knows the room.

        Where the delay has jumped, the room has not.
        """
        delay = found - _EARLIER if found >= _EARLIER + SHORTEST else 0
        self._delay, self._earlier = delay, found - delay
        self._drift.jumped()
        for blocks in reversed(range(PARTS)):
            self._history.push(shapes(self._line.earlier(blocks, delay, delay)))

    def _slide(self) -> tuple[float, float]:
        """Return the delay at the beginning and at the end of this block, and let it move on."""
        start = self._delay or 0.0
        if start >= SHORTEST:
            self._delay = max(start + self._drift.rate * BLOCK, SHORTEST)
        return start, self._delay or 0.0

    def _without_echo(self, mic: Floats) -> Floats:
        heard = self._filter.heard(self._history.spectra)
        weights = self._loudspeaker.weights
        echo = weights @ heard
        left: Floats = mic - echo
        played = self._loudspeaker.bent(self._history.spectra)
        self._filter.learn(played, left)
        self._loudspeaker.learn(heard, mic, left)
        self._filter.scale(self._volume.turned(echo, left))
        if played[0].any():
            self._drift.follow(self._filter.response, played[0], echo, left)
            self._mic_power += _RECENT * (float(np.dot(mic, mic)) - self._mic_power)
            self._left_power += _RECENT * (float(np.dot(left, left)) - self._left_power)
        return left
