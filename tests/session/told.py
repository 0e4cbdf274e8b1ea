"""A session told with times: the real plan and sentences, and a mouth that only counts seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from voiceguide.language.intents import NO_CHOICE, Choice, Heard, Intent
from voiceguide.paths import content_dir
from voiceguide.routines.library import load_routine, load_sentences
from voiceguide.routines.planning import laid_with_contract_relax, plan
from voiceguide.routines.timeline import laid
from voiceguide.routines.timing import WORDS_A_SECOND, words
from voiceguide.session.brief import DEFAULT_LIMIT, Brief
from voiceguide.session.conductor import advance
from voiceguide.session.effects import (
    WELCOME_SECONDS,
    Chime,
    Earcon,
    Effect,
    Hush,
    Note,
    Speak,
)
from voiceguide.session.events import Began, CueEnded, Event, Ticked
from voiceguide.session.plan import Cue, Phase, Question, Side
from voiceguide.session.state import Situation, State, situation, step_of
from voiceguide.session.turn import Turn

if TYPE_CHECKING:
    from voiceguide.session.plan import Step
    from voiceguide.session.sentences import Reply

STEP = 0.05
"""Seconds of audio clock between two turns, unless a test says otherwise."""

Answer = tuple[Intent, int | None]

WELL: Mapping[Question, Answer] = {
    Question.BEGIN: (Intent.START, None),
    Question.SCREENING: (Intent.NO, None),
    Question.STOP_POINT: (Intent.PAIN, 4),
    Question.WARM: (Intent.YES, None),
    Question.READY: (Intent.YES, None),
    Question.PAIN: (Intent.PAIN, 2),
    Question.FEEL: (Intent.YES, None),
    Question.WHERE: (Intent.BACK, None),
    Question.TOO_MUCH: (Intent.NO, None),
    Question.AFTERWARDS: (Intent.PAIN, 1),
    Question.SWAP: (Intent.NO, None),
}
"""What people say who answer every question sensibly."""

NOTHING: Mapping[Question, Answer] = {}
"""What people say who answer nothing."""

_THINKING = 0.8
"""Seconds between a question and its answer."""

_PHRASE = 0.5
"""Seconds between the beginning of a phrase and the decision."""


LOWER_BACK = "lower-back"
"""The routine that is told of unless a test names another."""

CONTRACT_RELAX = " with contract-relax"
"""After the name of a routine: led so from its beginning."""


@cache
def brief(limit: int = DEFAULT_LIMIT, routine: str = LOWER_BACK) -> Brief:
    """Return what a session of a routine is given."""
    name = routine.removesuffix(CONTRACT_RELAX)
    loaded = replace(load_routine(name, content_dir()), contract_relax=name != routine)
    whole = plan(loaded)
    sentences = load_sentences(content_dir(), limit)
    chosen = laid_with_contract_relax(loaded)
    return Brief(whole, sentences, laid(whole).remaining, limit, contract_relax=chosen)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a session asked for, and when."""

    t: float
    what: Effect


@dataclass(frozen=True, slots=True)
class Turned:
    """One turn of a session, for whoever watches it."""

    brief: Brief
    now: float
    event: Event
    before: State
    after: State
    effects: tuple[Effect, ...]

    @property
    def left(self) -> Step:
        """The step in which it began."""
        return step_of(self.brief, self.before)

    @property
    def at(self) -> Step:
        """The step in which it ended."""
        return step_of(self.brief, self.after)

    @property
    def situation(self) -> Situation:
        """What is going on after it."""
        return situation(self.brief, self.after)

    def kinds(self, kind: str) -> list[Note]:
        """Return the notes of a kind."""
        return [e for e in self.effects if isinstance(e, Note) and e.kind == kind]


Watcher = Callable[[Turned], None]


def cue_seconds(cue: Cue) -> float:
    """Return how long the mouth speaks a cue."""
    return words(cue.text) / WORDS_A_SECOND


