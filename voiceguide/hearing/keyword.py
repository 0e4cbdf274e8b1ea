"""The ear for one word: a small network of our own, which hears "stop" before the word is over.

It knows nothing of language, so it hears the word where a recogniser does not: in noise, through a
wall, over the guide. For the same reason it takes other words for it, and its two thresholds are
chosen from a measured curve (``models/stop.md``).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from voiceguide.audio.blocks import BLOCK_SECONDS, Samples
from voiceguide.errors import UserError
from voiceguide.hearing.log_mel import LogMel
from voiceguide.language.intents import Hypothesis, Word

if TYPE_CHECKING:
    from pathlib import Path

_WORD = 0.5
"""Seconds that the word lasts, at most, about."""

_APART = 0.5
"""Seconds after the word in which it is still the same word."""

_REMEMBERED = round(6.0 / BLOCK_SECONDS)

_MEND = "mend: git checkout models, or install the package again"


class KeywordModel:
    """A network in memory, shared by any number of ears; under 1 MB."""

    def __init__(self, file: Path) -> None:
        """Load it.

        Raises:
            UserError: the file is no network of ours.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self.session = onnxruntime.InferenceSession(
                file, options, providers=["CPUExecutionProvider"]
            )
            said = self.session.get_modelmeta().custom_metadata_map
            self.word: str = said["word"]
            self.alone, self.agreed = float(said["alone"]), float(said["agreed"])
        except Exception as error:  # the library raises nothing narrower
            raise UserError(f"{file}: no network that hears a word; {_MEND}") from error
        self.memory: int = self.session.get_inputs()[1].shape[1]


class Keyword:
    """One stream of audio, listened to for the word."""

    def __init__(self, model: KeywordModel) -> None:
        """Listen from second 0 of the audio clock."""
        self._model = model
        self._frames = LogMel()
        self._memory = np.zeros((1, model.memory), np.float32)
        self._likely: deque[float] = deque(maxlen=_REMEMBERED)
        self._blocks = 0
        self._heard_at = float("-inf")

    @property
    def word(self) -> str:
        """The one word that it knows."""
        return self._model.word

    @property
    def likely(self) -> float:
        """How likely it is that the word has just ended: 0 to 1."""
        return self._likely[-1] if self._likely else 0.0

    def accept(self, samples: Samples) -> Hypothesis | None:
        """Take the next block, shape (320,), int16; return the word if it is sure of it."""
        frames = self._frames.follow(samples)[np.newaxis]
        given = {"frames": frames, "memory": self._memory}
        likely, self._memory = self._model.session.run(None, given)
        self._likely.append(float(likely[0]))
        self._blocks += 1
        now = self._blocks * BLOCK_SECONDS
        if self.likely <= self._model.alone or now < self._heard_at + _APART:
            return None
        self._heard_at = now
        return Hypothesis((Word(self._model.word, now - _WORD, now),), final=False)

    def miss(self) -> None:
        """Let a block pass of which nothing is known."""
        self._likely.append(0.0)
        self._blocks += 1

    def agrees(self, words: tuple[Word, ...]) -> bool:
        """Tell whether words that another ear has heard, its word among them, may well hold it."""
        return self.likely_in(words) > self._model.agreed

    def likely_in(self, words: tuple[Word, ...]) -> float:
        """Return how likely the word was, at the most, since words heard just now began: 0 to 1."""
        since = round((self._blocks * BLOCK_SECONDS - words[0].start) / BLOCK_SECONDS)
        recent = list(self._likely)[-max(since, round(_WORD / BLOCK_SECONDS)) :]
        return max(recent, default=0.0)
