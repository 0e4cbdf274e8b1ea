"""How answers are heard: yes, no, and the digits, in quiet, while their question is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.conditions import people
from benchmarks.conditions.listening import Listened, Who
from benchmarks.conditions.rooms import Room
from benchmarks.conditions.table import Group, Row, by_row, rate
from benchmarks.conditions.tasks import Extent, Task
from voiceguide.language.intents import Expecting, Intent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np

    from benchmarks.conditions.listening import Decision
    from benchmarks.conditions.people import Crowd
    from benchmarks.conditions.streams import Scene, Trial

YES_NO, RIGHT, LOWER = 98.5, 98.0, 0.3
"""Percent: yes and no heard, digits right, and at most so many heard lower than said."""

_IN_ONE_STREAM = 24
_DIGITS = "digit"

HOW = (
    "answers: recordings of people as above, in quiet, each with its question open from half a "
    f"second before the recording to {people.ANSWERED_WITHIN:g} s after the word's end; the first "
    "answer decided in that time counts. Plain Vosk has the same grammar as ever, and takes the "
    "highest number of a result"
)


def tasks(crowd: Crowd, extent: Extent) -> Iterator[Task]:
    """Yield the streams of each answer."""
    asked = [(word, f"words/{word}/*", Expecting.YES_NO) for word in ("yes", "no")]
    asked.append((_DIGITS, "digits/*/*", Expecting.PAIN))
    for number, (row, pattern, question) in enumerate(asked):
        files = extent.thinned(crowd.files(pattern))
        for first in range(0, len(files), _IN_ONE_STREAM):
            some = tuple(files[first : first + _IN_ONE_STREAM])
            scene = partial(_answers, some, question)
            yield Task(row, scene, Room(), (extent.seed, 300, number, first))


def _answers(
    files: Sequence[Path], question: Expecting, _crowd: Crowd, _rng: np.random.Generator
) -> Scene:
    return people.in_a_row(files, question)


def groups(listened: Sequence[Listened]) -> Iterator[Group]:
    """Yield the rows of these streams."""
    streams = by_row(listened)
    rows = [
        _row(f'"{word}", quiet, yes or no asked', streams[word], _is_right, at_least=YES_NO)
        for word in ("yes", "no")
    ]
    digits = streams[_DIGITS]
    rows += [
        _row("digits as answers: right", digits, _is_right, at_least=RIGHT),
        _row("digits as answers: heard lower than said", digits, _is_lower, at_most=LOWER),
        _row("digits as answers: nothing heard", digits, lambda _said, first: first is None),
    ]
    yield Group(HOW, rows)


def _row(
    name: str,
    listened: Sequence[Listened],
    so: Callable[[str, Decision | None], bool],
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Row:
    trials = [(trial, each) for each in listened for trial in each.trials]
    counts = {
        who: sum(so(trial.said, _first(trial, each.decided[who])) for trial, each in trials)
        for who in Who
    }
    percent = 100 * counts[Who.GUIDE] / len(trials)
    goal, met = "", None
    if at_least is not None:
        goal, met = f"{at_least:g} %", percent >= at_least
    elif at_most is not None:
        goal, met = f"at most {at_most:g} %", percent <= at_most
    data = {"of": len(trials)} | {f"counted of {who}": number for who, number in counts.items()}
    return Row(name, goal, rate(counts, len(trials)), str(len(trials)), met, data)


def _first(trial: Trial, decided: Sequence[Decision]) -> Decision | None:
    """Return the first decision that is an answer of the kind that was asked for."""
    kinds = {Intent.PAIN} if trial.said.isdigit() else {Intent.YES, Intent.NO}
    for decision in decided:
        in_time = trial.begin <= decision.time <= trial.end + people.ANSWERED_WITHIN
        if in_time and decision.intent in kinds:
            return decision
    return None


def _is_right(said: str, first: Decision | None) -> bool:
    if first is None:
        return False
    return first.value == int(said) if said.isdigit() else first.intent == said


def _is_lower(said: str, first: Decision | None) -> bool:
    return first is not None and first.value is not None and first.value < int(said)
