"""The simulated room: what the microphone hears of the people, the loudspeaker and the room.

A living room of 5 x 4 x 2.6 m. The microphone and the loudspeaker stand 0.4 m apart on a shelf;
the people are on the mat, 2 m away. The room is still and the loudspeaker is linear.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path  # noqa: TC003  # pydantic reads it

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from voiceguide.audio.blocks import BLOCK, FULL_SCALE, RATE, Samples, to_float, to_samples
from voiceguide.audio.files import read_audio
from voiceguide.simulation.convolution import BlockConvolver, Floats
from voiceguide.simulation.levels import gain, rms_dbfs

TALKER_DBFS = -26.0
"""The level of every voice handed to ``exchange``, over its active speech."""

LOUDSPEAKER_DBFS = -20.0
"""The level of the guide's cues as the loudspeaker gets them, over their active speech."""

LOUDEST_DBFS = -18.0
"""The microphone's gain is set so that the echo arrives no louder: speech peaks 15 dB higher."""

FLOOR_DBFS = -75.0
"""The microphone's own noise: no real microphone gives digital zero."""

_SIZE = (5.0, 4.0, 2.6)
_MICROPHONE = (0.5, 1.8, 0.9)
_LOUDSPEAKER = (0.5, 2.2, 0.9)
_MAT = (2.42, 2.1, 0.4)
_LINEAR_TO = 0.8
"""Above this the microphone compresses, up to full scale."""

_MODEL = ConfigDict(frozen=True, extra="forbid")


class NoiseSettings(BaseModel):
    """A noise in the room, looped."""

    model_config = _MODEL

    wav: Path
    """Relative to the scenario's folder."""
    snr_db: float = Field(ge=-20, le=80)
    """A talker's active speech over the noise's mean level, at the microphone."""


class RoomSettings(BaseModel):
    """What a scenario may say about the room."""

    model_config = _MODEL

    echo_db: float | None = Field(default=0.0, ge=-60, le=30)
    """The loudspeaker over a talker, both over active speech, at the microphone; None: no echo."""
    delay_ms: float = Field(default=60.0, ge=0, le=250)
    """From a sample at the loudspeaker's input to its direct sound at the microphone, in total."""
    rt60_s: float = Field(default=0.3, ge=0.1, le=1.0)
    """Seconds in which reverberation falls by 60 dB."""
    noise: NoiseSettings | None = None


class SimulatedRoom:
    """A block of loudspeaker and voices in, the microphone's block of the same 20 ms out."""

    def __init__(self, settings: RoomSettings, rng: np.random.Generator) -> None:
        """Compute the room; everything random comes from ``rng``.

        Raises:
            UserError: the noise cannot be read.
        """
        self._rng = rng
        echo_db = settings.echo_db
        self.talker_dbfs = TALKER_DBFS
        """The level at which a talker arrives: ``TALKER_DBFS``, less only beside a loud echo."""
        if echo_db is not None:
            self.talker_dbfs = min(TALKER_DBFS, LOUDEST_DBFS - echo_db)
        talker, loudspeaker = _responses(settings.rt60_s)
        self._talkers = BlockConvolver(talker * gain(self.talker_dbfs - TALKER_DBFS))
        self._echo = None
        if echo_db is not None:
            arrived = gain(self.talker_dbfs + echo_db - LOUDSPEAKER_DBFS)
            delayed = _direct_at(loudspeaker, settings.delay_ms / 1000.0)
            self._echo = BlockConvolver(delayed * arrived)
        self._noise = self._looped(settings.noise) if settings.noise else None
        self._position = int(rng.integers(len(self._noise))) if self._noise is not None else 0

    def exchange(self, speaker: Samples, voices: Samples) -> Samples:
        """Return the microphone's block, shape (BLOCK,), int16.

        Args:
            speaker: What the loudspeaker plays in this block, shape (BLOCK,), int16.
            voices: What the people say in it, dry, at ``TALKER_DBFS``; shape (BLOCK,), int16.
        """
        heard = self._rng.standard_normal(BLOCK, dtype=np.float32) * gain(FLOOR_DBFS)
        for source, path in ((voices, self._talkers), (speaker, self._echo)):
            arrived = path.convolve(to_float(source)) if path else None
            if arrived is not None:
                heard += arrived
        if self._noise is not None:
            heard += self._next_noise(self._noise)
        return to_samples(_soft_clipped(heard))

    def _looped(self, settings: NoiseSettings) -> Floats:
        samples = read_audio(settings.wav)
        samples = np.tile(samples, -(-BLOCK // len(samples)))
        level = self.talker_dbfs - settings.snr_db
        return np.asarray(to_float(samples) * gain(level - rms_dbfs(samples)), np.float32)

    def _next_noise(self, noise: Floats) -> Floats:
        start = self._position
        self._position = (start + BLOCK) % len(noise)
        block = noise[start : start + BLOCK]
        return block if len(block) == BLOCK else np.concatenate([block, noise[: self._position]])


def _soft_clipped(audio: Floats) -> Floats:
    size = np.abs(audio)
    if size.max() <= _LINEAR_TO:
        return audio
    rest = 1.0 - _LINEAR_TO
    bent = _LINEAR_TO + rest * np.tanh((size - _LINEAR_TO) / rest)
    return np.where(size > _LINEAR_TO, np.copysign(bent, audio), audio)


@cache
def _responses(rt60_s: float) -> tuple[Floats, Floats]:
    """Return the impulse responses to the microphone, from the mat and from the loudspeaker.

    Both carry speech at its level: gain 1 over the spectrum of speech. The first keeps the
    propagation delay of its direct sound, the second has its direct sound at index 0.
    """
    import pyroomacoustics  # noqa: PLC0415  # takes seconds; only a simulation needs it

    absorption, order = pyroomacoustics.inverse_sabine(rt60_s, _SIZE)
    room = pyroomacoustics.ShoeBox(
        _SIZE, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=order
    )
    room.add_microphone(_MICROPHONE)
    for place in (_MAT, _LOUDSPEAKER):
        room.add_source(place)
    threads = pyroomacoustics.constants.get("num_threads")
    pyroomacoustics.constants.set("num_threads", 1)  # with more, the sums come out differently
    try:
        room.compute_rir()
    finally:
        pyroomacoustics.constants.set("num_threads", threads)
    added = pyroomacoustics.constants.get("frac_delay_length") // 2
    mat, loudspeaker = (np.asarray(response) for response in room.rir[0])
    direct = round(float(np.linalg.norm(np.subtract(_LOUDSPEAKER, _MICROPHONE))) / room.c * RATE)
    length = round(rt60_s * RATE)
    return _levelled(mat[added:][:length]), _levelled(loudspeaker[added + direct :][:length])


def _direct_at(response: Floats, seconds: float) -> Floats:
    return np.concatenate([np.zeros(round(seconds * RATE), np.float32), response])


def _levelled(response: npt.NDArray[np.float64]) -> Floats:
    spectrum = np.abs(np.fft.rfft(response, FULL_SCALE)) ** 2
    frequency = np.fft.rfftfreq(FULL_SCALE, 1 / RATE)
    low = (frequency / 180.0) ** 4  # the long-term mean of speech, roughly
    speech = low / (1.0 + low) / (1.0 + (frequency / 1000.0) ** 2) ** 1.3
    power = np.sum(spectrum * speech) / np.sum(speech)
    return np.asarray(response / np.sqrt(power), np.float32)
