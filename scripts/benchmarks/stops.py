"""The stops of a simulated session: when each was said, and when it was acted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD = "stop"

IN_TIME = 0.5
"""Seconds after the word's end within which the guide has to have decided."""


@dataclass(slots=True)
class Said:
    """Somebody said stop."""

    start: float
    """Second of audio clock at which the word begins."""
    end: float
    decided: float | None = None
    """When the guide took it for a stop; None: not within ``IN_TIME``."""


class Stops:
    """Follows a journal, and keeps every stop that was said.

    A stop is taken for one when it is heard as that, or as something for which the guide latches
    with the same reason: in a hold "start" is a stop, too.
    """

    def __init__(self) -> None:
        self.said: list[Said] = []

    def __call__(self, entry: Mapping[str, object]) -> None:
        """Take note of a journal entry as it is written."""
        fields = dict(entry)
        kind = fields["kind"]
        if kind == "spoken" and fields.get("text") == WORD:
            self.said.append(Said(_seconds(fields["start"]), _seconds(fields["end"])))
        elif (kind == "heard" and fields["intent"] == WORD) or (
            kind == "pause" and fields["why"] == WORD
        ):
            self._decided(_seconds(fields["t"]))

    def _decided(self, now: float) -> None:
        for each in self.said:
            if each.decided is None and each.start < now <= each.end + IN_TIME:
                each.decided = now


def _seconds(value: object) -> float:
    assert isinstance(value, int | float)  # noqa: S101  # the journal's own promise
    return float(value)
