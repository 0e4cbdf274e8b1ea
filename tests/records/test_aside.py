"""Written aside: whoever writes never waits, and nothing gets lost that can be kept."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.records import aside
from voiceguide.records.aside import Aside
from voiceguide.records.journal import Journal

if TYPE_CHECKING:
    import pytest

ENTRIES = 3000
"""More than a pipe holds that nobody reads."""


def wait_for(event: threading.Event) -> None:
    """Wait, but not for ever."""
    event.wait(10)


def test_a_disk_that_takes_nothing_holds_nobody_up_and_gets_every_line_in_the_end() -> None:
    out, into = os.pipe()
    journal = Journal(Path(f"/dev/fd/{into}"), Aside())
    for number in range(ENTRIES):
        journal.write(float(number), "cue", text="on and on")  # none of them waits
    os.close(into)
    lines: list[bytes] = []
    with os.fdopen(out, "rb") as read:
        reader = threading.Thread(target=lambda: lines.extend(read))
        reader.start()
        journal.close()
        reader.join()
    assert len(lines) == ENTRIES
    assert journal.fault is None


def test_a_disk_that_never_comes_back_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(aside, "FAREWELL_SECONDS", 0.1)
    comes_back = threading.Event()
    journal = Journal(aside=Aside())
    journal.subscribe(lambda _entry: wait_for(comes_back))
    journal.write(0.0, "resume")
    journal.close()
    assert journal.fault is not None
    assert "too slow" in journal.fault
    comes_back.set()


def test_more_than_can_wait_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "MOST", 10)
    comes_back = threading.Event()
    told: list[float] = []
    journal = Journal(aside=Aside())
    journal.subscribe(lambda _entry: wait_for(comes_back))
    journal.subscribe(lambda entry: told.append(float(str(entry["t"]))))
    for number in range(30):
        journal.write(float(number), "resume")
    comes_back.set()
    journal.close()
    assert told == sorted(told)
    assert 10 <= len(told) <= 11
    assert journal.fault is not None


def test_what_breaks_on_one_entry_does_not_lose_the_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told: list[object] = []
    journal = Journal(aside=Aside())
    journal.subscribe(lambda entry: told.append(1 / float(str(entry["t"]))))
    for number in (0.0, 2.0):
        journal.write(number, "resume")
    journal.close()
    assert told == [0.5]
    assert "ZeroDivisionError" in capsys.readouterr().err
