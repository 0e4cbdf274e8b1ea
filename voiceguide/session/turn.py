"""One turn of a session: the acts that commands, answers, safety and time are made of.

A turn is the inside of one call of ``conductor.advance``: it begins with a state, is acted upon,
and leaves a new state and the effects. It never outlives the call.
"""

from __future__ import annotations

from dataclasses import replace

from voiceguide.session.effects import Earcon, Hush
from voiceguide.session.plan import Cue, Phase, Step
from voiceguide.session.sentences import Reply
from voiceguide.session.state import (
    UNDER_LOAD,
    LeftOff,
    Situation,
    Utterance,
    Why,
    owed_of_a_release,
)
from voiceguide.session.telling import Telling

MOST_HOLDS = 3
"""So often one side is held at most, however often it is set up: "Repeat 2-3 times per side"
(001_dcaa7ce0be9571c0.txt; 002_56a37f25f547bb1b.txt)."""


class Turn(Telling):
    """A state being acted upon at one moment: what is said in it, and where people are led."""

    def enter(self, index: int, *, afresh: bool = False) -> None:
        """Begin a step, or in its place the first question of the screening that is still open.

        A side that was held as often as it may be is passed over.
        """
        unscreened = self.brief.plan.unscreened(self.state.passed, before=index)
        index = index if unscreened is None else unscreened
        if self._is_often_enough(index):
            self._pass_over(index, afresh=afresh)
            return
        if index == self.brief.plan.unscreened(frozenset()):
            self.change(passed=frozenset(), claims=())  # it is gone through as a whole
        step, before = self.brief.plan.steps[index], self.step
        lines = step.afresh if afresh and step.afresh else step.lines
        if step.posture and step.posture != self.state.posture:
            lines = (*lines, *step.posture)
            self.change(posture=step.posture)
        self.change(
            index=index, entered=self.now, script=lines, question=None, heading=None, afresh=False
        )
        if step.stretch:
            self.change(changing=False)
        if step.phase is Phase.FAREWELL:
            self.change(advice=None)
        left_off = self.state.left_off
        if afresh and left_off and left_off.index == index:
            self.change(entered=self.now - left_off.seconds, script=left_off.script)
        self.change(left_off=None)
        if step.phase in UNDER_LOAD:
            self.change(held_in=step.stretch)
        self._note_step(before)

    def _note_step(self, before: Step) -> None:
        """Write down which step has begun after this one, and what begins with it."""
        step = self.step
        where = {"stretch": step.stretch, "side": step.side, "rep": step.rep}
        self.note("step", **where, phase=step.phase)
        if step.phase is Phase.HOLD:
            self.note("hold", **where, seconds=step.seconds)
            self.chime(Earcon.HOLDING)
            if before.phase is Phase.EASE_IN and not before.deepens:
                self.change(holds=(*self.state.holds, step.part))
        elif step.phase is Phase.RELEASE:
            self.note_release(Why.DONE)
            self.change(last=None)  # nothing of the hold is repeated before it

    def _is_often_enough(self, index: int) -> bool:
        """Tell whether a step would set up one repetition more than there may be."""
        step = self.brief.plan.steps[index]
        return step.phase is Phase.SET_UP and self.state.holds.count(step.part) >= MOST_HOLDS

    def _pass_over(self, index: int, *, afresh: bool) -> None:
        """Say that this part was held often enough, and go on with the one that follows."""
        step = self.brief.plan.steps[index]
        self.note("left-out", why=Why.OFTEN_ENOUGH, stretch=step.stretch, side=step.side)
        self.reply(Reply.OFTEN_ENOUGH)
        self.head_for(self.brief.plan.part_after(index, self.state.left_out), afresh=afresh)

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
        owed = owed_of_a_release(self.state)
        wave = not self.state.saying and self.now < self.state.quiet_since
        if wave:  # the welcome's would drown it
            self.effects.append(Hush())
        self.cut()
        self.change(felt=replace(self.state.felt, last=None, eased=False))
        self.note_release(why)
        self.say(*before)
        whole = tuple(Utterance(cue, lets_go=True) for cue in self.step.release)
        self.change(queue=(*self.state.queue, *(owed or whole)), last=None)

    def release_and_latch(
        self, why: Why, *replies: Reply, first: tuple[Reply, ...] = (), **values: int | str
    ) -> None:
        """Silence the guide, speak the release at once, and wait for an explicit resume.

        Args:
            why: goes into the journal.
            replies: what is said after the release.
            first: what is said before it, and has to be short.
            values: their placeholder.
        """
        self.let_go(why, *self.cues(first, values))
        self.latch(why, *replies, **values)

    def latch(self, why: Why, *replies: Reply, **values: int | str) -> None:
        """Wait for an explicit resume; whoever was held has been let go.

        Args:
            why: goes into the journal.
            replies: what is said after all that is to be said already.
            values: their placeholder.
        """
        self.reply(*replies, **values)
        self.change(
            index=self.here,
            left_off=self.where_to_take_up(),
            latched=why,
            latched_at=self.now,
            latched_in=self.step.stretch,
            heading=None,
            question=None,
            script=(),
        )
        self.note("pause", why=why)

    def resume(self, *replies: Reply, to: int | None = None, **values: int | str) -> None:
        """Open the latch; go on with the set-up of where the session rests, or with another step.

        Args:
            replies: what is said before.
            to: the index of a step to go on with instead.
            values: the placeholder of the replies.
        """
        self.hush()
        self.change(latched=None)
        self.note("resume")
        self.reply(*replies, **values)
        if self.state.rests:
            self.say_goodbye()
            return
        here = self.brief.plan.set_up_of(self.state.index, self.state.left_out)
        self.head_for(here if to is None else to, afresh=True)

    def say_goodbye(self) -> None:
        """Go to the farewell; before it comes the advice that is owed."""
        if self.state.advice is not None:
            self.reply(Reply.AFTERWARDS_HIGH, number=self.state.advice)
        self.head_for(self.brief.plan.first(Phase.FAREWELL))

    def stand_by(self) -> None:
        """Wait quietly until somebody wants to begin; nobody has been held yet."""
        self.change(latched=Why.STANDBY, latched_at=self.now, question=None, script=())
        self.note("pause", why=Why.STANDBY)
        self.reply(Reply.STANDING_BY)

    def where_to_take_up(self) -> LeftOff | None:
        """Return how far a led movement had come; a stretch is always set up from its start."""
        if self.state.heading is not None:
            return self.state.left_off
        if self.step.phase not in {Phase.WARM_UP, Phase.COOL_DOWN}:
            return None
        return LeftOff(self.state.index, self.now - self.state.entered, self.state.script)

    def end(self, why: Why) -> None:
        """End the session as soon as what is to be said has been said."""
        self.change(ending=why, question=None, heading=None, script=())
