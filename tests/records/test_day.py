"""What a later session of the same day knows of one in which a warning sign was named."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from voiceguide.records.day import Day

if TYPE_CHECKING:
    from pathlib import Path


def today() -> date:
    """The day of these tests."""
    return date(2026, 11, 21)


def tomorrow() -> date:
    """The day after."""
    return today() + timedelta(days=1)


TWIST: dict[str, object] = {"kind": "left-out", "why": "red-flag", "stretch": "supine-spinal-twist"}
TWICE: dict[str, object] = {"kind": "left-out", "why": "stop", "stretch": "cat-cow"}


def test_what_a_warning_sign_ended_is_left_out_for_the_rest_of_the_day(tmp_path: Path) -> None:
    file = tmp_path / "state" / "day.json"
    morning = Day(file, today, pytest.fail)
    assert morning.left_out == frozenset()
    for entry in (TWICE, TWIST, {"kind": "step", "phase": "rest"}):
        morning.observe(entry)
    assert Day(file, today, pytest.fail).left_out == {"supine-spinal-twist"}
    assert Day(file, tomorrow, pytest.fail).left_out == frozenset()


def test_two_sessions_of_a_day_add_up(tmp_path: Path) -> None:
    file = tmp_path / "day.json"
    Day(file, today, pytest.fail).observe(TWIST)
    Day(file, today, pytest.fail).observe({**TWIST, "stretch": "cat-cow"})
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "day": "2026-11-21",
        "left_out": ["cat-cow", "supine-spinal-twist"],
    }
    assert [path.name for path in tmp_path.iterdir()] == ["day.json"]


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"{", b"\x00\xff", b"[]", b"3", b'{"day": 3}', b'{"left_out": []}'],
)
def test_a_broken_record_is_told_and_counts_as_empty(tmp_path: Path, rubbish: bytes) -> None:
    file = tmp_path / "day.json"
    file.write_bytes(rubbish)
    told: list[str] = []
    day = Day(file, today, told.append)
    assert day.left_out == frozenset()
    assert len(told) == 1
    assert str(file) in told[0]
    day.observe(TWIST)
    assert Day(file, today, pytest.fail).left_out == {"supine-spinal-twist"}


def test_a_disk_that_cannot_be_written_is_told_and_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    told: list[str] = []
    day = Day(tmp_path / "state" / "day.json", today, told.append)
    day.observe(TWIST)
    assert "a later session will not know of it" in told[-1]


def test_a_guide_that_stands_by_over_midnight_begins_a_new_record(tmp_path: Path) -> None:
    file, now = tmp_path / "day.json", [today()]
    day = Day(file, lambda: now[0], pytest.fail)
    day.observe(TWIST)
    now[0] = tomorrow()
    assert day.left_out == frozenset()
    day.observe({**TWIST, "stretch": "cat-cow"})
    assert Day(file, tomorrow, pytest.fail).left_out == {"cat-cow"}
