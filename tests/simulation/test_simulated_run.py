"""A whole simulated session around a small guide that only counts blocks."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples, silence
from voiceguide.audio.files import read_audio
from voiceguide.errors import UserError
from voiceguide.simulation.levels import rms_dbfs
from voiceguide.simulation.run import PATIENCE, Simulated, simulate
from voiceguide.simulation.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ASKS_EVERY = 4.0
TONE = np.round(4_000 * np.sin(2 * np.pi * 500 * np.arange(BLOCK) / RATE)).astype(np.int16)


class FakeJournal:
    """Keeps its entries in memory."""

    def __init__(self) -> None:
        self.entries: list[dict[str, object]] = []
        self._listeners: list[Callable[[Mapping[str, object]], None]] = []

    def subscribe(self, listener: Callable[[Mapping[str, object]], None]) -> None:
        """Hand each entry over as it is written."""
        self._listeners.append(listener)

    def write(self, t: float, kind: str, **fields: object) -> None:
        """Keep an entry and hand it over."""
        entry = {"t": t, "kind": kind, **fields}
        self.entries.append(entry)
        for listener in self._listeners:
            listener(entry)

    def of(self, kind: str) -> list[dict[str, object]]:
        """Return the entries of one kind."""
        return [entry for entry in self.entries if entry["kind"] == kind]


class FakeGuide:
    """Asks a question every few seconds with a tone of half a second, and says goodbye at the end.

    It latches at ``latches_at`` and is pressed Ctrl-C at ``pressed_at``, in seconds.
    """

    def __init__(
        self, ends_at: float = 10.0, latches_at: float = 1e9, pressed_at: float | None = None
    ) -> None:
        self.journal = FakeJournal()
        self.ended = False
        self.latched = False
        self.blocks = 0
        self._ends_at = ends_at
        self._latches_at = latches_at
        self._pressed_at = pressed_at
        self._tone_blocks = 0

    @property
    def now(self) -> float:
        """Seconds of audio clock processed."""
        return self.blocks * BLOCK_SECONDS

    def process(self, mic: Samples) -> Samples:
        """Take a block, return the next one."""
        assert mic.shape == (BLOCK,)
        assert mic.any()
        self.blocks += 1
        self.latched = self.now >= self._latches_at
        if self._pressed_at is not None and self.now >= self._pressed_at:
            self._pressed_at = None
            signal.raise_signal(signal.SIGINT)
        if self.now >= self._ends_at:
            self._end("done")
        asks = self.blocks % round(ASKS_EVERY / BLOCK_SECONDS) == 0
        if asks and not (self.ended or self.latched):
            self._tone_blocks = 25
            self.journal.write(self.now, "question", asks="pain")
        self._tone_blocks -= 1
        return TONE.copy() if self._tone_blocks >= 0 else silence()

    def interrupt(self) -> None:
        """End now."""
        self._end("interrupted")

    def _end(self, why: str) -> None:
        if not self.ended:
            self.ended = True
            self._tone_blocks = 50
            self.journal.write(self.now, "end", why=why)


def _run(
    out: Path, guide: FakeGuide | None = None, **settings: object
) -> tuple[Simulated, FakeGuide]:
    guide = guide or FakeGuide()
    scenario = Scenario.model_validate({"routine": "x", **settings})
    return simulate(scenario, guide, out), guide


def test_the_run_ends_when_the_guide_has_and_its_last_tone_is_out(tmp_path: Path) -> None:
    simulated, guide = _run(tmp_path)
    speaker = read_audio(tmp_path / "speaker.wav")
    assert simulated.seconds == pytest.approx(10.0 + 1.0 + 0.5, abs=0.1)
    assert simulated.seconds == guide.now
    assert not simulated.interrupted
    assert not speaker[-RATE // 3 :].any()
    assert speaker[round(10.9 * RATE) : round(10.98 * RATE)].any()


def test_both_files_are_as_long_and_sample_aligned(tmp_path: Path) -> None:
    simulated, guide = _run(tmp_path, room={"delay_ms": 100, "echo_db": 6})
    room, speaker = (read_audio(tmp_path / name) for name in ("room.wav", "speaker.wav"))
    assert len(room) == len(speaker) == guide.blocks * BLOCK
    assert simulated.seconds == len(room) / RATE
    cue = slice(0, round(6.0 * RATE))
    alike = np.correlate(room[cue].astype(float), speaker[cue].astype(float)[4_000:-4_000])
    assert np.argmax(np.abs(alike)) - 4_000 == pytest.approx(0.1 * RATE, abs=40)


def test_the_answer_to_a_block_is_played_in_the_next_one(tmp_path: Path) -> None:
    _, guide = _run(tmp_path)
    asked = guide.journal.of("question")[0]["t"]
    assert isinstance(asked, float)
    first = np.flatnonzero(read_audio(tmp_path / "speaker.wav"))[0]
    assert first // BLOCK == round(asked / BLOCK_SECONDS)


def test_people_hear_the_journal_and_what_they_say_is_written_to_it(tmp_path: Path) -> None:
    stop = {"say": "stop", "after": {"kind": "question", "nth": 2}, "wait": 1.0}
    simulated, guide = _run(tmp_path, people=[stop], room={"echo_db": None})
    (spoken,) = guide.journal.of("spoken")
    assert spoken["t"] == spoken["start"] == pytest.approx(9.0)
    assert spoken["text"] == "stop"
    room = read_audio(tmp_path / "room.wav")
    assert rms_dbfs(room[9 * RATE : 9 * RATE + 8_000]) > -40
    assert rms_dbfs(room[7 * RATE : 8 * RATE]) < -70
    assert simulated.unspoken == ()


def test_good_answers_reach_the_microphone(tmp_path: Path) -> None:
    _, guide = _run(tmp_path, answers="well")
    assert [entry["text"] for entry in guide.journal.of("spoken")] == ["two", "two"]


def test_lines_whose_moment_never_came_are_returned(tmp_path: Path) -> None:
    simulated, _ = _run(tmp_path, people=[{"say": "stop", "after": {"kind": "hold"}}])
    (line,) = simulated.unspoken
    assert line.described() == 'say "stop" after {kind: hold}, number 1'


def test_until_breaks_the_session_off_with_its_last_words(tmp_path: Path) -> None:
    simulated, guide = _run(tmp_path, FakeGuide(ends_at=1e9), until=5.0)
    assert guide.journal.of("end") == [
        {"t": pytest.approx(5.0), "kind": "end", "why": "interrupted"}
    ]
    assert simulated.seconds == pytest.approx(6.5, abs=0.1)
    assert not simulated.interrupted


def test_a_latched_session_is_left_once_nobody_has_anything_to_say(tmp_path: Path) -> None:
    later = {"say": "help", "at": 20.0}
    simulated, guide = _run(tmp_path, FakeGuide(1e9, latches_at=6.0), people=[later])
    (end,) = guide.journal.of("end")
    spoken = guide.journal.of("spoken")[0]["end"]
    assert isinstance(spoken, float)
    assert end["t"] == pytest.approx(spoken + PATIENCE, abs=0.1)
    assert simulated.unspoken == ()


def test_ctrl_c_ends_the_session_with_its_last_words(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    simulated, guide = _run(tmp_path, FakeGuide(pressed_at=3.0))
    assert simulated.interrupted
    assert [entry["why"] for entry in guide.journal.of("end")] == ["interrupted"]
    assert simulated.seconds == pytest.approx(3.0 + 1.5, abs=0.1)
    assert signal.getsignal(signal.SIGINT) is before


def test_progress_is_told_for_every_block(tmp_path: Path) -> None:
    told: list[float] = []
    guide = FakeGuide(ends_at=1.0)
    simulate(Scenario(routine="x"), guide, tmp_path, progress=told.append)
    assert len(told) == guide.blocks
    assert told[0] == pytest.approx(BLOCK_SECONDS)
    assert told[-1] == guide.now


def test_the_same_seed_gives_the_same_files_and_journal(tmp_path: Path) -> None:
    def everything(name: str, seed: int) -> list[object]:
        _, guide = _run(tmp_path / name, answers="well", seed=seed)
        files = [(tmp_path / name / wav).read_bytes() for wav in ("room.wav", "speaker.wav")]
        return [*files, json.dumps(guide.journal.entries)]

    assert everything("a", 5) == everything("b", 5)
    assert everything("a", 5) != everything("c", 6)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="file/out: cannot be made: Not a directory"):
        _run(tmp_path / "file" / "out")
