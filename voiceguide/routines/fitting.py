"""A routine fitted to the minutes that people have. Pure.

Warm-up, cool-down, holds and both sides stay as they are written. What gives way, in this order:
later repetitions, then whole stretches. Nothing is ever added to what is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import ceil
from typing import TYPE_CHECKING

from voiceguide.errors import UserError
from voiceguide.routines.planning import plan
from voiceguide.routines.timeline import duration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.routines.routine import Routine, Stretch


@dataclass(frozen=True)
class Fitted:
    """A routine, and what it was before it was fitted."""

    routine: Routine
    written: Routine
    minutes: float
    """Those that people have."""

    @cached_property
    def seconds(self) -> float:
        """The estimated seconds of the session, if every question is answered at once."""
        return duration(plan(self.routine))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The stretches that did not fit in."""
        kept = {each.name for each in self.routine.stretches}
        return tuple(each.name for each in self.written.stretches if each.name not in kept)

    @property
    def shortened(self) -> tuple[tuple[str, int, int], ...]:
        """Stretches with fewer repetitions a side than are written: name, taken, written."""
        written = {each.name: each.repetitions for each in self.written.stretches}
        taken = ((each.name, each.repetitions) for each in self.routine.stretches)
        return tuple((name, reps, written[name]) for name, reps in taken if reps < written[name])


def fit(routine: Routine, minutes: float) -> Fitted:
    """Return the routine with as many stretches, then as many repetitions, as the minutes allow.

    Of as many stretches, those are taken that reach the most areas, and then the first.

    Raises:
        UserError: not even one stretch fits in.
    """
    budget = _Budget(routine, minutes * 60)
    kept = budget.most()
    if not kept:
        least = ceil(budget.least() / 60)
        raise UserError(
            f"{routine.name} cannot be fitted to {minutes:g} minutes: warm-up, one stretch and "
            f"cool-down take {least}; give {least} or more"
        )
    repetitions = {each.name: 1 for each in kept}
    for wanted in range(2, max(each.repetitions for each in kept) + 1):
        for each in kept:
            more = repetitions | {each.name: wanted}
            if wanted <= each.repetitions and budget.allows(more.items()):
                repetitions = more
    taken = tuple(replace(each, repetitions_at_most=repetitions[each.name]) for each in kept)
    return Fitted(replace(routine, stretches=taken), routine, minutes)


class _Budget:
    """What the parts of a routine cost, in estimated seconds."""

    def __init__(self, routine: Routine, seconds: float) -> None:
        self._routine = routine
        self._frame = self._cost()
        self._left = seconds - self._frame
        self._costs = {
            (each.name, reps): self._cost(replace(each, repetitions_at_most=reps)) - self._frame
            for each in routine.stretches
            for reps in range(1, each.repetitions + 1)
        }

    def allows(self, chosen: Iterable[tuple[str, int]]) -> bool:
        """Tell whether stretches with these repetitions fit in."""
        return sum(self._costs[each] for each in chosen) <= self._left

    def most(self) -> tuple[Stretch, ...]:
        """Return the most stretches that fit in once, in their order."""
        stretches = self._routine.stretches
        for count in range(len(stretches), 0, -1):
            fitting = (
                s
                for s in combinations(stretches, count)
                if self.allows((each.name, 1) for each in s)
            )
            if best := max(fitting, key=_areas, default=()):
                return best
        return ()

    def least(self) -> float:
        """Return the seconds of the shortest session with a stretch."""
        return self._frame + min(cost for (_, reps), cost in self._costs.items() if reps == 1)

    def _cost(self, *stretches: Stretch) -> float:
        return duration(plan(replace(self._routine, stretches=stretches)))


def _areas(stretches: tuple[Stretch, ...]) -> int:
    return len({area for each in stretches for area in each.file.areas})
