"""Safety stands above the plan: it sees each event first, and no step can overrule it.

======================  =============================================================
what happened           what follows, in every situation
======================  =============================================================
stop                    hush; the release of this stretch; latched; before
                        the first stretch also: that nobody is held yet
start, while somebody   the same: nobody says it there, and a "stop" that is
  is held                 misheard is most often heard as "start"
a warning sign          the same, and the advice that goes with it; what
                        reaches that region is left out: ``leaving_out``
a number, stop point    the same; the number is read back; at the end of the
  or above                session: ``resting``
hearing lost            the same, said first: nobody would be heard
voice lost              the same; said into a loudspeaker that is dead
voice back              the release once more, for it may not have been heard
interrupted             hush; the release; farewell; end
======================  =============================================================

Latched means: nothing but an explicit resume, said after it, starts anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.session import resting, screening
from voiceguide.session.events import (
    Began,
    CueEnded,
    Event,
    HearingLost,
    Interrupted,
    Ticked,
    VoiceBack,
    VoiceLost,
)
from voiceguide.session.leaving_out import stopped_too_often, warned
from voiceguide.session.pain import Verdict, verdict
from voiceguide.session.plan import Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

if TYPE_CHECKING:
    from voiceguide.session.turn import Turn


def guard(turn: Turn, event: Event) -> bool:
    """Act on an event if it is a matter of safety; return whether it was."""
    match event:
        case Began() | Ticked() | CueEnded():
            return False
        case _ if turn.situation is Situation.ENDED:
            pass  # everybody has been let go, and the journal has its last line
        case Interrupted():
            _interrupt(turn)
        case HearingLost() | VoiceLost() | VoiceBack():
            _heed_the_card(turn, event)
        case Heard(intent=Intent.STOP):
            _let_go(turn, Why.STOP, Reply.STOPPED)
        case Heard(intent=Intent.START) if turn.situation is Situation.HELD:
            _let_go(turn, Why.STOP, Reply.STOPPED)
        case Heard(intent=Intent.RED_FLAG):
            _let_go(turn, Why.RED_FLAG, Reply.RED_FLAG)
        case Heard(intent=Intent.PAIN, value=int(number)) if _over_limit(turn, event, number):
            _heed_number(turn, number)
        case _:
            return False
    return True


def _heed_the_card(turn: Turn, event: HearingLost | VoiceLost | VoiceBack) -> None:
    match event:
        case HearingLost(too_slow=too_slow):
            turn.change(deaf=True)
            _let_go(turn, Why.HEARING, Reply.TOO_SLOW if too_slow else Reply.CANNOT_HEAR)
        case VoiceLost():
            _let_go(turn, Why.VOICE)
        case VoiceBack():
            _let_go_once_more(turn)


_OTHER_NUMBERS = screening.QUESTIONS | {Question.STOP_POINT, Question.AFTERWARDS}
"""Questions whose numbers are not felt in a stretch."""


def _over_limit(turn: Turn, heard: Heard, number: int) -> bool:
    question = turn.state.question
    of_no_stretch = (
        question is not None
        and question.asks in _OTHER_NUMBERS
        and heard.phrase_start >= question.since
    )
    standing_by = turn.state.latched is Why.STANDBY  # talk is full of numbers, and nobody is held
    over = verdict(number, turn.state.limit, None, held=False) is Verdict.RELEASE
    return over and not of_no_stretch and not standing_by


def _heed_number(turn: Turn, number: int) -> None:
    """Let go and latch; at the end of the session the client is to rest, besides or instead."""
    phase = turn.step.phase
    if phase in resting.AFTER_ALL and turn.situation is not Situation.LATCHED:
        turn.hush()
        resting.afterwards(turn, number)
        return
    turn.note("pain", value=number)
    _let_go(turn, Why.PAIN, Reply.OVER_LIMIT, number=number)
    if phase in resting.AT_THE_END:
        resting.ask_for_rest(turn, number)


def _let_go(turn: Turn, why: Why, *replies: Reply, **values: int) -> None:
    if turn.situation is Situation.LATCHED:
        _say_that_it_is_latched(turn, why, *replies, **values)
    else:
        _latch(turn, why, *replies, **values)
    if why is Why.RED_FLAG:
        warned(turn)


def _latch(turn: Turn, why: Why, *replies: Reply, **values: int) -> None:
    told = told_early(turn) if why in {Why.STOP, Why.RED_FLAG} else ()
    too_often = stopped_too_often(turn) if why in {Why.STOP, Why.RED_FLAG, Why.PAIN} else None
    named: dict[str, int | str] = {**values}
    if too_often is not None:
        told, named["stretch"] = (Reply.TWICE,), turn.brief.plan.titles[too_often]
    first = (Reply.DEAF,) if why is Why.HEARING else ()
    turn.release_and_latch(why, *told, *replies, first=first, **named)
    if too_often is not None:
        turn.leave_out(Why.TWICE, too_often)


def told_early(turn: Turn) -> tuple[Reply, ...]:
    """Return what whoever calls a halt before the first stretch is told besides."""
    return () if turn.state.held else (Reply.NOBODY_HELD,)


def _say_that_it_is_latched(turn: Turn, why: Why, *replies: Reply, **values: int) -> None:
    """Nobody is held any more; a release that is being spoken is spoken to its end.

    The latch closes anew: a resume that was said before this does not count.
    """
    turn.change(latched_at=turn.now, question=None)
    if why in {Why.RED_FLAG, Why.HEARING} and turn.state.latched is not why:
        turn.hush()  # what is said instead is said alone: the rest would contradict it
        turn.change(latched=why)
        turn.note("pause", why=why)
        turn.reply(*replies, **values)
    elif not turn.state.saying and not turn.state.queue:
        turn.reply(*replies, **values)


def _let_go_once_more(turn: Turn) -> None:
    """Whatever was said meanwhile was said to nobody."""
    if turn.situation is Situation.LATCHED and turn.state.latched is not Why.STANDBY:
        turn.let_go(Why.VOICE)
        turn.reply(Reply.CAN_SPEAK, *(() if turn.state.deaf else (Reply.STILL_RESTING,)))


def _interrupt(turn: Turn) -> None:
    if turn.situation is Situation.LATCHED:
        turn.hush()
    else:
        turn.let_go(Why.INTERRUPTED)
    turn.reply(Reply.INTERRUPTED)
    turn.end(Why.INTERRUPTED)
