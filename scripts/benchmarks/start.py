"""How soon `voiceguide run` listens, what memory it takes, and how Ctrl-C ends it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.figures import Figure
from tests.audio import virtual_card
from voiceguide.audio import soundcard
from voiceguide.cli.terminal import progress
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RUNS = 5
SECONDS_TO_LISTEN = 3.0
MEGABYTES = 400.0
SESSION_SECONDS = 20.0
INTERRUPTED = 130

_PATIENCE = 120.0
"""Seconds that a process gets to listen, and to end."""

_SHORT = 1.0
"""Seconds of session before Ctrl-C in the runs that only measure the start."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What one process showed."""

    to_listen: float
    """Seconds from its start until the first block of microphone was taken in."""
    megabytes: float
    """Its peak memory."""
    to_end: float
    """Seconds from Ctrl-C to its end."""
    ended_well: bool
    """Whether it spoke a release, wrote the journal to its end and left with the right code."""


def measure() -> Iterator[Figure]:
    """Start `voiceguide run` several times and yield what it took."""
    lacking = soundcard.missing() and virtual_card.lacking()
    if lacking:
        yield Figure("start", "not measured", f"no sound card, and {lacking}")
        return
    with _card() as (card, environment), progress("starting the guide", RUNS + 1) as advance:
        _run(environment, _SHORT)  # not counted: it renders what is not cached yet
        advance()
        runs = []
        for number in range(RUNS):
            runs.append(_run(environment, _SHORT if number else SESSION_SECONDS))
            advance()
    yield from _figures(runs, card)


@contextmanager
def _card() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the sound card's name and the environment in which a program finds it."""
    if soundcard.missing() is None:
        yield "the sound card of this machine", os.environ
        return
    with virtual_card.virtual_card() as card:
        yield "a virtual sound card", card.program_environment


def _figures(runs: list[_Run], card: str) -> Iterator[Figure]:
    times = [run.to_listen for run in runs]
    yield Figure(
        "from the start of the process to listening",
        f"median {median(times):.2f} s, worst {max(times):.2f} s",
        f"{len(runs)} starts of `voiceguide run` on {card}, all cached, until the first block "
        "of microphone is taken in",
        f"at most {SECONDS_TO_LISTEN:.0f} s",
        max(times) <= SECONDS_TO_LISTEN,
        {"median": median(times), "worst": max(times), "runs": len(runs)},
    )
    peak = max(run.megabytes for run in runs)
    yield Figure(
        "peak memory",
        f"{peak:.0f} MB",
        f"resident memory of the process at its highest (VmHWM), worst of {len(runs)} runs, "
        f"one of them with {SESSION_SECONDS:.0f} s of session",
        f"at most {MEGABYTES:.0f} MB",
        peak <= MEGABYTES,
        {"megabytes": peak, "runs": len(runs)},
    )
    well = sum(run.ended_well for run in runs)
    slowest = max(run.to_end for run in runs)
    yield Figure(
        "Ctrl-C: release spoken, journal ended, exit code 130",
        f"{well} of {len(runs)}",
        f"slowest end {slowest:.1f} s after it, with everything said",
        "always",
        well == len(runs),
        {"count": well, "of": len(runs), "slowest": slowest},
    )


def _run(environment: Mapping[str, str], seconds: float) -> _Run:
    """Start a session, end it with Ctrl-C after some seconds of it."""
    with TemporaryDirectory() as folder:
        journal, output = Path(folder) / "journal.jsonl", Path(folder) / "output"
        command = [sys.executable, "-m", "voiceguide", "run", "--journal", str(journal)]
        with output.open("wb") as file:
            began = time.perf_counter()
            process = subprocess.Popen(command, env=environment, stdout=file, stderr=file)  # noqa: S603  # our own program
        try:
            while not _entries(journal):
                if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                    raise UserError(
                        f"voiceguide run does not listen:\n{output.read_text()[-2000:]}"
                    )
                time.sleep(0.005)
            to_listen = time.perf_counter() - began
            time.sleep(seconds)
            before = len(_entries(journal))
            interrupted = time.perf_counter()
            process.send_signal(signal.SIGINT)
            peak = _follow_memory(process)
            to_end = time.perf_counter() - interrupted
        finally:
            process.kill()
            process.wait()
        last = _entries(journal)[before:]
        well = process.returncode == INTERRUPTED and _let_go(last, to_end)
        return _Run(to_listen, peak, to_end, well)


def _follow_memory(process: subprocess.Popen[bytes]) -> float:
    """Wait for a process to end; return its peak memory in megabytes."""
    peak = 0.0
    end = time.perf_counter() + _PATIENCE
    while process.poll() is None and time.perf_counter() < end:
        peak = peak_megabytes(process) or peak
        time.sleep(0.01)
    return peak


def peak_megabytes(process: subprocess.Popen[bytes]) -> float:
    """Return the peak memory of a process in megabytes so far; 0: it has just ended."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def _let_go(entries: list[dict[str, Any]], seconds: float) -> bool:
    """Tell whether these last entries hold a release, spoken in full, and the session's end."""
    why = {entry["kind"]: entry.get("why") for entry in entries}
    spoken = sum(entry["end"] - entry["t"] for entry in entries if entry["kind"] == "cue")
    return why.get("release") == why.get("end") == "interrupted" and 0 < spoken < seconds


def _entries(journal: Path) -> list[dict[str, Any]]:
    """Return the whole lines of a journal that is being written."""
    if not journal.exists():
        return []
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]
