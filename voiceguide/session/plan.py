"""The plan: a flat list of steps that a session walks. Printable, and free of any decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from voiceguide.session.conditions import Screening

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    SCREENING = "screening"
    STOP_POINT = "stop-point"
    WARM_UP = "warm-up"
    SET_UP = "set-up"
    READY = "ready"
    EASE_IN = "ease-in"
    HOLD = "hold"
    PUSH = "push"
    """Of contract-relax: the client pushes against the partner's still hands."""
    RELEASE = "release"
    REST = "rest"
    COOL_DOWN = "cool-down"
    AFTERWARDS = "afterwards"
    SWAP = "swap"
    FAREWELL = "farewell"


class Question(StrEnum):
    """What the guide asks; the journal's ``asks``."""

    BEGIN = "begin"
    SCREENING = "screening"
    """Is one of several conditions there?"""
    CONDITION = "condition"
    """Is it this one?"""
    CLEARANCE = "clearance"
    """Has a professional cleared them nevertheless?"""
    CLEARED = "cleared"
    """The same, asked back."""
    STOP_POINT = "stop-point"
    WARM = "warm"
    READY = "ready"
    PAIN = "pain"
    FEEL = "feel"
    WHERE = "where"
    TOO_MUCH = "too-much"
    DEEPER = "deeper"
    GONE = "gone"
    """After a warning sign, whether all of it is."""
    AFTERWARDS = "afterwards"
    """A number, after the session."""
    SWAP = "swap"
    """Do the two want to change places?"""


class Breath(StrEnum):
    """Which way the client breathes while a cue is spoken."""

    IN = "in"
    OUT = "out"


class Stance(StrEnum):
    """How the partner places themself."""

    STANDING = "standing"
    KNEELING = "kneeling"


BACK = "back"
"""The region that people name who do not say whether it is the upper or the lower back."""


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
    breath: Breath | None = None
    """The breath that it leads, if it leads one."""
    about: str | None = None
    """Which question of the screening it is, if it is one of them."""


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
    deepens: bool = False
    """Whether it belongs to a push and what follows it: more of the stretch, where that may be."""
    posture: tuple[Line, ...] = ()
    """How the partner stands or kneels, for a set-up: told besides where that is new to them."""
    felt_in: frozenset[str] = frozenset()
    """Regions in which this stretch may be felt; anywhere else it is eased off."""
    moved_by: Role = Role.PARTNER
    """Who moves into this stretch, and so who takes some of it back: client or partner."""
    afresh: tuple[Line, ...] = ()
    """The lines to speak instead when the step is entered again after a stop: the whole set-up."""

    @property
    def about(self) -> str | None:
        """Which question of the screening it puts, if it puts one."""
        return next((line.about for line in self.lines if line.about), None)


Left = frozenset[str]
"""The names of stretches that are not offered."""

NONE_LEFT_OUT: Left = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole session, ahead of time."""

    routine: str
    title: str
    steps: tuple[Step, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    """What each stretch is called aloud, in their order."""
    areas: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The regions that each stretch reaches or leans on."""
    screening: Screening = field(default_factory=Screening)
    """What the steps of the screening ask, and what follows from the answers."""

    def unscreened(self, passed: frozenset[str], before: int | None = None) -> int | None:
        """Return the index of the first step of the screening that is not passed yet.

        Args:
            passed: the questions of the screening that are.
            before: look only at the steps before this one.
        """
        for index, step in enumerate(self.steps[:before]):
            if step.phase is Phase.SCREENING and step.about not in passed:
                return index
        return None

    def first(self, phase: Phase) -> int:
        """Return the index of the first step of a phase that every plan has."""
        return next(index for index, step in enumerate(self.steps) if step.phase is phase)

    def open_from(self, index: int, left_out: Left = NONE_LEFT_OUT) -> int | None:
        """Return the index of the first step from here on whose stretch is not left out."""
        for later in range(index, len(self.steps)):
            if self.steps[later].stretch not in left_out:
                return later
        return None

    def part_after(self, index: int, left_out: Left = NONE_LEFT_OUT) -> int:
        """Return the index of the first step of the next part (the last part: the farewell's)."""
        part = self.steps[index].part
        for later in range(index + 1, len(self.steps)):
            if self.steps[later].part != part and self.steps[later].stretch not in left_out:
                return later
        return index

    def part_start(self, index: int) -> int:
        """Return the index of the first step of the part that this step belongs to."""
        while index > 0 and self.steps[index - 1].part == self.steps[index].part:
            index -= 1
        return index

    def part_before(self, index: int, left_out: Left = NONE_LEFT_OUT) -> int:
        """Return the index of the first step of the part before; the first part is its own."""
        before = self.part_start(index)
        while before > 0:
            before = self.part_start(before - 1)
            if self.steps[before].stretch not in left_out:
                return before
        return self.part_start(index)

    def set_up_of(self, index: int, left_out: Left = NONE_LEFT_OUT) -> int:
        """Return the index of the set-up to go through again before this step may go on.

        A step of a stretch goes back to the set-up of its own repetition, unless its hold is
        behind it: then on to what follows. The welcome is not given twice. Of a stretch that is
        left out it is the next part. Any other step is its own beginning.
        """
        step = self.steps[index]
        if step.stretch in left_out:
            return self.part_after(index, left_out)
        if step.phase in {Phase.BEGIN, Phase.RELEASE, Phase.REST}:
            while self.steps[index].phase in {Phase.BEGIN, Phase.RELEASE, Phase.REST}:
                index += 1
            following = self.open_from(index, left_out)
            return index if following is None else following
        if step.stretch is None:
            return index
        while self.steps[index].phase is not Phase.SET_UP and index > 0:
            index -= 1
        return index
