"""Listening in a thread of its own, so that the session goes on when listening does not."""

from __future__ import annotations

import sys
import threading
import traceback
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.audio.blocks import Samples
    from voiceguide.language.intents import Expecting, Heard

_MOST = 75
"""Blocks (1.5 s) that wait at the most; a stop heard later than that is of no use."""

_KEPT = 25
"""Blocks (0.5 s) of them that are listened to then."""


class Listening(Protocol):
    """What a guide listens with."""

    @property
    def somebody_speaks(self) -> bool:
        """Whether a person seems to be speaking just now, understood or not."""

    @property
    def somebody_stands_out(self) -> bool:
        """Whether a person speaks just now, as far as is heard over the guide's own voice."""

    def hear(self, mic: Samples, played: Samples) -> tuple[Heard, ...]:
        """Take the next microphone block and what was played meanwhile; return the decisions."""

    def miss(self) -> None:
        """Let 20 ms pass of which nothing is known."""

    def expect(self, expecting: Expecting | None) -> None:
        """Wait for this kind of answer from now on."""

    def guide_says(self, text: str, start: float, end: float) -> None:
        """Note that the guide itself says this between two seconds of audio clock."""

    def guide_hushed(self, now: float) -> None:
        """Note that the guide's cue was cut off."""


@dataclass(frozen=True, slots=True)
class _Block:
    mic: Samples
    played: Samples


class Beside:
    """A listener in a thread; what it is told, it is told in the same order."""

    def __init__(self, listener: Listening, patience: float | None = None) -> None:
        """Begin to listen.

        Args:
            listener: does the listening; nobody else's from now on.
            patience: seconds for which ``hear`` waits for the decisions on its block; those that
                come later, the next one returns. None: as long as it takes.
        """
        self.patience = patience
        self.listened = 0
        """Blocks that have been listened to."""
        self.unheard = 0
        """Blocks handed over since the latest that was listened to: they wait, or it broke."""
        self._listener = listener
        self._tasks: deque[_Block | Callable[[], None]] = deque()
        self._waiting = 0
        self._broke_with: set[type[Exception]] = set()
        self._decided: list[Heard] = []
        self._changed = threading.Condition()
        self._closed = False
        threading.Thread(target=self._listen, name="listen", daemon=True).start()

    def close(self) -> None:
        """Listen to no more; the thread ends with the block that it is at."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """Blocks that wait to be listened to."""
        return self._waiting

    @property
    def somebody_speaks(self) -> bool:
        """Whether a person seems to be speaking, as of the latest block that was listened to."""
        return self._listener.somebody_speaks

    @property
    def somebody_stands_out(self) -> bool:
        """The same, as far as is heard over the guide's own voice."""
        return self._listener.somebody_stands_out

    def hear(self, mic: Samples, played: Samples) -> tuple[Heard, ...]:
        """Hand over a block; return what has been decided by now, on this one or earlier ones."""
        with self._changed:
            if self._waiting >= _MOST:
                self._leave_out(self._waiting - _KEPT)
            self._add(_Block(mic, played))
            self._waiting += 1
            self.unheard += 1
            self._changed.wait_for(lambda: not self._waiting, self.patience)
            decided, self._decided = tuple(self._decided), []
        return decided

    def miss(self) -> None:
        """Let 20 ms pass of which nothing is known."""
        self._tell(self._listener.miss)

    def expect(self, expecting: Expecting | None) -> None:
        """Wait for this kind of answer from now on."""
        self._tell(lambda: self._listener.expect(expecting))

    def guide_says(self, text: str, start: float, end: float) -> None:
        """Note that the guide itself says this between two seconds of audio clock."""
        self._tell(lambda: self._listener.guide_says(text, start, end))

    def guide_hushed(self, now: float) -> None:
        """Note that the guide's cue was cut off."""
        self._tell(lambda: self._listener.guide_hushed(now))

    def _tell(self, task: Callable[[], None]) -> None:
        with self._changed:
            self._add(task)

    def _add(self, task: _Block | Callable[[], None]) -> None:
        self._tasks.append(task)
        self._changed.notify_all()

    def _leave_out(self, blocks: int) -> None:
        """Have the oldest blocks pass unheard: their time has passed, and so has their use."""
        for number, task in enumerate(self._tasks):
            if blocks and isinstance(task, _Block):
                self._tasks[number] = self._listener.miss
                self._waiting -= 1
                blocks -= 1

    def _listen(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._tasks or self._closed)
                if self._closed:
                    return
                task = self._tasks.popleft()
            try:
                decided = self._done(task)
            except Exception as error:  # noqa: BLE001 - one block is lost; of all, the watch tells
                self._complain(error)
                decided = None
            with self._changed:
                if isinstance(task, _Block):
                    self._waiting -= 1
                    if decided is not None:
                        self.listened += 1
                        self.unheard = self._waiting
                self._decided += decided or ()
                self._changed.notify_all()

    def _complain(self, error: Exception) -> None:
        """Tell once of each kind: a decoder that is broken breaks on every block, 50 a second."""
        if type(error) not in self._broke_with:
            self._broke_with.add(type(error))
            traceback.print_exception(error, file=sys.stderr)

    def _done(self, task: _Block | Callable[[], None]) -> tuple[Heard, ...]:
        if isinstance(task, _Block):
            return self._listener.hear(task.mic, task.played)
        task()
        return ()
