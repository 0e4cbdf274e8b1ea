"""What of an examination is spoken; the sentences are in ``content/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import yaml_source
from voiceguide.doctor.finding import Check, Finding, Verdict
from voiceguide.routines.cue_text import Text, Written
from voiceguide.rules import Broken, Ruled, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class DoctorFile(Ruled, Written):
    """The sentences."""

    well: Text
    warned: Text
    failed: Text
    checks: dict[Check, Text]

    @rule("checks")
    def _every_check(self) -> Broken:
        for check in Check:
            if check not in self.checks:
                yield ("checks", str(check)), "is missing; add it"


def sentences(findings: Sequence[Finding], content: Path) -> Iterator[str]:
    """Yield what is to be said, the whole first.

    Raises:
        UserError: the file of the sentences breaks a rule.
    """
    file = yaml_source.load(content / "doctor.yaml", DoctorFile)
    verdicts = {finding.verdict for finding in findings}
    if Verdict.FAIL in verdicts:
        yield file.failed
    elif Verdict.WARN in verdicts:
        yield file.warned
    else:
        yield file.well
    for finding in findings:
        if finding.mend:
            yield file.checks[finding.check]
