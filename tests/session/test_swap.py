"""The two change places: at the end, by a question, or by saying so at any time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.told import NOTHING, WELL, Answer, Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why
from voiceguide.session.swapping import WARM_FOR

ONCE_MORE: dict[Question, Answer] = {**WELL, Question.SWAP: (Intent.YES, None)}
TWIST = "supine-spinal-twist"


def changing_in(phase: Phase) -> Session:
    """Return a session in which somebody has just said that they want to change places."""
    session = session_in(phase, answers=NOTHING).passes(3.0)
    session.hears(Intent.SWAP)
    return session


def phases(session: Session, since: float) -> list[object]:
    """Return the phases that were begun after a time, each once in a row."""
    gone = [fields_of(note)["phase"] for note in session.notes("step", since=since)]
    return [phase for index, phase in enumerate(gone) if index == 0 or gone[index - 1] != phase]


def test_after_a_whole_session_the_other_one_has_a_whole_one_too() -> None:
    """25:00 they change places; the warm-up is too long ago; 50:00 nobody asks to change again."""
    session = session_in(Phase.SWAP, answers=ONCE_MORE)
    begun = session.now
    session.until(lambda s: s.state.ended)
    before = [Phase.SCREENING, Phase.STOP_POINT, Phase.WARM_UP, Phase.SET_UP]
    assert phases(session, begun)[: len(before)] == before
    assert phases(session, begun)[-3:] == [Phase.COOL_DOWN, Phase.AFTERWARDS, Phase.FAREWELL]
    first = session.notes("hold")[: len(session.notes("hold")) // 2]
    second = session.notes("hold", since=begun)
    assert [fields_of(note) for note in first] == [fields_of(note) for note in second]
    assert fields_of(session.entries[-1]) == {"why": "complete"}


def _changed_just_after_the_warm_up(answer: Answer | None) -> Session:
    """Return a session in which the two have changed places and are asked if they are warm."""
    session = session_in(Phase.SET_UP, answers=ONCE_MORE).passes(3.0)
    session.hears(Intent.SWAP)
    session.until(lambda s: s.at.phase is Phase.WARM_UP)
    assert session.now < WARM_FOR
    answers = {**ONCE_MORE}
    del answers[Question.WARM]
    session.answers = answers if answer is None else {**answers, Question.WARM: answer}
    return session


def test_who_has_just_been_led_through_the_warm_up_leaves_it_out_by_a_yes() -> None:
    session = _changed_just_after_the_warm_up((Intent.YES, None))
    changed = session.now
    session.until(lambda s: s.at.phase is Phase.SET_UP, within=60.0)
    assert session.at.stretch == "knees-to-chest"
    warm = [*session.reply(Reply.STILL_WARM), session.brief.sentences.questions[Question.WARM].ask]
    assert session.said(changed - 0.01)[: len(warm)] == warm


@pytest.mark.parametrize("answer", [(Intent.NO, None), (Intent.UNCLEAR, None), None])
def test_without_a_yes_they_are_led_through_the_whole_of_it_once_more(answer: Answer) -> None:
    session = _changed_just_after_the_warm_up(answer)
    walk, seconds = [line.cue for line in session.at.lines], session.at.seconds
    session.until(lambda s: s.state.question is None and not s.state.queue)
    begun = session.now
    session.until(lambda s: s.at.phase is Phase.SET_UP)
    assert session.now - begun >= seconds - 1.0
    assert [cue for cue in session.said(begun - 0.01) if cue in walk] == walk


def test_stops_are_counted_for_each_client_over_every_change_of_places() -> None:
    """A stop; they change places, and change back; the second stop is one too many."""
    session = session_in(Phase.SET_UP, answers=ONCE_MORE)
    session.state = replace(session.state, stops=(TWIST,))
    for stops in ((), (TWIST,)):
        session.hears(Intent.SWAP, ago=0.0)
        session.until(lambda s: s.at.phase is Phase.SCREENING, within=60.0)
        assert session.state.stops == stops
        session.until(lambda s: s.at.phase is Phase.SET_UP)


def test_who_skipped_the_warm_up_is_led_through_it_after_the_change() -> None:
    session = session_in(Phase.WARM_UP, answers=ONCE_MORE).passes(3.0)
    session.hears(Intent.WARM)
    session.until(lambda s: s.at.phase is Phase.SET_UP)
    changed = session.now
    session.hears(Intent.SWAP)
    session.until(lambda s: s.at.phase is Phase.STOP_POINT)
    session.until(lambda s: s.at.phase is not Phase.STOP_POINT)
    assert phases(session, changed)[-1] is Phase.WARM_UP


def test_a_client_who_was_held_is_brought_to_a_good_end_before_the_change() -> None:
    """In the hold: "swap". "Yes." A walk, water, how do you feel; then they change places."""
    session = changing_in(Phase.HOLD).asked(Question.SWAP)
    session.answers, agreed = ONCE_MORE, session.now
    session.hears(Intent.YES)
    session.until(lambda s: s.state.swapped)
    led = [Phase.COOL_DOWN, Phase.AFTERWARDS]
    assert phases(session, agreed) == led
    assert session.notes("afterwards", agreed)
    assert not session.notes("question", agreed, asks=Question.SWAP)
    said = session.said(agreed - 0.01)
    assert said[0] == session.reply(Reply.SWAP_AFTER)[0]
    assert {line.cue for line in session.brief.plan.steps[-4].lines} <= {*said}
    session.until(lambda s: s.at.phase is Phase.SCREENING, within=60.0)


def test_a_client_who_was_never_held_changes_places_at_once() -> None:
    session = changing_in(Phase.SET_UP).asked(Question.SWAP)
    session.hears(Intent.YES)
    assert session.state.swapped


def test_back_on_the_way_to_the_change_leaves_everybody_in_their_places() -> None:
    session = changing_in(Phase.HOLD).asked(Question.SWAP)
    session.hears(Intent.YES)
    session.until(lambda s: s.at.phase is Phase.COOL_DOWN).passes(5.0).hears(Intent.BACK)
    session.answers = WELL
    session.until(lambda s: s.at.phase is Phase.HOLD)
    session.until(lambda s: s.state.ended)
    assert not session.state.swapped


def test_the_command_is_no_answer_to_its_own_question() -> None:
    """They: "swap, swap". The guide: "change places?" They: "swap". Nobody said yes."""
    session = changing_in(Phase.HOLD).passes(1.0)
    session.hears(Intent.SWAP)
    session.asked(Question.SWAP).passes(1.0).hears(Intent.SWAP)
    session.asked(Question.SWAP).passes(8.0)
    assert len(session.notes("question", asks=Question.SWAP)) == 2
    assert not session.state.swapped
    assert not session.state.changing


@pytest.mark.parametrize("phase", [Phase.SET_UP, Phase.READY, Phase.HOLD])
def test_the_release_is_spoken_once_though_nobody_answers(phase: Phase) -> None:
    session = session_in(phase, answers=NOTHING).passes(3.0)
    release, said = session.at.release, session.now - 0.01
    session.hears(Intent.SWAP)
    session.asked(Question.SWAP).asked(Question.SWAP)
    session.until(lambda s: s.state.latched is Why.NO_ANSWER).quiet()
    assert [cue for cue in session.said(said) if cue in release] == list(release)
    assert session.said()[-1] == session.reply(Reply.UNANSWERED)[-1]


@pytest.mark.parametrize("phase", [Phase.EASE_IN, Phase.HOLD, Phase.RELEASE])
def test_whoever_is_held_is_let_go_before_it_is_asked(phase: Phase) -> None:
    session = session_in(phase, answers=NOTHING).passes(3.0)
    release, said = session.at.release, session.now - 0.01
    session.hears(Intent.SWAP)
    assert session.situation is Situation.LED
    session.asked(Question.SWAP)
    question = session.brief.sentences.questions[Question.SWAP].ask
    told = session.said(said)
    assert told[-1] == question
    assert told[:-1] == list(release[-len(told) + 1 :])


@pytest.mark.parametrize(
    ("phase", "then"),
    [
        (Phase.WARM_UP, Phase.WARM_UP),
        (Phase.SET_UP, Phase.SET_UP),
        (Phase.READY, Phase.SET_UP),
        (Phase.HOLD, Phase.SET_UP),
        (Phase.COOL_DOWN, Phase.COOL_DOWN),
    ],
)
def test_a_no_leaves_everybody_in_their_places(phase: Phase, then: Phase) -> None:
    session = changing_in(phase).asked(Question.SWAP)
    session.hears(Intent.NO)
    session.quiet().passes(1.0)
    assert session.at.phase is then
    assert session.situation is Situation.LED
    assert not session.state.swapped


@pytest.mark.parametrize(
    ("routine", "phase", "moved", "then"),
    [
        ("just cat-cow", Phase.HOLD, Intent.BACK, Phase.WARM_UP),
        ("just cat-cow", Phase.HOLD, Intent.NEXT, Phase.COOL_DOWN),
        ("ten-minutes", Phase.REST, None, Phase.COOL_DOWN),
    ],
)
def test_a_no_on_the_way_to_a_warm_up_or_a_cool_down_leads_the_whole_of_it(
    routine: str, phase: Phase, moved: Intent | None, then: Phase
) -> None:
    """In the hold: "back"; 2 s later: "change places"; "no". "We go on", and the walk is led."""
    session = Session(routine=routine, step=0.1)
    last = max(i for i, step in enumerate(session.brief.plan.steps) if step.phase is phase)
    session.until(lambda s: s.state.index == last).passes(3.0)
    if moved:
        session.hears(moved)
        session.passes(2.0)
    changed = session.now
    session.hears(Intent.SWAP)
    session.until(lambda s: bool(s.notes("step", changed, phase=then))).passes(30.0)
    said = session.said(changed)
    assert session.reply(Reply.RESUMING)[0] in said
    assert {line.cue for line in session.at.lines[:2]} <= {*said}


@pytest.mark.parametrize(
    ("phase", "latched"),
    [(Phase.WARM_UP, None), (Phase.SET_UP, Why.NO_ANSWER), (Phase.HOLD, Why.NO_ANSWER)],
)
def test_nobody_changes_places_by_silence(phase: Phase, latched: Why | None) -> None:
    session = changing_in(phase).asked(Question.SWAP).asked(Question.SWAP).passes(8.0)
    assert not session.state.swapped
    assert session.state.latched is latched


def test_silence_at_the_end_ends_it() -> None:
    session = session_in(Phase.SWAP, answers=NOTHING)
    session.until(lambda s: s.state.ended, within=60.0)
    assert fields_of(session.entries[-1]) == {"why": "complete"}


@pytest.mark.parametrize("phase", [Phase.BEGIN, Phase.SCREENING])
def test_before_anybody_is_screened_it_means_nothing(phase: Phase) -> None:
    session = session_in(phase).passes(3.0)
    before = session.state
    assert session.hears(Intent.SWAP) == ()
    assert session.state == before


def test_what_is_left_out_and_the_limit_belong_to_the_person() -> None:
    """The first client: a limit of 5, without the twist. The second: 4, with it. And back."""
    session = session_in(Phase.SET_UP, answers=ONCE_MORE).with_limit(5)
    session.does(lambda turn: turn.leave_out(Why.RED_FLAG, TWIST))
    for left_out, limit in ((frozenset[str](), 4), (frozenset({TWIST}), 4)):
        session.hears(Intent.SWAP, ago=0.0)
        session.until(lambda s: s.at.phase is Phase.SCREENING, within=60.0)
        assert session.state.passed == frozenset()
        assert (session.state.left_out, session.state.limit) == (left_out, limit)
        session.until(lambda s: s.at.phase is Phase.SET_UP)
    assert len(session.notes("swap")) == 2


def test_what_is_left_out_today_is_left_out_for_both() -> None:
    today = frozenset({TWIST})
    session = Session(ONCE_MORE, step=0.1, left_out=today).until(lambda s: s.state.ended)
    assert TWIST not in {fields_of(note)["stretch"] for note in session.notes("hold")}
    said = session.reply(Reply.LEFT_OUT, stretch="supine spinal twist")[0]
    assert session.said().count(said) == 2
