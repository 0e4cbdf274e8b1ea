"""What to do and how long, chosen by voice while the guide waits for "start"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.session.told import NOTHING, Session, brief, session_in
from voiceguide.language.intents import NO_CHOICE, Choice, Intent
from voiceguide.session.effects import Prepare
from voiceguide.session.events import Event, Prepared, Unprepared
from voiceguide.session.passing import REMINDER
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

UPPER = Choice(routine="upper-back")
FIFTEEN = Choice(minutes=15)
TWIST = Choice(stretch="supine-spinal-twist")


class Choosing(Session):
    """A session in whose welcome people choose; what they choose is planned when the test says."""

    def chooses(self, choice: Choice) -> Choosing:
        """Let somebody choose."""
        self.hears(Intent.CHOOSE, choice=choice)
        return self

    def gets(self, routine: str) -> Choosing:
        """Let the plan of a routine be ready."""
        kept = {"left_out": self.brief.left_out, "stands_by": self.brief.stands_by}
        self.brief = replace(brief(routine=routine), **kept)  # type: ignore[arg-type]
        self.happens(Prepared())
        return self

    def to_be_planned(self) -> list[Choice]:
        """Return what the session has asked to be planned."""
        return [entry.what.choice for entry in self.entries if isinstance(entry.what, Prepare)]


def _asked_to_begin() -> Choosing:
    session = Choosing(NOTHING)
    session.asked(Question.BEGIN)
    return session


@pytest.mark.parametrize(
    ("said", "planned"),
    [
        ([UPPER], UPPER),
        ([FIFTEEN], FIFTEEN),
        ([TWIST], TWIST),
        ([UPPER, FIFTEEN], Choice(routine="upper-back", minutes=15)),
        ([FIFTEEN, UPPER], Choice(routine="upper-back", minutes=15)),
        ([UPPER, TWIST], TWIST),
        ([TWIST, UPPER], UPPER),
        ([FIFTEEN, Choice(minutes=20)], Choice(minutes=20)),
    ],
)
def test_what_is_chosen_is_planned_and_what_is_left_open_stays(
    said: list[Choice], planned: Choice
) -> None:
    session = _asked_to_begin()
    for choice in said:
        session.chooses(choice).gets("upper-back").passes(1.0)
    assert session.to_be_planned()[-1] == planned


def test_it_says_what_it_will_do_and_how_long_and_welcomes_to_it_and_waits_for_start() -> None:
    session = _asked_to_begin()
    chosen = session.now
    session.chooses(UPPER).gets("upper-back")
    session.asked(Question.BEGIN)
    assert session.said(since=chosen - 0.01) == [
        *session.reply(Reply.ONE_MOMENT),
        *session.reply(Reply.CHOSEN, routine="Upper back"),
        *session.reply(Reply.TAKES, takes=24),
        *(line.cue for line in session.brief.plan.steps[0].lines),
    ]
    session.passes(10.0).hears(Intent.START)
    assert session.at.phase is Phase.BEGIN
    session.until(lambda s: s.at.phase is Phase.SCREENING, within=5.0)


def test_nothing_begins_before_it_is_planned_and_nobody_waits_without_a_word() -> None:
    session = _asked_to_begin()
    session.chooses(UPPER)
    said = len(session.said())
    for _ in range(3):
        session.hears(Intent.START)
        session.passes(REMINDER + 3.0)
        assert session.at.phase is Phase.BEGIN
    assert session.said()[said:] == session.reply(Reply.ONE_MOMENT) * 3


def test_what_cannot_be_led_is_told_and_what_was_chosen_before_stays() -> None:
    session = _asked_to_begin()
    session.chooses(UPPER).gets("upper-back")
    session.asked(Question.BEGIN)
    chosen = session.now
    session.chooses(Choice(minutes=11))
    session.happens(Unprepared())
    session.asked(Question.BEGIN)
    asking = session.brief.sentences.questions[Question.BEGIN].ask
    told = [*session.reply(Reply.ONE_MOMENT), *session.reply(Reply.CANNOT_BE_CHOSEN), asking]
    assert session.said(since=chosen - 0.01) == told
    assert session.state.choice == UPPER


def test_the_same_choice_once_more_is_not_planned_again() -> None:
    session = _asked_to_begin()
    session.chooses(UPPER).chooses(UPPER).gets("upper-back")
    session.chooses(UPPER)
    assert session.to_be_planned() == [UPPER]


@pytest.mark.parametrize("event", [Prepared(), Unprepared()])
def test_a_stop_while_it_is_planned_is_a_stop_and_only_resume_goes_on(event: Event) -> None:
    session = _asked_to_begin()
    session.chooses(UPPER)
    session.hears(Intent.STOP)
    session.happens(event)
    session.passes(10.0)
    assert session.situation is Situation.LATCHED
    assert session.state.latched is Why.STOP


@pytest.mark.parametrize(
    "phase", [Phase.SCREENING, Phase.WARM_UP, Phase.READY, Phase.HOLD, Phase.COOL_DOWN]
)
def test_once_the_session_has_begun_nothing_is_chosen_any_more(phase: Phase) -> None:
    session = Choosing()
    session.until(lambda s: s.at.phase is phase)
    before = session.state
    session.chooses(UPPER)
    assert session.to_be_planned() == []
    assert session.state.index == before.index


def test_on_the_shelf_a_choice_of_people_who_do_not_begin_is_forgotten() -> None:
    session = Choosing(NOTHING, stands_by=True)
    session.passes(8.0).hears(Intent.START)
    session.asked(Question.BEGIN)
    session.chooses(UPPER).gets("upper-back")
    session.asked(Question.BEGIN).asked(Question.BEGIN)
    session.passes(30.0)
    assert session.state.latched is Why.STANDBY
    assert session.to_be_planned() == [UPPER, NO_CHOICE]
    session.gets("lower-back").passes(5.0)
    assert session.state.latched is Why.STANDBY
    assert session.said()[-1:] == session.reply(Reply.STANDING_BY)
    assert session.state.choice == NO_CHOICE


def test_on_the_shelf_nothing_is_chosen_before_somebody_says_start() -> None:
    session = Choosing(NOTHING, stands_by=True)
    session.passes(8.0)
    session.chooses(UPPER)
    assert session.to_be_planned() == []


def test_help_says_what_can_be_chosen() -> None:
    session = _asked_to_begin()
    asked = session.now
    session.hears(Intent.HELP)
    session.passes(20.0)
    assert session.said(since=asked - 0.01)[:3] == session.reply(Reply.HELP_CHOOSING)


def test_less_that_sounds_like_a_choice_is_one_as_long_as_nobody_is_held() -> None:
    """Said "gentle", heard "gentler": before "start" it is the gentle routine; in a hold, less."""
    gentle = Choice(routine="gentle")
    session = _asked_to_begin()
    session.hears(Intent.EASE_OFF, choice=gentle)
    assert session.to_be_planned() == [gentle]
    for phase in (Phase.SCREENING, Phase.WARM_UP, Phase.SET_UP, Phase.HOLD):
        later = session_in(phase).passes(3.0)
        plain = later.copy()
        later.hears(Intent.EASE_OFF, choice=gentle)
        plain.hears(Intent.EASE_OFF)
        assert later.state == plain.state
