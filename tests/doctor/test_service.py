"""What the doctor says of the service, by what the system says of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from voiceguide.doctor.finding import Verdict
from voiceguide.doctor.service import Facts, facts, judged

if TYPE_CHECKING:
    from pathlib import Path

OK, WARN, FAIL = Verdict

WELL = Facts(installed=True, enabled=True, active=True, in_group=True)


@pytest.mark.parametrize(
    ("found", "verdict", "mend"),
    [
        (WELL, OK, ""),
        (Facts(installed=False, enabled=False, active=False, in_group=False), OK, ""),
        (Facts(installed=True, enabled=True, active=True, in_group=False), FAIL, "usermod"),
        (Facts(installed=True, enabled=False, active=True, in_group=True), WARN, "enable"),
        (Facts(installed=True, enabled=True, active=False, in_group=True), FAIL, "journalctl"),
    ],
)
def test_a_service_that_is_not_as_it_should_be_is_told_with_the_command_that_mends_it(
    found: Facts, verdict: Verdict, mend: str
) -> None:
    finding = judged(found)
    assert finding.verdict is verdict
    assert mend in finding.mend


@pytest.mark.parametrize("answer", ["", "not-found"])
def test_a_service_that_systemd_does_not_know_is_not_installed(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemctl = tmp_path / "systemctl"
    systemctl.write_text(f"#!/bin/sh\necho {answer}\n", encoding="utf-8")
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert not facts().installed


def test_the_system_can_be_asked_with_or_without_a_service_manager() -> None:
    assert judged(facts()).told
