"""The questions: what each answer leads to, and what silence does."""

from __future__ import annotations

import pytest

from tests.session.told import Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.answers import PATIENCE
from voiceguide.session.effects import Earcon
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

PHASES = {
    Question.BEGIN: Phase.BEGIN,
    Question.STOP_POINT: Phase.STOP_POINT,
    Question.READY: Phase.READY,
    Question.PAIN: Phase.HOLD,
}
ASKED_AGAIN = [Question.STOP_POINT, Question.READY, Question.PAIN]
LATCHING = [Question.BEGIN, Question.READY, Question.PAIN]


def _asked(question: Question, limit: int = 4) -> Session:
    """Return a session that has just asked a question to its end."""
    if question is Question.STOP_POINT and limit != 4:
        session = Session(answers={Question.SCREENING: (Intent.NO, None)}, limit=limit).passes(3.0)
        session.hears(Intent.RESUME)
        return session.asked(question)
    return session_in(PHASES[question]).asked(question)


# --- silence --------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", PHASES)
def test_nobody_answers_so_it_is_asked_once_more(question: Question) -> None:
    session = _asked(question)
    asked = session.now
    session.asked(question)
    assert session.said(since=asked) == [session.brief.sentences.questions[question].again]
    assert session.now - asked > PATIENCE[question]


@pytest.mark.parametrize("question", LATCHING)
def test_nobody_answers_again_so_people_are_let_go_and_it_waits(question: Question) -> None:
    session = _asked(question).asked(question)
    release, asked = session.at.release, session.now
    session.passes(PATIENCE[question] + 0.2).quiet()
    assert session.said(since=asked) == [*release, *session.reply(Reply.UNANSWERED)]
    assert session.state.latched is Why.NO_ANSWER
    assert fields_of(session.notes("release")[-1])["why"] == "no-answer"
    assert len(session.notes("question", asks=question)) == 2


@pytest.mark.parametrize("question", LATCHING)
def test_silence_is_never_taken_for_consent(question: Question) -> None:
    session = _asked(question)
    asked = session.now
    session.passes(300)
    assert session.notes("step", since=asked) == session.notes("hold", since=asked) == []


@pytest.mark.parametrize(("limit", "kept"), [(4, 4), (5, 4), (3, 3)])
def test_nobody_names_a_limit_so_the_lower_one_counts(limit: int, kept: int) -> None:
    session = _asked(Question.STOP_POINT, limit)
    session.until(lambda s: s.at.phase is Phase.WARM_UP, within=60)
    assert session.state.limit == kept
    assert session.said()[-1:] == session.reply(Reply.LIMIT_SET, limit=kept)


def test_a_hold_that_ends_while_its_number_is_owed_lets_go_and_waits() -> None:
    session = session_in(Phase.HOLD)
    for _ in range(2):
        session.passes(4.0).hears(Intent.HELP)
    session.until(lambda s: s.situation is Situation.LATCHED, within=26)
    assert session.now - session.notes("hold")[-1].t <= 25.1
    assert session.state.latched is Why.NO_ANSWER


# --- an answer that is not understood -------------------------------------------------------------


@pytest.mark.parametrize("question", ASKED_AGAIN)
def test_what_is_not_understood_is_asked_again_at_once(question: Question) -> None:
    session = _asked(question)
    session.passes(1.0).hears(Intent.UNCLEAR)
    heard = session.now
    session.asked(question)
    again = session.brief.sentences.questions[question].again
    assert session.said(heard - 0.01) == [*session.reply(Reply.NOT_UNDERSTOOD), again]


@pytest.mark.parametrize("question", ASKED_AGAIN)
def test_what_is_not_understood_twice_is_left_to_the_silence_after_it(question: Question) -> None:
    session = _asked(question)
    session.passes(1.0).hears(Intent.UNCLEAR)
    session.asked(question).passes(1.0)
    before = session.state
    assert session.hears(Intent.UNCLEAR) == ()
    assert session.state == before


def test_a_number_that_is_never_understood_ends_in_the_release() -> None:
    session = _asked(Question.PAIN)
    session.passes(1.0).hears(Intent.UNCLEAR)
    session.asked(Question.PAIN).passes(1.0).hears(Intent.UNCLEAR)
    session.passes(PATIENCE[Question.PAIN])
    assert session.state.latched is Why.NO_ANSWER


def test_an_answer_that_is_said_better_counts_also_while_it_is_asked_for_again() -> None:
    session = _asked(Question.PAIN)
    session.passes(1.0).hears(Intent.UNCLEAR)
    session.passes(1.0).hears(Intent.PAIN, 2)
    assert session.state.question is None
    assert fields_of(session.notes("pain")[-1]) == {"value": 2}


def test_while_people_settle_down_they_are_let_talk() -> None:
    session = _asked(Question.BEGIN)
    before = session.state
    assert session.hears(Intent.UNCLEAR) == ()
    assert session.state == before


