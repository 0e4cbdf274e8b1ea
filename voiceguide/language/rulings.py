"""What became of the words that were heard: acted on, or held back by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voiceguide.language.intents import Heard, Word


class Reason(StrEnum):
    """Why words are not acted on. The values are relied on from outside."""

    NO_PHRASE = "no-phrase"
    """They hold none of the phrases."""
    NOT_COMPLETE = "not-complete"
    """They hold no safety phrase, and all others wait for the end of the utterance."""
    NOT_STEADY = "not-steady"
    """The recogniser has not kept to them for long enough."""
    NOT_BORNE_OUT = "not-borne-out"
    """Another ear does not hear a safety phrase in them."""
    COUNTED = "counted"
    """They are a number of a count, or may be until it is known that no other follows."""
    ALREADY_ACTED_ON = "already-acted-on"
    """An earlier hypothesis, or another ear, has had them acted on."""
    NOT_ALONE = "not-alone"
    """They hold a phrase that counts only alone, and there is more around it."""
    DISAGREE = "disagree"
    """They hold phrases that mean different things."""
    STRETCHED = "stretched"
    """One of them is too long for a word: it is laid over a noise."""
    OWN_WORDS = "own-words"
    """The guide itself was saying them."""
    DROWNED = "drowned"
    """They do not stand out over what is left of the guide's own voice."""
    LEFT_TO_ANSWERS = "left-to-answers"
    """The ear for answers hears what they mean better."""
    NO_ANSWER = "no-answer"
    """They hold no phrase, and are too short or too long for an answer that was not understood."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of some of the words of a hypothesis."""

    words: tuple[Word, ...]
    outcome: Heard | Reason
    """The decision that they led to, or the rule that held them back."""

    @property
    def heard(self) -> Heard | None:
        """The decision, if they led to one."""
        return self.outcome if isinstance(self.outcome, Heard) else None

    @property
    def reason(self) -> Reason | None:
        """The rule that held them back, if one did."""
        return self.outcome if isinstance(self.outcome, Reason) else None
