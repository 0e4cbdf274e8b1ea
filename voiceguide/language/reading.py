"""What the words of one utterance mean together."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from voiceguide.language.intents import NOES, YES_OR_NO, Choice, Expecting, Heard, Intent, Word
from voiceguide.language.phrasebook import UNKNOWN, Meaning
from voiceguide.language.rulings import Reason

if TYPE_CHECKING:
    from voiceguide.language.phrasebook import Phrasebook

_UH = 0.6
"""Seconds: a longer unknown sound before an answer is no "uh" but a sentence."""


def decision(meaning: Meaning, words: tuple[Word, ...]) -> Heard:
    """Return the decision that these words mean this."""
    return Heard(
        intent=meaning.intent,
        text=" ".join(word.text for word in words),
        value=meaning.value,
        phrase_start=words[0].start,
        phrase_end=words[-1].end,
        places=meaning.places,
        choice=meaning.choice,
    )


def read(
    book: Phrasebook, words: tuple[Word, ...], expecting: Expecting | None = None
) -> list[Meaning]:
    """Return what each phrase means; nothing if there are words that belong to none.

    Args:
        book: what means what.
        words: what was said.
        expecting: the kind of answer waited for: a number or a place counts also amid what people
            say around it, as in "that's a six".
    """
    around = book.around.get(expecting, frozenset()) if expecting else frozenset()
    return meanings_in(book, tuple(word.text for word in words), around, expecting)


def meanings_in(
    book: Phrasebook,
    texts: tuple[str, ...],
    around: frozenset[str],
    expecting: Expecting | None = None,
) -> list[Meaning]:
    """Return what each phrase means; nothing if words belong to none and may not be around one."""
    around |= book.fillers
    meanings = []
    index = 0
    while index < len(texts):
        if found := book.phrase_at(texts, index, expecting=expecting):
            meanings.append(found[0])
            index += found[1]
        elif texts[index] in around:
            index += 1
        else:
            return []
    return meanings


def unread(book: Phrasebook, words: tuple[Word, ...]) -> Reason:
    """Return why ``read`` has found nothing in these words."""
    texts = tuple(word.text for word in words)
    amid = any(book.phrase_at(texts, index) for index in range(len(texts)))
    return Reason.NOT_ALONE if amid else Reason.NO_PHRASE


def without_murmur(words: tuple[Word, ...], expecting: Expecting | None) -> tuple[Word, ...]:
    """Leave out what people put around an answer.

    A number or a place counts within any sentence, a yes or no after an "uh".
    """
    if expecting in {Expecting.PAIN, Expecting.PLACE}:
        return tuple(w for w in words if w.text != UNKNOWN)
    if expecting in {Expecting.YES_NO, Expecting.START} and len(words) > 1:
        first = words[0]
        if first.text == UNKNOWN and first.end - first.start <= _UH:
            return words[1:]
    return words


def agreed(meanings: list[Meaning]) -> Meaning | None:
    """Return the one thing meant.

    Of numbers see ``_highest``, of places and parts of a choice all. A yes beside a no is neither:
    which of the two is the safe one depends on what was asked, and what is unclear is asked again.
    """
    intents = {meaning.intent for meaning in meanings}
    if intents == {Intent.PAIN}:
        return Meaning(Intent.PAIN, _highest([meaning.value or 0 for meaning in meanings]))
    if intents == {Intent.PLACE}:
        return replace(meanings[0], places=frozenset().union(*(m.places for m in meanings)))
    if intents == {Intent.CHOOSE}:
        return _chosen(meanings)
    if Intent.YES in intents and intents & NOES:
        return None
    if intents <= {*YES_OR_NO}:
        return Meaning(min(intents, key=YES_OR_NO.index))
    return meanings[0] if len(intents) == 1 else None


def _highest(values: list[int]) -> int:
    """Return the number that several are, said one after another.

    What is heard as a higher and then a lower one has mostly been a decimal: upwards.
    """
    highest = max(values)
    return min(10, highest + (values[-1] < highest))


def _chosen(meanings: list[Meaning]) -> Meaning | None:
    """Return what several parts choose together; None if they name several things to do."""
    named = {(m.choice.routine, m.choice.stretch) for m in meanings} - {(None, None)}
    choice = reduce(Choice.then, (meaning.choice for meaning in meanings))
    return replace(meanings[0], choice=choice) if len(named) <= 1 else None
