"""Two ways of listening: what the words of a hypothesis mean, and whether to act on them.

The safety way acts on partial hypotheses, wherever in the sentence its phrase stands, and asks
nobody to repeat. The ordinary way waits for the final hypothesis, wants the phrase to stand alone,
and never takes the guide's own words for a person's.
"""

from __future__ import annotations

from collections.abc import Callable

from voiceguide.language.intents import Expecting, Heard, Hypothesis, Intent, Word
from voiceguide.language.phrasebook import UNKNOWN, Meaning, Phrasebook

OwnWords = Callable[[float, float], frozenset[str]]
"""The words that the guide itself was speaking between two seconds of audio clock."""

Between = Callable[[float, float], bool]
"""Tells something of the time between two seconds of audio clock."""

Agrees = Callable[[tuple[Word, ...]], bool]
"""Tells something of words that have just been heard."""

_SAME_PHRASE = 0.05
"""Seconds: a phrase that begins this much before the end of the last one acted on is the same one,
seen again in a later hypothesis that places it a little differently."""

_LONGEST_WORD = 1.2
"""Seconds: what is longer is a noise with a word laid over it, not for the ordinary way."""

_UH = 0.6
"""Seconds: a longer unknown sound before an answer is no "uh" but a sentence."""


class Understanding:
    """Turns hypotheses into decisions. Holds only what it has already acted on."""

    def __init__(
        self,
        phrasebook: Phrasebook,
        own_words: OwnWords,
        stands_out: Between = lambda _start, _end: True,
        stands_alone: Between = lambda _start, _end: True,
        agrees: Agrees = lambda _words: True,
    ) -> None:
        """Understand by this phrasebook.

        Args:
            phrasebook: what means what.
            own_words: tells what the guide itself was saying.
            stands_out: tells whether somebody was heard over it, between two seconds.
            stands_alone: tells whether nobody spoke just before and just after.
            agrees: tells of a phrase that has just been heard whether another ear bears it out.
        """
        self._stands_out = stands_out
        self._stands_alone = stands_alone
        self._agrees = agrees
        self._book = phrasebook
        self._own_words = own_words
        self._acted_until = float("-inf")
        self._answered_until = float("-inf")

    def consider(
        self,
        hypothesis: Hypothesis,
        expecting: Expecting | None,
        leave: frozenset[Intent] = frozenset(),
    ) -> tuple[Heard, ...]:
        """Return what is to be acted on now, in the order in which it was said.

        Args:
            hypothesis: what a recogniser believes; of several recognisers, in any order.
            expecting: the kind of answer that an open question waits for, if one is open.
            leave: what another recogniser listens for, and hears better.
        """
        safety = self._safety(hypothesis)
        if safety or not hypothesis.final:
            return safety
        if hypothesis.words and hypothesis.words[-1].end < self._acted_until + _SAME_PHRASE:
            return ()  # the whole utterance has been acted on already
        ordinary = self._ordinary(hypothesis.words, expecting)
        if ordinary is None or ordinary.intent in leave:
            return ()
        if ordinary.phrase_start < self._answered_until - _SAME_PHRASE:
            return ()  # another recogniser has heard it already
        self._answered_until = ordinary.phrase_end
        return (ordinary,)

    def _safety(self, hypothesis: Hypothesis) -> tuple[Heard, ...]:
        words = hypothesis.words
        found = []
        texts = tuple(word.text for word in words)
        index = 0
        while index < len(words):
            meaning, count = self._book.phrase_at(texts, index, safety=True) or (None, 1)
            phrase = words[index : index + count]
            index += count
            if meaning and meaning.intent is Intent.RED_FLAG and not hypothesis.final:
                continue  # advice to see a doctor is worth the second that certainty takes
            if not (hypothesis.final or self._agrees(phrase)):
                continue  # only one ear hears it: wait until that is sure
            if meaning and phrase[0].start > self._acted_until - _SAME_PHRASE:
                self._acted_until = phrase[-1].end
                found.append(_heard(meaning, phrase))
        return tuple(found)

    def _ordinary(self, words: tuple[Word, ...], expecting: Expecting | None) -> Heard | None:
        everything = words
        words = tuple(w for w in words if not self._is_own_noise(w))
        words = _without_murmur(words, expecting)
        meanings = self._read(words)
        if any(meaning.safety for meaning in meanings):
            return None  # acted on when it was a partial hypothesis
        if not meanings or any(word.end - word.start > _LONGEST_WORD for word in words):
            return None
        meaning = _agreed(meanings)
        if meaning is None or self._is_own(words):
            return None
        heard = _heard(meaning, words)
        return heard if self._is_somebodys(heard, alone=words == everything) else None

    def _is_somebodys(self, heard: Heard, *, alone: bool) -> bool:
        """Tell whether a person said it, and by what a mistake would cost, how sure that has to be.

        Args:
            heard: what seems to have been said.
            alone: whether the whole utterance was that, with nothing left out as noise.
        """
        if heard.intent is Intent.START:
            return True  # leads to a question at most, never into a stretch
        between = heard.phrase_start, heard.phrase_end
        if heard.intent is Intent.RESUME:  # leads into one: no part of a sentence may
            return alone and self._stands_alone(*between) and self._stands_out(*between)
        return self._stands_out(*between)

    def _read(self, words: tuple[Word, ...]) -> list[Meaning]:
        """Return what each phrase means, if phrases and fillers are all that was said."""
        texts = tuple(word.text for word in words)
        meanings = []
        index = 0
        while index < len(texts):
            if found := self._book.phrase_at(texts, index):
                meanings.append(found[0])
                index += found[1]
            elif texts[index] in self._book.fillers:
                index += 1
            else:
                return []
        return meanings

    def _is_own_noise(self, word: Word) -> bool:
        return word.text == UNKNOWN and bool(self._own_words(word.start, word.end))

    def _is_own(self, words: tuple[Word, ...]) -> bool:
        own = self._own_words(words[0].start, words[-1].end)
        return bool(own) and all(word.text in own for word in words)


def _without_murmur(words: tuple[Word, ...], expecting: Expecting | None) -> tuple[Word, ...]:
    """Leave out what people put around an answer.

    A number counts within any sentence, a yes or no after an "uh".
    """
    if expecting is Expecting.PAIN:
        return tuple(w for w in words if w.text != UNKNOWN)
    if expecting is Expecting.YES_NO and len(words) > 1:
        first = words[0]
        if first.text == UNKNOWN and first.end - first.start <= _UH:
            return words[1:]
    return words


def _agreed(meanings: list[Meaning]) -> Meaning | None:
    """Return the one thing meant; of several numbers it is the highest, of yes and no it is no."""
    intents = {meaning.intent for meaning in meanings}
    if intents == {Intent.PAIN}:
        return max(meanings, key=lambda m: m.value or 0)
    if intents == {Intent.YES, Intent.NO}:
        return Meaning(Intent.NO)
    return meanings[0] if len(intents) == 1 else None


def _heard(meaning: Meaning, words: tuple[Word, ...]) -> Heard:
    return Heard(
        intent=meaning.intent,
        text=" ".join(word.text for word in words),
        value=meaning.value,
        phrase_start=words[0].start,
        phrase_end=words[-1].end,
    )
