"""Which questions are asked in which hold: the four of the articles, in rotation. Pure.

The first hold of each side asks for a number. Every later one asks one of the others too; a short
one instead, so that each other hold has its number. A stretch that is held only once asks both,
one after the other, if it is long enough. A rhythm asks for a number only: talk breaks the breath.

In a session of one stretch the others would not get their turns. So its second hold asks two of
them in place of a number: whether it is too much, and where it is felt, which tells also whether.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from voiceguide.session.plan import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from voiceguide.routines.routine import Stretch

TWO_QUESTIONS = 25
"""Seconds; a hold below this asks one question."""

_BESIDE_THE_NUMBER = (Question.FEEL, Question.WHERE, Question.TOO_MUCH)
""""Do you feel a stretch?", "where do you feel it?", "is this too much?" (001, 002)."""

_WITHOUT_A_NUMBER = (Question.WHERE, Question.TOO_MUCH)

Asked = tuple[Question, ...]


def questions(stretches: Sequence[Stretch]) -> Mapping[tuple[str, int], Asked]:
    """Return what each repetition of each stretch asks, in turn; both sides ask the same."""
    others = cycle(_BESIDE_THE_NUMBER)
    asked = {
        (each.name, rep): _asked(each, rep, others)
        for each in stretches
        for rep in range(1, each.repetitions + 1)
    }
    if len(stretches) == 1 and len(asked.get(second := (stretches[0].name, 2), ())) > 1:
        asked[second] = _WITHOUT_A_NUMBER
    return asked


def _asked(stretch: Stretch, rep: int, others: Iterator[Question]) -> Asked:
    if stretch.file.rhythm:
        return (Question.PAIN,)
    both = stretch.seconds >= TWO_QUESTIONS
    if rep == 1:
        alone = both and stretch.repetitions == 1
        return (Question.PAIN, next(others)) if alone else (Question.PAIN,)
    if both:
        return next(others), Question.PAIN
    return (next(others),) if rep % 2 == 0 else (Question.PAIN,)
