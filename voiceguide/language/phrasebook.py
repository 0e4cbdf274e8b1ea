"""The phrase file: which phrases mean what, and so what the recogniser has to listen for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from hassil.errors import HassilError
from hassil.intents import SlotList, TextSlotList
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_expression
from pydantic import AfterValidator, ConfigDict, Field

from voiceguide.errors import UserError
from voiceguide.language.intents import SAFETY, Expecting, Intent
from voiceguide.rules import Broken, Ruled, rule
from voiceguide.yaml_source import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

UNKNOWN = "[unk]"
"""The recogniser's word for everything that is none of its phrases."""

_DECOYS = frozenset({Intent.YES, Intent.NO, Intent.RESUME, Intent.START})
_ANSWERS = {
    Expecting.PAIN: frozenset({Intent.PAIN}),
    Expecting.YES_NO: frozenset({Intent.YES, Intent.NO, Intent.RESUME, Intent.START}),
}


def load_phrasebook(content: Path) -> Phrasebook:
    """Read ``phrases.yaml`` of a content folder.

    Raises:
        UserError: it is missing or breaks a rule; one line a fault, with the file's line.
    """
    path = content / "phrases.yaml"
    try:
        return Phrasebook.of(load(path, PhraseFile))
    except UserError as error:
        raise error if str(path) in str(error) else UserError(f"{path}: {error}") from None


def _notation_holds(template: str) -> str:
    try:
        parse_sentence(template)
    except (ParseError, AssertionError) as error:
        raise ValueError(f"is no phrase ({error}); write [may be] and (this|that)") from error
    return template


Template = Annotated[str, Field(min_length=1), AfterValidator(_notation_holds)]
Scale = Annotated[int, Field(ge=0, le=10)]


