"""Nobody would be heard, or the guide would not be: the session lets go before it goes on."""

from __future__ import annotations

import pytest

from tests.session.told import Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Hush
from voiceguide.session.events import (
    HearingBack,
    HearingLost,
    HearingProven,
    VoiceBack,
    VoiceLost,
)
from voiceguide.session.passing import REMINDER
from voiceguide.session.plan import Phase
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

PHASES = [phase for phase in Phase if phase not in {Phase.PUSH, Phase.FAREWELL}]


def _deaf_in(phase: Phase) -> Session:
    session = session_in(phase).until(lambda s: s.state.saying is not None).passes(0.3)
    session.happens(HearingLost())
    return session


@pytest.mark.parametrize("phase", PHASES)
def test_it_says_in_a_word_that_it_cannot_hear_and_lets_go_and_then_explains(phase: Phase) -> None:
    session = session_in(phase).until(lambda s: s.state.saying is not None).passes(0.3)
    release, lost = session.at.release, session.now
    assert session.happens(HearingLost())[0] == Hush()
    session.quiet()
    told = session.said(since=lost)
    assert told == [*session.reply(Reply.DEAF), *release, *session.reply(Reply.CANNOT_HEAR)]
    assert session.state.latched is Why.HEARING
    assert fields_of(session.notes("pause")[-1]) == {"why": "hearing"}


def test_when_it_hears_again_it_says_so_and_still_waits() -> None:
    session = _deaf_in(Phase.HOLD).quiet()
    back = session.now
    session.happens(HearingBack())
    session.passes(10)
    assert session.said(back - 0.01) == session.reply(Reply.CAN_HEAR)
    assert session.situation is Situation.LATCHED


def test_it_goes_on_after_a_resume() -> None:
    session = _deaf_in(Phase.HOLD).quiet()
    session.happens(HearingBack())
    session.quiet().hears(Intent.RESUME)
    session.until(lambda s: s.at.phase is Phase.SET_UP and s.state.heading is None, within=20)


def test_hearing_that_comes_back_at_once_does_not_cut_the_release() -> None:
    session = _deaf_in(Phase.HOLD)
    release, lost = session.at.release, session.now
    session.passes(0.1).happens(HearingBack())
    session.quiet()
    told = session.said(since=lost - 0.01)[1:]
    afterwards = [*session.reply(Reply.CANNOT_HEAR), *session.reply(Reply.CAN_HEAR)]
    assert told == [*release, *afterwards]


def test_hearing_lost_while_latched_is_told_once() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    session.hears(Intent.STOP)
    lost = session.quiet().now
    session.happens(HearingLost())
    session.quiet()
    assert session.said(lost - 0.01) == session.reply(Reply.CANNOT_HEAR)
    assert session.state.latched is Why.HEARING


def test_hearing_that_was_never_lost_changes_nothing() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    before = session.state
    assert session.happens(HearingBack()) == ()
    assert session.state == before


def test_what_is_heard_too_late_is_told_as_that() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    release, lost = session.at.release, session.now
    session.happens(HearingLost(too_slow=True))
    session.quiet()
    told = session.said(since=lost)
    assert told == [*session.reply(Reply.DEAF), *release, *session.reply(Reply.TOO_SLOW)]
    assert session.state.latched is Why.HEARING


def test_as_long_as_it_is_deaf_it_never_says_that_it_listens() -> None:
    session = _deaf_in(Phase.HOLD).quiet()
    since = session.now
    session.passes(REMINDER + 10.0)
    assert session.said(since) == session.reply(Reply.CANNOT_HEAR)
    session.happens(HearingBack())
    since = session.quiet().now
    session.passes(REMINDER + 10.0)
    assert session.said(since) == session.reply(Reply.STILL_RESTING)


def test_once_it_is_proven_that_stop_works_it_is_said() -> None:
    session = session_in(Phase.WARM_UP).passes(2.0).quiet()
    since = session.now
    session.happens(HearingProven())
    session.quiet()
    assert session.said(since)[:1] == session.reply(Reply.STOP_LIVE)


@pytest.mark.parametrize("phase", PHASES)
def test_when_it_may_not_be_heard_it_lets_go_and_tries_to_say_so(phase: Phase) -> None:
    session = session_in(phase).until(lambda s: s.state.saying is not None).passes(0.3)
    release, lost = session.at.release, session.now
    session.happens(VoiceLost())
    session.quiet()
    assert session.said(since=lost) == list(release)
    assert session.state.latched is Why.VOICE


def test_what_was_said_to_nobody_is_said_once_more() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    release = session.at.release
    session.happens(VoiceLost())
    since = session.quiet().now
    session.happens(VoiceBack())
    session.quiet()
    told = [*session.reply(Reply.CAN_SPEAK), *session.reply(Reply.STILL_RESTING)]
    assert session.said(since) == [*release, *told]
    assert session.situation is Situation.LATCHED


def test_a_stop_is_obeyed_while_the_guide_is_not_heard() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    session.happens(VoiceLost())
    session.quiet().hears(Intent.RESUME)
    session.until(lambda s: s.at.phase is Phase.HOLD, within=120)
    session.hears(Intent.STOP)
    assert session.state.latched is Why.STOP
