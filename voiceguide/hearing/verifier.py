"""The second stage of the ear for one word: a larger network, asked only when the first stirs.

It looks at the last second and a quarter at once. Most of it is a speech embedding that others
learned from many people's speech (``models/stop.md``), so it tells words apart that the small,
streaming network takes for one another.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, Floats, Samples, silence

if TYPE_CHECKING:
    from voiceguide.hearing.network import Network

FFT = 512
HOP = 160
FRAMES = 124
"""Windows of ``FFT`` samples (32 ms), one every ``HOP`` (10 ms): 1.26 s in all."""

SAMPLES = (FRAMES - 1) * HOP + FFT

_BLOCKS = -(-SAMPLES // BLOCK)

LONGEST_AGO = 50
"""Blocks (1 s) before now that it still can judge."""


class Verifier:
    """Remembers the last seconds of one stream, and judges them when asked. Costs little else."""

    def __init__(self, network: Network) -> None:
        """Begin after silence."""
        self._network = network
        kept = _BLOCKS + LONGEST_AGO
        self._latest = deque([silence()] * kept, maxlen=kept)

    def follow(self, samples: Samples) -> None:
        """Take the next block, shape (320,), int16."""
        self._latest.append(samples)

    def likely(self, stirred: float, ago: int = 0) -> float:
        """Return how likely it is that the word has just ended: 0 to 1. Takes some 3 ms.

        Args:
            stirred: how likely the detector found it just before, at the most: 0 to 1.
            ago: how it was so many blocks ago, ``LONGEST_AGO`` at most.
        """
        last = len(self._latest) - ago
        audio = np.concatenate([self._latest[at] for at in range(last - _BLOCKS, last)])
        seen = power(audio[-SAMPLES:])[np.newaxis]
        given = {"power": seen, "stirred": np.array([stirred], np.float32)}
        (likely,) = self._network.session.run(None, given)
        return float(likely[0])


def power(audio: Samples | Floats) -> Floats:
    """Return the power spectrum of each window, of int16 or samples as large as they would be.

    Args:
        audio: shape (n,), n at least ``FFT``.

    Returns:
        Shape (1 + (n - FFT) // HOP, FFT // 2 + 1).
    """
    windows = np.lib.stride_tricks.sliding_window_view(audio.astype(np.float32), FFT)[::HOP]
    return np.asarray(np.abs(np.fft.rfft(windows * _WINDOW)) ** 2, np.float32)


def _window() -> Floats:
    """Return what the embedding learned with: 25 ms of Hann (periodic), in the middle of 32."""
    hann = np.hanning(401)[:-1]
    return np.pad(hann, (FFT - len(hann)) // 2).astype(np.float32)


_WINDOW = _window()
