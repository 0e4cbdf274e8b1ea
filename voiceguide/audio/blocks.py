"""The block: the unit of audio, and so of time, inside the guide.

Everything inside runs at one rate and in blocks of one size, so that time is counted, never read
from a clock. 20 ms is the shortest block that PortAudio delivers without underflows on small
computers; 16 kHz is what the recogniser was trained on.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 16_000
"""Samples a second (Hz), microphone and loudspeaker alike."""

BLOCK = 320
"""Samples in a block: 20 ms."""

BLOCK_SECONDS = BLOCK / RATE

Samples = npt.NDArray[np.int16]
"""Mono audio, shape (n,), int16, at ``RATE``."""

Floats = npt.NDArray[np.float32]
"""Mono audio in -1 to 1, float32, at ``RATE``, shape (n,), unless something else is said."""

FULL_SCALE = 32_768


def silence(samples: int = BLOCK) -> Samples:
    """Return that many zero samples."""
    return np.zeros(samples, dtype=np.int16)


def to_samples(audio: npt.NDArray[np.floating]) -> Samples:
    """Turn floats in -1 to 1 into int16 samples; louder ones are clipped."""
    whole: Samples = np.rint(audio * FULL_SCALE).clip(-FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    return whole


def to_float(samples: Samples) -> Floats:
    """Turn int16 samples into float32 in -1 to 1."""
    audio: Floats = samples.astype(np.float32) / np.float32(FULL_SCALE)
    return audio
