"""Two ways of listening: what the words of a hypothesis mean, and whether to act on them.

The safety way acts on partial hypotheses, wherever in the sentence its phrase stands, and asks
nobody to repeat. The ordinary way waits for the final hypothesis, wants the phrase to stand alone,
and never takes the guide's own words for a person's. Between them are a few cries: safety, but too
short to be told from the beginning of a longer word before it is complete.
"""

from __future__ import annotations

from collections.abc import Callable

from voiceguide.language.agreement import Agreement
from voiceguide.language.intents import Expecting, Heard, Hypothesis, Intent, Word
from voiceguide.language.phrasebook import UNKNOWN, Meaning, Phrasebook, When
from voiceguide.language.reading import agreed, decision, read, without_murmur

OwnWords = Callable[[float, float], frozenset[str]]
"""The words that the guide itself was speaking between two seconds of audio clock."""

Between = Callable[[float, float], bool]
"""Tells something of the time between two seconds of audio clock."""

Agrees = Callable[[tuple[Word, ...]], bool]
"""Tells something of words that have just been heard."""

_SAME_PHRASE = 0.05
"""Seconds: a phrase that begins this much before the end of the last one acted on is the same one,
seen again in a later hypothesis that places it a little differently."""

_STEADY = 0.35
"""Seconds after its end for which a phrase has to stand: until the recogniser, which sees a word
0.1 s after its end, has looked again (every 0.24 s)."""

_LONGEST_WORD = 1.2
"""Seconds: what is longer is a noise with a word laid over it, not for the ordinary way."""

_ANSWER = (0.15, 2.5)
"""Seconds that something unclear lasts if it may have been an answer: less is a click, more a talk
between the two."""


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
            agrees: tells of a safety phrase that has just been heard whether another ear bears it
                out.
        """
        self._stands_out = stands_out
        self._stands_alone = stands_alone
        self._agrees = agrees
        self._book = phrasebook
        self._own_words = own_words
        self._acted_until = float("-inf")
        self._warned_until = float("-inf")
        self._answered_until = float("-inf")
        self._agreement = Agreement()

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
        found = self._ordinary(hypothesis.words, expecting)
        if found is None and expecting:
            found = self._unclear(hypothesis.words)
        if found and found.intent in leave:
            found = self._agreement.overheard(found) if found.intent is Intent.PAIN else None
        elif found and found.phrase_start < self._answered_until - _SAME_PHRASE:
            return ()  # another recogniser has heard it already
        elif found and expecting:
            found = self._agreement.answered(found)
        if found and found.intent is not Intent.UNCLEAR:
            self._answered_until = found.phrase_end
        return (found,) if found else ()

    def _safety(self, hypothesis: Hypothesis) -> tuple[Heard, ...]:
        words = hypothesis.words
        found: list[Heard] = []
        texts = tuple(word.text for word in words)
        index = 0
        while index < len(words):
            meaning, count = self._book.phrase_at(texts, index, early=True) or (None, 1)
            phrase = words[index : index + count]
            index += count
            if meaning and not self._holds(meaning, phrase, hypothesis):
                continue
            if meaning and meaning.intent is Intent.RED_FLAG and hypothesis.final:
                found.extend(self._warned(decision(meaning, phrase)))
            elif meaning and phrase[0].start > self._acted_until - _SAME_PHRASE:
                self._acted_until = phrase[-1].end
                found.append(decision(_until_certain(meaning), phrase))
        return tuple(found)

    def _holds(self, meaning: Meaning, phrase: tuple[Word, ...], hypothesis: Hypothesis) -> bool:
        """Tell whether a phrase has stood for long enough, and another ear bears it out."""
        stood = hypothesis.final or hypothesis.until - phrase[-1].end >= _STEADY
        return (stood or meaning.when is When.AT_ONCE) and self._agrees(phrase)

    def _warned(self, sign: Heard) -> tuple[Heard, ...]:
        """Take a warning sign that is certain; it has been a stop before it was."""
        if sign.phrase_start <= self._warned_until - _SAME_PHRASE:
            return ()
        self._warned_until = sign.phrase_end
        self._acted_until = max(self._acted_until, sign.phrase_end)
        return (sign,)

    def _ordinary(self, words: tuple[Word, ...], expecting: Expecting | None) -> Heard | None:
        everything = words
        spoken = tuple(w for w in words if not self._is_own_noise(w))
        words = without_murmur(spoken, expecting)
        meanings = read(self._book, words, amid=expecting is Expecting.PAIN)
        if any(not meaning.waits for meaning in meanings):
            return None  # acted on when it was a partial hypothesis
        if not meanings or any(word.end - word.start > _LONGEST_WORD for word in words):
            return None
        meaning = agreed(meanings)
        if meaning is None:
            return None
        if meaning.when is When.ALONE:  # what the guide itself says never guards it
            return decision(meaning, words) if words == spoken and self._agrees(words) else None
        if self._is_own(words):
            return None
        found = decision(meaning, words)
        return found if self._is_somebodys(found, alone=words == everything) else None

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

    def _unclear(self, words: tuple[Word, ...]) -> Heard | None:
        """Return that somebody seems to have answered, if so, and it was not understood what."""
        words = tuple(w for w in words if not self._is_own_noise(w))
        if not words or words[0].start < self._acted_until or self._is_own(words):
            return None
        found = decision(Meaning(Intent.UNCLEAR), words)
        shortest, longest = _ANSWER
        if not shortest <= found.phrase_end - found.phrase_start <= longest:
            return None
        return found if self._stands_out(found.phrase_start, found.phrase_end) else None

    def _is_own_noise(self, word: Word) -> bool:
        return word.text == UNKNOWN and bool(self._own_words(word.start, word.end))

    def _is_own(self, words: tuple[Word, ...]) -> bool:
        own = self._own_words(words[0].start, words[-1].end)
        return bool(own) and all(word.text in own for word in words)


def _until_certain(meaning: Meaning) -> Meaning:
    """Return what is acted on at once: advice to see a doctor can wait, the release cannot."""
    return Meaning(Intent.STOP) if meaning.intent is Intent.RED_FLAG else meaning
