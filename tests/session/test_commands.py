"""Pause, next, back, repeat, how long and help, in every situation."""

from __future__ import annotations

import pytest

from tests.session.told import NOTHING, WELL, Session, brief, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Earcon, Hush
from voiceguide.session.events import Interrupted
from voiceguide.session.plan import Phase, Question, Side
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation

KNEES, TWIST = "knees-to-chest", "supine-spinal-twist"
LED = [
    Phase.BEGIN,
    Phase.STOP_POINT,
    Phase.WARM_UP,
    Phase.SET_UP,
    Phase.READY,
    Phase.REST,
    Phase.COOL_DOWN,
]
HELD = [Phase.EASE_IN, Phase.HOLD, Phase.RELEASE]


def _speaking_in(phase: Phase) -> Session:
    return session_in(phase).until(lambda s: s.state.saying is not None).passes(0.3)


def _latched() -> Session:
    session = session_in(Phase.HOLD, stretch=TWIST, side=Side.LEFT, rep=1).passes(3.0)
    session.hears(Intent.STOP)
    return session.quiet()


def _arrived(session: Session) -> str:
    """Return the part where a session has arrived."""
    session.until(lambda s: s.state.heading is None and not s.state.queue, within=60)
    return session.at.part


# --- pause ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [*LED, *HELD])
def test_a_pause_lets_go_and_latches_in_every_phase(phase: Phase) -> None:
    session = _speaking_in(phase)
    release, paused = session.at.release, session.now
    assert session.hears(Intent.PAUSE)[0] == Hush()
    session.quiet()
    assert session.situation is Situation.LATCHED
    assert session.said(since=paused) == [*release, *session.reply(Reply.PAUSED)]
    assert fields_of(session.notes("pause")[0]) == {"why": "pause"}


def test_a_pause_in_the_pause_is_answered() -> None:
    session = _latched()
    asked = session.now
    session.hears(Intent.PAUSE)
    session.passes(1.0)
    assert session.said(asked - 0.01) == session.reply(Reply.STILL_RESTING)


# --- next and back --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "part"),
    [
        (Phase.STOP_POINT, "warm-up"),
        (Phase.SET_UP, "supine-spinal-twist/left"),
        (Phase.READY, "supine-spinal-twist/left"),
        (Phase.EASE_IN, "supine-spinal-twist/left"),
        (Phase.HOLD, "supine-spinal-twist/left"),
        (Phase.RELEASE, "supine-spinal-twist/left"),
        (Phase.REST, "supine-spinal-twist/left"),
        (Phase.COOL_DOWN, "afterwards"),
        (Phase.AFTERWARDS, "swap"),
        (Phase.SWAP, "farewell"),
    ],
)
def test_next_goes_to_the_part_that_follows(phase: Phase, part: str) -> None:
    session = _speaking_in(phase)
    session.hears(Intent.NEXT)
    assert _arrived(session) == part


@pytest.mark.parametrize(
    ("phase", "part"),
    [
        (Phase.BEGIN, "begin"),
        (Phase.SCREENING, "begin"),
        (Phase.STOP_POINT, "screening"),
        (Phase.WARM_UP, "stop-point"),
        (Phase.SET_UP, "warm-up"),
        (Phase.HOLD, "warm-up"),
        (Phase.COOL_DOWN, "straight-leg-hamstring/right"),
    ],
)
def test_back_goes_to_the_part_before(phase: Phase, part: str) -> None:
    session = _speaking_in(phase)
    session.hears(Intent.BACK)
    assert _arrived(session) == part


def test_next_in_the_welcome_leads_to_its_question_and_no_further() -> None:
    """While it welcomes: "next". "Say start." "Next." It is asked again, and nothing has begun."""
    session = Session(answers={}).passes(4.0)
    for _ in range(2):
        session.hears(Intent.NEXT)
        session.asked(Question.BEGIN).passes(1.0)
        assert session.at.phase is Phase.BEGIN
    session.hears(Intent.START)
    session.until(lambda s: s.at.phase is Phase.SCREENING, within=10.0)


@pytest.mark.parametrize("intent", [Intent.NEXT, Intent.BACK])
@pytest.mark.parametrize("phase", HELD)
def test_whoever_is_held_is_let_go_before_the_session_moves(phase: Phase, intent: Intent) -> None:
    session = _speaking_in(phase)
    release, moved = session.at.release, session.now
    session.hears(intent)
    _arrived(session)
    reply = Reply.NEXT if intent is Intent.NEXT else Reply.BACK
    heard = [*release, *session.reply(reply)]
    assert session.said(since=moved)[: len(heard)] == heard
    assert fields_of(session.notes("release", since=moved - 0.01)[0])["why"] == "moved"


