"""Talking while stretching: what is asked beside the number, and what the answers do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.session.test_properties import Moment, a_third, begun, happenings, live
from tests.session.told import Session, Turned, brief, fields_of, session_in
from voiceguide.language.intents import Heard, Intent
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

if TYPE_CHECKING:
    from collections.abc import Callable

ASKED_IN = {
    Question.FEEL: "knees-to-chest",
    Question.WHERE: "supine-spinal-twist",
    Question.TOO_MUCH: "straight-leg-hamstring",
}
"""The stretches of the lower-back routine whose second hold asks this."""


def _asked(question: Question, number: int = 2, *, now: bool = True) -> Session:
    """Return a session that has just asked this, in a stretch whose last number was this.

    ``now``: it was said in the same hold as well, not only in the one before.
    """
    session = session_in(Phase.SET_UP, stretch=ASKED_IN[question])
    session.answers = {Question.READY: (Intent.YES, None), Question.PAIN: (Intent.PAIN, number)}
    if now:
        session.until(lambda s: s.at.rep == 2 and s.at.phase is Phase.HOLD).passes(0.2)
        session.hears(Intent.PAIN, number, ago=0.0)
    return session.asked(question)


def _after(session: Session, intent: Intent, *places: str) -> list[str]:
    """Return what is said after this was heard."""
    heard = session.now
    session.happens(Heard(intent, "", None, heard, heard, frozenset(places)))
    said = session.until(lambda s: not s.state.queue and not s.state.saying).said(heard - 0.01)
    return [cue.text for cue in said if cue.text not in {"Half way.", "Five seconds left."}]


def _told(*replies: Reply) -> list[str]:
    said = brief().sentences.reply
    return [cue.text for reply in replies for cue in said(reply)]


def _ask(question: Question) -> str:
    return brief().sentences.questions[question].ask.text


@pytest.mark.parametrize(
    ("question", "answer", "places", "replies"),
    [
        (Question.FEEL, Intent.YES, [], [Reply.FELT]),
        (Question.FEEL, Intent.NO, [], [Reply.FURTHER]),
        (Question.WHERE, Intent.PLACE, ["lower-back"], [Reply.FELT]),
        (Question.WHERE, Intent.PLACE, ["back", "hips"], [Reply.FELT]),
        (Question.WHERE, Intent.BACK, [], [Reply.FELT]),
        (Question.WHERE, Intent.PLACE, ["knees"], [Reply.FELT_ELSEWHERE, Reply.EASED]),
        (Question.WHERE, Intent.PLACE, ["neck"], [Reply.FELT_ELSEWHERE, Reply.EASED]),
        (Question.WHERE, Intent.PLACE, ["hips", "ankles"], [Reply.FELT_ELSEWHERE, Reply.EASED]),
        (Question.WHERE, Intent.NO, [], [Reply.FURTHER]),
        (Question.TOO_MUCH, Intent.YES, [], [Reply.EASED]),
        (Question.TOO_MUCH, Intent.EASE_OFF, [], [Reply.EASED]),
        (Question.TOO_MUCH, Intent.NO, [], [Reply.FELT]),
    ],
)
def test_what_an_answer_leads_to(
    question: Question, answer: Intent, places: list[str], replies: list[Reply]
) -> None:
    session = _asked(question)
    assert _after(session, answer, *places) == _told(*replies)
    assert session.state.question is None
    assert session.situation is Situation.HELD


def test_a_number_answers_each_of_the_questions() -> None:
    for question in ASKED_IN:
        session = _asked(question)
        session.hears(Intent.PAIN, 1, ago=0.0)
        assert session.state.question is None
        assert fields_of(session.notes("pain")[-1]) == {"value": 1}


@pytest.mark.parametrize("question", ASKED_IN)
def test_no_answer_to_any_of_them_lets_go_and_waits(question: Question) -> None:
    session = _asked(question)
    session.until(lambda s: s.situation is Situation.LATCHED, within=20)
    assert session.state.latched is Why.NO_ANSWER


def test_after_going_further_a_number_is_asked_for() -> None:
    """Nothing is felt. "A little further ..."; then, in its turn, "which number?"."""
    session = _asked(Question.FEEL)
    answered = session.now
    session.hears(Intent.NO, ago=0.0)
    session.asked(Question.PAIN)
    said = [cue.text for cue in session.said(answered - 0.01)]
    assert [each for each in said if each in {*_told(Reply.FURTHER), _ask(Question.PAIN)}] == [
        *_told(Reply.FURTHER),
        _ask(Question.PAIN),
    ]


@pytest.mark.parametrize("question", [Question.FEEL, Question.WHERE])
def test_nobody_goes_further_by_a_number_of_the_repetition_before(question: Question) -> None:
    """The second hold: "do you feel a stretch?" "No." "Which number?", and nothing more of it."""
    session = _asked(question, now=False)
    answered = session.now
    session.hears(Intent.NO, ago=0.0)
    session.asked(Question.PAIN)
    assert session.said(answered - 0.01)[0].text == _ask(Question.PAIN)
    assert session.notes("further") == []


@pytest.mark.parametrize("away", [Intent.NEXT, Intent.SWAP])
def test_a_number_from_before_the_release_counts_no_more(away: Intent) -> None:
    """The first hold: "two"; they move on, or ask to change places, and come back; "deeper"."""
    session = _with_number(2)
    session.hears(away)
    if away is Intent.NEXT:
        session.passes(3.0).hears(Intent.BACK)
    session.answers = {Question.READY: (Intent.YES, None), Question.SWAP: (Intent.NO, None)}
    session.until(lambda s: s.state.heading is None and s.at.phase is Phase.HOLD).passes(0.2)
    assert session.at.stretch == "knees-to-chest"
    assert _after(session, Intent.DEEPER)[:1] == _told(Reply.DEEPER_LATER)


def test_whoever_feels_nothing_close_to_the_limit_stays_as_it_is() -> None:
    session = _asked(Question.FEEL).with_limit(3)
    assert _after(session, Intent.NO) == _told(Reply.STAYS)
    assert session.notes("further") == []


def test_after_easing_off_whether_it_is_too_much_is_asked_before_all_else() -> None:
    """The first hold: "three", near the limit, eased. The second: "Is it more than you like?"."""
    session = session_in(Phase.SET_UP, stretch="knees-to-chest")
    session.answers = {Question.READY: (Intent.YES, None), Question.PAIN: (Intent.PAIN, 3)}
    session.asked(Question.TOO_MUCH)
    assert session.at.rep == 2
    assert session.notes("question", asks=Question.FEEL) == []


# --- deeper ---------------------------------------------------------------------------------------


def _with_number(number: int, limit: int = 4) -> Session:
    """Return a session in its first hold, in which this number was said."""
    session = session_in(Phase.HOLD).with_limit(limit).asked(Question.PAIN)
    session.hears(Intent.PAIN, number, ago=0.0)
    return session.quiet()


def test_deeper_is_asked_back_to_the_client_and_a_number_follows_it() -> None:
    """In the hold, after "two": "deeper". "Client: shall it be a little more?" And: "yes"."""
    session = Session(routine="just childs-pose", step=0.1)
    session.until(lambda s: bool(s.notes("pain")))
    assert _after(session, Intent.DEEPER) == [_ask(Question.DEEPER)]
    assert _ask(Question.DEEPER).startswith("Client: ")
    assert _after(session, Intent.YES) == [*_told(Reply.FURTHER_ALONE), _ask(Question.PAIN)]


def test_late_in_a_hold_a_little_further_is_all_and_the_number_is_left_to_the_next() -> None:
    session = _with_number(1)
    session.hears(Intent.DEEPER)
    assert _after(session.asked(Question.DEEPER), Intent.YES) == _told(Reply.FURTHER)
    assert session.state.felt.last is None


@pytest.mark.parametrize("answer", [Intent.NO, None])
def test_without_the_client_s_yes_it_stays_as_it_is(answer: Intent | None) -> None:
    session = _with_number(1)
    session.hears(Intent.DEEPER)
    session.asked(Question.DEEPER)
    if answer:
        session.hears(answer, ago=0.0)
    session.until(lambda s: s.at.phase is Phase.RELEASE, within=25)
    assert session.notes("further") == []
    assert session.situation is Situation.HELD


@pytest.mark.parametrize(
    ("come", "reply"),
    [
        (lambda: session_in(Phase.WARM_UP).passes(1.0), Reply.DEEPER_LATER),
        (lambda: session_in(Phase.EASE_IN).passes(1.0), Reply.DEEPER_LATER),
        (lambda: session_in(Phase.HOLD).passes(1.0), Reply.DEEPER_LATER),
        (lambda: session_in(Phase.HOLD).asked(Question.PAIN), Reply.DEEPER_LATER),
        (lambda: _with_number(2, limit=3), Reply.STAYS),
        (lambda: _with_number(3, limit=5).passes(5.0), Reply.STAYS_SHORT),
    ],
)
def test_deeper_is_refused_with_the_reason(come: Callable[[], Session], reply: Reply) -> None:
    session = come()
    heard = session.now
    session.hears(Intent.DEEPER)
    session.passes(1.0)
    assert session.said(heard - 0.01)[0].text == _told(reply)[0]
    assert not session.is_asking(Question.DEEPER)


def test_deeper_after_easing_off_stays_as_it_is_until_another_number() -> None:
    session = _with_number(3)
    assert _after(session, Intent.DEEPER)[0] == _told(Reply.STAYS)[0]
    session = _with_number(1)
    session.hears(Intent.EASE_OFF)
    assert _after(session.quiet(), Intent.DEEPER)[0] == _told(Reply.STAYS_EASED)[0]
    session.hears(Intent.PAIN, 1)
    assert _after(session.quiet(), Intent.DEEPER)[0] != _told(Reply.STAYS_EASED)[0]


def test_deeper_after_easing_off_stays_as_it_is_in_a_rhythm_too() -> None:
    session = Session(routine="just cat-cow", step=0.1).until(lambda s: bool(s.notes("pain")))
    session.passes(5.0).hears(Intent.EASE_OFF)
    asked = session.passes(8.0).now
    session.hears(Intent.DEEPER)
    session.passes(1.0)
    assert session.said(asked - 0.01)[0].text == _told(Reply.STAYS_EASED)[0]


def test_deeper_after_a_number_that_has_risen_stays_as_it_is() -> None:
    session = _with_number(0, limit=5)
    session.hears(Intent.PAIN, 2)
    assert _after(session.quiet(), Intent.DEEPER)[0] == _told(Reply.STAYS_EASED)[0]


def test_less_while_it_is_told_to_go_further_is_not_followed_by_going_further() -> None:
    session = _asked(Question.FEEL)
    session.hears(Intent.NO, ago=0.0)
    session.passes(1.0)
    assert _after(session, Intent.EASE_OFF)[:2] == _told(Reply.EASED)
    assert len([cue for cue in session.said() if cue.text in _told(Reply.FURTHER)]) == 1


def test_less_answers_a_question_that_is_just_being_asked() -> None:
    session = _with_number(1)
    session.hears(Intent.DEEPER)
    session.passes(0.5).hears(Intent.EASE_OFF)
    session.until(lambda s: s.at.phase is Phase.RELEASE, within=25)
    assert session.notes("question", asks=Question.DEEPER) == []
    assert len(session.notes("eased")) == 1


def test_whoever_has_been_let_go_gets_no_more_of_it() -> None:
    session = _with_number(1)
    session.hears(Intent.RED_FLAG)
    session.quiet().hears(Intent.DEEPER)
    session.quiet()
    assert session.notes("further") == session.notes("question", asks=Question.DEEPER) == []


# --- whatever happens -----------------------------------------------------------------------------


@dataclass
class Talk:
    """Sees to it that a question is alone, and that nothing gets more but as it may."""

    furthered: int = 0

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        before, after = turned.before, turned.after
        if before.question and after.question and not isinstance(turned.event, Heard):
            assert before.question.asks is after.question.asks
        for _ in turned.kinds("further"):
            self.furthered += 1
            assert before.felt.last is not None
            assert before.felt.last < before.limit - 1
            assert before.latched is after.latched is None
            if turned.left.phase is not Phase.PUSH:  # after which the plan goes further by itself
                assert turned.left.phase is Phase.HOLD
                assert isinstance(turned.event, Heard)
                assert before.question is not None


@a_third
@given(begun, happenings)
def test_one_question_at_a_time_and_never_more_but_below_the_limit(
    session: Session, story: list[Moment]
) -> None:
    session.watchers = (Talk(),)
    live(session, story)
