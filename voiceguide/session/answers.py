"""What an answer to each question leads to, and what silence does.

==============  ================  ==================  ===========  ==========================
asked           yes, resume       no                  a number     silence, twice
==============  ================  ==================  ===========  ==========================
begin           the session goes  there is time       (a number)   latched: no answer; or
                on; start, too                                     it stands by
the screening   see ``screening``
stop point      the default       asked again         the limit    the default, the lower one
warm already    warm-up is left   warm-up goes on     asked again  warm-up goes on
ready           eased in          there is time       (a number)   release, latched
a number        (not an answer)   (not an answer)     see pain     release, latched
what is felt    see talk          see talk            see pain     release, latched
all of it gone  goes on, but for  it rests on         asked again  it rests on
                the region
more of it      see talk          see talk            (a number)   nothing changes
how they feel   (not an answer)   (not an answer)     read back    the session goes on; after a
                                                                   high number to the farewell
to swap         see ``swapping``
==============  ================  ==================  ===========  ==========================

"Ready" and "okay" are a yes, and "not ready" a no, but for the screening, the warm-up and what is
felt after a warning sign: there they are asked again. What was not understood is asked again at
once, and the second time left to the silence after it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.session import choosing, leaving_out, resting, screening, swapping, talk
from voiceguide.session.brief import DEFAULT_LIMIT
from voiceguide.session.effects import Earcon
from voiceguide.session.pain import read_back
from voiceguide.session.plan import Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Asked, Utterance, Why

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.session.turn import Turn

HIGHEST_LIMIT = 5
"""No stop point is above this (000_61c5e9427e3c6396.txt)."""

PATIENCE = {
    Question.BEGIN: 18.0,
    Question.SCREENING: 6.0,
    Question.CONDITION: 6.0,
    Question.CLEARANCE: 6.0,
    Question.CLEARED: 6.0,
    Question.STOP_POINT: 6.0,
    Question.WARM: 6.0,
    Question.READY: 8.0,
    Question.PAIN: 5.0,
    Question.FEEL: 5.0,
    Question.WHERE: 5.0,
    Question.TOO_MUCH: 5.0,
    Question.DEEPER: 5.0,
    Question.GONE: 8.0,
    Question.AFTERWARDS: 6.0,
    Question.SWAP: 6.0,
}
"""Seconds of silence after a question that count as no answer. An answer that is just being said
is understood about a second after its end."""


_OF_THE_BODY = screening.QUESTIONS | {Question.WARM, Question.GONE}
"""What only a clear yes or no answers."""

_LOOSELY = {Intent.READY: Intent.YES, Intent.NOT_READY: Intent.NO}

_NO_ANSWER_OF_THE_BODY = frozenset({Intent.PAIN, *_LOOSELY})
"""What is asked again there: "no pain" and "okay" answer something else."""


def answer(turn: Turn, heard: Heard) -> bool:
    """Take what was heard as an answer to the open question; return whether it is one."""
    question = turn.state.question
    if question is None or heard.phrase_start < question.since:
        return False
    of_the_body = question.asks in _OF_THE_BODY
    if heard.intent is Intent.UNCLEAR or (of_the_body and heard.intent in _NO_ANSWER_OF_THE_BODY):
        _not_understood(turn, question)
        return True
    act = _ANSWERS.get((question.asks, _LOOSELY.get(heard.intent, heard.intent)))
    if act is None:
        return False
    turn.hush()
    act(turn, heard)
    return True


def unanswered(turn: Turn) -> None:
    """Ask once more; after that take silence for no answer. Nothing is taken for consent."""
    question = turn.state.question
    if question is None:
        return
    if question.times == 1:
        _ask_again(turn, question)
    else:
        _SILENCE[question.asks](turn)


def _not_understood(turn: Turn, question: Asked) -> None:
    """Ask once more, at once. After that there is still the time of any answer to say it better.

    Nobody is asked whether they are there yet: while people settle down they talk.
    """
    if question.times == 1 and question.asks is not Question.BEGIN:
        turn.hush()
        turn.reply(Reply.NOT_UNDERSTOOD)
        _ask_again(turn, question)


def _ask_again(turn: Turn, question: Asked) -> None:
    again = turn.asking(question.asks, question.about).again
    turn.change(
        queue=(*turn.state.queue, Utterance(again, question.asks, question.about)),
        question=replace(question, times=2, deadline=None),
    )


def _go_on(turn: Turn, _heard: Heard) -> None:
    turn.chime(Earcon.UNDERSTOOD)
    turn.change(question=None, script=())


def _there_is_time(turn: Turn, _heard: Heard) -> None:
    turn.reply(Reply.NOT_READY)
    if turn.state.question:
        turn.change(question=replace(turn.state.question, times=1, deadline=None))


def _number(turn: Turn, heard: Heard) -> None:
    turn.change(question=None)
    read_back(turn, heard.value or 0)


def _afterwards(turn: Turn, heard: Heard) -> None:
    resting.afterwards(turn, heard.value or 0)


def _limit(turn: Turn, heard: Heard) -> None:
    number = heard.value or 0
    if number > HIGHEST_LIMIT:
        turn.reply(Reply.LIMIT_TOO_HIGH)
    if not 1 <= number <= HIGHEST_LIMIT:
        unanswered(turn)
        return
    _set_limit(turn, number)


def _keep_limit(turn: Turn, _heard: Heard) -> None:
    _set_limit(turn, turn.state.limit)


def _set_limit(turn: Turn, limit: int) -> None:
    turn.change(limit=limit, question=None)
    turn.reply(Reply.LIMIT_SET, limit=limit)


def _leave_warm_up(turn: Turn, _heard: Heard) -> None:
    turn.reply(Reply.NEXT)
    turn.head_for(turn.brief.plan.part_after(turn.state.index, turn.state.left_out))


def _stay(turn: Turn, _heard: Heard) -> None:
    turn.chime(Earcon.UNDERSTOOD)
    _warm_up(turn)


def _warm_up(turn: Turn) -> None:
    """Go on with the warm-up; one that has not begun yet is led as long as any."""
    begun = turn.state.script != turn.step.lines
    turn.change(question=None, entered=turn.state.entered if begun else turn.now)


def _nobody_answers(turn: Turn) -> None:
    turn.release_and_latch(Why.NO_ANSWER, Reply.UNANSWERED)


def _nobody_begins(turn: Turn) -> None:
    if turn.brief.stands_by:
        turn.stand_by()
        choosing.forget(turn)
    else:
        _nobody_answers(turn)


_ANSWERS: dict[tuple[Question, Intent], Callable[[Turn, Heard], None]] = {
    (Question.BEGIN, Intent.YES): _go_on,
    (Question.BEGIN, Intent.RESUME): _go_on,
    (Question.BEGIN, Intent.START): _go_on,
    (Question.BEGIN, Intent.NO): _there_is_time,
    **screening.ANSWERS,
    (Question.STOP_POINT, Intent.YES): _keep_limit,
    (Question.STOP_POINT, Intent.NO): lambda turn, _: unanswered(turn),
    (Question.STOP_POINT, Intent.PAIN): _limit,
    (Question.WARM, Intent.YES): _leave_warm_up,
    (Question.WARM, Intent.NO): _stay,
    (Question.READY, Intent.YES): _go_on,
    (Question.READY, Intent.RESUME): _go_on,
    (Question.READY, Intent.NO): _there_is_time,
    (Question.PAIN, Intent.PAIN): _number,
    (Question.FEEL, Intent.PAIN): _number,
    (Question.WHERE, Intent.PAIN): _number,
    (Question.TOO_MUCH, Intent.PAIN): _number,
    **talk.ANSWERS,
    **leaving_out.ANSWERS,
    (Question.AFTERWARDS, Intent.PAIN): _afterwards,
    **swapping.ANSWERS,
}

_SILENCE: dict[Question, Callable[[Turn], None]] = {
    Question.BEGIN: _nobody_begins,
    **screening.SILENCE,
    Question.STOP_POINT: lambda turn: _set_limit(turn, min(turn.state.limit, DEFAULT_LIMIT)),
    Question.WARM: _warm_up,
    Question.READY: _nobody_answers,
    Question.PAIN: _nobody_answers,
    Question.FEEL: _nobody_answers,
    Question.WHERE: _nobody_answers,
    Question.TOO_MUCH: _nobody_answers,
    Question.DEEPER: talk.as_it_is,
    **leaving_out.SILENCE,
    Question.AFTERWARDS: lambda turn: turn.change(question=None),
    **swapping.SILENCE,
}
