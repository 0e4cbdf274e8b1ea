"""Louder and quieter: in every situation, within bounds, and nothing else changes by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.session.told import Session, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Effect, Volume
from voiceguide.session.loudness import HIGHEST, LOWEST
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

EVERY_PHASE = [phase for phase in Phase if phase not in {Phase.PUSH, Phase.FAREWELL}]
WISHES = some.lists(some.sampled_from([Intent.LOUDER, Intent.QUIETER]), max_size=8)


def volumes(effects: tuple[Effect, ...]) -> list[int]:
    """Return the volumes that were asked for."""
    return [effect.percent for effect in effects if isinstance(effect, Volume)]


@pytest.mark.parametrize("phase", EVERY_PHASE)
def test_in_every_phase_it_is_louder_at_once_says_so_and_goes_on(phase: Phase) -> None:
    session = session_in(phase).passes(1.0)
    since, at = session.now, session.at
    assert volumes(session.hears(Intent.LOUDER)) == [150]
    session.until(lambda s: session.reply(Reply.LOUDER)[0] in s.said(since), within=20.0)
    assert session.at == at
    assert session.situation is not Situation.LATCHED


def test_in_a_rest_it_is_quieter_and_rests_on() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    session.hears(Intent.STOP)
    since = session.quiet().now
    assert volumes(session.hears(Intent.QUIETER)) == [67]
    session.quiet()
    assert session.said(since - 0.01) == session.reply(Reply.QUIETER)
    assert session.state.latched is Why.STOP


def test_while_it_stands_by_it_does_so_and_stands_by() -> None:
    session = Session(stands_by=True).quiet()
    assert volumes(session.hears(Intent.LOUDER)) == [150]
    session.quiet()
    assert session.state.latched is Why.STANDBY


def test_a_release_is_not_cut_for_it_and_is_louder_from_its_next_cue_on() -> None:
    session = session_in(Phase.HOLD).passes(2.0)
    release, stopped = session.at.release, session.now
    session.hears(Intent.STOP)
    session.passes(0.5)
    assert volumes(session.hears(Intent.LOUDER)) == [150]
    session.quiet()
    assert session.said(stopped)[: len(release)] == list(release)


def test_a_question_that_is_open_is_still_open_after_it() -> None:
    session = session_in(Phase.HOLD).asked(Question.PAIN)
    session.hears(Intent.LOUDER)
    session.quiet()
    assert session.is_asking(Question.PAIN)
    assert session.situation is Situation.HELD


@given(begins=some.integers(10, 200), wishes=WISHES)
def test_whatever_is_wished_it_stays_between_both_bounds_and_says_when_it_is_there(
    begins: int, wishes: list[Intent]
) -> None:
    session = Session(volume=begins)
    for wish in wishes:
        before, since = session.state.volume, session.now
        asked = volumes(session.hears(wish))
        assert asked == ([] if session.state.volume == before else [session.state.volume])
        assert min(begins, LOWEST) <= session.state.volume <= HIGHEST
        session.passes(0.5)
        changed = {Intent.LOUDER: Reply.LOUDER, Intent.QUIETER: Reply.QUIETER}[wish]
        bound = {Intent.LOUDER: Reply.LOUDEST, Intent.QUIETER: Reply.QUIETEST}[wish]
        assert session.said(since)[:1] == session.reply(changed if asked else bound)


def test_who_changes_places_is_spoken_to_as_loud_as_before() -> None:
    session = session_in(Phase.WARM_UP).passes(1.0)
    session.hears(Intent.LOUDER)
    session.quiet().hears(Intent.SWAP)
    session.asked(Question.SWAP).hears(Intent.YES)
    assert session.state.swapped
    assert session.state.volume == 150
