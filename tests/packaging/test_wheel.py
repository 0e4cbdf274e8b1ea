"""The wheel stands on its own: content inside, and a session runs outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from voiceguide import models, paths

CHECKOUT = Path(__file__).parents[2]
SCENARIO = """\
routine: lower-back
seed: 1
people:
  - {say: "stop", at: 4.0}
  - {say: "no", at: 30.0}
"""


def run(*command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Run a command that must succeed, and return what it prints."""
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, cwd=cwd, env=env
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel built from this checkout, without fetching anything."""
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    run(*build, "--outdir", folder, CHECKOUT)
    return next(folder.glob("voiceguide-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs' folder of an empty environment with the wheel in it.

    Its dependencies are those of this environment, lent by a path file; the path file of the
    checkout, which lies among them, is not read there.
    """
    root = tmp_path_factory.mktemp("empty")
    venv.create(root, with_pip=False)
    python = root / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install")
    run(*pip, "--no-deps", "--no-index", "--quiet", wheel)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip()
    lent = {sysconfig.get_paths()[kind] for kind in ("purelib", "platlib")}
    (Path(site) / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
    return python.parent


@pytest.fixture(scope="module")
def outside() -> dict[str, str]:
    """Return the surroundings of a run outside the checkout, with the models found before it."""
    models.recogniser_model()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"VOICEGUIDE_MODELS": str(paths.models_dir())}


def files_of(folder: str) -> set[str]:
    """Return the files of one folder of the checkout, by their paths in the checkout."""
    files = (path for path in (CHECKOUT / folder).rglob("*") if path.is_file())
    return {path.relative_to(CHECKOUT).as_posix() for path in files}


def test_the_wheel_carries_the_content_the_manifests_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    for folder in ("content", "models"):
        assert files_of(folder)
        assert {f"voiceguide/_{path}" for path in files_of(folder)} <= names
    assert any(name.endswith("/LICENSE") for name in names)
    assert "voiceguide/models/manifest.py" in names


def test_the_environment_imports_the_wheel_and_not_the_checkout(
    installed: Path, outside: dict[str, str], tmp_path: Path
) -> None:
    script = "import voiceguide; from voiceguide import paths; "
    script += "print(voiceguide.__file__, paths.content_dir(), paths.manifests_dir())"
    printed = run(installed / "python", "-c", script, cwd=tmp_path, env=outside).split()
    assert len(printed) == 3
    for path in printed:
        assert Path(path).is_relative_to(installed.parent)
        assert Path(path).exists()


def test_the_routines_are_listed_outside_the_checkout(
    installed: Path, outside: dict[str, str], tmp_path: Path
) -> None:
    assert "lower-back" in run(installed / "voiceguide", "routines", cwd=tmp_path, env=outside)


def test_a_short_simulation_runs_outside_the_checkout(
    installed: Path, outside: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "short.yaml").write_text(SCENARIO, encoding="utf-8")
    simulate = (installed / "voiceguide", "simulate", "short.yaml", "--out", "result")
    run(*simulate, cwd=tmp_path, env=outside)
    result = tmp_path / "result"
    lines = (result / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    journal = [json.loads(line) for line in lines]
    kinds = {entry["kind"] for entry in journal}
    assert {"session", "cue", "spoken", "heard", "end"} <= kinds
    assert next(e for e in journal if e["kind"] == "session")["routine"] == "lower-back"
    assert "stop" in {entry["intent"] for entry in journal if entry["kind"] == "heard"}
    for name in ("room.wav", "speaker.wav"):
        assert (result / name).stat().st_size > 44
