"""Stop, and the latch that only an explicit resume opens."""

from __future__ import annotations

import pytest

from tests.session.told import WELL, Session, brief, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Hush
from voiceguide.session.events import Interrupted
from voiceguide.session.passing import ABANDONED, REMINDER
from voiceguide.session.plan import Phase, Side
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

TWIST = "supine-spinal-twist"
BEFORE_THE_RELEASE = [Phase.SET_UP, Phase.READY, Phase.EASE_IN, Phase.HOLD]
OF_A_STRETCH = [*BEFORE_THE_RELEASE, Phase.RELEASE, Phase.REST]
OUTSIDE = [Phase.BEGIN, Phase.STOP_POINT, Phase.WARM_UP, Phase.COOL_DOWN]
TELLING = [Intent.STOP, Intent.RED_FLAG]
EVERYTHING_ELSE = [intent for intent in Intent if intent is not Intent.RESUME]


def _speaking_in(phase: Phase) -> Session:
    """Return a session that speaks in this phase: of the twist to the right, second repetition."""
    of_stretch = phase in OF_A_STRETCH
    session = (
        session_in(phase, stretch=TWIST, side=Side.RIGHT, rep=2)
        if of_stretch
        else session_in(phase)
    )
    return session.until(lambda s: s.state.saying is not None).passes(0.3)


def _stopped_in(phase: Phase) -> Session:
    session = _speaking_in(phase)
    session.hears(Intent.STOP)
    return session


@pytest.mark.parametrize("phase", [*OF_A_STRETCH, *OUTSIDE])
@pytest.mark.parametrize("telling", TELLING)
def test_the_cue_that_is_being_spoken_is_silenced_first(phase: Phase, telling: Intent) -> None:
    assert _speaking_in(phase).hears(telling)[0] == Hush()


@pytest.mark.parametrize("phase", [*OF_A_STRETCH, *OUTSIDE])
@pytest.mark.parametrize("telling", TELLING)
def test_the_release_of_this_stretch_is_spoken_at_once(phase: Phase, telling: Intent) -> None:
    session = _speaking_in(phase)
    release, stopped = session.at.release, session.now
    session.hears(telling)
    session.passes(0.25)
    assert session.said(since=stopped) == [release[0]]
    session.quiet()
    assert session.said(since=stopped)[: len(release)] == list(release)


@pytest.mark.parametrize("phase", [*OF_A_STRETCH, *OUTSIDE])
def test_why_is_written_down_and_said(phase: Phase) -> None:
    session = _speaking_in(phase)
    step, stopped = session.at, session.now
    session.hears(Intent.STOP)
    session.quiet()
    where = {"stretch": step.stretch, "side": step.side, "rep": step.rep}
    assert [fields_of(n) for n in session.notes("release", stopped - 0.01)] == [
        {"why": "stop", **where}
    ]
    assert [fields_of(n) for n in session.notes("pause")] == [{"why": "stop"}]
    assert session.said()[-2:] == session.reply(Reply.STOPPED)


@pytest.mark.parametrize("phase", [*OF_A_STRETCH, *OUTSIDE])
def test_it_is_latched_and_nothing_goes_on_by_itself(phase: Phase) -> None:
    session = _stopped_in(phase)
    stopped = session.now
    session.passes(600)
    assert session.situation is Situation.LATCHED
    assert session.notes("step", since=stopped) == session.notes("hold", since=stopped) == []


@pytest.mark.parametrize("intent", EVERYTHING_ELSE)
def test_nothing_but_resume_opens_the_latch(intent: Intent) -> None:
    session = _stopped_in(Phase.HOLD).quiet()
    stopped = session.now
    for _ in range(3):
        session.hears(intent, 1 if intent is Intent.PAIN else None)
        session.passes(20)
    assert session.situation is Situation.LATCHED
    assert session.notes("step", since=stopped) == []


@pytest.mark.parametrize("phase", BEFORE_THE_RELEASE)
def test_resume_sets_the_same_repetition_up_again_in_full(phase: Phase) -> None:
    session = _stopped_in(phase).quiet()
    resumed = session.now
    session.hears(Intent.RESUME)
    session.until(lambda s: s.at.phase is Phase.SET_UP and s.state.heading is None, within=60)
    session.until(lambda s: s.at.phase is Phase.READY, within=60)
    (set_up,) = session.notes("step", since=resumed, phase=Phase.SET_UP)
    assert fields_of(set_up)["rep"] == 2
    assert fields_of(set_up)["side"] is Side.RIGHT
    whole = next(s for s in brief().plan.steps if s.stretch == TWIST and s.side is Side.RIGHT)
    assert session.said(since=resumed) == [
        *session.reply(Reply.RESUMING),
        *(line.cue for line in whole.lines),
    ]


@pytest.mark.parametrize("phase", BEFORE_THE_RELEASE)
def test_after_resume_no_hold_starts_before_a_yes(phase: Phase) -> None:
    session = _stopped_in(phase).quiet()
    resumed = session.now
    session.hears(Intent.RESUME)
    session.passes(120)
    assert session.notes("hold", since=resumed) == []
    assert session.situation is Situation.LATCHED


