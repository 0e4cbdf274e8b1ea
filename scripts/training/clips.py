"""Recordings of people, split by speaker, and where in them the word is."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from voiceguide.audio.blocks import RATE, to_float
from voiceguide.audio.files import read_audio
from voiceguide.errors import UserError
from voiceguide.simulation.levels import at_level

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Audio = npt.NDArray[np.float32]
"""Samples at ``RATE``, -1 to 1; shape (n,)."""

LEVEL_DB = -26.0
"""Every clip is set to this level (dB below full scale, over its active speech)."""

FOLDS = 5
_FRAME = RATE // 100
_IN_WORD = 0.1
"""A word is where the energy of 10 ms is at least this part of its peak."""

_DIGITS = 400
"""So many digits are enough: three people said them all."""


@dataclass(frozen=True)
class Recordings:
    """What people said, by what it is for."""

    stop: list[Audio]
    words: list[Audio]
    """Single words that are none."""
    talk: list[Audio]
    """Sentences and short phrases without it."""
    noises: list[Audio]
    kitchen: Audio


def recordings(folder: Path, *, fold: int | None, held_out: bool) -> Recordings:
    """Read a folder laid out as ``scripts/benchmark.py --recordings`` wants it.

    Args:
        folder: with ``words``, ``digits``, ``talk`` and ``noise``.
        fold: the fifth of the speakers that is held out, 0 to 4; None: nobody is.
        held_out: return that fifth, and not the others.

    Raises:
        UserError: it has no recordings of "stop".
    """

    def chosen(pattern: str) -> list[Path]:
        files = sorted(folder.glob(pattern))
        return [f for f in files if fold is None or (_fold(f) == fold) == held_out]

    stop = chosen("words/stop/*.flac")
    if not stop:
        raise UserError(f"{folder}: no recordings in words/stop; give the folder that holds them")
    words = [f for f in chosen("words/*/*.flac") if f.parent.name not in {"stop", "_silence_"}]
    digits = chosen("digits/*/*.flac")
    words += random.Random(1).sample(digits, min(_DIGITS, len(digits)))  # noqa: S311
    kitchen = _audio(folder / "noise" / "kitchen.flac")
    part = len(kitchen) // FOLDS
    if fold is not None:
        kitchen = kitchen[:part] if held_out else kitchen[part:]
    return Recordings(
        stop=_levelled(stop),
        words=_levelled(words),
        talk=_levelled(chosen("talk/*/*.flac")),
        noises=[_audio(f) for f in chosen("words/_silence_/*.flac")],
        kitchen=kitchen,
    )


def word_span(audio: Audio) -> tuple[int, int]:
    """Return the samples between which the one word of a clip is."""
    frames = audio[: len(audio) // _FRAME * _FRAME].reshape(-1, _FRAME)
    energy = np.square(frames).sum(axis=1)
    loud = np.flatnonzero(energy >= _IN_WORD * energy.max())
    return int(loud[0]) * _FRAME, int(loud[-1] + 1) * _FRAME


def _fold(file: Path) -> int:
    """Return the same number for every recording of a speaker (the part before ``_nohash``)."""
    speaker = file.name.split("_nohash")[0]
    return int(hashlib.sha256(speaker.encode()).hexdigest(), 16) % FOLDS


def _levelled(files: Iterable[Path]) -> list[Audio]:
    return [to_float(at_level(read_audio(f, silent_ok=True), LEVEL_DB)) for f in files]


def _audio(file: Path) -> Audio:
    return to_float(read_audio(file, silent_ok=True))
