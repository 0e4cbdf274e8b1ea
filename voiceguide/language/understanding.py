"""Two ways of listening: what the words of a hypothesis mean, and whether to act on them.

The safety way acts on partial hypotheses, wherever in the sentence its phrase stands, and asks
nobody to repeat. The ordinary way waits for the final hypothesis, wants the phrase to stand alone,
and never takes the guide's own words for a person's. Between them are a few cries: safety, but too
short to be told from the beginning of a longer word before it is complete.
"""

from __future__ import annotations

from voiceguide.language.agreement import Agreement
from voiceguide.language.intents import Expecting, Heard, Hypothesis, Intent, Word
from voiceguide.language.numbers import BareNumbers
from voiceguide.language.ordinary import Again, Agrees, Between, OrdinaryWay, OwnWords
from voiceguide.language.phrasebook import Meaning, Phrasebook, When
from voiceguide.language.reading import decision
from voiceguide.language.rulings import Reason, Ruling

_SAME_PHRASE = 0.05
"""Seconds: a phrase that begins this much before the end of the last one acted on is the same one,
seen again in a later hypothesis that places it a little differently."""

_SAME_STOP = 0.3
"""Seconds from the end of a stop that was acted on to the beginning of another, in which that is
the same one: so far apart two ears place one word, and whoever says it again so soon means no other
thing."""

_STEADY = 0.35
"""Seconds after its end for which a phrase has to stand: until the recogniser, which sees a word
0.1 s after its end, has looked again (every 0.24 s)."""


def _as_heard(words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


class Understanding:
    """Turns hypotheses into decisions. Holds only what it has already acted on."""

    def __init__(  # noqa: PLR0913, PLR0917  # each tells one thing of what was heard
        self,
        phrasebook: Phrasebook,
        own_words: OwnWords,
        stands_out: Between = lambda _start, _end: True,
        stands_alone: Between = lambda _start, _end: True,
        agrees: Agrees = lambda _words: True,
        again: Again = _as_heard,
    ) -> None:
        """Understand by this phrasebook.

        Args:
            phrasebook: what means what.
            own_words: tells what the guide itself was saying.
            stands_out: tells whether somebody was heard over it, between two seconds.
            stands_alone: tells whether nobody spoke just before and just after.
            agrees: tells whether other ears bear out a safety phrase that one has heard.
            again: tells what another ear makes of an utterance that one has heard.
        """
        self._book = phrasebook
        self._ordinary = OrdinaryWay(phrasebook, own_words, stands_out, stands_alone, agrees, again)
        self._agrees = agrees
        self._acted_until = float("-inf")
        self._stopped_until = float("-inf")
        self._warned_until = float("-inf")
        self._answered_until = float("-inf")
        self._agreement = Agreement()
        self._numbers = BareNumbers(phrasebook)

    def judge(
        self,
        hypothesis: Hypothesis,
        expecting: Expecting | None,
        leave: frozenset[Intent] = frozenset(),
    ) -> tuple[Ruling, ...]:
        """Return what becomes of the words, in the order in which they were said.

        Args:
            hypothesis: what a recogniser believes; of several recognisers, in any order.
            expecting: the kind of answer that an open question waits for, if one is open.
            leave: what another recogniser listens for, and hears better.
        """
        words = hypothesis.words
        self._numbers.hold_on(hypothesis)
        safety = self._safety(hypothesis)
        if any(ruling.heard for ruling in safety) or not words:
            return safety
        if not hypothesis.final:
            return safety or (Ruling(words, Reason.NOT_COMPLETE),)
        whole = Ruling(words, self._whole(words, expecting, leave))
        return (whole,) if whole.heard or not safety else safety

    def waited(self, now: float) -> tuple[Ruling, ...]:
        """Return the number that has waited and stands alone at this second of audio clock."""
        return self._numbers.waited(now)

    def _safety(self, hypothesis: Hypothesis) -> tuple[Ruling, ...]:
        words = hypothesis.words
        found: list[Ruling] = []
        texts = tuple(word.text for word in words)
        index = 0
        while index < len(words):
            meaning, count = self._book.phrase_at(texts, index, early=True) or (None, 1)
            phrase = words[index : index + count]
            index += count
            if meaning:
                found.append(Ruling(phrase, self._at_once(meaning, phrase, hypothesis)))
        return tuple(found)

    def _at_once(
        self, meaning: Meaning, phrase: tuple[Word, ...], hypothesis: Hypothesis
    ) -> Heard | Reason:
        stood = hypothesis.final or hypothesis.until - phrase[-1].end >= _STEADY
        if not stood and meaning.when is not When.AT_ONCE:
            return Reason.NOT_STEADY
        if not hypothesis.final:
            meaning = _until_certain(meaning)
        if self._has_acted_on(meaning, phrase):
            return Reason.ALREADY_ACTED_ON
        if not self._agrees(phrase):  # last: to ask may mean to listen once more
            return Reason.NOT_BORNE_OUT
        return self._decide(meaning, phrase)

    def _has_acted_on(self, meaning: Meaning, phrase: tuple[Word, ...]) -> bool:
        """Tell whether it is one that was acted on; a warning sign has been a stop before."""
        until = self._acted_until - _SAME_PHRASE
        match meaning.intent:
            case Intent.RED_FLAG:
                until = self._warned_until - _SAME_PHRASE
            case Intent.STOP:
                until = max(until, self._stopped_until + _SAME_STOP)
        return phrase[0].start <= until

    def _decide(self, meaning: Meaning, phrase: tuple[Word, ...]) -> Heard:
        end = phrase[-1].end
        self._acted_until = max(self._acted_until, end)
        if meaning.intent is Intent.STOP:
            self._stopped_until = end
        if meaning.intent is Intent.RED_FLAG:
            self._warned_until = end
        return decision(meaning, phrase)

    def _whole(
        self, words: tuple[Word, ...], expecting: Expecting | None, leave: frozenset[Intent]
    ) -> Heard | Reason:
        """Take an utterance that is complete and holds nothing that was acted on at once."""
        if words[-1].end < self._acted_until + _SAME_PHRASE:
            return Reason.ALREADY_ACTED_ON
        found = self._ordinary.understood(words, expecting)
        if isinstance(found, Reason) and expecting:
            found = self._ordinary.unclear(words, self._acted_until)
        if isinstance(found, Heard):
            found = self._between_two(found, expecting, leave)
        if expecting is None and Intent.PAIN not in leave:
            found = self._numbers.standing(found, words)
        if isinstance(found, Heard) and found.intent is not Intent.UNCLEAR:
            self._answered_until = found.phrase_end
        return found

    def _between_two(
        self, found: Heard, expecting: Expecting | None, leave: frozenset[Intent]
    ) -> Heard | Reason:
        """Take what one of two recognisers has understood; return what it comes to with both."""
        if found.intent in leave:
            higher = self._agreement.overheard(found) if found.intent is Intent.PAIN else None
            return higher or Reason.LEFT_TO_ANSWERS
        if found.phrase_start < self._answered_until - _SAME_PHRASE:
            return Reason.ALREADY_ACTED_ON
        return self._agreement.answered(found) if expecting else found


def _until_certain(meaning: Meaning) -> Meaning:
    """Return what is acted on at once: advice to see a doctor can wait, the release cannot."""
    return Meaning(Intent.STOP) if meaning.intent is Intent.RED_FLAG else meaning