class PhraseFile(Ruled):
    """``phrases.yaml`` as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    safety: dict[Intent, list[Template]]
    ordinary: dict[Intent, list[Template]]
    fillers: list[str] = Field(default_factory=list)
    likely: dict[str, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)
    """How many times likelier than another phrase it is that one of these is said."""
    numbers: dict[str, Scale]
    number_phrases: dict[str, Scale] = Field(default_factory=dict)
    half: str
    scale: str

    @rule("safety", "ordinary", "numbers", "number_phrases", "half", "scale")
    def _sense(self) -> Broken:
        """Yield intents on the wrong way, intents without a phrase, and phrases without a sense."""
        ordinary = set(Intent) - SAFETY
        for way, wrong in (("safety", ordinary), ("ordinary", SAFETY)):
            for intent in wrong & set(getattr(self, way)):
                yield (way, intent), "is heard on the other way of listening; move it there"
        for intent in Intent:
            if not {**self.safety, **self.ordinary}.get(intent):
                way = "safety" if intent in SAFETY else "ordinary"
                yield (way,), f"says nothing for {intent}; add at least one phrase"
        for way in ("safety", "ordinary"):
            for intent, templates in getattr(self, way).items():
                for index, template in enumerate(templates):
                    if fault := _fault(template, intent, self):
                        yield (way, intent, index), fault


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one phrase means."""

    intent: Intent
    value: int | None = None
    """0 to 10 for ``Intent.PAIN``, else None."""

    @property
    def safety(self) -> bool:
        """Whether the phrase is heard on the safety way."""
        return self.intent in SAFETY


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Phrasebook:
    """Every phrase, spelled out, with its meaning."""

    meanings: Mapping[Phrase, Meaning]
    fillers: frozenset[str]
    likely: Mapping[str, int]

    @classmethod
    def of(cls, file: PhraseFile) -> Phrasebook:
        """Spell out a phrase file.

        Raises:
            UserError: one phrase has two meanings, or a likely one has none.
        """
        meanings: dict[Phrase, Meaning] = {}
        for intent, templates in {**file.safety, **file.ordinary}.items():
            for text in (text for each in templates for text in _spelled_out(each, file.numbers)):
                meaning = Meaning(intent, _value(text, file) if intent is Intent.PAIN else None)
                earlier = meanings.setdefault(tuple(text.split()), meaning)
                if earlier != meaning:
                    raise UserError(f'"{text}" means both {earlier.intent} and {intent}; keep one')
        if strangers := [p for p in file.likely if tuple(p.split()) not in meanings]:
            raise UserError(f'"{strangers[0]}" under likely is no phrase; add it or take it out')
        return cls(meanings, frozenset(file.fillers), file.likely)

    @property
    def grammar(self) -> tuple[str, ...]:
        """All that the recogniser listens for in every state, ``UNKNOWN`` included."""
        return self._listed(self.meanings)

    def answers(self, expecting: Expecting) -> tuple[str, ...]:
        """What a question's own recogniser listens for: its answers, and all that is safety.

        The fewer phrases it has to choose from, the more answers it hears right. Some are always
        among them: without "yes", it is heard as the phrase nearest to it, and so is "start".
        """
        wanted = _ANSWERS[expecting] | _DECOYS
        return self._listed(
            phrase
            for phrase, meaning in self.meanings.items()
            if meaning.safety or meaning.intent in wanted
        )

    def _listed(self, phrases: Iterable[Phrase]) -> tuple[str, ...]:
        """Return phrases, fillers and ``UNKNOWN`` as the recogniser wants them.

        It estimates how likely a phrase is from this list, so a phrase that stands in it n times is
        n times as likely as one that stands in it once.
        """
        texts = dict.fromkeys([*map(" ".join, phrases), *sorted(self.fillers)])
        return (*(t for text in texts for t in [text] * self.likely.get(text, 1)), UNKNOWN)

    def heard_by_answers(self, expecting: Expecting) -> frozenset[Intent]:
        """Return the intents that a question's own recogniser hears better than any other."""
        return _ANSWERS[expecting]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every phrase: the recogniser's vocabulary has to hold them."""
        return frozenset(w for phrase in self.meanings for w in phrase) | self.fillers

    @cached_property
    def longest(self) -> int:
        """The most words that one phrase has."""
        return max(map(len, self.meanings))

    def phrase_at(
        self, words: tuple[str, ...], start: int, *, safety: bool = False
    ) -> tuple[Meaning, int] | None:
        """Return the longest phrase that begins at ``start``: its meaning and how many words.

        Args:
            words: what was said.
            start: an index of them.
            safety: see none but the phrases of the safety way.
        """
        for count in range(min(self.longest, len(words) - start), 0, -1):
            meaning = self.meanings.get(words[start : start + count])
            if meaning and (meaning.safety or not safety):
                return meaning, count
        return None


def _spelled_out(template: str, numbers: Mapping[str, int]) -> Iterator[str]:
    lists: dict[str, SlotList] = {"number": TextSlotList.from_strings(list(numbers))}
    for text in sample_expression(parse_sentence(template).expression, lists):
        if words := " ".join(text.split()):
            yield words


def _fault(template: str, intent: Intent, file: PhraseFile) -> str | None:
    """Return what is wrong with a template, and how to mend it."""
    try:
        for text in _spelled_out(template, file.numbers):
            if intent is Intent.PAIN:
                _value(text, file)
    except HassilError:
        return "names a list there is none of; the only one is {number}"
    except ValueError as error:
        return str(error)
    return None


def _value(text: str, file: PhraseFile) -> int:
    """Return the number that a phrase says: the highest one named, a half counting upwards."""
    if text in file.number_phrases:
        return file.number_phrases[text]
    said = text.removesuffix(file.scale).strip()
    half = said.endswith(file.half)
    values = [file.numbers[word] for word in said.split() if word in file.numbers]
    if not values:
        raise ValueError(f'"{text}" says no number; add it to number_phrases')
    return min(10, max(values) + half)
