"""What a stretch, a routine and the guide's sentences look like as files."""

from __future__ import annotations

from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from voiceguide.routines import limits
from voiceguide.routines.timing import PAIN_AT, spoken_seconds, words
from voiceguide.session.plan import Question, Role, Side
from voiceguide.session.sentences import Reply
from voiceguide.yaml_source import Place, Ruled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Article = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}_[0-9a-f]{16}\.txt$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

SIDES = frozenset({"side", "other_side"})
"""The placeholders of a stretch that is done on both sides."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CueText(_Model):
    """A cue as an author writes it: the role, a colon, the words."""

    placeholders: ClassVar[frozenset[str]] = frozenset()

    client: Text | None = None
    partner: Text | None = None
    both: Text | None = None

    @property
    def role(self) -> Role:
        """To whom it is spoken."""
        return next(role for role in Role if getattr(self, role) is not None)

    @property
    def text(self) -> str:
        """The words, without the address."""
        return str(getattr(self, self.role))

    @property
    def holes(self) -> frozenset[str]:
        """The placeholders in it."""
        return _holes(self.text)

    @model_validator(mode="after")
    def _one_role(self) -> CueText:
        given = [role for role in Role if getattr(self, role) is not None]
        if len(given) != 1:
            raise ValueError("must be for one: client, partner or both; write one of them")
        return self

    @model_validator(mode="after")
    def _short(self) -> CueText:
        count = words(self.text) + (self.role is not Role.BOTH)
        if count > limits.MAX_CUE_WORDS:
            most = limits.MAX_CUE_WORDS
            raise ValueError(f"has {count} words, must be at most {most}; make two cues of it")
        return self

    @model_validator(mode="after")
    def _known_placeholders(self) -> CueText:
        unknown = sorted(self.holes - self.placeholders)
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in sorted(self.placeholders)) or "none"
            raise ValueError(f"holds {{{unknown[0]}}}; the placeholders here are: {known}")
        return self


class SidedCue(CueText):
    """A cue of a stretch: ``{side}`` and ``{other_side}`` are the client's."""

    placeholders = SIDES


class CountedCue(CueText):
    """A cue of a reply."""

    placeholders = frozenset({"number", "limit", "seconds", "minutes"})


class LimitCue(CueText):
    """A cue of a question: ``{limit}`` is the routine's stop point."""

    placeholders = frozenset({"limit"})


class TimedCue(CueText):
    """A cue and its moment, in seconds after its part of the session began."""

    at: float = Field(ge=0, le=600)


class TimedSidedCue(SidedCue, TimedCue):
    """Both."""

    placeholders = SIDES


class SourceNote(_Model):
    """An article and what was taken from it."""

    article: Article
    takes: Text


class Hold(_Model):
    """How long a stretch is held, how often, and what is said meanwhile."""

    seconds: int = Field(ge=limits.MIN_HOLD, le=limits.MAX_HOLD)
    repetitions: int = Field(ge=1, le=limits.MAX_REPETITIONS)
    """On each side."""
    cues: tuple[SidedCue, ...] = Field(min_length=1, max_length=2)
    """The first as the hold begins; the second after its middle, where it fits in."""


class EaseIn(_Model):
    """The way into a stretch, paced by the client's breath."""

    seconds: int = Field(ge=5, le=60)
    cues: tuple[TimedSidedCue, ...] = Field(min_length=1)


class StretchFile(Ruled, _Model):
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
        yield from _moments(("ease_in",), self.ease_in.cues, self.ease_in.seconds)
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


class WarmUp(_Model):
    """Light movement, led."""

    minutes: int = Field(ge=limits.MIN_WARM_UP, le=limits.MAX_WARM_UP)
    cues: tuple[TimedCue, ...] = Field(min_length=1)


class CoolDown(_Model):
    """The way back into the day."""

    minutes: int = Field(ge=1, le=limits.MAX_COOL_DOWN)
    cues: tuple[TimedCue, ...] = Field(min_length=1)


class RoutineFile(Ruled, _Model):
    """One routine. Its name is the file's."""

    title: Text
    summary: Text
    sources: tuple[SourceNote, ...] = Field(min_length=1)
    stop_point: int = Field(default=limits.DEFAULT_STOP_POINT, ge=1, le=limits.MAX_STOP_POINT)
    welcome: tuple[CueText, ...] = Field(min_length=1)
    warm_up: WarmUp
    stretches: tuple[Name, ...] = Field(min_length=1)
    cool_down: CoolDown
    farewell: tuple[CueText, ...] = Field(min_length=1)

    def broken_rules(self) -> Iterator[tuple[Place, str]]:
        """Yield what no single field can know."""
        yield from _moments(("warm_up",), self.warm_up.cues, self.warm_up.minutes * 60)
        yield from _moments(("cool_down",), self.cool_down.cues, self.cool_down.minutes * 60)
        for index, name in enumerate(self.stretches):
            if name in self.stretches[:index]:
                yield ("stretches", index), f"{name} stands here again; keep one of the two"


