"""A live session on a small computer: the process is held to a part of one core."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from benchmarks.figures import Figure, median_and_95th
from benchmarks.held import held, how
from benchmarks.start import peak_megabytes
from tests.audio.virtual_card import VirtualCard, lacking, virtual_card
from voiceguide.audio.blocks import RATE
from voiceguide.cli.terminal import progress
from voiceguide.errors import UserError
from voiceguide.paths import content_dir
from voiceguide.routines.library import load_sentences
from voiceguide.session.brief import DEFAULT_LIMIT
from voiceguide.session.sentences import Reply
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.audio.blocks import Samples

SHARES = (1.0, 0.25, 0.12)
"""Of one core. The first is for comparison."""

ENOUGH = 0.25
"""With this share the goals have to be met; with less, it has to say that it is too slow."""

STOPS = 20
MEDIAN, LATEST = 0.15, 0.30
"""Seconds from a stop's end to the decision: median, 95th percentile."""

MEGABYTES = 400.0

_VOICES = ("en-us", "en-us+m3", "en-us+f2", "en-us+f4", "en-us+m7")
_BETWEEN = 4.0
"""Seconds from one stop to the next: the guide answers, and is spoken over."""

_TO_LISTEN = 240.0
_TO_HEAR = 3.0
_TO_SAY_SO = 60.0


@dataclass(slots=True)
class _Ran:
    """What one session showed."""

    latencies: list[float] = field(default_factory=list)
    """Seconds from the end of each stop that was heard, by the wall clock."""
    said: int = 0
    too_slow: float | None = None
    """Seconds of session until it said that this computer is too slow; None: it never did."""
    megabytes: float = 0.0


def measure() -> Iterator[Figure]:
    """Lead a session with each share of a core, say stop in it, and yield what became of it."""
    if why := lacking():
        yield Figure("small computers", "not measured", why)
        return
    if not how():
        yield Figure("small computers", "not measured", "neither control groups nor cpulimit")
        return
    with progress("holding the guide to a part of a core", len(SHARES)) as advance:
        for share in SHARES:
            with virtual_card() as card, TemporaryDirectory() as folder:
                ran = _run(card, share, Path(folder))
            advance()
            yield from _figures(share, ran)


def _run(card: VirtualCard, share: float, folder: Path) -> _Ran:
    journal = folder / "journal.jsonl"
    environment = card.environment | {"HOME": str(Path.home())}
    command = [sys.executable, "-m", "voiceguide", "run", "--journal", str(journal)]
    with held(share) as hold, (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)  # noqa: S603  # our own program
        try:
            hold(process.pid)
            _wait(lambda: bool(_entries(journal)), _TO_LISTEN, process)
            return _stopped(card, journal, share, process)
        finally:
            process.kill()
            process.wait()


def _stopped(
    card: VirtualCard, journal: Path, share: float, process: subprocess.Popen[bytes]
) -> _Ran:
    """Say stop again and again, or wait until it says that it is too slow."""
    ran = _Ran()
    if share < ENOUGH:
        _wait(lambda: _too_slow(journal) is not None, _TO_SAY_SO, process)
    else:
        for number in range(STOPS):
            time.sleep(_BETWEEN)
            ran.said += 1
            latency = _say_stop(card, journal, _VOICES[number % len(_VOICES)])
            ran.latencies += [] if latency is None else [latency]
    ran.too_slow = _too_slow(journal)
    ran.megabytes = peak_megabytes(process)
    return ran


def _say_stop(card: VirtualCard, journal: Path, voice: str) -> float | None:
    """Say it; return the seconds from its end to the decision, None if there was none.

    Its end is when the player ends; its sound has reached the microphone some 10 ms before.
    """
    before = len(_stops(journal))
    file = journal.with_name("stop.wav")
    soundfile.write(file, _to_its_end(SyntheticVoice(voice).speak("stop")), RATE)
    player = subprocess.Popen(  # noqa: S603  # the virtual card's own
        ["paplay", "--device=room", str(file)],  # noqa: S607
        env=card.environment,
    )
    ended = heard = None
    end = time.monotonic() + _TO_HEAR
    while time.monotonic() < end and None in {ended, heard}:
        if ended is None and player.poll() is not None:
            ended = time.monotonic()
        if heard is None and len(_stops(journal)) > before:
            heard = time.monotonic()
        time.sleep(0.002)
    player.wait()
    return None if heard is None or ended is None else heard - ended


def _to_its_end(word: Samples) -> Samples:
    """Return a word up to where it falls below a tenth of its peak."""
    loudness = np.abs(word.astype(np.int32))
    return word[: np.flatnonzero(loudness > loudness.max() / 10)[-1] + 1]


def _stops(journal: Path) -> list[dict[str, Any]]:
    return [e for e in _entries(journal) if e["kind"] == "heard" and e["intent"] == "stop"]


def _too_slow(journal: Path) -> float | None:
    """Return when the guide has first said that this computer is too slow."""
    said = load_sentences(content_dir(), DEFAULT_LIMIT).reply(Reply.TOO_SLOW)[0].text
    so = (e for e in _entries(journal) if e["kind"] == "cue" and e["text"] == said)
    return next((float(entry["t"]) for entry in so), None)


def _entries(journal: Path) -> list[dict[str, Any]]:
    if not journal.exists():
        return []
    lines = journal.read_text("utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _wait(true: Callable[[], bool], seconds: float, process: subprocess.Popen[bytes]) -> None:
    """Wait for something, for so long at most.

    Raises:
        UserError: the guide has ended.
    """
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        if process.poll() is not None:
            raise UserError("voiceguide run has ended by itself")
        time.sleep(0.05)


def _figures(share: float, ran: _Ran) -> Iterator[Figure]:
    what = f"{100 * share:.0f} % of a core"
    if share < ENOUGH:
        told = ran.too_slow is not None
        yield Figure(
            f"{what}: says that it is too slow",
            f"after {ran.too_slow:.1f} s" if ran.too_slow is not None else "never",
            f"of session, held by {how()}",
            "says so, instead of running late",
            told,
            {"share": share, "seconds": ran.too_slow},
        )
    else:
        yield _latency(what, share, ran)
    yield Figure(
        f"{what}: peak memory",
        f"{ran.megabytes:.0f} MB",
        "resident memory of the process at its highest (VmHWM)",
        f"at most {MEGABYTES:.0f} MB",
        ran.megabytes <= MEGABYTES,
        {"share": share, "megabytes": ran.megabytes},
    )


def _latency(what: str, share: float, ran: _Ran) -> Figure:
    name = f"{what}: from a stop's end to the decision"
    if not ran.latencies:
        return Figure(name, "none was heard", f"of {ran.said}", met=False)
    median, latest = median_and_95th(ran.latencies)
    slow = "never" if ran.too_slow is None else f"after {ran.too_slow:.1f} s"
    return Figure(
        name,
        f"{1000 * median:.0f} ms, 95th percentile {1000 * latest:.0f} ms",
        f"by the wall clock, {len(ran.latencies)} of {ran.said} synthetic stops heard, said over "
        f"the guide and in its silences, on a virtual sound card; said it is too slow: {slow}",
        f"at most {1000 * MEDIAN:.0f} and {1000 * LATEST:.0f} ms",
        median <= MEDIAN and latest <= LATEST and ran.too_slow is None,
        {"share": share, "median": median, "95th": latest, "heard": len(ran.latencies)},
    )
