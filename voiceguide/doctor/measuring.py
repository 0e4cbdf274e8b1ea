"""The computer's figures, as Linux tells them."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Protocol

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, Samples, silence

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEMINFO = Path("/proc/meminfo")
_SENSORS = Path("/sys/class/thermal")
_LEAD_IN = 50
"""Blocks before the clock runs: the first ones load what is loaded late."""


class Listener(Protocol):
    """What is timed."""

    def hear(self, mic: Samples, played: Samples, /) -> Sequence[object]:
        """Take a block."""


def memory_free() -> float:
    """Return the megabytes that programs may still take."""
    kilobytes = re.search(r"^MemAvailable:\s*(\d+) kB", _MEMINFO.read_text("ascii"), re.MULTILINE)
    return int(kilobytes[1]) * 1024 / 1e6 if kilobytes else 0.0


def disk_free(folder: Path) -> float | None:
    """Return the free megabytes where a folder is or will be; None: it cannot be written."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with TemporaryFile(dir=there):
            return shutil.disk_usage(there).free / 1e6
    except OSError:
        return None


def celsius() -> float | None:
    """Return what the hottest sensor tells; None: there is none."""
    degrees = []
    for sensor in _SENSORS.glob("thermal_zone*/temp"):
        with suppress(OSError, ValueError):
            degrees.append(int(sensor.read_text("ascii")) / 1000)
    return max(degrees, default=None)


def throttled() -> int | None:
    """Return the bits by which a Raspberry Pi tells that it slows down; None: it is none."""
    with suppress(OSError, subprocess.TimeoutExpired):
        asked = ["vcgencmd", "get_throttled"]
        ran = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=5)  # noqa: S603  # a fixed question
        if told := re.fullmatch(r"throttled=(0x[0-9a-f]+)", ran.stdout.strip()):
            return int(told[1], 16)
    return None


def real_time_factor(listener: Listener, speech: Samples, seconds: float) -> float:
    """Return the seconds that listening takes for a second of audio, on this computer as it is.

    Args:
        listener: fresh.
        speech: shape (n,), int16, 16 kHz: is heard again and again, and played to be taken out.
        seconds: for so much audio.
    """
    whole = speech[: len(speech) // BLOCK * BLOCK].reshape(-1, BLOCK)
    blocks = round(seconds / BLOCK_SECONDS)
    played, began = silence(), time.perf_counter()
    for number in range(-_LEAD_IN, blocks):
        if number == 0:
            began = time.perf_counter()
        block = whole[number % len(whole)]
        listener.hear(block, played)
        played = block
    return (time.perf_counter() - began) / seconds
