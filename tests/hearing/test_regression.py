"""A short form of the benchmark: synthetic people of three engines, and floors that are fixed.

It tells that the ears have become worse, not how good they are: the ear for "stop" has learned from
voices of these engines (``scripts/benchmark.py`` measures people). Each floor is what was measured
when it was written, less a small margin; raise it when the ears get better.
"""

from __future__ import annotations

import os
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from benchmarks.conditions import own_voice, people
from benchmarks.conditions.listening import Decision, by_guide
from benchmarks.conditions.places import echo
from benchmarks.conditions.rooms import Room, microphone
from benchmarks.conditions.stops import HEARD_WITHIN
from benchmarks.conditions.streams import Scene, Stream, laid_out, silence_of
from benchmarks.conditions.talk import chat
from training.voices import FESTIVAL, FLITE, festival, flite, lacking, spoken

from voiceguide.audio.blocks import RATE, Samples, to_samples
from voiceguide.cli import parts
from voiceguide.language.intents import SAFETY, Intent
from voiceguide.models.voices import DEFAULT_VOICE
from voiceguide.simulation.levels import at_level
from voiceguide.simulation.room import TALKER_DBFS, RoomSettings
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from benchmarks.conditions.streams import Trial
    from recorded import Audio

    from voiceguide.cli.parts import Ears

ESPEAK = ("en-us", "en-us+m3", "en-gb-scotland+m7", "en-us+Andrea", "en-gb-x-rp+Annie")
VOICES = tuple(
    (engine, voice)
    for engine, voices in (("espeak", ESPEAK), ("flite", FLITE), ("festival", FESTIVAL))
    for voice in voices
)

ROOMS = {
    "quiet": Room(),
    "kitchen 10 dB": Room(noise="kitchen", snr_db=10),
    "4 m, RT60 0.7 s": Room(RoomSettings(echo_db=None, rt60_s=0.7, distance_m=4.0)),
    "over the guide, +6 dB": Room(echo(6.0)),
}

QUIET, KITCHEN, FAR, OVER = ROOMS
SHORT = ("stop", "stop stop", "okay stop", "stop it")

FLOORS = (
    (QUIET, ("stop",), 11),
    (QUIET, ("stop stop",), 11),
    (QUIET, ("okay stop",), 11),
    (QUIET, ("stop it",), 11),
    (QUIET, ("please stop it",), 7),
    (QUIET, ("we have to stop now",), 3),
    (KITCHEN, SHORT, 11),
    (FAR, SHORT, 10),
    (OVER, SHORT, 10),
)
"""Where what is said, one phrase by one voice and the next by the next; and how many of ``VOICES``
have to be heard at least. Measured: 12, 12, 12, 12, 8, 4; 12, 11, 11."""

TALK_SECONDS = 120.0
FALSE_STOPS, FALSE_OTHERS = 2, 1
"""Decisions on the safety way, at most, in so much talk. Measured: 1 and 0."""


@pytest.fixture(scope="module", autouse=True)
def engines() -> None:
    """Say what is not installed, if something is not."""
    if why := lacking():
        if "CI" in os.environ:
            pytest.fail(why)
        pytest.skip(why)


@cache
def said(engine: str, voice: str, text: str) -> Samples:
    """Return the words as a voice says them, at ``TALKER_DBFS``."""
    if engine == "espeak":
        return at_level(SyntheticVoice(voice).speak(text), TALKER_DBFS)
    job = flite(text, voice) if engine == "flite" else festival(text, voice)
    audio = spoken(job)
    assert audio is not None, f"{engine} has no voice {voice}: {lacking() or 'install it'}"
    return at_level(to_samples(audio), TALKER_DBFS)


def recorded(phrases: Iterable[str], folder: Path) -> list[Path]:
    """Write what each voice says as the benchmark wants its recordings."""
    files = []
    for (engine, voice), phrase in zip(VOICES, cycle(phrases), strict=False):
        files.append(folder / f"{engine}-{voice}.wav")
        soundfile.write(files[-1], said(engine, voice, phrase), RATE)
    return files


