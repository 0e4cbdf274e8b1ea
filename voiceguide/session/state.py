"""Where a session stands. Everything that decides what happens next is in here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from voiceguide.language.intents import NO_CHOICE, Choice
from voiceguide.session.brief import DEFAULT_LIMIT
from voiceguide.session.plan import (
    NONE_LEFT_OUT,
    Cue,
    Left,
    Line,
    Phase,
    Question,
    Step,
)

if TYPE_CHECKING:
    from voiceguide.session.brief import Brief


class Why(StrEnum):
    """Why something was released, latched or ended; the journal's ``why``."""

    DONE = "done"
    STOP = "stop"
    RED_FLAG = "red-flag"
    PAIN = "pain"
    PAUSE = "pause"
    SWAP = "swap"
    NO_ANSWER = "no-answer"
    HEARING = "hearing"
    VOICE = "voice"
    MOVED = "moved"
    LEFT_OUT = "left-out"
    REGION = "region"
    """A stretch reaches where a warning sign may have come from."""
    TWICE = "twice"
    """It was stopped twice."""
    OFTEN_ENOUGH = "often-enough"
    """One side of it was held as often as it may be."""
    CONDITION = "condition"
    """The screening found that somebody should not be stretched, or not in this way."""
    NOTHING_LEFT = "nothing-left"
    """Every stretch of the routine is left out."""
    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    ABANDONED = "abandoned"
    STANDBY = "standby"


class Situation(StrEnum):
    """What is going on, as far as a command is concerned."""

    LED = "led"
    """Words only: nobody is under load."""
    HELD = "held"
    """Somebody is eased into a stretch, held in it or let out of it."""
    LATCHED = "latched"
    """Released, and nothing starts before somebody says resume."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to be said, and the question it asks, if it asks one."""

    cue: Cue
    asks: Question | None = None
    about: str | None = None
    """Which condition, or which question of the screening, if it asks about one."""
    lets_go: bool = False
    """Whether it is part of a release: what has begun is spoken to its end."""
    of_the_moment: bool = False
    """Whether it is not said again once something else broke in: ``sentences.OF_THE_MOMENT``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is open."""

    asks: Question
    since: float
    """When the guide began to ask; an answer has to begin later."""
    times: int = 1
    deadline: float | None = None
    """When silence counts as no answer; None while the guide itself is speaking."""
    about: str | None = None
    """As of the utterance that asked it."""

    def is_asked_by(self, utterance: Utterance) -> bool:
        """Tell whether an utterance asks this very question."""
        return (utterance.asks, utterance.about) == (self.asks, self.about)


@dataclass(frozen=True, slots=True)
class Felt:
    """What the client has said of the stretch they are in."""

    part: str = ""
    """Where: a stretch on one side."""
    stretch: str | None = None
    first: int | None = None
    """The first number of this stretch, on either side; later ones are compared with it."""
    last: int | None = None
    """The latest number on this side; None as soon as anything was changed or let go."""
    rep: int | None = None
    """The repetition in which that was said: in a later one nobody goes further by it."""
    eased: bool = False
    """Whether it was eased off, and no number that asks for no more of that was heard since."""
    nothing: bool = False
    """Whether, when asked, no stretch was felt on this side."""


@dataclass(frozen=True, slots=True)
class LeftOff:
    """How far a warm-up or a cool-down had come when it was broken off."""

    index: int
    """The step; no other is taken up with this."""
    seconds: float
    script: tuple[Line, ...]
    """The lines that were still to be spoken."""


