"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("voiceguide", "vosk", "piper-tts", "numpy", "scipy", "pyaec")


def describe() -> dict[str, str]:
    """Return what a reader has to know to judge a figure: the computer and the versions."""
    load = os.getloadavg()[0]
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB",
        "load before": f"{load:.1f} (other programs took so many cores)",
        "system": _system(),
        "Python": platform.python_version(),
        "versions": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    facts = {
        key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)
    }
    name = facts.get("model name") or facts.get("Model") or "unknown"
    return f"{name} ({platform.machine()})"


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.platform())
