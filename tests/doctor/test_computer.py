"""Each figure of a computer, what the doctor says of it, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.doctor import computer, measuring
from voiceguide.doctor.finding import Check, Finding, Verdict, exit_code, fail, ok, warn
from voiceguide.models.status import ModelStatus
from voiceguide.models.status import Verdict as ModelVerdict

OK, WARN, FAIL = Verdict

STATE = Path("/var/lib/voiceguide")


@pytest.mark.parametrize(
    ("finding", "verdict", "told"),
    [
        (computer.python((3, 11, 2)), OK, "3.11.2"),
        (computer.python((3, 9, 2)), FAIL, "3.9.2"),
        (computer.memory(3200.0), OK, "3200 MB"),
        (computer.memory(400.0), WARN, "400 MB"),
        (computer.memory(120.0), FAIL, "120 MB"),
        (computer.disk(STATE, 4000.0), OK, "4000 MB"),
        (computer.disk(STATE, 100.0), WARN, "100 MB"),
        (computer.disk(STATE, 1.0), FAIL, "1 MB"),
        (computer.disk(STATE, None), FAIL, "cannot be written"),
        (computer.temperature(None), OK, "no sensor"),
        (computer.temperature(52.0), OK, "52 °C"),
        (computer.temperature(79.0), WARN, "79 °C"),
        (computer.temperature(85.0), FAIL, "85 °C"),
        (computer.power(None), OK, "not a Raspberry Pi"),
        (computer.power(0x0), OK, "never throttled"),
        (computer.power(0x50000), WARN, "at times the voltage is too low, it is throttled"),
        (computer.power(0x50005), FAIL, "just now the voltage is too low, it is throttled"),
        (computer.speed(0.2), OK, "0.20"),
        (computer.speed(0.6), WARN, "0.60"),
        (computer.speed(1.4), FAIL, "1.40"),
    ],
)
def test_a_figure_leads_to_a_verdict_that_names_it(
    finding: Finding, verdict: Verdict, told: str
) -> None:
    assert finding.verdict is verdict
    assert told in finding.told
    assert bool(finding.mend) is (verdict is not OK)


def test_a_damaged_model_fails_with_its_own_mend() -> None:
    whole = ModelStatus("voice", "voice", "CC0", None, 1, ModelVerdict.OK)
    damaged = ModelStatus("ears", "recogniser", "Apache", None, 1, ModelVerdict.DAMAGED, "Fetch it")
    assert computer.models([whole, whole]).verdict is OK
    found = computer.models([whole, damaged])
    assert (found.verdict, found.told, found.mend) == (FAIL, "ears is damaged", "Fetch it")


def test_only_what_failed_makes_the_exit_code() -> None:
    well, so_so = ok(Check.DISK, "well"), warn(Check.DISK, "so so", "mend it")
    assert exit_code([well, so_so]) == 0
    assert exit_code([well, fail(Check.DISK, "broken", "mend it"), so_so]) == 1


def test_this_computers_own_figures_can_be_had(tmp_path: Path) -> None:
    assert measuring.memory_free() > 0
    assert (measuring.disk_free(tmp_path / "not" / "there" / "yet") or 0) > 0
    celsius = measuring.celsius()
    assert celsius is None or -40 < celsius < 120


def test_a_disk_that_cannot_be_written_has_no_room() -> None:
    assert measuring.disk_free(Path("/proc/nothing/of/this")) is None
