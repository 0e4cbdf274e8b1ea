from __future__ import annotations

import re
from itertools import groupby, pairwise

import pytest

from voiceguide.paths import content_dir
from voiceguide.routines.library import load_routine, load_sentences
from voiceguide.routines.planning import duration, plan, timeline
from voiceguide.routines.timing import spoken_seconds, words
from voiceguide.session.plan import Cue, Phase, Plan, Question, Role, Side
from voiceguide.session.sentences import Reply

ARTICLES = {
    "000_61c5e9427e3c6396.txt",
    "001_dcaa7ce0be9571c0.txt",
    "002_56a37f25f547bb1b.txt",
    "003_af6178c12898b617.txt",
}

# The guide listens while it speaks: none of these may come out of its own mouth.
LIVE = (
    "stop|stops|stopped|stopping|halt|enough|ease off|ease up|easy|easier|too much|too far|too hard"
    "|too deep|less|lighter|gently|gentler|softer|no more|let go|let me go|ouch|ow|ah|no no|sharp"
    "|stabbing|shooting|burning|numb|numbness|tingling|dizzy|pins and needles|down my leg"
)

ROUTINE = load_routine("lower-back", content_dir())
PLAN = plan(ROUTINE)
SENTENCES = load_sentences(content_dir())
STEPS = PLAN.steps
OF_STRETCHES = [step for step in STEPS if step.stretch]


def every_cue() -> list[Cue]:
    """Return all that the guide can say in this routine."""
    cues = list(SENTENCES.every_cue())
    for step in STEPS:
        cues += [line.cue for line in (*step.lines, *step.afresh)] + list(step.release)
    return sorted(set(cues), key=lambda cue: cue.text)


@pytest.mark.parametrize("cue", every_cue(), ids=lambda cue: cue.text)
def test_the_guide_never_says_a_live_safety_word(cue: Cue) -> None:
    assert not re.search(rf"\b({LIVE})\b", cue.text.lower())


@pytest.mark.parametrize("cue", every_cue(), ids=lambda cue: cue.text)
def test_a_cue_is_short_plain_and_filled_in(cue: Cue) -> None:
    assert words(cue.text) <= 25
    assert re.fullmatch(r"[A-Za-z0-9 ,.:?'-]+", cue.text)


def test_the_parts_come_in_the_order_of_the_articles() -> None:
    assert [part for part, _ in groupby(STEPS, lambda step: step.part)] == [
        "begin",
        "stop-point",
        "warm-up",
        "knees-to-chest",
        "supine-spinal-twist/left",
        "supine-spinal-twist/right",
        "straight-leg-hamstring/left",
        "straight-leg-hamstring/right",
        "cool-down",
        "farewell",
    ]


def test_every_repetition_goes_through_the_same_phases() -> None:
    for _, group in groupby(OF_STRETCHES, lambda step: (step.part, step.rep)):
        assert [step.phase for step in group] == [
            Phase.SET_UP,
            Phase.READY,
            Phase.EASE_IN,
            Phase.HOLD,
            Phase.RELEASE,
            Phase.REST,
        ]


def test_both_sides_get_the_same() -> None:
    given = {
        side: [
            (step.stretch, step.phase, step.rep, step.seconds)
            for step in STEPS
            if step.side is side
        ]
        for side in Side
    }
    assert given[Side.LEFT]
    assert given[Side.LEFT] == given[Side.RIGHT]


def test_both_sides_hear_the_same_number_of_cues_at_the_same_moments() -> None:
    left = [step for step in STEPS if step.side is Side.LEFT]
    right = [step for step in STEPS if step.side is Side.RIGHT]
    for one, other in zip(left, right, strict=True):
        assert [(line.at, line.asks) for line in one.lines] == [
            (line.at, line.asks) for line in other.lines
        ]


def test_every_hold_is_followed_by_the_release_of_its_stretch() -> None:
    for step, after in pairwise(STEPS):
        if step.phase is Phase.HOLD:
            assert after.phase is Phase.RELEASE
            assert (after.stretch, after.side, after.rep) == (step.stretch, step.side, step.rep)
            assert tuple(line.cue for line in after.lines) == step.release


def test_every_step_knows_how_to_let_loose_and_begins_with_the_partner() -> None:
    assert all(step.release[0].role is Role.PARTNER for step in STEPS)
    assert all(step.release[0].text.startswith("Partner: ") for step in STEPS)


def test_a_hold_lasts_what_its_stretch_says_and_never_above_60_s() -> None:
    seconds = {stretch.name: stretch.seconds for stretch in ROUTINE.stretches}
    for step in STEPS:
        if step.phase is Phase.HOLD:
            assert step.stretch is not None
            assert step.seconds == seconds[step.stretch] <= 60


def test_holds_and_repetitions_are_those_of_the_articles() -> None:
    for stretch in ROUTINE.stretches:
        assert 20 <= stretch.seconds <= 30
        assert 2 <= stretch.repetitions <= 3


