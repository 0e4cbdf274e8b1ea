"""Earcons: short soft sounds that mean something, for moments where words would be too slow.

All are sums of low sines with gentle edges: nothing in them has the formants of speech, so neither
people nor the recogniser take them for words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from voiceguide.audio.blocks import RATE, Samples, to_samples
from voiceguide.session.effects import Earcon

LEVEL_DB = -26.0
"""Each sound's RMS over its whole length (dB below full scale): 6 dB under the voice."""


@dataclass(frozen=True, slots=True)
class _Tone:
    """One note: Hz, seconds, and how much of it is left at its end (1: it is held)."""

    pitch: float
    seconds: float
    left: float = 1.0
    overtones: tuple[float, ...] = (1.0, 0.25)
    """Amplitudes of the pitch, its double, its triple."""


_SCORE = {
    Earcon.UNDERSTOOD: (_Tone(587.3, 0.055), _Tone(880.0, 0.065)),
    Earcon.HOLDING: (_Tone(523.3, 0.45, left=0.02, overtones=(1.0, 0.35, 0.12)),),
}

_EDGE_SECONDS = 0.012


@cache
def sound(earcon: Earcon) -> Samples:
    """Return the sound of an earcon: shape (n,), int16, 16 kHz, at most 0.5 s, read-only."""
    audio = np.concatenate([_play(tone) for tone in _SCORE[earcon]])
    audio *= 10 ** (LEVEL_DB / 20) / np.sqrt(np.mean(audio**2))
    samples = to_samples(audio)
    samples.flags.writeable = False
    return samples


def _play(tone: _Tone) -> npt.NDArray[np.float64]:
    time = np.arange(round(tone.seconds * RATE)) / RATE
    audio = np.zeros_like(time)
    for number, amplitude in enumerate(tone.overtones, start=1):
        audio += amplitude * np.sin(2 * np.pi * tone.pitch * number * time)
    edge = np.sin(np.linspace(0, np.pi / 2, round(_EDGE_SECONDS * RATE))) ** 2
    audio[: edge.size] *= edge
    audio[-edge.size :] *= edge[::-1]
    fading: npt.NDArray[np.float64] = tone.left ** (time / tone.seconds)
    return audio * fading
