"""Numbers: let go at the limit, ease off just under it or well above the first, fine below."""

from __future__ import annotations

from itertools import product

import pytest

from tests.session.told import Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Hush
from voiceguide.session.pain import Verdict, verdict
from voiceguide.session.plan import Breath, Phase, Question
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


@pytest.mark.parametrize("phase", [Phase.EASE_IN, Phase.HOLD])
@pytest.mark.parametrize(("number", "limit"), UNDER)
def test_a_number_just_under_the_limit_lightens_and_others_are_fine(
    number: int, limit: int, phase: Phase
) -> None:
    session = _with_limit(phase, limit)
    near = [*session.reply(Reply.NUMBER_NEAR, number=number), *session.reply(Reply.EASED)]
    fine = session.reply(Reply.NUMBER_FINE, number=number)
    spoken = [cue.text for cue in (near if 0 < number == limit - 1 else fine)]
    assert _said_after(session, number, len(spoken)) == spoken


@pytest.mark.parametrize(("number", "limit"), UNDER)
def test_while_people_are_let_go_a_number_is_read_back_after_the_release(
    number: int, limit: int
) -> None:
    session = _with_limit(Phase.RELEASE, limit)
    _, *rest = session.at.release
    said = [*rest, *session.reply(Reply.NUMBER_FINE, number=number)]
    assert _said_after(session, number, len(said)) == [cue.text for cue in said]


@pytest.mark.parametrize("phase", LED)
@pytest.mark.parametrize(("number", "limit"), UNDER)
def test_with_nobody_held_every_number_under_the_limit_is_fine(
    number: int, limit: int, phase: Phase
) -> None:
    session = _with_limit(phase, limit)
    (fine,) = session.reply(Reply.NUMBER_FINE, number=number)
    assert _said_after(session, number) == [fine.text]


TABLE = {  # first number of the stretch, then the letter of each number from 0 to 10
    # (stop point, first): R release, N ease off as it is near, U ease off as it went up, - fine
    (1, None): "- R R R R R R R R R R",
    (2, None): "- N R R R R R R R R R",
    (3, None): "- - N R R R R R R R R",
    (3, 0): "   - - N R R R R R R R R",
    (4, None): "- - - N R R R R R R R",
    (4, 0): "   - - U N R R R R R R R",
    (4, 1): "   - - - N R R R R R R R",
    (4, 3): "   - - - N R R R R R R R",
    (5, None): "- - - - N R R R R R R",
    (5, 0): "   - - U U N R R R R R R",
    (5, 1): "   - - - U N R R R R R R",
    (5, 2): "   - - - - N R R R R R R",
    (5, 4): "   - - - - N R R R R R R",
}
LETTERS = {
    "R": Verdict.RELEASE,
    "N": Verdict.NEAR,
    "U": Verdict.RISEN,
    "-": Verdict.FINE,
}


@pytest.mark.parametrize(("limit", "first"), TABLE)
def test_what_a_number_comes_to_is_a_table(limit: int, first: int | None) -> None:
    row = [LETTERS[letter] for letter in TABLE[limit, first].split()]
    assert [verdict(number, limit, first, held=True) for number in range(11)] == row
    eased = {Verdict.NEAR, Verdict.RISEN}
    told = [Verdict.FINE if each in eased else each for each in row]
    assert [verdict(number, limit, first, held=False) for number in range(11)] == told


def _held_with(first: int, limit: int) -> Session:
    session = session_in(Phase.HOLD).with_limit(limit).asked(Question.PAIN)
    session.hears(Intent.PAIN, first, ago=0.0)
    return session.quiet()


def test_a_number_two_above_the_first_of_this_stretch_eases_off() -> None:
    """In the hold: zero; later: two. "Two, that has risen." Half of the pressure."""
    session = _held_with(0, limit=5)
    risen = [*session.reply(Reply.NUMBER_RISEN, number=2), *session.reply(Reply.EASED)]
    assert _said_after(session, 2, len(risen)) == [cue.text for cue in risen]


