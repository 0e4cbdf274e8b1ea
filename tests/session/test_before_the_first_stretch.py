"""What whoever says stop is told while nobody has been stretched yet."""

from __future__ import annotations

import pytest

from tests.session.told import NOTHING, Session, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Hush
from voiceguide.session.plan import Phase
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation

EARLY = [Phase.BEGIN, Phase.STOP_POINT, Phase.WARM_UP, Phase.SET_UP, Phase.READY]
LATE = [Phase.EASE_IN, Phase.HOLD, Phase.RELEASE, Phase.REST, Phase.COOL_DOWN]
ANSWERED_BY = {
    Intent.STOP: Reply.STOPPED,
    Intent.RED_FLAG: Reply.RED_FLAG,
    Intent.EASE_OFF: Reply.EASED_FREE,
}


@pytest.mark.parametrize("intent", [Intent.STOP, Intent.RED_FLAG])
@pytest.mark.parametrize("phase", EARLY)
def test_a_halt_before_anybody_was_held_is_answered_by_saying_so(
    phase: Phase, intent: Intent
) -> None:
    """The release comes first as ever, and the session is latched."""
    session = session_in(phase).passes(4.0)
    release, said = session.at.release, session.now - 0.01
    session.hears(intent)
    session.quiet()
    assert session.said(said) == [
        *release,
        *session.reply(Reply.NOBODY_HELD),
        *session.reply(ANSWERED_BY[intent]),
    ]
    assert session.situation is Situation.LATCHED


@pytest.mark.parametrize("phase", EARLY)
def test_less_before_anybody_was_held_is_answered_by_saying_so_and_nothing_is_latched(
    phase: Phase,
) -> None:
    """The partner hears how to go about the stretches to come."""
    session = session_in(phase).passes(4.0)
    said = session.now - 0.01
    session.hears(Intent.EASE_OFF)
    session.passes(8.0)
    told = [*session.reply(Reply.NOBODY_HELD), *session.reply(Reply.EASED_FREE)]
    assert session.said(said)[: len(told)] == told
    assert session.situation is Situation.LED


@pytest.mark.parametrize("intent", ANSWERED_BY)
@pytest.mark.parametrize("phase", LATE)
def test_once_somebody_was_held_it_is_never_said(phase: Phase, intent: Intent) -> None:
    """From the first easing in on it may be wrong, so it is left out."""
    session = session_in(phase).passes(4.0)
    session.hears(intent)
    session.passes(30.0)
    assert session.reply(Reply.NOBODY_HELD)[0] not in session.said()


def test_once_somebody_was_held_it_is_not_said_in_the_set_up_they_go_back_to_either() -> None:
    """In the first hold: "stop"; "resume"; 4 s into its set-up: "stop"."""
    session = session_in(Phase.HOLD).passes(3.0)
    session.hears(Intent.STOP)
    session.quiet().hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.at.phase is Phase.SET_UP and s.state.heading is None).passes(4.0)
    session.hears(Intent.STOP)
    assert session.quiet().reply(Reply.NOBODY_HELD)[0] not in session.said()


def test_a_stop_in_the_welcome_wave_silences_the_wave() -> None:
    """The wave is as loud as the voice, and the answer has to be understood."""
    session = Session(answers=NOTHING).passes(1.0)
    assert session.hears(Intent.STOP)[0] == Hush()
    session.passes(0.2)
    assert session.said() == [session.at.release[0]]
