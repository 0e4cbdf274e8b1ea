"""What each command does in each situation: the table at the end. Every pair has an answer.

Stop, warning signs and numbers at the stop point never come here: ``safety`` has them first.
"""

from __future__ import annotations

from collections.abc import Callable

from voiceguide.language.intents import NO_CHOICE, Heard, Intent
from voiceguide.session import choosing, swapping
from voiceguide.session.effects import Earcon
from voiceguide.session.leaving_out import ask_whether_gone
from voiceguide.session.loudness import louder, quieter
from voiceguide.session.moving import back, choose_while_latched, leave_warm_up, to_next
from voiceguide.session.pain import ease_off, easing, read_back
from voiceguide.session.plan import Phase, Question
from voiceguide.session.safety import told_early
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why
from voiceguide.session.talk import deeper
from voiceguide.session.time_left import tell_minutes, tell_seconds
from voiceguide.session.turn import Turn

_LED, _HELD, _LATCHED, _ENDED = Situation


def obey(turn: Turn, heard: Heard) -> None:
    """Do what was asked, as far as the situation lets it be done."""
    if turn.state.latched is Why.STANDBY:
        _standing_by(turn, heard)
        return
    _COMMANDS[heard.intent][turn.situation](turn, heard)


def _ease(turn: Turn, _heard: Heard) -> None:
    if turn.letting_go or turn.is_saying(easing(turn)):
        turn.chime(Earcon.UNDERSTOOD)  # nothing is gentler than the release; and it is being said
    else:
        ease_off(turn)


def _ease_free(turn: Turn, heard: Heard) -> None:
    replies = (*told_early(turn), Reply.EASED_FREE)
    if turn.letting_go or turn.is_saying(*replies):
        turn.chime(Earcon.UNDERSTOOD)
    elif heard.choice != NO_CHOICE and choosing.may_choose(turn):
        choosing.choose(turn, heard)
    else:
        turn.break_in(*replies)


def _deeper_later(turn: Turn, _heard: Heard) -> None:
    turn.break_in(Reply.DEEPER_LATER)


def _contract_relax(turn: Turn, _heard: Heard) -> None:
    """Let the client push, too, from the first stretch on: up to there both plans are the same."""
    before = (*turn.brief.plan.steps[: turn.here], turn.step)
    if turn.brief.contract_relax is None:
        turn.break_in(Reply.CONTRACT_RELAX_UNSUITED)
    elif turn.state.held or any(step.stretch for step in before):
        turn.break_in(Reply.CONTRACT_RELAX_REFUSED)
    else:
        turn.change(contract_relax=True)
        turn.break_in(Reply.CONTRACT_RELAX_ON)


def _pause(turn: Turn, _heard: Heard) -> None:
    turn.release_and_latch(Why.PAUSE, Reply.PAUSED)


def _rest_on(turn: Turn, _heard: Heard) -> None:
    if not turn.state.saying and not turn.state.queue:
        turn.reply(Reply.STILL_RESTING)


def _resume(turn: Turn, heard: Heard) -> None:
    """The one way out of the latch; it has to be said after the latch closed.

    After a warning sign it is asked back whether that is gone.
    """
    if heard.phrase_start < turn.state.latched_at:
        return
    if turn.state.warned:
        ask_whether_gone(turn)
    else:
        turn.resume(Reply.RESUMING_MOVEMENT if turn.state.left_off else Reply.RESUMING)


def _standing_by(turn: Turn, heard: Heard) -> None:
    """Begin with the welcome, which asks to say start again: the first one may have been talk."""
    if (
        heard.intent in {Intent.START, Intent.RESUME}
        and heard.phrase_start >= turn.state.latched_at
    ):
        turn.hush()
        turn.chime(Earcon.UNDERSTOOD)
        turn.change(latched=None)
        turn.note("resume")
        turn.enter(turn.state.index)
    elif heard.intent is Intent.HELP:
        turn.reply(Reply.STANDING_BY)
    elif heard.intent in {Intent.LOUDER, Intent.QUIETER}:
        _COMMANDS[heard.intent][_LATCHED](turn, heard)


