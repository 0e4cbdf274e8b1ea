"""Nobody would be heard: the session lets go before it goes on deaf."""

from __future__ import annotations

import pytest

from tests.session.told import Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Hush
from voiceguide.session.events import HearingBack, HearingLost
from voiceguide.session.plan import Phase
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

PHASES = [phase for phase in Phase if phase is not Phase.FAREWELL]


def _deaf_in(phase: Phase) -> Session:
    session = session_in(phase).until(lambda s: s.state.saying is not None).passes(0.3)
    session.happens(HearingLost())
    return session


@pytest.mark.parametrize("phase", PHASES)
def test_it_says_that_it_cannot_hear_and_then_lets_go(phase: Phase) -> None:
    session = session_in(phase).until(lambda s: s.state.saying is not None).passes(0.3)
    release, lost = session.at.release, session.now
    assert session.happens(HearingLost())[0] == Hush()
    session.quiet()
    assert session.said(since=lost) == [*session.reply(Reply.CANNOT_HEAR), *release]
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
    assert session.said(since=lost - 0.01)[-4:] == [*release, *session.reply(Reply.CAN_HEAR)]


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
