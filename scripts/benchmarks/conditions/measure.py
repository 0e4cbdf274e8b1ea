"""The whole table: every group of rows, its streams listened to in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.conditions import answers, cost, own_speech, stops, talk
from benchmarks.conditions.people import Crowd
from benchmarks.conditions.tasks import Extent, listen_to_all

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.conditions.table import Group

_PARTS = (stops, talk, own_speech, answers)
"""Each knows its streams (``tasks``) and its rows (``groups``)."""

_NEEDED = ("words/stop/*", "words/yes/*", "words/no/*", "digits/*/*", "talk/*/*")
"""What is missing is told before anything is rendered or listened to."""


def measure(folder: Path, hold_out: int | None, extent: Extent) -> list[Group]:
    """Measure every row.

    Args:
        folder: recordings of people.
        hold_out: only the speakers of this fold; None: all.
        extent: how much.

    Raises:
        UserError: the folder lacks recordings, or a model cannot be had.
    """
    crowd = Crowd(folder, hold_out)
    for pattern in _NEEDED:
        crowd.files(pattern)
    crowd.kitchen()
    tasks = [task for part in _PARTS for task in part.tasks(crowd, extent)]
    listened = listen_to_all(tasks, crowd)
    return [group for part in (*_PARTS, cost) for group in part.groups(listened)]
