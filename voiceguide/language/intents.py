"""What a person can mean, and what was understood of what they said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """Everything the guide understands. The values are relied on from outside."""

    STOP = "stop"
    RED_FLAG = "red-flag"
    EASE_OFF = "ease-off"
    PAUSE = "pause"
    START = "start"
    RESUME = "resume"
    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    WARM = "warm"
    """The two have been moving already; in the warm-up, which may then be left."""
    SWAP = "swap"
    """The two want to change places."""
    TIME_LEFT = "time-left"
    LOUDER = "louder"
    QUIETER = "quieter"
    HELP = "help"
    YES = "yes"
    NO = "no"
    READY = "ready"
    """A yes, but to no question about a body: "okay" is also said to what was just heard."""
    NOT_READY = "not-ready"
    """A no, likewise."""
    PAIN = "pain"
    DEEPER = "deeper"
    CONTRACT_RELAX = "contract-relax"
    CHOOSE = "choose"
    """What to be led through, or for how long; understood only before the session begins."""
    PLACE = "place"
    """Where in the body something is felt; understood only where it was asked for."""
    UNCLEAR = "unclear"
    """Somebody answered a question, and it was not understood what."""


SAFETY = frozenset({Intent.STOP, Intent.EASE_OFF, Intent.RED_FLAG})
"""What is heard on the safety way: in every state, also while the guide speaks."""


YES_OR_NO = (Intent.NOT_READY, Intent.NO, Intent.YES, Intent.READY)
"""Of several of them that go together the first of these is meant: "okay, no" is a no."""

NOES = frozenset({Intent.NO, Intent.NOT_READY})
"""What does not go together with a yes: whoever says both has answered nothing."""


class Expecting(StrEnum):
    """Which kind of answer an open question waits for; the ordinary way depends on it."""

    PAIN = "pain"
    PLACE = "place"
    YES_NO = "yes-no"
    START = "start"


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word. Times are seconds of audio clock."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a recogniser believes was said so far: partial, or final when the utterance ended."""

    words: tuple[Word, ...]
    final: bool
    until: float = math.inf
    """The second of audio clock up to which it has listened."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What people want to be led through; None: they left that open."""

    routine: str | None = None
    stretch: str | None = None
    """A session of this stretch alone, in place of a routine."""
    minutes: int | None = None
    """What it is fitted to."""

    def then(self, later: Choice) -> Choice:
        """Return what holds after a later choice: what that leaves open stays."""
        named = later if later.routine or later.stretch else self
        return Choice(named.routine, named.stretch, later.minutes or self.minutes)


NO_CHOICE = Choice()


@dataclass(frozen=True, slots=True)
class Heard:
    """One decision of the listening chain."""

    intent: Intent
    text: str
    """The words it was taken from."""
    value: int | None
    """The number said (0 to 10) for ``PAIN``; None for every other intent."""
    phrase_start: float
    """Seconds of audio clock at which the phrase began."""
    phrase_end: float
    """Seconds of audio clock at which the phrase ended."""
    places: frozenset[str] = frozenset()
    """The regions of the body named, for ``PLACE``; none for every other intent."""
    choice: Choice = NO_CHOICE
    """What was chosen, for ``CHOOSE`` or what sounds like it; nothing for every other intent."""
