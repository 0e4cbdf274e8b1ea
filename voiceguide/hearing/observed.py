"""What the listener lets an observer see: levels, what each ear hears, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.language.intents import Heard, Hypothesis
    from voiceguide.language.rulings import Ruling


class Ear(StrEnum):
    """Who hears. The values are relied on from outside."""

    KEYWORD = "keyword"
    """The network for "stop"."""
    ALWAYS = "always"
    """The recogniser of every phrase, armed always."""
    ANSWERS = "answers"
    """The recogniser of an open question's answers."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Words that an ear has heard, and what became of them."""

    ear: Ear
    hypothesis: Hypothesis
    """All that the ear believes was said."""
    ruling: Ruling
    """What became of these of its words."""
    likely: float
    """How likely the keyword was in them, at the most: 0 to 1."""
    second_opinion: tuple[str, ...] | None
    """What they were when they were listened to once more; None: they were not."""

    def overlaps(self, start: float, end: float) -> bool:
        """Tell whether these words were said between two seconds of audio clock, or partly."""
        return self.ruling.words[0].start < end and self.ruling.words[-1].end > start


@dataclass(frozen=True, slots=True)
class Observed:
    """One block."""

    second: float
    """Its end (seconds of audio clock)."""
    level: float
    """Of the cleaned microphone signal (dB below full scale)."""
    floor: float
    """Level of the room's noise (dB below full scale); 0 as long as it is not known."""
    likely: float
    """How likely it is that the keyword has just ended: 0 to 1."""
    judged: tuple[Judged, ...]
    """In the order in which the ears were asked."""
    heard: tuple[Heard, ...]
    """The decisions that came of it."""

    @property
    def decided(self) -> tuple[Judged, ...]:
        """What led to these decisions."""
        return tuple(judged for judged in self.judged if judged.ruling.heard in self.heard)


Observer = Callable[[Observed], None]
"""Is called with every block, after the decisions on it have been made."""
