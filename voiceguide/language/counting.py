"""Counting aloud is told from a number that says how much something hurts.

Outside a question a bare number counts only where it stands alone:

- One more or one less than another, said within ``_STEP`` after it, goes on with a count, if that
  other was part of one or a number that counts begin with (``_LOW`` or lower).
- Within a count some numbers may be missed: one that comes when it is due goes on with it.
- Three in a row or more, in one utterance, are a count wherever they begin.
- A number that counts begin with waits for ``WAIT`` after its end, for whether another follows.
- Any other counts at once: the first, one that is said again, one that jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP = 3.0
"""Seconds from one number of a count to the next, at most."""

WAIT = 2.2
"""Seconds after a number that a count may begin with, until it stands alone: the next one may begin
1.5 s after it, and is seen some tenths later."""

_LOW = 3
"""Counts begin with this or lower ("three, two, one" as well), and few stop points are lower."""

_RUN = 3
"""As many numbers in a row, in one utterance, are a count."""

_MISSED = 3
"""Numbers in a row that may be missed within a count."""

_UNEVEN = 0.35
"""Part of the time that some steps of a count take by which they may be early or late."""


@dataclass(frozen=True, slots=True)
class Said:
    """One bare number, and when it was said (seconds of audio clock)."""

    value: int
    start: float
    end: float


class Standing(StrEnum):
    """How numbers stand to those around them; of several the first of these holds."""

    ALONE = "alone"
    WAITS = "waits"
    """Alone, if no other follows."""
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class _Pace:
    """Of a count: up or down (1 or -1), and seconds from number to number."""

    step: int
    seconds: float


class Counting:
    """Remembers the last number, and the pace of the count that it was part of."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._last: Said | None = None
        self._pace: _Pace | None = None

    def follow(self, numbers: Sequence[Said]) -> Standing:
        """Take the numbers of one utterance, at least one; return how they stand."""
        if _is_run(numbers):
            self._last = numbers[-1]
            self._pace = _pace(*numbers[-2:])
            return Standing.COUNTED
        return min((self._next(each) for each in numbers), key=[*Standing].index)

    def _next(self, number: Said) -> Standing:
        last, self._last = self._last, number
        if last and self._goes_on(last, number):
            self._pace = _pace(last, number)
            return Standing.COUNTED
        self._pace = None
        return Standing.WAITS if number.value <= _LOW else Standing.ALONE

    def _goes_on(self, last: Said, number: Said) -> bool:
        steps, seconds = number.value - last.value, number.start - last.start
        if self._pace is None:
            return last.value <= _LOW and abs(steps) == 1 and seconds <= _STEP
        steps *= self._pace.step
        if steps == 1:
            return seconds <= _STEP
        late = abs(seconds / self._pace.seconds - steps)
        return 1 < steps <= 1 + _MISSED and late <= _UNEVEN * steps


def _pace(last: Said, number: Said) -> _Pace:
    steps = number.value - last.value
    return _Pace(1 if steps > 0 else -1, max(0.1, (number.start - last.start) / abs(steps)))


def _is_run(numbers: Sequence[Said]) -> bool:
    steps = {later.value - earlier.value for earlier, later in pairwise(numbers)}
    return len(numbers) >= _RUN and steps in ({1}, {-1})
