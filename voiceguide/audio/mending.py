"""Opening again what has died, beside the session: whatever PortAudio is asked may hang.

What PortAudio does when a sound card fails, it does without a word. So a side of the card counts as
dead by the age of its last callback, or when the sound server has led its stream elsewhere. It is
closed and opened again, after pauses that grow. Without a sound server, a device that is plugged
in later is known to PortAudio only when all of it is started anew, which silences the other side:
that waits until nothing is said.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from voiceguide.audio.devices import plain, sounddevice
from voiceguide.audio.hanging import HangingError, take_no_leave
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceguide.audio.sides import Side

STUCK_SECONDS = 20.0
"""When PortAudio has not come back for so long, only the end of the process helps."""

_LOOKS = 0.1
"""Seconds between two looks at the sides."""

_PAUSES = (0.2, 0.5, 1.0, 2.0)
"""Seconds between two tries to open; the last one from then on."""

_TEARDOWN_SECONDS = 1.0


class Mender:
    """A thread that keeps the sides of a card open."""

    def __init__(self, sides: Sequence[Side], idle: Callable[[], bool]) -> None:
        """Begin when started.

        Args:
            sides: what is to be kept open; open now.
            idle: whether nothing is being said, so that all may fall silent for an instant.
        """
        self._sides = sides
        self._idle = idle
        self._ending = threading.Event()
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._mend, name="mend sound card", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Look whether mending itself is stuck.

        Raises:
            HangingError: it is, beyond help.
        """
        busy = self._busy_since
        if busy is not None and time.monotonic() - busy > STUCK_SECONDS:
            raise HangingError

    def end(self) -> None:
        """Mend no more, and give both devices back, as far as that is possible."""
        self._ending.set()
        give_back(self._sides, after=self._thread)

    def _mend(self) -> None:
        tries = 0
        while not self._ending.wait(_PAUSES[min(tries, len(_PAUSES)) - 1] if tries else _LOOKS):
            now = time.monotonic()
            dead = [side for side in self._sides if side.dead(now)]
            if not dead:
                tries = 0
                continue
            self._busy_since = now
            tries = 0 if self._open_again(dead, anew=tries > 0) else tries + 1
            self._busy_since = None

    def _open_again(self, dead: list[Side], *, anew: bool) -> bool:
        """Try to open what is dead; return whether all of it is open."""
        unknown = any(side.device.node is None for side in dead)  # the server knows its own
        if anew and unknown and self._idle():
            dead = list(self._sides)
        for side in dead:
            side.close()
        if len(dead) == len(self._sides):
            try:
                start_anew()
            except UserError:
                return False
        opened = [_opened(side) for side in dead]
        return all(opened)


def give_back(sides: Sequence[Side], after: threading.Thread | None = None) -> None:
    """Close both sides, in a helper thread: with a sound server that hangs, it is left behind."""

    def close() -> None:
        if after:
            after.join()
        for side in sides:
            side.close()

    helper = threading.Thread(target=close, name="close sound card", daemon=True)
    helper.start()
    helper.join(_TEARDOWN_SECONDS)
    if helper.is_alive():
        take_no_leave()


def _opened(side: Side) -> bool:
    try:
        side.open()
    except UserError:
        return False
    side.counts.reopened += 1
    return True


def start_anew() -> None:
    """Have PortAudio look for devices again; it does so only when it starts.

    Raises:
        UserError: it does not start.
    """
    sd = sounddevice()
    try:
        while sd._initialized:  # noqa: SLF001  # the library has no other way
            sd._terminate()  # noqa: SLF001
        sd._initialize()  # noqa: SLF001
    except sd.PortAudioError as error:
        raise UserError(
            f"PortAudio does not start: {plain(error)}; start the guide again"
        ) from error
