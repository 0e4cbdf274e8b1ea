"""How "stop" is heard: in noise, from far away, on a bad line, over the guide's own speech."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.conditions import own_voice, people
from benchmarks.conditions.listening import Listened, Who
from benchmarks.conditions.places import CONDITIONS, OVER, QUIET
from benchmarks.conditions.table import Group, Row, by_row, rate, times
from benchmarks.conditions.tasks import Extent, Task
from voiceguide.language.intents import Intent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np

    from benchmarks.conditions.people import Crowd
    from benchmarks.conditions.streams import Scene, Trial

HEARD_WITHIN = 0.5
"""Seconds after the word's end in which it has to be decided."""

MEDIAN, LATE = 0.10, 0.25
"""Seconds from the word's end to the decision: the goals for the median and 95th percentile."""

_IN_ONE_STREAM = 24
"""Words: a minute or more, in which drift and distance add up as in a session."""

HOW = (
    '"stop": recordings of people, one word after the other, each set to -26 dBFS over its active '
    f"speech, {people.GAP:g} s of room between them. Heard: decided between the word's beginning "
    f"and {HEARD_WITHIN:g} s after its end, the last 10 ms with a tenth of its peak energy; "
    "finals take about a second, so what they hear at all is in a row of its own. "
    "Noise is at so many dB under the talker, mean level over active speech. Babble: 5 or 6 people "
    "at once, the speaker not among them. -30 dB: everything arrives so much softer. Clipped: "
    "20 dB louder, cut off at full scale. Telephone: 300 to 3400 Hz"
)
HOW_OVER = (
    'over the guide: its cues one after the other after the welcome, the first "stop" in the '
    "second cue, each within a cue; RT60 0.35 s, talker 2 m away, delay 80 ms. The rough ones: a "
    "third of the trials each at 0, +6 and +12 dB of echo over the talker"
)
HOW_LATE = f"up to {people.GAP:g} s: the same, decided up to so long after the word's end"
HOW_SOON = (
    "from the word's end to the decision: median / 95th percentile of the stops decided up to "
    f"{people.GAP:g} s after it, in seconds of audio; a decision is made at the end of a block of "
    "20 ms. The trials are those of this guide"
)


def tasks(crowd: Crowd, extent: Extent) -> Iterator[Task]:
    """Yield the streams of every condition."""
    files = extent.thinned(crowd.files("words/stop/*"))
    for number, condition in enumerate(CONDITIONS):
        rooms = condition.rooms
        size = min(_IN_ONE_STREAM, -(-len(files) // len(rooms)))
        for stream, first in enumerate(range(0, len(files), size)):
            some = tuple(files[first : first + size])
            scene = partial(_over_guide if condition.over_the_guide else _in_a_row, some)
            seed = (extent.seed, number, stream)
            yield Task(condition.name, scene, rooms[stream % len(rooms)], seed, without=some)


def _in_a_row(files: Sequence[Path], _crowd: Crowd, _rng: np.random.Generator) -> Scene:
    return people.in_a_row(files)


def _over_guide(files: Sequence[Path], _crowd: Crowd, rng: np.random.Generator) -> Scene:
    cues = people.shuffled(own_voice.every_cue(), rng)
    return own_voice.with_words(files, cues, rng)


def groups(listened: Sequence[Listened]) -> Iterator[Group]:
    """Yield the rows of these streams."""
    streams = by_row(listened)
    over = [condition.name for condition in CONDITIONS if condition.over_the_guide]
    rows = {c.name: _row(c.name, c.goal, HEARD_WITHIN, streams[c.name]) for c in CONDITIONS}
    yield Group(HOW, [row for name, row in rows.items() if name not in over])
    yield Group(HOW_OVER, [row for name, row in rows.items() if name in over])
    yield Group(
        HOW_LATE,
        [
            _row(f"{name}, up to {people.GAP:g} s", None, people.GAP, streams[name])
            for name in (QUIET, OVER)
        ],
    )
    everywhere = [each for c in CONDITIONS for each in streams[c.name]]
    yield Group(
        HOW_SOON,
        [
            _soon("from the word's end to the decision, quiet", streams[QUIET], goal=True),
            _soon("from the word's end to the decision, all conditions", everywhere),
        ],
    )


def _row(name: str, goal: float | None, within: float, listened: Sequence[Listened]) -> Row:
    of = sum(len(each.trials) for each in listened)
    heard = {who: sum(d <= within for d in _delays(who, listened)) for who in Who}
    return Row(
        name,
        "" if goal is None else f"{goal:g} %",
        rate(heard, of),
        str(of),
        None if goal is None else heard[Who.GUIDE] >= goal / 100 * of,
        {"of": of} | {f"heard by {who}": count for who, count in heard.items()},
    )


def _soon(name: str, listened: Sequence[Listened], *, goal: bool = False) -> Row:
    cells = times({who: _delays(who, listened) for who in Who})
    row = Row(name, "", cells, str(len(_delays(Who.GUIDE, listened))))
    if not goal or Who.GUIDE not in cells:
        return row
    guide = cells[Who.GUIDE]
    met = (guide.value or 0.0) <= MEDIAN and (guide.high or 0.0) <= LATE
    return replace(row, goal=f"{MEDIAN:.2f} / {LATE:.2f} s", met=met)


def _delays(who: Who, listened: Sequence[Listened]) -> list[float]:
    """Return the seconds from the word's end to the decision of every stop that was heard."""
    found = [(t, _decided(t, each, who)) for each in listened for t in each.trials]
    return [time - trial.end for trial, time in found if time is not None]


def _decided(trial: Trial, listened: Listened, who: Who) -> float | None:
    return next(
        (
            decision.time
            for decision in listened.decided[who]
            if decision.intent is Intent.STOP
            and trial.begin <= decision.time <= trial.end + people.GAP
        ),
        None,
    )
