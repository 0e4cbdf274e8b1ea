"""The listening chain: echo cancelling, recognising, understanding; one block at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, Samples, silence
from voiceguide.hearing.activity import Activity
from voiceguide.hearing.echo import EchoCanceller
from voiceguide.hearing.keyword import Keyword
from voiceguide.hearing.masking import Mask
from voiceguide.hearing.observed import Ear, Judged, Observed
from voiceguide.hearing.own_speech import OwnSpeech
from voiceguide.hearing.recogniser import Recogniser, RecogniserModel
from voiceguide.hearing.residual import Residual
from voiceguide.hearing.second_opinion import SecondOpinion
from voiceguide.language.intents import SAFETY, Expecting, Hypothesis
from voiceguide.language.understanding import Understanding

if TYPE_CHECKING:
    from voiceguide.hearing.keyword import KeywordModel
    from voiceguide.hearing.observed import Observer
    from voiceguide.language.intents import Heard, Intent, Word
    from voiceguide.language.phrasebook import Phrasebook
    from voiceguide.language.rulings import Ruling

_LONG = 2.0
"""Seconds of one utterance after which it is ended in the next silence."""

_QUIET = 0.6
"""Seconds that count as a silence: longer than what the next utterance hears again."""

_LONG_QUIET = 1.2
"""Seconds after which the recogniser rests until something stands out over the room's noise, even
faintly: longer than it waits for the end of an utterance. The ear for one word never rests."""

_MASK_DB = 4.0
"""How far the noise over what is left of the guide's own voice stands over it."""

_NOTHING: frozenset[Intent] = frozenset()


def _safety_first(heard: Heard) -> bool:
    return heard.intent not in SAFETY


