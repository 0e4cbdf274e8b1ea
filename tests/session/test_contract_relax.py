"""Contract-relax: the client pushes, rests, and goes a little further, where people choose that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.told import CONTRACT_RELAX, WELL, Answer, Session, brief, fields_of
from voiceguide.language.intents import Intent
from voiceguide.paths import content_dir
from voiceguide.routines import limits
from voiceguide.session.plan import Phase, Question, Role
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

STRETCH = "straight-leg-hamstring"
NAMES = sorted(path.stem for path in (content_dir() / "stretches").iterdir())


def _chosen(number: int = 1) -> Session:
    """Return a session of one stretch in which contract-relax was chosen in the warm-up."""
    session = Session(routine=f"just {STRETCH}", step=0.1)
    session.answers = {**WELL, Question.PAIN: (Intent.PAIN, number)}
    session.until(lambda s: s.at.phase is Phase.WARM_UP).passes(8.0)
    session.hears(Intent.CONTRACT_RELAX)
    return session


def _phases(session: Session, rep: int = 1, side: str = "left") -> list[object]:
    return [fields_of(e)["phase"] for e in session.notes("step", rep=rep, side=side)]


def test_chosen_before_the_first_stretch_each_hold_has_a_push_and_a_little_further() -> None:
    """Held 14 s, a number; "press", 5 s; "rest"; on the breath out a little further; held 25 s."""
    session = _chosen()
    assert session.reply(Reply.CONTRACT_RELAX_ON)[0] in session.passes(1.0).said()
    session.until(lambda s: s.state.ended)
    for side in ("left", "right"):
        for rep in (1, 2):
            assert _phases(session, rep, side) == [
                Phase.SET_UP,
                Phase.READY,
                Phase.EASE_IN,
                Phase.HOLD,
                Phase.PUSH,
                Phase.EASE_IN,
                Phase.HOLD,
                Phase.RELEASE,
                Phase.REST,
            ]
    assert fields_of(session.notes("end")[0]) == {"why": "complete"}
    assert len(session.notes("further")) == 4


def test_a_push_lasts_what_it_says_and_ends_in_words_at_once() -> None:
    session = _chosen().until(lambda s: s.at.phase is Phase.PUSH)
    began = session.now
    session.passes(1.0).hears(Intent.HELP)
    session.until(lambda s: s.at.phase is not Phase.PUSH)
    assert 3.0 <= session.now - began <= 6.0
    ended = session.now - 0.01
    session.passes(1.0)
    (rest, *_) = session.said(ended)
    assert rest.role is Role.CLIENT
    assert "rest the leg" in rest.text


def test_close_to_the_limit_there_is_no_push_and_nothing_further() -> None:
    session = _chosen(number=3).until(lambda s: s.at.phase is Phase.RELEASE)
    assert Phase.PUSH not in _phases(session)
    assert session.notes("further") == []


@pytest.mark.parametrize("said", [(Intent.EASE_OFF, None), (Intent.PAIN, 3)])
def test_whoever_wants_less_while_they_push_rests_at_once_and_goes_no_further(
    said: Answer,
) -> None:
    """The guide: "press". A second later: "less". Rest the leg. Take off half. No further."""
    session = _chosen().until(lambda s: s.at.phase is Phase.PUSH).passes(1.0)
    heard = session.now - 0.01
    session.hears(*said)
    assert session.at.phase is Phase.EASE_IN
    session.until(lambda s: s.at.phase is Phase.HOLD)
    rest, *more = session.said(heard)
    assert "rest the leg" in rest.text
    assert more[-2:] == session.reply(Reply.EASED)
    assert session.notes("further") == []


def test_what_to_press_is_said_before_every_push() -> None:
    session = _chosen().until(lambda s: s.state.ended)
    for set_up in session.notes("step", phase=Phase.SET_UP):
        pressed = session.notes("step", since=set_up.t, phase=Phase.PUSH)[0]
        texts = [cue.text for cue in session.said(set_up.t - 0.01)]
        before = texts[: len(texts) - len(session.said(pressed.t - 0.01))]
        assert sum("press your" in text for text in before) == 1


def test_a_stop_in_a_push_lets_go_and_waits() -> None:
    session = _chosen().until(lambda s: s.at.phase is Phase.PUSH).passes(1.0)
    release, now = session.at.release, session.now - 0.01
    session.hears(Intent.STOP)
    assert session.quiet().said(now)[: len(release)] == list(release)
    assert session.state.latched is Why.STOP
    assert session.situation is Situation.LATCHED


def test_once_a_stretch_has_begun_it_cannot_be_chosen_any_more() -> None:
    session = Session(step=0.1).until(lambda s: s.at.phase is Phase.SET_UP)
    session.hears(Intent.CONTRACT_RELAX)
    assert session.reply(Reply.CONTRACT_RELAX_REFUSED)[0] in session.passes(1.0).said()
    assert not session.state.contract_relax


def test_once_somebody_was_held_it_cannot_be_chosen_before_the_first_stretch_either() -> None:
    """In the first hold: "back"; in the warm-up: "contract relax"."""
    session = Session(routine=f"just {STRETCH}", step=0.1)
    session.until(lambda s: s.at.phase is Phase.HOLD).hears(Intent.BACK)
    session.until(lambda s: s.at.phase is Phase.WARM_UP).hears(Intent.CONTRACT_RELAX)
    assert not session.state.contract_relax
    assert session.reply(Reply.CONTRACT_RELAX_REFUSED)[0] in session.passes(1.0).said()


def test_where_no_stretch_suits_it_that_is_said() -> None:
    session = Session(step=0.1, routine="upper-back").until(lambda s: s.at.phase is Phase.WARM_UP)
    session.hears(Intent.CONTRACT_RELAX)
    assert session.reply(Reply.CONTRACT_RELAX_UNSUITED)[0] in session.passes(1.0).said()


def test_who_asked_for_it_in_vain_when_it_was_started_hears_so_once() -> None:
    session = Session(step=0.1, routine="upper-back" + CONTRACT_RELAX)
    session.until(lambda s: s.at.phase is Phase.WARM_UP)
    assert session.said().count(session.reply(Reply.CONTRACT_RELAX_UNSUITED)[0]) == 1


def test_without_it_nobody_pushes() -> None:
    assert not any(step.phase is Phase.PUSH for step in brief().plan.steps)


@pytest.mark.parametrize("name", NAMES)
def test_a_stretch_that_it_suits_stays_within_the_limits_and_is_led_by_role(name: str) -> None:
    laid = brief(routine=f"just {name}").contract_relax
    steps = laid.plan.steps if laid else ()
    pushes = [step for step in steps if step.phase is Phase.PUSH]
    assert bool(pushes) is bool(laid)
    assert all(limits.MIN_PUSH <= push.seconds <= limits.MAX_PUSH for push in pushes)
    first = [step for step in steps if step.rep == 1 and step.side in {None, "left"}]
    held = [step.seconds for step in first if step.phase in {Phase.HOLD, Phase.PUSH}]
    further = [step.seconds for step in first if step.deepens and step.phase is Phase.EASE_IN]
    assert sum(held) + sum(further) <= limits.MAX_HOLD
    for step in first[:1]:
        text = " ".join(line.cue.text for line in step.lines).lower()
        assert "half of your strength" in text
        assert "partner: keep your hands still" in text


def test_the_plan_is_the_same_up_to_the_first_stretch() -> None:
    whole = brief()
    laid = whole.contract_relax
    assert laid is not None
    first = next(index for index, step in enumerate(whole.plan.steps) if step.stretch)
    assert laid.plan.steps[:first] == whole.plan.steps[:first]
    assert replace(whole, plan=laid.plan, remaining=laid.remaining).plan.steps[first].stretch
