"""Doing in a thread of its own what may take long: a slow disk, a terminal that nobody reads.

Whoever leads people asks for it and goes on at once.
"""

from __future__ import annotations

import queue
import sys
import threading
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 10_000
"""Tasks that may wait: some hours of a session. Beyond it they are left out, and counted."""

FAREWELL_SECONDS = 5.0
"""For so long the end waits for what is still to be done."""


class Aside:
    """Tasks, done one after the other."""

    def __init__(self) -> None:
        """Begin."""
        self.left_out = 0
        """Tasks that were never done, as too many waited."""
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="aside", daemon=True)
        self._thread.start()

    def do(self, task: Callable[[], None]) -> None:
        """Have something done soon. Never waits; signal handlers may call it, too."""
        if self._tasks.qsize() >= MOST:
            self.left_out += 1
        else:
            self._tasks.put(task)

    def close(self) -> bool:
        """Wait until all is done, but not for long; return whether it is. Nothing is done after."""
        self._tasks.put(None)
        self._thread.join(FAREWELL_SECONDS)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while task := self._tasks.get():
            try:
                task()
            except Exception:  # noqa: BLE001  # one task is lost, not all that follow
                traceback.print_exc(file=sys.stderr)
