"""How "stop" is heard: in noise, from far away, on a bad line, over the guide's own speech."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.conditions import own_voice, people
from benchmarks.conditions.listening import Listened, Who
from benchmarks.conditions.rooms import Room
from benchmarks.conditions.table import Group, Row, by_row, rate, times
from benchmarks.conditions.tasks import Extent, Task
from voiceguide.language.intents import Intent
from voiceguide.simulation.room import RoomSettings

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


@dataclass(frozen=True, slots=True)
class Condition:
    """Where "stop" is said, and how many percent have to be heard there."""

    name: str
    goal: float
    rooms: tuple[Room, ...]
    """Streams are made in them in turn."""

    @property
    def over_the_guide(self) -> bool:
        """Whether the guide speaks meanwhile."""
        settings = self.rooms[0].settings
        return settings is not None and settings.echo_db is not None


def _far(rt60_s: float) -> RoomSettings:
    return RoomSettings(echo_db=None, rt60_s=rt60_s, distance_m=4.0)


def echo(echo_db: float, **rough: Any) -> RoomSettings:
    """Return the room in which the guide speaks."""
    return RoomSettings(**{"rt60_s": 0.35, "delay_ms": 80.0, **rough}, echo_db=echo_db)


ROUGH: dict[str, dict[str, Any]] = {
    "50 ppm drift": {"drift_ppm": 50.0},
    "a moving person": {"moving": True},
    "strong distortion": {"distortion": "strong"},
}
"""What makes hearing over the guide hard."""

ALL_AT_ONCE: dict[str, Any] = {
    **{key: value for each in ROUGH.values() for key, value in each.items()},
    "delay_ms": 150.0,
}

ECHO_DB = (0.0, 6.0, 12.0)
QUIET = '"stop", close, quiet'
OVER = '"stop" over the guide, echo +6 dB'


def _in_turn(rough: dict[str, Any]) -> tuple[Room, ...]:
    return tuple(Room(echo(db, **rough)) for db in ECHO_DB)


CONDITIONS = (
    Condition(QUIET, 99.5, (Room(),)),
    *(
        Condition(f'"stop", kitchen {db} dB', goal, (Room(noise="kitchen", snr_db=db),))
        for db, goal in ((20, 99.0), (10, 96.0), (5, 88.0))
    ),
    *(
        Condition(f'"stop", babble {db} dB', goal, (Room(noise="babble", snr_db=db),))
        for db, goal in ((20, 96.0), (10, 80.0))
    ),
    Condition('"stop", 4 m, RT60 0.7 s', 99.0, (Room(_far(0.7)),)),
    Condition(
        '"stop", 4 m, RT60 0.4 s, kitchen 10 dB',
        90.0,
        (Room(_far(0.4), noise="kitchen", snr_db=10),),
    ),
    Condition('"stop", at -30 dB', 99.0, (Room(level_db=-30.0),)),
    Condition('"stop", clipped', 98.0, (Room(level_db=20.0),)),
    Condition('"stop", telephone band', 95.0, (Room(telephone=True),)),
    *(
        Condition(f'"stop" over the guide, echo {db:+g} dB', 96.0, (Room(echo(db)),))
        for db in ECHO_DB
    ),
    *(
        Condition(f'"stop" over the guide, {name}', 93.0, _in_turn(rough))
        for name, rough in ROUGH.items()
    ),
    Condition('"stop" over the guide, all of that and 150 ms', 85.0, _in_turn(ALL_AT_ONCE)),
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