def test_next_said_twice_while_people_are_let_go_cuts_no_word_of_the_release() -> None:
    session = _speaking_in(Phase.HOLD)
    release, moved = session.at.release, session.now
    session.hears(Intent.NEXT)
    session.passes(1.5).hears(Intent.NEXT)
    assert _arrived(session) == "supine-spinal-twist/right"
    assert session.said(since=moved)[: len(release)] == list(release)


def test_a_stop_just_after_next_speaks_the_release_of_the_stretch_that_was_held() -> None:
    session = _speaking_in(Phase.HOLD)
    release = session.at.release
    session.hears(Intent.NEXT)
    session.passes(0.3)
    stopped = session.now
    session.hears(Intent.STOP)
    session.quiet()
    assert session.said(since=stopped)[: len(release)] == list(release)
    assert session.situation is Situation.LATCHED


@pytest.mark.parametrize("intent", [Intent.NEXT, Intent.BACK])
def test_moving_while_latched_stays_latched(intent: Intent) -> None:
    session = _latched()
    session.hears(intent)
    session.passes(120)
    assert session.situation is Situation.LATCHED


def test_next_at_the_farewell_does_nothing() -> None:
    session = _speaking_in(Phase.FAREWELL)
    assert session.hears(Intent.NEXT) == ()


# --- leaving the warm-up --------------------------------------------------------------------------


def test_next_in_the_warm_up_only_tells_how_to_leave_it() -> None:
    session = _speaking_in(Phase.WARM_UP)
    asked = session.now - 0.01
    session.hears(Intent.NEXT)
    session.passes(10.0)
    assert session.said(asked)[:1] == session.reply(Reply.HOW_TO_SKIP)
    assert session.notes("question", asks=Question.WARM) == []
    assert session.at.phase is Phase.WARM_UP


def test_who_says_in_the_warm_up_that_both_are_warm_is_asked_once_more() -> None:
    session = _speaking_in(Phase.WARM_UP)
    asked = session.now
    session.hears(Intent.WARM)
    session.asked(Question.WARM)
    assert session.at.phase is Phase.WARM_UP
    assert session.said(since=asked) == [session.brief.sentences.questions[Question.WARM].ask]


def test_a_yes_to_that_leaves_the_warm_up() -> None:
    session = _speaking_in(Phase.WARM_UP)
    session.hears(Intent.WARM)
    session.asked(Question.WARM).hears(Intent.YES)
    assert _arrived(session) == KNEES


@pytest.mark.parametrize("phase", [p for p in (*LED, *HELD) if p is not Phase.WARM_UP])
def test_that_both_are_warm_means_nothing_elsewhere(phase: Phase) -> None:
    session = _speaking_in(phase)
    before = session.state
    assert session.hears(Intent.WARM) == ()
    assert session.state == before


@pytest.mark.parametrize(
    "intent",
    [Intent.NO, Intent.NEXT, Intent.HELP, Intent.RESUME, Intent.READY, Intent.UNCLEAR, Intent.WARM],
)
def test_nothing_but_a_clear_yes_leaves_the_warm_up(intent: Intent) -> None:
    session = _speaking_in(Phase.WARM_UP)
    session.hears(Intent.WARM)
    session.asked(Question.WARM).passes(1.0).hears(intent)
    session.passes(60)
    assert session.at.phase is Phase.WARM_UP
    assert session.situation is Situation.LED


def test_silence_lets_the_warm_up_go_on() -> None:
    session = _speaking_in(Phase.WARM_UP)
    session.hears(Intent.WARM)
    session.passes(60)
    assert session.at.phase is Phase.WARM_UP
    assert len(session.notes("question", asks=Question.WARM)) == 2


def test_next_said_twice_before_the_warm_up_does_not_skip_it() -> None:
    session = _speaking_in(Phase.STOP_POINT)
    session.hears(Intent.NEXT)
    session.passes(0.5).hears(Intent.NEXT)
    assert _arrived(session) == "warm-up"


def test_a_paused_warm_up_is_not_skipped_by_next() -> None:
    session = _speaking_in(Phase.WARM_UP)
    session.hears(Intent.PAUSE)
    session.quiet().hears(Intent.NEXT)
    session.quiet().hears(Intent.RESUME)
    session.passes(1.0).hears(Intent.NEXT)
    assert _arrived(session) == "warm-up"


