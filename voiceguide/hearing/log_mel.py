"""What the ear for one word sees: the energy in forty bands of hearing, every ten milliseconds."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.blocks import RATE, Floats, Samples, to_float

BANDS = 40
HOP = RATE // 100
WINDOW = 3 * HOP

_FFT = 512
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 7600.0
_FLOOR = 1e-6
"""Added to each band's power: about what a microphone's own noise leaves."""


class LogMel:
    """Turns a stream of samples into frames, without any delay but the window's own 30 ms."""

    def __init__(self) -> None:
        """Begin after silence."""
        self._kept = np.zeros(WINDOW - HOP, np.float32)

    def follow(self, samples: Samples) -> Floats:
        """Return the frames that the next samples complete.

        Args:
            samples: shape (n * HOP,), int16.

        Returns:
            The natural logarithm of each band's power, shape (n, BANDS).
        """
        audio = np.concatenate([self._kept, to_float(samples)])
        self._kept = audio[len(audio) - (WINDOW - HOP) :]
        return log_mel(audio)


def log_mel(audio: Floats) -> Floats:
    """Return the frames of a whole recording: frame t begins at sample t * HOP.

    Args:
        audio: at least WINDOW samples, -1 to 1.

    Returns:
        As ``LogMel.follow``.
    """
    hops = audio[: len(audio) // HOP * HOP].reshape(-1, HOP)
    windows = np.concatenate([hops[:-2], hops[1:-1], hops[2:]], axis=1)
    power = np.abs(np.fft.rfft(windows * _HANN, _FFT)) ** 2
    return np.asarray(np.log(power @ _BANK + _FLOOR), np.float32)


def _mel_bank() -> Floats:
    """Return the weight of each frequency in each band, shape (_FFT / 2 + 1, BANDS).

    Overlapping triangles, evenly spaced on the mel scale (O'Shaughnessy), each of weight 1.
    """

    def mel(hertz: float) -> float:
        return float(2595.0 * np.log10(1.0 + hertz / 700.0))

    edges_mel = np.linspace(mel(_LOWEST_HZ), mel(_HIGHEST_HZ), BANDS + 2)
    edges = 700.0 * (10.0 ** (edges_mel / 2595.0) - 1.0)
    frequency = np.fft.rfftfreq(_FFT, 1.0 / RATE)[:, np.newaxis]
    rising = (frequency - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - frequency) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(weights / weights.sum(axis=0), np.float32)


_BANK = _mel_bank()
_HANN = np.hanning(WINDOW).astype(np.float32)
