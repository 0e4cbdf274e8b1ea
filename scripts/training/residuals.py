"""What the guide's own voice leaves behind the echo canceller, in many rooms."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from training.clips import LEVEL_DB
from voiceguide import paths
from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence, to_float
from voiceguide.cli import parts
from voiceguide.cli.terminal import progress
from voiceguide.hearing.echo import EchoCanceller
from voiceguide.models.voices import DEFAULT_VOICE, voice_model
from voiceguide.routines.library import routines
from voiceguide.simulation.room import RoomSettings, SimulatedRoom
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from recorded import Audio

SECONDS = 45
"""Of the guide's speech in each room."""

_GAPS = (0.1, 1.2)
"""Seconds between two cues, at least and at most."""


def cues_of_the_guide(more: Iterable[str] = ()) -> list[Samples]:
    """Return every cue of the guide that lasts half a second, and more in its voice."""
    every = [parts.brief(routine.name) for routine in routines(paths.content_dir())]
    texts = [cue.text for brief in every for cue in parts.every_cue(brief)]
    cues = CueCache(Voice(voice_model(DEFAULT_VOICE)))
    spoken = [cues.samples(text) for text in dict.fromkeys([*texts, *more])]
    return [audio for audio in spoken if len(audio) > RATE // 2]


def in_rooms(cues: Sequence[Samples], seeds: range) -> list[Audio]:
    """Return what is left of the guide in one room for each seed; computed on every core."""
    with (
        progress("the guide in rooms", len(seeds)) as advance,
        ProcessPoolExecutor(mp_context=get_context("spawn")) as pool,
    ):
        left = []
        for each in pool.map(residual, [cues] * len(seeds), seeds):
            left.append(each)
            advance()
        return left


def residual(cues: Sequence[Samples], seed: int) -> Audio:
    """Return what is left of cues in a room with nobody in it, beside talkers at ``LEVEL_DB``."""
    rng = np.random.default_rng(seed)
    settings = RoomSettings(
        echo_db=float(rng.choice([-6, 0, 6, 12, 12, 18])),
        delay_ms=float(rng.uniform(20, 150)),
        rt60_s=float(rng.choice([0.15, 0.25, 0.35, 0.5, 0.7])),
        distortion=(None, None, None, "mild", "strong")[int(rng.integers(5))],
        drift_ppm=float(rng.choice([0, 0, rng.uniform(-60, 60)])),
        moving=bool(rng.random() < 0.25),
    )
    room, canceller = SimulatedRoom(settings, rng), EchoCanceller()
    played = _in_a_row(cues, rng)
    left = [
        canceller.cancel(room.exchange(block, silence()), block)
        for block in played.reshape(-1, BLOCK)
    ]
    up = 10 ** ((LEVEL_DB - room.talker_dbfs) / 20)
    return np.asarray(to_float(np.concatenate(left)) * up, np.float32)


def _in_a_row(cues: Sequence[Samples], rng: np.random.Generator) -> Samples:
    parts: list[Samples] = []
    while sum(map(len, parts)) < SECONDS * RATE:
        gap = silence(round(rng.uniform(*_GAPS) * RATE))
        parts += [cues[int(rng.integers(len(cues)))], gap]
    return np.concatenate(parts)[: SECONDS * RATE]
