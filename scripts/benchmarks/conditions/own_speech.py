"""What the guide takes from its own speech, loud, with nobody in the room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.conditions.listening import Listened, Who
from benchmarks.conditions.own_voice import BETWEEN, alone, every_cue
from benchmarks.conditions.people import shuffled
from benchmarks.conditions.places import ALL_AT_ONCE, ROUGH, echo
from benchmarks.conditions.rooms import Room
from benchmarks.conditions.table import Group, Row, an_hour, by_row, count, hours
from benchmarks.conditions.tasks import Extent, Task
from voiceguide.audio.blocks import RATE
from voiceguide.language.intents import Intent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.conditions.own_voice import SpokenCue
    from benchmarks.conditions.people import Crowd
    from benchmarks.conditions.streams import Scene

ECHO_DB = 12.0
SECONDS = 300.0
"""Of a stream, about: it begins like a session, and drift adds up in it."""

_SAFETY = frozenset({Intent.STOP, Intent.EASE_OFF, Intent.RED_FLAG})

_NAME = "false safety decisions an hour, own speech"
CONDITIONS: dict[str, dict[str, Any]] = {
    f"{_NAME}: still room": {},
    **{f"{_NAME}: {name}": rough for name, rough in ROUGH.items()},
    f"{_NAME}: 150 ms delay": {"delay_ms": 150.0},
    f"{_NAME}: all of that at once": ALL_AT_ONCE,
}

HOW = (
    f"own speech: every cue of every routine in turn, by chance, {BETWEEN:g} s between them, after "
    f"the welcome that begins each stream of {SECONDS:g} s; echo {ECHO_DB:+g} dB over where a "
    "talker would be, nobody in the room. Safety decisions: stop, ease off and warning signs"
)


def tasks(_crowd: Crowd, extent: Extent) -> Iterator[Task]:
    """Yield the streams of every condition, each as long as the extent says."""
    for number, (name, rough) in enumerate(CONDITIONS.items()):
        order = shuffled(every_cue(), np.random.default_rng((extent.seed, 200, number)))
        left = 3600 * extent.hours
        stream = 0
        while left > 0:
            cues, seconds = _some(order, min(SECONDS, left))
            left -= seconds
            seed = (extent.seed, 200, number, stream)
            yield Task(name, partial(_alone, tuple(cues)), Room(echo(ECHO_DB, **rough)), seed)
            stream += 1


def _some(order: Iterator[SpokenCue], seconds: float) -> tuple[list[str], float]:
    """Return the texts of the next cues that fill so many seconds, and how many they fill."""
    texts, filled = [], 0.0
    while filled < seconds:
        text, audio = next(order)
        texts.append(text)
        filled += len(audio) / RATE + BETWEEN
    return texts, filled


def _alone(texts: Sequence[str], _crowd: Crowd, _rng: np.random.Generator) -> Scene:
    spoken = dict(every_cue())
    return alone([(text, spoken[text]) for text in texts])


def groups(listened: Sequence[Listened]) -> Iterator[Group]:
    """Yield the rows of these streams."""
    streams = by_row(listened)
    rows = [_row(name, streams[name]) for name in CONDITIONS]
    every = [each for name in CONDITIONS for each in streams[name]]
    rest = count(every, frozenset(Intent) - _SAFETY)
    seconds = sum(each.seconds for each in every)
    cells = an_hour(rest, seconds)
    rows.append(
        Row("any other decision an hour, own speech: all of these", "", cells, hours(every))
    )
    yield Group(f"{HOW}. There are {len(every_cue())} cues", rows)


def _row(name: str, listened: Sequence[Listened]) -> Row:
    counts = count(listened, _SAFETY)
    seconds = sum(each.seconds for each in listened)
    return Row(
        name,
        "none",
        an_hour(counts, seconds),
        hours(listened),
        counts[Who.GUIDE] == 0,
        {"hours": seconds / 3600} | {f"decided by {who}": number for who, number in counts.items()},
    )
