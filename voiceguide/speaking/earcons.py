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
from voiceguide.session.effects import WELCOME_SECONDS, Earcon

LEVEL_DB = -26.0
"""Each sound's RMS over its whole length (dB below full scale): 6 dB under the voice."""


WAVE_DB = -18.0
"""The welcome's RMS: as loud as the voice, or the echo canceller does not learn from it."""

_DARKER = 12.0
"""How much softer the highest tones of the wave are than the lowest."""


@dataclass(frozen=True, slots=True)
class _Tone:
    """One note: Hz, seconds, and how much of it is left at its end (1: it is held)."""

    pitch: float
    seconds: float
    left: float = 1.0
    overtones: tuple[float, ...] = (1.0, 0.25)
    """Amplitudes of the pitch, its double, its triple."""


BREATH_DB = -34.0
"""The tones of the breath: as long as one, and far under the voice that they go along with."""

_SCORE = {
    Earcon.BREATHE_IN: (_Tone(196.0, 2.4, left=4.0),),
    Earcon.BREATHE_OUT: (_Tone(147.0, 2.4, left=0.1),),
    Earcon.UNDERSTOOD: (_Tone(587.3, 0.055), _Tone(880.0, 0.065)),
    Earcon.HOLDING: (_Tone(523.3, 0.45, left=0.02, overtones=(1.0, 0.35, 0.12)),),
}

_EDGE_SECONDS = 0.012


@cache
def sound(earcon: Earcon) -> Samples:
    """Return the sound of an earcon: shape (n,), int16, 16 kHz, read-only."""
    if earcon is Earcon.WELCOME:
        audio, level = _wave(), WAVE_DB
    else:
        breath = earcon in {Earcon.BREATHE_IN, Earcon.BREATHE_OUT}
        audio = np.concatenate([_play(tone) for tone in _SCORE[earcon]])
        level = BREATH_DB if breath else LEVEL_DB
    audio *= 10 ** (level / 20) / np.sqrt(np.mean(audio**2))
    samples = to_samples(audio)
    samples.flags.writeable = False
    return samples


def _wave() -> npt.NDArray[np.float64]:
    """Return a swell of noise, softer towards the high end, like a wave on a beach."""
    count = round(WELCOME_SECONDS * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(count))
    spectrum /= 1.0 + np.arange(spectrum.size) / spectrum.size * _DARKER
    audio: npt.NDArray[np.float64] = np.fft.irfft(spectrum, count)
    audio *= np.sin(np.linspace(0, np.pi, count)) ** 2
    return audio


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
