"""What the guide's own sentences look like as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from voiceguide.routines import limits
from voiceguide.routines.cue_text import CountedCue, CueText, LimitCue, Text, Written
from voiceguide.routines.timing import spoken_seconds
from voiceguide.rules import Broken, Ruled, rule
from voiceguide.session.plan import Question, Role, Side, Stance
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence


class Address(Written):
    """What is put before a cue so that its words say whom it is for; nothing for both."""

    client: Text
    partner: Text
    both: str = ""


class SideWords(Written):
    """What the sides are called."""

    left: Text
    right: Text

    def of(self, side: Side) -> str:
        """Return the word for a side."""
        return self.left if side is Side.LEFT else self.right


class AskingText(Written):
    """How a question is put, and put once more."""

    ask: LimitCue
    again: LimitCue


class Rest(Written):
    """The quiet after a release."""

    seconds: int = Field(ge=1, le=20)
    cues: tuple[CueText, ...] = Field(min_length=1)


OF_CONDITIONS = frozenset({Question.SCREENING, Question.CONDITION})
"""Questions that stand in ``conditions.yaml``, beside what they ask about."""

_OF_BOTH = frozenset({Question.BEGIN, Question.WARM, Question.SWAP})
"""Questions that any of the two may answer; all others are about the client's body."""

PLACEHOLDERS = {
    Reply.OVER_LIMIT: "number",
    Reply.NUMBER_FINE: "number",
    Reply.NUMBER_NEAR: "number",
    Reply.NUMBER_RISEN: "number",
    Reply.LIMIT_SET: "limit",
    Reply.SECONDS_LEFT: "seconds",
    Reply.MINUTES_LEFT: "minutes",
    Reply.LEFT_OUT: "stretch",
    Reply.TWICE: "stretch",
    Reply.REGION_SPARED: "stretch",
    Reply.AFTERWARDS_FINE: "number",
    Reply.AFTERWARDS_HIGH: "number",
    Reply.CHOSEN: "routine",
    Reply.TAKES: "takes",
}
"""The one placeholder of a reply, which it has to say; every other reply has none."""


class Pushing(Written):
    """What is said of every push of contract-relax."""

    set_up: tuple[CueText, ...] = Field(min_length=1)
    """How hard the client pushes, and what the partner's hands do."""
    push: CueText
    """The push begins; the stretch's own words end it."""


class Wording(Written):
    """Words, in small letters, by which the cues of a file are checked; nobody hears them."""

    forced: tuple[Text, ...] = Field(min_length=1)
    """Words, or several in a row, for movement that no cue may tell anybody to do."""
    unless: tuple[Text, ...] = Field(min_length=1)
    """Right before one of those, with no comma between: then it is forbidden there."""
    limbs: tuple[Text, ...] = Field(min_length=1)
    """What a partner must not brace against what is spared; words, or several in a row."""
    spared: tuple[Text, ...] = Field(min_length=1)
    """Where only hands may lie."""
    partner: tuple[Text, ...] = Field(min_length=1)
    """What the client's cues call the partner."""
    hands: tuple[Text, ...] = Field(min_length=1)
    """What the partner's hands are called."""
    leaves: tuple[Text, ...] = Field(min_length=1)
    """Where a hand goes in a release."""
    own: tuple[Text, ...] = Field(min_length=1)
    """Before "left" or "right" for the partner: the partner's own."""
    untouched: Text
    """How a set-up tells the partner that their hands stay away."""


class CuesFile(Ruled, Written):
    """What the guide says outside a routine."""

    address: Address
    sides: SideWords
    wording: Wording
    briefing: tuple[CueText, ...] = Field(min_length=1)
    """The rules, before the stop point is asked for."""
    posture: dict[Stance, tuple[CueText, ...]]
    """How the partner spares their own back, told once for each way to stand or kneel."""
    contract_relax: Pushing
    half_way: CueText
    """In the middle of a hold."""
    five_left: CueText
    """Five seconds before the end of a hold."""
    release: tuple[CueText, ...] = Field(min_length=1)
    """The release where nobody is being stretched."""
    release_moving: tuple[CueText, ...] = Field(min_length=1)
    """The same while people move by themselves, in a warm-up or a cool-down."""
    rest: Rest
    questions: dict[Question, AskingText]
    replies: dict[Reply, tuple[CountedCue, ...]]

    @rule("posture")
    def _every_stance(self) -> Broken:
        for stance in Stance:
            if not self.posture.get(stance):
                yield ("posture", str(stance)), "is missing; add it"

    @rule("questions")
    def _every_question(self) -> Broken:
        for question in Question:
            if question not in self.questions and question not in OF_CONDITIONS:
                yield ("questions", str(question)), "is missing; add it"

    @rule("questions")
    def _one_thing_of_the_client(self) -> Broken:
        for question, asking in self.questions.items():
            for key, cue in (("ask", asking.ask), ("again", asking.again)):
                place = ("questions", str(question), key)
                if cue.text.count("?") > 1:
                    yield place, "asks twice; ask one thing, and tell the rest"
                if question not in _OF_BOTH and cue.role is not Role.CLIENT:
                    yield place, f"is for {cue.role}, but only the client feels it; write client"

    @rule("replies")
    def _short_before_a_release(self) -> Broken:
        whole = sum(spoken_seconds(cue.text) for cue in self.replies.get(Reply.DEAF, ()))
        if whole > limits.MAX_BEFORE_RELEASE:
            most = f"must be at most {limits.MAX_BEFORE_RELEASE:g}; the release waits for it"
            yield ("replies", str(Reply.DEAF)), f"takes about {whole:.1f} s, {most}, so shorten it"

    @rule("replies")
    def _every_reply(self) -> Broken:
        for reply in Reply:
            if not self.replies.get(reply):
                yield ("replies", str(reply)), "is missing; add it"
        for reply, cues in self.replies.items():
            yield from _replied(reply, cues)


def _replied(reply: Reply, cues: Sequence[CueText]) -> Broken:
    known = PLACEHOLDERS.get(reply)
    if known and not any(cue.holes for cue in cues):
        yield ("replies", str(reply)), f"never says {{{known}}}; write it into a cue"
    for index, cue in enumerate(cues):
        for hole in sorted(cue.holes - {known}):
            may = f"only {{{known}}} has a value here" if known else "no placeholder has one here"
            yield ("replies", str(reply), index), f"holds {{{hole}}}; {may}"
