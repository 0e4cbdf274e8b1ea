"""The screening of a routine: the questions as they are spoken, and what each condition bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.routines.routine import addressed, in_turn
from voiceguide.session.conditions import Asking, Condition, Screen, Screening
from voiceguide.session.plan import Line, Phase, Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.routines.cue_text import CueText
    from voiceguide.routines.routine import Routine
    from voiceguide.session.plan import Cue


def screening(routine: Routine) -> Screening:
    """Return what a client is asked, and what follows from the answers for this routine."""
    file = routine.conditions
    return Screening(
        {
            name: Screen(
                _asking(routine, each.ask, each.again),
                each.covers,
                (addressed(each.explain, routine.words),) if each.explain else (),
                each.then == "leave-out",
            )
            for name, each in file.screening.questions.items()
        },
        {
            name: Condition(
                each.clearance,
                frozenset(s.name for s in routine.stretches if name in s.file.when_not),
                _asking(routine, each.ask, each.again) if each.ask and each.again else None,
            )
            for name, each in file.conditions.items()
        },
    )


def screening_steps(routine: Routine, release: tuple[Cue, ...]) -> Iterator[Step]:
    """Yield a step for each question; the first says before it what it is about."""
    file = routine.conditions.screening
    intro: tuple[CueText, ...] = file.intro
    for name, each in file.questions.items():
        *before, ask = in_turn((*intro, each.ask), routine.words)
        asked = Line(ask, asks=Question.SCREENING, about=name)
        lines = (*(Line(cue) for cue in before), asked)
        yield Step(Phase.SCREENING, str(Phase.SCREENING), lines, release)
        intro = ()


def _asking(routine: Routine, ask: CueText, again: CueText) -> Asking:
    return Asking(addressed(ask, routine.words), addressed(again, routine.words))
