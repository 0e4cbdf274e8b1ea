"""What the service manager is told, by the protocol of sd_notify(3): a few words to a socket.

The protocol is stable, and its page asks programs to speak it themselves. The packages that do so
pace the watchdog by the wall clock, which may jump, or fail when the socket is gone.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DEAF_SECONDS = 600.0
"""How long the manager is asked to wait while the microphone is gone and nobody is held.

Until then the guide tries to get it back by itself, and the session can be resumed. After that a
fresh process is the better try.
"""

_FEEDS = 4
"""The watchdog is fed so many times in the time it allows; sd_watchdog_enabled(3) asks for two."""


class ServiceManager:
    """Whoever started this process and starts it again when it hangs; tells nobody if nobody did.

    Nothing here blocks or raises: a block of audio waits for it.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Take ``NOTIFY_SOCKET``, ``WATCHDOG_USEC`` and ``WATCHDOG_PID`` from here."""
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._patience = _watchdog_microseconds(environment)
        self._fed_at: float | None = None
        self._deaf = False

    def status(self, text: str) -> None:
        """Say what is going on, in one line for people: ``systemctl status`` shows it."""
        self._tell(f"STATUS={text}")

    def ready(self) -> None:
        """Tell that the guide listens."""
        self._tell("READY=1")

    def starting(self, seconds: float) -> None:
        """Ask for so many seconds more, counted from now, until it listens."""
        self._tell(f"EXTEND_TIMEOUT_USEC={round(seconds * 1e6)}")

    def alive(self, now: float) -> None:
        """Tell that a block came from the microphone and that it has been listened to.

        Args:
            now: seconds of a clock that never jumps; may be called for every block.
        """
        if not self._patience:
            return
        if self._deaf:
            self._deaf = False
            self._tell(f"WATCHDOG_USEC={self._patience}")
        if self._fed_at is None or now - self._fed_at >= self._patience / _FEEDS / 1e6:
            self._fed_at = now
            self._tell("WATCHDOG=1")

    def deaf(self, seconds: float = DEAF_SECONDS) -> None:
        """Tell that nobody is heard, and that everybody is let go; the watchdog is not fed.

        Args:
            seconds: how long the manager is asked to wait from now on.
        """
        if self._patience and not self._deaf:
            self._deaf = True
            self._tell(f"WATCHDOG_USEC={round(seconds * 1e6)}")

    def stopping(self) -> None:
        """Tell that the process is about to end by itself."""
        self._tell("STOPPING=1")

    def _tell(self, message: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
            sending.settimeout(0.0)
            sending.sendto(message.encode(), self._address)


def _watchdog_microseconds(environment: Mapping[str, str]) -> int:
    """Return how long the watchdog waits; 0: nobody watches this process."""
    microseconds = environment.get("WATCHDOG_USEC", "")
    meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(microseconds) if meant and microseconds.isdigit() else 0
