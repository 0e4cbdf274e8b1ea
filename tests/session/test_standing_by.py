"""The guide that lives on a shelf: it waits quietly, for days, until somebody says start."""

from __future__ import annotations

import pytest

from tests.session.told import NOTHING, Session
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Earcon
from voiceguide.session.events import HearingBack, HearingLost
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

A_NIGHT = 9 * 3600.0


def _on_the_shelf(*, was_away: bool = False) -> Session:
    """Return a guide that has just said how to begin."""
    return Session(NOTHING, step=0.5, stands_by=True, was_away=was_away).passes(3.0).quiet()


def test_switched_on_it_says_how_to_begin_and_is_quiet_all_night() -> None:
    guide = _on_the_shelf()
    assert guide.chimes() == [Earcon.WELCOME]
    guide.step = 60.0
    guide.passes(A_NIGHT)
    assert guide.said() == guide.reply(Reply.STANDING_BY)
    assert not guide.state.ended


@pytest.mark.parametrize("said", [Intent.START, Intent.RESUME])
def test_start_is_answered_by_the_welcome_which_asks_to_say_start(said: Intent) -> None:
    guide = _on_the_shelf().passes(4000.0)
    woken = guide.now
    guide.hears(said)
    guide.asked(Question.BEGIN)
    lines = [line.cue for line in guide.brief.plan.steps[0].lines]
    assert guide.said(since=woken) == lines
    guide.hears(Intent.START)
    guide.passes(5.0)
    assert guide.at.phase is Phase.SCREENING


def test_a_start_that_was_only_talk_leads_back_to_quiet() -> None:
    """The first wakes it, nobody answers its question twice, and it stands by again."""
    guide = _on_the_shelf()
    guide.hears(Intent.START)
    guide.asked(Question.BEGIN).asked(Question.BEGIN)
    asked = guide.now
    guide.passes(60.0)
    assert guide.said(since=asked) == guide.reply(Reply.STANDING_BY)
    guide.step = 60.0
    guide.passes(A_NIGHT)
    assert guide.said(since=asked) == guide.reply(Reply.STANDING_BY)


@pytest.mark.parametrize(
    "said", [Intent.YES, Intent.NO, Intent.NEXT, Intent.BACK, Intent.PAUSE, Intent.TIME_LEFT]
)
def test_what_people_say_to_each_other_does_not_wake_it(said: Intent) -> None:
    guide = _on_the_shelf()
    before = guide.state
    assert guide.hears(said) == ()
    assert guide.state == before


def test_numbers_in_talk_do_not_wake_it() -> None:
    guide = _on_the_shelf()
    assert guide.hears(Intent.PAIN, 9) == ()


def test_asked_for_help_it_says_how_to_begin() -> None:
    guide = _on_the_shelf()
    asked = guide.now
    guide.hears(Intent.HELP)
    guide.passes(1.0)
    assert guide.said(since=asked - 0.01) == guide.reply(Reply.STANDING_BY)


def test_stop_is_answered_even_so_and_start_still_begins() -> None:
    guide = _on_the_shelf()
    said = guide.now
    guide.hears(Intent.STOP)
    guide.passes(1.0).quiet()
    assert guide.said(since=said - 0.01) == guide.reply(Reply.STOPPED)
    assert guide.situation is Situation.LATCHED
    guide.hears(Intent.START)
    assert guide.state.latched is None


def test_after_a_crash_it_says_that_it_was_away_before_anything_else() -> None:
    guide = _on_the_shelf(was_away=True)
    assert guide.said() == [*guide.reply(Reply.WAS_AWAY), *guide.reply(Reply.STANDING_BY)]
    assert guide.notes("away")
    assert guide.state.latched is Why.STANDBY


def test_a_microphone_that_was_gone_at_night_leads_back_to_quiet() -> None:
    guide = _on_the_shelf()
    guide.happens(HearingLost())
    guide.passes(A_NIGHT)
    guide.happens(HearingBack())
    guide.passes(1.0).quiet()
    assert guide.said()[1:] == [*guide.reply(Reply.CANNOT_HEAR), *guide.reply(Reply.STANDING_BY)]
    assert guide.state.latched is Why.STANDBY


def test_a_session_that_somebody_asked_for_begins_with_the_welcome_as_ever() -> None:
    session = Session(NOTHING).asked(Question.BEGIN)
    assert session.said() == [line.cue for line in session.brief.plan.steps[0].lines]