def _start_late(turn: Turn, heard: Heard) -> None:
    """After a rest "start" resumes only where nobody has been held yet."""
    act = _resume if turn.step.phase is Phase.BEGIN else _rest_on
    act(turn, heard)


def _start_early(turn: Turn, _heard: Heard) -> None:
    """Somebody who knows the guide says "start" while it still welcomes them."""
    if turn.step.phase is Phase.BEGIN:
        turn.hush()
        turn.chime(Earcon.UNDERSTOOD)
        turn.change(script=(), question=None)


def _repeat(turn: Turn, _heard: Heard) -> None:
    """Say the last cue again; a question that is answered is not asked again."""
    last, question = turn.state.last, turn.state.question
    if last is None or (last.asks and not (question and question.is_asked_by(last))):
        return
    again = (last, *(u for u in turn.state.queue if u != last))
    turn.cut()
    turn.change(queue=again)


def _help(turn: Turn, _heard: Heard) -> None:
    turn.break_in(Reply.HELP_CHOOSING if turn.step.phase is Phase.BEGIN else Reply.HELP)


def _help_stretching(turn: Turn, _heard: Heard) -> None:
    turn.break_in(Reply.HELP_STRETCHING)


def _help_resting(turn: Turn, _heard: Heard) -> None:
    asked = turn.is_asking(Question.GONE)
    turn.break_in(Reply.HELP_GONE if asked else Reply.HELP_RESTING)


def _number(turn: Turn, heard: Heard) -> None:
    read_back(turn, heard.value or 0)


def _nothing(_turn: Turn, _heard: Heard) -> None:
    """Nothing was asked, or nothing can be done."""


_Act = Callable[[Turn, Heard], None]


def _row(led: _Act, held: _Act, latched: _Act) -> dict[Situation, _Act]:
    return {_LED: led, _HELD: held, _LATCHED: latched, _ENDED: _nothing}


_COMMANDS: dict[Intent, dict[Situation, _Act]] = {
    #                       words only      under load        released, latched
    Intent.STOP:      _row(_nothing,       _nothing,         _nothing),  # safety has it
    Intent.RED_FLAG:  _row(_nothing,       _nothing,         _nothing),  # safety has it
    Intent.EASE_OFF:  _row(_ease_free,     _ease,            _rest_on),
    Intent.PAUSE:     _row(_pause,         _pause,           _rest_on),
    Intent.START:     _row(_start_early,   _nothing,         _start_late),
    Intent.RESUME:    _row(_start_early,   _nothing,         _resume),
    Intent.NEXT:      _row(to_next,        to_next,          choose_while_latched),
    Intent.BACK:      _row(back,           back,             choose_while_latched),
    Intent.WARM:      _row(leave_warm_up,  _nothing,         _rest_on),
    Intent.SWAP:      _row(swapping.offer, swapping.offer,   _rest_on),
    Intent.REPEAT:    _row(_repeat,        _repeat,          _repeat),
    Intent.TIME_LEFT: _row(tell_minutes,   tell_seconds,     tell_minutes),
    Intent.LOUDER:    _row(louder,         louder,           louder),
    Intent.QUIETER:   _row(quieter,        quieter,          quieter),
    Intent.HELP:      _row(_help,          _help_stretching, _help_resting),
    Intent.YES:       _row(_nothing,       _nothing,         _nothing),  # no question is open
    Intent.NO:        _row(_nothing,       _nothing,         _nothing),
    Intent.READY:     _row(_nothing,       _nothing,         _nothing),
    Intent.NOT_READY: _row(_nothing,       _nothing,         _nothing),
    Intent.DEEPER:    _row(_deeper_later,  deeper,           _rest_on),
    Intent.CONTRACT_RELAX: _row(_contract_relax, _contract_relax, _rest_on),
    Intent.CHOOSE:    _row(choosing.choose, _nothing,        _nothing),
    Intent.PLACE:     _row(_nothing,       _nothing,         _nothing),  # nobody asked where
    Intent.PAIN:      _row(_number,        _number,          _nothing),  # one under the limit
    Intent.UNCLEAR:   _row(_nothing,       _nothing,         _nothing),  # no question is open
}  # fmt: skip
