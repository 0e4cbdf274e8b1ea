"""How often one side is held: three times at most, also where it is taken up again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.test_properties import a_third
from tests.session.told import CONTRACT_RELAX, WELL, Answer, Session, fields_of
from tests.session.watches import RepetitionWatch
from voiceguide.language.intents import Intent
from voiceguide.routines import limits
from voiceguide.session.plan import Phase, Question, Side
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation
from voiceguide.session.turn import MOST_HOLDS

TWIST = "supine-spinal-twist"
JUST_TWIST = f"just {TWIST}"


def _held(session: Session) -> Session:
    """Let time pass until somebody has been held for three seconds, or it has ended."""
    held = (Situation.HELD, Phase.HOLD)
    session.until(lambda s: s.state.ended or (s.situation, s.at.phase) == held)
    return session if session.state.ended else session.passes(3.0)


def _taken_up_again(session: Session, said: Intent) -> None:
    """Break a hold off: a pause is resumed, and a change of places is answered by no."""
    session.hears(said)
    session.quiet().passes(1.0)
    if session.state.latched:
        session.hears(Intent.RESUME, ago=0.1)


def _sides(session: Session) -> list[object]:
    return [fields_of(hold)["side"] for hold in session.notes("hold", stretch=TWIST)]


def test_the_session_and_the_content_allow_as_many() -> None:
    assert MOST_HOLDS == limits.MAX_REPETITIONS


@pytest.mark.parametrize("said", [Intent.PAUSE, Intent.SWAP, Intent.BACK])
def test_a_side_that_was_held_three_times_is_not_set_up_again(said: Intent) -> None:
    """Left side: "pause", "resume", three times. "Three times is the most", and the right side."""
    session = Session(WELL, step=0.1, routine=JUST_TWIST)
    for _ in range(3):
        _held(session)
        if said is Intent.BACK:  # to the warm-up, and through it
            session.hears(said)
        else:
            _taken_up_again(session, said)
    _held(session)
    assert _sides(session) == [Side.LEFT] * 3 + [Side.RIGHT]
    assert session.reply(Reply.OFTEN_ENOUGH)[0] in session.said()
    assert [fields_of(note) for note in session.notes("left-out")] == [
        {"why": "often-enough", "stretch": TWIST, "side": Side.LEFT}
    ]


def test_one_repetition_that_was_broken_off_may_be_made_up_for() -> None:
    """Two a side: the first is broken off; two more follow, and the right side has its two."""
    session = _held(Session(WELL, step=0.1, routine=JUST_TWIST))
    _taken_up_again(session, Intent.PAUSE)
    session.until(lambda s: s.state.ended)
    assert _sides(session) == [Side.LEFT] * 3 + [Side.RIGHT] * 2
    assert session.notes("left-out") == []


def test_after_both_sides_the_cool_down_follows() -> None:
    session = Session(WELL, step=0.1, routine=JUST_TWIST)
    for _ in range(6):
        _taken_up_again(_held(session), Intent.PAUSE)
    session.until(lambda s: s.at.phase is Phase.COOL_DOWN, within=30.0)
    assert _sides(session) == [Side.LEFT] * 3 + [Side.RIGHT] * 3


def test_a_change_of_places_begins_anew_for_another_body() -> None:
    """The client: three times. They change places: the other one is held twice on each side."""
    answers: dict[Question, Answer] = {**WELL, Question.SWAP: (Intent.YES, None)}
    session = Session(answers, step=0.1, routine=JUST_TWIST)
    for _ in range(2):
        _taken_up_again(_held(session), Intent.PAUSE)
    session.until(lambda s: s.state.swapped)
    swapped = session.now
    session.until(lambda s: s.state.ended)
    second = session.notes("hold", swapped, stretch=TWIST)
    assert [fields_of(note)["side"] for note in second] == [Side.LEFT] * 2 + [Side.RIGHT] * 2


def test_the_hold_after_a_push_is_of_the_same_repetition() -> None:
    session = Session(WELL, step=0.1, routine=f"just straight-leg-hamstring{CONTRACT_RELAX}")
    session.until(lambda s: s.state.ended)
    assert session.notes("left-out") == []


@a_third
@given(
    st.sampled_from([JUST_TWIST, "just cat-cow", f"just straight-leg-hamstring{CONTRACT_RELAX}"]),
    st.lists(
        st.sampled_from([Intent.PAUSE, Intent.BACK, Intent.NEXT, Intent.SWAP]),
        min_size=4,
        max_size=9,
    ),
)
def test_nobody_is_held_more_often_however_often_holds_are_broken_off(
    routine: str, said: list[Intent]
) -> None:
    session = Session(WELL, step=0.5, routine=routine)
    session.watchers = (RepetitionWatch(session),)
    for each in said:
        if not _held(session).state.ended:
            _taken_up_again(session, each)
    session.until(lambda s: s.state.ended, within=3600.0)
