"""The simulated room: what the microphone hears of the people, the loudspeaker and the room.

Unless a scenario says otherwise the room is still and quiet, the loudspeaker is linear, and both
clocks are one.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # pydantic reads it

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from voiceguide.audio.blocks import BLOCK, Floats, Samples, to_float, to_samples
from voiceguide.audio.files import read_audio
from voiceguide.simulation.acoustics import FARTHEST, NEAREST, TELEVISION, on_the_mat, talking_at
from voiceguide.simulation.convolution import BlockConvolver
from voiceguide.simulation.echo_path import LOUDSPEAKER_DBFS, EchoPath, EchoSettings
from voiceguide.simulation.levels import active_dbfs, gain, rms_dbfs

TALKER_DBFS = -26.0
"""The level of every voice handed to ``exchange``, over its active speech."""

LOUDEST_DBFS = -18.0
"""The microphone's gain is set so that the echo arrives no louder: speech peaks 15 dB higher."""

FLOOR_DBFS = -75.0
"""The microphone's own noise: no real microphone gives digital zero."""

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


class TalkSettings(BaseModel):
    """Other people's talk, as of a television at the other end of the room, looped."""

    model_config = _MODEL

    wav: Path
    """Relative to the scenario's folder. The room adds its reverberation."""
    snr_db: float = Field(ge=-20, le=80)
    """A talker over that talk, both over active speech, at the microphone."""


class RoomSettings(EchoSettings):
    """What a scenario may say about the room."""

    rt60_s: float = Field(default=0.3, ge=0.1, le=1.0)
    """Seconds in which reverberation falls by 60 dB."""
    distance_m: float = Field(default=2.0, ge=NEAREST, le=FARTHEST)
    """From the talkers' mouths to the microphone. Farther away there is more reverberation in what
    it hears; the talkers' level, to which all others are set, stays."""
    noise: NoiseSettings | None = None
    talk: TalkSettings | None = None


class SimulatedRoom:
    """A block of loudspeaker and voices in, the microphone's block of the same 20 ms out."""

    def __init__(self, settings: RoomSettings, rng: np.random.Generator) -> None:
        """Compute the room; everything random comes from ``rng``.

        Raises:
            UserError: the noise or the talk cannot be read.
        """
        self._rng = rng
        for_echo, for_talk = rng.spawn(2)
        echo_db = settings.echo_db
        self.talker_dbfs = TALKER_DBFS
        """The level at which a talker arrives: ``TALKER_DBFS``, less only beside a loud echo."""
        if echo_db is not None:
            self.talker_dbfs = min(TALKER_DBFS, LOUDEST_DBFS - echo_db)
        talker = talking_at(on_the_mat(settings.distance_m), settings.rt60_s)
        self._talkers = BlockConvolver(talker * gain(self.talker_dbfs - TALKER_DBFS))
        self._echo = None
        if echo_db is not None:
            arrives = gain(self.talker_dbfs + echo_db - LOUDSPEAKER_DBFS)
            self._echo = EchoPath(settings, settings.rt60_s, arrives, for_echo)
        self._loops: list[_Loop] = []
        if settings.noise:
            self._loops.append(self._noise(settings.noise, rng))
        if settings.talk:
            self._loops.append(self._talk(settings.talk, settings.rt60_s, for_talk))

    def exchange(self, speaker: Samples, voices: Samples) -> Samples:
        """Return the microphone's block, shape (BLOCK,), int16.

        Args:
            speaker: What the loudspeaker plays in this block, shape (BLOCK,), int16.
            voices: What the people say in it, dry, at ``TALKER_DBFS``; shape (BLOCK,), int16.
        """
        heard = self._rng.standard_normal(BLOCK, dtype=np.float32) * gain(FLOOR_DBFS)
        talked = self._talkers.convolve(to_float(voices))
        if talked is not None:
            heard += talked
        echo = self._echo.echo(to_float(speaker)) if self._echo else None
        if echo is not None:
            heard += echo
        for loop in self._loops:
            heard += loop.next_block()
        return to_samples(_soft_clipped(heard))

    def _noise(self, settings: NoiseSettings, rng: np.random.Generator) -> _Loop:
        samples = _at_least(BLOCK, read_audio(settings.wav))
        level = self.talker_dbfs - settings.snr_db
        audio = to_float(samples) * gain(level - rms_dbfs(samples))
        return _Loop(np.asarray(audio, np.float32), rng)

    def _talk(self, settings: TalkSettings, rt60_s: float, rng: np.random.Generator) -> _Loop:
        samples = read_audio(settings.wav)
        level = self.talker_dbfs - settings.snr_db
        response = talking_at(TELEVISION, rt60_s) * gain(level - active_dbfs(samples))
        return _Loop(_reverberant(_at_least(len(response), samples), response), rng)


class _Loop:
    """Sound that goes on for ever, from a random place in it."""

    def __init__(self, audio: Floats, rng: np.random.Generator) -> None:
        """Take at least a block, shape (n,)."""
        self._audio = audio
        self._position = int(rng.integers(len(audio)))

    def next_block(self) -> Floats:
        audio, start = self._audio, self._position
        self._position = (start + BLOCK) % len(audio)
        block = audio[start : start + BLOCK]
        return block if len(block) == BLOCK else np.concatenate([block, audio[: self._position]])


def _at_least(length: int, samples: Samples) -> Samples:
    return np.tile(samples, -(-length // len(samples)))


def _reverberant(samples: Samples, response: Floats) -> Floats:
    """Return the loop in the room: reverberation of its end lies over its beginning."""
    size = len(samples)
    spectrum = np.fft.rfft(to_float(samples)) * np.fft.rfft(response, size)
    return np.asarray(np.fft.irfft(spectrum, size), np.float32)


def _soft_clipped(audio: Floats) -> Floats:
    size = np.abs(audio)
    if size.max() <= _LINEAR_TO:
        return audio
    rest = 1.0 - _LINEAR_TO
    bent = _LINEAR_TO + rest * np.tanh((size - _LINEAR_TO) / rest)
    return np.where(size > _LINEAR_TO, np.copysign(bent, audio), audio)
