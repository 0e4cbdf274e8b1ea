"""One turn of a session: the acts that commands, answers, safety and time are made of.

A turn is the inside of one call of ``conductor.advance``: it begins with a state, is acted upon,
and leaves a new state and the effects. It never outlives the call.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from voiceguide.session.effects import Chime, Earcon, Effect, Hush, Note, Speak, Value
from voiceguide.session.plan import Cue, Line, Phase, Question, Step
from voiceguide.session.sentences import Reply
from voiceguide.session.state import (
    Asked,
    Brief,
    Situation,
    State,
    Utterance,
    Why,
    nobody_held_yet,
    situation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voiceguide.session.conditions import Asking


class Turn:
    """A state being acted upon at one moment."""

    def __init__(self, brief: Brief, state: State, now: float) -> None:
        """Begin with this state; ``now`` is in seconds of audio clock."""
        self.brief = brief
        self.state = state
        self.now = now
        self.effects: list[Effect] = []

    @property
    def step(self) -> Step:
        """The current step."""
        return self.brief.plan.steps[self.state.index]

    @property
    def situation(self) -> Situation:
        """What is going on."""
        return situation(self.brief, self.state)

    @property
    def nobody_held_yet(self) -> bool:
        """Whether the plan, as far as it has come, has put nobody under load."""
        return nobody_held_yet(self.brief, self.state)

    def change(self, **changes: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **changes)

    def note(self, kind: str, **fields: Value) -> None:
        """Write a line into the journal."""
        self.effects.append(Note(kind, fields))

    def chime(self, earcon: Earcon) -> None:
        """Play a sound that means something."""
        self.effects.append(Chime(earcon))

    # --- speaking ---------------------------------------------------------------------------

    def hush(self) -> None:
        """Silence what is being said, and forget what was to be said."""
        if self.state.saying:
            self.effects.append(Hush())
        self.change(saying=None, queue=(), quiet_since=self.now)

    def make_way(self) -> None:
        """Silence and forget what is not part of a release; a release is spoken to its end."""
        saying, owed = self.state.saying, tuple(u for u in self.state.queue if u.lets_go)
        if not (saying and saying.lets_go):
            self.hush()
        self.change(queue=owed)

    def say_next(self, utterance: Utterance) -> None:
        """Begin to say this; nothing else is being said."""
        question = self.state.question
        if utterance.asks:
            if question is None or not question.is_asked_by(utterance):
                question = Asked(utterance.asks, self.now, about=utterance.about)
            question = replace(question, deadline=None)
        elif question:
            question = replace(question, deadline=None)
        self.effects.append(Speak(utterance.cue))
        self.change(saying=utterance, last=utterance, question=question)

    def say(self, *cues: Cue) -> None:
        """Say these after all that is to be said already."""
        self.change(queue=(*self.state.queue, *(Utterance(cue) for cue in cues)))

    def asking(self, asks: Question, about: str | None) -> Asking:
        """Return how a question is put, and put once more."""
        if about is not None:
            return self.brief.plan.screening.asking(about)
        return self.brief.sentences.questions[asks]

    def ask(self, asks: Question, about: str | None = None) -> None:
        """Ask a question after all that is to be said already."""
        asked = Utterance(self.asking(asks, about).ask, asks, about)
        self.change(queue=(*self.state.queue, asked))

    def reply(self, *replies: Reply, **values: int | str) -> None:
        """Say some of the guide's own sentences."""
        self.say(*self._cues(replies, values))

    def _cues(self, replies: Iterable[Reply], values: Mapping[str, int | str]) -> tuple[Cue, ...]:
        said = self.brief.sentences.reply
        return tuple(cue for reply in replies for cue in said(reply, **values))

    @property
    def letting_go(self) -> bool:
        """Whether a release is being led just now."""
        saying = self.state.saying
        led = self.step.phase is Phase.RELEASE and self.situation is Situation.HELD
        return led or bool(saying and saying.lets_go)

    def is_saying(self, *replies: Reply) -> bool:
        """Tell whether one of these replies is being spoken just now."""
        saying = self.state.saying
        return bool(saying and saying.cue in self._cues(replies, {}))

    def is_asking(self, question: Question) -> bool:
        """Tell whether this question is open, or about to be asked."""
        asked = self.state.question
        queued = any(u.asks is question for u in self.state.queue)
        return queued or bool(asked and asked.asks is question)

    def ask_no_more(self, but: Question) -> None:
        """Forget what is asked, or about to be, but this question."""
        question, saying = self.state.question, self.state.saying
        kept = tuple(u for u in self.state.queue if u.asks in {None, but})
        if saying and saying.asks not in {None, but}:
            self.hush()
        if question and question.asks is not but:
            self.change(question=None)
        self.change(queue=kept)

    def break_in(self, *replies: Reply, **values: int | str) -> None:
        """Say replies now; what they cut off is said again afterwards. A release is not cut."""
        if self.letting_go:
            self.reply(*replies, **values)
            return
        again = (*((self.state.saying,) if self.state.saying else ()), *self.state.queue)
        self.hush()
        self.reply(*replies, **values)
        self.change(queue=(*self.state.queue, *again))

    # --- moving -----------------------------------------------------------------------------

    def enter(self, index: int, *, afresh: bool = False) -> None:
        """Begin a step, or in its place the first question of the screening that is still open."""
        unscreened = self.brief.plan.unscreened(self.state.passed, before=index)
        index = index if unscreened is None else unscreened
        step = self.brief.plan.steps[index]
        lines = step.afresh if afresh and step.afresh else step.lines
        if step.posture and step.posture != self.state.posture:
            lines = (*lines, *step.posture)
            self.change(posture=step.posture)
        self.change(
            index=index, entered=self.now, script=lines, question=None, heading=None, afresh=False
        )
        if afresh and self.state.left_off:
            self.change(entered=self.now - self.state.left_off[0], script=self.state.left_off[1])
        self.change(left_off=None)
        where = {"stretch": step.stretch, "side": step.side, "rep": step.rep}
        self.note("step", **where, phase=step.phase)
        if step.phase is Phase.HOLD:
            self.note("hold", **where, seconds=step.seconds)
            self.chime(Earcon.HOLDING)
        elif step.phase is Phase.RELEASE:
            self.note_release(Why.DONE)

    def head_for(self, index: int, *, afresh: bool = False) -> None:
        """Go to a step as soon as what is to be said has been said."""
        self.change(heading=index, afresh=afresh, question=None)

    def leave_out(self, why: Why, *stretches: str) -> None:
        """Offer these stretches to this client no more; whoever is in one of them is let go.

        What is left out for a warning sign is left out for the rest of the day: ``records.day``.

        Where the session rests in one of them, it will be resumed with the part that follows.
        """
        for name in stretches:
            if name not in self.state.left_out:
                self.note("left-out", why=why, stretch=name)
        self.change(left_out=self.state.left_out | {*stretches})
        if self.state.heading is not None:
            self.change(heading=self._instead_of(self.state.heading))
        elif self.step.stretch in stretches and self.situation is not Situation.LATCHED:
            if self.situation is Situation.HELD:
                self.let_go(Why.LEFT_OUT)
            self.change(script=())
            self.head_for(self._instead_of(self.state.index))

    def _instead_of(self, index: int) -> int:
        plan, left_out = self.brief.plan, self.state.left_out
        return plan.part_after(index, left_out) if plan.steps[index].stretch in left_out else index

    def note_release(self, why: Why) -> None:
        """Write down that people are being let go."""
        step = self.step
        self.note("release", why=why, stretch=step.stretch, side=step.side, rep=step.rep)

    def let_go(self, why: Why, *before: Cue) -> None:
        """Silence the guide, and lead people out of where they are.

        A release that is still being spoken is taken up at the cue that was cut, for the plan may
        have moved on from the stretch it belongs to.

        Args:
            why: goes into the journal.
            before: said before the release.
        """
        saying = (self.state.saying,) if self.state.saying else ()
        owed = tuple(u for u in (*saying, *self.state.queue) if u.lets_go)
        if not saying and self.now < self.state.quiet_since:  # the welcome's wave would drown it
            self.effects.append(Hush())
        self.hush()
        self.note_release(why)
        self.say(*before)
        whole = tuple(Utterance(cue, lets_go=True) for cue in self.step.release)
        self.change(queue=(*self.state.queue, *(owed or whole)), last=None)

    def release_and_latch(
        self, why: Why, *replies: Reply, first: bool = False, **values: int | str
    ) -> None:
        """Silence the guide, speak the release at once, and wait for an explicit resume.

        Args:
            why: goes into the journal.
            replies: what is said after the release, or before it with ``first``.
            first: say the replies before the release.
            values: their placeholder.
        """
        cues = self._cues(replies, values)
        self.let_go(why, *(cues if first else ()))
        if not first:
            self.say(*cues)
        self.change(
            index=self.state.index if self.state.heading is None else self.state.heading,
            left_off=self._where_to_take_up(),
            latched=why,
            latched_at=self.now,
            latched_in=self.step.stretch,
            heading=None,
            question=None,
            script=(),
            felt=replace(self.state.felt, last=None),
        )
        self.note("pause", why=why)

    def resume(self, *replies: Reply, to: int | None = None, **values: int | str) -> None:
        """Open the latch; go on with the set-up of where the session rests, or with another step.

        Args:
            replies: what is said before.
            to: the index of a step to go on with instead.
            values: the placeholder of the replies.
        """
        self.make_way()
        self.change(latched=None)
        self.note("resume")
        self.reply(*replies, **values)
        here = self.brief.plan.set_up_of(self.state.index, self.state.left_out)
        self.head_for(here if to is None else to, afresh=True)

    def stand_by(self) -> None:
        """Wait quietly until somebody wants to begin; nobody has been held yet."""
        self.change(latched=Why.STANDBY, latched_at=self.now, question=None, script=())
        self.note("pause", why=Why.STANDBY)
        self.reply(Reply.STANDING_BY)

    def _where_to_take_up(self) -> tuple[float, tuple[Line, ...]] | None:
        """Return how far a led movement had come; a stretch is always set up from its start."""
        if self.state.heading is not None:
            return self.state.left_off
        if self.step.phase not in {Phase.WARM_UP, Phase.COOL_DOWN}:
            return None
        return self.now - self.state.entered, self.state.script

    def end(self, why: Why) -> None:
        """End the session as soon as what is to be said has been said."""
        self.change(ending=why, question=None, heading=None, script=())