def test_a_number_one_above_the_first_is_fine() -> None:
    session = _held_with(0, limit=5)
    (fine,) = session.reply(Reply.NUMBER_FINE, number=1)
    assert _said_after(session, 1) == [fine.text]


def test_the_first_number_counts_for_the_next_repetition_and_not_for_the_next_stretch() -> None:
    session = _held_with(0, limit=5)
    session.answers = {Question.READY: (Intent.YES, None)}
    session.until(lambda s: s.at.rep == 2 and s.at.phase is Phase.HOLD).hears(Intent.PAIN, 2)
    assert session.notes("eased", since=session.now - 1)
    session.quiet().hears(Intent.NEXT)
    session.until(lambda s: s.at.phase is Phase.HOLD and s.at.stretch == "supine-spinal-twist")
    before = session.now
    session.hears(Intent.PAIN, 2)
    assert not session.notes("eased", since=before - 1)


@pytest.mark.parametrize("stretch", ["childs-pose", "prone-pigeon", "cat-cow"])
def test_where_the_client_moves_the_client_is_told_to_have_less_of_it(stretch: str) -> None:
    session = Session(routine=f"just {stretch}", step=0.1)
    session.until(lambda s: s.at.phase is Phase.HOLD).passes(1.0)
    eased = session.now
    session.hears(Intent.EASE_OFF)
    session.quiet()
    (alone,) = session.reply(Reply.EASED_ALONE)
    assert session.said(eased - 0.01)[0] == alone
    assert session.reply(Reply.EASED)[0] not in session.said()


@pytest.mark.parametrize("at", [1.0, 5.0, 17.0])
@pytest.mark.parametrize(("intent", "value"), [(Intent.EASE_OFF, None), (Intent.PAIN, 3)])
@pytest.mark.parametrize("stretch", ["knees-to-chest", "cat-cow"])
def test_who_had_less_while_they_are_eased_in_is_told_of_no_deepening_any_more(
    stretch: str, intent: Intent, value: int | None, at: float
) -> None:
    """Neither is "on the breath out, guide both knees" finished, nor "lean in" begun."""
    session = Session(routine=f"just {stretch}", step=0.1)
    session.until(lambda s: s.at.phase is Phase.EASE_IN).passes(at)
    deepening = {line.cue for line in session.at.lines if line.breath is Breath.OUT}
    eased = session.now
    session.hears(intent, value)
    session.until(lambda s: s.at.phase is Phase.HOLD, within=40.0)
    assert not deepening & {*session.said(eased - 0.01)}
    assert session.situation is Situation.HELD


def test_what_less_cuts_off_is_not_said_after_it_where_it_is_no_longer_true() -> None:
    """In the hold: "two"; "2. That is ..."; "ease off"; "Take off half ..." and no more."""
    session = session_in(Phase.HOLD).asked(Question.PAIN)
    session.hears(Intent.PAIN, 2, ago=0.0)
    session.passes(1.0)
    eased = session.now
    session.hears(Intent.EASE_OFF, ago=0.1)
    session.quiet()
    assert session.said(eased - 0.01) == session.reply(Reply.EASED)


def test_less_is_asked_of_the_partner_once_for_two_numbers_in_a_row() -> None:
    """In the hold: "three"; "3, close ..."; "three"; "3, close ... Take off half ...", once."""
    session = session_in(Phase.HOLD).asked(Question.PAIN)
    session.hears(Intent.PAIN, 3, ago=0.0)
    session.passes(0.5)
    again = session.now
    session.hears(Intent.PAIN, 3, ago=0.1)
    session.quiet()
    near = [*session.reply(Reply.NUMBER_NEAR, number=3), *session.reply(Reply.EASED)]
    assert session.said(again - 0.01) == near


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
