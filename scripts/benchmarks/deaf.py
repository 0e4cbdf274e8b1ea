"""No deaf moment: at every half second of a session somebody says stop, and is heard.

The session itself is led undisturbed. At each instant the process forks: the child lets one of the
people say stop and looks whether it is heard, the parent goes on. So every probe meets the guide as
it really stands there, and a whole session costs no more than the time it takes and the probes.
"""

from __future__ import annotations

import os
import warnings
from collections import deque
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, percent
from benchmarks.stops import IN_TIME, WORD, Stops
from voiceguide import paths
from voiceguide.audio.blocks import BLOCK_SECONDS
from voiceguide.cli import parts
from voiceguide.cli.terminal import errors
from voiceguide.simulation.run import simulate
from voiceguide.simulation.scenario import Line, Scenario, load_scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import NoReturn

    from voiceguide.guide import Guide

EVERY = 0.5
"""Seconds of audio clock between two probes."""

BESIDE = "while another person speaks"
"""The state of a probe that one of the session's people spoke across."""

_VOICE = "en_US-joe-medium"
_PROBE = "probe"
_PEOPLE = ("client", "partner")
_LONGEST = 2.0
"""Seconds of audio clock after which a probe is over: the word, and the time to decide."""


class _Verdict(IntEnum):
    """A child's exit code; any other says that the probe broke, too."""

    BROKE = 1
    HEARD = 10
    MISSED = 11
    OVER = 12
    """The session was over before it could be told."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One instant at which somebody said stop."""

    at: float
    """Second of audio clock at which the word began."""
    state: str
    """What the session was doing."""
    heard: bool
    """Whether the guide decided for a stop within ``IN_TIME`` of the word's end."""


def measure() -> Iterator[Figure]:
    """Probe the demonstration session from its first instant to its last."""
    scenario = load_scenario(paths.content_dir() / "demo.yaml")
    brief = parts.brief(scenario.routine, scenario.stop_point)
    with parts.guide(brief, _VOICE, None, lambda _entry: None) as guide:
        errors.print("probing the demonstration session; some minutes a core ...")
        probes = list(probe(scenario, guide))
    yield _figure("stop, at any instant", probes, "always")
    for state in sorted({each.state for each in probes}):
        yield _figure(f"- {state}", [each for each in probes if each.state == state])


def probe(scenario: Scenario, guide: Guide, every: float = EVERY) -> Iterator[Probe]:
    """Lead a session to its end, and yield what each of its instants came to.

    Args:
        scenario: the room and the people; two more of them wait to say stop.
        guide: a fresh one; its journal has to be in memory only, as every child writes it, too.
        every: seconds of audio clock between two instants.

    Raises:
        RuntimeError: a probe broke.
    """
    state, probes = _State(), _Probes(guide)
    guide.journal.subscribe(state)
    stops = [
        Line.model_validate({"say": WORD, "voice": voice, "after": {"kind": _PROBE, "by": voice}})
        for voice in _PEOPLE
    ]
    people = (*scenario.people, *stops)
    step = round(every / BLOCK_SECONDS)
    block = 0

    def look(_now: float) -> None:
        nonlocal block
        block += 1
        probes.look()
        if block % step == 0:
            probes.begin(state.named(guide.now))

    try:
        simulate(scenario.model_copy(update={"people": people}), guide, None, progress=look)
    finally:
        probes.end_child()
    for each in probes.all():
        beside = state.somebody_spoke(each.at, each.at + IN_TIME)
        yield replace(each, state=BESIDE) if beside else each


class _Probes:
    """The children, as many at once as there are cores."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._running: deque[tuple[int, float, str]] = deque()
        self._done: list[Probe] = []
        self._stops: Stops | None = None
        self._deadline = 0.0
        self._tried = 0

    def begin(self, state: str) -> None:
        """Fork; in the child one of the people begins to say stop."""
        if self._stops is not None:
            return  # this is a child: it has its own question
        if len(self._running) >= (os.cpu_count() or 1):
            self._await()
        now = self._guide.now
        self._tried += 1
        child = _fork()
        if child:
            self._running.append((child, now, state))
            return
        self._stops, self._deadline = Stops(), now + _LONGEST
        self._guide.journal.subscribe(self._stops)
        by = _PEOPLE[self._tried % len(_PEOPLE)]
        self._guide.journal.write(now, _PROBE, by=by)

    def look(self) -> None:
        """In a child: end it, once the stop has been heard or should have been."""
        if self._stops is None:
            return
        said = self._stops.said
        now = self._guide.now
        if said and said[-1].decided is not None:
            _leave(_Verdict.HEARD)
        elif now > self._deadline or (said and now > said[-1].end + IN_TIME):
            _leave(_Verdict.MISSED)

    def end_child(self) -> None:
        """In a child: end it, as the session has ended or something was raised."""
        if self._stops is not None:
            _leave(_Verdict.OVER if self._guide.ended else _Verdict.BROKE)

    def all(self) -> list[Probe]:
        """Wait for the children; return every probe, in order."""
        while self._running:
            self._await()
        return self._done

    def _await(self) -> None:
        child, at, state = self._running.popleft()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code in {_Verdict.HEARD, _Verdict.MISSED}:
            self._done.append(Probe(at, state, code == _Verdict.HEARD))
        elif code != _Verdict.OVER:
            raise RuntimeError(f"the probe at {at:.1f} s broke, with code {code}")


class _State:
    """Names what a session is doing, from its journal."""

    def __init__(self) -> None:
        self._phase = "begin"
        self._latched = False
        self._guide_until = 0.0
        self._spoken: list[tuple[float, float]] = []

    def __call__(self, entry: Mapping[str, object]) -> None:
        """Take note of a journal entry as it is written."""
        match dict(entry):
            case {"kind": "step", "phase": phase}:
                self._phase = str(phase)
            case {"kind": "pause", "t": float(now)}:
                self._latched = True
                self._guide_until = now  # its cue was cut
            case {"kind": "resume"}:
                self._latched = False
            case {"kind": "cue", "end": float(end)}:
                self._guide_until = end
            case {"kind": "spoken", "start": float(start), "end": float(end)}:
                self._spoken.append((start, end))

    def named(self, now: float) -> str:
        """Return the name of the state at a second of audio clock."""
        what = "latched" if self._latched else self._phase
        return f"{what}, the guide speaks" if now < self._guide_until else f"{what}, silence"

    def somebody_spoke(self, start: float, end: float) -> bool:
        """Tell whether one of the people did between two seconds of audio clock."""
        return any(begun < end and start < over for begun, over in self._spoken)


def _fork() -> int:
    with warnings.catch_warnings():
        # Python warns of any thread; those here are numpy's, and it sees to forks itself.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _leave(verdict: _Verdict) -> NoReturn:
    os._exit(verdict)  # nothing of the parent's is to be closed or written twice


def _figure(name: str, probes: Iterable[Probe], goal: str = "") -> Figure:
    tried = list(probes)
    heard = sum(each.heard for each in tried)
    missed = [f"{each.at:.1f}" for each in tried if not each.heard]
    where = f"; missed at {', '.join(missed[:5])} s" if missed else ""
    return Figure(
        name,
        percent(heard, len(tried)),
        f"{heard} of {len(tried)} instants{where}",
        goal,
        (not missed) if goal else None,
        {"heard": heard, "of": len(tried)},
    )
