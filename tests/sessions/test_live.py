"""The real program on a virtual sound card: a person's words in, the loudspeaker's recording out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.audio.virtual_card import lacking, virtual_card
from voiceguide.audio.blocks import RATE, silence
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def wait_for(what: Callable[[], bool], running: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until something has come true; fail when the program ends or the time is over."""
    end = time.monotonic() + seconds
    while not what():
        assert running.poll() is None, "the program has ended"
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)


def test_a_person_starts_stops_and_the_program_says_goodbye(tmp_path: Path) -> None:
    if why := lacking():
        pytest.fail(why) if "CI" in os.environ else pytest.skip(why)
    journal = tmp_path / "journal.jsonl"
    voice = SyntheticVoice("en-us+Linda")
    for word in ("start", "stop"):
        speech = np.concatenate([silence(RATE // 5), voice.speak(word), silence(RATE)])
        soundfile.write(tmp_path / f"{word}.wav", speech, RATE)

    def heard(intent: str) -> bool:
        text = journal.read_text(encoding="utf-8") if journal.exists() else ""
        return f'"intent": "{intent}"' in text

    command = [sys.executable, "-m", "voiceguide", "run", "--journal", str(journal)]
    with virtual_card() as card, card.recording(tmp_path / "speaker.raw"):
        with subprocess.Popen(command, env=card.environment) as running:
            wait_for(lambda: journal.exists() and journal.stat().st_size > 0, running, 60)
            time.sleep(4)
            card.into_the_room(tmp_path / "start.wav")
            wait_for(lambda: heard("resume"), running, 10)
            time.sleep(2)
            card.into_the_room(tmp_path / "stop.wav")
            wait_for(lambda: heard("stop"), running, 10)
            time.sleep(3)
            running.send_signal(signal.SIGINT)
            assert running.wait(timeout=30) == 130

    entries = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    assert [e["why"] for e in entries if e["kind"] == "pause"] == ["stop"]
    assert entries[-1]["kind"] == "end"
    assert entries[-1]["why"] == "interrupted"
    played = np.fromfile(tmp_path / "speaker.raw", np.int16)
    assert np.abs(played).max() > 3000
