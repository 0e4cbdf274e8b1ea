"""Which kind of answer a session waits for: the ears listen for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import Expecting
from voiceguide.session.plan import Phase, Question
from voiceguide.session.state import step_of

if TYPE_CHECKING:
    from voiceguide.session.brief import Brief
    from voiceguide.session.state import State

_EXPECTED = {
    Question.BEGIN: Expecting.START,
    Question.SCREENING: Expecting.YES_NO,
    Question.CONDITION: Expecting.YES_NO,
    Question.CLEARANCE: Expecting.YES_NO,
    Question.CLEARED: Expecting.YES_NO,
    Question.STOP_POINT: Expecting.PAIN,
    Question.WARM: Expecting.YES_NO,
    Question.READY: Expecting.YES_NO,
    Question.PAIN: Expecting.PAIN,
    Question.FEEL: Expecting.YES_NO,
    Question.WHERE: Expecting.PLACE,
    Question.TOO_MUCH: Expecting.YES_NO,
    Question.DEEPER: Expecting.YES_NO,
    Question.GONE: Expecting.YES_NO,
    Question.AFTERWARDS: Expecting.PAIN,
    Question.SWAP: Expecting.YES_NO,
}


def expecting(brief: Brief, state: State) -> Expecting | None:
    """Return what kind of answer is waited for.

    The welcome can be answered before it has asked: people who know the guide just say "start".
    """
    if state.question:
        return _EXPECTED[state.question.asks]
    welcoming = step_of(brief.as_chosen(state), state).phase is Phase.BEGIN and not state.latched
    return Expecting.START if welcoming and not state.ended else None