class Session:
    """A session that a test leads through, and asks what came of it."""

    def __init__(
        self,
        answers: Mapping[Question, Answer] = WELL,
        limit: int = DEFAULT_LIMIT,
        step: float = STEP,
        routine: str = LOWER_BACK,
        **briefed: Any,
    ) -> None:
        """Begin a session in which people answer like this.

        ``step``: seconds between turns; ``briefed``: what else is true of its brief.
        """
        self.brief = replace(brief(limit, routine), **briefed)
        self.answers = answers
        self.step = step
        self.now = 0.0
        self.state = State()
        self.entries: tuple[Entry, ...] = ()
        self.watchers: tuple[Watcher, ...] = ()
        self._spoken_at: float | None = None
        self._answer_at: float | None = None
        self._wave_until = 0.0
        self.happens(Began())

    def copy(self) -> Self:
        """Return a session of its own that stands where this one does."""
        return copy(self)

    def with_limit(self, limit: int) -> Self:
        """Let this be the stop point."""
        self.state = replace(self.state, limit=limit)
        return self

    # --- leading --------------------------------------------------------------------------------

    def happens(self, event: Event) -> tuple[Effect, ...]:
        """Let something happen now; return what the session asks for at once."""
        before = self.state
        self.state, effects = advance(self.brief, before, event, self.now)
        for effect in effects:
            self._carry_out(effect)
        self.entries += tuple(Entry(self.now, effect) for effect in effects)
        turned = Turned(
            self.brief.as_chosen(self.state), self.now, event, before, self.state, effects
        )
        for watcher in self.watchers:
            watcher(turned)
        return effects

    def does(self, act: Callable[[Turn], object]) -> Self:
        """Let one part of the session act by itself, now."""
        turn = Turn(self.brief, self.state, self.now)
        act(turn)
        self.state = turn.state
        for effect in turn.effects:
            self._carry_out(effect)
        self.entries += tuple(Entry(self.now, effect) for effect in turn.effects)
        return self

    def hears(
        self,
        intent: Intent,
        value: int | None = None,
        *,
        ago: float = _PHRASE,
        choice: Choice = NO_CHOICE,
    ) -> tuple[Effect, ...]:
        """Let somebody have said this; the phrase began some seconds ago."""
        heard = Heard(intent, str(intent), value, self.now - ago, self.now, choice=choice)
        return self.happens(heard)

    def passes(self, seconds: float) -> Self:
        """Let time pass."""
        until = self.now + seconds
        while self.now < until - 1e-9:
            self._turn(min(self.step, until - self.now))
        return self

    def until(self, true: Callable[[Session], bool], within: float = 2400.0) -> Self:
        """Let time pass until something is so."""
        deadline = self.now + within
        while not true(self):
            assert self.now < deadline, f"did not come within {within} s:\n{self.transcript()}"
            self._turn(self.step)
        return self

    def quiet(self) -> Self:
        """Let time pass until nothing is being said and nothing is to be said."""
        return self.until(lambda s: not s.state.saying and not s.state.queue, within=120.0)

    def asked(self, question: Question) -> Self:
        """Let time pass until a question has been asked to its end once more."""
        count = len(self.notes("question", asks=question))
        return self.until(lambda s: len(s.notes("question", asks=question)) > count, within=600.0)

    def _turn(self, seconds: float) -> None:
        self.now += seconds
        if self._answer_at is not None and self.now >= self._answer_at:
            self._answer_at = None
            self._say_answer()
        if self._spoken_at is not None and self.now >= self._spoken_at:
            self._spoken_at = None
            self.happens(CueEnded())
        else:
            self.happens(Ticked())

    def _say_answer(self) -> None:
        question = self.state.question
        if question and (answer := self.answers.get(question.asks)):
            self.hears(*answer)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Speak(cue):
                assert self._spoken_at is None, f"two cues at once:\n{self.transcript()}"
                self._spoken_at = self.now + cue_seconds(cue)
            case Hush():
                sounds = self._spoken_at is not None or self.now < self._wave_until
                assert sounds, f"nothing to hush:\n{self.transcript()}"
                self._spoken_at, self._wave_until = None, 0.0
            case Chime(Earcon.WELCOME):
                self._wave_until = self.now + WELCOME_SECONDS
            case Note(kind="question"):
                self._answer_at = self.now + _THINKING

    # --- asking ---------------------------------------------------------------------------------

    @property
    def at(self) -> Step:
        """The step it stands at."""
        return step_of(self.brief.as_chosen(self.state), self.state)

    @property
    def situation(self) -> Situation:
        """What is going on."""
        return situation(self.brief.as_chosen(self.state), self.state)

    def said(self, since: float = -1.0) -> list[Cue]:
        """Return the cues that began after a time."""
        return [e.what.cue for e in self.entries if isinstance(e.what, Speak) and e.t > since]

    def notes(self, kind: str, since: float = -1.0, **fields: object) -> list[Entry]:
        """Return the notes of a kind with these fields after a time."""
        found = [e for e in self.entries if isinstance(e.what, Note) and e.what.kind == kind]
        return [e for e in found if e.t > since and fields.items() <= fields_of(e).items()]

    def is_asking(self, question: Question) -> bool:
        """Tell whether a question is open, or about to be asked."""
        return Turn(self.brief, self.state, self.now).is_asking(question)

    def chimes(self, since: float = -1.0) -> list[str]:
        """Return the earcons after a time."""
        return [e.what.earcon for e in self.entries if isinstance(e.what, Chime) and e.t > since]

    def reply(self, reply: Reply, **values: int | str) -> list[Cue]:
        """Return the words of a reply."""
        return list(self.brief.sentences.reply(reply, **values))

    def transcript(self, last: int = 40) -> str:
        """Return what happened last, a line each."""
        return "\n".join(f"{entry.t:8.2f} {entry.what}" for entry in self.entries[-last:])


def fields_of(entry: Entry) -> Mapping[str, object]:
    """Return the fields of a note."""
    return entry.what.fields if isinstance(entry.what, Note) else {}


@cache
def _answered_well(routine: str) -> tuple[Session, ...]:
    """Return a session as it stood at the beginning of each step, and at its end."""
    session = Session(routine=routine)
    moments = [session.copy()]
    while not session.state.ended:
        index = session.state.index
        session.until(lambda s, i=index: s.state.ended or s.state.index != i)  # type: ignore[misc]
        moments.append(session.copy())
    return tuple(moments)


def whole_session(routine: str = LOWER_BACK) -> Session:
    """Return a session that was answered well, at its end."""
    return _answered_well(routine)[-1].copy()


def moments(routine: str = LOWER_BACK) -> int:
    """Return how many steps there are to begin at."""
    return len(brief(routine=routine).plan.steps)


def session_in_step(
    index: int, answers: Mapping[Question, Answer] = NOTHING, routine: str = LOWER_BACK
) -> Session:
    """Return a session that was answered well and has just begun a step; from here on, so."""
    session = _answered_well(routine)[index].copy()
    session.answers = answers
    return session


def session_in(
    phase: Phase,
    *,
    stretch: str | None = None,
    side: Side | None = None,
    rep: int | None = None,
    answers: Mapping[Question, Answer] = NOTHING,
) -> Session:
    """Return a session that has just begun the first step like this; see ``session_in_step``."""
    for index, step in enumerate(brief().plan.steps):
        found = (step.stretch, step.side, step.rep)
        if step.phase is phase and all(
            wanted in {None, own} for wanted, own in zip((stretch, side, rep), found, strict=True)
        ):
            return session_in_step(index, answers)
    raise LookupError(phase)
