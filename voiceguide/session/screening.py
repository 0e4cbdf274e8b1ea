"""The screening: may this person be stretched at all, and with which stretches?

==================  =====================  ====================  ===========================
asked about         yes                    no                    not understood, or silence,
                                                                 after it was put once more
==================  =====================  ====================  ===========================
what it covers      the session ends, or   the next question     as yes
                    it is asked which, or
                    stretches are left out
one condition       it is there            it is not             as yes
alone
a clearance         asked back             the session ends      as no
the same, back      goes on without what   the session ends      as no
                    the condition bars
==================  =====================  ====================  ===========================

Nothing that comes after it in the plan can be entered before it is passed: see ``Turn.enter``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.session.effects import Earcon
from voiceguide.session.plan import Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Why

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.session.conditions import Screen
    from voiceguide.session.turn import Turn

QUESTIONS = frozenset(
    {Question.SCREENING, Question.CONDITION, Question.CLEARANCE, Question.CLEARED}
)
"""What it asks; a number, such as "no pain", is no clear answer to any of it."""

YES, NO, NOTHING = "yes", "no", "none"
"""How an answer is written into the journal."""


def insist(turn: Turn) -> None:
    """Somebody wants to go on without answering: the question is put once more."""
    if turn.state.heading is not None:
        turn.break_in(Reply.SCREENING_FIRST)  # people are on their way to it
        return
    question = turn.state.question
    name, _screened = _screen(turn)
    turn.hush()
    turn.change(script=())
    turn.reply(Reply.SCREENING_FIRST)
    asked = (question.asks, question.about) if question else (Question.SCREENING, name)
    turn.ask(*asked)


def _screen(turn: Turn) -> tuple[str, Screen]:
    name = turn.step.about
    if name is None:
        raise LookupError(f"the step {turn.step.part} asks about no condition")
    return name, turn.brief.plan.screening.screens[name]


def _nothing_there(turn: Turn) -> None:
    name, screen = _screen(turn)
    turn.note("screening", about=name, answer=NO, conditions=screen.covers)
    _pass(turn, name)


def _something_there(turn: Turn, answer: str) -> None:
    screening = turn.brief.plan.screening
    name, screen = _screen(turn)
    turn.note("screening", about=name, answer=answer, conditions=screen.covers)
    turn.change(question=None, claims=())
    if screening.told_apart(screen.covers):
        turn.ask(Question.CONDITION, screen.covers[0])
    else:
        _claimed(turn, screen.covers)


def _condition(turn: Turn, answer: str) -> None:
    """Note whether the condition that was asked about alone is there, and ask for the next."""
    question = turn.state.question
    if question is None or question.about is None:
        return
    turn.note("screening", about=question.about, answer=answer, conditions=(question.about,))
    claims = turn.state.claims if answer == NO else (*turn.state.claims, question.about)
    turn.change(question=None, claims=claims)
    covers = _screen(turn)[1].covers
    to_ask = covers[covers.index(question.about) + 1 :]
    if to_ask:
        turn.ask(Question.CONDITION, to_ask[0])
    else:
        _claimed(turn, claims or covers)  # one of them it is: they have said so


def _claimed(turn: Turn, conditions: tuple[str, ...]) -> None:
    """These conditions are there: leave out, or ask for a clearance if it may lift all of them."""
    screening = turn.brief.plan.screening
    name, screen = _screen(turn)
    turn.change(claims=conditions)
    if screen.leaves_out:
        turn.leave_out(Why.CONDITION, *sorted(screening.barred_by(conditions)))
        _pass(turn, name)
    elif all(screening.conditions[name].clearance for name in conditions):
        turn.ask(Question.CLEARANCE)
    else:
        _end(turn)


def _ask_back(turn: Turn) -> None:
    turn.change(question=None)
    turn.ask(Question.CLEARED)


def _cleared(turn: Turn) -> None:
    claims = turn.state.claims
    turn.note("clearance", answer=YES, conditions=claims)
    turn.leave_out(Why.CONDITION, *sorted(turn.brief.plan.screening.barred_by(claims)))
    _pass(turn, _screen(turn)[0])


def _not_cleared(turn: Turn, answer: str) -> None:
    turn.note("clearance", answer=answer, conditions=turn.state.claims)
    _end(turn)


def _end(turn: Turn) -> None:
    turn.say(*_screen(turn)[1].explained)
    turn.reply(Reply.SCREENED_OUT)
    turn.end(Why.CONDITION)


def _pass(turn: Turn, name: str) -> None:
    turn.chime(Earcon.UNDERSTOOD)
    turn.change(question=None, claims=(), passed=turn.state.passed | {name})
    if turn.brief.plan.unscreened(turn.state.passed) is None:
        _tell_what_is_left_out(turn)


def _tell_what_is_left_out(turn: Turn) -> None:
    titles = turn.brief.plan.titles
    left_out = [name for name in titles if name in turn.state.left_out]
    if titles and len(left_out) == len(titles):
        turn.reply(Reply.NOTHING_LEFT)
        turn.end(Why.NOTHING_LEFT)
        return
    for name in left_out:
        turn.reply(Reply.LEFT_OUT, stretch=titles[name])


ANSWERS: dict[tuple[Question, Intent], Callable[[Turn, Heard], None]] = {
    (Question.SCREENING, Intent.YES): lambda turn, _: _something_there(turn, YES),
    (Question.SCREENING, Intent.NO): lambda turn, _: _nothing_there(turn),
    (Question.CONDITION, Intent.YES): lambda turn, _: _condition(turn, YES),
    (Question.CONDITION, Intent.NO): lambda turn, _: _condition(turn, NO),
    (Question.CLEARANCE, Intent.YES): lambda turn, _: _ask_back(turn),
    (Question.CLEARANCE, Intent.NO): lambda turn, _: _not_cleared(turn, NO),
    (Question.CLEARED, Intent.YES): lambda turn, _: _cleared(turn),
    (Question.CLEARED, Intent.NO): lambda turn, _: _not_cleared(turn, NO),
}

SILENCE: dict[Question, Callable[[Turn], None]] = {
    Question.SCREENING: lambda turn: _something_there(turn, NOTHING),
    Question.CONDITION: lambda turn: _condition(turn, NOTHING),
    Question.CLEARANCE: lambda turn: _not_cleared(turn, NOTHING),
    Question.CLEARED: lambda turn: _not_cleared(turn, NOTHING),
}
