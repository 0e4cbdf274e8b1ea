"""Where three adventure games keep what their actors say.

The formats are those that ScummVM reads: engines/queen/resource.cpp and sound.cpp,
engines/sky/disk.cpp and sound.cpp, engines/drascula/sound.cpp.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from talk import rnc
from voiceguide.audio.blocks import RATE, to_samples
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.audio.blocks import Samples

GAME_RATE = 11025
"""Samples per second of all three."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A line that somebody says."""

    name: str
    """As the source calls it."""
    audio: Samples


def queen(file: Path) -> Iterator[Clip]:
    """Yield the lines of Flight of the Amazon Queen, rebuilt with MP3 (``queen.1c``).

    "QTBL", a version of 8 bytes, the compression (1: MP3), the number of entries (2, big-endian);
    then each entry: its name (12), the disk (1), the offset and the size (4 each, big-endian).

    Raises:
        UserError: it is not that file.
    """
    data = file.read_bytes()
    if data[:4] != b"QTBL" or data[12] != 1:
        raise UserError(f"{file}: not the game's rebuilt data with MP3 in it")
    (count,) = struct.unpack_from(">H", data, 13)
    for entry in range(count):
        raw, _disk, offset, size = struct.unpack_from(">12sBII", data, 15 + 21 * entry)
        name, _, kind = raw.rstrip(b"\0").decode("ascii").partition(".")
        if kind == "SB" and not name.endswith("SS"):  # those are the sounds of things
            yield Clip(name, _decoded(data[offset : offset + size]))


def sky(file: Path) -> Iterator[Clip]:
    """Yield the lines of Beneath a Steel Sky, the CD's edition (``sky.dsk``; ``sky.dnr`` beside).

    The latter lists the files in the former: how many (4), then for each its number (2), its offset
    (3; the highest bit: in units of 16 bytes) and its size (3; the two highest bits: without the
    header; not compressed). All is little-endian. Speech has the numbers from 50000 on, a header
    of 22 bytes, and unsigned bytes.
    """
    data, table = file.read_bytes(), file.with_suffix(".dnr").read_bytes()
    (count,) = struct.unpack_from("<I", table)
    for entry in range(count):
        at = 4 + 8 * entry
        number, offset, size = (
            int.from_bytes(table[at + a : at + b], "little") for a, b in ((0, 2), (2, 5), (5, 8))
        )
        if offset >> 23:
            offset = (offset & 0x7FFFFF) << 4
        if 50000 <= number < 60000:  # noqa: PLR2004  # speech, as the docstring says
            said = data[offset + 22 : offset + (size & 0x3FFFFF)]
            yield Clip(str(number), _unsigned(_unpacked(said, f"{file}: {number}")))


def drascula(folder: Path) -> Iterator[Clip]:
    """Yield the lines of Drascula: a file each (``*.ALS``), unsigned bytes.

    Files whose name begins with S and a number are the sounds of things.
    """
    for file in sorted(folder.glob("*.ALS")):
        if not (file.stem[0] == "S" and file.stem[1:].isdigit()):
            yield Clip(file.stem, _unsigned(file.read_bytes()))


def _unpacked(said: bytes, where: str) -> bytes:
    if not said.startswith(rnc.MAGIC):
        return said
    try:
        return rnc.unpack(said)
    except ValueError as error:
        raise UserError(f"{where}: damaged: {error}; download the package again") from error


def _decoded(encoded: bytes) -> Samples:
    audio, rate = soundfile.read(io.BytesIO(encoded), dtype="float32")
    return to_samples(soxr.resample(audio, rate, RATE))


def _unsigned(said: bytes) -> Samples:
    centred: npt.NDArray[np.float32] = np.frombuffer(said, np.uint8).astype(np.float32) - 128
    return to_samples(soxr.resample(centred / 128, GAME_RATE, RATE))
