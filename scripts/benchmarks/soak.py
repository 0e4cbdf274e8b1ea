"""Hours of audio clock through the whole guide: memory, latency, and every stop obeyed."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, median_and_95th
from benchmarks.stops import IN_TIME, WORD, Said, Stops
from benchmarks.timers import Holds
from voiceguide.cli import parts
from voiceguide.cli.terminal import progress
from voiceguide.guide import Guide
from voiceguide.records.journal import Journal
from voiceguide.simulation.run import simulate
from voiceguide.simulation.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.session.brief import Brief
    from voiceguide.session.plan import Plan

GROWTH_MB = 50.0
DRIFT = 0.05
"""Seconds: a block is 0.02, and a dozen stops an hour place a median no better than twice that."""

TIMER = 0.04
"""Seconds by which a hold may miss its length: two blocks."""

WARM_UP = 600.0
"""Seconds of audio clock before memory is first looked at: by then every kind of step has been."""

_EVERY = 60.0
"""Seconds of audio clock between two looks at the memory."""

_HOUR = 3600.0
_VOICE = "en_US-joe-medium"
_ROUTINE = "lower-back"

_CHAT = (
    ("set-up", "what a lovely morning for a walk along the river", "partner"),
    ("release", "my legs are so much lighter than they were", "client"),
)
"""After which phase, what and who: people talk all the while."""


@dataclass(slots=True)
class _Course:
    """What was seen, session after session, on one audio clock."""

    seconds: float = 0.0
    stops: list[Said] = field(default_factory=list)
    holds: list[float] = field(default_factory=list)
    """Seconds by which each hold that nobody cut short was too long."""
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Seconds of audio clock, megabytes."""
    interrupted: bool = False


def measure(hours: float) -> Iterator[Figure]:
    """Lead two people who stop every few minutes, for hours, and yield what became of it.

    Ctrl-C ends it early, with the figures so far.
    """
    whole = hours * _HOUR
    brief = _long_brief(whole)
    cues = parts.cues_for(brief, _VOICE)
    ears = parts.Ears()
    course = _Course()
    began = time.perf_counter()
    with progress("soaking, minutes of audio clock", round(whole / _EVERY)) as advance:
        while course.seconds < whole and not course.interrupted:
            with closing(Journal()) as journal:
                guide = Guide(brief, listener=ears.listener(), cues=cues, journal=journal)
                _lead(guide, whole - course.seconds, course, advance)
    yield from _figures(course, time.perf_counter() - began)


def _long_brief(seconds: float) -> Brief:
    """Return a session of a routine whose stretches come again until the time is filled."""
    brief = parts.brief(_ROUTINE)
    plan: Plan = brief.plan
    first = next(index for index, step in enumerate(plan.steps) if step.stretch)
    stretches = tuple(step for step in plan.steps if step.stretch)
    once = brief.remaining[first]
    steps = (*plan.steps[:first], *stretches * (1 + int(seconds / once)))
    return parts.brief_of(replace(plan, steps=steps), brief.limit)


def _lead(guide: Guide, seconds: float, course: _Course, advance: Callable[[], None]) -> None:
    """Simulate one session, for so many seconds at most, and add it to the course."""
    stops, holds = Stops(), Holds()
    guide.journal.subscribe(stops)
    guide.journal.subscribe(holds)
    before = course.seconds

    def look(now: float) -> None:
        course.seconds = before + now
        if course.seconds >= _EVERY * (len(course.memory) + 1):
            course.memory.append((course.seconds, _megabytes()))
            advance()

    simulated = simulate(_scenario(seconds), guide, None, progress=look)
    course.interrupted = simulated.interrupted
    course.holds += holds.errors
    course.stops += [
        Said(before + s.start, before + s.end, None if s.decided is None else before + s.decided)
        for s in stops.said
    ]


