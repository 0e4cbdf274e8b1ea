"""Keeping the latest journals only: a year of them must not fill a small card."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST_BYTES = 50_000_000
"""Of all that are kept together; the journal of a session has some 100 kB."""


def prune(folder: Path, keep: int, log: Callable[[str], None]) -> None:
    """Delete the oldest journals, by their names, which are times.

    Args:
        folder: where they are; need not be there.
        keep: how many are left at the most; fewer where they take more than ``MOST_BYTES``.
        log: is told when one cannot be deleted.
    """
    room = MOST_BYTES
    for number, journal in enumerate(sorted(folder.glob("*.jsonl"), reverse=True)):
        try:
            room -= journal.stat().st_size
            if number >= keep or room < 0:
                journal.unlink()
        except OSError as error:
            log(f"{journal}: {error.strerror}; it is kept")
