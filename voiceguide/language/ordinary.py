"""The ordinary way: what a complete utterance means, and whether a person has surely said it."""

from __future__ import annotations

from collections.abc import Callable

from voiceguide.language import numbers
from voiceguide.language.intents import Expecting, Heard, Intent, Word
from voiceguide.language.phrasebook import UNKNOWN, Meaning, Phrasebook, When
from voiceguide.language.reading import agreed, decision, read, unread, without_murmur
from voiceguide.language.rulings import Reason

OwnWords = Callable[[float, float], frozenset[str]]
"""The words that the guide itself was speaking between two seconds of audio clock."""

Between = Callable[[float, float], bool]
"""Tells something of the time between two seconds of audio clock."""

Agrees = Callable[[tuple[Word, ...]], bool]
"""Tells something of words that have just been heard."""

Again = Callable[[tuple[Word, ...]], tuple[str, ...]]
"""Tells what another ear makes of words that have just been heard."""

_LONGEST_WORD = 1.2
"""Seconds: what is longer is a noise with a word laid over it."""

_ANSWER = (0.15, 2.5)
"""Seconds that something unclear lasts if it may have been an answer: less is a click, more a talk
between the two."""


class OrdinaryWay:
    """Takes complete utterances; remembers none."""

    def __init__(  # noqa: PLR0913, PLR0917  # each tells one thing of what was heard
        self,
        phrasebook: Phrasebook,
        own_words: OwnWords,
        stands_out: Between,
        stands_alone: Between,
        agrees: Agrees,
        again: Again,
    ) -> None:
        """Understand by this phrasebook.

        Args:
            phrasebook: what means what.
            own_words: tells what the guide itself was saying.
            stands_out: tells whether somebody was heard over it, between two seconds.
            stands_alone: tells whether nobody spoke just before and just after.
            agrees: tells of a cry that has just been heard whether another ear bears it out.
            again: tells what another ear makes of what has just been heard.
        """
        self._book = phrasebook
        self._own_words = own_words
        self._stands_out = stands_out
        self._stands_alone = stands_alone
        self._agrees = agrees
        self._again = again

    def understood(self, words: tuple[Word, ...], expecting: Expecting | None) -> Heard | Reason:
        """Return what an utterance means, or why it is left alone.

        Args:
            words: all of it, and at least one.
            expecting: the kind of answer that an open question waits for, if one is open.
        """
        spoken = tuple(w for w in words if not self._is_own_noise(w))
        answer = without_murmur(spoken, expecting)
        meaning = self._meaning(answer, expecting)
        if numbers.may_be_number(self._book, meaning, answer) and not self._is_own(answer):
            meaning = numbers.borne_out(self._book, meaning, answer, self._again(words))
        if isinstance(meaning, Reason):
            return meaning
        if meaning.when is When.ALONE:  # what the guide itself says never guards it
            return self._cry(meaning, answer) if answer == spoken else Reason.NOT_ALONE
        if self._is_own(answer):
            return Reason.OWN_WORDS
        found = decision(meaning, answer)
        return self._nobodys(found, alone=answer == words) or found

    def unclear(self, words: tuple[Word, ...], since: float) -> Heard | Reason:
        """Return that somebody seems to have answered, if so, and it was not understood what.

        Args:
            words: an utterance that was not understood.
            since: the second of audio clock up to which all has been acted on.
        """
        words = tuple(w for w in words if not self._is_own_noise(w))
        if not words or self._is_own(words):
            return Reason.OWN_WORDS
        if words[0].start < since:
            return Reason.ALREADY_ACTED_ON
        found = decision(Meaning(Intent.UNCLEAR), words)
        shortest, longest = _ANSWER
        if not shortest <= found.phrase_end - found.phrase_start <= longest:
            return Reason.NO_ANSWER
        return found if self._stands_out(found.phrase_start, found.phrase_end) else Reason.DROWNED

    def _meaning(self, words: tuple[Word, ...], expecting: Expecting | None) -> Meaning | Reason:
        meanings = read(self._book, words, expecting)
        if not meanings:
            return unread(self._book, words)
        if any(not meaning.waits for meaning in meanings):
            return Reason.ALREADY_ACTED_ON  # when it was a partial hypothesis
        if any(word.end - word.start > _LONGEST_WORD for word in words):
            return Reason.STRETCHED
        return agreed(meanings) or Reason.DISAGREE

    def _cry(self, meaning: Meaning, words: tuple[Word, ...]) -> Heard | Reason:
        return decision(meaning, words) if self._agrees(words) else Reason.NOT_BORNE_OUT

    def _nobodys(self, heard: Heard, *, alone: bool) -> Reason | None:
        """Return why it is not sure enough that a person said it; None if it is.

        How sure that has to be goes by what a mistake would cost.

        Args:
            heard: what seems to have been said.
            alone: whether the whole utterance was that, with nothing left out as noise.
        """
        if heard.intent is Intent.START:
            return None  # leads to a question at most, never into a stretch
        between = heard.phrase_start, heard.phrase_end
        if heard.intent is Intent.RESUME and not (alone and self._stands_alone(*between)):
            return Reason.NOT_ALONE  # leads into a stretch: no part of a sentence may
        return None if self._stands_out(*between) else Reason.DROWNED

    def _is_own_noise(self, word: Word) -> bool:
        return word.text == UNKNOWN and bool(self._own_words(word.start, word.end))

    def _is_own(self, words: tuple[Word, ...]) -> bool:
        own = self._own_words(words[0].start, words[-1].end)
        return bool(own) and all(word.text in own for word in words)
