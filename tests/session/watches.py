"""What holds in every turn of every session, each rule as a watcher that sees all turns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.routines import limits
from voiceguide.session.answers import PATIENCE
from voiceguide.session.effects import Effect, Note, Speak
from voiceguide.session.events import CueEnded, HearingLost, Ticked, VoiceLost
from voiceguide.session.plan import Cue, Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.session.told import Session, Turned

AFTER_ALL = {Phase.AFTERWARDS, Phase.SWAP, Phase.FAREWELL}
HIGH = Reply.AFTERWARDS_HIGH

LONGEST_SILENCE = 20.0 + 2.0 + 1.0
"""Seconds: the rule, the manners that let a person finish, and the turn at both ends."""

EXACT = 0.1
"""Seconds by which a hold may miss what the plan says."""


class LatchWatch:
    """Sees to it that nothing but a resume said after the latch closed starts anything."""

    def __init__(self) -> None:
        self._closed = float("-inf")

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        latched = turned.before.latched is not None
        if latched and not turned.after.ended and turned.after.latched is None:
            assert isinstance(turned.event, Heard)
            nobody_was_held_yet = turned.left.phase is Phase.BEGIN
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
    over = _over_the_limit(turned) and turned.left.phase not in AFTER_ALL
    pause = event.intent is Intent.PAUSE and not before.latched
    return event.intent in {Intent.STOP, Intent.RED_FLAG} or pause or (over and not before.question)


def _over_the_limit(turned: Turned) -> bool:
    event, limit = turned.event, turned.before.limit
    if not isinstance(event, Heard) or event.intent is not Intent.PAIN:
        return False
    return (event.value or 0) >= limit


class HoldWatch:
    """Measures each hold: never longer than planned, and shorter only where somebody steps in.

    To leave a question unanswered is to step in, too.
    """

    def __init__(self) -> None:
        self._until: float | None = None

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        left = turned.situation is not Situation.HELD or turned.at.phase is not Phase.HOLD
        if self._until is not None and (left or turned.kinds("step")):
            by_itself = isinstance(turned.event, Ticked | CueEnded)
            unanswered = any(n.fields["why"] == "no-answer" for n in turned.kinds("release"))
            assert turned.now <= self._until + EXACT
            assert turned.now >= self._until - 1e-6 or not by_itself or unanswered
            self._until = None
        if self._until is not None:
            assert turned.now < self._until
        for hold in turned.kinds("hold"):
            seconds = hold.fields["seconds"]
            assert isinstance(seconds, float)
            assert seconds == turned.at.seconds <= 60
            self._until = turned.now + seconds + 1e-6


@dataclass
class ReleaseWatch:
    """Sees to it that whoever was held is told every word of how to let go, before all else.

    Once its first word was said, nothing else comes in between but that nobody would be heard.
    """

    owed: list[Cue] = field(default_factory=list)
    held: tuple[Cue, ...] = ()
    whole: tuple[Cue, ...] = ()
    begun: bool = False

    @classmethod
    def of(cls, session: Session) -> ReleaseWatch:
        """Return a watch for a session that may be in a stretch already."""
        if session.at.phase is Phase.RELEASE:
            return cls(owed=list(session.at.release), whole=session.at.release)
        return cls(held=session.at.release if session.situation is Situation.HELD else ())

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        said = turned.before.saying
        if isinstance(turned.event, CueEnded) and said and self.owed and said.cue == self.owed[0]:
            self.owed.pop(0)
        self._listen(turned)
        self._follow_steps(turned)
        if turned.after.ended:
            assert not self.held
            assert not self.owed

    def _listen(self, turned: Turned) -> None:
        self.begun = self.begun and bool(self.owed)
        for cue in (effect.cue for effect in turned.effects if isinstance(effect, Speak)):
            if self.begun:
                assert cue in {*self.whole, *turned.brief.sentences.reply(Reply.DEAF)}
            self.begun = self.begun or self.owed[:1] == [cue]

    def _follow_steps(self, turned: Turned) -> None:
        if turned.kinds("release") and self.held:
            self.owed, self.whole, self.held = list(self.held), self.held, ()
        entered = [note.fields["phase"] for note in turned.kinds("step")]
        if entered and entered != [Phase.RELEASE]:
            assert not self.owed
        if entered == [Phase.EASE_IN]:
            self.held = turned.at.release


class SilenceWatch:
    """Sees to it that nobody is left without a word, outside a hold."""

    def __init__(self, now: float) -> None:
        self._since = now

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        held = turned.at.phase is Phase.HOLD and turned.situation is Situation.HELD
        if turned.after.saying or held or turned.after.ended:
            self._since = turned.now
        assert turned.now - self._since <= LONGEST_SILENCE


class QuestionWatch:
    """Sees to it that no question is left open: it is answered, overtaken, asked again or given up.

    The time of an answer begins when nothing is being said any more; asked twice, silence is one.
    """

    def __init__(self, now: float) -> None:
        self._quiet_since = now

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        question, was = turned.after.question, turned.before.question
        if question is None or turned.after.saying or turned.after.queue:
            self._quiet_since = turned.now
        else:
            assert question.times <= 2
            assert turned.now - self._quiet_since <= PATIENCE[question.asks] + EXACT
        by_itself = isinstance(turned.event, Ticked | CueEnded)
        if was and question is None and by_itself:
            held = turned.left.phase is Phase.HOLD
            assert was.times == 2 or held or turned.before.heading is not None


class RepetitionWatch:
    """Counts for each of the two how often one side of a stretch is held: three times at most."""

    def __init__(self, session: Session) -> None:
        """Count what a session has behind it, too."""
        self._client = Counter[object]()
        self._partner = Counter[object]()
        self._held = False
        self._count(entry.what for entry in session.entries)

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        self._count(turned.effects)

    def _count(self, effects: Iterable[Effect]) -> None:
        for note in (effect for effect in effects if isinstance(effect, Note)):
            if note.kind == "swap":
                self._client, self._partner = self._partner, self._client
            if note.kind == "hold" and not self._held:  # that after a push is of the same one
                self._client[note.fields["stretch"], note.fields["side"]] += 1
                assert max(self._client.values()) <= limits.MAX_REPETITIONS
            self._held = note.kind == "hold" or (self._held and note.kind != "release")


def watch_limits(turned: Turned) -> None:
    """See to it that no limit is above five; people who rest are only asked whether it is gone."""
    assert 1 <= turned.after.limit <= 5
    if turned.after.latched and turned.after.question:
        assert turned.after.question.asks is Question.GONE


def watch_cues(turned: Turned) -> None:
    """See to it that one cue begins at a time; the helper's mouth refuses one over another."""
    assert sum(isinstance(effect, Speak) for effect in turned.effects) <= 1


def watch_screening(turned: Turned) -> None:
    """See to it that whoever is led on has passed the whole screening, also after a change."""
    for entered in turned.kinds("step"):
        if entered.fields["phase"] not in {Phase.BEGIN, Phase.SCREENING}:
            assert turned.after.passed == {*turned.brief.plan.screening.screens}


class RestWatch:
    """Sees to it that after a number that asks for rest only the advice and the farewell follow."""

    def __init__(self) -> None:
        self._owed: list[Cue] = []

    def __call__(self, turned: Turned) -> None:
        """Watch a turn."""
        before, after, said = turned.before, turned.after, turned.before.saying
        ended = before.ending or before.ended
        if _over_the_limit(turned) and turned.left.phase in {*AFTER_ALL, Phase.COOL_DOWN}:
            assert after.rests or ended
        if after.advice is not None and _over_the_limit(turned):
            self._owed = [*turned.brief.sentences.reply(HIGH, number=after.advice)]
        if isinstance(turned.event, CueEnded) and said and self._owed[:1] == [said.cue]:
            self._owed.pop(0)
        if before.rests:
            assert after.rests
        for entered in turned.kinds("step") if after.rests else ():
            assert entered.fields["phase"] is Phase.FAREWELL
            assert not self._owed
