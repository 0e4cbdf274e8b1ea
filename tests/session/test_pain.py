"""Numbers: let go at the limit, lighten just under it, fine below."""

from __future__ import annotations

from itertools import product

import pytest

from tests.session.told import Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Hush
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

HELD = [Phase.EASE_IN, Phase.HOLD, Phase.RELEASE]
LED = [Phase.BEGIN, Phase.WARM_UP, Phase.SET_UP, Phase.READY, Phase.REST, Phase.COOL_DOWN]
LIMITS = [1, 3, 4, 5]


def _with_limit(phase: Phase, limit: int) -> Session:
    session = session_in(phase).until(lambda s: s.state.saying is not None).passes(0.3)
    return session.with_limit(limit)


def _said_after(session: Session, number: int, count: int = 1) -> list[str]:
    spoken = session.now
    session.hears(Intent.PAIN, number)
    session.passes(20)
    return [cue.text for cue in session.said(since=spoken)[:count]]


AT_THE_LIMIT = [(n, m) for n, m in product((1, 3, 4, 5, 6, 10), LIMITS) if n >= m]
UNDER = [(n, m) for n, m in product(range(5), LIMITS) if n < m]


@pytest.mark.parametrize("phase", [*HELD, *LED])
@pytest.mark.parametrize(("number", "limit"), AT_THE_LIMIT)
def test_a_number_at_the_limit_or_above_lets_go(number: int, limit: int, phase: Phase) -> None:
    session = _with_limit(phase, limit)
    release, spoken = session.at.release, session.now
    assert Hush() in session.hears(Intent.PAIN, number)
    session.quiet()
    assert session.state.latched is Why.PAIN
    over = session.reply(Reply.OVER_LIMIT, number=number)
    assert session.said(since=spoken) == [*release, *over]
    assert [fields_of(note) for note in session.notes("pain")][-1] == {"value": number}


@pytest.mark.parametrize("phase", HELD)
@pytest.mark.parametrize(("number", "limit"), UNDER)
def test_a_number_just_under_the_limit_lightens_and_others_are_fine(
    number: int, limit: int, phase: Phase
) -> None:
    session = _with_limit(phase, limit)
    reply = Reply.NUMBER_EASE if number == limit - 1 else Reply.NUMBER_FINE
    spoken = [cue.text for cue in session.reply(reply, number=number)]
    assert _said_after(session, number, len(spoken)) == spoken


@pytest.mark.parametrize("phase", LED)
@pytest.mark.parametrize(("number", "limit"), UNDER)
def test_with_nobody_held_every_number_under_the_limit_is_fine(
    number: int, limit: int, phase: Phase
) -> None:
    session = _with_limit(phase, limit)
    (fine,) = session.reply(Reply.NUMBER_FINE, number=number)
    assert _said_after(session, number) == [fine.text]


@pytest.mark.parametrize("number", [0, 2])
def test_a_number_that_was_asked_for_closes_the_question(number: int) -> None:
    session = session_in(Phase.HOLD).asked(Question.PAIN)
    session.hears(Intent.PAIN, number, ago=0.0)
    session.until(lambda s: s.at.phase is Phase.RELEASE, within=20)
    assert len(session.notes("question", asks=Question.PAIN, since=session.state.entered - 30)) == 1
    assert session.situation is Situation.HELD


def test_a_number_at_the_limit_lets_go_also_when_it_was_asked_for() -> None:
    session = session_in(Phase.HOLD).asked(Question.PAIN)
    session.hears(Intent.PAIN, 4, ago=0.0)
    assert session.state.latched is Why.PAIN


def test_after_a_number_the_half_and_the_last_five_seconds_are_still_told() -> None:
    session = session_in(Phase.HOLD)
    began = session.now
    session.asked(Question.PAIN).hears(Intent.PAIN, 2, ago=0.0)
    session.until(lambda s: s.at.phase is Phase.RELEASE, within=20)
    texts = [cue.text for cue in session.said(since=began)]
    assert {"Half way.", "Five seconds left."} <= set(texts)


def test_the_limit_that_was_agreed_counts() -> None:
    session = session_in(Phase.STOP_POINT).asked(Question.STOP_POINT)
    session.hears(Intent.PAIN, 3, ago=0.0)
    session.until(lambda s: s.at.phase is Phase.WARM_UP, within=10)
    session.hears(Intent.PAIN, 3)
    assert session.state.latched is Why.PAIN


def test_a_number_under_the_limit_while_latched_changes_nothing() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    session.hears(Intent.STOP)
    before = session.quiet().state
    assert session.hears(Intent.PAIN, 1) == ()
    assert session.state == before


def test_a_number_at_the_limit_while_latched_is_answered_and_stays_latched() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    session.hears(Intent.STOP)
    session.quiet().hears(Intent.PAIN, 7)
    session.quiet()
    assert session.said()[-2:] == session.reply(Reply.OVER_LIMIT, number=7)
    assert session.situation is Situation.LATCHED
