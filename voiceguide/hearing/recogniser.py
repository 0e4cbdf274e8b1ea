"""The Vosk recogniser: blocks in, hypotheses out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import vosk

from voiceguide.audio.blocks import RATE, Samples
from voiceguide.errors import UserError
from voiceguide.language.intents import Hypothesis, Word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

vosk.SetLogLevel(-1)


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


class Recogniser:
    """One stream of audio through a grammar of phrases."""

    def __init__(self, model: RecogniserModel, grammar: Iterable[str], since: float = 0.0) -> None:
        """Listen for these phrases, ``[unk]`` among them.

        Args:
            model: shared by all recognisers.
            grammar: phrases; one that stands in it n times is n times as likely.
            since: the second of audio clock at which its audio begins.
        """
        self._since = since
        self._recogniser = vosk.KaldiRecognizer(model.vosk, RATE, json.dumps(list(grammar)))
        self._recogniser.SetWords(True)  # noqa: FBT003  # the library's signature
        self._last = ""

    def accept(self, samples: Samples) -> Hypothesis | None:
        """Take the next samples; return a final hypothesis, a changed partial one, or None."""
        if self._recogniser.AcceptWaveform(samples.tobytes()):
            self._last = ""
            return Hypothesis(self._words(self._recogniser.Result(), "result"), final=True)
        partial = self._recogniser.PartialResult()
        if partial == self._last:
            return None
        self._last = partial
        return Hypothesis(self._timed_words(), final=False)

    def _timed_words(self) -> tuple[Word, ...]:
        """Return the partial hypothesis with its times.

        They are asked for only when its text has changed: aligning words costs more than decoding.
        """
        self._recogniser.SetPartialWords(True)  # noqa: FBT003
        words = self._words(self._recogniser.PartialResult(), "partial_result")
        self._recogniser.SetPartialWords(False)  # noqa: FBT003
        return words

    def _words(self, answer: str, key: str) -> tuple[Word, ...]:
        found: list[dict[str, Any]] = json.loads(answer).get(key, [])
        return tuple(
            Word(w["word"], self._since + w["start"], self._since + w["end"]) for w in found
        )
