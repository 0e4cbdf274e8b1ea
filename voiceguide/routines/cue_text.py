"""Cues as an author writes them: the role, a colon, the words; and the moments of timed ones."""

from __future__ import annotations

from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from voiceguide.routines import limits
from voiceguide.routines.timing import spoken_seconds, words
from voiceguide.session.plan import Breath, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.rules import Broken, Place

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _sayable(title: str) -> str:
    """Refuse a title that does not fit into a sentence: it is said aloud, as it stands."""
    if not any(sign.isalpha() for sign in title):
        raise ValueError("has no letter; write what people call it")
    if "{" in title or "}" in title:
        raise ValueError("holds a brace, for which nothing is put here; take it out")
    if (count := words(title)) > limits.MAX_TITLE_WORDS:
        raise ValueError(f"has {count} words, must be at most {limits.MAX_TITLE_WORDS}; shorten it")
    return title


Title = Annotated[Text, AfterValidator(_sayable)]
"""What a stretch or a routine is called aloud."""
Article = Literal[
    "000_61c5e9427e3c6396.txt",
    "001_dcaa7ce0be9571c0.txt",
    "002_56a37f25f547bb1b.txt",
    "003_af6178c12898b617.txt",
]
"""The four that the limits and the guide's own content come from."""
NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Name = Annotated[str, StringConstraints(pattern=NAME)]

SIDES = frozenset({"side", "other_side"})
"""The placeholders of a stretch that is done on both sides."""


class Written(BaseModel):
    """A part of a content file: its keys are known, and it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class CueText(Written):
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

    @model_validator(mode="before")
    @classmethod
    def _some_role(cls, written: Any) -> Any:
        if isinstance(written, str):
            raise ValueError("is for nobody; write client, partner or both, and a colon, before it")  # noqa: TRY004  # pydantic tells a ValueError as it stands
        return written

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


class BreathCue(SidedCue):
    """A cue of a movement, which goes with the breath."""

    breath: Breath | None = None
    """Which way the client breathes here; an optional tone leads it."""


class CountedCue(CueText):
    """A cue of a reply."""

    placeholders = frozenset(
        {"number", "limit", "seconds", "minutes", "stretch", "routine", "takes"}
    )


class SingleCue(CueText):
    """A cue of a session of one stretch: ``{stretch}`` is what that is called aloud."""

    placeholders = frozenset({"stretch"})


class LimitCue(CueText):
    """A cue of a question: ``{limit}`` is the routine's stop point."""

    placeholders = frozenset({"limit"})


class TimedCue(CueText):
    """A cue and its moment, in seconds after its part of the session began."""

    at: float = Field(ge=0, le=600)


class TimedBreathCue(BreathCue, TimedCue):
    """Both."""

    placeholders = SIDES


class SourceNote(Written):
    """A source and what was taken from it."""

    article: Article | None = None
    """One of the four articles, by its file's name."""
    other: Text | None = None
    """Anything else: a book, a person and what they are."""
    takes: Text

    @model_validator(mode="after")
    def _one_source(self) -> SourceNote:
        if (self.article is None) is (self.other is None):
            raise ValueError("must name one source; write article or other")
        return self


def moments(place: Place, cues: Sequence[TimedCue], seconds: float) -> Broken:
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


def _silence(place: Place, gap: float) -> Broken:
    if gap > limits.MAX_SILENCE:
        most = limits.MAX_SILENCE
        text = f"leaves {gap:g} seconds without a new cue, must be at most {most:g}"
        yield place, f"{text}; add a cue, or move one"


def _holes(text: str) -> frozenset[str]:
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError("has a brace without its other half; remove it or close it") from error
    if any(part[2] or part[3] for part in parsed):
        raise ValueError("has more than a name between braces; write only the name")
    return frozenset(part[1] for part in parsed if part[1] is not None)