@cache
def kitchen() -> Audio:
    """Return what sounds like a kitchen: a fan, a hum, and things that clink now and then."""
    rng = np.random.default_rng(7)
    seconds = np.arange(20 * RATE) / RATE
    fan = np.cumsum(rng.standard_normal(len(seconds)))
    fan -= np.convolve(fan, np.ones(400) / 400, "same")
    noise = fan / fan.std() + 0.3 * np.sin(2 * np.pi * 100 * seconds)
    for at in rng.uniform(0, 19.5, 30):
        since = seconds[: RATE // 3]
        clink = np.sin(2 * np.pi * rng.uniform(1500, 5000) * since) * np.exp(-since / 0.05)
        noise[round(at * RATE) :][: len(clink)] += rng.uniform(2, 6) * clink
    return np.asarray(0.02 * noise, np.float32)


@cache
def cues() -> list[own_voice.SpokenCue]:
    """Return cues of one routine over which there is time for a word."""
    brief = parts.brief("gentle")
    voiced = parts.cues_for(brief, DEFAULT_VOICE)
    every = {cue.text: voiced.samples(cue) for cue in parts.every_cue(brief)}
    return [(text, audio) for text, audio in every.items() if len(audio) > 3.5 * RATE]


def heard(trials: Sequence[Trial], decisions: Sequence[Decision]) -> int:
    """Return in how many trials there was a stop in time."""
    stops = [decision.time for decision in decisions if decision.intent is Intent.STOP]
    return sum(
        any(trial.begin <= time <= trial.end + HEARD_WITHIN for time in stops) for trial in trials
    )


def stream_in(place: str, files: Sequence[Path]) -> Stream:
    """Return what the microphone hears of people who say this there."""
    room, rng = ROOMS[place], np.random.default_rng(1)
    over = place == OVER
    scene = own_voice.with_words(files, cycle(cues()), rng) if over else people.in_a_row(files)
    return Stream(scene, microphone(room, scene, kitchen() if room.noise else None, rng))


@pytest.mark.parametrize(
    ("place", "phrases", "floor"),
    [pytest.param(*row, id=f"{row[0]}: {' / '.join(row[1])}") for row in FLOORS],
)
def test_of_a_dozen_voices_at_least_so_many_are_heard_within_half_a_second(
    place: str, phrases: tuple[str, ...], floor: int, tmp_path: Path, ears: Ears
) -> None:
    stream = stream_in(place, recorded(phrases, tmp_path))
    count = heard(stream.scene.trials, list(by_guide(stream, ears)))
    print(f"{place}, {' / '.join(phrases)}: {count} of {len(VOICES)}")  # noqa: T201
    assert count >= floor


def test_of_minutes_of_talk_without_the_word_hardly_anything_is_taken_for_it(ears: Ears) -> None:
    rng = np.random.default_rng(2)
    lines = zip(people.shuffled(chat(ears.phrasebook), rng), cycle(VOICES), strict=False)
    sounds = (said(engine, voice, line) for line, (engine, voice) in lines)
    talk = list(people.strung(sounds, (0.1, 1.5), TALK_SECONDS, rng))
    scene = Scene(laid_out(talk, TALK_SECONDS), silence_of(TALK_SECONDS))
    room = Room(RoomSettings(echo_db=None, rt60_s=0.4, distance_m=2.0))
    stream = Stream(scene, microphone(room, scene, None, rng))
    decided = [decision.intent for decision in by_guide(stream, ears)]
    print(f"talk: {decided}")  # noqa: T201
    assert decided.count(Intent.STOP) <= FALSE_STOPS
    assert sum(each in SAFETY - {Intent.STOP} for each in decided) <= FALSE_OTHERS
