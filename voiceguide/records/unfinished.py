"""A mark on the disk for as long as people are led: found at a start, it tells of a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.records import durable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class Unfinished:
    """An empty file. It is there or not, so no power cut leaves a broken one."""

    def __init__(self, path: Path, log: Callable[[str], None]) -> None:
        """Use this file; ``log`` is told when it cannot be made or taken away.

        A session goes on without it.
        """
        self._path = path
        self._log = log

    @property
    def found(self) -> bool:
        """Whether a session has begun and never ended."""
        return self._path.is_file()

    def observe(self, entry: Mapping[str, object]) -> None:
        """Set or clear the mark by an entry of the journal."""
        match entry:
            case {"kind": "step", "phase": phase} if phase != "begin":
                self._try(self._set)
            case {"kind": "end" | "away"}:  # over; or people have been told
                self._try(lambda: durable.delete(self._path))

    def _set(self) -> None:
        if not self.found:
            durable.write(self._path, "")

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except OSError as error:
            self._log(f"{self._path}: {error.strerror}; a crash may not be told of")
