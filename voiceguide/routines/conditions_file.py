"""What the list of those who should not be stretched looks like as a file."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from voiceguide.routines.cue_text import CueText, Name, SourceNote, Text, Written
from voiceguide.rules import Broken, Place, Ruled, rule
from voiceguide.session.plan import Role


class Condition(Written):
    """One reason not to stretch."""

    what: Text
    clearance: bool
    """Whether a professional's clearance may lift it."""
    ends: bool = True
    """Whether it ends a session, unless lifted; or else only leaves out the stretches it bars."""
    ask: CueText | None = None
    again: CueText | None = None
    """How it is asked about alone, where a question covers several that differ in what follows."""
    sources: tuple[SourceNote, ...] = ()
    """None: it is our own."""


class ScreenText(Written):
    """A question about some conditions, answered by yes or no."""

    covers: tuple[Name, ...] = Field(min_length=1)
    then: Literal["end", "leave-out"]
    """What follows on a yes, unless a clearance lifts it."""
    ask: CueText
    again: CueText
    explain: CueText | None = None
    """Why a yes ends the session."""


class ScreeningText(Written):
    """What is asked before every session."""

    intro: tuple[CueText, ...] = Field(min_length=1)
    questions: dict[Name, ScreenText] = Field(min_length=1)


class ConditionsFile(Ruled, Written):
    """Every condition, by the name that stretches use, and how the client is asked about it."""

    screening: ScreeningText
    conditions: dict[Name, Condition] = Field(min_length=1)

    @rule("screening", "conditions")
    def _every_condition_is_asked_about(self) -> Broken:
        """Only a condition that says so may leave out stretches, and end no session."""
        ends = [each for each in self.screening.questions.values() if each.then == "end"]
        asked = {name for each in ends for name in each.covers}
        asked_at_all = {name for each in self.screening.questions.values() for name in each.covers}
        for name, condition in self.conditions.items():
            if condition.ends and name not in asked:
                text = "is covered by no question of the screening with then: end; add it to one"
                yield ("conditions", name), text
            elif name not in asked_at_all:
                yield ("conditions", name), "is covered by no question of the screening; add one"

    @rule("screening", "conditions")
    def _what_is_asked_about_is_a_condition(self) -> Broken:
        for name, each in self.screening.questions.items():
            for index, covered in enumerate(each.covers):
                if covered not in self.conditions:
                    known = ", ".join(self.conditions)
                    place = ("screening", "questions", name, "covers", index)
                    yield place, f"{covered} is no condition; take one of {known}"

    @rule("screening", "conditions")
    def _the_client_is_asked(self) -> Broken:
        parts: dict[Place, ScreenText | Condition] = {
            **{("screening", "questions", name): q for name, q in self.screening.questions.items()},
            **{("conditions", name): each for name, each in self.conditions.items()},
        }
        asked = [
            ((*place, key), cue)
            for place, part in parts.items()
            for key, cue in (("ask", part.ask), ("again", part.again))
        ]
        for place, cue in asked:
            if cue and cue.role is not Role.CLIENT:
                yield place, f"is for {cue.role}, but only the client knows it; write client"

    @rule("screening")
    def _an_end_is_explained(self) -> Broken:
        for name, each in self.screening.questions.items():
            if each.then == "end" and each.explain is None:
                yield ("screening", "questions", name), "ends a session; explain why"

    @rule("screening", "conditions")
    def _what_differs_is_asked_about_alone(self) -> Broken:
        for each in self.screening.questions.values():
            covered = [name for name in each.covers if name in self.conditions]
            lifted = [self.conditions[name].clearance for name in covered]
            for name in covered if len(covered) > 1 and any(lifted) else ():
                condition = self.conditions[name]
                if each.then == "end" and not (condition.ask and condition.again):
                    text = "shares a question with one that a clearance may lift; add ask and again"
                    yield ("conditions", name), text
