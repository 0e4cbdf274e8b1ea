"""The computer: whether it is new, large, cool and fast enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.doctor.finding import Check, Finding, fail, ok, warn
from voiceguide.models.status import Verdict as ModelVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voiceguide.models.status import ModelStatus

OLDEST_PYTHON = (3, 11)

MEMORY_MB = (300, 450)
"""Free megabytes: below the first it will not do; a session takes up to 400."""

DISK_MB = (20, 300)
"""Free megabytes: below the first no journal is written; a routine's cues take some 20."""

HOT, TOO_HOT = 75.0, 84.0
"""Degrees Celsius. A Raspberry Pi 4 or 5 slows down from 80 on, and more at 85."""

SLOW, TOO_SLOW = 0.5, 0.8
"""Seconds of computing for a second of audio. Beyond 1 the guide would run ever later."""

_NOW = {0: "the voltage is too low", 1: "the clock is capped", 2: "it is throttled", 3: "it is hot"}
_BEFORE = 16
"""From this bit on the same is told of any time since the start (`vcgencmd get_throttled`)."""


def python(version: tuple[int, ...]) -> Finding:
    """Judge the interpreter."""
    told = "Python " + ".".join(map(str, version[:3]))
    if version >= OLDEST_PYTHON:
        return ok(Check.PYTHON, told)
    return fail(Check.PYTHON, told, "install Debian 12 or newer, which brings Python 3.11")


def memory(megabytes: float) -> Finding:
    """Judge what memory is available (MB); what the service itself takes is not."""
    told = f"{megabytes:.0f} MB of memory are free"
    mend = "end other programs, or take a computer with 2 GB or more"
    if megabytes < MEMORY_MB[0]:
        return fail(Check.MEMORY, told, mend)
    return warn(Check.MEMORY, told, mend) if megabytes < MEMORY_MB[1] else ok(Check.MEMORY, told)


def disk(folder: Path, megabytes: float | None) -> Finding:
    """Judge the disk where the state is kept; None: it cannot be written at all."""
    if megabytes is None:
        return fail(
            Check.DISK,
            f"{folder} cannot be written",
            "give it to the user who runs the guide; on a read-only system mount a disk there",
        )
    told, mend = f"{megabytes:.0f} MB are free at {folder}", f"delete old journals in {folder}"
    if megabytes < DISK_MB[0]:
        return fail(Check.DISK, told, mend)
    return warn(Check.DISK, told, mend) if megabytes < DISK_MB[1] else ok(Check.DISK, told)


def temperature(celsius: float | None) -> Finding:
    """Judge the hottest sensor; None: there is none."""
    if celsius is None:
        return ok(Check.TEMPERATURE, "no sensor")
    told, mend = f"{celsius:.0f} °C", "give it air, or a cooler: hot computers slow down"
    if celsius >= TOO_HOT:
        return fail(Check.TEMPERATURE, told, mend)
    return warn(Check.TEMPERATURE, told, mend) if celsius >= HOT else ok(Check.TEMPERATURE, told)


def power(throttled: int | None) -> Finding:
    """Judge a Raspberry Pi's power supply by its own account; None: it is no Raspberry Pi."""
    if throttled is None:
        return ok(Check.POWER, "not a Raspberry Pi: nothing is told")
    now = [text for bit, text in _NOW.items() if throttled >> bit & 1]
    before = [text for bit, text in _NOW.items() if throttled >> bit + _BEFORE & 1]
    mend = "use the power supply made for this Raspberry Pi, with its own cable, and cool it"
    if now:
        return fail(Check.POWER, f"just now {', '.join(now)}", mend)
    if before:
        return warn(Check.POWER, f"since the start at times {', '.join(before)}", mend)
    return ok(Check.POWER, "never throttled since the start")


def models(found: Sequence[ModelStatus]) -> Finding:
    """Judge the models by their checksums."""
    broken = [model for model in found if model.verdict is not ModelVerdict.OK]
    if broken:
        told = ", ".join(f"{model.name} is {model.verdict}" for model in broken)
        return fail(Check.MODELS, told, broken[0].mend)
    return ok(Check.MODELS, f"{len(found)} models, every file as it should be")


def speed(factor: float) -> Finding:
    """Judge how long listening takes, as a part of real time."""
    told = f"listening takes {factor:.2f} of real time"
    mend = "end other programs; a Raspberry Pi 4 or 5 is enough, with a cooler"
    if factor > TOO_SLOW:
        return fail(Check.SPEED, told, mend)
    return warn(Check.SPEED, told, mend) if factor > SLOW else ok(Check.SPEED, told)
