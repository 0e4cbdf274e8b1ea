"""The latest journals stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.records import pruning
from voiceguide.records.pruning import prune

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def journals(folder: Path, *names: str, size: int = 10) -> None:
    for name in names:
        (folder / name).write_bytes(b"x" * size)


def left(folder: Path, keep: int) -> list[str]:
    complaints: list[str] = []
    prune(folder, keep, complaints.append)
    assert complaints == []
    return sorted(path.name for path in folder.iterdir())


def test_as_many_of_the_latest_are_kept_as_was_said_and_nothing_else_is_touched(
    tmp_path: Path,
) -> None:
    journals(
        tmp_path, "2026-01-01-080000.jsonl", "2026-01-02-080000.jsonl", "2025-12-31-080000.jsonl"
    )
    journals(tmp_path, "notes.txt")
    assert left(tmp_path, 2) == ["2026-01-01-080000.jsonl", "2026-01-02-080000.jsonl", "notes.txt"]


def test_fewer_are_kept_where_they_take_too_much_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "MOST_BYTES", 25)
    journals(tmp_path, "1.jsonl", "2.jsonl", "3.jsonl")
    assert left(tmp_path, 100) == ["2.jsonl", "3.jsonl"]


def test_where_there_is_none_yet_nothing_is_done(tmp_path: Path) -> None:
    prune(tmp_path / "sessions", 1, lambda _text: None)
    assert not (tmp_path / "sessions").exists()


def test_one_that_cannot_be_deleted_is_told_of_and_the_others_go(tmp_path: Path) -> None:
    journals(tmp_path, "1.jsonl", "3.jsonl")
    (tmp_path / "2.jsonl").mkdir()
    complaints: list[str] = []
    prune(tmp_path, 1, complaints.append)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2.jsonl", "3.jsonl"]
    assert len(complaints) == 1
    assert "2.jsonl" in complaints[0]
