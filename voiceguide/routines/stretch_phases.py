"""How a stretch is led, as a file says it: eased into, held or moved, and pushed against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from voiceguide.routines import limits
from voiceguide.routines.cue_text import BreathCue, SidedCue, TimedBreathCue, Written, moments
from voiceguide.routines.timing import spoken_seconds
from voiceguide.session.plan import Role

if TYPE_CHECKING:
    from voiceguide.rules import Broken


class Hold(Written):
    """How long a stretch is held, how often, and what is said meanwhile."""

    seconds: int = Field(ge=limits.MIN_HOLD, le=limits.MAX_HOLD)
    repetitions: int = Field(ge=1, le=limits.MAX_REPETITIONS)
    """On each side."""
    cues: tuple[SidedCue, ...] = Field(min_length=1, max_length=2)
    """The first as the hold begins; the second after its middle, where it fits in."""


class Rhythm(Written):
    """A slow movement to and fro, in place of a hold. For the session it is a hold that moves."""

    rounds: int = Field(ge=limits.MIN_ROUNDS, le=limits.MAX_ROUNDS)
    seconds: int = Field(ge=limits.MIN_ROUND, le=limits.MAX_HOLD)
    """Of one round."""
    cues: tuple[BreathCue, BreathCue]
    """To and fro: half a round each."""

    def broken_rules(self) -> Broken:
        """Yield what no single field of it can know."""
        whole = self.rounds * self.seconds
        if whole > limits.MAX_HOLD:
            most = limits.MAX_HOLD
            text = f"takes {whole} seconds in all, must be at most {most}"
            yield ("rounds",), f"{text}; write fewer or shorter ones"
        for index, cue in enumerate(self.cues):
            place = ("cues", index)
            if cue.role is not Role.CLIENT:
                text = "is not for the client; nobody else sets the beat, that is bouncing"
                yield place, f"{text}; write client"
            if spoken_seconds(f"- {cue.text}") > self.seconds / 2:
                yield place, f"takes longer than half a round, {self.seconds / 2:g} s; shorten it"


class EaseIn(Written):
    """The way into a stretch, paced by the client's breath."""

    seconds: int = Field(ge=5, le=60)
    cues: tuple[TimedBreathCue, ...] = Field(min_length=1)


class ContractRelax(Written):
    """How the client pushes in this stretch: it is held, pushed, eased further, and held again."""

    before: int = Field(ge=12, le=20)
    """Seconds of the first hold, in which a number is asked for."""
    push: int = Field(ge=limits.MIN_PUSH, le=limits.MAX_PUSH)
    """Seconds."""
    how: tuple[SidedCue, ...] = Field(min_length=1)
    """Which way the client pushes, told with the set-up."""
    further: EaseIn
    """The end of the push, then a little further; then the hold follows in its full length."""

    def broken_rules(self, hold: Hold | None) -> Broken:
        """Yield what breaks a rule beside the hold that hands keep still, if there is one."""
        if hold is None:
            yield (), "stands in a stretch that nobody's hands hold still; take it out"
            return
        whole = self.before + self.push + self.further.seconds + hold.seconds
        if whole > limits.MAX_HOLD:
            most = limits.MAX_HOLD
            text = f"takes {whole} seconds with the hold, must be at most {most}; shorten a part"
            yield (), f"{text} of it"
        if self.further.cues[0].role is not Role.CLIENT or self.further.cues[0].at > 0:
            text = "does not end the push at once; write a cue for the client at 0"
            yield ("further", "cues", 0), text
        yield from moments(("further",), self.further.cues, self.further.seconds)
