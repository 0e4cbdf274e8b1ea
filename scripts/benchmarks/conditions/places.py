"""Where "stop" is said, and how many percent of it have to be heard there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from benchmarks.conditions.rooms import Room
from voiceguide.simulation.room import RoomSettings


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
