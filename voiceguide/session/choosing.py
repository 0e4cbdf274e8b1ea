"""What the session is of, and how long, chosen by voice while the guide waits for "start".

===============================  ==================================================================
what happened                    what follows
===============================  ==================================================================
a choice, before the session     it is planned (``Prepare``); nothing begins meanwhile
the same choice once more        nothing: it is planned already, or being planned
less, said so that it sounds     the same: nobody is held whom it could spare
  like a choice
it is planned                    what will be done and how long it takes, and the welcome anew
it cannot be led, or not in      that is said, and how to go on; what was chosen before stays
  so few minutes
a stop while it is planned       a stop as ever; what was chosen is kept
nobody begins, on the shelf      it waits for the next people with what it was set up for
===============================  ==================================================================

A choice leads to a question at most: the session begins with "start", as ever.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from voiceguide.language.intents import NO_CHOICE
from voiceguide.session.effects import Earcon, Prepare
from voiceguide.session.events import Prepared, Unprepared
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation

if TYPE_CHECKING:
    from voiceguide.language.intents import Choice, Heard
    from voiceguide.session.turn import Turn


def may_choose(turn: Turn) -> bool:
    """Tell whether the session has not begun, so that people may still choose."""
    return turn.step.phase is Phase.BEGIN and turn.state.heading is None


def choose(turn: Turn, heard: Heard) -> None:
    """Have what was chosen planned; what it leaves open stays as it was chosen before."""
    if not may_choose(turn):
        return
    before = turn.state.preparing or turn.state.choice
    choice = before.then(heard.choice)
    turn.chime(Earcon.UNDERSTOOD)
    if choice != before:
        turn.hush()
        turn.reply(Reply.ONE_MOMENT)
        _prepare(turn, choice)


def forget(turn: Turn) -> None:
    """Go back to what the guide was set up for: whoever chose anything else is not there."""
    if turn.state.choice != NO_CHOICE:
        _prepare(turn, NO_CHOICE)


def _prepare(turn: Turn, choice: Choice) -> None:
    turn.change(preparing=choice, question=None, script=())
    turn.note("choose", routine=choice.routine, stretch=choice.stretch, minutes=choice.minutes)
    turn.effects.append(Prepare(choice))


def planned(turn: Turn, event: Prepared | Unprepared) -> None:
    """Go on when what was chosen has been planned, or could not be."""
    match event:
        case Prepared():
            _prepared(turn)
        case Unprepared():
            _unprepared(turn)


def _prepared(turn: Turn) -> None:
    """Say what will be done, and welcome people to it; whoever rests meanwhile rests on."""
    brief, choice = turn.brief, turn.state.preparing or NO_CHOICE
    turn.change(choice=choice, preparing=None, limit=brief.limit, index=0)
    turn.note("chosen", routine=brief.plan.routine, minutes=_minutes(turn))
    if turn.situation is not Situation.LATCHED:
        turn.reply(Reply.CHOSEN, routine=brief.plan.title)
        turn.reply(Reply.TAKES, takes=_minutes(turn))
        turn.enter(0)


def _unprepared(turn: Turn) -> None:
    """Say that it cannot be, and ask to begin with what there is, or to choose otherwise."""
    turn.change(preparing=None)
    if turn.situation is not Situation.LATCHED:
        turn.reply(Reply.CANNOT_BE_CHOSEN)
        turn.ask(Question.BEGIN)


def _minutes(turn: Turn) -> int:
    return ceil(turn.brief.remaining[0] / 60)
