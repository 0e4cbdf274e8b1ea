"""What a stretch looks like as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from voiceguide.routines import limits
from voiceguide.routines.cue_text import (
    SIDES,
    CueText,
    SidedCue,
    SourceNote,
    Text,
    TimedSidedCue,
    Written,
    moments,
)
from voiceguide.routines.timing import PAIN_AT, spoken_seconds
from voiceguide.session.plan import Role
from voiceguide.yaml_source import Place, Ruled

if TYPE_CHECKING:
    from collections.abc import Iterator


class Hold(Written):
    """How long a stretch is held, how often, and what is said meanwhile."""

    seconds: int = Field(ge=limits.MIN_HOLD, le=limits.MAX_HOLD)
    repetitions: int = Field(ge=1, le=limits.MAX_REPETITIONS)
    """On each side."""
    cues: tuple[SidedCue, ...] = Field(min_length=1, max_length=2)
    """The first as the hold begins; the second after its middle, where it fits in."""


class EaseIn(Written):
    """The way into a stretch, paced by the client's breath."""

    seconds: int = Field(ge=5, le=60)
    cues: tuple[TimedSidedCue, ...] = Field(min_length=1)


class StretchFile(Ruled, Written):
    """One stretch. Its name is the file's."""

    title: Text
    sources: tuple[SourceNote, ...] = Field(min_length=1)
    targets: tuple[Text, ...] = Field(min_length=1)
    sides: Literal["none", "both"]
    """``both``: each side gets the same; there is no way to do only one."""
    hold: Hold
    set_up: tuple[SidedCue, ...] = Field(min_length=2)
    again: tuple[SidedCue, ...] = Field(min_length=1)
    """The short set-up of later repetitions."""
    ease_in: EaseIn
    release: tuple[SidedCue, ...] = Field(min_length=1)
    """Which hand first, which way; spoken on stop, pause and lost hearing alike."""
    mistakes: tuple[Text, ...] = Field(min_length=1)
    notes: tuple[Text, ...] = ()
    """Where the articles disagree, and what was decided."""

    def broken_rules(self) -> Iterator[tuple[Place, str]]:
        """Yield what no single field can know."""
        yield from self._sides()
        yield from moments(("ease_in",), self.ease_in.cues, self.ease_in.seconds)
        if all(cue.role is Role.CLIENT for cue in self.release):
            yield ("release",), "says nothing to the partner; write whose hands go where"
        if spoken_seconds(f"- {self.hold.cues[0].text}") > PAIN_AT:
            text = f"is not over after {PAIN_AT:g} s, when a number is asked for; shorten it"
            yield ("hold", "cues", 0), text
        told = {cue.role for cue in self.set_up}
        for role in (Role.CLIENT, Role.PARTNER):
            if role not in told:
                yield ("set_up",), f"says nothing to the {role}; write where each of the two goes"

    def _sides(self) -> Iterator[tuple[Place, str]]:
        if self.sides == "both" and not any(cue.holes & SIDES for cue in self.set_up):
            yield ("set_up",), "never says which side; use {side} or {other_side} in a cue"
        if self.sides == "none":
            for place, cue in self._cues():
                if cue.holes:
                    yield place, "names a side, but sides is none; write sides: both, or no side"

    def _cues(self) -> Iterator[tuple[Place, CueText]]:
        for place, cues in (
            (("hold", "cues"), self.hold.cues),
            (("set_up",), self.set_up),
            (("again",), self.again),
            (("ease_in", "cues"), self.ease_in.cues),
            (("release",), self.release),
        ):
            for index, cue in enumerate(cues):
                yield (*place, index), cue
