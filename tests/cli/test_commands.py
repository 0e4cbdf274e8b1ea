"""The commands whose forms are relied on from outside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from voiceguide.audio.blocks import silence
from voiceguide.paths import content_dir
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

COMMANDS = ["start", "run", "demo", "simulate", "listen", "plan", "say", "routines", "models"]


@pytest.mark.parametrize("command", [*COMMANDS, "check", "devices", "serve", "doctor"])
def test_each_command_has_a_help_with_an_example(command: str, run: Callable[..., Ran]) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"voiceguide {command}" in ran.out.split("Example", 1)[1]


def test_listen_prints_one_json_object_a_decision(run: Callable[..., Ran], tmp_path: Path) -> None:
    stop, number = tmp_path / "stop.wav", tmp_path / "four.flac"
    voice = SyntheticVoice("en-us+m3")
    for file, word in ((stop, "stop"), (number, "four")):
        speech = np.concatenate([silence(4000), voice.speak(word)])
        soundfile.write(file, np.column_stack([speech, speech]), 16000)
    ran = run("listen", stop, number, "--json", "--expecting", "pain")
    assert ran.code == 0
    lines = [json.loads(line) for line in ran.out.splitlines()]
    fields = ["file", "time", "intent", "text", "value", "phrase_start", "phrase_end"]
    assert [list(line) for line in lines] == [fields, fields]
    assert [(line["file"], line["intent"], line["value"]) for line in lines] == [
        (str(stop), "stop", None),
        (str(number), "pain", 4),
    ]
    for line in lines:
        assert 0 <= line["phrase_start"] < line["phrase_end"] <= line["time"]


def test_contract_relax_where_no_stretch_suits_it_is_told_and_said(run: Callable[..., Ran]) -> None:
    ran = run("plan", "upper-back", "--contract-relax", "--text")
    assert ran.code == 0
    assert ran.err == "contract-relax suits no stretch of this routine; it is led without\n"
    assert "suits contract relax" in ran.out
    assert run("plan", "lower-back", "--contract-relax", "--text").err == ""


def test_plan_prints_every_step_with_its_time(run: Callable[..., Ran]) -> None:
    steps = json.loads(run("plan", "lower-back", "--json").out)
    starts = [step["start"] for step in steps]
    assert starts == sorted(starts)
    holds = [step for step in steps if step["phase"] == "hold"]
    assert len(holds) == 10
    text = run("plan", "lower-back").out
    assert "knees-to-chest 1: hold, 25 s" in text
    assert text.splitlines()[0].strip().startswith("0:00")


def test_just_a_stretch_is_named_where_a_routine_is(run: Callable[..., Ran]) -> None:
    steps = json.loads(run("plan", "just", "the", "twist", "--json").out)
    assert {step["stretch"] for step in steps} == {None, "supine-spinal-twist"}


def test_plan_fits_the_minutes_and_says_how(run: Callable[..., Ran]) -> None:
    ran = run("plan", "lower-back", "--minutes", 15, "--json")
    last = json.loads(ran.out)[-1]
    assert last["start"] + last["lasts"] <= 15 * 60
    around = "5 minutes of warm-up and 2 of cool-down"
    assert ran.err.splitlines() == [
        f"fitted to 15 minutes: takes about {_clock(last)}, with {around}",
        "knees-to-chest: 1 of 2 repetitions, on each side that it has",
        "supine-spinal-twist: 1 of 2 repetitions, on each side that it has",
        "left out: straight-leg-hamstring",
    ]
    assert (
        "supine-spinal-twist/right 1: hold, 25 s"
        in run("plan", "lower-back", "--minutes", 15, "--text").out
    )
    refused = run("plan", "lower-back", "--minutes", 8)
    assert refused.code == 2
    assert "cannot be fitted to 8 minutes" in refused.err


def _clock(last: dict[str, float]) -> str:
    # The start and the length are both rounded to a tenth, the whole is not.
    minutes, seconds = divmod(round(last["start"] + last["lasts"] - 0.05), 60)
    return f"{minutes}:{seconds:02d}"


def test_check_tells_faults_and_by_its_exit_code_whether_there_are_any(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    good = content_dir() / "routines" / "gentle.yaml"
    ran = run("check", good)
    assert (ran.code, ran.out.splitlines()) == (0, ["6 files: all well"])
    bad = tmp_path / "mine.yaml"
    text = good.read_text(encoding="utf-8")
    bad.write_text(text.replace("stop_point: 4", "stop_point: 6"), encoding="utf-8")
    ran = run("check", bad)
    line = text[: text.index("stop_point:")].count("\n") + 1
    assert ran.code == 1
    assert ran.out.splitlines()[0].startswith(f"{bad}:{line}: stop_point: is 6, must be at most 5;")
    assert ran.out.splitlines()[-1] == "6 files: 1 fault"


def test_routines_and_models_are_listed_for_people_and_for_programs(
    run: Callable[..., Ran],
) -> None:
    assert "lower-back" in run("routines").out
    names = [routine["name"] for routine in json.loads(run("routines", "--json").out)]
    assert names == ["full-back", "gentle", "lower-back", "ten-minutes", "upper-back"]
    models = json.loads(run("models", "--json").out)
    assert {model["verdict"] for model in models} == {"ok"}
    assert {model["kind"] for model in models} == {"recogniser", "voice"}


def test_say_writes_a_wav_file(run: Callable[..., Ran], tmp_path: Path) -> None:
    file = tmp_path / "breathe.wav"
    assert run("say", "Breathe out.", "--out", file).code == 0
    audio, rate = soundfile.read(file)
    assert rate == 16000
    assert len(audio) > 0.3 * rate
