"""The work: which streams are to be made for which row, and everybody's listening to them."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.conditions.listening import Listened, listen
from benchmarks.conditions.rooms import Room, microphone
from benchmarks.conditions.streams import Stream
from voiceguide.cli.parts import Ears
from voiceguide.cli.terminal import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from recorded import Audio

    from benchmarks.conditions.people import Crowd
    from benchmarks.conditions.streams import Scene

    MakeScene = Callable[[Crowd, np.random.Generator], Scene]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is to be measured."""

    hours: float
    """Of talk; and of the guide's own speech, in each condition."""
    one_in: int
    """Of the recordings of words, one in so many is tried."""
    seed: int

    def thinned(self, files: Sequence[Path]) -> list[Path]:
        """Return those of the recordings that are tried, in an order of chance."""
        order = np.random.default_rng(self.seed).permutation(len(files))
        return [files[index] for index in order[:: self.one_in]]


@dataclass(frozen=True)
class Task:
    """A stream to be made and listened to. Everything random in it comes from its seed."""

    row: str
    scene: MakeScene
    """Makes the scene, from a crowd and by chance; can be pickled."""
    room: Room
    seed: tuple[int, ...]
    without: tuple[Path, ...] = ()
    """Recordings whose speakers are not among those who babble."""


def listen_to_all(tasks: Sequence[Task], crowd: Crowd) -> list[Listened]:
    """Make every stream and listen to it, on every core; return what came of them, in order.

    Raises:
        UserError: a recording cannot be read, or a model cannot be had.
    """
    cores = os.cpu_count() or 1
    with (
        ProcessPoolExecutor(cores, get_context("spawn"), _ears) as pool,
        progress("listening in conditions", len(tasks)) as advance,
    ):
        listened = []
        for each in pool.map(_listen, tasks, [crowd] * len(tasks)):
            listened.append(each)
            advance()
    return listened


@cache
def _ears() -> Ears:
    return Ears()


def _listen(task: Task, crowd: Crowd) -> Listened:
    rng = np.random.default_rng(task.seed)
    scene = task.scene(crowd, rng)
    noise = _noise(task, crowd, len(scene.voices), rng)
    stream = Stream(scene, microphone(task.room, scene, noise, rng))
    return listen(task.row, stream, _ears())


def _noise(task: Task, crowd: Crowd, samples: int, rng: np.random.Generator) -> Audio | None:
    match task.room.noise:
        case "kitchen":
            return crowd.kitchen()
        case "babble":
            return crowd.babble(samples, task.without, rng)
    return None
