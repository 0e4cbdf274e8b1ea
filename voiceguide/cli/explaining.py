"""Why the guide acted on what it heard, or did not, in plain words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.cli.listening_lines import Decision, for_people
from voiceguide.hearing.observed import Ear
from voiceguide.hearing.trace import end_of
from voiceguide.language.intents import SAFETY, Intent
from voiceguide.language.rulings import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.hearing.keyword import KeywordModel
    from voiceguide.hearing.observed import Judged, Observed
    from voiceguide.hearing.trace import Trace
    from voiceguide.language.intents import Heard

_RULES = {
    Reason.NO_PHRASE: "left alone: it is none of the phrases",
    Reason.NOT_COMPLETE: "not yet: no safety phrase, and all others wait for the end",
    Reason.NOT_STEADY: "not yet: it sounds like talk, and has to stand for a moment",
    Reason.NOT_BORNE_OUT: "not borne out by {other}",
    Reason.COUNTED: "left alone: part of a count, or until no other number follows",
    Reason.ALREADY_ACTED_ON: "left alone: it has been acted on already",
    Reason.NOT_ALONE: "left alone: it counts only with nothing else said around it",
    Reason.DISAGREE: "left alone: its phrases mean different things",
    Reason.STRETCHED: "left alone: too long for a word, so a noise that one is laid over",
    Reason.OWN_WORDS: "left alone: the guide itself was saying it",
    Reason.DROWNED: "left alone: it does not stand out over the guide's own voice",
    Reason.LEFT_TO_ANSWERS: "left to the ear for answers, which hears it better",
    Reason.NO_ANSWER: "left alone: too short or too long for an answer",
}


@dataclass(frozen=True, slots=True)
class Explainer:
    """Tells what was observed in plain words."""

    stop: KeywordModel
    begins: float = 0.0
    """Second of audio clock from which the times that it tells are counted."""

    def decided(self, source: str, trace: Trace, second: float, judged: Judged) -> Iterator[str]:
        """Yield the lines that explain a decision that was made in this second."""
        heard = judged.ruling.heard
        if heard is None:
            return
        found = trace.of_phrase(judged.ruling.words)
        end, whose = end_of(heard, found)
        yield for_people(source, Decision(second - self.begins, self._since(heard)))
        after = f"{abs(second - end):.2f} s {'after' if second >= end else 'before'}"
        yield f"  decided {after} the end of the words: {self._clock(end)}, {whose}"
        yield from self._evidence(trace, judged, found)

    def undecided(self, source: str, trace: Trace, judged: Judged) -> Iterator[str]:
        """Yield the lines that explain why words were left alone."""
        words = " ".join(word.text for word in judged.ruling.words)
        start, end = judged.ruling.words[0].start, judged.ruling.words[-1].end
        yield f'{source}: "{words}", {self._clock(start)} to {self._clock(end)}: left alone'
        yield from self._evidence(trace, judged, trace.of_phrase(judged.ruling.words))

    def nothing(self, source: str, trace: Trace) -> Iterator[str]:
        """Yield the lines that explain why nothing was acted on in all that was observed."""
        yield f"{source}: nothing"
        found = list(trace.judged())
        yield from self.account(found) if found else ("  no ear made out a word",)
        yield self.measured(list(trace.observed))

    def nearest(self, source: str, trace: Trace, second: float) -> Iterator[str]:
        """Yield the lines that explain what was heard nearest to a second, counted from begins."""
        found = trace.nearest(second + self.begins)
        if found is None:
            yield from self.nothing(source, trace)
        elif found[1].ruling.heard:
            yield from self.decided(source, trace, *found)
        else:
            yield from self.undecided(source, trace, found[1])

    def _evidence(
        self, trace: Trace, judged: Judged, found: list[tuple[float, Judged]]
    ) -> Iterator[str]:
        yield from self.account(found)
        words = judged.ruling.words
        yield self.measured(trace.around(words[0].start, words[-1].end))

    def account(self, found: Iterable[tuple[float, Judged]]) -> Iterator[str]:
        """Yield a line for what an ear heard and what became of it, each time that changed."""
        latest: dict[Ear, str] = {}
        for second, judged in found:
            told = f"{self.hears(judged)} -> {self.becomes(judged)}"
            if latest.get(judged.ear) != told:
                yield f"  {self._clock(second):>9}  {told}"
            latest[judged.ear] = told

    def hears(self, judged: Judged) -> str:
        """Return what an ear hears: the words, and how far they are to be trusted."""
        words = " ".join(word.text for word in judged.hypothesis.words)
        if judged.ear is Ear.KEYWORD:
            return f'{self.name(judged.ear)}: "{words}", likely {judged.likely:.3f}'
        stage = "in the end" if judged.hypothesis.final else "so far"
        return f'{self.name(judged.ear)}, {stage}: "{words}"'

    def becomes(self, judged: Judged) -> str:
        """Return what became of it, and by which rule."""
        reason, heard = judged.ruling.reason, judged.ruling.heard
        if heard:
            value = "" if heard.value is None else f" {heard.value}"
            return f"{heard.intent}{value}: {self._let_through(judged, heard)}"
        return _RULES[reason].format(other=self._other(judged)) if reason else ""

    def measured(self, blocks: list[Observed]) -> str:
        """Return the levels and the keyword's likelihood in some blocks."""
        if not blocks:
            return "  nothing was recorded then"
        loudest = max(blocks, key=lambda block: block.level)
        likeliest = max(block.likely for block in blocks)
        return (
            f"  level up to {loudest.level:.0f} dB, the room's noise {loudest.floor:.0f} dB; "
            f"{self.name(Ear.KEYWORD)} at most {likeliest:.3f} (doubted up to "
            f"{self.stop.doubted:g}; over {self.stop.agreed:g} the word in a second opinion is "
            f"enough; acts by itself over {self.stop.alone:g})"
        )

    def name(self, ear: Ear) -> str:
        """Return an ear's name."""
        names = {Ear.KEYWORD: f'the ear for "{self.stop.word}"', Ear.ALWAYS: "the recogniser"}
        return names.get(ear, "the ear for answers")

    def _let_through(self, judged: Judged, heard: Heard) -> str:
        if judged.ear is Ear.KEYWORD and judged.likely > self.stop.alone:
            return f"sure enough by itself, over {self.stop.alone:g}"
        if heard.intent is Intent.UNCLEAR:
            return "as long as an answer, and none of the phrases"
        if heard.intent in SAFETY:
            when = "certain now" if judged.hypothesis.final else "while it is being said"
            return f"a safety phrase, {when}, borne out by {self._other(judged)}"
        return "the utterance is over, and that is all it means"

    def _other(self, judged: Judged) -> str:
        """Return the ear that was to bear it out, what that heard, and what it would have taken."""
        if judged.second_opinion is not None:
            hears = f'a second opinion, which hears "{" ".join(judged.second_opinion)}"'
            return f"{hears}{self._asked_of_it(judged)}"
        bound = self.stop.alone if judged.ruling.heard else self.stop.doubted
        odds = f"{judged.likely:.3f}, and it takes over {bound:g}"
        return f"{self.name(Ear.KEYWORD)} ({odds})"

    def _asked_of_it(self, judged: Judged) -> str:
        """Return what a second opinion has to hear of the keyword; nothing of any other word."""
        if self.stop.word not in {word.text for word in judged.ruling.words}:
            return ""
        sure, agreed = f"{self.name(Ear.KEYWORD)} {judged.likely:.3f}", f"{self.stop.agreed:g}"
        if judged.likely > self.stop.agreed:
            return f' ({sure}, over {agreed}, so "{self.stop.word}" in it is enough)'
        return f" ({sure}, not over {agreed}, so it may hear nothing around that makes talk of it)"

    def _since(self, heard: Heard) -> Heard:
        """Return what was heard with its times counted from ``begins``."""
        return replace(
            heard,
            phrase_start=max(0.0, heard.phrase_start - self.begins),
            phrase_end=max(0.0, heard.phrase_end - self.begins),
        )

    def _clock(self, second: float) -> str:
        return f"{max(0.0, second - self.begins):.2f} s"
