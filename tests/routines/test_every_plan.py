"""What holds for every routine, and for every stretch by itself."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import pytest

from voiceguide.language.compiling import load_phrasebook
from voiceguide.paths import content_dir
from voiceguide.routines import limits
from voiceguide.routines.library import load_routine, load_sentences
from voiceguide.routines.live_words import live_words
from voiceguide.routines.planning import plan
from voiceguide.routines.timeline import duration
from voiceguide.routines.timing import spoken_seconds, words
from voiceguide.session.plan import Cue, Phase, Question, Role, Side, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTENT = content_dir()
ROUTINES = sorted(path.stem for path in (CONTENT / "routines").iterdir())
STRETCHES = sorted(path.stem for path in (CONTENT / "stretches").iterdir())
LOADED = {name: load_routine(name, CONTENT) for name in ROUTINES}
LOADED |= {f"just {name}": load_routine(f"just {name}", CONTENT) for name in STRETCHES}
PLANS = {name: plan(routine) for name, routine in LOADED.items()}

TALK = {Question.FEEL, Question.WHERE, Question.TOO_MUCH}
LOAD = {Question.PAIN, Question.TOO_MUCH}
"""What every long hold asks one of."""


@pytest.fixture(params=PLANS, ids=str)
def session(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def steps(session: str) -> tuple[Step, ...]:
    return PLANS[session].steps


def cues(steps: Iterable[Step]) -> set[Cue]:
    """Return all that steps can say."""
    found: set[Cue] = set()
    for step in steps:
        found |= {line.cue for line in (*step.lines, *step.afresh, *step.posture)}
        found |= set(step.release)
    return found


@pytest.fixture
def replies(session: str) -> set[Cue]:
    """Return what the guide can say besides, about the stretches of a session and its client."""
    whole = PLANS[session]
    said = load_sentences(CONTENT).every_cue(stretches=whole.titles.values())
    return {*said, *whole.screening.every_cue()}


def test_the_guide_never_commands_itself(steps: tuple[Step, ...], replies: set[Cue]) -> None:
    """Questions name their answers; all else is free of every command."""
    book = load_phrasebook(CONTENT)
    asked = {line.cue for step in steps for line in step.lines if line.asks}
    for cue in cues(steps) - asked - _own_words():
        assert not list(live_words(cue.text, book)), cue.text
    for cue in asked | replies | _own_words():
        assert not list(live_words(cue.text, book, teaching=True)), cue.text


def test_a_cue_is_short_plain_and_filled_in(steps: tuple[Step, ...], replies: set[Cue]) -> None:
    for cue in cues(steps) | replies:
        assert words(cue.text) <= limits.MAX_CUE_WORDS
        assert re.fullmatch(r"[A-Za-z0-9 ,.:?'-]+", cue.text)


def test_the_warm_up_comes_before_and_the_cool_down_after_the_stretches(
    steps: tuple[Step, ...],
) -> None:
    first, *_, last = (index for index, step in enumerate(steps) if step.stretch)
    before = [phase for phase, _ in groupby(step.phase for step in steps[:first])]
    after = [step.phase for step in steps[last + 1 :]]
    assert before == [Phase.BEGIN, Phase.SCREENING, Phase.STOP_POINT, Phase.WARM_UP]
    assert after == [Phase.COOL_DOWN, Phase.AFTERWARDS, Phase.SWAP, Phase.FAREWELL]


def test_every_repetition_goes_through_the_same_phases(steps: tuple[Step, ...]) -> None:
    of_stretches = [step for step in steps if step.stretch]
    for _, group in groupby(of_stretches, lambda step: (step.part, step.rep)):
        assert [step.phase for step in group] == [
            Phase.SET_UP,
            Phase.READY,
            Phase.EASE_IN,
            Phase.HOLD,
            Phase.RELEASE,
            Phase.REST,
        ]


def test_both_sides_get_the_same_at_the_same_moments(steps: tuple[Step, ...]) -> None:
    given = {
        side: [
            (*(step.stretch, step.phase, step.rep, step.seconds), *_moments(step))
            for step in steps
            if step.side is side
        ]
        for side in Side
    }
    assert given[Side.LEFT] == given[Side.RIGHT]


def test_a_stretch_on_both_sides_is_done_on_both(session: str, steps: tuple[Step, ...]) -> None:
    for stretch in LOADED[session].stretches:
        sides = {step.side for step in steps if step.stretch == stretch.name}
        assert sides == ({None} if stretch.file.sides == "none" else set(Side))


def test_every_hold_is_followed_by_the_release_of_its_stretch(steps: tuple[Step, ...]) -> None:
    for step, after in pairwise(steps):
        if step.phase is Phase.HOLD:
            assert after.phase is Phase.RELEASE
            assert (after.stretch, after.side, after.rep) == (step.stretch, step.side, step.rep)
            assert tuple(line.cue for line in after.lines) == step.release


def test_every_step_knows_how_to_let_loose_and_never_begins_with_the_client(
    steps: tuple[Step, ...],
) -> None:
    """The partner first, but for where both walk: there it is for both."""
    for step in steps:
        first = step.release[0]
        walking = step.phase in {Phase.WARM_UP, Phase.COOL_DOWN}
        assert first.role is (Role.BOTH if walking else Role.PARTNER)
        assert walking or first.text.startswith("Partner: ")


def test_no_hold_and_no_count_is_above_the_hard_limits(session: str) -> None:
    routine, steps = LOADED[session], PLANS[session].steps
    assert routine.stop_point <= 5
    assert all(step.seconds <= 60 for step in steps if step.phase is Phase.HOLD)
    assert all((step.rep or 0) <= 3 for step in steps)
    assert 300 <= next(s.seconds for s in steps if s.phase is Phase.WARM_UP) <= 600


def test_a_hold_lasts_what_its_stretch_says(session: str, steps: tuple[Step, ...]) -> None:
    seconds = {stretch.name: stretch.seconds for stretch in LOADED[session].stretches}
    for step in steps:
        if step.phase is Phase.HOLD:
            assert step.stretch is not None
            assert step.seconds == seconds[step.stretch]


def test_the_first_hold_of_every_side_asks_for_a_number_early(steps: tuple[Step, ...]) -> None:
    for step in steps:
        if step.phase is Phase.HOLD and step.rep == 1:
            asked = next(line for line in step.lines if line.asks)
            assert asked.asks is Question.PAIN
            assert asked.at is not None
            assert asked.at <= 12


def test_no_two_holds_in_a_row_go_without_a_number_and_none_asks_it_twice(
    steps: tuple[Step, ...],
) -> None:
    holds = [step for step in steps if step.phase is Phase.HOLD]
    numbers = [[line.asks for line in step.lines].count(Question.PAIN) for step in holds]
    assert set(numbers) <= {0, 1}
    assert all(before or after for before, after in pairwise(numbers))
    loads = [{line.asks for line in step.lines} & LOAD for step in holds]
    assert all(load for load, step in zip(loads, holds, strict=True) if step.seconds >= 25)


def test_a_hold_asks_two_questions_at_most_and_has_time_for_the_answers(
    steps: tuple[Step, ...],
) -> None:
    for step in (step for step in steps if step.phase is Phase.HOLD):
        asked = [line for line in step.lines if line.asks]
        assert len(asked) <= (2 if step.seconds >= 25 else 1)
        ends = [line.at or 0.0 for line in asked[1:]] + [step.seconds]
        for line, end in zip(asked, ends, strict=True):
            assert (line.at or 0.0) + spoken_seconds(line.cue.text) + 5 <= end


def test_what_is_asked_beside_the_number_goes_round_from_stretch_to_stretch(
    steps: tuple[Step, ...],
) -> None:
    others = [
        line.asks
        for step in steps
        if step.phase is Phase.HOLD and step.side in {None, Side.LEFT}
        for line in step.lines
        if line.asks and line.asks is not Question.PAIN
    ]
    turns = [Question.FEEL, Question.WHERE, Question.TOO_MUCH]
    if len({step.stretch for step in steps if step.stretch}) == 1 and len(others) > 1:
        turns = [Question.WHERE, Question.TOO_MUCH]  # a stretch by itself: where tells whether
    assert others == [turns[index % len(turns)] for index in range(len(others))]


def test_the_first_cue_of_a_hold_comes_at_once(steps: tuple[Step, ...]) -> None:
    assert all(step.lines[0].at == 0 for step in steps if step.phase is Phase.HOLD)


def test_no_timed_cue_comes_before_the_one_before_it_is_spoken(steps: tuple[Step, ...]) -> None:
    for step in steps:
        for line, after in pairwise(step.lines):
            if line.at is not None and after.at is not None:
                assert line.at + spoken_seconds(line.cue.text) <= after.at


def test_ready_is_asked_before_every_hold_and_nothing_else_is_in_that_step(
    steps: tuple[Step, ...],
) -> None:
    for step in steps:
        if step.phase is Phase.READY:
            assert [line.asks for line in step.lines] == [Question.READY]


def test_the_session_asks_to_begin_and_for_the_stop_point_last_in_their_parts(
    steps: tuple[Step, ...],
) -> None:
    begin, *others = (step for step in steps if step.phase is not Phase.SCREENING)
    stop_point, *others = others
    assert [line.asks for line in begin.lines][-1] is Question.BEGIN
    assert [line.asks for line in stop_point.lines][-1] is Question.STOP_POINT
    assert not any(line.asks for line in (*begin.lines[:-1], *stop_point.lines[:-1]))
    assert {line.asks for step in others for line in step.lines} - TALK == {
        None,
        Question.READY,
        Question.PAIN,
        Question.AFTERWARDS,
        Question.SWAP,
    }


def test_every_client_is_asked_about_every_condition_before_anything_is_begun(
    session: str,
) -> None:
    """A step for each question, straight after the welcome, which "start" cuts short."""
    screening = PLANS[session].screening
    steps = PLANS[session].steps[1 : 1 + len(screening.screens)]
    assert [step.phase for step in steps] == [Phase.SCREENING] * len(screening.screens)
    assert [step.about for step in steps] == list(screening.screens)
    asked = {name for each in screening.screens.values() for name in each.covers}
    assert asked == screening.conditions.keys()
    ending = [each for each in screening.screens.values() if not each.leaves_out]
    ends = {name for each in ending for name in each.covers}
    assert screening.conditions.keys() - ends == {"old-arm", "old-leg"}


@pytest.mark.parametrize("phase", [Phase.WARM_UP, Phase.COOL_DOWN, Phase.EASE_IN])
def test_nobody_waits_more_than_20_s_for_the_next_word(
    steps: tuple[Step, ...], phase: Phase
) -> None:
    for step in steps:
        if step.phase is phase:
            moments = [line.at for line in step.lines if line.at is not None]
            assert len(moments) == len(step.lines)
            moments = [0.0, *moments, step.seconds]
            assert all(after - before <= 20 for before, after in pairwise(moments))


def test_a_later_repetition_has_a_short_set_up_and_keeps_the_whole_one_for_after_a_halt(
    steps: tuple[Step, ...],
) -> None:
    set_ups = [step for step in steps if step.phase is Phase.SET_UP]
    whole = {step.part: step.lines for step in set_ups if step.rep == 1}
    for step in set_ups:
        if step.rep == 1:
            assert step.afresh == ()
        else:
            assert step.afresh == whole[step.part]
            assert len(step.lines) < len(whole[step.part])


def test_a_cue_says_whom_it_is_for_at_first_and_whenever_that_changes(
    steps: tuple[Step, ...],
) -> None:
    for step in steps:
        role = None
        for line in step.lines:
            if line.cue.role is not role or (line.at is not None and step.phase is not Phase.HOLD):
                assert _is_addressed(line.cue)
            role = line.cue.role


def test_a_cue_of_a_stretch_names_no_side_but_that_which_is_done(steps: tuple[Step, ...]) -> None:
    """Left and right change places with the side, except for hands that stay where they are."""
    texts = {
        side: [
            line.cue.text
            for step in steps
            if step.side is side
            for line in (*step.lines, *step.afresh)
        ]
        for side in Side
    }
    for left, right in zip(texts[Side.LEFT], texts[Side.RIGHT], strict=True):
        assert re.sub("left|right", "", left) == re.sub("left|right", "", right)


def test_a_session_takes_between_nine_minutes_and_half_an_hour(session: str) -> None:
    assert 9 * 60 <= duration(PLANS[session]) <= 30 * 60


def _moments(step: Step) -> list[tuple[float | None, Question | None]]:
    return [(line.at, line.asks) for line in step.lines]


def _is_addressed(cue: Cue) -> bool:
    return cue.text.startswith({"client": "Client: ", "partner": "Partner: "}.get(cue.role, ""))


def _own_words() -> set[Cue]:
    """Return what the guide says outside a routine and its stretches, in each step of a plan."""
    words = LOADED["lower-back"].words
    releases = (*words.release, *words.release_moving)
    bare = {cue.text for cue in (*words.briefing, *words.rest.cues, *releases)}
    return {cue for steps in PLANS.values() for cue in cues(steps.steps) if _bare(cue) in bare}


def _bare(cue: Cue) -> str:
    return re.sub(r"^(Client|Partner): ", "", cue.text)


MISFITS = [
    ("hip-flexor-bed-edge", "mat", "a place on a bed"),
    ("standing-chest-opener", "onto your feet", "somebody who stands already"),
    ("cat-cow", "shake out your hands", "hands that never touched"),
    ("prone-pigeon", "does the work", "a hand that rests without any pressure"),
    ("kneeling-hip-flexor", "does the work", "hands that only steady"),
    ("seated-spinal-rotation", "does the work", "a hand with hardly any pressure"),
]


@pytest.mark.parametrize(("stretch", "words", "of"), MISFITS, ids=[of for *_, of in MISFITS])
def test_what_stands_around_every_stretch_fits_each(stretch: str, words: str, of: str) -> None:
    said = [cue.text.lower() for cue in cues(PLANS[f"just {stretch}"].steps)]
    assert [text for text in said if re.search(rf"\b{words}\b", text)] == [], of


def test_a_rhythm_says_ahead_that_it_goes_on_while_a_number_is_asked_for() -> None:
    eased, held = (
        next(step for step in PLANS["just cat-cow"].steps if step.phase is phase)
        for phase in (Phase.EASE_IN, Phase.HOLD)
    )
    told = eased.lines[-1].cue.text
    assert "ten rounds" in told
    assert "While I ask for a number, keep moving" in told
    assert held.seconds == 10 * 6
    assert sum(line.asks is None for line in held.lines) == 2 * 9


@pytest.mark.parametrize("stretch", STRETCHES)
def test_a_stretch_by_itself_is_named_in_the_welcome(stretch: str) -> None:
    whole = PLANS[f"just {stretch}"]
    assert whole.titles[stretch] in whole.steps[0].lines[0].cue.text
