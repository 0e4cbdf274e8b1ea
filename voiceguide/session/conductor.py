"""The conductor: one pure function that walks the plan. Every event has an answer in every state.

An event passes through these hands, and the first that takes it keeps it:

1. ``safety``: stop, warning signs, numbers at the stop point, lost hearing, the end.
2. ``answers``: what an open question was waiting for.
3. ``commands``: everything else that people say.

Then ``passing`` does what the time asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard
from voiceguide.session import choosing
from voiceguide.session.answers import answer
from voiceguide.session.commands import obey
from voiceguide.session.effects import WELCOME_SECONDS, Earcon
from voiceguide.session.events import (
    Began,
    CueEnded,
    Event,
    HearingBack,
    HearingProven,
    Prepared,
    Ticked,
    Unprepared,
)
from voiceguide.session.passing import cue_ended, tick
from voiceguide.session.safety import guard
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, State
from voiceguide.session.turn import Turn

if TYPE_CHECKING:
    from voiceguide.session.brief import Brief
    from voiceguide.session.effects import Effect


def advance(
    brief: Brief, state: State, event: Event, now: float
) -> tuple[State, tuple[Effect, ...]]:
    """Return the state after an event, and what it asks of the guide.

    Args:
        brief: what the session was given.
        state: where it stands.
        event: what happened.
        now: seconds of audio clock; never less than in the call before.
    """
    turn = Turn(brief.as_chosen(state), state, now)
    if not guard(turn, event):
        _conduct(turn, event)
    tick(turn, somebody_speaks=isinstance(event, Ticked) and event.somebody_speaks)
    return turn.state, tuple(turn.effects)


def _conduct(turn: Turn, event: Event) -> None:
    match event:
        case Began():
            _begin(turn)
        case CueEnded():
            cue_ended(turn)
        case HearingProven():
            turn.reply(Reply.STOP_LIVE)
        case HearingBack():
            turn.change(deaf=False)
            if turn.nobody_expected:
                turn.stand_by()
            elif turn.situation is Situation.LATCHED:
                turn.reply(Reply.CAN_HEAR)
        case Prepared() | Unprepared():
            choosing.planned(turn, event)
        case Heard():
            if not answer(turn, event):
                obey(turn, event)


def _begin(turn: Turn) -> None:
    turn.change(
        limit=turn.brief.limit,
        left_out=turn.brief.left_out,
        partner_left_out=turn.brief.left_out,
        volume=turn.brief.volume,
    )
    turn.chime(Earcon.WELCOME)
    turn.enter(0)
    turn.change(quiet_since=turn.now + WELCOME_SECONDS)
    if turn.brief.was_away:
        turn.note("away")
        turn.reply(Reply.WAS_AWAY)
    if turn.brief.stands_by:
        turn.stand_by()
