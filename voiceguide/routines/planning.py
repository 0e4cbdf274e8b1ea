"""A routine laid out as a plan: every step, every line, every moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle
from typing import TYPE_CHECKING

from voiceguide.routines.routine import Routine, Stretch, addressed, in_turn, side_values
from voiceguide.routines.screening import screening, screening_steps
from voiceguide.routines.stretch_file import Area
from voiceguide.routines.talking import questions
from voiceguide.routines.timeline import laid
from voiceguide.routines.timing import PAIN_AT, spoken_seconds
from voiceguide.session.plan import BACK, Cue, Line, Phase, Plan, Question, Role, Side, Step
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from voiceguide.routines.cue_text import CueText, LimitCue, TimedCue
    from voiceguide.routines.cues_file import CuesFile
    from voiceguide.routines.routine_file import CoolDownFile, WarmUpFile
    from voiceguide.routines.stretch_file import StretchFile
    from voiceguide.routines.stretch_phases import ContractRelax, EaseIn, Rhythm
    from voiceguide.routines.talking import Asked
    from voiceguide.session.brief import Laid

FIVE_LEFT = 5.0
"""Seconds before the end of a hold at which the guide says so."""

SECOND_CUE = 0.62
"""The share of a hold after which its second cue or question comes: just after "half way"."""

ROUNDS_BEFORE_PAIN = 2
"""Rounds of a rhythm before a number is asked for; the round after them is moved without words."""

SHORT_HOLD = 20
"""Seconds; in a hold below this a question is asked at once, and no time is said."""

NEVER_FELT_IN = frozenset({Area.NECK, Area.KNEES, Area.WRISTS})
"""Leaned on or bent, never stretched (002_56a37f25f547bb1b.txt: "pulling on the neck")."""


def plan(routine: Routine) -> Plan:
    """Return the whole session, ahead of time."""
    layout = _Layout(routine)
    return Plan(
        routine.name,
        routine.file.title,
        tuple(layout.steps()),
        titles={each.name: each.aloud for each in routine.stretches},
        areas={each.name: frozenset(map(str, each.file.areas)) for each in routine.stretches},
        screening=screening(routine),
    )


def laid_with_contract_relax(routine: Routine) -> Laid | None:
    """Return the session with contract-relax; None if it suits no stretch of the routine."""
    if not routine.suits_contract_relax:
        return None
    return laid(plan(replace(routine, contract_relax=True)))


class _Layout:
    """The steps of one routine."""

    def __init__(self, routine: Routine) -> None:
        self._routine = routine
        self._words = routine.words
        self._release = tuple(in_turn(self._words.release, self._words))
        self._questions = questions(routine.stretches)

    def steps(self) -> Iterator[Step]:
        file = self._routine.file
        begin = (*self._lines(file.welcome), self._question(Question.BEGIN))
        yield self._plain(Phase.BEGIN, begin)
        yield from screening_steps(self._routine, self._release)
        told = self._lines((*self._words.briefing, *self._unsuited()))
        yield self._plain(Phase.STOP_POINT, (*told, self._question(Question.STOP_POINT)))
        warm_up, cool_down = self._routine.warm_up, self._routine.cool_down
        yield self._moving(Phase.WARM_UP, warm_up)
        for stretch in self._routine.stretches:
            yield from self._stretch(stretch)
        yield self._moving(Phase.COOL_DOWN, cool_down)
        yield self._plain(Phase.AFTERWARDS, (self._question(Question.AFTERWARDS),))
        yield self._plain(Phase.SWAP, (self._question(Question.SWAP),))
        yield self._plain(Phase.FAREWELL, self._lines(file.farewell))

    def _plain(self, phase: Phase, lines: Sequence[Line]) -> Step:
        return Step(phase, str(phase), tuple(lines), self._release)

    def _moving(self, phase: Phase, led: WarmUpFile | CoolDownFile) -> Step:
        release = tuple(in_turn(self._words.release_moving, self._words))
        return Step(phase, str(phase), self._timed(led.cues), release, led.minutes * 60)

    def _stretch(self, stretch: Stretch) -> Iterator[Step]:
        for side in stretch.sides:
            for rep in range(1, stretch.repetitions + 1):
                asked = self._questions[stretch.name, rep]
                push = stretch.file.contract_relax if self._routine.contract_relax else None
                yield from _Repetition(self._words, stretch, side, rep, asked, push).steps()

    def _unsuited(self) -> tuple[CueText, ...]:
        """Return what people hear who asked for contract-relax where no stretch suits it."""
        asked_in_vain = self._routine.contract_relax and not self._routine.suits_contract_relax
        return self._words.replies[Reply.CONTRACT_RELAX_UNSUITED] if asked_in_vain else ()

    def _lines(self, cues: Iterable[CueText]) -> tuple[Line, ...]:
        return tuple(Line(cue) for cue in in_turn(cues, self._words))

    def _timed(self, cues: Iterable[TimedCue]) -> tuple[Line, ...]:
        return tuple(Line(addressed(cue, self._words), cue.at) for cue in cues)

    def _question(self, question: Question) -> Line:
        return _asking(question, self._words, self._routine.stop_point)


@dataclass(frozen=True, slots=True)
class _Repetition:
    """A stretch on one side, once."""

    words: CuesFile
    stretch: Stretch
    side: Side | None
    rep: int
    asked: Asked
    """What is asked in the hold."""
    push: ContractRelax | None = None

    def steps(self) -> Iterator[Step]:
        file = self.stretch.file
        how = self.push.how if self.push else ()
        told = self.words.contract_relax.set_up if self.push else ()
        whole = self._lines((*file.set_up, *how, *told))
        if self.rep == 1:
            yield self._set_up(whole)
        else:
            yield self._set_up(self._lines((*file.again, *how)), afresh=whole)
        yield self._step(Phase.READY, (_asking(Question.READY, self.words),))
        yield self._step(Phase.EASE_IN, self._eased(file.ease_in), file.ease_in.seconds)
        if self.push:
            yield from self._pushed(self.push)
        yield self._step(Phase.HOLD, self._held(), self.stretch.seconds)
        yield self._step(Phase.RELEASE, self._lines(file.release))
        rest = self.words.rest
        quiet = tuple(Line(cue) for cue in in_turn(rest.cues, self.words))
        yield self._step(Phase.REST, quiet, rest.seconds)

    def _set_up(self, lines: tuple[Line, ...], afresh: tuple[Line, ...] = ()) -> Step:
        stance = self.stretch.file.stance
        cues = () if stance is None else self.words.posture[stance]
        posture = tuple(Line(cue) for cue in in_turn(cues, self.words))
        return replace(self._step(Phase.SET_UP, lines, afresh=afresh), posture=posture)

    def _step(
        self,
        phase: Phase,
        lines: tuple[Line, ...],
        seconds: float = 0.0,
        afresh: tuple[Line, ...] = (),
    ) -> Step:
        name = self.stretch.name
        return Step(
            phase=phase,
            part=name if self.side is None else f"{name}/{self.side}",
            lines=lines,
            release=tuple(in_turn(self.stretch.file.release, self.words, self.side)),
            seconds=float(seconds),
            stretch=name,
            side=self.side,
            rep=self.rep,
            felt_in=felt_in(self.stretch.file),
            moved_by=Role(self.stretch.file.moved_by),
            afresh=afresh,
        )

    def _lines(self, cues: Iterable[CueText]) -> tuple[Line, ...]:
        return tuple(Line(cue) for cue in in_turn(cues, self.words, self.side))

    def _pushed(self, push: ContractRelax) -> Iterator[Step]:
        """Yield a first hold with a number, the push, and a little further."""
        first = self._cue(self.stretch.file.hold.cues[0]) if self.stretch.file.hold else None
        lines = [] if first is None else [Line(first, 0.0)]
        asked = _asking(Question.PAIN, self.words, at=PAIN_AT)
        yield self._step(Phase.HOLD, (*lines, asked), push.before)
        begins = Line(self._cue(self.words.contract_relax.push), 0.0)
        yield replace(self._step(Phase.PUSH, (begins,), push.push), deepens=True)
        further = self._step(Phase.EASE_IN, self._eased(push.further), push.further.seconds)
        yield replace(further, deepens=True)

    def _eased(self, ease_in: EaseIn) -> tuple[Line, ...]:
        cues = ease_in.cues
        return tuple(Line(self._cue(cue), cue.at, breath=cue.breath) for cue in cues)

    def _held(self) -> tuple[Line, ...]:
        file = self.stretch.file
        if file.rhythm:
            return tuple(sorted(self._moved(file.rhythm), key=lambda line: line.at or 0.0))
        return self._still(file.hold.cues if file.hold else ())

    def _still(self, cues: Sequence[CueText]) -> tuple[Line, ...]:
        seconds = self.stretch.seconds
        first, *more = (self._cue(cue) for cue in cues)
        if seconds < SHORT_HOLD:
            at = spoken_seconds(first.text)
            return Line(first, 0.0), _asking(self.asked[0], self.words, at=at)
        five_left = seconds - FIVE_LEFT
        at = seconds * SECOND_CUE
        fitting = [Line(cue, at) for cue in more if at + spoken_seconds(cue.text) <= five_left]
        early, *late = self.asked
        if late:
            fitting = [_asking(question, self.words, at=at) for question in late]
        return (
            Line(first, 0.0),
            _asking(early, self.words, at=PAIN_AT),
            Line(self._cue(self.words.half_way), seconds / 2),
            *fitting,
            Line(self._cue(self.words.five_left), five_left),
        )

    def _moved(self, rhythm: Rhythm) -> Iterator[Line]:
        """Yield a cue each half round; while a number is asked for, the two keep the beat alone."""
        cues = in_turn(rhythm.cues * rhythm.rounds, self.words, self.side)
        breaths = cycle(cue.breath for cue in rhythm.cues)
        asked = ROUNDS_BEFORE_PAIN * rhythm.seconds
        yield _asking(Question.PAIN, self.words, at=asked)
        for beat, (cue, breath) in enumerate(zip(cues, breaths, strict=False)):
            at = beat * rhythm.seconds / 2
            if not asked <= at < asked + rhythm.seconds:
                yield Line(cue, at, breath=breath)

    def _cue(self, cue: CueText) -> Cue:
        return addressed(cue, self.words, **side_values(self.words, self.side))


def felt_in(stretch: StretchFile) -> frozenset[str]:
    """Return the regions in which a stretch may be felt; the back without saying which, too."""
    areas = {*stretch.areas} - NEVER_FELT_IN
    back = {BACK} if areas & {Area.UPPER_BACK, Area.LOWER_BACK} else set()
    return frozenset({*map(str, areas), *back})


def _asking(
    question: Question, words: CuesFile, limit: int | None = None, *, at: float | None = None
) -> Line:
    ask: LimitCue = words.questions[question].ask
    values = {} if limit is None else {"limit": str(limit)}
    return Line(addressed(ask, words, **values), at, question)
