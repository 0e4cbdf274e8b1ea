"""What holds whatever happens, and whenever: any events at any times from any step of a session."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.session.told import (
    NOTHING,
    WELL,
    Session,
    Turned,
    brief,
    moments,
    session_in_step,
    whole_session,
)
from voiceguide.language.intents import Heard, Intent
from voiceguide.session.conductor import advance
from voiceguide.session.effects import Speak
from voiceguide.session.events import (
    Began,
    CueEnded,
    Event,
    HearingBack,
    HearingLost,
    HearingProven,
    Interrupted,
    Ticked,
    VoiceBack,
    VoiceLost,
)
from voiceguide.session.plan import Cue, Phase, Question
from voiceguide.session.state import Situation, situation, step_of

EXAMPLES = int(os.environ.get("VOICEGUIDE_EXAMPLES", "300"))
"""How many sessions each property is tried on."""

LONGEST_SILENCE = 20.0 + 2.0 + 1.0
"""Seconds: the rule, the manners that let a person finish, and the turn at both ends."""

anything = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

a_third = settings(anything, max_examples=EXAMPLES // 3)
"""For what is tried beside it, in other files."""

ONCE_A_WHILE = [
    HearingLost(),
    HearingBack(),
    VoiceLost(),
    VoiceBack(),
    Ticked(somebody_speaks=True),
]


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody says something."""

    intent: Intent
    value: int | None
    ago: float


@dataclass(frozen=True, slots=True)
class Moment:
    """Time passes in turns of some length, and something happens."""

    wait: float
    step: float
    what: Said | Event


def _said(intents: st.SearchStrategy[Intent]) -> st.SearchStrategy[Said]:
    ago = st.floats(0.0, 3.0)
    return intents.flatmap(
        lambda i: st.builds(
            Said, st.just(i), st.integers(0, 10) if i is Intent.PAIN else st.none(), ago
        )
    )


waits = st.one_of(st.floats(0.0, 1.5), st.floats(0.0, 8.0), st.floats(0.0, 45.0))
whatever = st.one_of(
    _said(st.sampled_from(Intent)),
    _said(st.sampled_from([Intent.RESUME, Intent.YES, Intent.NEXT, Intent.BACK, Intent.STOP])),
    st.sampled_from([*ONCE_A_WHILE, *ONCE_A_WHILE, Interrupted()]),
)
happenings = st.lists(
    st.builds(Moment, waits, st.sampled_from([0.02, 0.05, 0.1]), whatever), max_size=14
)
begun = st.builds(
    session_in_step, st.integers(0, moments() - 1), st.sampled_from([WELL, WELL, NOTHING])
)


def live(session: Session, story: list[Moment]) -> Session:
    """Let a story happen to a session, and half a minute afterwards."""
    for moment in story:
        session.step = moment.step
        session.passes(moment.wait)
        if isinstance(moment.what, Said):
            said = moment.what
            session.hears(said.intent, said.value, ago=said.ago)
        else:
            session.happens(moment.what)
    return session.passes(30.0)


class LatchWatch:
    """Sees to it that nothing but a resume said after the latch closed starts anything."""

    def __init__(self) -> None:
        self._closed = float("-inf")

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        latched = turned.before.latched is not None
        if latched and not turned.after.ended and turned.after.latched is None:
            assert isinstance(turned.event, Heard)
            nobody_was_held_yet = step_of(brief(), turned.before).phase is Phase.BEGIN
            ways_out = {Intent.RESUME, Intent.START} if nobody_was_held_yet else {Intent.RESUME}
            question = turned.before.question
            asked_back = question is not None and question.asks is Question.GONE
            assert turned.before.warned is asked_back
            assert turned.event.intent in ({Intent.YES} if asked_back else ways_out)
            assert turned.event.phrase_start >= self._closed
        if latched:
            assert turned.kinds("step") == turned.kinds("hold") == []
        if _closes_the_latch(turned):
            assert turned.after.latched or turned.after.ending or turned.after.ended
            self._closed = turned.now


def _closes_the_latch(turned: Turned) -> bool:
    event, before = turned.event, turned.before
    if isinstance(event, HearingLost | VoiceLost):
        return True
    if not isinstance(event, Heard):
        return False
    over = event.intent is Intent.PAIN and (event.value or 0) >= before.limit
    pause = event.intent is Intent.PAUSE and not before.latched
    return event.intent in {Intent.STOP, Intent.RED_FLAG} or pause or (over and not before.question)


