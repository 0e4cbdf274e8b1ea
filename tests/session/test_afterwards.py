"""After the session: how the client feels, in a number."""

from __future__ import annotations

import pytest

from tests.session.told import NOTHING, WELL, Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.events import HearingBack, HearingLost
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply

_SEVEN = (Intent.PAIN, 7)


def _asked() -> Session:
    return session_in(Phase.AFTERWARDS, answers=NOTHING).asked(Question.AFTERWARDS)


@pytest.mark.parametrize("number", range(11))
def test_a_number_is_read_back_and_a_high_one_is_followed_by_advice(number: int) -> None:
    """High is what would have ended a stretch: the limit, 4, or more. Nobody is latched by it."""
    session = _asked()
    asked = session.now - 0.01
    session.passes(1.0).hears(Intent.PAIN, number)
    session.until(lambda s: s.at.phase is (Phase.FAREWELL if number >= 4 else Phase.SWAP))
    reply = session.reply(
        Reply.AFTERWARDS_HIGH if number >= 4 else Reply.AFTERWARDS_FINE, number=number
    )
    assert session.said(asked) == reply
    assert [fields_of(note) for note in session.notes("afterwards")] == [{"value": number}]


def test_nobody_has_to_say_one() -> None:
    session = _asked().asked(Question.AFTERWARDS)
    session.until(lambda s: s.at.phase is Phase.SWAP, within=10.0)
    assert session.notes("afterwards") == []
    assert session.state.latched is None


def test_after_a_high_number_nobody_is_asked_to_change_places() -> None:
    session = _asked().passes(1.0)
    session.hears(Intent.PAIN, 7)
    session.until(lambda s: s.state.ended, within=60.0)
    assert session.notes("question", asks=Question.SWAP) == []
    assert fields_of(session.notes("end")[0]) == {"why": "complete"}


def test_a_high_number_takes_back_what_was_agreed_on_before() -> None:
    """In the hold: "change places"; "yes"; the walk; "how do you feel?" "Seven". They rest."""
    session = session_in(Phase.HOLD).passes(3.0)
    session.answers = {**WELL, Question.SWAP: (Intent.YES, None), Question.AFTERWARDS: _SEVEN}
    session.hears(Intent.SWAP)
    session.until(lambda s: s.state.ended)
    assert session.notes("afterwards", value=7)
    assert session.notes("swap") == []


def test_after_a_warning_sign_in_it_nobody_is_asked_to_change_places() -> None:
    """They are asked how they feel. "Numb." They rest; "resume"; "all gone?" "Yes": the goodbye."""
    session = _asked().passes(1.0)
    session.hears(Intent.RED_FLAG)
    session.quiet().hears(Intent.RESUME, ago=0.1)
    session.asked(Question.GONE).hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.state.ended, within=60.0)
    assert session.notes("question", asks=Question.SWAP) == []
    assert fields_of(session.notes("end")[0]) == {"why": "complete"}


@pytest.mark.parametrize("said", [Intent.SWAP, Intent.BACK])
@pytest.mark.parametrize("after", [0.5, 3.0, 6.0, 13.0])
def test_after_a_high_number_nothing_begins_and_the_advice_is_spoken_whole(
    said: Intent, after: float
) -> None:
    """They say "seven"; then "change places", or "back". Why not, and the whole advice."""
    session = _asked().passes(1.0)
    asked = session.now - 0.01
    session.hears(Intent.PAIN, 7)
    session.passes(after).hears(said)
    session.answers = WELL
    session.until(lambda s: s.state.ended, within=120.0)
    told = session.said(asked)
    assert session.reply(Reply.RESTS)[0] in told
    advice = session.reply(Reply.AFTERWARDS_HIGH, number=7)
    assert [cue for cue in told if cue in advice][-len(advice) :] == advice
    assert {fields_of(note)["phase"] for note in session.notes("step", asked)} == {Phase.FAREWELL}


def test_neither_does_a_rest_after_a_high_number_lead_back() -> None:
    """They say "seven", "stop", "back". Why not. "Resume": the goodbye."""
    session = _asked().passes(1.0)
    session.hears(Intent.PAIN, 7)
    session.passes(1.0).hears(Intent.STOP)
    session.quiet().hears(Intent.BACK)
    refused = session.now - 0.01
    session.quiet().hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.state.ended, within=60.0)
    assert session.said(refused)[0] == session.reply(Reply.RESTS)[0]
    assert {fields_of(note)["phase"] for note in session.notes("step", refused)} == {Phase.FAREWELL}


@pytest.mark.parametrize("after", [0.5, 3.0, 15.0])
def test_a_number_that_is_corrected_to_a_high_one_asks_for_rest_as_if_it_was_the_first(
    after: float,
) -> None:
    """They say "two"; at once, or when asked to change places: "seven". The advice, the goodbye."""
    session = _asked().passes(1.0)
    session.hears(Intent.PAIN, 2)
    session.passes(after).hears(Intent.PAIN, 7)
    corrected = session.now
    session.until(lambda s: s.state.ended, within=60.0)
    advice = session.reply(Reply.AFTERWARDS_HIGH, number=7)
    assert session.said(corrected - 0.01)[: len(advice)] == advice
    assert {fields_of(note)["phase"] for note in session.notes("step", corrected)} == {
        Phase.FAREWELL
    }


@pytest.mark.parametrize("after", [1.0, 5.0])
@pytest.mark.parametrize("lost", ["pause", "hearing"])
def test_the_advice_is_spoken_whole_after_whatever_cut_it_off(after: float, lost: str) -> None:
    """They say "seven", and "pause" into the advice, or nobody can be heard. "Resume"."""
    session = _asked().passes(1.0)
    session.hears(Intent.PAIN, 7)
    session.passes(after)
    if lost == "pause":
        session.hears(Intent.PAUSE)
    else:
        session.happens(HearingLost())
        session.passes(3.0).happens(HearingBack())
    session.quiet().hears(Intent.RESUME, ago=0.1)
    resumed = session.now - 0.01
    session.until(lambda s: s.at.phase is Phase.FAREWELL and s.state.heading is None, within=60.0)
    advice = session.reply(Reply.AFTERWARDS_HIGH, number=7)
    assert session.said(resumed)[: 1 + len(advice)] == [*session.reply(Reply.RESUMING), *advice]


def test_after_a_high_number_in_the_cool_down_nobody_is_led_back() -> None:
    """100 s of walking; "seven"; they rest; "back": why not; "resume": the advice, the goodbye."""
    session = session_in(Phase.COOL_DOWN, answers=NOTHING).passes(100.0)
    session.hears(Intent.PAIN, 7)
    session.quiet().hears(Intent.BACK)
    refused = session.now - 0.01
    session.quiet().hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.state.ended, within=60.0)
    assert session.said(refused)[0] == session.reply(Reply.RESTS)[0]
    told = (Reply.RESUMING_MOVEMENT, Reply.AFTERWARDS_HIGH)  # they may lie or sit by now
    words = [cue for reply in told for cue in session.reply(reply, number=7)]
    assert session.said(refused)[-len(words) - 1 : -1] == words
    assert {fields_of(note)["phase"] for note in session.notes("step", refused)} == {Phase.FAREWELL}
