"""Sessions from the first word to the last, with the real recogniser and the real voice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from tests.sessions.conftest import SKIP_WARM_UP, Session, seconds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WELL = """
routine: lower-back
seed: 5
answers: well
room: {echo_db: 0, delay_ms: 80, rt60_s: 0.4}
"""


def test_two_people_who_answer_are_led_through_the_whole_routine(
    play: Callable[[str], Session],
) -> None:
    session = play(WELL)
    assert session.journal[0]["kind"] == "session"
    assert session.journal[-1]["kind"] == "end"
    assert session.journal[-1]["why"] == "complete"
    held = [(e["stretch"], e.get("side"), e["rep"]) for e in session.all("hold")]
    assert held == [
        ("knees-to-chest", None, 1),
        ("knees-to-chest", None, 2),
        ("supine-spinal-twist", "left", 1),
        ("supine-spinal-twist", "left", 2),
        ("supine-spinal-twist", "right", 1),
        ("supine-spinal-twist", "right", 2),
        ("straight-leg-hamstring", "left", 1),
        ("straight-leg-hamstring", "left", 2),
        ("straight-leg-hamstring", "right", 1),
        ("straight-leg-hamstring", "right", 2),
    ]
    assert len(session.all("pain", value=2)) == len(held)
    assert len(session.all("release", why="done")) == len(held)
    times = [seconds(entry) for entry in session.journal if entry["kind"] != "spoken"]
    assert times == sorted(times)


def test_nobody_who_answers_is_held_by_nobody(play: Callable[[str], Session]) -> None:
    session = play("routine: lower-back\n")
    assert [e["asks"] for e in session.all("question")] == ["begin", "begin"]
    assert session.first("pause")["why"] == "no-answer"
    assert not session.all("hold")
    assert session.journal[-1]["kind"] == "end"


def test_silence_at_ready_is_never_taken_for_consent(play: Callable[[str], Session]) -> None:
    session = play(
        f"""
routine: lower-back
people:
  - {{say: "start", at: 3.0}}
  - {{say: "no", after: {{kind: question, asks: screening}}, every: true, wait: 0.8}}
  - {{say: "four", after: {{kind: question, asks: stop-point}}, wait: 0.8}}{SKIP_WARM_UP}
until: 195
"""
    )
    assert [e["asks"] for e in session.all("question")][-2:] == ["ready", "ready"]
    assert session.all("pause")[-1]["why"] == "no-answer"
    assert not session.all("hold")


def test_a_number_at_the_stop_point_releases_and_one_below_lightens(
    play_from_the_first_stretch: Callable[[str], Session],
) -> None:
    session = play_from_the_first_stretch(
        """
routine: lower-back
seed: 9
answers: well
people:
  - {say: "three", after: {kind: question, asks: pain, nth: 1}, wait: 0.8}
  - {say: "seven", after: {kind: question, asks: pain, nth: 2}, wait: 0.8}
until: 195
"""
    )
    assert [e["value"] for e in session.all("pain")] == [3, 7]
    first, second = session.all("release")
    assert first["why"] == "done"
    assert second["why"] == "pain"
    assert session.first("pause")["why"] == "pain"


def test_the_same_scenario_gives_the_same_session(play: Callable[..., Session]) -> None:
    scenario = WELL + "people:\n  - {say: start, at: 3.0}\nuntil: 40\n"
    first, second = play(scenario, "first"), play(scenario, "second")
    assert first.journal == second.journal
    assert np.array_equal(first.room, second.room)
    assert np.array_equal(first.speaker, second.speaker)


def test_ctrl_c_in_mid_session_releases_aloud_and_closes_the_journal(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(WELL, encoding="utf-8")
    command = [sys.executable, "-m", "voiceguide", "simulate", "scenario.yaml", "--out", "out"]
    journal = tmp_path / "out" / "journal.jsonl"
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) as running:
        while not (journal.exists() and "warm-up" in journal.read_text(encoding="utf-8")):
            assert running.poll() is None
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 130
    entries = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    assert entries[-1] == {"t": entries[-1]["t"], "kind": "end", "why": "interrupted"}
    released = next(e for e in entries if e["kind"] == "release")
    after = [e["text"] for e in entries if e["kind"] == "cue" and e["t"] >= released["t"]]
    assert after[0].startswith("Be still now")
