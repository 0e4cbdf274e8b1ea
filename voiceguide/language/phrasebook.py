"""The phrase file: which phrases mean what, and so what the recogniser has to listen for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from hassil.errors import HassilError
from hassil.intents import SlotList, TextSlotList
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_expression
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from voiceguide.language.intents import Intent

UNKNOWN = "[unk]"
"""The recogniser's word for everything that is none of its phrases."""

_SAFETY = frozenset({Intent.STOP, Intent.EASE_OFF, Intent.RED_FLAG})


def _notation_holds(template: str) -> str:
    try:
        parse_sentence(template)
    except (ParseError, AssertionError) as error:
        raise ValueError(f"{template!r} is not a phrase ({error}); write [may be] and (this|that)") from error
    return template


Template = Annotated[str, Field(min_length=1), AfterValidator(_notation_holds)]
Scale = Annotated[int, Field(ge=0, le=10)]


class PhraseFile(BaseModel):
    """``phrases.yaml`` as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    safety: dict[Intent, list[Template]]
    ordinary: dict[Intent, list[Template]]
    fillers: list[str] = []
    numbers: dict[str, Scale]
    number_phrases: dict[str, Scale] = {}
    half: str
    scale: str

    @model_validator(mode="after")
    def _each_intent_listens_one_way(self) -> PhraseFile:
        if misplaced := [*(set(self.safety) - _SAFETY), *(set(self.ordinary) & _SAFETY)]:
            raise ValueError(f"{misplaced[0]} stands under the wrong way of listening; move it to the other one")
        if missing := [i for i in Intent if not {**self.safety, **self.ordinary}.get(i)]:
            raise ValueError(f"nothing is said for {missing[0]}; add at least one phrase")
        return self


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one phrase means."""

    intent: Intent
    value: int | None = None
    """0 to 10 for ``Intent.PAIN``, else None."""

    @property
    def safety(self) -> bool:
        """Whether the phrase is heard on the safety way."""
        return self.intent in _SAFETY


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Phrasebook:
    """Every phrase, spelled out, with its meaning."""

    meanings: Mapping[Phrase, Meaning]
    fillers: frozenset[str]

    @classmethod
    def of(cls, file: PhraseFile) -> Phrasebook:
        """Spell out a phrase file.

        Raises:
            ValueError: a template names a list there is none of, or one phrase has two meanings.
        """
        meanings: dict[Phrase, Meaning] = {}
        for intent, templates in {**file.safety, **file.ordinary}.items():
            for text in _spelled_out(templates, file.numbers):
                meaning = Meaning(intent, _value(text, file) if intent is Intent.PAIN else None)
                earlier = meanings.setdefault(tuple(text.split()), meaning)
                if earlier != meaning:
                    raise ValueError(f"{text!r} means both {earlier.intent} and {intent}; keep one")
        return cls(meanings, frozenset(file.fillers))

    @property
    def grammar(self) -> tuple[str, ...]:
        """All that the recogniser listens for, ``UNKNOWN`` included."""
        return (*dict.fromkeys(" ".join(p) for p in self.meanings), *sorted(self.fillers), UNKNOWN)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every phrase: the recogniser's vocabulary has to hold them."""
        return frozenset(w for phrase in self.meanings for w in phrase) | self.fillers

    @cached_property
    def longest(self) -> int:
        """The most words that one phrase has."""
        return max(map(len, self.meanings))

    def phrase_at(self, words: tuple[str, ...], start: int) -> tuple[Meaning, int] | None:
        """Return the longest phrase that begins at ``start``: its meaning and how many words."""
        for count in range(min(self.longest, len(words) - start), 0, -1):
            if meaning := self.meanings.get(words[start : start + count]):
                return meaning, count
        return None


def _spelled_out(templates: list[Template], numbers: Mapping[str, int]) -> Iterator[str]:
    lists: dict[str, SlotList] = {"number": TextSlotList.from_strings(list(numbers))}
    for template in templates:
        try:
            for text in sample_expression(parse_sentence(template).expression, lists):
                if words := " ".join(text.split()):
                    yield words
        except HassilError as error:
            raise ValueError(f"{template!r}: {error}; the only list is {{number}}") from error


def _value(text: str, file: PhraseFile) -> int:
    """Return the number that a phrase says: the highest one named, a half counting upwards."""
    if text in file.number_phrases:
        return file.number_phrases[text]
    said = text.removesuffix(file.scale).strip()
    half = said.endswith(file.half)
    values = [file.numbers[word] for word in said.split() if word in file.numbers]
    if not values:
        raise ValueError(f"{text!r} stands under pain and says no number; add it to number_phrases")
    return min(10, max(values) + half)
