"""What one turn of a session says, asks and writes down; see ``turn``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from voiceguide.session.effects import Chime, Earcon, Effect, Hush, Note, Speak, Value
from voiceguide.session.plan import Cue, Line, Phase, Question, Step
from voiceguide.session.sentences import OF_THE_MOMENT
from voiceguide.session.state import (
    Asked,
    Situation,
    State,
    Utterance,
    leads_release,
    letting_go,
    situation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voiceguide.session.brief import Brief
    from voiceguide.session.conditions import Asking
    from voiceguide.session.sentences import Reply


class Telling:
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
    def here(self) -> int:
        """The index of the step that people are at, or are led to just now."""
        return self.state.index if self.state.heading is None else self.state.heading

    @property
    def situation(self) -> Situation:
        """What is going on."""
        return situation(self.brief, self.state)

    @property
    def nobody_expected(self) -> bool:
        """Whether it waits for a session to begin, and for days nobody may be there."""
        begun = self.step.phase is not Phase.BEGIN
        return self.brief.stands_by and self.situation is Situation.LATCHED and not begun

    def change(self, **changes: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **changes)

    def note(self, kind: str, **fields: Value) -> None:
        """Write a line into the journal."""
        self.effects.append(Note(kind, fields))

    def chime(self, earcon: Earcon) -> None:
        """Play a sound that means something."""
        self.effects.append(Chime(earcon))

    def hush(self) -> None:
        """Silence what is being said, and forget what was to be said; but no part of a release."""
        saying, owed = self.state.saying, tuple(u for u in self.state.queue if u.lets_go)
        if not (saying and saying.lets_go):
            self.cut()
        self.change(queue=owed)

    def cut(self) -> None:
        """Do so with a release, too: only for who says it again at once."""
        if self.state.saying:
            self.effects.append(Hush())
        self.change(saying=None, queue=(), quiet_since=self.now)

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
        """Say some of the guide's own sentences, after all that is to be said already."""
        said = tuple(
            Utterance(cue, of_the_moment=reply in OF_THE_MOMENT)
            for reply in replies
            for cue in self.cues((reply,), values)
        )
        self.change(queue=(*self.state.queue, *said))

    def cues(self, replies: Iterable[Reply], values: Mapping[str, int | str]) -> tuple[Cue, ...]:
        """Return what replies say."""
        said = self.brief.sentences.reply
        return tuple(cue for reply in replies for cue in said(reply, **values))

    @property
    def letting_go(self) -> bool:
        """Whether a release is being led just now."""
        return letting_go(self.brief, self.state)

    def is_saying(self, *replies: Reply) -> bool:
        """Tell whether one of these replies is being spoken just now."""
        saying = self.state.saying
        return bool(saying and saying.cue in self.cues(replies, {}))

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

    def unsay(self, *cues: Cue) -> None:
        """Forget these: what is being said of them, what is to be said, and lines of the script."""
        if self.state.saying and self.state.saying.cue in cues:
            self.effects.append(Hush())
            self.change(saying=None, quiet_since=self.now)
        self.change(
            queue=tuple(u for u in self.state.queue if u.cue not in cues),
            script=tuple(line for line in self.state.script if line.cue not in cues),
        )

    def break_in(self, *replies: Reply, **values: int | str) -> None:
        """Say replies now; what they cut off is said again, unless it was of the moment.

        A release is not cut: they come after the whole of it.
        """
        if leads_release(self.brief, self.state):
            after = tuple(Line(cue) for cue in self.cues(replies, values))
            self.change(script=(*self.state.script, *after))
            return
        cut = (*((self.state.saying,) if self.state.saying else ()), *self.state.queue)
        again = tuple(u for u in cut if not (u.lets_go or u.of_the_moment))
        self.hush()
        self.reply(*replies, **values)
        self.change(queue=(*self.state.queue, *again))
