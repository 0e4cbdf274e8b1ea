"""``devices``: what there is, and what would be taken."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.audio.virtual_card import LOUDSPEAKER, MICROPHONE, VirtualCard

if TYPE_CHECKING:
    from pathlib import Path


def devices(card: VirtualCard, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "voiceguide", "devices", *options]
    environment = card.environment
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_devices_are_listed_by_the_names_that_people_have_for_them(card: VirtualCard) -> None:
    listed = {device["name"]: device for device in json.loads(devices(card, "--json").stdout)}
    assert listed.keys() == {MICROPHONE, LOUDSPEAKER, "Room"}  # no monitor among them
    assert listed[MICROPHONE]["taken_mic"]
    assert listed[LOUDSPEAKER]["taken_speaker"]
    assert not listed["Room"]["taken_speaker"]


def test_what_is_asked_for_is_marked_instead_of_the_default(
    card: VirtualCard, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("speaker: room\n", encoding="utf-8")
    told = devices(card, "--config", str(config)).stdout.splitlines()
    assert [line.split()[0] for line in told if "loudspeaker" in line] == ["Room"]


def test_what_is_not_there_is_answered_in_one_line_with_what_is(card: VirtualCard) -> None:
    told = devices(card, "--mic", "Jabra")
    assert told.returncode == 2
    assert told.stderr == f"voiceguide: no microphone is called 'Jabra'; there are: {MICROPHONE}\n"


def test_a_sound_server_that_hangs_is_told_instead_of_waited_for(card: VirtualCard) -> None:
    card.freeze()
    told = devices(card)
    card.thaw()
    assert told.returncode == 2
    assert told.stderr.startswith("voiceguide: the sound server hangs")
    assert told.stderr.count("\n") == 1


def test_of_two_of_the_same_name_none_is_guessed_and_each_can_be_named(card: VirtualCard) -> None:
    twin = card.twin(MICROPHONE)
    told = devices(card, "--mic", MICROPHONE)
    assert told.returncode == 2
    assert told.stderr == (
        f"voiceguide: 2 microphones are called '{MICROPHONE}'; "
        f"name one of them as the server does: microphone, {twin}\n"
    )
    listed = json.loads(devices(card, "--json", "--mic", twin).stdout)
    assert [device["node"] for device in listed if device["taken_mic"]] == [twin]
    assert devices(card).returncode == 0  # the server has its default