class Address(_Model):
    """What is put before a cue so that its words say whom it is for; nothing for both."""

    client: Text
    partner: Text
    both: str = ""


class SideWords(_Model):
    """What the sides are called."""

    left: Text
    right: Text

    def of(self, side: Side) -> str:
        """Return the word for a side."""
        return self.left if side is Side.LEFT else self.right


class AskingText(_Model):
    """How a question is put, and put once more."""

    ask: LimitCue
    again: LimitCue


class Rest(_Model):
    """The quiet after a release."""

    seconds: int = Field(ge=1, le=20)
    cues: tuple[CueText, ...] = Field(min_length=1)


PLACEHOLDERS = {
    Reply.OVER_LIMIT: "number",
    Reply.NUMBER_FINE: "number",
    Reply.NUMBER_EASE: "number",
    Reply.LIMIT_SET: "limit",
    Reply.SECONDS_LEFT: "seconds",
    Reply.MINUTES_LEFT: "minutes",
}
"""The one placeholder of a reply; every other reply has none."""


class CuesFile(Ruled, _Model):
    """What the guide says outside a routine."""

    address: Address
    sides: SideWords
    briefing: tuple[CueText, ...] = Field(min_length=1)
    """The rules, before the stop point is asked for."""
    half_way: CueText
    """In the middle of a hold."""
    five_left: CueText
    """Five seconds before the end of a hold."""
    release: tuple[CueText, ...] = Field(min_length=1)
    """The release where nobody is being stretched."""
    rest: Rest
    questions: dict[Question, AskingText]
    replies: dict[Reply, tuple[CountedCue, ...]]

    def broken_rules(self) -> Iterator[tuple[Place, str]]:
        """Yield what no single field can know."""
        for question in Question:
            if question not in self.questions:
                yield ("questions", str(question)), "is missing; add it"
        for reply in Reply:
            if not self.replies.get(reply):
                yield ("replies", str(reply)), "is missing; add it"
        for reply, cues in self.replies.items():
            yield from _replied(reply, cues)


def _replied(reply: Reply, cues: Sequence[CueText]) -> Iterator[tuple[Place, str]]:
    known = PLACEHOLDERS.get(reply)
    for index, cue in enumerate(cues):
        for hole in sorted(cue.holes - {known}):
            may = f"only {{{known}}} has a value here" if known else "no placeholder has one here"
            yield ("replies", str(reply), index), f"holds {{{hole}}}; {may}"


def _holes(text: str) -> frozenset[str]:
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError("has a brace without its other half; remove it or close it") from error
    if any(part[2] or part[3] for part in parsed):
        raise ValueError("has more than a name between braces; write only the name")
    return frozenset(part[1] for part in parsed if part[1] is not None)


def _moments(place: Place, cues: Sequence[TimedCue], seconds: float) -> Iterator[tuple[Place, str]]:
    """Yield each timed cue that comes too soon, too late, or after too long a silence."""
    ends = [cue.at + spoken_seconds(f"- {cue.text}") for cue in cues]
    for index, (before, cue) in enumerate(pairwise(cues), 1):
        here = (*place, "cues", index, "at")
        if cue.at < ends[index - 1]:
            least = ends[index - 1]
            text = f"is {cue.at:g}, while the cue before speaks until about {least:.1f}"
            yield here, f"{text}; write {least:.1f} or more, or shorten that cue"
        yield from _silence(here, cue.at - before.at)
    yield from _silence((*place, "cues", 0, "at"), cues[0].at)
    last = (*place, "cues", len(cues) - 1, "at")
    yield from _silence(last, seconds - cues[-1].at)
    if ends[-1] > seconds:
        text = f"is {cues[-1].at:g}, so it speaks beyond the end at {seconds:g}"
        yield last, f"{text}; write an earlier moment, or shorten it"


def _silence(place: Place, gap: float) -> Iterator[tuple[Place, str]]:
    if gap > limits.MAX_SILENCE:
        most = limits.MAX_SILENCE
        text = f"leaves {gap:g} seconds without a new cue, must be at most {most:g}"
        yield place, f"{text}; add a cue, or move one"
