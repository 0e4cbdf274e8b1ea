"""The mark by which a guide knows that a session of it was cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.records.unfinished import Unfinished

if TYPE_CHECKING:
    from pathlib import Path

BEGAN: dict[str, object] = {"kind": "step", "phase": "begin"}
LED: dict[str, object] = {"kind": "step", "phase": "stop-point"}
HELD: dict[str, object] = {"kind": "step", "phase": "hold"}
ENDED: dict[str, object] = {"kind": "end", "why": "complete"}
TOLD: dict[str, object] = {"kind": "away"}


@pytest.mark.parametrize(
    ("entries", "then"),
    [
        ([], "nothing"),
        ([BEGAN], "nothing"),  # it stands by: nobody misses it
        ([BEGAN, LED], "found"),
        ([BEGAN, LED, HELD], "found"),
        ([BEGAN, LED, HELD, ENDED], "nothing"),
    ],
)
def test_a_session_that_people_began_and_that_never_ended_is_found_by_the_next_start(
    tmp_path: Path, entries: list[dict[str, object]], then: str
) -> None:
    complaints: list[str] = []
    file = tmp_path / "state" / "unfinished"
    running = Unfinished(file, complaints.append)
    for entry in entries:
        running.observe(entry)
    assert Unfinished(file, complaints.append).found is (then == "found")
    assert complaints == []


def test_what_was_told_once_is_not_told_again(tmp_path: Path) -> None:
    unfinished = Unfinished(tmp_path / "unfinished", print)
    unfinished.observe(LED)
    unfinished.observe(TOLD)
    assert not unfinished.found


def test_a_file_that_holds_rubbish_tells_the_same_as_one_that_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "unfinished"
    file.write_bytes(b"\x00\xff{")
    assert Unfinished(file, print).found


def test_a_folder_of_its_name_is_no_mark_and_is_complained_of(tmp_path: Path) -> None:
    (tmp_path / "unfinished").mkdir()
    complaints: list[str] = []
    unfinished = Unfinished(tmp_path / "unfinished", complaints.append)
    assert not unfinished.found
    unfinished.observe(LED)
    assert complaints == [f"{tmp_path}/unfinished: Is a directory; a crash may not be told of"]


def test_a_disk_that_cannot_be_written_is_complained_of_and_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    complaints: list[str] = []
    unfinished = Unfinished(tmp_path / "state" / "unfinished", complaints.append)
    unfinished.observe(LED)
    assert not unfinished.found
    assert len(complaints) == 1
    assert "a crash may not be told of" in complaints[0]
