"""What holds whatever happens: any events at any times, from any step of any routine."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.session.routines import EVERY_ROUTINE
from tests.session.told import (
    NOTHING,
    WELL,
    Session,
    brief,
    moments,
    session_in_step,
    whole_session,
)
from tests.session.watches import (
    HoldWatch,
    LatchWatch,
    QuestionWatch,
    ReleaseWatch,
    RepetitionWatch,
    RestWatch,
    SilenceWatch,
    watch_cues,
    watch_limits,
    watch_screening,
)
from voiceguide.language.intents import Heard, Intent
from voiceguide.session.conductor import advance
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
from voiceguide.session.state import UNDER_LOAD

EXAMPLES = int(os.environ.get("VOICEGUIDE_EXAMPLES", "500"))
"""How many sessions each property is tried on."""

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


MOVING = [Intent.BACK, Intent.NEXT, Intent.SWAP, Intent.WARM]
"""What leads elsewhere, so that a release belongs to a step that people have left."""


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


def first_held(routine: str) -> list[int]:
    """Return the steps under load of the first stretch: what comes before it is near."""
    steps = brief(routine=routine).plan.steps
    first = next(step.part for step in steps if step.phase in UNDER_LOAD)
    return [i for i, step in enumerate(steps) if step.part == first and step.phase in UNDER_LOAD]


begun = st.sampled_from(EVERY_ROUTINE).flatmap(
    lambda routine: st.builds(
        session_in_step,
        st.integers(0, moments(routine) - 1),
        st.sampled_from([WELL, WELL, NOTHING]),
        st.just(routine),
    )
)


in_a_first_stretch = st.sampled_from(EVERY_ROUTINE).flatmap(
    lambda routine: st.builds(
        session_in_step,
        st.sampled_from(first_held(routine)),
        st.just(NOTHING),
        st.just(routine),
    )
)
bursts = st.lists(
    st.builds(Moment, st.floats(0.1, 1.0), st.just(0.05), _said(st.sampled_from(MOVING))),
    min_size=2,
    max_size=6,
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


@anything
@given(begun, happenings)
def test_every_watch_is_content_whatever_happens(session: Session, story: list[Moment]) -> None:
    release = ReleaseWatch.of(session)
    timed = (HoldWatch(), SilenceWatch(session.now), QuestionWatch(session.now))
    counts = RepetitionWatch(session)
    always = (watch_limits, watch_cues, watch_screening, RestWatch())
    session.watchers = (LatchWatch(), *timed, counts, *always, release)
    live(session, story)
    session.answers = NOTHING
    session.until(lambda _: not release.owed and not release.held, within=120.0)


@a_third
@given(in_a_first_stretch, st.floats(0.0, 6.0), bursts)
def test_no_burst_of_commands_takes_a_word_from_a_release(
    session: Session, into: float, burst: list[Moment]
) -> None:
    """They say "back", "change places", "next" and "we are warm" on top of each other."""
    release = ReleaseWatch.of(session)
    session.watchers = (release,)
    session.passes(into)
    live(session, burst)
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