# --- repeat ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [*LED, *HELD])
def test_repeat_says_the_cue_again_that_is_being_said(phase: Phase) -> None:
    session = _speaking_in(phase)
    (said,) = session.said()[-1:]
    asked = session.now
    session.hears(Intent.REPEAT)
    session.passes(0.25)
    assert session.said(since=asked) == [said]


def test_repeat_says_the_last_cue_again_when_all_is_quiet() -> None:
    session = _speaking_in(Phase.WARM_UP).quiet()
    (said,) = session.said()[-1:]
    asked = session.now
    session.hears(Intent.REPEAT)
    session.passes(0.25)
    assert session.said(asked - 0.01) == [said]


def test_repeat_leaves_no_cue_out() -> None:
    repeated = session_in(Phase.SET_UP, stretch=TWIST).until(lambda s: len(s.said()) > 44)
    for _ in range(3):
        repeated.passes(1.0).hears(Intent.REPEAT)
    repeated.until(lambda s: s.at.phase is Phase.READY)
    since = repeated.notes("step", phase=Phase.SET_UP)[-1].t
    lines = [line.cue for line in brief().plan.steps[repeated.state.index - 1].lines]
    assert list(dict.fromkeys(repeated.said(since=since))) == lines


def test_a_question_that_is_repeated_can_still_be_answered() -> None:
    session = session_in(Phase.READY).asked(Question.READY)
    session.hears(Intent.REPEAT)
    session.asked(Question.READY).hears(Intent.YES)
    session.until(lambda s: s.at.phase is Phase.EASE_IN, within=5)


def test_a_question_that_was_answered_is_not_asked_again() -> None:
    session = session_in(Phase.READY).asked(Question.READY)
    session.hears(Intent.YES)
    session.passes(0.1).hears(Intent.REPEAT)
    session.passes(5.0)
    assert session.at.phase is Phase.EASE_IN
    assert session.state.question is None


def test_repeat_just_after_a_stop_does_not_come_before_the_release() -> None:
    session = _speaking_in(Phase.HOLD)
    stopped = session.now
    session.hears(Intent.STOP)
    session.hears(Intent.REPEAT)
    session.passes(0.25)
    assert session.said(since=stopped) == [session.at.release[0]]


# --- how long -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("passed", "seconds"), [(4.0, 20), (9.0, 15), (21.0, 5), (24.5, 5)])
def test_how_long_in_a_hold_is_told_to_five_seconds(passed: float, seconds: int) -> None:
    session = session_in(Phase.HOLD, answers=WELL).passes(passed)
    asked = session.now
    session.hears(Intent.TIME_LEFT)
    session.passes(0.25)
    assert session.said(asked - 0.01)[:1] == session.reply(Reply.SECONDS_LEFT, seconds=seconds)


@pytest.mark.parametrize("phase", [*LED, Phase.EASE_IN])
def test_how_long_elsewhere_is_told_in_minutes(phase: Phase) -> None:
    session = _speaking_in(phase)
    asked = session.now
    passed = session.now - session.state.entered
    minutes = -(-(session.brief.remaining[session.state.index] - passed) // 60)
    session.hears(Intent.TIME_LEFT)
    session.passes(0.25)
    assert session.said(since=asked) == session.reply(Reply.MINUTES_LEFT, minutes=int(minutes))


def test_how_long_while_latched_is_told_in_minutes() -> None:
    session = _latched()
    asked = session.now
    session.hears(Intent.TIME_LEFT)
    session.passes(0.25)
    (said,) = session.said(asked - 0.01)
    assert "minutes left" in said.text


# --- help, less, and what needs no answer ---------------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "reply"),
    [(phase, Reply.HELP) for phase in LED if phase is not Phase.BEGIN]
    + [(Phase.BEGIN, Reply.HELP_CHOOSING)]
    + [(phase, Reply.HELP_STRETCHING) for phase in (Phase.EASE_IN, Phase.HOLD)],
)
def test_help_says_what_can_be_said_here_and_then_what_it_cut_off(
    phase: Phase, reply: Reply
) -> None:
    session = _speaking_in(phase)
    (cut,) = session.said()[-1:]
    asked = session.now
    session.hears(Intent.HELP)
    session.passes(25)
    heard = [*session.reply(reply), cut]
    assert session.said(since=asked)[: len(heard)] == heard


