"""The journal: what happened in a session, one JSON object a line.

Every line has ``t`` (seconds of audio clock) and ``kind``; README lists the kinds and their fields.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TextIO

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.records.aside import Aside

Entry = Mapping[str, object]

_TIMES = frozenset({"t", "start", "end", "phrase_start", "phrase_end"})


class Journal:
    """Writes entries line by line, and hands each to whoever subscribed.

    Each line is flushed as it is written, so a power cut loses at most the last one.
    """

    def __init__(self, path: Path | None = None, aside: Aside | None = None) -> None:
        """Write to this file (made anew), or to subscribers only.

        Args:
            path: the file.
            aside: does all of it, subscribers included, so that nobody waits for a disk; this
                journal's own. None: each entry is out when ``write`` returns.

        Raises:
            UserError: the file cannot be written.
        """
        self._path = path
        self._aside = aside
        self._file = _opened(path) if path else None
        self._subscribers: list[Callable[[Entry], None]] = []
        self.fault: str | None = None
        """Why the file could not be written on, if so. A full disk does not end a session."""

    def subscribe(self, subscriber: Callable[[Entry], None]) -> None:
        """Call this with every entry from now on."""
        self._subscribers.append(subscriber)

    def write(self, t: float, kind: str, **fields: object) -> None:
        """Write one entry; fields without a value are left out, times are cut to milliseconds."""
        entry: dict[str, object] = {"t": t, "kind": kind, **fields}
        entry = {k: _rounded(k, v) for k, v in entry.items() if v is not None or k == "value"}
        if self._aside:
            self._aside.do(lambda: self._deliver(entry))
        else:
            self._deliver(entry)

    def _deliver(self, entry: Entry) -> None:
        self._put(json.dumps(entry, ensure_ascii=False))
        for subscriber in self._subscribers:
            subscriber(entry)

    def _put(self, line: str) -> None:
        if self._file is None:
            return
        try:
            self._file.write(line + "\n")
            self._file.flush()
        except OSError as error:
            self.fault = f"{self._path}: {error.strerror}; the session goes on without its journal"
            self._file = None

    def close(self) -> None:
        """Close the file, as soon as all is written."""
        if self._aside:
            done = self._aside.close()
            if self._aside.left_out or not done:
                self.fault = f"{self._path}: the disk is too slow; the journal is not complete"
            if not done:
                return
        if self._file:
            self._file.close()
            self._file = None


def _rounded(name: str, value: object) -> object:
    return round(value, 3) if name in _TIMES and isinstance(value, float) else value


def _opened(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"{path}: cannot be written ({error.strerror}); choose another folder"
        ) from error
