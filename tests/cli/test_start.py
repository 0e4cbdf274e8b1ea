"""``voiceguide start`` on a computer without a sound card."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT_SOUND = os.environ | {"PULSE_SERVER": "unix:/nowhere"}


def has_sound_card() -> bool:
    """Tell whether this computer has one that is not a sound server's."""
    listed = [sys.executable, "-m", "voiceguide", "devices", "--json"]
    found = subprocess.run(listed, env=WITHOUT_SOUND, capture_output=True, text=True, check=False)
    return found.returncode == 0 and bool(json.loads(found.stdout))


def test_without_a_sound_card_it_says_what_is_missing_and_plays_a_demonstration(
    tmp_path: Path,
) -> None:
    if has_sound_card():
        pytest.skip("this computer has a sound card, and would go live")
    command = [sys.executable, "-m", "voiceguide", "start"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=WITHOUT_SOUND,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdout is not None
        for line in started.stdout:
            if "knees-to-chest" in line:
                started.send_signal(signal.SIGINT)
                break
        transcript, complaints = started.communicate(timeout=60)
    said = complaints.splitlines()
    missing = next(line for line in said if line.startswith("no live session:"))
    assert "microphone" in missing or "PortAudio" in missing
    assert "Traceback" not in complaints
    assert started.returncode == 130
    assert "end: interrupted" in transcript
    out = tmp_path / "voiceguide-demo"
    last = (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last)["kind"] == "end"
    assert (out / "room.wav").exists()
    assert (out / "speaker.wav").exists()
