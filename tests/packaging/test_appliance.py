"""The installer and the service unit, as far as they can be judged without a Raspberry Pi."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from voiceguide.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "scripts" / "voiceguide.service"
INSTALLER = ROOT / "scripts" / "install-pi"
TOUCHED = [
    Path(path)
    for path in ("/opt/voiceguide", "/etc/voiceguide", "/etc/systemd/system/voiceguide.service")
]

MOST_EXPOSED = 1.5
"""What systemd-analyze calls "safe" is below 2; 10 is a service that may do everything."""


def settings(key: str) -> list[str]:
    """Return the values that the unit gives a key."""
    return re.findall(rf"^{key}=(.*)$", UNIT.read_text("utf-8"), flags=re.MULTILINE)


def analyze(*arguments: str) -> str:
    """Return what systemd-analyze says; its complaints fail the test."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("the unit is NOT CHECKED: no systemd-analyze; sudo apt install systemd")
    ran = subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def test_the_unit_is_one_that_systemd_understands_to_its_last_line(tmp_path: Path) -> None:
    """Its program is not installed here, so another stands in for it."""
    copy = tmp_path / UNIT.name
    copy.write_text(
        re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text(), flags=re.MULTILINE)
    )
    assert analyze("verify", str(copy)) == ""


def test_the_service_may_do_next_to_nothing_but_use_the_sound_card() -> None:
    told = analyze("security", "--offline=true", str(UNIT))
    exposure = re.search(r"exposure level for voiceguide\.service: ([\d.]+)", told)
    assert exposure, told
    assert float(exposure[1]) <= MOST_EXPOSED
    assert settings("PrivateNetwork") == ["yes"]
    assert settings("RestrictAddressFamilies") == ["AF_UNIX"]
    assert settings("DeviceAllow") == ["char-alsa rw"]


def test_all_that_the_service_writes_lies_in_its_state_folder() -> None:
    """So the rest of the system may be read-only; and it finds its settings in /etc."""
    environment = dict(line.split("=", 1) for line in settings("Environment"))
    script = (
        "import json; from voiceguide import paths\n"
        "print(json.dumps([str(p) for p in (paths.sessions_dir(), paths.unfinished_mark(),"
        " paths.cue_cache_dir(), paths.models_dir())]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    *written, models = map(Path, json.loads(ran.stdout))
    for path in written:
        assert path.is_relative_to(Path("/var/lib", *settings("StateDirectory"))), path
    assert models == Path("/opt/voiceguide/models")


def test_the_settings_that_are_installed_change_nothing_yet() -> None:
    assert load_settings(ROOT / "scripts" / "lib" / "appliance.yaml") == Settings()


def test_the_unit_runs_a_command_that_there_is() -> None:
    program, command = settings("ExecStart")[0].split()
    assert f"VENV/bin/{Path(program).name}" in INSTALLER.read_text("utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "voiceguide", command, "--help"], capture_output=True, check=False
    )
    assert ran.returncode == 0


@pytest.mark.parametrize(
    ("options", "steps"),
    [
        (
            ["--dry-run"],
            [
                "-m venv --clear /opt/voiceguide/venv",
                "/opt/voiceguide/venv/bin/python -m pip install",
                "/opt/voiceguide/venv/bin/python -m voiceguide.models",
                "/opt/voiceguide/venv/bin/voiceguide serve --prepare",
            ],
        ),
        (["--dry-run", "--uninstall"], ["rm -rf -- /opt/voiceguide", "Kept:"]),
    ],
)
def test_a_dry_run_needs_no_root_tells_every_command_and_changes_nothing(
    options: list[str], steps: list[str]
) -> None:
    before = [path.exists() for path in TOUCHED]
    ran = subprocess.run(
        [INSTALLER, *options], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    for step in steps:
        assert step in ran.stdout
    printed = {line.split()[0] for line in ran.stdout.splitlines() if line.startswith("    ")}
    scripts = INSTALLER.read_text("utf-8") + (ROOT / "scripts/lib/setup.sh").read_text("utf-8")
    assert printed.isdisjoint(re.findall(r"^(\w+)\(\)", scripts, re.MULTILINE))
    assert [path.exists() for path in TOUCHED] == before


def test_an_option_that_there_is_not_is_refused_before_anything_is_done() -> None:
    ran = subprocess.run([INSTALLER, "--now"], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "no such option: --now" in ran.stderr
