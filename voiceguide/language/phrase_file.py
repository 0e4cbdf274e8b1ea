"""``phrases.yaml`` as a person writes it: its shape, its rules, and each phrase spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from hassil.errors import HassilError
from hassil.intents import TextSlotList
from pydantic import AfterValidator, ConfigDict, Field

from voiceguide.language.intents import NO_CHOICE, SAFETY, Choice, Expecting, Intent
from voiceguide.language.templates import MOST, Template, forms, spelled_out
from voiceguide.rules import Broken, Ruled, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voiceguide.rules import Place

_SAID = frozenset(Intent) - {Intent.UNCLEAR}
"""What there are phrases for."""

_WAYS = {
    "safety": SAFETY,
    "safety_steady": SAFETY,
    "safety_alone": SAFETY,
    "ordinary": _SAID - SAFETY,
}
"""The ways of listening, and what is heard on each."""


_NAMING = ("regions", "routines", "stretches")
"""The lists of what people call something."""


def _one_word(text: str) -> str:
    if len(text.split()) != 1:
        raise ValueError("must be one word; write a line, or an item, for each")
    return text


Word = Annotated[str, AfterValidator(_one_word)]
Scale = Annotated[int, Field(ge=0, le=10)]
Times = Annotated[int, Field(ge=1, le=100)]
Minutes = Annotated[int, Field(ge=1, le=120)]
Names = dict[str, list[str]]
PhrasePlace = tuple[str, Intent, int]
"""The way on which a phrase is heard, what it means, and the number of its template, from 0."""


class PhraseFile(Ruled):
    """``phrases.yaml`` as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    safety: dict[Intent, list[Template]]
    safety_steady: dict[Intent, list[Template]] = Field(default_factory=dict)
    """Safety as well, but acted on when it has stood for a moment."""
    safety_alone: dict[Intent, list[Template]] = Field(default_factory=dict)
    """Safety as well, but acted on only when it is all that was said."""
    needed: dict[Intent, Annotated[list[Template], Field(min_length=1)]]
    """What must be among the phrases of the safety way."""
    ordinary: dict[Intent, list[Template]]
    fillers: list[Word] = Field(default_factory=list)
    likely: dict[Template, Times] = Field(default_factory=dict)
    """How many times likelier than another phrase it is that one of these is said."""
    likely_when_asked: dict[Expecting, dict[Template, Times]] = Field(default_factory=dict)
    """The same while a question is open; counts before ``likely``."""
    likely_again: dict[Template, Times] = Field(default_factory=dict)
    """The same where what may be a number is listened to once more."""
    beside_numbers: list[str] = Field(default_factory=list)
    """What is listened for there as well, and is no number."""
    numbers: dict[str, Scale]
    number_phrases: dict[str, Scale] = Field(default_factory=dict)
    half: str
    scale: str
    point: str
    above: list[str] = Field(default_factory=list)
    """What makes the number beside it one higher."""
    around_number: list[Word] = Field(default_factory=list)
    """What may be said around a number without changing it."""
    around_count: list[Word] = Field(default_factory=list)
    """The same, between the numbers of a count as well."""
    decoys: dict[Expecting, list[str]] = Field(default_factory=dict)
    """What is listened for beside the answers to such a question, and means nothing."""
    regions: Names = Field(default_factory=dict)
    """What people call each region of the body."""
    routines: Names = Field(default_factory=dict)
    """What people call each routine, where they choose one."""
    stretches: Names = Field(default_factory=dict)
    """What they call each stretch, where they choose a single one."""
    minutes: dict[str, Minutes] = Field(default_factory=dict)
    """What they call the minutes that they have."""
    sounds_like: dict[str, str] = Field(default_factory=dict)
    """Phrases that ease off, and the choice that each is as well, where people may choose: the one
    is heard for the other."""
    everyday: list[Word] = Field(default_factory=list)
    """Words that are said all day; a second opinion listens for them as well."""
    around_safety: list[Word] = Field(default_factory=list)
    """What may be said around a safety phrase in a second opinion."""

    @rule(*_WAYS, "numbers", "number_phrases", "half", "scale", *_NAMING, "minutes")
    def _sense(self) -> Broken:
        """Yield intents on the wrong way, intents without a phrase, and phrases without a sense."""
        for way, there in _WAYS.items():
            for intent in set(getattr(self, way)) - there:
                yield (way, intent), "is heard on the other way of listening; move it there"
        for intent in sorted(_SAID - {each for way in _WAYS for each in getattr(self, way)}):
            way = "safety" if intent in SAFETY else "ordinary"
            yield (way,), f"says nothing for {intent}; add at least one phrase"
        for place, template in self._templates():
            if fault := self._fault(template, place[1]):
                yield place, fault

    @rule("needed")
    def _all_safety_needed(self) -> Broken:
        for intent in sorted(SAFETY - self.needed.keys()):
            yield ("needed",), f"names nothing for {intent}; write what must be heard as that"

    @rule("numbers", *_NAMING, "minutes", "likely", "likely_again", "likely_when_asked")
    def _likely_spelled_out(self) -> Broken:
        """Yield templates of what is likely that cannot be spelled out."""
        for place, template in self.likely_templates():
            if fault := self._fault(template):
                yield place, fault

    @rule("ordinary", "numbers", *_NAMING, "minutes", "half", "scale", "point", "above")
    def _served(self) -> Broken:
        """Yield what no number is said with, as a half: one that is said so, would be misread."""
        pain = self.ordinary.get(Intent.PAIN, [])
        said = [text for each in pain if not self._fault(each) for text in self.spelled_out(each)]
        for key, ending in (("half", self.half), ("scale", self.scale)):
            if not any(text.endswith(f" {ending}") for text in said):
                yield (key,), "ends no phrase of pain; write it as it follows {number} there"
        within: list[tuple[Place, str]] = [(("point",), self.point)]
        within += [(("above", index), each) for index, each in enumerate(self.above)]
        for place, part in within:
            if not any(_holds(text, part) for text in said):
                yield place, f'"{part}" stands in no phrase of pain; write it as it does there'

    @rule(*_WAYS, "sounds_like", "routines", "stretches", "minutes")
    def _likeness(self) -> Broken:
        """Yield what sounds like a choice and is none, or is no phrase that eases off."""
        easing = {text for place, text in self._templates() if place[1] is Intent.EASE_OFF}
        for text, choice in self.sounds_like.items():
            if text not in easing:
                yield ("sounds_like", text), "is no phrase of ease-off; add it there or take it out"
            if self.choice(choice) == NO_CHOICE:
                yield ("sounds_like", text), f'"{choice}" chooses nothing; write what people choose'

    def _templates(self) -> Iterator[tuple[PhrasePlace, str]]:
        for way in _WAYS:
            for intent, templates in getattr(self, way).items():
                yield from (((way, intent, n), each) for n, each in enumerate(templates))

    def likely_templates(self) -> Iterator[tuple[Place, str]]:
        """Yield all that is said to be likely, with its place."""
        yield from ((("likely", each), each) for each in self.likely)
        yield from ((("likely_again", each), each) for each in self.likely_again)
        for asked, templates in self.likely_when_asked.items():
            yield from ((("likely_when_asked", asked, each), each) for each in templates)

    def phrases(self) -> Iterator[tuple[PhrasePlace, str]]:
        """Yield each phrase, spelled out, with the place of its template."""
        for place, template in self._templates():
            yield from ((place, text) for text in self.spelled_out(template))

    def spelled_out(self, template: str) -> Iterator[str]:
        """Yield every form of a template.

        Raises:
            HassilError: it names a list that there is none of.
        """
        return spelled_out(template, self._lists)

    @property
    def _lists(self) -> dict[str, TextSlotList]:
        """What each ``{list}`` of a template stands for."""
        lists: dict[str, Iterable[str]] = {
            "number": self.numbers,
            "place": _called(self.regions),
            "routine": _called(self.routines),
            "stretch": _called(self.stretches),
            "minutes": self.minutes,
        }
        return {name: TextSlotList.from_strings(list(words)) for name, words in lists.items()}

    def times_likelier(self, likely: Mapping[str, int]) -> dict[str, int]:
        """Return how many times likelier each phrase is, by templates and their times."""
        return {text: times for each, times in likely.items() for text in self.spelled_out(each)}

    def value(self, text: str) -> int:
        """Return the number that a phrase says: the highest one named, and one more if it says so.

        Raises:
            ValueError: it says none.
        """
        if text in self.number_phrases:
            return self.number_phrases[text]
        said, point, _ = text.removesuffix(self.scale).partition(f" {self.point} ")
        upwards = bool(point) or any(_holds(text, each) for each in (self.half, *self.above))
        values = self.named(said)
        if not values:
            raise ValueError(f'"{text}" says no number; add it to number_phrases')
        return min(10, max(values) + upwards)

    def places(self, text: str) -> frozenset[str]:
        """Return the regions that a place belongs to: all that name it."""
        return frozenset(region for region, places in self.regions.items() if text in places)

    def choice(self, text: str) -> Choice:
        """Return what a phrase chooses: by the longest name in it, and its minutes."""
        name = _longest([*_called(self.routines), *_called(self.stretches)], text)
        minutes = _longest(self.minutes, text)
        return Choice(
            _named(self.routines, name),
            _named(self.stretches, name),
            self.minutes[minutes] if minutes else None,
        )

    def named(self, text: str) -> list[int]:
        """Return what each number word of a text says by itself."""
        return [self.numbers[word] for word in text.split() if word in self.numbers]

    def _fault(self, template: str, intent: Intent | None = None) -> str | None:
        """Return what is wrong with a template, and how to mend it."""
        if (count := forms(template, self._lists)) > MOST:
            return f"has {count:,} forms, must have at most {MOST}; write several shorter ones"
        try:
            for text in self.spelled_out(template):
                if intent is Intent.PAIN:
                    self.value(text)
        except HassilError:
            known = ", ".join(f"{{{name}}}" for name in self._lists)
            return f"names a list there is none of; there are {known}"
        except ValueError as error:
            return str(error)
        return None


def _called(names: Names) -> list[str]:
    """Return everything that something is called."""
    return sorted({each for called in names.values() for each in called})


def _named(names: Names, call: str | None) -> str | None:
    """Return what is called so."""
    return next((name for name, called in names.items() if call in called), None)


def _holds(text: str, part: str) -> bool:
    """Tell whether a text holds another, word by word."""
    return f" {part} " in f" {text} "


def _longest(called: Iterable[str], text: str) -> str | None:
    """Return the longest of some names that a text holds, word by word."""
    return max((each for each in called if _holds(text, each)), key=len, default=None)
