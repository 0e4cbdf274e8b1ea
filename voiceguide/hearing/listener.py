"""The listening chain: echo cancelling, recognising, understanding; one block at a time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.audio.blocks import BLOCK_SECONDS, Samples
from voiceguide.hearing.echo import EchoCanceller
from voiceguide.hearing.recogniser import Recogniser, RecogniserModel
from voiceguide.language.understanding import Understanding

if TYPE_CHECKING:
    from voiceguide.language.intents import Expecting, Heard
    from voiceguide.language.phrasebook import Phrasebook

_ECHO_LINGERS = 0.5
"""Seconds for which the room, the canceller and the recogniser's word times may smear a cue."""

_REMEMBER = 60.0
"""Seconds for which the guide's own cues are remembered; no utterance is longer."""


@dataclass(slots=True)
class _OwnCue:
    words: frozenset[str]
    start: float
    end: float


class Listener:
    """Everything between a microphone block and a decision."""

    def __init__(self, model: RecogniserModel, phrasebook: Phrasebook) -> None:
        """Listen from second 0 of the audio clock."""
        self._echo = EchoCanceller()
        self._model = model
        self._phrasebook = phrasebook
        self._always = Recogniser(model, phrasebook.grammar)
        self._answers: Recogniser | None = None
        self._understanding = Understanding(phrasebook, self._own_words)
        self._own: deque[_OwnCue] = deque()
        self._expecting: Expecting | None = None
        self._blocks = 0

    def hear(self, mic: Samples, played: Samples) -> tuple[Heard, ...]:
        """Take the next microphone block and what was played meanwhile; return the decisions."""
        cleaned = self._echo.cancel(mic, played)
        self._blocks += 1
        decisions = []
        for recogniser in (self._answers, self._always):
            if recogniser and (hypothesis := recogniser.accept(cleaned)):
                expecting = self._expecting if recogniser is self._answers else None
                decisions.append(self._understanding.consider(hypothesis, expecting))
        return next(filter(None, decisions), ())

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
        words = "".join(c if c.isalpha() or c == "'" else " " for c in text.lower())
        self._own.append(_OwnCue(frozenset(words.split()), start, end + _ECHO_LINGERS))
        while self._own[0].end < start - _REMEMBER:
            self._own.popleft()

    def guide_hushed(self, now: float) -> None:
        """Note that the guide's cue was cut off."""
        if self._own:
            self._own[-1].end = min(self._own[-1].end, now + _ECHO_LINGERS)

    def _own_words(self, start: float, end: float) -> frozenset[str]:
        overlapping = (cue.words for cue in self._own if cue.start < end and cue.end > start)
        return frozenset().union(*overlapping)
