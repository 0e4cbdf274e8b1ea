"""The service: whether it starts with the power, and may use the sound card."""

from __future__ import annotations

import grp
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from voiceguide.doctor.finding import Check, Finding, fail, ok, warn

USER = "voiceguide"
UNIT = "voiceguide.service"
STATE = Path("/var/lib/voiceguide")
GROUP = "audio"
"""Whoever is in it may use /dev/snd."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the system says of the service."""

    installed: bool
    enabled: bool
    active: bool
    in_group: bool
    """Whether its user may use the sound card."""


def facts() -> Facts:
    """Ask the service manager and the user database."""
    enabled = _systemctl("is-enabled").removeprefix("not-found")  # said by systemd 252 and newer
    with suppress(KeyError):
        members = grp.getgrnam(GROUP).gr_mem
        return Facts(bool(enabled), enabled == "enabled", _active(), USER in members)
    return Facts(bool(enabled), enabled == "enabled", _active(), in_group=False)


def judged(found: Facts) -> Finding:
    """Judge them. Without the service the guide is started by hand, which is well."""
    if not found.installed:
        return ok(Check.SERVICE, "not installed as a service (scripts/install-pi does it)")
    if not found.in_group:
        told = f"its user {USER} is not in the group {GROUP}"
        return fail(Check.SERVICE, told, f"sudo usermod --append --groups {GROUP} {USER}")
    if not found.enabled:
        told = "it does not start with the power"
        return warn(Check.SERVICE, told, f"sudo systemctl enable {UNIT}")
    if not found.active:
        mend = f"sudo systemctl start {UNIT}; why it ended: journalctl -u {UNIT} -n 30"
        return fail(Check.SERVICE, "it is not running", mend)
    return ok(Check.SERVICE, "it runs, and starts with the power")


def _active() -> bool:
    return _systemctl("is-active") in {"active", "activating"}


def _systemctl(question: str) -> str:
    """Return the answer in one word; empty when there is no such service, or no manager."""
    with suppress(OSError, subprocess.TimeoutExpired):
        asked = ["systemctl", question, UNIT]
        ran = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=5)  # noqa: S603  # ours
        return ran.stdout.strip()
    return ""
