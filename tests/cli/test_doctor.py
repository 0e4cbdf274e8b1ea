"""``voiceguide doctor``, without a sound card and on a virtual one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audio.virtual_card import lacking, virtual_card
from tests.cli.test_start import WITHOUT_SOUND, has_sound_card
from voiceguide.doctor.finding import Check

DOCTOR = [sys.executable, "-m", "voiceguide", "doctor"]


def test_without_a_sound_card_it_still_examines_the_computer_and_says_what_is_missing() -> None:
    if has_sound_card():
        pytest.skip("this computer has a sound card, and would be examined with it")
    ran = subprocess.run(
        [*DOCTOR, "--json"], env=WITHOUT_SOUND, capture_output=True, text=True, check=False
    )
    found = {finding["check"]: finding for finding in json.loads(ran.stdout)}
    assert ran.returncode == 1
    assert set(found) == set(Check)
    assert {found[each]["told"] for each in ("noise", "clipping", "delay")} == {"not measured"}
    assert found["devices"]["verdict"] == "fail"
    assert "microphone" in found["devices"]["told"]
    assert found["speed"]["told"].startswith("listening takes")


def test_on_a_sound_card_it_hears_its_own_wave_and_speaks_what_it_comes_to() -> None:
    if why := lacking():
        if "CI" in os.environ:
            pytest.fail(why)
        pytest.skip(why)
    with virtual_card() as card:
        environment = card.environment | {"HOME": str(Path.home())}
        loop = ["pactl", "load-module", "module-loopback", "source=speaker.monitor", "sink=room"]
        subprocess.run(loop, env=environment, check=True, stdout=subprocess.DEVNULL)
        ran = subprocess.run(
            [*DOCTOR, "--aloud"], env=environment, capture_output=True, text=True, check=False
        )
    lines = ran.stdout.splitlines()
    told = {line.split()[1]: line.split()[0] for line in lines if not line.startswith(" ")}
    assert set(told) == set(Check)
    assert {told["devices"], told["microphone"], told["echo"]} == {"ok"}
    assert "cannot be spoken" not in ran.stderr
