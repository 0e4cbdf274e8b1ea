"""What is taken for a command while people talk about anything else."""

from __future__ import annotations

from functools import partial
from math import ceil
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from benchmarks.conditions.listening import Listened, Who
from benchmarks.conditions.people import levelled, shuffled, strung
from benchmarks.conditions.rooms import Room
from benchmarks.conditions.streams import Asked, Scene, laid_out, silence_of
from benchmarks.conditions.table import Group, Row, an_hour, by_row, count, hours
from benchmarks.conditions.tasks import Extent, Task
from voiceguide import paths
from voiceguide.language.compiling import load_phrasebook
from voiceguide.language.intents import Expecting, Intent
from voiceguide.simulation.levels import at_level
from voiceguide.simulation.room import TALKER_DBFS, RoomSettings
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import numpy as np

    from benchmarks.conditions.people import Crowd
    from voiceguide.audio.blocks import Samples
    from voiceguide.language.phrasebook import Phrasebook

STOPS_AN_HOUR, OTHERS_AN_HOUR = 0.5, 0.1
SECONDS = 180.0
"""Of a stream, at most."""

CHAT = Path(__file__).with_name("chat.txt")

_PAUSES = (0.1, 1.5)
"""Seconds between two sentences of one person, at least and at most."""

_LANGUAGES = ("en-us", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-scotland", "en-029")
_VARIANTS = (
    *("Alex", "Andrea", "Annie", "Denis", "Gene", "Jacky", "Mario", "Michael", "Mike", "Nguyen"),
    *("adam", "anika", "antonio", "aunty", "belinda", "benjamin", "boris", "david", "edward"),
    *("f1", "grandma", "grandpa", "ian", "john", "klatt", "m1", "m3", "m4", "m5", "m6", "m7"),
    *("max", "norbert", "paul", "quincy", "rob", "shelby", "steph", "travis", "zac"),
)
"""eSpeak's variants without ``breath`` or ``echo``: those sound different every time."""

_ROOMS = tuple(
    Room(RoomSettings(echo_db=None, rt60_s=0.4, distance_m=metres), level_db=level_db)
    for metres, level_db in ((2.0, 0.0), (4.0, -10.0), (1.0, 8.0))
)

_KINDS: Mapping[str, tuple[bool, int]] = MappingProxyType(
    {
        "recorded talk, one at a time": (True, 1),
        "recorded talk, two at once": (True, 2),
        "synthetic chat, one at a time": (False, 1),
        "synthetic chat, two at once": (False, 2),
    }
)
"""Whether it is recorded, and how many talk at once."""

_ASKED = "talk, yes or no asked"

HOW = (
    "talk: whole recordings of `talk`, and sentences of everyday chat spoken by "
    f"{len(_LANGUAGES) * len(_VARIANTS)} voices of eSpeak, none with a phrase of the safety way; "
    "drawn by chance, 0.1 to 1.5 s between them; in a room (RT60 0.4 s) at 2 m, at 4 m 10 dB "
    "softer, at 1 m 8 dB louder. No question is open, except for the last row"
)


def tasks(_crowd: Crowd, extent: Extent) -> Iterator[Task]:
    """Yield the streams: as much of each kind, and half as much again with a question open."""
    whole = 3600 * extent.hours
    seconds = min(SECONDS, whole / len(_KINDS))
    for number in range(ceil(1.5 * whole / seconds)):
        turn, kind = divmod(number, len(_KINDS))
        name, (recorded, voices) = list(_KINDS.items())[kind]
        asked = number * seconds >= whole
        scene = partial(_talk, recorded=recorded, voices=voices, seconds=seconds, asked=asked)
        room = _ROOMS[turn % len(_ROOMS)]
        yield Task(_ASKED if asked else name, scene, room, (extent.seed, 100, number))


def groups(listened: Sequence[Listened]) -> Iterator[Group]:
    """Yield the rows of these streams."""
    streams = by_row(listened)
    talk = [each for name in _KINDS for each in streams[name]]
    stops = {Intent.STOP}
    rows = [_row(f"false stops an hour: {name}", stops, None, streams[name]) for name in _KINDS]
    rows.append(_row("false stops an hour: all of that", stops, STOPS_AN_HOUR, talk))
    others = {Intent.EASE_OFF, Intent.RED_FLAG}
    rows.append(_row("false ease off or warning sign an hour", others, None, talk))
    rows += [
        _row(f"false {intent} an hour", {intent}, OTHERS_AN_HOUR, talk)
        for intent in (Intent.NEXT, Intent.RESUME, Intent.YES)
    ]
    rows.append(_row("false yes an hour, yes or no asked", {Intent.YES}, None, streams[_ASKED]))
    yield Group(HOW, rows)


def _row(
    name: str, intents: Collection[Intent], goal: float | None, listened: Sequence[Listened]
) -> Row:
    counts = count(listened, intents)
    seconds = sum(each.seconds for each in listened)
    return Row(
        name,
        "" if goal is None else f"at most {goal:g}",
        an_hour(counts, seconds),
        hours(listened),
        None if goal is None else counts[Who.GUIDE] <= goal * seconds / 3600,
        {"hours": seconds / 3600} | {f"decided by {who}": number for who, number in counts.items()},
    )


def _talk(  # noqa: PLR0913  # a scene of talk is all of these
    crowd: Crowd,
    rng: np.random.Generator,
    *,
    recorded: bool,
    voices: int,
    seconds: float,
    asked: bool,
) -> Scene:
    parts = []
    for _ in range(voices):
        said = _recorded(crowd, rng) if recorded else _synthetic(rng)
        parts += list(strung(said, _PAUSES, seconds, rng))
    question = (Asked(0.0, Expecting.YES_NO),) if asked else ()
    return Scene(laid_out(parts, seconds), silence_of(seconds), asked=question)


def _recorded(crowd: Crowd, rng: np.random.Generator) -> Iterator[Samples]:
    return map(levelled, shuffled(crowd.files("talk/*/*"), rng))


def _synthetic(rng: np.random.Generator) -> Iterator[Samples]:
    lines = chat(load_phrasebook(paths.content_dir()))
    for line in shuffled(lines, rng):
        voice = f"{_LANGUAGES[rng.integers(len(_LANGUAGES))]}+{rng.choice(_VARIANTS)}"
        yield at_level(SyntheticVoice(voice).speak(line), TALKER_DBFS)


def chat(phrasebook: Phrasebook) -> list[str]:
    """Return the sentences of everyday chat that hold no phrase of the safety way."""
    return [
        line for line in CHAT.read_text("utf-8").splitlines() if not _releases(line, phrasebook)
    ]


def _releases(line: str, phrasebook: Phrasebook) -> bool:
    words = tuple(word.strip(".,?!").lower() for word in line.split())
    return any(phrasebook.phrase_at(words, index, early=True) for index in range(len(words)))
