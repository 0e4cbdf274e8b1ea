"""A session on a virtual card in which somebody is held, and a recording of its loudspeaker."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from scipy.signal import fftconvolve

from tests.audio.virtual_card import FIRST, LOUDSPEAKER, VirtualCard
from tests.live.held import VOICE, held
from voiceguide.audio.blocks import RATE, Samples
from voiceguide.cli import parts
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from voiceguide.speaking.cache import CueCache

PATIENCE = 90.0
"""Seconds of wall clock for which anything is waited for; says nothing of how soon it has to be."""

ALIKE = 0.3
"""How alike (0 to 1) a recording has to be to a cue to be that cue; two cues are alike to 0.1. On a
computer that is too busy the recording has gaps."""

Entry = dict[str, object]


@pytest.fixture(scope="session")
def cues() -> CueCache:
    """Every cue of the sessions here, rendered; on disk for the program, too."""
    return parts.cues_for(held("lower-back"), VOICE)


class Recording:
    """What the loudspeaker plays, as it is being written."""

    def __init__(self, raw: Path) -> None:
        self._raw = raw

    @property
    def now(self) -> float:
        """Seconds recorded so far."""
        return self._raw.stat().st_size / 2 / RATE

    def said_after(self, cue: Samples, since: float) -> float | None:
        """Return how many seconds after a second of the recording a cue begins, if it does."""
        raw = self._raw.read_bytes()
        heard = np.frombuffer(raw[: len(raw) // 2 * 2], dtype=np.int16)[round(since * RATE) :]
        cue = cue[:RATE].astype(float)  # a second of it tells
        if heard.size < cue.size:
            return None
        found = fftconvolve(heard.astype(float), cue[::-1], "valid")
        power = fftconvolve(heard.astype(float) ** 2, np.ones(cue.size), "valid")
        alike = found / np.sqrt(np.maximum(power, 1.0) * (cue @ cue))
        first = np.flatnonzero(alike > ALIKE)
        return float(first[0] / RATE) if first.size else None

    def hears(self, cue: Samples, since: float) -> float:
        """Wait until a cue is said, and return how many seconds after a second it begins."""
        until(lambda: self.said_after(cue, since) is not None, "it is not said")
        return self.said_after(cue, since) or 0.0


@dataclass
class Held:
    """A running session in which somebody is held."""

    program: subprocess.Popen[str]
    recording: Recording
    journal: Path

    def entries(self, kind: str | None = None) -> list[Entry]:
        """Return the whole lines of its journal, of one kind or of all."""
        text = self.journal.read_text("utf-8") if self.journal.exists() else ""
        lines = [line for line in text.splitlines(keepends=True) if line.endswith("\n")]
        return [e for e in map(json.loads, lines) if kind in {None, e["kind"]}]

    def marked(self) -> float:
        """Return the second of audio clock that it is now in the program."""
        before = len(self.entries("mark"))
        self.program.send_signal(signal.SIGURG)
        until(lambda: len(self.entries("mark")) > before, "it does not react")
        return time_of(self.entries("mark")[-1])

    def after(self, since: float, kind: str, **fields: object) -> Entry:
        """Wait for an entry from a second of audio clock on, and return it."""

        def found() -> list[Entry]:
            return [
                e for e in self.entries(kind) if time_of(e) >= since and fields.items() <= e.items()
            ]

        until(lambda: bool(found()), f"no {kind} {fields or ''}")
        return found()[0]


def time_of(entry: Mapping[str, object]) -> float:
    """Return the second of audio clock of an entry."""
    return float(str(entry["t"]))


def until(true: Callable[[], bool], otherwise: str) -> None:
    """Wait until something is true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)


@pytest.fixture
def person(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes what a person says to a file."""

    def write(words: str) -> Path:
        file = tmp_path / f"{words}.wav"
        soundfile.write(file, SyntheticVoice("en-us+m3").speak(words), RATE)
        return file

    return write


@contextmanager
def session(
    card: VirtualCard,
    folder: Path,
    *,
    routine: str = "lower-back",
    journal: Path | None = None,
) -> Iterator[Held]:
    """Run the program until somebody is held and it is proven that it hears.

    Args:
        card: its sound card.
        folder: for its journal and the recording of the loudspeaker.
        routine: a name or a path.
        journal: another file for its journal.
    """
    journal, raw = journal or folder / "journal.jsonl", folder / "speaker.raw"
    command = [*FIRST, sys.executable, "-m", "tests.live.held", routine, str(journal), LOUDSPEAKER]
    env = card.program_environment
    with card.recording(raw):
        program = subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            yield Held(program, Recording(raw), journal)
        finally:
            program.kill()
            program.communicate()


@pytest.fixture
def in_a_hold(card: VirtualCard, cues: CueCache, tmp_path: Path) -> Iterator[Held]:
    """A session in which somebody is held, and that has just said that it hears."""
    assert cues.missing([]) == []  # all of them are rendered: the program need not
    with session(card, tmp_path) as held:
        held.after(0.0, "ears", live=True)
        spoken = held.after(0.0, "cue")
        until(lambda: held.recording.now > 0.5, "nothing is recorded")
        assert time_of(spoken) < float(str(spoken["end"]))
        yield held
