"""When each step of a plan is expected, if everybody answers at once. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.routines.timing import ANSWER, spoken_seconds
from voiceguide.session.brief import Laid
from voiceguide.session.plan import Phase

if TYPE_CHECKING:
    from voiceguide.session.plan import Plan, Step


@dataclass(frozen=True, slots=True)
class Timed:
    """A step and when it is expected, in seconds of audio clock."""

    start: float
    seconds: float
    step: Step


def timeline(whole: Plan) -> tuple[Timed, ...]:
    """Return each step with its estimated start and length, both in seconds."""
    timed: list[Timed] = []
    start = 0.0
    for step in whole.steps:
        seconds = step_seconds(step)
        timed.append(Timed(start, seconds, step))
        start += seconds
    return tuple(timed)


def laid(whole: Plan) -> Laid:
    """Return a plan with the estimated seconds that remain at each of its steps."""
    times = timeline(whole)
    end = times[-1].start + times[-1].seconds
    return Laid(whole, tuple(end - each.start for each in times))


def duration(whole: Plan) -> float:
    """Return the estimated seconds of a session in which everybody answers at once."""
    return sum(step_seconds(step) for step in whole.steps)


def step_seconds(step: Step) -> float:
    """Return the estimated seconds of a step; a hold lasts exactly what it says."""
    if step.phase is Phase.HOLD:
        return step.seconds
    now = 0.0
    for line in step.lines:
        now = max(now, line.at or 0.0) + spoken_seconds(line.cue.text)
        if line.asks is not None:
            now += ANSWER
    return max(now, step.seconds)
