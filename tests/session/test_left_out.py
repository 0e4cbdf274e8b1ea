"""A stretch that is left out: nobody is led into it any more, whatever is said."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.told import NOTHING, WELL, Answer, Session, brief, fields_of, session_in
from tests.session.told import moments as steps
from tests.session.told import session_in_step as in_step
from voiceguide.language.intents import Intent
from voiceguide.session.plan import Phase, Question
from voiceguide.session.state import Why

TWIST = "supine-spinal-twist"
Story = list[tuple[float, Intent]]
Answers = Mapping[Question, Answer]

STRETCHES = ["knees-to-chest", TWIST, "straight-leg-hamstring"]
SAID = [Intent.NEXT, Intent.BACK, Intent.STOP, Intent.PAUSE, Intent.RESUME, Intent.YES]


def leaving(session: Session, *names: str) -> Session:
    """Let these be left out from now on."""
    return session.does(lambda turn: turn.leave_out(Why.RED_FLAG, *names))


def led_into(session: Session, since: float) -> set[object]:
    """Return the stretches whose set-up, easing in or hold began after a time."""
    into = {Phase.SET_UP, Phase.READY, Phase.EASE_IN, Phase.HOLD}
    notes = [fields_of(note) for note in session.notes("step", since=since)]
    return {fields["stretch"] for fields in notes if fields["phase"] in into}


@pytest.mark.parametrize("index", range(steps()))
def test_from_any_step_the_session_goes_on_to_its_end_without_it(index: int) -> None:
    session = in_step(index, WELL).passes(2.0)
    left = session.now
    leaving(session, TWIST).until(lambda s: s.state.ended)
    assert TWIST not in led_into(session, left)
    assert fields_of(session.notes("end")[0]) == {"why": "complete"}


def test_whoever_is_held_in_it_is_let_go_before_anything_else() -> None:
    """00:00 in the twist; left out; 00:00 the release, its first words; then the hamstring."""
    session = session_in(Phase.HOLD, stretch=TWIST).passes(9.0)
    release, now = session.at.release, session.now - 0.01
    leaving(session, TWIST).until(lambda s: s.at.phase is Phase.SET_UP)
    assert session.said(now)[: len(release)] == list(release)
    assert session.at.stretch == "straight-leg-hamstring"


def test_left_out_while_resting_resume_goes_on_with_the_next_part() -> None:
    session = session_in(Phase.HOLD, stretch=TWIST).passes(9.0)
    session.hears(Intent.STOP)
    leaving(session, TWIST).quiet().hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.at.phase is Phase.SET_UP and s.state.latched is None)
    assert session.at.stretch == "straight-leg-hamstring"


def test_back_goes_to_the_last_part_before_it() -> None:
    session = leaving(session_in(Phase.SET_UP, stretch="straight-leg-hamstring"), TWIST)
    session.hears(Intent.BACK)
    session.until(lambda s: s.state.heading is None and not s.state.queue)
    assert session.at.stretch == "knees-to-chest"


def test_the_minutes_left_are_those_without_it() -> None:
    before = session_in(Phase.SET_UP)
    after = leaving(before.copy(), TWIST, "straight-leg-hamstring")
    told = []
    for session in (before, after):
        session.hears(Intent.TIME_LEFT)
        session.passes(1.0)
        told.append(session.said()[-1].text)
    assert told == ["About 18 minutes left.", "About 6 minutes left."]


def test_what_is_left_out_from_the_start_is_never_led_into() -> None:
    session = Session(step=0.1, left_out=frozenset({TWIST}))
    session.until(lambda s: s.state.ended)
    assert led_into(session, 0.0) == {None, *STRETCHES} - {TWIST, None}
    assert session.now < brief().remaining[0] - 240


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.integers(0, steps() - 1),
    st.frozensets(st.sampled_from(STRETCHES), min_size=1),
    st.lists(st.tuples(st.floats(0.0, 40.0), st.sampled_from(SAID)), max_size=8),
    st.sampled_from([WELL, NOTHING]),
)
def test_it_never_holds_whatever_is_said(
    index: int,
    names: frozenset[str],
    story: list[tuple[float, Intent]],
    answers: Mapping[Question, Answer],
) -> None:
    session = in_step(index, answers)
    session.step = 0.1
    left = session.now
    leaving(session, *sorted(names))
    for wait, intent in story:
        session.passes(wait).hears(intent, ago=0.0)
    session.passes(60.0)
    assert not led_into(session, left) & names
    assert not [note for note in session.notes("hold", left) if fields_of(note)["stretch"] in names]
