"""The shape of the simulated room, and how sound gets from a place in it to the microphone.

A living room of 5 x 4 x 2.6 m. The microphone and the loudspeaker stand 0.4 m apart on a shelf;
the people are on the mat, 2 m away unless a scenario says otherwise; a television stands in the
corner beyond them. Places are metres from the corner of the floor: along, across, up.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from voiceguide.audio.blocks import FULL_SCALE, RATE

if TYPE_CHECKING:
    from voiceguide.audio.blocks import Floats

Place = tuple[float, float, float]

TELEVISION: Place = (4.6, 3.4, 0.8)
LOUDSPEAKER: Place = (0.5, 2.2, 0.9)
MICROPHONE: Place = (0.5, 1.8, 0.9)

_SIZE = (5.0, 4.0, 2.6)
_SOUND = 343.0
"""The speed of sound, m/s."""

_LYING = 0.4
"""The height of a mouth on the mat."""

_BEARING = math.radians(9.0)
"""In which direction the mat lies, seen from the microphone: a little off the room's length."""

NEAREST, FARTHEST = 0.6, 4.5
"""Metres from the microphone between which a mouth on the mat is inside the room."""


def on_the_mat(distance: float) -> Place:
    """Return where somebody lies whose mouth is so far from the microphone, in metres.

    Args:
        distance: ``NEAREST`` to ``FARTHEST``.
    """
    along, across, up = MICROPHONE
    floor = math.sqrt(distance**2 - (up - _LYING) ** 2)
    return along + floor * math.cos(_BEARING), across + floor * math.sin(_BEARING), _LYING


def metres(one: Place, other: Place) -> float:
    """Return the distance of two places."""
    return math.dist(one, other)


def samples_of_way(distance: float) -> float:
    """Return the samples in which sound goes so many metres."""
    return distance / _SOUND * RATE


@cache
def talking_at(place: Place, rt60_s: float) -> Floats:
    """Return the impulse response from a place, with the way of its direct sound; shape (n,).

    Speech keeps its level in it: the gain over the spectrum of speech is 1.
    """
    response = _response(place, rt60_s)[: round(rt60_s * RATE)]
    return np.asarray(response / _speech_gain(response), np.float32)


@cache
def loudspeakers(rt60_s: float) -> Floats:
    """Return the impulse response from the loudspeaker, its direct sound at index 0; shape (n,).

    Speech keeps its level in it.
    """
    response = _from_direct_sound(LOUDSPEAKER, rt60_s)
    return np.asarray(response / _speech_gain(response), np.float32)


@cache
def beside_loudspeakers(place: Place, rt60_s: float) -> Floats:
    """Return the response from another loudspeaker, elsewhere and as strong; as ``loudspeakers``.

    Speech loses in it what is lost by standing farther away.
    """
    level = _speech_gain(_from_direct_sound(LOUDSPEAKER, rt60_s))
    return np.asarray(_from_direct_sound(place, rt60_s) / level, np.float32)


def _from_direct_sound(place: Place, rt60_s: float) -> npt.NDArray[np.float64]:
    direct = round(samples_of_way(metres(place, MICROPHONE)))
    return _response(place, rt60_s)[direct:][: round(rt60_s * RATE)]


@cache
def _response(place: Place, rt60_s: float) -> npt.NDArray[np.float64]:
    import pyroomacoustics  # noqa: PLC0415  # takes seconds; only a simulation needs it

    absorption, order = pyroomacoustics.inverse_sabine(rt60_s, _SIZE)
    room = pyroomacoustics.ShoeBox(
        _SIZE, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=order
    )
    room.add_microphone(MICROPHONE)
    room.add_source(place)
    threads = pyroomacoustics.constants.get("num_threads")
    pyroomacoustics.constants.set("num_threads", 1)  # with more, the sums come out differently
    try:
        room.compute_rir()
    finally:
        pyroomacoustics.constants.set("num_threads", threads)
    added = pyroomacoustics.constants.get("frac_delay_length") // 2
    return np.asarray(room.rir[0][0])[added:]


def _speech_gain(response: npt.NDArray[np.float64]) -> float:
    spectrum = np.abs(np.fft.rfft(response, FULL_SCALE)) ** 2
    frequency = np.fft.rfftfreq(FULL_SCALE, 1 / RATE)
    low = (frequency / 180.0) ** 4  # the long-term mean of speech, roughly
    speech = low / (1.0 + low) / (1.0 + (frequency / 1000.0) ** 2) ** 1.3
    return float(np.sqrt(np.sum(spectrum * speech) / np.sum(speech)))
