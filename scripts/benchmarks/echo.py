"""How much of the guide's own voice is taken out of the microphone, and what of a person stays."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy import signal

from benchmarks.conditions.own_voice import SpokenCue, alone, every_cue
from benchmarks.figures import Figure
from benchmarks.speex import Speex
from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.cli.terminal import progress
from voiceguide.hearing.echo import EchoCanceller
from voiceguide.session.effects import WELCOME_SECONDS
from voiceguide.simulation.levels import at_level
from voiceguide.simulation.room import TALKER_DBFS, RoomSettings, SimulatedRoom
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

CUES = 6
"""Of the guide's, after the welcome: some twenty seconds."""

ECHO_DB = (0.0, 6.0, 12.0)

CONDITIONS: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "still": {},
        "drift 50 ppm": {"drift_ppm": 50},
        "drift -50 ppm": {"drift_ppm": -50},
        "drift 100 ppm": {"drift_ppm": 100},
        "somebody walks": {"moving": True},
        "strong distortion": {"distortion": "strong"},
        "delay 150 ms": {"delay_ms": 150},
        "delay 250 ms": {"delay_ms": 250},
        "all at once": {
            "drift_ppm": 50,
            "moving": True,
            "distortion": "strong",
            "delay_ms": 150,
        },
    }
)
"""The last: 50 ppm, somebody walks, strong distortion, 150 ms."""

ALL_AT_ONCE_DB = 15.0

_SAID = ("stop", "please stop it", "ease off a bit", "let go of me now")
_EVERY = 3.0
"""Seconds from one sentence of the person to the next, beginning after the first cue's start."""


class Canceller(Protocol):
    """What takes the echo out."""

    def cancel(self, mic: Samples, played: Samples) -> Samples:
        """Return the microphone's block without the echo."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a canceller did in one condition, in dB."""

    first: float
    """Of the echo in the first cue."""
    later: float
    """Of the echo after it."""
    person: float
    """A person over all else while both speak, a fixed colouring of the voice left aside."""
    core: float
    """Processor time over the time it was at work for."""


def measure() -> Iterator[Figure]:
    """Play cues into simulated rooms, by themselves and with a person, and yield what is left."""
    cues = every_cue()[:CUES]
    cancellers: dict[str, Callable[[], Canceller]] = {"guide": EchoCanceller, "Speex": Speex}
    with progress("cancelling echo", len(ECHO_DB) * len(CONDITIONS)) as advance:
        for echo_db in ECHO_DB:
            still = 0.0
            for name, rough in CONDITIONS.items():
                settings = RoomSettings(echo_db=echo_db, **rough)
                for who, make in cancellers.items():
                    taken = _taken(make, settings, cues)
                    still = taken.later if (who, name) == ("guide", "still") else still
                    yield _figure(f"{who}, {name}, echo {echo_db:+.0f} dB", taken, still)
                advance()


def _figure(name: str, taken: _Taken, still: float) -> Figure:
    goal, met = "", None
    if name.startswith("guide, drift"):
        goal, met = "later: within 3 dB of still", taken.later > still - 3
    elif name.startswith("guide, all"):
        goal, met = f"later: at least {ALL_AT_ONCE_DB:.0f} dB", taken.later >= ALL_AT_ONCE_DB
    return Figure(
        name,
        f"first cue {taken.first:.0f} dB, later {taken.later:.0f} dB, "
        f"a person {taken.person:+.0f} dB over the rest, {taken.core:.4f} of a core",
        f"{CUES} cues after the welcome; a person who says something every {_EVERY:g} s",
        goal,
        met,
        {"first": taken.first, "later": taken.later, "person": taken.person, "core": taken.core},
    )


def _taken(
    make: Callable[[], Canceller], settings: RoomSettings, cues: tuple[SpokenCue, ...]
) -> _Taken:
    scene = alone(cues)
    said, speaking = _person(scene.played)
    by_itself = _microphone(settings, scene.played, silence(len(scene.played)))
    both = _microphone(settings, scene.played, said)
    began = time.process_time()
    left = _cleaned(make(), by_itself, scene.played)
    core = (time.process_time() - began) / (len(left) / RATE)
    cleaned = _cleaned(make(), both, scene.played)
    voice = both.astype(np.float64) - by_itself
    first = slice(round(WELCOME_SECONDS * RATE), round(scene.own[0].end * RATE))
    later = slice(round(scene.own[1].start * RATE), None)
    return _Taken(
        _level_db(by_itself[first]) - _level_db(left[first]),
        _level_db(by_itself[later]) - _level_db(left[later]),
        _over_the_rest_db(voice[speaking], cleaned[speaking]),
        core,
    )


def _person(played: Samples) -> tuple[Samples, np.ndarray[Any, np.dtype[np.bool_]]]:
    """Return what a person says, dry, and in which samples they are speaking."""
    said, speaking = silence(len(played)), np.zeros(len(played), np.bool_)
    voice = SyntheticVoice("en-us")
    begins = np.arange(WELCOME_SECONDS + 1.0, len(played) / RATE - _EVERY, _EVERY)
    for number, begin in enumerate(begins):
        words = at_level(voice.speak(_SAID[number % len(_SAID)]), TALKER_DBFS)
        where = slice(round(begin * RATE), round(begin * RATE) + len(words))
        said[where], speaking[where] = words, True
    return said, speaking


def _microphone(settings: RoomSettings, played: Samples, said: Samples) -> Samples:
    room = SimulatedRoom(settings, np.random.default_rng(0))
    pairs = zip(played.reshape(-1, BLOCK), said.reshape(-1, BLOCK), strict=True)
    return np.concatenate([room.exchange(block, words) for block, words in pairs])


def _cleaned(canceller: Canceller, mic: Samples, played: Samples) -> Samples:
    pairs = zip(mic.reshape(-1, BLOCK), played.reshape(-1, BLOCK), strict=True)
    return np.concatenate([canceller.cancel(heard, block) for heard, block in pairs])


def _level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-9))


def _over_the_rest_db(voice: np.ndarray[Any, np.dtype[np.float64]], cleaned: Samples) -> float:
    """Return what in a signal is a person's voice over what is not, by their coherence."""
    _, alike = signal.coherence(voice, cleaned, RATE, nperseg=512)
    _, power = signal.welch(cleaned.astype(np.float64), RATE, nperseg=512)
    return float(10 * np.log10(np.sum(alike * power) / np.sum((1.0 - alike) * power)))
