"""A whole session in which every question is answered well."""

from __future__ import annotations

from itertools import groupby

import pytest

from tests.session.told import Entry, Session, brief, fields_of, whole_session
from voiceguide.session.effects import Chime, Earcon, Note, Speak
from voiceguide.session.plan import Phase, Question, Side

TOLD = whole_session()
HOLDS = TOLD.notes("hold")


def test_it_runs_to_its_end() -> None:
    assert TOLD.state.ended
    (end,) = TOLD.notes("end")
    assert fields_of(end) == {"why": "complete"}
    assert TOLD.entries[-1] is end


def test_it_never_latches() -> None:
    assert TOLD.notes("pause") == TOLD.notes("resume") == []


def test_it_goes_through_every_step_of_the_plan_in_turn() -> None:
    gone = [tuple(fields_of(note).values()) for note in TOLD.notes("step")]
    assert gone == [(s.stretch, s.side, s.rep, s.phase) for s in brief().plan.steps]


def test_every_cue_of_the_plan_is_spoken_in_turn() -> None:
    said = iter(TOLD.said())
    for step in brief().plan.steps:
        for line in step.lines:
            assert line.cue in said  # consumes what was said up to it


def test_every_hold_lasts_what_the_plan_says() -> None:
    planned = [s.seconds for s in brief().plan.steps if s.phase is Phase.HOLD]
    lasted = [_release_of(hold).t - hold.t for hold in HOLDS]
    assert lasted == pytest.approx(planned, abs=0.1)


def test_every_hold_is_followed_by_its_release() -> None:
    for hold in HOLDS:
        release = fields_of(_release_of(hold))
        named = {name: fields_of(hold)[name] for name in ("stretch", "side", "rep")}
        assert release == {"why": "done", **named}


def test_a_release_is_spoken_within_a_second_of_the_end_of_a_hold() -> None:
    for hold in HOLDS:
        release = _release_of(hold)
        spoken = next(e for e in TOLD.entries if isinstance(e.what, Speak) and e.t > release.t)
        (step,) = {s.release for s in brief().plan.steps if _is(s.stretch, s.side, release)}
        assert isinstance(spoken.what, Speak)
        assert spoken.what.cue == step[0]
        assert spoken.t - release.t < 1.0


def test_both_sides_get_the_same() -> None:
    given = {
        side: [
            (fields_of(hold)["stretch"], fields_of(hold)["rep"], fields_of(hold)["seconds"])
            for hold in HOLDS
            if fields_of(hold)["side"] is side
        ]
        for side in Side
    }
    assert given[Side.LEFT]
    assert given[Side.LEFT] == given[Side.RIGHT]


def test_the_beginning_of_every_hold_is_heard() -> None:
    chimed = [e.t for e in TOLD.entries if e.what == Chime(Earcon.HOLDING)]
    assert chimed == [hold.t for hold in HOLDS]


def test_every_hold_asks_for_a_number_and_takes_it() -> None:
    assert len(TOLD.notes("question", asks=Question.PAIN)) == len(HOLDS)
    assert [fields_of(pain) for pain in TOLD.notes("pain")] == [{"value": 2}] * len(HOLDS)


def test_ready_is_answered_before_every_hold() -> None:
    kinds = [
        entry.what.kind if entry.what.kind == "hold" else entry.what.fields["asks"]
        for entry in TOLD.entries
        if isinstance(entry.what, Note)
        and (entry.what.kind == "hold" or entry.what.fields.get("asks") == Question.READY)
    ]
    assert [kind for kind, _ in groupby(kinds)] == ["ready", "hold"] * len(HOLDS)


def test_each_question_is_asked_only_once() -> None:
    asked = [fields_of(note)["asks"] for note in TOLD.notes("question")]
    screened = [Question.SCREENING] * len(TOLD.brief.plan.screening.screens)
    first = [Question.READY, Question.PAIN]
    rotation = [Question.FEEL, *[Question.WHERE] * 2, *[Question.TOO_MUCH] * 2]
    each = [asks for talk in rotation for asks in (*first, Question.READY, talk, Question.PAIN)]
    afterwards = [Question.AFTERWARDS, Question.SWAP]
    assert asked == [Question.BEGIN, *screened, Question.STOP_POINT, *each, *afterwards]


@pytest.mark.parametrize("seconds", [0.02, 0.1])
def test_the_length_of_a_turn_changes_nothing_but_rounding(seconds: float) -> None:
    other = Session(step=seconds).until(lambda s: s.state.ended)
    assert other.said() == TOLD.said()
    assert other.now == pytest.approx(TOLD.now, abs=len(TOLD.entries) * 0.1)


def _release_of(hold: Entry) -> Entry:
    return TOLD.notes("release", since=hold.t)[0]


def _is(stretch: str | None, side: str | None, release: Entry) -> bool:
    return (stretch, side) == (fields_of(release)["stretch"], fields_of(release)["side"])
