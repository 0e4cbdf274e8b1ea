"""What the doctor says of the service, by what the system says of it."""

from __future__ import annotations

import pytest

from voiceguide.doctor.finding import Verdict
from voiceguide.doctor.service import Facts, facts, judged

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


def test_the_system_can_be_asked_with_or_without_a_service_manager() -> None:
    assert judged(facts()).told
