"""What is left out for the rest of a day: the stretches that a warning sign has ended.

A small JSON file, which a person may read, change or delete:

    {"day": "2026-11-21", "left_out": ["supine-spinal-twist"]}

It does not know who was stretched. So what is in it is left out for everybody who comes that day.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from voiceguide.records import durable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path


class Day:
    """The record of today. That of another day, or one that cannot be read, counts as empty."""

    def __init__(self, path: Path, today: Callable[[], date], log: Callable[[str], None]) -> None:
        """Keep the record in a file.

        Args:
            path: the file; need not be there.
            today: tells the day; a guide may stand by until the next.
            log: is told when the file cannot be read or written; a session goes on without it.
        """
        self._path = path
        self._today = today
        self._log = log

    @property
    def left_out(self) -> frozenset[str]:
        """The names of the stretches that are left out today."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError) as error:
            self._log(f"{self._path}: cannot be read ({error}); nothing is left out for it")
            return frozenset()
        match found:
            case {"day": str(day), "left_out": [*names]}:
                today = day == self._today().isoformat()
                return frozenset(name for name in names if today and isinstance(name, str))
        self._log(f"{self._path}: is no record of a day; nothing is left out for it")
        return frozenset()

    def observe(self, entry: Mapping[str, object]) -> None:
        """Keep a stretch that an entry of the journal leaves out after a warning sign."""
        match entry:
            case {"kind": "left-out", "why": "red-flag", "stretch": str(stretch)}:
                self._write(self.left_out | {stretch})

    def _write(self, left_out: frozenset[str]) -> None:
        record = {"day": self._today().isoformat(), "left_out": sorted(left_out)}
        try:
            durable.write(self._path, json.dumps(record) + "\n")
        except OSError as error:
            self._log(f"{self._path}: {error.strerror}; a later session will not know of it")
