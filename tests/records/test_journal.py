"""The journal: one line an entry, on the disk as soon as it is written."""

from __future__ import annotations

import errno
import json
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import TextIO

import pytest

from voiceguide.errors import UserError
from voiceguide.records.journal import Entry, Journal


class FullDisk(StringIO):
    """A file that takes some lines, and then the disk is full."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._left = lines
        self.refused = 0

    def write(self, text: str) -> int:
        """Take a line, or refuse it."""
        if self._left == 0:
            self.refused += 1
            raise OSError(errno.ENOSPC, "No space left on device")
        self._left -= 1
        return super().write(text)


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_on_the_disk_as_soon_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with closing(Journal(path)) as journal:
        for count in range(3):
            journal.write(float(count), "resume")
            assert len(_lines(path)) == count + 1


def test_each_line_has_its_time_its_kind_and_its_fields(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with closing(Journal(path)) as journal:
        journal.write(1.5, "hold", stretch="knees-to-chest", side=None, rep=1, seconds=25.0)
    entry = {"t": 1.5, "kind": "hold", "stretch": "knees-to-chest", "rep": 1, "seconds": 25.0}
    assert _lines(path) == [entry]


def test_a_value_stands_there_also_when_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with closing(Journal(path)) as journal:
        journal.write(2.0, "heard", intent="stop", value=None)
    assert _lines(path) == [{"t": 2.0, "kind": "heard", "intent": "stop", "value": None}]


def test_times_are_rounded_to_milliseconds_and_nothing_else_is(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with closing(Journal(path)) as journal:
        journal.write(0.1 + 0.2, "heard", phrase_start=1.23456, phrase_end=2 / 3, value=1.23456)
    (entry,) = _lines(path)
    assert entry["t"] == 0.3
    assert (entry["phrase_start"], entry["phrase_end"]) == (1.235, 0.667)
    assert entry["value"] == 1.23456


def test_words_are_written_as_people_read_them(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with closing(Journal(path)) as journal:
        journal.write(0.0, "cue", text="Überall\nzwei Zeilen")
    assert "Überall" in path.read_text(encoding="utf-8")
    assert len(_lines(path)) == 1


def test_subscribers_are_told_every_entry_also_without_a_file() -> None:
    told: list[Entry] = []
    journal = Journal()
    journal.subscribe(told.append)
    journal.write(1.0004, "pause", why="stop")
    journal.close()
    assert told == [{"t": 1.0, "kind": "pause", "why": "stop"}]


def test_an_old_file_is_made_anew_and_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "journal.jsonl"
    for why in ("complete", "interrupted"):
        with closing(Journal(path)) as journal:
            journal.write(0.0, "end", why=why)
    assert _lines(path) == [{"t": 0.0, "kind": "end", "why": "interrupted"}]


def test_a_full_disk_is_told_once_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(lines=1)
    path = tmp_path / "journal.jsonl"
    told: list[Entry] = []
    monkeypatch.setattr(Path, "open", lambda *_args, **_named: _as_text(disk))
    journal = Journal(path)
    journal.subscribe(told.append)
    for count in range(4):
        journal.write(float(count), "resume")
    journal.close()
    fault = f"{path}: No space left on device; the session goes on without its journal"
    assert journal.fault == fault
    assert disk.refused == 1
    assert len(told) == 4


def test_a_journal_that_was_written_to_its_end_has_no_fault(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.jsonl")) as journal:
        journal.write(0.0, "end", why="complete")
    assert journal.fault is None


def test_a_path_that_cannot_be_written_is_told_before_the_session(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    path = tmp_path / "file" / "journal.jsonl"
    with pytest.raises(UserError) as caught:
        Journal(path)
    assert str(caught.value).startswith(f"{path}: cannot be written (")
    assert str(caught.value).endswith("); choose another folder")


def test_a_folder_is_no_journal(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot be written \(Is a directory\)"):
        Journal(tmp_path)


def _as_text(disk: FullDisk) -> TextIO:
    return disk
