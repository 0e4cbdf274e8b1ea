"""Lines of talk in the containers of games, built here byte by byte."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from talk import containers, rnc

from voiceguide.audio.blocks import RATE
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

BREATHE = b"let go slowly, let go slowly, let go slowly, and breathe out."

PACKED_BREATHE = bytes.fromhex(
    "524e43010000003d0000002f3d62c3150001180080880200100600004200c0"
    "196c657420676f20736c6f776c792c200700616e642062726561746865206f75742e"
)
"""The same, packed by somebody else's program."""


def _tone(seconds: float) -> np.ndarray:
    return 0.5 * np.sin(np.arange(round(seconds * containers.GAME_RATE)) / 5)


def _mp3(seconds: float) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, _tone(seconds), containers.GAME_RATE, format="MP3")
    return file.getvalue()


def _queen(path: Path, entries: dict[str, bytes]) -> Path:
    offset = 15 + 21 * len(entries)
    table, data = b"", b""
    for name, content in entries.items():
        at = offset + len(data)
        table += struct.pack(">12sBII", name.encode(), 1, at, len(content))
        data += content
    head = b"QTBL" + b"CEM10\0\0\0" + b"\x01" + struct.pack(">H", len(entries))
    path.write_bytes(head + table + data)
    return path


def _sky(path: Path, lines: dict[int, bytes]) -> Path:
    table, data = struct.pack("<I", len(lines)), b""
    for number, said in lines.items():
        data += bytes(-len(data) % 16)
        content = bytes(22) + said
        table += struct.pack("<H", number)
        table += (len(data) // 16 | 1 << 23).to_bytes(3, "little")
        table += len(content).to_bytes(3, "little")
        data += content
    path.write_bytes(data)
    path.with_suffix(".dnr").write_bytes(table)
    return path


def test_the_queens_lines_are_found_among_pictures_and_noises(tmp_path: Path) -> None:
    """Only what somebody says is yielded, at our rate and as long as it was."""
    entries = {"020001P2.SB": _mp3(0.5), "ROOM.PCX": b"picture", "88SSSSSS.SB": _mp3(0.5)}
    (clip,) = containers.queen(_queen(tmp_path / "queen.1c", entries))
    assert clip.name == "020001P2"
    assert len(clip.audio) / RATE == pytest.approx(0.5, abs=0.15)  # MP3 pads


def test_another_edition_of_the_queen_is_refused(tmp_path: Path) -> None:
    """A file that is not the rebuilt data is named in one line."""
    other = tmp_path / "queen.1"
    other.write_bytes(b"CEM10 and what else there is")
    with pytest.raises(UserError, match=r"queen\.1: not the game's rebuilt data"):
        list(containers.queen(other))


def test_the_skys_lines_are_found_by_their_numbers(tmp_path: Path) -> None:
    """Files below 50000 are no speech; offsets count in units of 16 bytes when they say so."""
    said = (_tone(0.2) * 127 + 128).astype(np.uint8).tobytes()
    file = _sky(tmp_path / "sky.dsk", {300: b"a picture", 50001: said})
    (clip,) = containers.sky(file)
    assert clip.name == "50001"
    assert len(clip.audio) / RATE == pytest.approx(0.2, abs=0.001)
    assert np.abs(clip.audio).max() / 32768 == pytest.approx(0.5, abs=0.05)


def test_a_packed_line_of_the_sky_is_unpacked(tmp_path: Path) -> None:
    """A line that is a packed block lasts as long as what it holds."""
    (clip,) = containers.sky(_sky(tmp_path / "sky.dsk", {50001: PACKED_BREATHE}))
    assert len(clip.audio) == round(len(BREATHE) * RATE / containers.GAME_RATE)


def test_a_damaged_line_of_the_sky_is_named(tmp_path: Path) -> None:
    """A packed block that ends too early is a clear error, with file, number and mend."""
    file = _sky(tmp_path / "sky.dsk", {50001: PACKED_BREATHE[:40]})
    with pytest.raises(UserError, match=r"sky\.dsk: 50001: damaged: ends too early; download"):
        list(containers.sky(file))


def test_drasculas_noises_are_left_out(tmp_path: Path) -> None:
    """Files named S and a number are noises; D, and the rest, are lines."""
    for name in ("D1", "S5"):
        (tmp_path / f"{name}.ALS").write_bytes(bytes([128] * 100))
    assert [clip.name for clip in containers.drascula(tmp_path)] == ["D1"]


def test_a_packed_block_is_unpacked_as_it_was() -> None:
    """Literal bytes, and copies that run into themselves, give back what was packed."""
    assert rnc.unpack(PACKED_BREATHE) == BREATHE