# --- begin and ready ------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", [Intent.YES, Intent.RESUME])
@pytest.mark.parametrize(
    ("question", "then"), [(Question.BEGIN, Phase.SCREENING), (Question.READY, Phase.EASE_IN)]
)
def test_a_yes_goes_on_and_is_heard_to(question: Question, then: Phase, intent: Intent) -> None:
    session = _asked(question)
    asked = session.now
    session.passes(1.0).hears(intent)
    session.until(lambda s: s.at.phase is then, within=2)
    assert session.chimes(since=asked) == [Earcon.UNDERSTOOD]


def test_a_yes_to_ready_counts_while_the_question_is_still_spoken() -> None:
    session = session_in(Phase.READY).until(lambda s: s.state.saying is not None)
    session.passes(1.0).hears(Intent.YES, ago=0.4)
    session.until(lambda s: s.at.phase is Phase.EASE_IN, within=2)


def test_a_yes_said_before_the_question_does_not_count() -> None:
    session = session_in(Phase.READY).until(lambda s: s.state.saying is not None)
    session.passes(0.4).hears(Intent.YES, ago=0.9)
    session.passes(5.0)
    assert session.at.phase is Phase.READY


@pytest.mark.parametrize("question", [Question.BEGIN, Question.READY])
def test_a_no_waits_and_the_question_stays_open(question: Question) -> None:
    session = _asked(question)
    asked = session.now
    session.hears(Intent.NO, ago=0.0)
    session.passes(PATIENCE[question])
    assert session.said(asked - 0.01) == session.reply(Reply.NOT_READY)
    session.hears(Intent.YES)
    session.until(lambda s: s.at.phase is not PHASES[question], within=2)


def test_a_no_as_often_as_one_likes_never_starts_and_never_latches() -> None:
    session = _asked(Question.READY)
    for _ in range(10):
        session.hears(Intent.NO, ago=0.0)
        session.passes(8.0)
    assert session.at.phase is Phase.READY
    assert session.situation is Situation.LED


@pytest.mark.parametrize("intent", [Intent.HELP, Intent.TIME_LEFT, Intent.EASE_OFF])
def test_another_command_leaves_the_question_open(intent: Intent) -> None:
    session = _asked(Question.READY)
    session.hears(intent)
    session.quiet().passes(1.0).hears(Intent.YES)
    session.until(lambda s: s.at.phase is Phase.EASE_IN, within=2)


# --- the stop point -------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 4, 5])
def test_a_limit_up_to_five_is_taken_and_said_back(number: int) -> None:
    session = _asked(Question.STOP_POINT)
    session.hears(Intent.PAIN, number, ago=0.0)
    session.until(lambda s: s.at.phase is Phase.WARM_UP, within=10)
    assert session.state.limit == number
    assert session.said()[-1:] == session.reply(Reply.LIMIT_SET, limit=number)


def test_a_yes_keeps_the_limit_of_the_routine() -> None:
    session = _asked(Question.STOP_POINT, limit=5)
    session.hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.at.phase is Phase.WARM_UP, within=10)
    assert session.state.limit == 5


@pytest.mark.parametrize("number", [6, 8, 10])
def test_a_limit_above_five_is_refused_and_asked_again(number: int) -> None:
    session = _asked(Question.STOP_POINT)
    asked = session.now
    session.hears(Intent.PAIN, number, ago=0.0)
    session.asked(Question.STOP_POINT)
    again = session.brief.sentences.questions[Question.STOP_POINT].again
    assert session.said(asked - 0.01) == [*session.reply(Reply.LIMIT_TOO_HIGH), again]
    assert session.state.limit == 4


@pytest.mark.parametrize("limit", [3, 5])
def test_a_limit_above_five_twice_leaves_the_lower_of_the_two_and_says_so(limit: int) -> None:
    """They: "eight". Say four or five. "Eight". Five is the highest. Your limit is four."""
    session = _asked(Question.STOP_POINT, limit)
    session.hears(Intent.PAIN, 8, ago=0.0)
    asked = session.quiet().now
    session.hears(Intent.PAIN, 8, ago=0.0)
    session.until(lambda s: s.at.phase is Phase.WARM_UP, within=20)
    kept = min(limit, 4)
    assert session.state.limit == kept
    told = [*session.reply(Reply.LIMIT_TOO_HIGH), *session.reply(Reply.LIMIT_SET, limit=kept)]
    assert session.said(asked - 0.01)[: len(told)] == told


@pytest.mark.parametrize(("intent", "number"), [(Intent.NO, None), (Intent.PAIN, 0)])
def test_a_no_or_a_zero_is_no_limit_and_asked_again(intent: Intent, number: int | None) -> None:
    session = _asked(Question.STOP_POINT)
    session.hears(intent, number, ago=0.0)
    session.asked(Question.STOP_POINT)
    assert session.state.limit == 4


def test_a_number_said_before_the_limit_was_asked_for_is_not_one() -> None:
    session = session_in(Phase.STOP_POINT).until(lambda s: s.state.question is not None)
    session.passes(0.3).hears(Intent.PAIN, 5, ago=1.0)
    assert session.state.latched is Why.PAIN
    assert session.state.limit == 4