@pytest.mark.parametrize("intent", [Intent.HELP, Intent.TIME_LEFT, Intent.EASE_OFF])
@pytest.mark.parametrize("let_go_by", [None, Intent.SWAP, Intent.STOP, Intent.NEXT])
@pytest.mark.parametrize("moment", ["in a cue", "between two"])
def test_a_release_is_spoken_to_its_end_before_anything_is_answered(
    intent: Intent, let_go_by: Intent | None, moment: str
) -> None:
    """Said while its first cue is spoken, or just before the second begins."""
    phase = Phase.HOLD if let_go_by else Phase.RELEASE
    session = session_in(phase, stretch="supine-spinal-twist").passes(3.0 if let_go_by else 0.0)
    begun = session.now - 0.01
    release = list(session.at.release)
    if let_go_by:
        session.hears(let_go_by)
    session.until(lambda s: s.said(begun) == release[:1])
    if moment == "between two":
        session.until(lambda s: s.state.saying is None)
    assert Hush() not in session.hears(intent)
    session.quiet().until(lambda s: len(s.said(begun)) > len(release))
    assert session.said(begun)[: len(release)] == release
    if intent is Intent.HELP:
        helps = (Reply.HELP, Reply.HELP_STRETCHING, Reply.HELP_RESTING)
        assert session.said(begun)[len(release)] in [session.reply(reply)[0] for reply in helps]


def test_help_while_latched_says_how_to_go_on() -> None:
    session = _latched()
    asked = session.now
    session.hears(Intent.HELP)
    session.passes(1.0)
    assert session.said(asked - 0.01) == session.reply(Reply.HELP_RESTING)


@pytest.mark.parametrize(
    ("phase", "reply"), [(Phase.EASE_IN, Reply.EASED), (Phase.HOLD, Reply.EASED)]
)
def test_less_lightens_a_stretch_and_it_goes_on(phase: Phase, reply: Reply) -> None:
    session = _speaking_in(phase)
    asked = session.now
    assert session.hears(Intent.EASE_OFF)[0] == Hush()
    session.passes(6.0)
    assert session.said(since=asked)[:2] == session.reply(reply)
    assert session.situation is Situation.HELD


@pytest.mark.parametrize("phase", LED)
def test_less_without_a_stretch_is_kept_for_those_to_come(phase: Phase) -> None:
    session = _speaking_in(phase)
    asked = session.now
    session.hears(Intent.EASE_OFF)
    session.passes(1.0)
    session.quiet()
    assert session.reply(Reply.EASED_FREE)[0] in session.said(since=asked)


@pytest.mark.parametrize("phase", [Phase.HOLD, Phase.WARM_UP])
def test_ease_off_is_not_answered_anew_while_it_is_being_answered(phase: Phase) -> None:
    session = session_in(phase, answers=WELL).passes(4.0)
    asked = session.now
    for _ in range(2):
        session.hears(Intent.EASE_OFF)
        session.passes(1.0)
    session.quiet()
    reply = Reply.EASED if phase is Phase.HOLD else Reply.EASED_FREE
    said = session.said(since=asked)
    assert [said.count(cue) for cue in session.reply(reply)][:1] == [1]


def test_start_begins_while_the_welcome_is_still_spoken() -> None:
    session = Session(answers=NOTHING).until(lambda s: s.state.saying is not None)
    session.passes(1.0).hears(Intent.RESUME)
    assert session.chimes()[-1:] == [Earcon.UNDERSTOOD]
    session.until(lambda s: s.at.phase is Phase.SCREENING, within=2)


@pytest.mark.parametrize("intent", [Intent.YES, Intent.NO, Intent.RESUME])
@pytest.mark.parametrize("phase", [p for p in (*LED, *HELD) if p not in {Phase.BEGIN, Phase.READY}])
def test_an_answer_to_no_question_changes_nothing(phase: Phase, intent: Intent) -> None:
    session = _speaking_in(phase)
    before = session.state
    assert session.hears(intent) == ()
    assert session.state == before


@pytest.mark.parametrize("intent", Intent)
def test_every_command_has_an_answer_in_every_situation(intent: Intent) -> None:
    ended = _speaking_in(Phase.HOLD)
    ended.happens(Interrupted())
    ended.quiet().passes(1.0)
    for session in (*map(_speaking_in, (*LED, *HELD)), _latched(), ended):
        session.hears(intent, 3 if intent is Intent.PAIN else None)
        session.passes(30)