class HoldWatch:
    """Measures each hold."""

    def __init__(self) -> None:
        self._until: float | None = None

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        if self._until is not None and turned.kinds("release"):
            self._until = None
        if self._until is not None:
            assert turned.now < self._until
        for hold in turned.kinds("hold"):
            seconds = hold.fields["seconds"]
            assert isinstance(seconds, float)
            assert seconds <= 60
            self._until = turned.now + seconds + 1e-6


@dataclass
class ReleaseWatch:
    """Sees to it that whoever was held is told every word of how to let go, before all else."""

    owed: list[Cue] = field(default_factory=list)
    held: tuple[Cue, ...] = ()

    @classmethod
    def of(cls, session: Session) -> ReleaseWatch:
        """Return a watch for a session that may be in a stretch already."""
        if session.at.phase is Phase.RELEASE:
            return cls(owed=list(session.at.release))
        return cls(held=session.at.release if session.situation is Situation.HELD else ())

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        said = turned.before.saying
        if isinstance(turned.event, CueEnded) and said and self.owed and said.cue == self.owed[0]:
            self.owed.pop(0)
        self._follow_steps(turned)
        if turned.after.ended:
            assert not self.held
            assert not self.owed

    def _follow_steps(self, turned: Turned) -> None:
        if turned.kinds("release") and self.held:
            self.owed, self.held = list(self.held), ()
        entered = [note.fields["phase"] for note in turned.kinds("step")]
        if entered and entered != [Phase.RELEASE]:
            assert not self.owed
        if entered == [Phase.EASE_IN]:
            self.held = step_of(brief(), turned.after).release


class SilenceWatch:
    """Sees to it that nobody is left without a word, outside a hold."""

    def __init__(self, now: float) -> None:
        self._since = now

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        holding = step_of(brief(), turned.after).phase is Phase.HOLD
        held = holding and situation(brief(), turned.after) is Situation.HELD
        if turned.after.saying or held or turned.after.ended:
            self._since = turned.now
        assert turned.now - self._since <= LONGEST_SILENCE


def watch_limits(turned: Turned) -> None:
    """See to it that no limit is above five; people who rest are only asked whether it is gone."""
    assert 1 <= turned.after.limit <= 5
    if turned.after.latched and turned.after.question:
        assert turned.after.question.asks is Question.GONE


def watch_cues(turned: Turned) -> None:
    """See to it that one cue begins at a time; the helper's mouth refuses one over another."""
    assert sum(isinstance(effect, Speak) for effect in turned.effects) <= 1


SCREENS = frozenset(brief().plan.screening.screens)


def watch_screening(turned: Turned) -> None:
    """See to it that whoever is led on has passed the whole screening, also after a change."""
    for entered in turned.kinds("step"):
        if entered.fields["phase"] not in {Phase.BEGIN, Phase.SCREENING}:
            assert turned.after.passed == SCREENS


@anything
@given(begun, happenings)
def test_every_watch_is_content_whatever_happens(session: Session, story: list[Moment]) -> None:
    release = ReleaseWatch.of(session)
    watches = (LatchWatch(), HoldWatch(), SilenceWatch(session.now), watch_limits, watch_cues)
    session.watchers = (*watches, watch_screening, release)
    live(session, story)
    session.answers = NOTHING
    session.until(lambda _: not release.owed and not release.held, within=120.0)


@anything
@given(begun, happenings)
def test_it_can_always_be_ended_and_says_so_last(session: Session, story: list[Moment]) -> None:
    live(session, story).happens(Interrupted())
    session.until(lambda s: s.state.ended, within=90)
    assert session.entries[-1] == session.notes("end")[0]
    assert len(session.notes("end")) == 1


ANY_EVENT = [
    Began(),
    Ticked(),
    CueEnded(),
    HearingProven(),
    HearingLost(),
    HearingBack(),
    VoiceLost(),
    VoiceBack(),
    Interrupted(),
]
EVERY_HEARD = [
    Heard(intent, str(intent), 3 if intent is Intent.PAIN else None, 0.0, 0.5) for intent in Intent
]


@pytest.mark.parametrize("event", [*ANY_EVENT, *EVERY_HEARD], ids=str)
def test_every_event_is_borne_in_every_step_also_twice(event: Event) -> None:
    for session in (*map(session_in_step, range(moments())), whole_session()):
        state = session.state
        for _ in range(2):
            state, _effects = advance(session.brief, state, event, session.now)
