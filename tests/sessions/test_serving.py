"""The guide as a service, on a virtual sound card, with a manager that only listens."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import soundfile

from tests.audio.virtual_card import MICROPHONE
from tests.live.conftest import Recording
from tests.sessions.conftest import VOICE
from tests.test_service import Manager, manager
from voiceguide.audio.blocks import RATE, Samples
from voiceguide.models.voices import voice_model
from voiceguide.paths import content_dir
from voiceguide.routines.library import load_sentences
from voiceguide.session.sentences import Reply
from voiceguide.simulation.voices import SyntheticVoice
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.audio.virtual_card import VirtualCard

HOW_TO_BEGIN = load_sentences(content_dir(), 4).reply(Reply.STANDING_BY)[-1].text
AWAY = load_sentences(content_dir(), 4).reply(Reply.WAS_AWAY)[0].text

PATIENCE = 150.0
"""Seconds of wall clock for which anything is waited for; says nothing of how soon it has to be."""


class Service:
    """A running `voiceguide serve`, its manager, and what it has written."""

    def __init__(
        self, program: subprocess.Popen[bytes], listening: Manager, state: Path, card: VirtualCard
    ) -> None:
        self.program = program
        self.told: list[str] = []
        self._manager = listening
        self._state = state
        self._card = card
        self._old = self._journals()

    def entries(self) -> list[dict[str, object]]:
        """Return every whole line of its journals."""
        texts = [file.read_text("utf-8") for file in sorted(self._journals() - self._old)]
        lines = "".join(texts).splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def _journals(self) -> set[Path]:
        return set((self._state / "voiceguide" / "sessions").glob("*.jsonl"))

    def until(self, true: Callable[[], bool]) -> None:
        """Wait, and listen to what the manager is told."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, self.entries()
            self.told += self._manager.told()
            time.sleep(0.02)

    def until_asked_to_begin(self) -> None:
        """Wait until it has said how to begin, and is quiet."""
        self.until(lambda: any(e.get("text") == HOW_TO_BEGIN for e in self.entries()))
        spoken = next(e for e in self.entries() if e.get("text") == HOW_TO_BEGIN)
        time.sleep(float(str(spoken["end"])) - float(str(spoken["t"])) + 0.5)

    def led_to(self, phase: str, said: Path) -> None:
        """Have somebody say something in the room, and wait for the step that follows."""
        before = self._steps(phase)
        self._card.into_the_room(said)
        self.until(lambda: self._steps(phase) > before)

    def _steps(self, phase: str) -> int:
        return sum(entry.get("phase") == phase for entry in self.entries())


@contextmanager
def service(card: VirtualCard, folder: Path, *, home: str) -> Iterator[Service]:
    """Start the guide as a service manager does; it is killed at the end."""
    with manager(str(Path(card.environment["HOME"]) / home)) as listening:
        environment = card.program_environment | {
            "XDG_STATE_HOME": str(folder),
            "NOTIFY_SOCKET": str(Path(card.environment["HOME"]) / home),
            "WATCHDOG_USEC": "2000000",
        }
        command = [sys.executable, "-m", "voiceguide", "serve"]
        program = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            yield Service(program, listening, folder, card)
        finally:
            program.kill()
            program.wait()


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A file in which somebody says start."""
    file = tmp_path / "start.wav"
    soundfile.write(file, SyntheticVoice("en-us").speak("start"), RATE)
    return file


def test_killed_while_it_leads_people_it_says_when_it_is_back_that_it_was_away(
    card: VirtualCard, tmp_path: Path, start: Path
) -> None:
    mark = tmp_path / "voiceguide" / "unfinished"
    with service(card, tmp_path, home="first") as killed:
        killed.until_asked_to_begin()
        assert "READY=1" in killed.told
        assert not mark.exists()
        killed.led_to("begin", start)  # it wakes up
        killed.led_to("screening", start)  # people are led
        killed.until(mark.exists)
    with service(card, tmp_path, home="second") as back:
        back.until_asked_to_begin()
        said = [e["text"] for e in back.entries() if e["kind"] == "cue"]
        assert said[0] == AWAY
        assert not mark.exists()
        _freeze(card, back)
        back.program.send_signal(signal.SIGTERM)
        back.until(lambda: back.program.poll() is not None)
        assert back.program.returncode == 0
        back.until(lambda: "STOPPING=1" in back.told)


def test_without_a_microphone_it_says_so_waits_for_one_and_goes_on_by_itself(
    card: VirtualCard, tmp_path: Path
) -> None:
    card.unplug(MICROPHONE)
    raw = tmp_path / "speaker.raw"
    samples = said_as(Reply.NO_MICROPHONE)
    with card.recording(raw), service(card, tmp_path, home="deaf") as deaf:
        deaf.until(lambda: Recording(raw).said_after(samples, 0.0) is not None)
        assert "READY=1" not in deaf.told
        assert any(told.startswith("STATUS=no microphone") for told in deaf.told)
        card.plug_in(MICROPHONE)
        deaf.until_asked_to_begin()
        assert "READY=1" in deaf.told


def test_without_the_microphone_that_is_named_it_says_that_again_and_again(
    card: VirtualCard, tmp_path: Path
) -> None:
    settings_of(card).write_text("mic: Jabra\n", encoding="utf-8")
    raw = tmp_path / "speaker.raw"
    samples = said_as(Reply.OTHER_MICROPHONE)
    with card.recording(raw), service(card, tmp_path, home="deaf") as deaf:
        deaf.until(lambda: Recording(raw).said_after(samples, 0.0) is not None)
        since = Recording(raw).now + 5.0
        deaf.until(lambda: Recording(raw).said_after(samples, since) is not None)


def test_with_a_mistake_in_its_settings_it_says_so_and_ends(
    card: VirtualCard, tmp_path: Path
) -> None:
    settings_of(card).write_text("volume: loud\n", encoding="utf-8")
    raw = tmp_path / "speaker.raw"
    with card.recording(raw), service(card, tmp_path, home="broken") as broken:
        assert broken.program.wait(PATIENCE) == 2
    assert Recording(raw).said_after(said_as(Reply.BROKEN_SETTINGS), 0.0) is not None


def said_as(reply: Reply) -> Samples:
    """Return how a reply of one sentence sounds."""
    (cue,) = load_sentences(content_dir(), 4).reply(reply)
    return CueCache(Voice(voice_model(VOICE))).samples(cue)


def settings_of(card: VirtualCard) -> Path:
    """Return the configuration file of whatever runs on a card."""
    file = Path(card.environment["XDG_CONFIG_HOME"], "voiceguide", "config.yaml")
    file.parent.mkdir(exist_ok=True)
    return file


def _freeze(card: VirtualCard, running: Service) -> None:
    """Let no block come for a while: the watchdog starves, and is asked to wait."""
    card.freeze()
    try:
        running.until(lambda: "WATCHDOG_USEC=600000000" in running.told)
        fed = running.told.count("WATCHDOG=1")
        end = time.monotonic() + 1.5
        running.until(lambda: time.monotonic() > end)
        assert running.told.count("WATCHDOG=1") == fed
    finally:
        card.thaw()
    running.until(lambda: running.told.count("WATCHDOG=1") > fed)