def _scenario(seconds: float) -> Scenario:
    """Return people who answer, chat, stop in every second hold, and go on after each rest."""
    holds = int(seconds / 60)  # no step of a stretch comes sooner again
    stops = [
        {"say": WORD, "after": {"kind": "hold", "nth": number, "wait": 1.0 + 7.3 * number % 21.0}}
        for number in range(1, holds + 1, 2)
    ]
    go_on = [
        {"say": "resume", "after": {"kind": "pause", "every": True, "wait": 22.0}},
        {
            "say": "resume",
            "after": {"kind": "cue", "text": "still listening", "every": True, "wait": 6.0},
            "voice": "partner",
        },
    ]
    chat = [
        {
            "say": said,
            "after": {"kind": "step", "phase": phase, "every": True, "wait": 2.0},
            "voice": who,
        }
        for phase, said, who in _CHAT
    ]
    return Scenario.model_validate(
        {
            "routine": _ROUTINE,
            "seed": 11,
            "answers": "well",
            "room": {"echo_db": 0, "delay_ms": 80, "rt60_s": 0.4},
            "people": [*stops, *go_on, *chat],
            "until": seconds,
        }
    )


def _megabytes() -> float:
    """Return the resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _figures(course: _Course, took: float) -> Iterator[Figure]:
    hours = course.seconds / _HOUR
    run = f"{hours:.1f} h of audio clock in {took / 60:.0f} min of wall time"
    missed = [said for said in course.stops if said.decided is None]
    yield Figure(
        "soak: stops obeyed",
        f"{len(course.stops) - len(missed)} of {len(course.stops)}",
        f"decided within {IN_TIME} s of the word's end; {run}; a stop in every second hold, over "
        "the guide and in its silences",
        "every one",
        not missed if course.stops else None,
        {"stops": len(course.stops), "missed": len(missed), "hours": hours},
    )
    yield _growth(course.memory)
    yield _timers(course.holds)
    yield _drift(course)


def _growth(memory: list[tuple[float, float]]) -> Figure:
    settled = [megabytes for seconds, megabytes in memory if seconds >= WARM_UP]
    if not settled:
        return Figure("soak: growth of memory", "not measured", "shorter than its warm-up")
    growth = settled[-1] - settled[0]
    return Figure(
        "soak: growth of memory",
        f"{growth:+.1f} MB",
        f"resident memory, {settled[0]:.0f} MB after {WARM_UP / 60:.0f} min, {settled[-1]:.0f} MB "
        f"at the end, {max(settled):.0f} MB at its highest; looked at {len(memory)} times",
        f"at most {GROWTH_MB:.0f} MB",
        growth <= GROWTH_MB,
        {"after_warm_up": settled[0], "end": settled[-1], "highest": max(settled)},
    )


def _timers(errors: list[float]) -> Figure:
    if not errors:
        return Figure("soak: length of holds", "not measured", "no hold went on to its end")
    part = max(1, len(errors) // 8)
    first, last = (max(map(abs, some)) for some in (errors[:part], errors[-part:]))
    worst = max(map(abs, errors))
    return Figure(
        "soak: length of holds",
        f"at worst {worst:.3f} s off",
        f"{len(errors)} holds that nobody cut short, against their seconds: at worst "
        f"{first:.3f} s in the first eighth of them, {last:.3f} s in the last",
        f"within {TIMER} s",
        worst <= TIMER,
        {"holds": len(errors), "worst": worst, "first": first, "last": last},
    )


def _drift(course: _Course) -> Figure:
    part = min(_HOUR, course.seconds / 4)
    late = [(s.start, s.decided - s.end) for s in course.stops if s.decided is not None]
    first = [latency for start, latency in late if start < part]
    last = [latency for start, latency in late if start >= course.seconds - part]
    if not (first and last):
        return Figure("soak: latency of stop, last against first", "not measured", "too few stops")
    (began, began_95), (ended, ended_95) = median_and_95th(first), median_and_95th(last)
    return Figure(
        "soak: latency of stop, last against first",
        f"{ended - began:+.2f} s",
        f"from the word's end: median {began:.2f} s, 95th percentile {began_95:.2f} s in the first "
        f"{part / 60:.0f} min ({len(first)} stops); {ended:.2f} and {ended_95:.2f} s in the last "
        f"({len(last)})",
        f"within {DRIFT} s",
        abs(ended - began) <= DRIFT,
        {"first": began, "first_95": began_95, "last": ended, "last_95": ended_95},
    )
