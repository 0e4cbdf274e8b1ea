"""The Vosk recogniser: blocks in, hypotheses out."""

from __future__ import annotations

import ctypes
import json
from collections import deque
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import numpy as np
import vosk

from voiceguide.audio.blocks import BLOCK, RATE, Samples
from voiceguide.errors import UserError
from voiceguide.language.intents import Hypothesis, Word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

vosk.SetLogLevel(-1)

# Ctrl-C while one of them is being made leaves it without the handle that its destructor frees.
vosk.Model._handle = vosk._ffi.NULL  # noqa: SLF001
vosk.KaldiRecognizer._handle = vosk._ffi.NULL  # noqa: SLF001

_LAG = 0.1
"""Seconds between a word's end and its first appearance in a partial hypothesis, about."""

_WORD = 0.4
"""Seconds that a word of a command lasts, about."""

_LOOKS_AGAIN = round(0.26 * RATE)
"""Samples after which the library has decoded on: it does so in chunks of 0.24 s."""

_REPLAYED = round(0.3 * RATE)
"""Samples heard again by the next utterance: a word may begin as the last one is ended."""


def _same_dither() -> None:
    """Let the recogniser's features be dithered alike each time.

    The library draws the dither from the C library's one random generator, so without this the same
    audio is heard a little differently after anything else has been decoded.
    """
    ctypes.CDLL(None).srand(1)


class RecogniserModel:
    """A Vosk model in memory: about 1 s to load and 270 MB. Recognisers share it."""

    def __init__(self, folder: Path) -> None:
        """Load the model.

        Raises:
            UserError: the folder holds no model that Vosk can load.
        """
        try:
            self.vosk = vosk.Model(str(folder))
        except Exception as error:  # the library raises nothing narrower
            raise UserError(
                f"{folder}: no recogniser model that Vosk can load; mend: voiceguide models --fetch"
            ) from error

    def unknown_words(self, words: Iterable[str]) -> list[str]:
        """Return those words that are not in the model's vocabulary, sorted."""
        return sorted(w for w in words if self.vosk.vosk_model_find_word(w) < 0)


def transcribed(audio: Samples, model: RecogniserModel, grammar: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a short recording, shape (n,), int16, as one utterance."""
    _same_dither()
    recogniser = vosk.KaldiRecognizer(model.vosk, RATE, json.dumps(list(grammar)))
    recogniser.AcceptWaveform(audio.tobytes())
    return tuple(json.loads(recogniser.FinalResult()).get("text", "").split())


class Recogniser:
    """One stream of audio through a grammar of phrases."""

    def __init__(self, model: RecogniserModel, grammar: Iterable[str], since: float = 0.0) -> None:
        """Listen for these phrases, ``[unk]`` among them.

        Args:
            model: shared by all recognisers.
            grammar: phrases; one that stands in it n times is n times as likely.
            since: the second of audio clock at which its audio begins.
        """
        _same_dither()
        self._recogniser = vosk.KaldiRecognizer(model.vosk, RATE, json.dumps(list(grammar)))
        self._recogniser.SetWords(True)  # noqa: FBT003  # the library's signature
        self._since = since
        self._samples = 0
        self._began = 0
        self._replayed = 0
        self._latest: deque[Samples] = deque(maxlen=_REPLAYED // BLOCK)
        self._between = False
        self._answer = ""
        self._partial: tuple[Word, ...] = ()
        self._changed = 0

    def accept(self, samples: Samples) -> Hypothesis | None:
        """Take the next samples; return a hypothesis that ended, changed or stood, or None.

        A partial hypothesis that still stands when the library has looked again is returned once
        more.
        """
        if self._between:
            self._hear_again()
        self._samples += len(samples)
        self._latest.append(samples)
        if self._recogniser.AcceptWaveform(samples.tobytes()):
            return self.finish()
        answer = self._recogniser.PartialResult()
        if answer != self._answer:
            self._answer = answer
            texts: list[str] = json.loads(answer)["partial"].split()
            if texts != [word.text for word in self._partial]:
                self._partial = self._partial_words(texts)
                self._changed = self._samples
                return self._so_far()
        looked_again = self._changed + _LOOKS_AGAIN
        if self._partial and looked_again <= self._samples < looked_again + len(samples):
            return self._so_far()
        return None

    def rest(self, samples: Samples) -> Hypothesis | None:
        """Let samples pass in which nobody speaks, which costs nothing; what had begun is ended.

        Of them the next utterance hears the last 0.3 s.
        """
        hypothesis = self.finish() if self.seconds else None
        self._latest.append(samples)
        self._since += len(samples) / RATE
        return hypothesis

    def miss(self, samples: int) -> None:
        """Let so many samples pass of which nothing is known; what had begun is forgotten."""
        if self._began < self._samples:
            self._recogniser.FinalResult()
            self._latest.clear()
            self._partial, self._answer = (), ""
            self._began = self._changed = self._samples
            self._between = False
        self._since += samples / RATE

    def _so_far(self) -> Hypothesis:
        return Hypothesis(self._partial, final=False, until=self._now)

    @property
    def _now(self) -> float:
        return self._since + self._samples / RATE

    @property
    def seconds(self) -> float:
        """For how long the utterance that is being decoded has been going on."""
        return (self._samples - self._began) / RATE

    def finish(self) -> Hypothesis:
        """End the utterance here, and begin the next one afresh.

        The library's ``FinalResult`` also drops what it has adapted to. With ``Result`` it goes on
        adapting through every silence, and after some of them hears no "stop" any more.
        """
        self._partial = ()
        self._answer = ""
        self._began = self._samples
        self._changed = self._samples
        self._between = True
        return Hypothesis(self._final_words(), final=True, until=self._now)

    def _hear_again(self) -> None:
        again = np.concatenate(self._latest)
        self._replayed += len(again)
        self._recogniser.AcceptWaveform(again.tobytes())
        self._between = False

    def _final_words(self) -> tuple[Word, ...]:
        found: list[dict[str, Any]] = json.loads(self._recogniser.FinalResult()).get("result", [])
        since = self._since - self._replayed / RATE
        return tuple(Word(w["word"], since + w["start"], since + w["end"]) for w in found)

    def _partial_words(self, texts: list[str]) -> tuple[Word, ...]:
        """Return the words of a partial hypothesis with estimated times.

        The library times the words of final hypotheses only (asked for partial ones it answers with
        none). A word is taken to have just ended when it is first seen.
        """
        kept = list(
            takewhile(lambda pair: pair[0] == pair[1].text, zip(texts, self._partial, strict=False))
        )
        words = [word for _, word in kept]
        seen = self._now - _LAG
        for number, text in enumerate(texts[len(words) :], start=1):
            end = seen - (len(texts) - len(kept) - number) * _WORD
            words.append(Word(text, end - _WORD, end))
        return tuple(words)
