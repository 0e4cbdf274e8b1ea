"""Bad input: one clear line that names the file, the place and the mend; never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from voiceguide import paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

LOWER_BACK = (paths.content_dir() / "routines" / "lower-back.yaml").read_text(encoding="utf-8")


def refused(ran: Ran, *words: str) -> str:
    """Return what a command said when it refused, having looked at it."""
    assert ran.code != 0
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err
    return ran.err


@pytest.mark.parametrize("command", ["plan", "run", "demo", "start"])
def test_a_routine_that_does_not_exist_is_named_with_those_that_do(
    command: str, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(command, "lower-bak")
    refused(ran, '"lower-bak" does not exist', "lower-back")


@pytest.mark.parametrize(
    ("written", "instead", "what"),
    [
        ("stretches:", "stretches: [", "broken YAML"),
        ("stop_point: 4", "stop_point: 90", "stop_point: is 90"),
        ("- knees-to-chest", "- knees-to-chess", "perhaps knees-to-chest is meant"),
    ],
)
def test_a_broken_routine_file_is_named_with_its_line(
    written: str, instead: str, what: str, run: Callable[..., Ran], tmp_path: Path
) -> None:
    assert written in LOWER_BACK
    file = tmp_path / "mine.yaml"
    file.write_text(LOWER_BACK.replace(written, instead, 1), encoding="utf-8")
    line = LOWER_BACK[: LOWER_BACK.index(written)].count("\n") + 1
    said = refused(run("plan", file))
    assert what in said
    assert f"{file}:{line}: " in said or instead.endswith("[")


@pytest.mark.parametrize(
    ("scenario", "line", "what"),
    [
        ("routine: lower-back\npeople:\n  - {say: stop}\n", 3, "at"),
        ("routine: lower-back\nroom: {echo_db: loud}\n", 2, "echo_db"),
        (
            "routine: lower-back\nroom: {drift_ppm: true}\n",
            2,
            "drift_ppm: is true, must be a number",
        ),
        ("routine: lower-back\nroom: {moving: yes}\n", 2, "moving"),
        ("routine: lower-back\nromo: {}\n", 2, "romo"),
        ("seed: 1\n", 1, "routine"),
    ],
)
def test_a_broken_scenario_is_named_with_its_line(
    scenario: str, line: int, what: str, run: Callable[..., Ran], tmp_path: Path
) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(scenario, encoding="utf-8")
    refused(run("simulate", file, "--out", tmp_path / "out"), f"{file}:{line}", what)


def two_seconds(folder: Path, line: str) -> Path:
    """Return a scenario that ends after two seconds, with this as its line 4."""
    file = folder / "scenario.yaml"
    file.write_text(f"routine: lower-back\nuntil: 2\npeople:\n  - {line}\n", encoding="utf-8")
    return file


def test_a_scenario_whose_moment_never_comes_says_so_at_the_end(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    file = two_seconds(tmp_path, "{say: stop, after: {kind: hold, stretch: child-pose}}")
    said = refused(run("simulate", file, "--out", tmp_path / "out"), "line 4", "child-pose")
    assert "stop" in said
    assert (tmp_path / "out" / "journal.jsonl").exists()


def test_a_line_for_every_match_may_have_none_and_is_named(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    file = two_seconds(tmp_path, "{say: three, after: {kind: question, asks: pain}, every: true}")
    ran = run("simulate", file, "--out", tmp_path / "out")
    assert ran.code == 0
    assert 'line 4: say "three" after {kind: question, asks: pain}, every' in ran.err


def test_an_output_that_cannot_be_written_is_one_line() -> None:
    command = [sys.executable, "-m", "voiceguide", "plan", "lower-back", "--json"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr == "voiceguide: the output: No space left on device\n"


def test_what_is_no_recording_is_named_and_the_others_are_heard(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "text.wav").write_text("no sound in here", encoding="utf-8")
    soundfile.write(tmp_path / "empty.wav", np.zeros(0, np.int16), 16000)
    soundfile.write(tmp_path / "silent.wav", np.zeros(16000, np.int16), 16000)
    noise = np.random.default_rng(0).normal(0, 0.01, (22050, 2))
    soundfile.write(tmp_path / "noise.flac", noise, 22050)
    names = ["text.wav", "empty.wav", "silent.wav", "missing.wav", "noise.flac"]
    ran = run("listen", *(tmp_path / name for name in names))
    refused(ran, *names[:-1])
    assert len(ran.err.strip().splitlines()) == len(names) - 1
    assert "noise.flac: nothing" in ran.out


def test_an_incomplete_model_folder_names_the_file_and_the_mend(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "vosk-model-small-en-us-0.15" / "am"
    folder.mkdir(parents=True)
    (folder / "final.mdl").write_bytes(b"cut off")
    monkeypatch.setenv("VOICEGUIDE_MODELS", str(tmp_path))
    recording = tmp_path / "noise.wav"
    soundfile.write(recording, np.random.default_rng(0).normal(0, 0.01, 16000), 16000)
    refused(run("listen", recording), "vosk-model-small-en-us-0.15", "voiceguide models --fetch")


def test_an_unknown_voice_is_refused(run: Callable[..., Ran], tmp_path: Path) -> None:
    refused(run("say", "Hello.", "--out", tmp_path / "x.wav", "--voice", "nobody"), "nobody")
    refused(run("say", "Hello.", "--out", tmp_path / "x.wav", "--voice", "no/such.onnx"), "such")
    assert not (tmp_path / "x.wav").exists()


def test_nothing_to_say_is_refused(run: Callable[..., Ran]) -> None:
    refused(run("say", "  "), "nothing to say")


def test_a_folder_that_cannot_be_written_is_named(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("routine: lower-back\nuntil: 1\n", encoding="utf-8")
    refused(run("simulate", scenario, "--out", tmp_path / "file" / "out"), "file")


@pytest.mark.parametrize("arguments", [["plan"], ["listen", "--expecting", "maybe"], ["sing"]])
def test_a_wrong_command_line_is_refused_with_usage(
    arguments: list[str], run: Callable[..., Ran]
) -> None:
    refused(run(*arguments), "Usage")