class Listener:
    """Everything between a microphone block and a decision."""

    def __init__(
        self,
        model: RecogniserModel,
        stop: KeywordModel,
        phrasebook: Phrasebook,
        observe: Observer | None = None,
    ) -> None:
        """Listen from second 0 of the audio clock.

        Args:
            model: the recogniser's.
            stop: that of the ear for one word.
            phrasebook: what is listened for, and what it means.
            observe: sees every block, and decides nothing; None: nobody looks.
        """
        self._echo = EchoCanceller()
        self._activity = Activity()
        self._residual = Residual()
        self._mask = Mask(np.random.default_rng(0))
        self._stop = Keyword(stop)
        self._second = SecondOpinion(model, phrasebook)
        self._model = model
        self._phrasebook = phrasebook
        self._always = Recogniser(model, phrasebook.grammar)
        self._answers: Recogniser | None = None
        self._own = OwnSpeech()
        self._understanding = Understanding(
            phrasebook,
            self._own.words,
            self._residual.stands_out,
            self._residual.stands_alone,
            self._bears_out,
            self._second.number,
        )
        self._observe = observe
        self._judged: list[Judged] = []
        self._expecting: Expecting | None = None
        self._blocks = 0

    @property
    def somebody_speaks(self) -> bool:
        """Whether a person seems to be speaking just now, understood or not."""
        return self._activity.speaking

    @property
    def somebody_stands_out(self) -> bool:
        """Whether a person speaks just now, as far as is heard over the guide's own voice."""
        return self._residual.somebody_stands_out

    def hear(self, mic: Samples, played: Samples) -> tuple[Heard, ...]:
        """Take the next microphone block and what was played meanwhile; return the decisions."""
        cleaned = self._echo.cancel(mic, played)
        self._activity.follow(cleaned)
        self._residual.follow(cleaned, played, self._activity.floor)
        self._blocks += 1
        covered = self._mask.over(cleaned, self._residual.expected + _MASK_DB)
        self._second.follow(covered)
        stop = self._hear_stop(cleaned)
        answers = self._hear_answers(covered)
        always = self._hear_always(covered)
        heard = tuple(sorted((*stop, *answers, *always, *self._hear_waited()), key=_safety_first))
        if self._observe:
            self._observe(self._observed(heard))
        return heard

    def miss(self) -> None:
        """Let 20 ms pass of which nothing is known: clocks go on, and nothing is heard."""
        self._blocks += 1
        self._stop.miss()
        self._second.follow(silence())
        for recogniser in (self._always, self._answers):
            if recogniser:
                recogniser.miss(BLOCK)

    def _hear_stop(self, cleaned: Samples) -> tuple[Heard, ...]:
        """Let the ear for one word act by itself, but not while "start" is waited for.

        It takes that for "stop", however sure it is. There nobody is held, and it bears out what
        the recogniser hears all the same.
        """
        hypothesis = self._stop.accept(cleaned)
        if hypothesis is None or self._expecting is Expecting.START:
            return ()
        if self._is_stop(hypothesis.words):
            return self._judge(Ear.KEYWORD, hypothesis, None)
        return ()

    def _bears_out(self, words: tuple[Word, ...]) -> bool:
        """Let other ears judge what one has heard on the safety way."""
        if self._stop.word in {word.text for word in words}:
            self._stop.look_at(words)
            return self._is_stop(words)
        return self._second.agrees(words)

    def _is_stop(self, words: tuple[Word, ...]) -> bool:
        """Judge what may be the one word that has an ear of its own.

        The less sure that ear is, the more the second opinion has to say: nothing; the word; the
        word, and nothing around it that makes talk of it.
        """
        if self._stop.is_sure_of(words):
            return True
        if self._stop.doubts(words) or not self._second.hears(self._stop.word, words):
            return False
        return self._stop.agrees(words) or self._second.agrees(words)

    def _hear_answers(self, cleaned: Samples) -> tuple[Heard, ...]:
        if self._answers is None:
            return ()
        hypothesis = self._answers.accept(cleaned)
        waits_long = self._expecting is Expecting.START  # no other question is open for so long
        if hypothesis is None and waits_long and self._nobody_speaks(self._answers):
            hypothesis = self._answers.finish()
        return self._judge(Ear.ANSWERS, hypothesis, self._expecting) if hypothesis else ()

    def _hear_always(self, cleaned: Samples) -> tuple[Heard, ...]:
        if self._activity.quiet_seconds >= _LONG_QUIET:
            hypothesis = self._always.rest(cleaned)
        else:
            hypothesis = self._always.accept(cleaned)
            if hypothesis is None and self._nobody_speaks(self._always):
                hypothesis = self._always.finish()
        if hypothesis is None:
            return ()
        leave = self._phrasebook.heard_by_answers(self._expecting) if self._expecting else _NOTHING
        return self._judge(Ear.ALWAYS, hypothesis, None, leave)

    def _hear_waited(self) -> tuple[Heard, ...]:
        """Let a number act that has waited for whether it is one of a count."""
        now = self._blocks * BLOCK_SECONDS
        waited = self._understanding.waited(now)
        if not waited:
            return ()
        return self._acted_on(Ear.ALWAYS, Hypothesis(waited[0].words, final=True), waited)

    def _judge(
        self,
        ear: Ear,
        hypothesis: Hypothesis,
        expecting: Expecting | None,
        leave: frozenset[Intent] = _NOTHING,
    ) -> tuple[Heard, ...]:
        rulings = self._understanding.judge(hypothesis, expecting, leave)
        return self._acted_on(ear, hypothesis, rulings)

    def _acted_on(
        self, ear: Ear, hypothesis: Hypothesis, rulings: tuple[Ruling, ...]
    ) -> tuple[Heard, ...]:
        """Let the observer know of them; return the decisions among them."""
        if self._observe:
            self._judged.extend(
                Judged(
                    ear,
                    hypothesis,
                    ruling,
                    self._stop.likely_in(ruling.words),
                    self._second.opinions.get(ruling.words),
                )
                for ruling in rulings
            )
        return tuple(ruling.heard for ruling in rulings if ruling.heard)

    def _observed(self, heard: tuple[Heard, ...]) -> Observed:
        judged, self._judged = tuple(self._judged), []
        return Observed(
            second=self._blocks * BLOCK_SECONDS,
            level=self._activity.level,
            floor=self._activity.floor,
            likely=self._stop.likely,
            judged=judged,
            heard=heard,
        )

    def _nobody_speaks(self, recogniser: Recogniser) -> bool:
        """Tell whether the utterance is long, and silent by now.

        Left alone a recogniser may lay one word over a long silence and the next "stop" as well.
        """
        return recogniser.seconds >= _LONG and self._activity.quiet_seconds >= _QUIET

    def expect(self, expecting: Expecting | None) -> None:
        """Wait for this kind of answer from now on, with ears of its own; None: for none.

        The recogniser that is always armed goes on undisturbed, so no instant is deaf.
        """
        if expecting is self._expecting:
            return
        self._expecting = expecting
        self._answers = None
        if expecting:
            grammar = self._phrasebook.answers(expecting)
            self._answers = Recogniser(self._model, grammar, self._blocks * BLOCK_SECONDS)

    def guide_says(self, text: str, start: float, end: float) -> None:
        """Note that the guide itself says this between two seconds of audio clock."""
        self._own.says(text, start, end)

    def guide_hushed(self, now: float) -> None:
        """Note that the guide's cue was cut off."""
        self._own.hushed(now)
