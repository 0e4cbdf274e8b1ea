"""Watching where the sound server leads our streams; beside the session, as asking takes its time.

The server tells when something changes, so it is asked only then.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from voiceguide.audio import pulse

if TYPE_CHECKING:
    import subprocess

    from voiceguide.audio.sides import Side

_AGAIN = 1.0
"""Seconds until a server that has gone is looked for again."""


class RouteWatch:
    """A thread that marks a side of the card as misrouted."""

    def __init__(self, ear: Side, mouth: Side) -> None:
        """Begin to watch both."""
        self._ear, self._mouth = ear, mouth
        self._ending = threading.Event()
        self._changes: subprocess.Popen[str] | None = None
        threading.Thread(target=self._watch, name="watch routes", daemon=True).start()

    def end(self) -> None:
        """Watch no more."""
        self._ending.set()
        if self._changes:
            self._changes.kill()

    def _watch(self) -> None:
        while not self._ending.is_set():
            self._changes = pulse.changes()
            if self._changes is None:
                return  # no program to ask, so no such server
            with self._changes as changes:
                if self._ending.is_set():
                    changes.kill()
                self._look()
                for _ in changes.stdout or ():
                    self._look()
            self._ending.wait(_AGAIN)

    def _look(self) -> None:
        """Look where they lead; again, if the server does not answer."""
        while True:
            ear, mouth = self._ear.opened, self._mouth.opened
            found = pulse.route(os.getpid())
            if found or self._ending.wait(_AGAIN):
                break
        if found and found.source:
            self._ear.led_to(found.source, ear)
        if found and found.sink:
            self._mouth.led_to(found.sink, mouth)
