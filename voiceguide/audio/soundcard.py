"""The sound card: blocks from a microphone, blocks to a loudspeaker, for as long as it takes.

PortAudio calls back in threads of its own, which only copy and count; everything else happens in
the thread that calls ``SoundCard.run``. When a device dies, ``run`` goes on without it, and a
thread beside opens it again.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voiceguide.audio.blocks import BLOCK_SECONDS
from voiceguide.audio.boxes import NEVER_SLEEPS, Sleeper
from voiceguide.audio.choosing import require_both
from voiceguide.audio.counts import Counts
from voiceguide.audio.devices import Device, devices, require_route
from voiceguide.audio.mending import Mender, give_back
from voiceguide.audio.routes import RouteWatch
from voiceguide.audio.sides import OPENING_SECONDS, Loudspeaker, Microphone
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.audio.blocks import Samples

DEAF_SECONDS = 0.5
"""Without a block from the microphone for so long, time is counted without it."""

_OLDEST = round(DEAF_SECONDS / BLOCK_SECONDS)
"""Blocks from the microphone that may wait; older ones are dropped."""

KEPT_SECONDS = 30.0
"""Of what was heard before ``run``, the latest so many seconds are kept.

Models load in 1 to 4 s. When cues have to be rendered as well, which takes minutes once, nobody
waits for an answer to what was said at its beginning, and listening to it all would take long.
"""

_KEPT = round(KEPT_SECONDS / BLOCK_SECONDS)

_IDLE_SECONDS = 1.0
"""Without a sound to be played for so long, nothing is being said."""


def missing() -> str | None:
    """Return what a live session lacks and how to get it, in one line; None when it can begin."""
    try:
        SoundCard()
    except UserError as error:
        return str(error)
    return None


class SoundCard:
    """One microphone and one loudspeaker; mono, 16 kHz, int16, blocks of 20 ms on this side."""

    def __init__(
        self,
        mic: str | None = None,
        speaker: str | None = None,
        sleeper: Sleeper = NEVER_SLEEPS,
    ) -> None:
        """Choose the devices by a part of their names (in any case); the defaults otherwise.

        A loudspeaker that falls asleep in silence can be woken up, and kept awake.

        Raises:
            UserError: PortAudio, the microphone or the loudspeaker is missing, one of them
                refuses every usual rate, or it cannot be told where a sound server leads it.
        """
        require_both(found := devices())
        self.counts = Counts()
        self.ear = Microphone(self.counts, mic)
        self.mouth = Loudspeaker(self.counts, speaker, sleeper)
        for device in (self.mic, self.speaker):
            require_route(device, found)
        self._mender: Mender | None = None

    @property
    def mic(self) -> Device:
        """The microphone."""
        return self.ear.device

    @property
    def speaker(self) -> Device:
        """The loudspeaker."""
        return self.mouth.device

    @contextmanager
    def opened(self) -> Iterator[Mender]:
        """Have both devices open while the context lasts; all that is heard waits for ``run``.

        Whoever opened them closes them: between two runs the loudspeaker does not fall asleep.

        Raises:
            UserError: a device cannot be opened.
        """
        if self._mender:
            yield self._mender
            return
        sides = (self.mouth, self.ear)
        try:
            for side in sides:
                side.open()
        except UserError:
            give_back(sides)
            raise
        self._mender, watch = Mender(sides, self._idle), RouteWatch(self.ear, self.mouth)
        try:
            yield self._mender
        finally:
            watch.end()
            self._mender.end()
            self._mender = None

    def heard_so_far(self) -> Iterator[Samples]:
        """Yield what the microphone has heard since it was opened, until none is left.

        And until the loudspeaker is awake, as then there is time. Blocks of shape (320,), int16,
        the oldest first; see ``KEPT_SECONDS``. Who is too slow ever to catch up is told no more
        than twice that.
        """
        self.ear.inbox.drop_beyond(_KEPT)
        for _ in range(2 * _KEPT):
            if self.mouth.awake(time.monotonic()) and not self.ear.inbox.waiting:
                return
            yield from self.ear.inbox.get(timeout=BLOCK_SECONDS)

    def run(
        self,
        process: Callable[[Samples], Samples],
        *,
        deaf: Callable[[], Samples],
        until: Callable[[], bool],
    ) -> None:
        """Hand every microphone block to ``process`` and play what it returns.

        Args:
            process: takes a block from the microphone, shape (320,), int16, and returns one.
            deaf: called instead, every 20 ms of wall clock, while no blocks come: what to play.
            until: asked at least every 20 ms; once true, what is queued is played and all ends.

        It begins when the loudspeaker is awake; see ``heard_so_far``.

        Raises:
            UserError: a device cannot be opened at first, or the sound server hangs for good.
            Exception: whatever ``process``, ``deaf`` or ``until`` raise.
        """
        with self.opened() as mender:
            while not self.mouth.awake(time.monotonic()):
                time.sleep(BLOCK_SECONDS)
            self._loop(mender, process, deaf, until)
            self.mouth.outbox.drain()
            time.sleep(min(self.mouth.latency, DEAF_SECONDS))  # what the card itself holds

    def hush(self) -> None:
        """Silence what is queued, with a fade of 10 ms; for the moment when the guide cuts a cue.

        To be called within ``process``: the first 10 ms of the block it returns are silenced too,
        since the guide's own fade of the cue would come after the silence.
        """
        self.mouth.outbox.hush()

    def _loop(
        self,
        mender: Mender,
        process: Callable[[Samples], Samples],
        deaf: Callable[[], Samples],
        until: Callable[[], bool],
    ) -> None:
        due = time.monotonic() + OPENING_SECONDS
        while not until():
            mender.check()
            inbox = self.ear.inbox
            inbox.drop_beyond(_OLDEST)
            blocks = inbox.get(timeout=BLOCK_SECONDS / 2)
            for block in blocks:
                self.mouth.outbox.put(process(block))
            if blocks:
                due = time.monotonic() + DEAF_SECONDS
            elif time.monotonic() >= due:
                self.mouth.outbox.put(deaf())
                due += BLOCK_SECONDS

    def _idle(self) -> bool:
        return self.mouth.outbox.silent_seconds > _IDLE_SECONDS
