"""How what is said gets to the microphone: through a room, noise, a bad line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.signal import butter, sosfilt

from voiceguide.audio.blocks import BLOCK, RATE, Samples, to_float, to_samples
from voiceguide.simulation.levels import gain
from voiceguide.simulation.room import FLOOR_DBFS, TALKER_DBFS, RoomSettings, SimulatedRoom

if TYPE_CHECKING:
    from recorded import Audio

    from benchmarks.conditions.streams import Scene

Noise = Literal["kitchen", "babble"]

TELEPHONE = (300.0, 3400.0)
"""Hz."""


@dataclass(frozen=True, slots=True)
class Room:
    """A way from the people's mouths, and from the loudspeaker, to the recogniser."""

    settings: RoomSettings | None = None
    """The simulated room; None: the people are close, and there is no reverberation."""
    noise: Noise | None = None
    snr_db: float = 0.0
    """A talker's active speech over the noise's mean level, at the microphone."""
    level_db: float = 0.0
    """Everything arrives so much louder than usual, and is cut off at full scale."""
    telephone: bool = False
    """Whether only ``TELEPHONE`` gets through."""


def microphone(room: Room, scene: Scene, noise: Audio | None, rng: np.random.Generator) -> Samples:
    """Return what the microphone hears, shape as ``scene.voices``, int16.

    Args:
        room: the way.
        scene: what is said, people at ``TALKER_DBFS``.
        noise: the room's noise, of any length; it is looped, from a random place.
        rng: all that is random.
    """
    heard = _in_room(room.settings, scene, rng) if room.settings else _close(scene, rng)
    if noise is not None:
        heard = heard + _looped(noise, len(heard), rng) * _gain_of(noise, room.snr_db)
    if room.telephone:
        heard = sosfilt(butter(4, TELEPHONE, "bandpass", fs=RATE, output="sos"), heard)
    return to_samples(heard * gain(room.level_db))


def _in_room(settings: RoomSettings, scene: Scene, rng: np.random.Generator) -> Audio:
    room = SimulatedRoom(settings, rng)
    blocks = zip(scene.played.reshape(-1, BLOCK), scene.voices.reshape(-1, BLOCK), strict=True)
    return to_float(np.concatenate([room.exchange(played, said) for played, said in blocks]))


def _close(scene: Scene, rng: np.random.Generator) -> Audio:
    floor = rng.standard_normal(len(scene.voices), dtype=np.float32) * gain(FLOOR_DBFS)
    return np.asarray(to_float(scene.voices) + floor, np.float32)


def _looped(noise: Audio, count: int, rng: np.random.Generator) -> Audio:
    turned = np.roll(noise, int(rng.integers(len(noise))))
    return np.resize(turned, count)


def _gain_of(noise: Audio, snr_db: float) -> float:
    rms = float(np.sqrt(np.mean(np.square(noise, dtype=np.float64))))
    return gain(TALKER_DBFS - snr_db) / rms
