"""Every routine, and every stretch by itself, walked by the session core to its end."""

from __future__ import annotations

from functools import cache

import pytest

from tests.session.routines import EVERY_ROUTINE, ROUTINES
from tests.session.told import NOTHING, Session, fields_of
from voiceguide.routines.timeline import duration
from voiceguide.session.plan import Phase, Question, Side

IN_A_HOLD = {Question.PAIN, Question.FEEL, Question.WHERE, Question.TOO_MUCH}

STEP = 0.1
"""Seconds between turns."""


@pytest.fixture(params=EVERY_ROUTINE)
def told(request: pytest.FixtureRequest) -> Session:
    return answered_well(request.param)


@cache
def answered_well(routine: str) -> Session:
    """Return a session in which every question was answered well, at its end."""
    return Session(step=STEP, routine=routine).until(lambda session: session.state.ended)


def test_it_runs_to_its_end_without_a_halt(told: Session) -> None:
    assert fields_of(told.entries[-1]) == {"why": "complete"}
    assert told.notes("pause") == []


def test_every_step_of_the_plan_is_gone_through_in_turn(told: Session) -> None:
    gone = [fields_of(note)["phase"] for note in told.notes("step")]
    assert gone == [step.phase for step in told.brief.plan.steps]


def test_every_hold_lasts_what_the_plan_says_and_leads_to_its_release(told: Session) -> None:
    steps = told.notes("step")
    held = [i for i, step in enumerate(told.brief.plan.steps) if step.phase is Phase.HOLD]
    for index in held:
        step = told.brief.plan.steps[index]
        follows = steps[index + 1]
        assert follows.t - steps[index].t == pytest.approx(step.seconds, abs=0.1 + STEP)
        if fields_of(follows)["phase"] is not Phase.PUSH:
            assert told.said(since=follows.t - STEP)[0] == step.release[0]


def test_every_hold_hears_what_the_plan_asks_in_it_once(told: Session) -> None:
    held = [step for step in told.brief.plan.steps if step.phase is Phase.HOLD]
    planned = [line.asks for step in held for line in step.lines if line.asks]
    noted = [fields_of(note)["asks"] for note in told.notes("question")]
    asked = [each for each in noted if each in IN_A_HOLD]
    if any(step.phase is Phase.PUSH for step in told.brief.plan.steps):
        # after a push, whether it is too much comes before what is felt
        assert len(asked) == len(planned)
        assert all(
            each is own for each, own in zip(asked, planned, strict=True) if own is Question.PAIN
        )
    else:
        assert asked == planned


def test_both_sides_are_held_for_as_long(told: Session) -> None:
    held = {
        side: [fields_of(hold)["seconds"] for hold in told.notes("hold", side=side)]
        for side in Side
    }
    assert held[Side.LEFT] == held[Side.RIGHT]


def test_it_takes_what_was_estimated_give_or_take_a_tenth(told: Session) -> None:
    assert told.now == pytest.approx(duration(told.brief.plan), rel=0.1)


@pytest.mark.parametrize("routine", ROUTINES)
def test_nobody_is_held_where_nobody_answers(routine: str) -> None:
    silent = Session(answers=NOTHING, step=STEP, routine=routine)
    silent.until(lambda session: session.state.ended)
    assert silent.notes("hold") == silent.notes("step", phase=Phase.EASE_IN) == []
    assert fields_of(silent.entries[-1]) == {"why": "abandoned"}
