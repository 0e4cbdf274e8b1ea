"""The phrase book: which phrases mean what, and so what the recogniser has to listen for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from voiceguide.language.intents import NO_CHOICE, SAFETY, YES_OR_NO, Choice, Expecting, Intent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNKNOWN = "[unk]"
"""The recogniser's word for everything that is none of its phrases."""

_DECOYS = frozenset({*YES_OR_NO, Intent.RESUME, Intent.START})
_ANSWERS = {
    Expecting.PAIN: frozenset({Intent.PAIN}),
    # "My back" is a place; what is left of it when it is mumbled is the command.
    Expecting.PLACE: frozenset({Intent.PLACE, Intent.BACK, *YES_OR_NO}),
    Expecting.YES_NO: _DECOYS,
    # "Upper back" is a choice; what is left of it in a grammar without it is the command.
    Expecting.START: _DECOYS | {Intent.CHOOSE, Intent.BACK, Intent.HELP},
}


class When(StrEnum):
    """When a phrase is acted on. The values are the parts of the phrase file."""

    AT_ONCE = "safety"
    """While it is being said, wherever it stands."""
    STEADY = "safety_steady"
    """The same, as soon as the recogniser has kept to it for a moment."""
    ALONE = "safety_alone"
    """When the utterance is complete and it was all that was said."""
    ORDINARY = "ordinary"
    """The same, and only if the guide is sure that a person said it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one phrase means."""

    intent: Intent
    value: int | None = None
    """0 to 10 for ``Intent.PAIN``, else None."""
    when: When = When.ORDINARY
    places: frozenset[str] = frozenset()
    """Regions of the body for ``Intent.PLACE``, else none."""
    choice: Choice = NO_CHOICE
    """What is chosen by ``Intent.CHOOSE``, or by what sounds like it; else nothing."""

    @property
    def waits(self) -> bool:
        """Whether it is acted on only when the utterance is complete."""
        return self.when in {When.ALONE, When.ORDINARY}


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Phrasebook:
    """Every phrase, spelled out, with its meaning."""

    meanings: Mapping[Phrase, Meaning]
    """What is understood whatever is waited for."""
    fillers: frozenset[str]
    likely: Mapping[str, int]
    likely_when_asked: Mapping[Expecting, Mapping[str, int]] = field(default_factory=dict)
    implied: frozenset[Phrase] = frozenset()
    """Phrases that say what their number words say by themselves, such as "it's a three"."""
    where_asked: Mapping[Expecting, Mapping[Phrase, Meaning]] = field(default_factory=dict)
    """What is understood only while this kind of answer is waited for."""
    likely_again: Mapping[str, int] = field(default_factory=dict)
    """As ``likely``, when what may be a number is listened to once more."""
    beside_numbers: tuple[str, ...] = ()
    """What is listened for there as well, and is no number."""
    decoys: Mapping[Expecting, tuple[str, ...]] = field(default_factory=dict)
    """What is listened for beside the answers to such a question, and means nothing."""
    around_number: frozenset[str] = frozenset()
    """Words that mean nothing around a number."""
    around_count: frozenset[str] = frozenset()
    """Those of them that are said between the numbers of a count as well."""
    everyday: tuple[str, ...] = ()
    around_safety: frozenset[str] = frozenset()

    @property
    def choices(self) -> frozenset[Choice]:
        """What can be chosen before a session, by one phrase."""
        asked_for = self.where_asked.get(Expecting.START, {})
        return frozenset(meaning.choice for meaning in asked_for.values())

    @property
    def grammar(self) -> tuple[str, ...]:
        """What the recogniser listens for in every state, ``UNKNOWN`` included."""
        return self._listed(self.meanings)

    @property
    def second_opinion(self) -> tuple[str, ...]:
        """What is listened for when something is listened to once more: everyday words as well."""
        return tuple(dict.fromkeys([*self.grammar, *self.everyday]))

    @property
    def number_again(self) -> tuple[str, ...]:
        """What is listened for when what may be a number is listened to once more."""
        implied = (" ".join(phrase) for phrase in self.implied)
        texts = dict.fromkeys([*self.second_opinion, *implied, *self.beside_numbers])
        return tuple(t for text in texts for t in [text] * self.likely_again.get(text, 1))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return what each word that says a number says."""
        numbers = ((p, m.value) for p, m in self.meanings.items() if m.intent is Intent.PAIN)
        return {p[0]: value for p, value in numbers if len(p) == 1 and value is not None}

    def is_safety(self, words: tuple[str, ...]) -> bool:
        """Tell whether somebody says a safety phrase, and nothing that makes another one of it."""
        found = False
        index = 0
        while index < len(words):
            meaning, count = self.phrase_at(words, index) or (None, 1)
            if meaning and meaning.when is not When.ORDINARY:
                found = True
            elif words[index] not in self._around:
                return False
            else:
                count = 1
            index += count
        return found

    @cached_property
    def _around(self) -> frozenset[str]:
        return self.around_safety | self.fillers | {UNKNOWN}

    def answers(self, expecting: Expecting) -> tuple[str, ...]:
        """What a question's own recogniser listens for: its answers, and all that is safety.

        The fewer phrases it has to choose from, the more answers it hears right. Some are always
        among them: without "yes", it is heard as the phrase nearest to it, and so is "start".
        """
        wanted = SAFETY | _ANSWERS[expecting] | _DECOYS
        phrases = (p for p, meaning in self.meanings.items() if meaning.intent in wanted)
        asked_for = self.where_asked.get(expecting, {})
        decoys = ((decoy,) for decoy in self.decoys.get(expecting, ()))
        likely = self.likely_when_asked.get(expecting, {})
        return self._listed([*phrases, *asked_for, *decoys], likely)

    def _listed(
        self, phrases: Iterable[Phrase], when_asked: Mapping[str, int] | None = None
    ) -> tuple[str, ...]:
        """Return phrases, beginnings, fillers and ``UNKNOWN`` as the recogniser wants them.

        What is implied is left out: with "or" in the list, five of thirty recordings of "four" are
        heard as "or", and talk is heard as numbers.

        It estimates how likely a phrase is from this list, so a phrase that stands in it n times is
        n times as likely as one that stands in it once.
        """
        spoken = (" ".join(phrase) for phrase in phrases if phrase not in self.implied)
        texts = dict.fromkeys([*spoken, *self.beginnings, *sorted(self.fillers)])
        likely = {**self.likely, **(when_asked or {})}
        return (*(t for text in texts for t in [text] * likely.get(text, 1)), UNKNOWN)

    def heard_by_answers(self, expecting: Expecting) -> frozenset[Intent]:
        """Return the intents that a question's own recogniser hears better than any other."""
        return _ANSWERS[expecting]

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """How safety phrases of several words begin, where that is no phrase by itself.

        They mean nothing, and stand in every grammar: without "a bit", whoever talks about a bit of
        anything is heard to say "a bit less".
        """
        safety = (p for p, meaning in self.meanings.items() if meaning.intent in SAFETY)
        begun = (phrase[:count] for phrase in safety for count in range(1, len(phrase)))
        return tuple(sorted({" ".join(words) for words in begun if words not in self.meanings}))

    @cached_property
    def around(self) -> Mapping[Expecting, frozenset[str]]:
        """Words that mean nothing around a number or a place that was asked for.

        People's own are often heard as one of these.
        """
        places = self.where_asked.get(Expecting.PLACE, {})
        begun = frozenset(self.beginnings)
        return {Expecting.PAIN: self.around_number | begun, Expecting.PLACE: _words(places) | begun}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every phrase: the recogniser's vocabulary has to hold them."""
        asked_for = frozenset().union(*(_words(phrases) for phrases in self.where_asked.values()))
        decoys = (decoy for each in self.decoys.values() for decoy in each)
        more = frozenset(
            word
            for text in (*self.everyday, *self.beside_numbers, *decoys)
            for word in text.split()
        )
        return _words(self.meanings) | asked_for | self.fillers | self.around_number | more

    @cached_property
    def longest(self) -> int:
        """The most words that one phrase has."""
        everything = (self.meanings, *self.where_asked.values())
        return max((len(phrase) for phrases in everything for phrase in phrases), default=0)

    def phrase_at(
        self,
        words: tuple[str, ...],
        start: int,
        *,
        early: bool = False,
        expecting: Expecting | None = None,
    ) -> tuple[Meaning, int] | None:
        """Return the longest phrase that begins at ``start``: its meaning and how many words.

        Args:
            words: what was said.
            start: an index of them.
            early: see none but the phrases that are acted on before the utterance is complete.
            expecting: the kind of answer waited for; some phrases count only there.
        """
        asked_for = self.where_asked.get(expecting, {}) if expecting else {}
        for count in range(min(self.longest, len(words) - start), 0, -1):
            phrase = words[start : start + count]
            meaning = self.meanings.get(phrase) or asked_for.get(phrase)
            if meaning and not (meaning.waits and early):
                return meaning, count
        return None


def _words(phrases: Iterable[Phrase]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase)
