"""How fast the demonstration session is, and what each stage of the chain takes of a core."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from unittest.mock import patch

from benchmarks.figures import Figure
from voiceguide import paths
from voiceguide.cli import parts
from voiceguide.cli.terminal import progress
from voiceguide.guide import Guide
from voiceguide.hearing.echo import EchoCanceller
from voiceguide.hearing.listener import Listener
from voiceguide.hearing.recogniser import Recogniser
from voiceguide.session.conductor import advance
from voiceguide.simulation.people import People
from voiceguide.simulation.room import SimulatedRoom
from voiceguide.simulation.run import simulate
from voiceguide.simulation.scenario import load_scenario
from voiceguide.speaking.mixer import Mixer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
R = TypeVar("R")

TIMES_REAL_TIME = 20.0
CORE_OF_A_STAGE = 0.05

_VOICE = "en_US-joe-medium"
_STAGES = ("listen", "think", "mix")
_WITHIN = ("recognisers (within listen)", "echo cancelling (within listen)")
_OUTSIDE = ("whole guide", "simulated room", "simulated people")


@dataclass(slots=True)
class Stopwatch:
    """What the calls of one function took, all together."""

    calls: int = 0
    cpu: float = 0.0
    wall: float = 0.0

    def on(self, function: Callable[P, R]) -> Callable[P, R]:
        """Return the function, timed by this watch."""

        @wraps(function)
        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            wall, cpu = time.perf_counter(), time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.cpu += time.process_time() - cpu
                self.wall += time.perf_counter() - wall
                self.calls += 1

        return timed


def measure() -> Iterator[Figure]:
    """Simulate the demonstration session with the real recogniser, and yield what it took."""
    scenario = load_scenario(paths.content_dir() / "demo.yaml")
    brief = parts.brief(scenario.routine, scenario.stop_point)
    watches = {name: Stopwatch() for name in (*_STAGES, *_WITHIN, *_OUTSIDE, "all")}
    expected = round(brief.remaining[0])
    ends: list[object] = []

    def watch(entry: dict[str, object]) -> None:
        if entry["kind"] == "end":
            ends.append(entry["why"])

    with (
        TemporaryDirectory() as out,
        parts.guide(brief, _VOICE, Path(out) / "journal.jsonl", watch) as guide,
        progress("simulating the demonstration, minutes of session", expected // 60) as advance_bar,
    ):
        told = 0

        def show(now: float) -> None:
            nonlocal told
            if now >= 60 * (told + 1):
                told += 1
                advance_bar()

        with _timed(watches):
            timed = watches["all"].on(simulate)
            seconds = timed(scenario, guide, Path(out), progress=show).seconds
    if ends != ["complete"]:
        yield Figure(
            "demonstration session", f"ended: {ends}", "not led to its end", "whole", met=False
        )
    yield from _figures(watches, seconds)


def _timed(watches: dict[str, Stopwatch]) -> ExitStack:
    """Time the stages while the returned context lasts."""
    stack = ExitStack()
    for name, owner, method in (
        ("listen", Listener, "hear"),
        ("mix", Mixer, "next_block"),
        (_WITHIN[0], Recogniser, "accept"),
        (_WITHIN[1], EchoCanceller, "cancel"),
        (_OUTSIDE[0], Guide, "process"),
        (_OUTSIDE[1], SimulatedRoom, "exchange"),
        (_OUTSIDE[2], People, "voices"),
    ):
        timed = watches[name].on(getattr(owner, method))
        stack.enter_context(patch.object(owner, method, timed))
    stack.enter_context(patch("voiceguide.guide.advance", watches["think"].on(advance)))
    return stack


def _figures(watches: dict[str, Stopwatch], seconds: float) -> Iterator[Figure]:
    session = f"one session of {seconds:.0f} s, {watches['listen'].calls} blocks"
    whole = watches["all"]
    yield Figure(
        "demonstration session",
        f"{seconds / whole.wall:.1f} times faster than real time",
        f"{session}, simulated in {whole.wall:.1f} s of wall time "
        f"({whole.cpu:.1f} s of processor, so {seconds / whole.cpu:.1f} times on a free core)",
        f"at least {TIMES_REAL_TIME:.0f} times",
        seconds / whole.wall >= TIMES_REAL_TIME,
        {"session": seconds, "wall": whole.wall, "cpu": whole.cpu},
    )
    stages = {name: watches[name] for name in _STAGES}
    chain = Stopwatch(
        calls=sum(w.calls for w in stages.values()),
        cpu=sum(w.cpu for w in stages.values()),
        wall=sum(w.wall for w in stages.values()),
    )
    for name, watch in {**stages, "listen + think + mix": chain}.items():
        yield _share(f"{name}, of one core", watch, seconds, goal=True)
    for name in (*_WITHIN, *_OUTSIDE):
        yield _share(f"{name}, of one core", watches[name], seconds)
    cost = _cost_of_a_watch()
    calls = sum(watch.calls for watch in watches.values())
    yield Figure(
        "of these, the timing itself",
        f"{calls * cost / seconds:.5f}",
        f"{1e6 * cost:.1f} µs a call, {calls} calls; measured on a function that does nothing",
        data={"seconds_per_call": cost, "calls": calls},
    )


def _share(name: str, watch: Stopwatch, seconds: float, *, goal: bool = False) -> Figure:
    share = watch.cpu / seconds
    return Figure(
        name,
        f"{share:.4f}",
        f"processor time of {watch.calls} calls ({watch.wall / seconds:.4f} by wall time)",
        f"at most {CORE_OF_A_STAGE}" if goal else "",
        share <= CORE_OF_A_STAGE if goal else None,
        {"cpu": watch.cpu, "wall": watch.wall, "calls": watch.calls, "session": seconds},
    )


def _cost_of_a_watch(calls: int = 100_000) -> float:
    """Return the seconds that timing one call adds."""
    nothing = Stopwatch().on(lambda: None)
    began = time.perf_counter()
    for _ in range(calls):
        nothing()
    return (time.perf_counter() - began) / calls
