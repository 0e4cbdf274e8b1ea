"""The two sides of a sound card, as PortAudio opens them: a microphone, a loudspeaker.

A side is a device by its name and the stream that is open on it, if one is. PortAudio's callbacks
only copy and count. Everything else that PortAudio is asked may hang for as long as the sound
server does, so after the first opening nobody asks but ``mending``.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from voiceguide.audio import pulse
from voiceguide.audio.blocks import BLOCK_SECONDS
from voiceguide.audio.boxes import NEVER_SLEEPS, Inbox, Outbox, Sleeper
from voiceguide.audio.choosing import loudspeaker, microphone, same
from voiceguide.audio.devices import (
    Device,
    Format,
    devices,
    format_of,
    plain,
    sounddevice,
)
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.audio.counts import Counts

DEAD_SECONDS = 1.0
"""Without a callback for so long, a stream is dead: PortAudio itself says nothing."""

OPENING_SECONDS = 3.0
"""The same for the very first one: some devices take their time to open."""


class Side(ABC):
    """One direction of the card."""

    def __init__(self, counts: Counts, name: str | None) -> None:
        """Choose a device by a part of its name; None: the default one.

        Raises:
            UserError: there is none of that name, or it cannot be opened at any rate.
        """
        self.counts = counts
        self.misrouted = False
        """Whether the sound server leads the stream to another device."""
        self._misled = False
        self._name = name
        self._stream: Any = None
        self._called = 0.0
        self.opened = 0.0
        """When it was opened last, in seconds of ``time.monotonic``."""
        self._over = False
        self.device = self._choose(devices())
        self.form = self._format()

    @abstractmethod
    def _choose(self, found: Sequence[Device]) -> Device:
        """Return the device to be opened."""

    @abstractmethod
    def _format(self) -> Format:
        """Return what the device can be opened with."""

    @abstractmethod
    def _make(self, **settings: Any) -> Any:
        """Return a stream with these settings."""

    @abstractmethod
    def _copy(self, data: memoryview, status: Any) -> None:
        """Take or hand over a block; called in PortAudio's thread."""

    def open(self) -> None:
        """Open the device, and start; again the same one, for another may stand in another room.

        Raises:
            UserError: it is not there, or cannot be opened.
        """
        self.device = same(devices(), self.device)
        self.form = self._format()
        self._over = False
        try:
            self._stream = self._make(
                device=self.device.index,
                callback=self._called_back,
                finished_callback=self._finished,
                samplerate=self.form.rate,
                blocksize=round(self.form.rate * BLOCK_SECONDS),
                channels=self.form.channels,
                dtype="int16",
                latency="low",
            )
            self._stream.start()
        except sounddevice().PortAudioError as error:
            self.close()
            raise UserError(f"{self.device.name} cannot be opened: {plain(error)}") from error
        self.opened = time.monotonic()
        self.misrouted = False

    def close(self) -> None:
        """Give the device back.

        This hangs for as long as the sound server does; ``stop`` would hang more often.
        """
        stream, self._stream = self._stream, None
        if stream:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)

    def led_to(self, node: str, opened: float) -> None:
        """Note where the server has led the stream that was opened at this time."""
        if self.opened == opened and self.device.node not in {None, node}:
            self.misrouted = self._misled = True

    def was_misled(self) -> bool:
        """Tell whether the stream is or was led elsewhere since this was asked last."""
        misled, self._misled = self._misled, False
        return misled or self.misrouted

    @property
    def latency(self) -> float:
        """Seconds that the device itself holds."""
        return float(self._stream.latency) if self._stream else 0.0

    def unheard_of(self, now: float) -> float:
        """Return for how many seconds there has been no callback; endless if there will be none."""
        if self._stream is None or self._over:
            return float("inf")
        return now - max(self._called, self.opened)

    def dead(self, now: float) -> bool:
        """Tell whether it has to be opened again."""
        opening = self._called < self.opened
        patience = OPENING_SECONDS if opening else DEAD_SECONDS
        return self.misrouted or self.unheard_of(now) > patience

    def _called_back(self, data: Any, _frames: int, _time: Any, status: Any) -> None:
        try:
            self._copy(data, status)
            self._called = time.monotonic()
        except Exception:  # noqa: BLE001 - an exception would end the stream and tell nobody
            self.counts.errors += 1

    def _finished(self) -> None:
        self._over = True


class Microphone(Side):
    """The side that hears."""

    inbox: Inbox

    def _choose(self, found: Sequence[Device]) -> Device:
        return microphone(found, self._name)

    def _format(self) -> Format:
        return format_of(self.device, records=True)

    def _make(self, **settings: Any) -> Any:
        self.inbox = Inbox(self.counts, self.form)
        with pulse.led_to(source=self.device.node):
            return sounddevice().RawInputStream(**settings)

    def _copy(self, data: memoryview, status: Any) -> None:
        self.inbox.put(data)
        self.counts.overflows += bool(status.input_overflow)


class Loudspeaker(Side):
    """The side that speaks."""

    outbox: Outbox

    def __init__(self, counts: Counts, name: str | None, sleeper: Sleeper = NEVER_SLEEPS) -> None:
        """As above; it may be one that falls asleep."""
        super().__init__(counts, name)
        self._sleeper = sleeper

    def awake(self, now: float) -> bool:
        """Tell whether it has had its lead-in since it was opened."""
        return now - self.opened >= self._sleeper.lead_in

    def _choose(self, found: Sequence[Device]) -> Device:
        return loudspeaker(found, self._name)

    def _format(self) -> Format:
        return format_of(self.device, records=False)

    def _make(self, **settings: Any) -> Any:
        self.outbox = Outbox(self.counts, self.form, self._sleeper)
        with pulse.led_to(sink=self.device.node):
            return sounddevice().RawOutputStream(**settings)

    def _copy(self, data: memoryview, status: Any) -> None:
        data[:] = self.outbox.get()
        self.counts.played += 1
        self.counts.underflows += bool(status.output_underflow)
