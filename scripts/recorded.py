"""Recordings of people: who says it, who is held out, and where in them the word is.

One place for what the benchmark and the training have to agree on: whoever is held out of the one
is measured by the other.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from voiceguide.audio.blocks import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Audio = npt.NDArray[np.float32]
"""Samples at ``RATE``, -1 to 1; shape (n,)."""

FOLDS = 5

_FRAME = RATE // 100
"""Samples (10 ms) over which energy is taken."""

_IN_WORD = 0.1
"""A word is where the energy of 10 ms is at least this part of its peak."""


def speaker(file: Path) -> str:
    """Return who speaks, by the file's name: the part before ``_nohash``, or all of it."""
    return file.name.split("_nohash")[0]


def fold(file: Path) -> int:
    """Return the same number, 0 to ``FOLDS`` - 1, for every recording of a speaker."""
    return int(hashlib.sha256(speaker(file).encode()).hexdigest(), 16) % FOLDS


def of_fold(files: Iterable[Path], which: int | None, *, held_out: bool) -> list[Path]:
    """Return the recordings of those who are held out, or of the others.

    Args:
        files: recordings.
        which: the fold that is held out; None: nobody is, and all are returned.
        held_out: return that fold, and not the others.
    """
    return [f for f in files if which is None or (fold(f) == which) == held_out]


def part_of(noise: Audio, which: int | None, *, held_out: bool) -> Audio:
    """Return the first fifth of a long noise, held out with any fold, or the rest; None: all."""
    if which is None:
        return noise
    part = len(noise) // FOLDS
    return noise[:part] if held_out else noise[part:]


def word_span(audio: Audio) -> tuple[int, int]:
    """Return the samples between which the one word of a clip is."""
    frames = audio[: len(audio) // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not frames.size:
        return 0, len(audio)
    energy = np.square(frames).sum(axis=1)
    loud = np.flatnonzero(energy >= _IN_WORD * energy.max())
    return int(loud[0]) * _FRAME, int(loud[-1] + 1) * _FRAME
