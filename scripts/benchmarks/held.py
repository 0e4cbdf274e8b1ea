"""Holding a process to a part of one core, as a small computer would."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PERIOD = 10_000
"""Microseconds in which a process gets its part: half a block, so that it is slow, not jerky."""

_ROOTS = (Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/cpu"))
"""Where control groups of version 2, and of version 1, are."""


def how() -> str | None:
    """Return by what a process can be held here; None: by nothing."""
    with suppress(OSError), _group(0.5):
        return "a control group"
    return "cpulimit" if shutil.which("cpulimit") else None


@contextmanager
def held(share: float) -> Iterator[Callable[[int], None]]:
    """Yield what holds a process (by its number), and what it starts, to a share of one core.

    Raises:
        RuntimeError: nothing here can.
    """
    if share >= 1.0:
        yield lambda _process: None
    elif how() == "a control group":
        with _group(share) as group:
            yield lambda process: _put(group / "cgroup.procs", process)
    elif how():
        with _limits() as limit:
            yield lambda process: limit(process, share)
    else:
        raise RuntimeError("neither control groups nor cpulimit")


@contextmanager
def _group(share: float) -> Iterator[Path]:
    """Make a group for as long as the context lasts; whoever is left in it goes back.

    Raises:
        OSError: it cannot be made.
    """
    root = next((root for root in reversed(_ROOTS) if (root / "cgroup.procs").exists()), _ROOTS[0])
    group = root / f"voiceguide-{os.getpid()}"
    group.mkdir()
    try:
        if (group / "cpu.max").exists():
            (group / "cpu.max").write_text(f"{round(share * PERIOD)} {PERIOD}", "ascii")
        else:
            _put(group / "cpu.cfs_period_us", PERIOD)
            _put(group / "cpu.cfs_quota_us", round(share * PERIOD))
        yield group
    finally:
        for process in (group / "cgroup.procs").read_text("ascii").split():
            _put(root / "cgroup.procs", int(process))
        group.rmdir()


@contextmanager
def _limits() -> Iterator[Callable[[int, float], None]]:
    running: list[subprocess.Popen[bytes]] = []

    def limit(process: int, share: float) -> None:
        command = ["cpulimit", f"--pid={process}", f"--limit={round(100 * share)}"]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))  # noqa: S603  # ours

    try:
        yield limit
    finally:
        for each in running:
            each.kill()
            each.wait()


def _put(file: Path, number: int) -> None:
    file.write_text(str(number), "ascii")