@pytest.mark.parametrize("phase", [Phase.RELEASE, Phase.REST])
def test_with_the_hold_behind_it_goes_on_with_what_follows(phase: Phase) -> None:
    session = session_in(phase, stretch=TWIST, side=Side.RIGHT, rep=1).passes(1.0)
    session.hears(Intent.STOP)
    session.quiet().hears(Intent.RESUME)
    session.until(lambda s: s.at.phase is Phase.SET_UP, within=30)
    assert (session.at.stretch, session.at.side, session.at.rep) == (TWIST, Side.RIGHT, 2)
    assert [line.cue for line in session.state.script] == [line.cue for line in session.at.afresh]


def test_start_in_a_hold_is_taken_for_the_stop_that_it_probably_was() -> None:
    session = session_in(Phase.HOLD, answers=WELL).passes(4.0)
    said = session.now
    session.hears(Intent.START)
    assert fields_of(session.notes("release", since=said - 0.01)[0])["why"] is Why.STOP
    assert session.situation is Situation.LATCHED


def test_start_does_not_say_yes_to_ready() -> None:
    session = session_in(Phase.READY).quiet()
    session.hears(Intent.START)
    session.passes(3.0)
    assert session.at.phase is Phase.READY


def test_start_begins_a_session_that_rests_because_nobody_began_it() -> None:
    session = _stopped_in(Phase.BEGIN).quiet()
    session.hears(Intent.START)
    assert session.situation is Situation.LED


def test_after_a_stop_in_the_welcome_it_is_not_given_twice() -> None:
    session = _stopped_in(Phase.BEGIN).quiet()
    session.hears(Intent.RESUME)
    session.until(lambda s: s.at.phase is Phase.SCREENING, within=30)


def test_a_stop_in_the_rules_has_them_said_again() -> None:
    session = _stopped_in(Phase.STOP_POINT).quiet()
    resumed = session.now
    session.hears(Intent.RESUME)
    session.until(lambda s: s.state.question is not None, within=120)
    rules = [line.cue for line in session.at.lines]
    assert session.said(since=resumed) == [*session.reply(Reply.RESUMING), *rules]


@pytest.mark.parametrize("phase", [Phase.WARM_UP, Phase.COOL_DOWN])
def test_a_led_movement_is_taken_up_where_it_was_left(phase: Phase) -> None:
    session = session_in(phase).passes(50)
    waiting, resting = session.state.script, session.now
    session.hears(Intent.STOP)
    session.passes(100).hears(Intent.RESUME)
    session.until(lambda s: s.state.latched is None and s.state.heading is None, within=20)
    assert session.state.script == waiting
    assert session.now - session.state.entered == pytest.approx(50, abs=0.1)
    assert session.now > resting + 100


def test_a_second_halt_before_the_warm_up_goes_on_loses_nothing() -> None:
    session = session_in(Phase.WARM_UP).passes(50)
    waiting = session.state.script
    for _ in range(2):
        session.hears(Intent.PAUSE)
        session.quiet().hears(Intent.RESUME)
        session.passes(1.0)
    session.until(lambda s: s.state.heading is None, within=20)
    assert session.state.script == waiting


def test_what_is_left_of_a_warm_up_is_never_taken_for_another_step() -> None:
    session = session_in(Phase.WARM_UP).passes(50)
    session.hears(Intent.PAUSE)
    session.quiet().hears(Intent.RESUME)
    session.passes(1.0).hears(Intent.BACK)
    session.until(lambda s: s.at.phase is Phase.STOP_POINT, within=30)
    assert session.state.script == session.at.lines


def test_a_stop_during_the_release_has_it_spoken_from_its_start() -> None:
    session = session_in(Phase.RELEASE, stretch=TWIST, side=Side.LEFT).passes(7.0)
    release, stopped = session.at.release, session.now
    session.hears(Intent.STOP)
    session.quiet()
    assert session.said(since=stopped)[: len(release)] == list(release)


def test_a_stop_while_people_are_let_go_after_a_stop_cuts_no_word_of_it() -> None:
    session = _stopped_in(Phase.HOLD).passes(1.0)
    assert Hush() not in session.hears(Intent.STOP)
    assert session.situation is Situation.LATCHED


def test_a_stop_when_all_is_quiet_and_latched_is_answered() -> None:
    session = _stopped_in(Phase.HOLD).quiet()
    stopped = session.now
    session.hears(Intent.STOP)
    session.passes(1.0)
    assert session.said(stopped - 0.01) == session.reply(Reply.STOPPED)[:1]


def test_a_warning_sign_named_while_latched_is_answered_with_its_advice() -> None:
    session = _stopped_in(Phase.HOLD).quiet()
    named = session.now
    session.hears(Intent.RED_FLAG)
    session.quiet()
    assert session.said(named - 0.01) == session.reply(Reply.RED_FLAG)
    assert session.state.latched is Why.RED_FLAG


