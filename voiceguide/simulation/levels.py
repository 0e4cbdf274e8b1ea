"""How loud speech is, and what is done about it."""

from __future__ import annotations

import numpy as np

from voiceguide.audio.blocks import BLOCK, Samples, to_float, to_samples

_ACTIVE_RANGE_DB = 25.0
"""A block counts as speech if it is at most this far below the loudest one."""


def gain(decibels: float) -> float:
    """Return the factor on samples that so many decibels are."""
    return float(10.0 ** (decibels / 20.0))


def rms_dbfs(samples: Samples) -> float:
    """Return the level of all samples, dB under full scale (root mean square); -inf for silence."""
    return _decibels(float(np.mean(np.square(to_float(samples), dtype=np.float64))))


def active_dbfs(samples: Samples) -> float:
    """Return the level of the speech in samples, its pauses left out, as ``rms_dbfs``.

    Shorter than a block counts as one block.
    """
    audio = to_float(samples)
    whole = len(audio) - len(audio) % BLOCK
    blocks = audio[:whole].reshape(-1, BLOCK) if whole else audio[np.newaxis]
    power = np.mean(np.square(blocks, dtype=np.float64), axis=1)
    active = power >= power.max() * gain(-_ACTIVE_RANGE_DB) ** 2
    return _decibels(float(power[active].mean()))


def at_level(samples: Samples, dbfs: float) -> Samples:
    """Return the samples made as loud as that, by ``active_dbfs``; silence stays silence."""
    now = active_dbfs(samples)
    if not np.isfinite(now):
        return samples
    return to_samples(to_float(samples) * gain(dbfs - now))


def _decibels(power: float) -> float:
    return float(10.0 * np.log10(power)) if power > 0 else -np.inf