@dataclass(frozen=True, slots=True)
class State:
    """One moment of a session."""

    index: int = 0
    entered: float = 0.0
    """When the current step began."""
    script: tuple[Line, ...] = ()
    """The lines of the current step that are still to be spoken."""
    limit: int = DEFAULT_LIMIT
    left_out: Left = NONE_LEFT_OUT
    """Stretches that are not offered to this client; see ``Turn.leave_out``."""
    passed: frozenset[str] = frozenset()
    """The questions of the screening that this client has passed."""
    claims: tuple[str, ...] = ()
    """Conditions that the client has, and for which a clearance is being asked for."""
    contract_relax: bool = False
    """Whether people have chosen it; see ``Brief.as_chosen``."""
    felt: Felt = Felt()
    partner_left_out: Left = NONE_LEFT_OUT
    """Stretches that are not offered to the partner, once they are the client."""
    held_in: str | None = None
    """The stretch in which this client was under load last, wherever in the plan people are now."""
    swapped: bool = False
    """Whether the two have changed places."""
    changing: bool = False
    """Whether they do so as soon as the client has been led through the end of the session."""
    warm_at: float | None = None
    """When both had last been led through the whole warm-up."""
    posture: tuple[Line, ...] = ()
    """The posture that the partner was told last."""
    choice: Choice = NO_CHOICE
    """What people have chosen before the session."""
    preparing: Choice | None = None
    """The same, while that is being planned; nothing begins meanwhile."""
    saying: Utterance | None = None
    queue: tuple[Utterance, ...] = ()
    """What is said before anything else happens."""
    quiet_since: float = 0.0
    """When the last cue ended; while the welcome's wave sounds, when that will end."""
    volume: int = 100
    """How loud the guide speaks, in percent."""
    last: Utterance | None = None
    """What "repeat" says again."""
    question: Asked | None = None
    deaf: bool = False
    """Whether nobody would be heard just now."""
    latched: Why | None = None
    latched_at: float = 0.0
    latched_in: str | None = None
    """The stretch that people were in when the latch closed."""
    warned: bool = False
    """Whether a warning sign was named, and the client has not said yet that it is gone."""
    stops: tuple[str, ...] = ()
    """The stretches that were stopped, one for each stop."""
    partner_stops: tuple[str, ...] = ()
    """The same of the partner, from when they were the client."""
    holds: tuple[str, ...] = ()
    """The parts in which this client was held, one for each repetition; also one broken off."""
    partner_holds: tuple[str, ...] = ()
    """The same of the partner."""
    left_off: LeftOff | None = None
    """Where a latched warm-up or cool-down is taken up again."""
    heading: int | None = None
    """The step to go to as soon as the queue has been said."""
    afresh: bool = False
    """Whether the step headed for is set up again from its start."""
    rests: bool = False
    """Whether a number at the end asked for rest: only the farewell is still to come."""
    advice: int | None = None
    """That number, until the advice that goes with it has been spoken whole."""
    ending: Why | None = None
    """The session ends as soon as the queue has been said."""
    ended: bool = False

    @property
    def held(self) -> bool:
        """Whether this client was ever under load."""
        return self.held_in is not None


UNDER_LOAD = frozenset({Phase.EASE_IN, Phase.HOLD, Phase.PUSH, Phase.RELEASE})


def step_of(brief: Brief, state: State) -> Step:
    """Return the current step."""
    return brief.plan.steps[state.index]


def situation(brief: Brief, state: State) -> Situation:
    """Return what is going on."""
    if state.ended or state.ending:
        return Situation.ENDED
    if state.latched:
        return Situation.LATCHED
    loaded = step_of(brief, state).phase in UNDER_LOAD
    return Situation.HELD if loaded and state.heading is None else Situation.LED


def owed_of_a_release(state: State) -> tuple[Utterance, ...]:
    """Return what is still to be said of a release, with what is being said of it."""
    saying = (state.saying,) if state.saying else ()
    return tuple(u for u in (*saying, *state.queue) if u.lets_go)


def leads_release(brief: Brief, state: State) -> bool:
    """Tell whether the step is a release, as the plan has it after each hold."""
    led = step_of(brief, state).phase is Phase.RELEASE
    return led and situation(brief, state) is Situation.HELD


def letting_go(brief: Brief, state: State) -> bool:
    """Tell whether a release is being led just now, also between two of its cues."""
    return leads_release(brief.as_chosen(state), state) or bool(owed_of_a_release(state))
