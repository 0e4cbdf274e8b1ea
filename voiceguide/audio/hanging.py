"""Asking what may hang: a sound server that is frozen never answers, and PortAudio waits for it."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_STDERR = 2

ANSWER_SECONDS = 10.0
"""A sound server that has not told its devices by then never will."""

MEND = "start it again (systemctl --user restart pipewire pulseaudio), then the guide"


class HangingError(UserError):
    """The sound server does not answer."""

    def __init__(self) -> None:
        """Tell so."""
        super().__init__(f"the sound server hangs, and so does all that is asked of it; {MEND}")


def in_time(ask: Callable[[], T], seconds: float) -> T:
    """Return what is answered; a thread that is not answered is left behind.

    Raises:
        HangingError: nothing has been answered within so many seconds.
        Exception: whatever ``ask`` raises.
    """
    answer: Future[T] = Future()

    def wait() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
            answer.set_exception(error)

    complaints = os.dup(_STDERR)
    threading.Thread(target=wait, name="ask the sound server", daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError:
        os.dup2(complaints, _STDERR)  # the library mutes it while PortAudio starts
        take_no_leave()
        raise HangingError from None
    finally:
        os.close(complaints)


def take_no_leave() -> None:
    """Have the process end without the library's own farewell, which would wait for the server."""
    if farewell := getattr(sys.modules.get("sounddevice"), "_exit_handler", None):
        atexit.unregister(farewell)
