"""A simulated session with the real recogniser and the real voice, and what it left behind."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from voiceguide.audio.blocks import RATE, Samples
from voiceguide.audio.files import read_audio
from voiceguide.cli import parts, sessions
from voiceguide.guide import Guide
from voiceguide.records.journal import Journal
from voiceguide.session.plan import Phase
from voiceguide.simulation.run import simulate
from voiceguide.simulation.scenario import load_scenario

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.session.brief import Brief
    from voiceguide.speaking.cache import CueCache

VOICE = "en_US-joe-medium"

SKIP_WARM_UP = """
  - {say: "we are warm", after: {kind: step, phase: warm-up}, wait: 7}
  - {say: "yes", after: {kind: question, asks: warm}, wait: 0.8}
"""
"""Two people who are warm already; a test need not walk for five minutes."""


@dataclass(frozen=True)
class Session:
    """What a simulation wrote."""

    journal: list[dict[str, object]]
    room: Samples
    speaker: Samples

    def all(self, kind: str, **fields: object) -> list[dict[str, object]]:
        """Return the entries of a kind that have these fields."""
        wanted = {"kind": kind, **fields}
        return [e for e in self.journal if all(e.get(k) == v for k, v in wanted.items())]

    def first(self, kind: str, **fields: object) -> dict[str, object]:
        """Return the first of them."""
        return self.all(kind, **fields)[0]

    def spoken_between(self, start: float, end: float) -> bool:
        """Tell whether the loudspeaker plays anything between two seconds of audio clock."""
        return bool(self.speaker[round(start * RATE) : round(end * RATE)].any())


@pytest.fixture
def play(tmp_path: Path) -> Callable[[str], Session]:
    """Return a function that simulates a scenario, given as YAML, and reads what it wrote."""

    def simulated(text: str, name: str = "out") -> Session:
        file = tmp_path / "scenario.yaml"
        file.write_text(text, encoding="utf-8")
        out = tmp_path / name
        sessions.simulated(load_scenario(file), VOICE, out)
        return _left_in(out)

    return simulated


@pytest.fixture(scope="session")
def ears() -> parts.Ears:
    """The models, loaded once."""
    return parts.Ears()


@pytest.fixture
def play_from_the_first_stretch(ears: parts.Ears, tmp_path: Path) -> Callable[[str], Session]:
    """Return what does the same with a session that begins with the set-up of the first stretch."""

    def simulated(text: str) -> Session:
        file = tmp_path / "scenario.yaml"
        file.write_text(text, encoding="utf-8")
        scenario = load_scenario(file)
        whole, cues = _whole(scenario.routine)
        steps = whole.plan.steps
        set_up = next(i for i, step in enumerate(steps) if step.phase is Phase.SET_UP)
        brief = parts.brief_of(replace(whole.plan, steps=steps[set_up:]), whole.limit)
        with closing(Journal(tmp_path / "journal.jsonl")) as journal:
            guide = Guide(brief, listener=ears.listener(), cues=cues, journal=journal)
            simulate(scenario, guide, tmp_path)
        return _left_in(tmp_path)

    return simulated


@cache
def _whole(routine: str) -> tuple[Brief, CueCache]:
    brief = parts.brief(routine)
    return brief, parts.cues_for(brief, VOICE)


def _left_in(out: Path) -> Session:
    lines = (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    journal = [json.loads(line) for line in lines]
    return Session(journal, read_audio(out / "room.wav"), read_audio(out / "speaker.wav"))


def seconds(entry: dict[str, object], field: str = "t") -> float:
    """Return a time of an entry."""
    value = entry[field]
    assert isinstance(value, int | float)
    return float(value)
