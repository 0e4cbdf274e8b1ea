"""How true the timers are: each hold that nobody cut short, against the seconds it should last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Holds:
    """Reads a journal and measures its holds on the audio clock."""

    def __init__(self) -> None:
        self.errors: list[float] = []
        """Seconds by which each was too long, in their order."""
        self._due: float | None = None

    def __call__(self, entry: Mapping[str, object]) -> None:
        """Take the next entry."""
        match entry:
            case {"kind": "hold", "t": float(began), "seconds": int() | float() as seconds}:
                self._due = began + seconds
            case {"kind": "release", "t": float(now), "why": "done"} if self._due is not None:
                self.errors.append(now - self._due)
                self._due = None
            case {"kind": "release"}:
                self._due = None
