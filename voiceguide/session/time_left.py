"""How long it still takes: seconds in a hold, anywhere else minutes of the session."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from voiceguide.session.plan import Phase
from voiceguide.session.sentences import MINUTES, SECONDS, Reply
from voiceguide.session.state import Situation

if TYPE_CHECKING:
    from voiceguide.language.intents import Heard
    from voiceguide.session.brief import Brief
    from voiceguide.session.state import State
    from voiceguide.session.turn import Turn


def tell_seconds(turn: Turn, _heard: Heard) -> None:
    """Say the seconds of a hold that are left, rounded."""
    if turn.step.phase is not Phase.HOLD:
        tell_minutes(turn, _heard)
        return
    left = turn.state.entered + turn.step.seconds - turn.now
    rounded = SECONDS.step * round(left / SECONDS.step)
    turn.break_in(Reply.SECONDS_LEFT, seconds=min(max(rounded, SECONDS[0]), SECONDS[-1]))


def tell_minutes(turn: Turn, _heard: Heard) -> None:
    """Say the minutes of the session that are left, rounded up."""
    passed = turn.now - turn.state.entered if turn.situation is not Situation.LATCHED else 0.0
    here = turn.state.index
    after = _planned(turn.brief, turn.state, here + 1)
    left = max(_planned(turn.brief, turn.state, here) - passed, after)
    minutes = math.ceil(left / 60)
    turn.break_in(Reply.MINUTES_LEFT, minutes=min(max(minutes, MINUTES[0]), MINUTES[-1]))


def _planned(brief: Brief, state: State, index: int) -> float:
    """Return the estimated seconds from the beginning of a step to the end of the session."""
    ends = (*brief.remaining, 0.0)
    return sum(
        ends[each] - ends[each + 1]
        for each in range(index, len(brief.plan.steps))
        if brief.plan.steps[each].stretch not in state.left_out
    )
