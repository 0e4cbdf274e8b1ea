"""Numbers: what two ears make of one together. In doubt the higher, and a zero has to be sure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from voiceguide.language.counting import WAIT, Counting, Said, Standing
from voiceguide.language.intents import Heard, Hypothesis, Intent, Word
from voiceguide.language.phrasebook import UNKNOWN, Meaning, Phrasebook
from voiceguide.language.reading import agreed, meanings_in
from voiceguide.language.rulings import Reason, Ruling

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNREAD = frozenset({Reason.NOT_ALONE, Reason.NO_PHRASE, Reason.DISAGREE})
"""Why an utterance that holds a number may be none for one ear, and be one for another."""

_LONGEST = 2.5
"""Seconds: who says more than that talks about something."""


def may_be_number(book: Phrasebook, found: Meaning | Reason, words: Sequence[Word]) -> bool:
    """Tell whether an utterance says a number, or holds one and is short enough for an answer."""
    if isinstance(found, Meaning):
        return found.intent is Intent.PAIN
    short = words[-1].end - words[0].start <= _LONGEST if words else False
    return short and found in _UNREAD and bool(_said(book, words))


def borne_out(
    book: Phrasebook, found: Meaning | Reason, words: Sequence[Word], again: tuple[str, ...]
) -> Meaning | Reason:
    """Return what one ear has found, with what another makes of the same utterance.

    Args:
        book: what means what.
        found: by the first ear; ``may_be_number``.
        words: what the first ear heard.
        again: what the other heard.
    """
    second = _number(book, again)
    if isinstance(found, Meaning):
        if second is None:
            return found if found.value else Reason.NOT_BORNE_OUT
        return Meaning(Intent.PAIN, max(found.value or 0, second))
    if not second:
        return found
    return Meaning(Intent.PAIN, max(second, *(said.value for said in _said(book, words))))


def _number(book: Phrasebook, texts: tuple[str, ...]) -> int | None:
    """Return the number that is all of an utterance; around a zero, no other word may stand."""
    meanings = meanings_in(book, texts, book.around_number)
    found = agreed(meanings) if meanings else None
    if found is None or found.intent is not Intent.PAIN:
        return None
    return found.value if found.value or meanings_in(book, texts, frozenset()) else None


def _said(book: Phrasebook, words: Sequence[Word]) -> list[Said]:
    return [
        Said(book.numbers[word.text], word.start, word.end)
        for word in words
        if word.text in book.numbers
    ]


class BareNumbers:
    """Lets a number said outside a question count only where it stands alone, see ``counting``."""

    def __init__(self, phrasebook: Phrasebook) -> None:
        """Begin with none said."""
        self._book = phrasebook
        around = phrasebook.fillers | phrasebook.around_count
        self._nothing_more = around | {UNKNOWN, *phrasebook.numbers}
        self._counting = Counting()
        self._waiting: Ruling | None = None
        self._due = math.inf

    def standing(self, found: Heard | Reason, words: tuple[Word, ...]) -> Heard | Reason:
        """Take a complete utterance, understood or not; return what it comes to."""
        said = _said(self._book, words)
        if not said:
            return found
        standing = self._counting.follow(said)
        self._waiting = None
        bare = all(word.text in self._nothing_more for word in words)
        if isinstance(found, Reason) or found.intent is not Intent.PAIN or not bare:
            return found
        if standing is Standing.WAITS:
            self._waiting, self._due = Ruling(words, found), said[-1].end + WAIT
        return found if standing is Standing.ALONE else Reason.COUNTED

    def hold_on(self, hypothesis: Hypothesis) -> None:
        """Let a number wait on while something is being said that may go on with a count."""
        if self._waiting and hypothesis.words and not hypothesis.final:
            self._due = max(self._due, hypothesis.until + WAIT)

    def waited(self, now: float) -> tuple[Ruling, ...]:
        """Return the number that stands alone by now, once."""
        if self._waiting is None or now < self._due:
            return ()
        waited, self._waiting = self._waiting, None
        return (waited,)
