"""The lower-back routine as a plan, and the guide's own sentences beside it."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest

from voiceguide.paths import content_dir
from voiceguide.routines.cues_file import OF_CONDITIONS
from voiceguide.routines.library import load_routine, load_sentences
from voiceguide.routines.planning import plan
from voiceguide.routines.timeline import duration, timeline
from voiceguide.routines.timing import spoken_seconds
from voiceguide.session.plan import Cue, Phase, Plan, Question
from voiceguide.session.sentences import Reply

ROUTINE = load_routine("lower-back", content_dir())
PLAN = plan(ROUTINE)
SENTENCES = load_sentences(content_dir())
STEPS = PLAN.steps


def test_the_parts_come_in_the_order_of_the_articles() -> None:
    assert [part for part, _ in groupby(STEPS, lambda step: step.part)] == [
        "begin",
        "screening",
        "stop-point",
        "warm-up",
        "knees-to-chest",
        "supine-spinal-twist/left",
        "supine-spinal-twist/right",
        "straight-leg-hamstring/left",
        "straight-leg-hamstring/right",
        "cool-down",
        "afterwards",
        "swap",
        "farewell",
    ]


def test_holds_and_repetitions_are_those_of_the_articles() -> None:
    for stretch in ROUTINE.stretches:
        assert 20 <= stretch.seconds <= 30
        assert 2 <= stretch.repetitions <= 3


def test_time_left_is_said_in_every_hold() -> None:
    for step in STEPS:
        if step.phase is Phase.HOLD:
            said = {line.cue.text: line.at for line in step.lines}
            assert said["Half way."] == step.seconds / 2
            assert said["Five seconds left."] == step.seconds - 5


def test_a_hold_asks_its_first_question_early_enough_to_ask_again() -> None:
    for step in STEPS:
        if step.phase is Phase.HOLD:
            asked = next(line for line in step.lines if line.asks)
            assert asked.asks is not None
            assert asked.at is not None
            again = spoken_seconds(SENTENCES.questions[asked.asks].again.text)
            assert asked.at + spoken_seconds(asked.cue.text) + 5 + again + 5 <= step.seconds


def test_every_question_and_every_reply_has_its_words() -> None:
    assert set(SENTENCES.questions) == set(Question) - OF_CONDITIONS
    assert set(SENTENCES.replies) == set(Reply)
    assert all(SENTENCES.replies.values())
    for asking in SENTENCES.questions.values():
        assert _is_addressed(asking.ask)
        assert _is_addressed(asking.again)
    for cues in SENTENCES.replies.values():
        assert _is_addressed(cues[0])


def test_the_question_for_the_limit_names_that_of_the_routine() -> None:
    (stop_point,) = (step for step in STEPS if step.phase is Phase.STOP_POINT)
    assert "limit, 3," in load_sentences(content_dir(), 3).questions[Question.STOP_POINT].ask.text
    assert "limit, 4," in stop_point.lines[-1].cue.text


def test_what_the_guide_says_is_the_same_in_the_plan_and_in_the_sentences() -> None:
    asked = {line.asks: line.cue for step in STEPS for line in step.lines if line.asks}
    for question, cue in asked.items():
        if question in OF_CONDITIONS:
            continue
        assert SENTENCES.questions[question].ask == cue


def test_the_timeline_has_no_gaps_and_ends_with_the_session() -> None:
    timed = timeline(PLAN)
    assert [each.step for each in timed] == list(STEPS)
    for one, after in pairwise(timed):
        assert after.start == pytest.approx(one.start + one.seconds)
    assert timed[-1].start + timed[-1].seconds == pytest.approx(duration(PLAN))
    assert 20 * 60 <= duration(PLAN) <= 30 * 60


def test_planning_twice_gives_the_same_plan() -> None:
    again: Plan = plan(load_routine("lower-back", content_dir()))
    assert again == PLAN


def _is_addressed(cue: Cue) -> bool:
    return cue.text.startswith({"client": "Client: ", "partner": "Partner: "}.get(cue.role, ""))
