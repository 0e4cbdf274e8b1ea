"""Rooms to be heard in: impulse responses from a mouth to a microphone on a shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyroomacoustics

from voiceguide.audio.blocks import RATE

if TYPE_CHECKING:
    from recorded import Audio

Metres = npt.NDArray[np.float64]
"""Of a room: length, width, height."""

_SMALLEST, _LARGEST = (2.8, 2.5, 2.3), (7.0, 5.0, 3.2)

_RT60 = (0.15, 0.8)
"""Seconds; longer where a room is too large for it."""

_MOUTH, _SHELF = (0.3, 1.7), (0.6, 1.5)
"""Heights in metres: from somebody who lies to somebody who stands; of the microphone."""

_FROM_WALLS = 0.3
"""Metres that mouth and microphone are away from them, at least."""


def responses(count: int, seed: int) -> list[Audio]:
    """Return impulse responses of energy 1, the direct sound at the beginning; no room twice."""
    rng = np.random.default_rng(seed)
    return [_response(rng) for _ in range(count)]


def _response(rng: np.random.Generator) -> Audio:
    size = rng.uniform(_SMALLEST, _LARGEST)
    rt60, absorption, order = _walls(size, rng.uniform(*_RT60))
    room = pyroomacoustics.ShoeBox(
        size, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=order
    )
    room.add_microphone(_place(size, _SHELF, rng))
    room.add_source(_place(size, _MOUTH, rng))
    room.compute_rir()
    heard = np.asarray(room.rir[0][0], np.float32)
    direct = int(np.argmax(np.abs(heard) > 0.1 * np.abs(heard).max()))
    heard = heard[max(0, direct - 8) :][: round(rt60 * RATE)]
    return np.asarray(heard / np.sqrt(np.sum(heard**2)), np.float32)


def _walls(size: Metres, rt60: float) -> tuple[float, float, int]:
    """Return the RT60, and how much such walls absorb, and how many reflections it takes."""
    try:
        return rt60, *pyroomacoustics.inverse_sabine(rt60, size)
    except ValueError:  # no room as large as this one is so dead
        return _walls(size, 1.2 * rt60)


def _place(size: np.ndarray, heights: tuple[float, float], rng: np.random.Generator) -> list[float]:
    along, across = rng.uniform(_FROM_WALLS, size[:2] - _FROM_WALLS)
    return [along, across, min(rng.uniform(*heights), size[2] - _FROM_WALLS)]
