"""The plan: a flat list of steps that a session walks. Printable, and free of any decision."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """To whom a cue is spoken."""

    CLIENT = "client"
    """The person on the mat."""
    PARTNER = "partner"
    """The person with both hands on them."""
    BOTH = "both"


class Side(StrEnum):
    """The client's side that is stretched."""

    LEFT = "left"
    RIGHT = "right"


class Phase(StrEnum):
    """What a step is there for."""

    BEGIN = "begin"
    STOP_POINT = "stop-point"
    WARM_UP = "warm-up"
    SET_UP = "set-up"
    READY = "ready"
    EASE_IN = "ease-in"
    HOLD = "hold"
    RELEASE = "release"
    REST = "rest"
    COOL_DOWN = "cool-down"
    FAREWELL = "farewell"


class Question(StrEnum):
    """What the guide asks; the journal's ``asks``."""

    BEGIN = "begin"
    STOP_POINT = "stop-point"
    WARM = "warm"
    READY = "ready"
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing the guide says, in one breath, to one person or to both."""

    text: str
    role: Role = Role.BOTH


@dataclass(frozen=True, slots=True)
class Line:
    """A cue and its moment in a step."""

    cue: Cue
    at: float | None = None
    """Seconds after the step began; None: as soon as the line before it has been spoken."""
    asks: Question | None = None
    """The question this cue asks; the script waits for its answer, a hold's clock does not."""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the plan. It is over when its lines are spoken and its seconds have passed."""

    phase: Phase
    part: str
    """What "next" and "back" move between: ``warm-up``, ``supine-spinal-twist/left``."""
    lines: tuple[Line, ...]
    release: tuple[Cue, ...]
    """How to let go from here: spoken on stop, pause, lost hearing and no answer alike."""
    seconds: float = 0.0
    """The least time the step takes; for a hold, exactly how long it lasts."""
    stretch: str | None = None
    side: Side | None = None
    rep: int | None = None
    """Counted from 1."""
    afresh: tuple[Line, ...] = ()
    """The lines to speak instead when the step is entered again after a stop: the whole set-up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole session, ahead of time."""

    routine: str
    title: str
    steps: tuple[Step, ...]

    def part_after(self, index: int) -> int:
        """Return the index of the first step of the next part (the last part: the farewell's)."""
        part = self.steps[index].part
        for later in range(index + 1, len(self.steps)):
            if self.steps[later].part != part:
                return later
        return index

    def part_start(self, index: int) -> int:
        """Return the index of the first step of the part that this step belongs to."""
        while index > 0 and self.steps[index - 1].part == self.steps[index].part:
            index -= 1
        return index

    def part_before(self, index: int) -> int:
        """Return the index of the first step of the part before; the first part is its own."""
        return self.part_start(max(0, self.part_start(index) - 1))

    def set_up_of(self, index: int) -> int:
        """Return the index of the set-up to go through again before this step may go on.

        A step of a stretch goes back to the set-up of its own repetition, unless its hold is
        behind it: then on to what follows. The welcome is not given twice. Any other step is its
        own beginning.
        """
        step = self.steps[index]
        if step.phase in {Phase.BEGIN, Phase.RELEASE, Phase.REST}:
            while self.steps[index].phase in {Phase.BEGIN, Phase.RELEASE, Phase.REST}:
                index += 1
            return index
        if step.stretch is None:
            return index
        while self.steps[index].phase is not Phase.SET_UP and index > 0:
            index -= 1
        return index
