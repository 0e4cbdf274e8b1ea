"""That every dependency comes as a wheel: a Raspberry Pi has no compiler, and should need none."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPENDENCIES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "dependencies"
]

BUILT_HERE = ["srt"]
"""Published as source only, and pure Python: built in a second, without a compiler."""

GLIBC = ("2_17", "2_26", "2_27", "2_28", "2_31", "2_34", "2_35", "2_36")
"""What Debian 12 (2.36) runs: wheels for any of these."""

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]

_UNREACHABLE = re.compile(r"NewConnectionError|ConnectTimeout|NameResolutionError|ProxyError")


def pip(*arguments: str) -> None:
    """Run pip; when the package index cannot be reached, say so and skip."""
    ran = subprocess.run([*PIP, *arguments], capture_output=True, text=True, check=False)
    if _UNREACHABLE.search(ran.stderr):
        pytest.skip("wheels are NOT CHECKED: the package index cannot be reached")
    assert ran.returncode == 0, ran.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheels that are built by whoever installs."""
    folder = tmp_path_factory.mktemp("built")
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), *BUILT_HERE)
    assert all(wheel.name.endswith("-none-any.whl") for wheel in folder.iterdir())
    return folder


@pytest.mark.parametrize("python", ["3.11", "3.13"])
@pytest.mark.parametrize("machine", ["aarch64", "x86_64"])
def test_every_dependency_resolves_to_a_wheel(
    machine: str, python: str, built: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    platforms = [f"--platform=manylinux_{glibc}_{machine}" for glibc in GLIBC]
    pip(
        "install",
        "--dry-run",
        "--quiet",
        "--ignore-installed",
        "--only-binary=:all:",
        f"--find-links={built}",
        f"--python-version={python}",
        f"--platform=manylinux2014_{machine}",
        *platforms,
        f"--target={tmp_path / 'nowhere'}",
        f"--report={report}",
        *DEPENDENCIES,
    )
    resolved = json.loads(report.read_text("utf-8"))["install"]
    files = [each["download_info"]["url"].rsplit("/", 1)[-1] for each in resolved]
    assert len(files) > len(DEPENDENCIES)
    assert [file for file in files if not file.endswith(".whl")] == []
    assert [file for file in files if "linux" in file and machine not in file] == []
