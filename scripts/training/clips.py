"""Recordings of people to learn from, split by speaker."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recorded import Audio, of_fold, part_of

from voiceguide.audio.blocks import to_float
from voiceguide.audio.files import read_audio
from voiceguide.errors import UserError
from voiceguide.simulation.levels import at_level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LEVEL_DB = -26.0
"""Every clip is set to this level (dB below full scale, over its active speech)."""

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
        return of_fold(sorted(folder.glob(pattern)), fold, held_out=held_out)

    stop = chosen("words/stop/*.flac")
    if not stop:
        raise UserError(f"{folder}: no recordings in words/stop; give the folder that holds them")
    words = [f for f in chosen("words/*/*.flac") if f.parent.name not in {"stop", "_silence_"}]
    digits = chosen("digits/*/*.flac")
    words += random.Random(1).sample(digits, min(_DIGITS, len(digits)))  # noqa: S311
    return Recordings(
        stop=_levelled(stop),
        words=_levelled(words),
        talk=_levelled(chosen("talk/*/*.flac")),
        noises=[_audio(f) for f in chosen("words/_silence_/*.flac")],
        kitchen=part_of(_audio(folder / "noise" / "kitchen.flac"), fold, held_out=held_out),
    )


def talk(folder: Path | None) -> Iterator[Audio]:
    """Yield more talk, clip by clip: every FLAC file in the folder, or nothing."""
    for file in sorted(folder.rglob("*.flac")) if folder else ():
        yield from _levelled([file])


def _levelled(files: Iterable[Path]) -> list[Audio]:
    return [to_float(at_level(read_audio(f, silent_ok=True), LEVEL_DB)) for f in files]


def _audio(file: Path) -> Audio:
    return to_float(read_audio(file, silent_ok=True))
