"""What people do today: plain Vosk with a grammar of commands, and act on what it says."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import vosk

from voiceguide.audio.blocks import RATE, Samples
from voiceguide.language.intents import Intent

if TYPE_CHECKING:
    from voiceguide.hearing.recogniser import RecogniserModel
    from voiceguide.language.phrasebook import Meaning, Phrasebook


class Acted(NamedTuple):
    """On what one block made them act, by which results they go."""

    finals: tuple[Meaning, ...]
    partials: tuple[Meaning, ...]


class PlainVosk:
    """One decoder with the guide's own grammar, for those who wait for finals and those who don't.

    It acts on every phrase in a result, wherever it stands; of several numbers on the highest.
    """

    def __init__(self, model: RecogniserModel, phrasebook: Phrasebook) -> None:
        """Listen for the phrases that the guide listens for in every state."""
        grammar = json.dumps(list(phrasebook.grammar))
        self._recogniser = vosk.KaldiRecognizer(model.vosk, RATE, grammar)
        self._book = phrasebook
        self._acted: Counter[Meaning] = Counter()
        """What has been acted on since the utterance began, by those who go by partials."""

    def hear(self, mic: Samples) -> Acted:
        """Take the next block; return what is acted on now."""
        final = self._recogniser.AcceptWaveform(mic.tobytes())
        if not final:
            partial = self._meanings(json.loads(self._recogniser.PartialResult())["partial"])
            return Acted((), self._new(partial))
        meant = self._meanings(json.loads(self._recogniser.Result())["text"])
        new = self._new(meant)
        self._acted.clear()
        return Acted(tuple(meant.elements()), new)

    def _new(self, meant: Counter[Meaning]) -> tuple[Meaning, ...]:
        new = meant - self._acted
        self._acted |= meant
        return tuple(new.elements())

    def _meanings(self, text: str) -> Counter[Meaning]:
        words, index = tuple(text.split()), 0
        found: Counter[Meaning] = Counter()
        while index < len(words):
            meaning, count = self._book.phrase_at(words, index) or (None, 1)
            index += count
            if meaning:
                found[meaning] += 1
        numbers = [meaning for meaning in found if meaning.intent is Intent.PAIN]
        for lower in sorted(numbers, key=lambda m: m.value or 0)[:-1]:
            del found[lower]
        return found
