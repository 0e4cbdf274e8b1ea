"""Listening once more to what was heard, for everyday words as well.

The recogniser that is always armed may only choose among some hundred phrases, so whatever sounds
like one of them is one to it. What it takes for a safety phrase is listened to once more, by one
that knows everyday words, too. Of 92 phrases that nobody said in 53 minutes of acted talk it let 30
pass, and of 148 that were said 138.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK_SECONDS, RATE, Samples, silence
from voiceguide.hearing.recogniser import transcribed

if TYPE_CHECKING:
    from voiceguide.hearing.recogniser import RecogniserModel
    from voiceguide.language.intents import Word
    from voiceguide.language.phrasebook import Phrasebook

_REMEMBERED = round(6.0 / BLOCK_SECONDS)

_BEFORE = 0.6
"""Seconds before a phrase that are listened to with it: times of words are estimates."""

_AFTER = silence(round(0.3 * RATE))
"""Silence after it: a word that has only just ended is heard to its end."""

_LOUD, _RAISED_BY = 10_000, 30.0
"""The peak to which soft audio is raised (of 32 768), and by how much at most."""


class SecondOpinion:
    """Remembers the last seconds, and judges phrases heard in them. Costs nothing until asked."""

    def __init__(self, model: RecogniserModel, phrasebook: Phrasebook) -> None:
        """Judge by this phrasebook."""
        self._model = model
        self._book = phrasebook
        self._latest: deque[Samples] = deque(maxlen=_REMEMBERED)
        self._blocks = 0
        self.opinions: dict[tuple[Word, ...], tuple[str, ...]] = {}
        """What it has made of the words that it was asked about in this block."""

    def follow(self, samples: Samples) -> None:
        """Take the next block, shape (320,), int16."""
        self._latest.append(samples)
        self.opinions.clear()
        self._blocks += 1

    def agrees(self, words: tuple[Word, ...]) -> bool:
        """Tell whether these words, heard just now, are a safety phrase to this ear as well."""
        return self._book.is_safety(self._opinion(words))

    def hears(self, text: str, words: tuple[Word, ...]) -> bool:
        """Tell whether it hears this word in what was heard just now, whatever is around it."""
        return text in self._opinion(words)

    def number(self, words: tuple[Word, ...]) -> tuple[str, ...]:
        """Return what it makes of an utterance that may be a number."""
        self.opinions[words] = self._listened(words, self._book.number_again)
        return self.opinions[words]

    def _opinion(self, words: tuple[Word, ...]) -> tuple[str, ...]:
        """Return what it makes of them.

        Asked by two ears in the same block it listens once; with more sound after the words it
        listens anew.
        """
        if words not in self.opinions:
            self.opinions[words] = self._listened(words, self._book.second_opinion)
        return self.opinions[words]

    def _listened(self, words: tuple[Word, ...], grammar: tuple[str, ...]) -> tuple[str, ...]:
        seconds = self._blocks * BLOCK_SECONDS - words[0].start + _BEFORE
        blocks = list(self._latest)[-max(1, round(seconds / BLOCK_SECONDS)) :]
        audio = np.concatenate([_raised(np.concatenate(blocks)), _AFTER])
        return transcribed(audio, self._model, grammar)


def _raised(audio: Samples) -> Samples:
    """Return it as loud as a person close by, where it is softer: so it is heard better."""
    loudest = max(1, int(np.abs(audio.astype(np.int32)).max()))
    return np.asarray(audio * min(_RAISED_BY, max(1.0, _LOUD / loudest)), np.int16)
