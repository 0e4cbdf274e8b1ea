"""What an examination comes to: a verdict for each check, and how to mend what is not well."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Verdict(StrEnum):
    """How a check went."""

    OK = "ok"
    WARN = "warn"
    """The guide works, and something about it could be better."""
    FAIL = "fail"
    """The guide does not work, or nobody should rely on it."""


class Check(StrEnum):
    """Everything that is looked at, in its order."""

    PYTHON = "python"
    MEMORY = "memory"
    DISK = "disk"
    TEMPERATURE = "temperature"
    POWER = "power"
    MODELS = "models"
    SPEED = "speed"
    SERVICE = "service"
    DEVICES = "devices"
    BLOCKS = "blocks"
    MICROPHONE = "microphone"
    NOISE = "noise"
    CLIPPING = "clipping"
    ECHO = "echo"
    DELAY = "delay"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: Check
    verdict: Verdict
    told: str
    """What was found, with its figures."""
    mend: str = ""
    """What to do; empty when all is well, or when another check has to be mended first."""


def ok(check: Check, told: str) -> Finding:
    """Return that all is well."""
    return Finding(check, Verdict.OK, told)


def warn(check: Check, told: str, mend: str) -> Finding:
    """Return that something could be better."""
    return Finding(check, Verdict.WARN, told, mend)


def fail(check: Check, told: str, mend: str) -> Finding:
    """Return that something is broken."""
    return Finding(check, Verdict.FAIL, told, mend)


def unmeasured(check: Check, why: str = "") -> Finding:
    """Return that nothing is known, since another check has failed."""
    return Finding(check, Verdict.WARN, f"not measured{why and ': '}{why}")


def exit_code(findings: Iterable[Finding]) -> int:
    """Return 1 if a check failed, else 0."""
    return int(any(finding.verdict is Verdict.FAIL for finding in findings))
