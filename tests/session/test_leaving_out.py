"""After a warning sign, and after two stops: what is left out, and when the session goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given

from tests.session.test_left_out import led_into
from tests.session.test_properties import Moment, a_third, begun, happenings, live
from tests.session.told import WELL, Session, Turned, fields_of, session_in
from voiceguide.language.intents import Heard, Intent
from voiceguide.session.events import HearingLost
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation

TWIST = "supine-spinal-twist"
OPENER = "chest-opener-goalpost"


def _flagged(routine: str = "lower-back", stretch: str = TWIST) -> Session:
    """Return a session that rests after a warning sign in a hold."""
    session = Session(routine=routine, step=0.1)
    session.until(lambda s: s.at.phase is Phase.HOLD and s.at.stretch == stretch).passes(3.0)
    session.hears(Intent.RED_FLAG)
    return session.quiet()


def _before(routine: str, stretch: str, phase: Phase) -> Session:
    """Return a session that rests after a warning sign on the way into a stretch."""
    session = Session(routine=routine, step=0.1)
    session.until(lambda s: s.at.stretch == stretch and s.at.phase is phase).passes(1.0)
    session.hears(Intent.RED_FLAG)
    return session.quiet()


def _left_out(session: Session) -> dict[str, str]:
    return {
        str(fields_of(note)["stretch"]): str(fields_of(note)["why"])
        for note in session.notes("left-out")
    }


def _asked_back(session: Session) -> Session:
    session.answers = {}
    session.hears(Intent.RESUME, ago=0.1)
    return session.asked(Question.GONE)


def test_it_is_left_out_with_all_that_reaches_the_same_region() -> None:
    session = _flagged("full-back", OPENER)
    areas = session.brief.plan.areas
    left = _left_out(session)
    assert left.pop(OPENER) == "red-flag"
    assert set(left.values()) == {"region"}
    touching = {name for name in areas if areas[name] & areas[OPENER]}
    assert {*left, OPENER} == touching
    assert set(areas) - touching == {"knees-to-chest", "modified-pigeon"}


def test_resume_is_asked_back_to_the_client_and_a_yes_goes_on_without_the_region() -> None:
    """In the opener: "tingling". Released. "Resume." "Client: is what you felt all gone?" Yes."""
    session = _asked_back(_flagged("full-back", OPENER))
    assert session.brief.sentences.questions[Question.GONE].ask.text.startswith("Client: ")
    assert session.situation is Situation.LATCHED
    answered = session.now
    session.answers = WELL
    session.hears(Intent.YES, ago=0.0)
    title = session.brief.plan.titles[OPENER]
    session.until(lambda s: s.at.phase is Phase.HOLD and s.situation is Situation.HELD)
    (said,) = session.brief.sentences.reply(Reply.REGION_SPARED, stretch=title)
    assert session.said(answered - 0.01)[0] == said
    areas = session.brief.plan.areas
    assert not areas[str(session.at.stretch)] & areas[OPENER]


@pytest.mark.parametrize("phase", [Phase.SET_UP, Phase.READY])
def test_before_a_stretch_has_begun_the_one_before_it_is_left_out_too(phase: Phase) -> None:
    """After the opener, on the way into cat-cow: "tingling". Both are left out, and said to be."""
    session = _before("full-back", "seated-thoracic-flexion", phase)
    areas = session.brief.plan.areas
    left = _left_out(session)
    suspected = {OPENER, "seated-thoracic-flexion"}
    assert {name for name, why in left.items() if why == "red-flag"} == suspected
    reached = areas[OPENER] | areas["seated-thoracic-flexion"]
    assert set(left) == {name for name in areas if areas[name] & reached}


def test_the_stretch_that_was_just_done_is_named_when_it_goes_on() -> None:
    """After the opener, on the way down to sit: "tingling"; "resume"; "yes". Both are spared."""
    session = _asked_back(_before("full-back", "seated-thoracic-flexion", Phase.SET_UP))
    answered = session.now
    session.hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.state.heading is None)
    spared = session.reply(Reply.REGION_SPARED, stretch=session.brief.plan.titles[OPENER])
    assert session.said(answered - 0.01)[: len(spared)] == spared
    assert session.at.stretch == "knees-to-chest"


@pytest.mark.parametrize("answer", [Intent.NO, Intent.UNCLEAR, Intent.READY, None])
def test_without_a_yes_it_rests_on_and_says_whom_to_see(answer: Intent | None) -> None:
    session = _asked_back(_flagged("full-back", OPENER))
    asked = session.now
    if answer:
        session.hears(answer, ago=0.0)
    session.passes(30.0)
    assert session.reply(Reply.NOT_GONE)[0] in session.said(asked - 0.01)
    assert session.situation is Situation.LATCHED
    assert session.notes("resume") == []


@pytest.mark.parametrize("intent", [Intent.HELP, Intent.NEXT, Intent.BACK])
def test_while_it_is_asked_nothing_else_is_offered_but_the_answer(intent: Intent) -> None:
    """The guide: "is what you felt all gone?" "Help." "Client: say yes if ..."."""
    session = _asked_back(_flagged("full-back", OPENER))
    rested, asked = session.state.index, session.now
    session.passes(2.0).hears(intent, ago=0.1)
    session.quiet()
    assert session.said(asked) == session.reply(Reply.HELP_GONE)
    assert session.state.index == rested
    session.passes(2.0).hears(Intent.YES, ago=0.1)
    assert session.notes("resume", asked)


def test_whoever_wants_to_go_on_is_asked_each_time() -> None:
    session = _asked_back(_flagged("full-back", OPENER))
    session.hears(Intent.NO, ago=0.0)
    session.quiet()
    _asked_back(session)
    assert session.situation is Situation.LATCHED


def test_a_stop_while_it_is_asked_rests_on() -> None:
    session = _asked_back(_flagged("full-back", OPENER))
    session.hears(Intent.STOP, ago=0.0)
    assert session.state.question is None
    session.quiet().hears(Intent.YES)
    session.passes(5.0)
    assert session.situation is Situation.LATCHED


def test_lost_hearing_does_not_spare_anybody_the_question() -> None:
    session = _flagged("full-back", OPENER)
    session.happens(HearingLost())
    session.quiet()
    _asked_back(session)
    assert session.situation is Situation.LATCHED


def test_where_every_stretch_reaches_the_region_the_cool_down_follows() -> None:
    session = _asked_back(_flagged())
    answered = session.now
    session.answers = WELL
    session.hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.state.ended)
    told = [*session.reply(Reply.NOTHING_SPARED), *session.reply(Reply.COOL_DOWN_REMAINS)]
    assert session.said(answered - 0.01)[: len(told)] == told
    assert led_into(session, answered) == set()
    assert session.notes("step", since=answered, phase=Phase.COOL_DOWN)
    assert fields_of(session.notes("end")[0]) == {"why": "complete"}


def test_in_the_warm_up_nobody_knows_the_region_so_nobody_is_stretched() -> None:
    session = session_in(Phase.WARM_UP).passes(20.0)
    session.hears(Intent.RED_FLAG)
    assert set(_left_out(session.quiet())) == set(session.brief.plan.areas)
    _asked_back(session).hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.state.ended)
    assert session.notes("hold") == []
    assert fields_of(session.notes("end")[0]) == {"why": "nothing-left"}


@pytest.mark.parametrize("phase", [Phase.SET_UP, Phase.READY])
def test_on_the_way_into_the_first_stretch_nobody_knows_it_either(phase: Phase) -> None:
    """As they lie down: "tingling"; "resume"; "yes". No stretch has begun that it could be from."""
    session = Session(routine="full-back", step=0.1)
    session.until(lambda s: s.at.phase is phase).passes(1.0).hears(Intent.RED_FLAG)
    assert set(_left_out(session.quiet())) == set(session.brief.plan.areas)
    _asked_back(session).hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.state.ended)
    assert session.notes("hold") == []


def test_in_the_warm_up_a_warning_sign_has_people_sit_or_lie_down() -> None:
    session = session_in(Phase.WARM_UP).passes(20.0)
    named = session.now
    session.hears(Intent.RED_FLAG)
    told = " ".join(cue.text for cue in session.quiet().said(named)[:2])
    assert "Sit or lie down" in told
    assert "as you are" not in told


def test_a_walk_that_is_taken_up_begins_with_getting_up() -> None:
    session = session_in(Phase.WARM_UP).passes(20.0)
    session.hears(Intent.STOP)
    session.quiet()
    resumed = session.now
    session.hears(Intent.RESUME, ago=0.1)
    session.passes(30.0)
    assert session.said(resumed - 0.01)[0] == session.reply(Reply.RESUMING_MOVEMENT)[0]


def test_who_was_warned_in_the_warm_up_hears_no_more_of_it_nor_that_it_was_the_routine() -> None:
    """20 s of walking; "tingling"; "resume"; "yes": that nothing is left, and whom to ask."""
    session = session_in(Phase.WARM_UP).passes(20.0)
    session.hears(Intent.RED_FLAG)
    session.passes(25.0)
    _asked_back(session)
    answered = session.now
    session.hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.state.ended, within=60.0)
    assert session.said(answered - 0.01) == session.reply(Reply.NOTHING_LEFT)


def test_who_was_held_and_has_gone_back_since_is_led_through_the_cool_down() -> None:
    """In the first hold: "back"; in the warm-up: "tingling"; "resume"; "yes". No goodbye yet."""
    session = session_in(Phase.HOLD).passes(3.0)
    session.hears(Intent.BACK)
    session.until(lambda s: s.at.phase is Phase.WARM_UP).passes(3.0).hears(Intent.RED_FLAG)
    _asked_back(session.quiet())
    answered = session.now
    session.hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.state.ended)
    led = [fields_of(note)["phase"] for note in session.notes("step", answered)]
    assert led == [Phase.COOL_DOWN, Phase.AFTERWARDS, Phase.SWAP, Phase.FAREWELL]


def test_back_says_that_nothing_is_left_while_it_rests_and_in_the_cool_down() -> None:
    """After "tingling" in the first hold of a routine for one region: nobody walks once more."""
    session = _flagged()
    for phase in (Phase.HOLD, Phase.COOL_DOWN):
        session.until(lambda s, p=phase: s.at.phase is p).passes(1.0)  # type: ignore[misc]
        asked = session.now
        session.hears(Intent.BACK)
        session.passes(4.0)
        said = session.said(asked - 0.01)
        assert said[0] == session.reply(Reply.NONE_LEFT)[0]
        assert session.reply(Reply.BACK)[0] not in said
        assert session.at.phase is phase
        session.quiet()
        if session.situation is Situation.LATCHED:
            _asked_back(session).hears(Intent.YES, ago=0.0)


def test_before_the_screening_nothing_is_left_out_as_it_asks_for_that() -> None:
    session = Session(answers={}).passes(4.0)
    session.hears(Intent.RED_FLAG)
    assert _left_out(session.quiet()) == {}
    _asked_back(session).hears(Intent.YES, ago=0.0)
    session.until(lambda s: s.at.phase is Phase.SCREENING)


def test_a_warning_sign_in_the_midst_of_the_screening_has_all_of_it_asked_anew() -> None:
    """Whoever said no to "is anything numb?", and then tells of something numb, is asked again."""
    session = Session(answers={}).passes(4.0)
    session.hears(Intent.START)
    questions = [step.about for step in session.brief.plan.steps if step.phase is Phase.SCREENING]
    for _ in questions[:-1]:
        session.asked(Question.SCREENING).passes(0.5).hears(Intent.NO)
    session.asked(Question.SCREENING).passes(0.5).hears(Intent.RED_FLAG)
    _asked_back(session.quiet()).hears(Intent.YES, ago=0.0)
    session.asked(Question.SCREENING)
    assert session.state.question is not None
    assert session.state.question.about == questions[0]


def test_a_sign_that_was_first_heard_as_a_stop_is_of_the_stretch_people_were_in() -> None:
    """In the hold: "my foot is [stop] ... numb". The sign comes when the latch has closed."""
    session = Session(routine="full-back", step=0.1)
    session.until(lambda s: s.at.phase is Phase.HOLD and s.at.stretch == OPENER).passes(3.0)
    session.hears(Intent.STOP)
    session.passes(0.5).hears(Intent.NEXT)
    session.passes(0.5).hears(Intent.RED_FLAG)
    assert _left_out(session)[OPENER] == "red-flag"


# --- two stops ------------------------------------------------------------------------------------


def _stopped(session: Session) -> Session:
    session.until(lambda s: s.at.phase is Phase.HOLD and s.situation is Situation.HELD).passes(2.0)
    session.hears(Intent.STOP)
    return session.quiet()


def test_after_two_stops_in_one_stretch_it_is_left_out_and_that_is_said() -> None:
    session = _stopped(session_in(Phase.EASE_IN, stretch=TWIST, answers=WELL))
    assert _left_out(session) == {}
    session.hears(Intent.RESUME, ago=0.1)
    again = session.now
    _stopped(session.until(lambda s: s.state.latched is None))
    assert _left_out(session) == {TWIST: "twice"}
    title = session.brief.plan.titles[TWIST]
    (twice,) = session.brief.sentences.reply(Reply.TWICE, stretch=title)
    assert twice in session.said(again)
    session.hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.at.phase is Phase.HOLD and s.situation is Situation.HELD)
    assert session.at.stretch == "straight-leg-hamstring"


def test_a_number_at_the_limit_counts_as_a_stop_and_the_other_side_as_the_same_stretch() -> None:
    session = session_in(Phase.EASE_IN, stretch=TWIST, answers=WELL)
    session.until(lambda s: s.at.phase is Phase.HOLD).hears(Intent.PAIN, 6)
    session.quiet().hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.at.side == "right" and s.at.phase is Phase.HOLD)
    session.hears(Intent.PAIN, 6)
    assert _left_out(session) == {TWIST: "twice"}


def test_a_pause_and_a_stop_between_two_stretches_do_not_count() -> None:
    session = session_in(Phase.EASE_IN, stretch=TWIST, answers=WELL)
    for intent in (Intent.PAUSE, Intent.STOP):
        session.until(lambda s: s.at.phase is Phase.HOLD and s.situation is Situation.HELD)
        session.hears(intent)
        session.quiet().hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.at.phase is Phase.READY).hears(Intent.STOP)
    assert _left_out(session) == {}


# --- whatever happens -----------------------------------------------------------------------------


@dataclass
class Spared:
    """Sees to it that what a warning sign came from is left alone from then on."""

    regions: set[str] = field(default_factory=set)
    stretch: str | None = None
    before: str | None = None
    """The stretch that was eased into last."""

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        if turned.before.latched is None:
            self.stretch = turned.left.stretch
        event = turned.event
        if isinstance(event, Heard) and event.intent is Intent.RED_FLAG:
            for suspected in (self.stretch, self.before) if self.stretch else ():
                self.regions |= turned.brief.plan.areas.get(str(suspected), frozenset())
        for _ in turned.kinds("swap"):
            self.regions, self.before = set(), None
        for step in turned.kinds("step"):
            if step.fields["phase"] is Phase.EASE_IN:
                self.before = str(step.fields["stretch"])
        for hold in turned.kinds("hold"):
            assert not turned.brief.plan.areas[str(hold.fields["stretch"])] & self.regions


@a_third
@given(begun, happenings)
def test_after_a_warning_sign_no_hold_reaches_that_region_again(
    session: Session, story: list[Moment]
) -> None:
    session.watchers = (Spared(),)
    live(session, story)
