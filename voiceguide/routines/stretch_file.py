"""What a stretch looks like as a file."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from voiceguide.routines.cue_text import (
    SIDES,
    CueText,
    Name,
    SidedCue,
    SourceNote,
    Text,
    Title,
    Written,
    moments,
)
from voiceguide.routines.stretch_phases import (  # pydantic reads the annotations
    ContractRelax,  # noqa: TC001
    EaseIn,  # noqa: TC001
    Hold,  # noqa: TC001
    Rhythm,  # noqa: TC001
)
from voiceguide.routines.timing import PAIN_AT, spoken_seconds
from voiceguide.rules import Broken, Place, Ruled, rule
from voiceguide.session.plan import Breath, Role, Stance


class Position(StrEnum):
    """How the client is placed."""

    STANDING = "standing"
    SEATED = "seated"
    KNEELING = "kneeling"
    HANDS_AND_KNEES = "hands-and-knees"
    SUPINE = "supine"
    PRONE = "prone"


class Area(StrEnum):
    """A region of the body."""

    NECK = "neck"
    SHOULDERS = "shoulders"
    WRISTS = "wrists"
    UPPER_BACK = "upper-back"
    LOWER_BACK = "lower-back"
    HIPS = "hips"
    LEGS = "legs"
    KNEES = "knees"


class Demand(StrEnum):
    """What a stretch asks of a body beyond being lengthened."""

    ROTATION = "rotation"
    """The spine or a hip is turned."""
    LOAD = "load"
    """A bent spine, a knee or a wrist carries weight."""


class StretchFile(Ruled, Written):
    """One stretch. Its name is the file's."""

    title: Title
    also_called: tuple[Text, ...] = ()
    """Other names that people look for."""
    sources: tuple[SourceNote, ...] = Field(min_length=1)
    targets: tuple[Text, ...] = Field(min_length=1)
    """Muscles."""
    position: Position
    stance: Stance | None = None
    """How the partner stands or kneels; none where they do not touch."""
    areas: tuple[Area, ...] = Field(min_length=1)
    """What is stretched or leaned on; pain there is a reason to leave this stretch out."""
    demands: tuple[Demand, ...]
    sides: Literal["none", "both"]
    """``both``: each side gets the same; there is no way to do only one."""
    moved_by: Literal["partner", "client"] = "partner"
    """Who moves into the stretch, and so who takes some of it back; ``client``: the partner's hands
    steady, or stay away."""
    pace: Text
    """How fast, in, meanwhile and out."""
    hold: Hold | None = None
    rhythm: Rhythm | None = None
    """One of the two."""
    contract_relax: ContractRelax | None = None
    """Only where a push suits this stretch; done only where people choose it."""
    set_up: tuple[SidedCue, ...] = Field(min_length=2)
    """Where each of the two goes, and where the hands lie."""
    again: tuple[SidedCue, ...] = Field(min_length=1)
    """The short set-up of later repetitions."""
    ease_in: EaseIn
    release: tuple[SidedCue, ...] = Field(min_length=1)
    """Which hand first, which way; spoken on stop, pause and lost hearing alike."""
    when_not: dict[Name, Text] = Field(min_length=1)
    """Conditions of ``conditions.yaml`` that rule out this stretch, and why."""
    mistakes: tuple[Text, ...] = Field(min_length=1)
    notes: tuple[Text, ...] = ()
    """Where the articles disagree, and what was decided."""

    @rule("hold", "rhythm")
    def _one_of_the_two(self) -> Broken:
        if self.hold is None and self.rhythm is None:
            yield ("hold",), "is missing; add it, or a rhythm"
        if self.hold and self.rhythm:
            yield ("rhythm",), "stands beside a hold; keep one of the two"

    @rule("rhythm")
    def _slow_rhythm(self) -> Broken:
        if self.rhythm:
            yield from _below("rhythm", self.rhythm.broken_rules())

    @rule("contract_relax", "hold", "moved_by")
    def _push(self) -> Broken:
        if self.contract_relax:
            held = None if self.moved_by == "client" else self.hold
            yield from _below("contract_relax", self.contract_relax.broken_rules(held))

    @rule("ease_in")
    def _moments(self) -> Broken:
        yield from moments(("ease_in",), self.ease_in.cues, self.ease_in.seconds)

    @rule("ease_in")
    def _breath(self) -> Broken:
        if all(cue.breath is not Breath.OUT for cue in self.ease_in.cues):
            text = "leads into no breath out; write breath: out below the cue that does"
            yield ("ease_in",), text

    @rule("hold")
    def _first_cue(self) -> Broken:
        if self.hold and spoken_seconds(f"- {self.hold.cues[0].text}") > PAIN_AT:
            text = f"is not over after {PAIN_AT:g} s, when a number is asked for; shorten it"
            yield ("hold", "cues", 0), text

    @rule("release")
    def _hands_away(self) -> Broken:
        if all(cue.role is Role.CLIENT for cue in self.release):
            yield ("release",), "says nothing to the partner; write whose hands go where"

    @rule("set_up")
    def _both_told(self) -> Broken:
        told = {cue.role for cue in self.set_up}
        for role in (Role.CLIENT, Role.PARTNER):
            if role not in told:
                yield ("set_up",), f"says nothing to the {role}; write where each of the two goes"

    @rule("set_up", "again", "ease_in", "contract_relax", "hold", "rhythm", "release")
    def _meant(self) -> Broken:
        for place, cue in self.cues():
            if cue.role is Role.BOTH and place != ("set_up", 0):
                yield (
                    place,
                    "is for both, but only one of the two can be meant; write client or partner",
                )

    @rule("sides", "set_up")
    def _which_side(self) -> Broken:
        if self.sides == "both" and not any(cue.holes & SIDES for cue in self.set_up):
            yield ("set_up",), "never says which side; use {side} or {other_side} in a cue"

    @rule("sides", "set_up", "again", "ease_in", "contract_relax", "hold", "rhythm", "release")
    def _no_side(self) -> Broken:
        for place, cue in self.cues() if self.sides == "none" else ():
            if cue.holes:
                yield place, "names a side, but sides is none; write sides: both, or no side"

    def cues(self) -> list[tuple[Place, CueText]]:
        """Return every cue and its place, in the order in which they are spoken."""
        push = self.contract_relax
        parts: list[tuple[Place, tuple[CueText, ...]]] = [
            (("set_up",), self.set_up),
            (("again",), self.again),
            (("ease_in", "cues"), self.ease_in.cues),
            (("contract_relax", "how"), push.how if push else ()),
            (("contract_relax", "further", "cues"), push.further.cues if push else ()),
            (("hold", "cues"), self.hold.cues if self.hold else ()),
            (("rhythm", "cues"), self.rhythm.cues if self.rhythm else ()),
            (("release",), self.release),
        ]
        return [((*place, index), cue) for place, cues in parts for index, cue in enumerate(cues)]


def _below(part: str, broken: Broken) -> Broken:
    for place, text in broken:
        yield (part, *place), text
