"""What is said before the ears are ready: kept, and answered as soon as they are."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.sessions.conftest import VOICE, seconds
from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.cli import parts
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audio.virtual_card import VirtualCard

NOBODY_HELD = "Nobody is being stretched yet."

Entries = list[dict[str, object]]


def begun_after(said: str) -> Entries:
    """Return the journal of six seconds of session that follow upon what was said."""
    speech = SyntheticVoice("en-us").speak(said)
    padded = np.concatenate([silence(RATE // 2), speech, silence(RATE // 4)])
    journal: Entries = []
    with parts.guide(parts.brief("lower-back"), VOICE, None, journal.append) as guide:
        for start in range(0, len(padded) - BLOCK, BLOCK):
            guide.overhear(padded[start : start + BLOCK])
        for _ in range(round(6.0 * RATE / BLOCK)):
            guide.process(silence())
    return journal


def test_a_stop_while_loading_is_answered_first_of_all_and_latches() -> None:
    """The release, then that nobody is held; no word of the welcome before it."""
    journal = begun_after("stop")
    kinds = [entry["kind"] for entry in journal]
    assert kinds[:5] == ["session", "step", "heard", "release", "pause"]
    texts = [entry["text"] for entry in journal if entry["kind"] == "cue"]
    assert texts[2] == NOBODY_HELD


def test_a_word_of_the_ordinary_way_while_loading_begins_nothing() -> None:
    """It was said to nobody: the guide had not asked for anything yet."""
    journal = begun_after("start")
    assert not [entry for entry in journal if entry["kind"] == "heard"]
    assert not [entry for entry in journal if entry.get("phase") == "screening"]


@pytest.fixture
def said_stop(tmp_path: Path) -> Path:
    """A file in which somebody says stop, once, and then is quiet."""
    file = tmp_path / "stop.wav"
    speech: Samples = SyntheticVoice("en-us").speak("stop")
    soundfile.write(file, speech, RATE)
    return file


def test_live_a_stop_while_the_models_load_is_answered(
    card: VirtualCard, said_stop: Path, tmp_path: Path
) -> None:
    """It is said as soon as the microphone is open, long before the recogniser is loaded."""
    written = tmp_path / "journal.jsonl"
    command = [sys.executable, "-m", "voiceguide", "run", "--journal", str(written)]
    program = subprocess.Popen(command, env=card.program_environment, stdout=subprocess.DEVNULL)
    try:
        _until(card.records, within=60)
        loading = not written.exists()
        card.into_the_room(said_stop)
        _until(lambda: NOBODY_HELD in _text(written), within=60)
    finally:
        program.kill()
        program.wait()
    entries = [
        json.loads(line) for line in _text(written).splitlines(keepends=True) if "\n" in line
    ]
    first = {entry["kind"]: entry for entry in reversed(entries)}
    assert loading
    assert first["heard"]["intent"] == "stop"
    assert seconds(first["heard"], "phrase_start") < seconds(first["step"])
    assert first["pause"]["why"] == "stop"


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _until(true: Callable[[], bool], within: float) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, f"did not come within {within:.0f} s"
        time.sleep(0.02)
