"""The ear for one word, in two stages: it hears "stop" before the word is over.

A small network follows the stream. It knows nothing of language, so it stirs at the word where a
recogniser does not hear it (in noise, through a wall, over the guide), and at many others. Whenever
it stirs, or another ear has heard the word, a larger one (``verifier.py``) judges. All thresholds
are chosen from a measured curve (``models/stop.md``).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from voiceguide.audio.blocks import BLOCK_SECONDS, Samples, silence
from voiceguide.hearing.detector import Detector
from voiceguide.hearing.network import Network
from voiceguide.hearing.verifier import LONGEST_AGO, Verifier
from voiceguide.language.intents import Hypothesis, Word

if TYPE_CHECKING:
    from pathlib import Path

DETECTOR, VERIFIER = "stop.onnx", "stop-verifier.onnx"

_WORD = 0.5
"""Seconds that the word lasts, at most, about."""

_APART = 0.3
"""Seconds for which it is not likely between two words."""

_AGAIN = 0.1
"""Seconds after which a word that is still likely is told of once more."""

_REMEMBERED = round(6.0 / BLOCK_SECONDS)

_EVERY = 2
"""Blocks: the large network is asked at every second one, which halves what it costs."""

_EVERY_PAST = 4
"""The same where it is asked of what is past: some ten times at once, for another ear."""

STIRS_FOR = round(0.2 / BLOCK_SECONDS)
"""Blocks from the one at which the small network stirs, through which the large one is asked."""


class KeywordModel:
    """Both networks in memory, shared by any number of ears; together under 1 MB of disk."""

    def __init__(self, folder: Path) -> None:
        """Load them.

        Raises:
            UserError: one of the files is missing, or no network of ours.
        """
        self.detector = Network(folder / DETECTOR, "stirs")
        self.verifier = Network(folder / VERIFIER, "alone", "agreed", "doubted")
        self.word = self.detector.word
        self.stirs = self.detector.thresholds["stirs"]
        self.alone = self.verifier.thresholds["alone"]
        self.agreed = self.verifier.thresholds["agreed"]
        self.doubted = self.verifier.thresholds["doubted"]


class Keyword:
    """One stream of audio, listened to for the word."""

    def __init__(self, model: KeywordModel) -> None:
        """Listen from second 0 of the audio clock."""
        self._model = model
        self._detector = Detector(model.detector)
        self._verifier = Verifier(model.verifier)
        self._stirred = deque([0.0], maxlen=STIRS_FOR)
        self._likely: deque[float | None] = deque(maxlen=_REMEMBERED)  # None: nobody asked
        self._blocks = 0
        self._began = 0.0
        self._likely_at = float("-inf")
        self._again_at = 0.0
        self._sure = False

    @property
    def word(self) -> str:
        """The one word that it knows."""
        return self._model.word

    @property
    def likely(self) -> float:
        """How likely it is that the word has just ended: 0 to 1."""
        return self._likely[-1] or 0.0 if self._likely else 0.0

    def accept(self, samples: Samples) -> Hypothesis | None:
        """Take the next block, shape (320,), int16; return the word where it is likely.

        A word that stays likely is returned again after a while, and as soon as it is sure.
        """
        self._likely.append(self._judged(samples))
        self._blocks += 1
        now = self._blocks * BLOCK_SECONDS
        if self.likely <= self._model.doubted:
            return None
        if now > self._likely_at + _APART:
            self._began, self._again_at, self._sure = now - _WORD, now, False
        self._likely_at = now
        sure = self.likely > self._model.alone
        if now < self._again_at and sure <= self._sure:
            return None
        self._again_at, self._sure = now + _AGAIN, sure
        return Hypothesis((Word(self._model.word, self._began, now),), final=False)

    def _judged(self, samples: Samples) -> float | None:
        self._verifier.follow(samples)
        self._stirred.append(self._detector.likely(samples))
        stirred = max(self._stirred)
        if stirred <= self._model.stirs:
            return None
        return self._verifier.likely(stirred) if self._blocks % _EVERY else self.likely

    def miss(self) -> None:
        """Let a block pass of which nothing is known."""
        self._verifier.follow(silence())
        self._likely.append(None)
        self._blocks += 1

    def look_at(self, words: tuple[Word, ...]) -> None:
        """Judge words that another ear has heard just now, also where the small network slept.

        In the midst of a sentence it does so at one word in six.
        """
        for ago in range(0, min(self._since(words), LONGEST_AGO, len(self._likely)), _EVERY_PAST):
            if self._likely[-1 - ago] is None:
                self._likely[-1 - ago] = self._verifier.likely(self._model.stirs, ago)

    def is_sure_of(self, words: tuple[Word, ...]) -> bool:
        """Tell whether words heard just now hold its word, so that it needs no other ear."""
        return self.likely_in(words) > self._model.alone

    def agrees(self, words: tuple[Word, ...]) -> bool:
        """Tell whether words heard just now may well hold it, so that any other ear will do."""
        return self.likely_in(words) > self._model.agreed

    def doubts(self, words: tuple[Word, ...]) -> bool:
        """Tell whether they hold it hardly, so that no other ear makes up for that."""
        return self.likely_in(words) <= self._model.doubted

    def likely_in(self, words: tuple[Word, ...]) -> float:
        """Return how likely the word was, at the most, since words heard just now began: 0 to 1."""
        recent = list(self._likely)[-self._since(words) :]
        return max((likely or 0.0 for likely in recent), default=0.0)

    def _since(self, words: tuple[Word, ...]) -> int:
        """Return the blocks since they began, or since one word has been going on."""
        since = self._blocks * BLOCK_SECONDS - words[0].start
        return round(max(since, _WORD) / BLOCK_SECONDS)
