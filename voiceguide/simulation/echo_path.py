"""The way of the guide's own voice: a loudspeaker, its clock, the room, and who walks in it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from voiceguide.audio.blocks import BLOCK, RATE, Floats
from voiceguide.audio.sliding import SHORTEST, SlidingDelay
from voiceguide.simulation.acoustics import loudspeakers
from voiceguide.simulation.convolution import BlockConvolver
from voiceguide.simulation.levels import gain
from voiceguide.simulation.walker import Walker

if TYPE_CHECKING:
    from collections.abc import Mapping

LOUDSPEAKER_DBFS = -20.0
"""The level of the guide's cues as the loudspeaker gets them, over their active speech."""

_CURVES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"mild": (1.0, 0.1), "strong": (2.5, 0.3)}
)
"""The ``drive`` and the ``rest`` of each ``Distortion``."""

_RADIATES_FROM = 120.0
"""Hz. A distorting loudspeaker is a small one: it has no bass, and nothing steady at all."""


class EchoSettings(BaseModel):
    """What a scenario may say about the echo of the loudspeaker."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    echo_db: float | None = Field(default=0.0, ge=-60, le=30)
    """The loudspeaker over a talker, both over active speech, at the microphone; None: no echo."""
    delay_ms: float = Field(default=60.0, ge=0, le=250)
    """From a sample at the loudspeaker's input to its direct sound at the microphone, in total."""
    drift_ppm: float = Field(default=0.0, ge=-200, le=200)
    """How much slower the loudspeaker's clock runs than the microphone's, millionths.

    With 50 the echo comes 0.05 ms later every second; below 0 it comes earlier and earlier, until
    its delay has come down to 1 ms, where it stays (and begins, if ``delay_ms`` is less).
    """
    distortion: Literal["mild", "strong"] | None = None
    """How far the loudspeaker is from linear, with even and odd harmonics; None: it is linear.

    A tone at a third of full scale gets harmonics of 2 % of its amplitude (mild) or 10 % (strong).
    Of a cue's power, some 0.1 % or 2 % arrives as what no linear filter can foretell.
    """
    moving: bool = False
    """Whether a person walks to and fro in front of the loudspeaker and reflects it."""


class EchoPath:
    """A block of loudspeaker in, its echo in the microphone's block of the same 20 ms out."""

    def __init__(
        self, settings: EchoSettings, rt60_s: float, arrives: float, rng: np.random.Generator
    ) -> None:
        """Compute the way.

        Args:
            settings: Its ``echo_db`` is not looked at.
            rt60_s: Seconds in which reverberation falls by 60 dB.
            arrives: The gain of cues from the loudspeaker's input to the microphone.
            rng: Where the walking person begins comes from it.
        """
        self._distortion = (
            Distortion(*_CURVES[settings.distortion]) if settings.distortion else None
        )
        self._drift = None
        delay = settings.delay_ms / 1000.0 * RATE
        if settings.drift_ppm:
            self._drift = _Drift(delay, settings.drift_ppm)
            delay = 0.0

        def convolver(response: Floats) -> BlockConvolver:
            if settings.distortion:
                response = _without_bass(response)
            later = np.concatenate([np.zeros(round(delay), np.float32), response])
            return BlockConvolver(later * arrives)

        self._still = convolver(loudspeakers(rt60_s))
        self._walker = Walker(rt60_s, convolver, rng) if settings.moving else None

    def echo(self, played: Floats) -> Floats | None:
        """Return the echo that arrives while a block is played, shape (BLOCK,); None: silence."""
        if self._distortion:
            played = self._distortion.distorted(played)
        if self._drift:
            played = self._drift.drifted(played)
        still = self._still.convolve(played)
        reflected = self._walker.reflected(played) if self._walker else None
        if still is None or reflected is None:
            return reflected if still is None else still
        return still + reflected


class Distortion:
    """A loudspeaker driven hard: each sample is bent by itself, and not alike to both sides."""

    def __init__(self, drive: float, rest: float) -> None:
        """Take how a loudspeaker bends: ``tanh(drive * x + rest)``.

        Args:
            drive: 1 bends full scale as tanh bends 1; more bends what is quieter, too.
            rest: Where the bend begins for silence. 0 would leave even harmonics out.
        """
        self._drive = np.float32(drive)
        self._rest = np.float32(rest)
        self._gain = np.float32(1.0)
        cue = _like_speech(LOUDSPEAKER_DBFS)
        self._gain = np.float32(np.std(cue) / np.std(self.distorted(cue)))

    def distorted(self, played: Floats) -> Floats:
        """Return samples bent, shape (n,); a cue keeps its level, silence stays silence."""
        bent = np.tanh(self._drive * played + self._rest) - np.tanh(self._rest)
        return np.asarray(self._gain * bent, np.float32)


class _Drift:
    def __init__(self, delay: float, ppm: float) -> None:
        """Take the delay at the beginning, in samples, and the drift."""
        self._delay = delay
        self._slower = 1.0 + ppm / 1e6
        self._line = SlidingDelay()
        self._now = 0

    def drifted(self, played: Floats) -> Floats:
        start = self._delay_at(self._now)
        self._now += BLOCK
        return self._line.delayed(played, start, self._delay_at(self._now))

    def _delay_at(self, sample: int) -> float:
        since_first_sound = sample - self._delay
        later = since_first_sound - since_first_sound / self._slower
        return max(self._delay + later, SHORTEST)


def _like_speech(dbfs: float) -> Floats:
    """Return samples with the level of active speech, spread as those of speech: by Laplace."""
    part = (np.arange(4096) + 0.5) / 4096
    size = np.log(2.0 * np.minimum(part, 1.0 - part)) / np.sqrt(2.0)
    return np.asarray(np.copysign(size, part - 0.5) * gain(dbfs), np.float32)


def _without_bass(response: Floats) -> Floats:
    from scipy import signal  # noqa: PLC0415  # slow to import; only a distorted echo needs it

    sections = signal.butter(2, _RADIATES_FROM, "highpass", fs=RATE, output="sos")
    return np.asarray(signal.sosfilt(sections, response), np.float32)