def test_a_hold_asks_for_a_number_early_enough_to_ask_again() -> None:
    again = spoken_seconds(SENTENCES.questions[Question.PAIN].again.text)
    for step in STEPS:
        if step.phase is Phase.HOLD:
            (asked,) = (line for line in step.lines if line.asks is Question.PAIN)
            assert asked.at is not None
            assert asked.at + spoken_seconds(asked.cue.text) + 5 + again + 5 <= step.seconds


def test_the_first_cue_of_a_hold_is_over_before_the_number_is_asked_for() -> None:
    for step in STEPS:
        if step.phase is Phase.HOLD:
            first, asked = step.lines[:2]
            assert asked.at is not None
            assert first.at == 0
            assert spoken_seconds(first.cue.text) <= asked.at


def test_no_timed_cue_comes_before_the_one_before_it_is_spoken() -> None:
    for step in STEPS:
        for line, after in pairwise(step.lines):
            if line.at is not None and after.at is not None:
                assert line.at + spoken_seconds(line.cue.text) <= after.at


def test_time_left_is_said_in_every_hold() -> None:
    for step in STEPS:
        if step.phase is Phase.HOLD:
            said = {line.cue.text: line.at for line in step.lines}
            assert said["Half way."] == step.seconds / 2
            assert said["Five seconds left."] == step.seconds - 5


def test_ready_is_asked_before_every_hold_and_nothing_else_is_in_that_step() -> None:
    for step in STEPS:
        if step.phase is Phase.READY:
            assert [line.asks for line in step.lines] == [Question.READY]


def test_the_session_asks_to_begin_and_for_the_stop_point_last_in_their_parts() -> None:
    begin, stop_point, *others = STEPS
    assert [line.asks for line in begin.lines][-1] is Question.BEGIN
    assert [line.asks for line in stop_point.lines][-1] is Question.STOP_POINT
    assert not any(line.asks for line in (*begin.lines[:-1], *stop_point.lines[:-1]))
    assert {line.asks for step in others for line in step.lines} == {
        None,
        Question.READY,
        Question.PAIN,
    }


def test_the_warm_up_takes_five_to_ten_minutes_before_any_stretch() -> None:
    (warm_up,) = (step for step in STEPS if step.phase is Phase.WARM_UP)
    assert 300 <= warm_up.seconds <= 600
    first = next(index for index, step in enumerate(STEPS) if step.stretch)
    assert STEPS.index(warm_up) < first


@pytest.mark.parametrize("phase", [Phase.WARM_UP, Phase.COOL_DOWN, Phase.EASE_IN])
def test_nobody_waits_more_than_20_s_for_the_next_word(phase: Phase) -> None:
    for step in STEPS:
        if step.phase is phase:
            moments = [line.at for line in step.lines if line.at is not None]
            assert len(moments) == len(step.lines)
            moments = [0.0, *moments, step.seconds]
            assert all(after - before <= 20 for before, after in pairwise(moments))


def test_a_later_repetition_has_a_short_set_up_and_keeps_the_whole_one_for_after_a_halt() -> None:
    set_ups = [step for step in STEPS if step.phase is Phase.SET_UP]
    whole = {step.part: step.lines for step in set_ups if step.rep == 1}
    for step in set_ups:
        if step.rep == 1:
            assert step.afresh == ()
        else:
            assert step.afresh == whole[step.part]
            assert len(step.lines) < len(whole[step.part])


def test_a_cue_says_whom_it_is_for_at_first_and_whenever_that_changes() -> None:
    for step in STEPS:
        role = None
        for line in step.lines:
            if line.cue.role is not role or line.at is not None:
                assert _is_addressed(line.cue)
            role = line.cue.role


def test_every_question_and_every_reply_has_its_words() -> None:
    assert set(SENTENCES.questions) == set(Question)
    assert set(SENTENCES.replies) == set(Reply)
    assert all(SENTENCES.replies.values())
    for asking in SENTENCES.questions.values():
        assert _is_addressed(asking.ask)
        assert _is_addressed(asking.again)
    for cues in SENTENCES.replies.values():
        assert _is_addressed(cues[0])


def test_the_question_for_the_limit_names_that_of_the_routine() -> None:
    assert "limit is 3." in load_sentences(content_dir(), 3).questions[Question.STOP_POINT].ask.text
    assert "limit is 4." in STEPS[1].lines[-1].cue.text


def test_what_the_guide_says_is_the_same_in_the_plan_and_in_the_sentences() -> None:
    asked = {line.asks: line.cue for step in STEPS for line in step.lines if line.asks}
    for question, cue in asked.items():
        assert SENTENCES.questions[question].ask == cue


def test_every_source_is_one_of_the_four_articles() -> None:
    for sources in (ROUTINE.file.sources, *(each.file.sources for each in ROUTINE.stretches)):
        assert {source.article for source in sources} <= ARTICLES


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