def test_a_warning_sign_that_was_a_stop_at_first_gets_the_release_and_then_its_own_advice() -> None:
    session = _speaking_in(Phase.HOLD)
    release, named = session.at.release, session.now
    session.hears(Intent.STOP)
    session.passes(0.9).hears(Intent.RED_FLAG)
    session.quiet()
    assert session.said(since=named) == [*release, *session.reply(Reply.RED_FLAG)]
    assert session.state.latched is Why.RED_FLAG


def test_a_resume_said_before_the_latch_closed_does_nothing() -> None:
    session = _stopped_in(Phase.HOLD)
    session.passes(1.0).hears(Intent.RESUME, ago=1.2)
    session.passes(30)
    assert session.situation is Situation.LATCHED
    assert session.notes("resume") == []


@pytest.mark.parametrize("telling", TELLING)
def test_a_resume_said_before_the_last_stop_does_nothing(telling: Intent) -> None:
    session = _stopped_in(Phase.HOLD).quiet()
    session.hears(telling)
    session.passes(0.5).hears(Intent.RESUME, ago=1.2)
    session.passes(30)
    assert session.situation is Situation.LATCHED


def test_a_resume_during_the_release_has_the_release_spoken_to_its_end() -> None:
    session = _speaking_in(Phase.HOLD)
    release, stopped = session.at.release, session.now
    session.hears(Intent.STOP)
    session.passes(1.5).hears(Intent.RESUME)
    session.until(lambda s: s.at.phase is Phase.SET_UP, within=60)
    assert session.said(since=stopped) == [*release, *session.reply(Reply.RESUMING)]


def test_next_and_back_while_latched_choose_what_to_resume_with() -> None:
    session = _stopped_in(Phase.HOLD).quiet()
    session.hears(Intent.NEXT)
    session.quiet().passes(30)
    assert session.situation is Situation.LATCHED
    session.hears(Intent.RESUME)
    session.until(lambda s: s.at.phase is Phase.SET_UP and s.state.heading is None, within=30)
    assert session.at.part == "straight-leg-hamstring/left"


def test_every_so_often_it_says_that_it_still_listens() -> None:
    session = _stopped_in(Phase.HOLD).quiet()
    quiet = session.now
    session.passes(2 * REMINDER + 10)
    assert session.said(since=quiet) == session.reply(Reply.STILL_RESTING) * 2


def test_a_session_that_nobody_resumes_ends_itself() -> None:
    session = _stopped_in(Phase.HOLD)
    stopped = session.now
    session.until(lambda s: s.state.ended, within=ABANDONED + 60)
    assert session.now - stopped > ABANDONED
    assert fields_of(session.notes("end")[0]) == {"why": "abandoned"}
    assert session.said()[-1:] == session.reply(Reply.ABANDONED)


@pytest.mark.parametrize("phase", [*OF_A_STRETCH, *OUTSIDE])
def test_an_interrupt_lets_go_says_goodbye_and_ends(phase: Phase) -> None:
    session = _speaking_in(phase)
    release, pressed = session.at.release, session.now
    assert session.happens(Interrupted())[0] == Hush()
    session.until(lambda s: s.state.ended, within=60)
    assert session.said(since=pressed) == [*release, *session.reply(Reply.INTERRUPTED)]
    assert fields_of(session.notes("end")[0]) == {"why": "interrupted"}


def test_an_interrupt_during_the_release_has_it_spoken_to_its_end() -> None:
    session = _speaking_in(Phase.HOLD)
    release, stopped = session.at.release, session.now
    session.hears(Intent.STOP)
    session.passes(1.5).happens(Interrupted())
    session.until(lambda s: s.state.ended, within=60)
    assert session.said(since=stopped) == [*release, *session.reply(Reply.INTERRUPTED)]


def test_an_ended_session_does_nothing_more() -> None:
    session = _speaking_in(Phase.HOLD)
    session.happens(Interrupted())
    session.until(lambda s: s.state.ended, within=60)
    for intent in Intent:
        assert session.hears(intent, 9 if intent is Intent.PAIN else None) == ()


def test_a_session_that_was_stopped_everywhere_still_runs_to_its_end() -> None:
    session = session_in(Phase.HOLD, answers=WELL).passes(3.0)
    session.hears(Intent.STOP)
    session.passes(5.0).hears(Intent.RESUME)
    session.until(lambda s: s.state.ended)
    assert fields_of(session.notes("end")[0]) == {"why": "complete"}
    assert len(session.notes("hold")) == 11


@pytest.mark.parametrize("phase", [Phase.HOLD, Phase.AFTERWARDS, Phase.SWAP, Phase.FAREWELL])
def test_what_is_said_after_a_stop_promises_nothing_that_may_not_come(phase: Phase) -> None:
    """It is the same after a second stop, when the stretch is left out, and after the stretches."""
    session = session_in(phase).passes(1.0)
    session.hears(Intent.STOP)
    told = " ".join(cue.text for cue in session.quiet().said()[-2:])
    assert told.endswith("When you feel fine again, say resume.")
