"""The sound card: blocks from a microphone, blocks to a loudspeaker.

PortAudio calls back in threads of its own, which only copy and count; everything else happens in
the thread that calls ``SoundCard.run``.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples, silence
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEAF_SECONDS = 0.5
"""Without a block from the microphone for so long, the guide is told that it is deaf."""

OPENING_SECONDS = 3.0
"""The same for the very first block: some devices take their time to open."""

_OLDEST = round(DEAF_SECONDS / BLOCK_SECONDS)
"""Blocks from the microphone that may wait; older ones are dropped."""

KEPT_SECONDS = 30.0
"""Of what was heard before ``run``, the latest so many seconds are kept.

Models load in 1 to 4 s. When cues have to be rendered as well, which takes minutes once, nobody
waits for an answer to what was said at its beginning, and listening to it all would take long.
"""

_KEPT = round(KEPT_SECONDS / BLOCK_SECONDS)

_QUEUED = 3
"""Blocks for the loudspeaker that may wait; beyond it, silent ones are left out."""

_QUEUED_AT_MOST = 6
"""Beyond it, the oldest is dropped: late speech is worse than a click."""

_FADE = RATE // 100
_FALLING = np.linspace(1.0, 0.0, _FADE)
_TEARDOWN_SECONDS = 1.0
_COMMON_RATES = (8_000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000)

_NO_PORTAUDIO = "PortAudio is missing; install it with: sudo apt install libportaudio2"
_NO_DEVICE = "no {what} found; plug one in, or start the sound server (pactl info tells)"


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device as the system names it."""

    name: str
    index: int
    """PortAudio's number for it; of no meaning outside this process."""
    inputs: int
    """Channels it records; 0: it is no microphone."""
    outputs: int
    """Channels it plays; 0: it is no loudspeaker."""
    default_mic: bool = False
    """Whether it is the microphone when none is named."""
    default_speaker: bool = False
    """Whether it is the loudspeaker when none is named."""


@dataclass(slots=True)
class Counts:
    """Blocks of 20 ms that went by, and what went wrong; all but the first two should stay 0."""

    heard: int = 0
    played: int = 0
    overflows: int = 0
    """PortAudio lost microphone audio."""
    underflows: int = 0
    """PortAudio had nothing to play in time."""
    starved: int = 0
    """A block for the loudspeaker was not ready in time: silence was played."""
    dropped_heard: int = 0
    """Blocks from the microphone, too old to be listened to."""
    dropped_said: int = 0
    """Blocks for the loudspeaker, too late to be played."""
    errors: int = 0
    """A callback raised."""


def devices() -> list[Device]:
    """Return every sound device there is; the list may be empty.

    Raises:
        UserError: PortAudio is not installed.
    """
    sd = _sounddevice()
    found = [
        Device(entry["name"], index, entry["max_input_channels"], entry["max_output_channels"])
        for index, entry in enumerate(sd.query_devices())
    ]
    mic = _default([device for device in found if device.inputs], sd.default.device[0])
    speaker = _default([device for device in found if device.outputs], sd.default.device[1])
    return [
        replace(device, default_mic=device is mic, default_speaker=device is speaker)
        for device in found
    ]


def missing() -> str | None:
    """Return what a live session lacks and how to get it, in one line; None when it can begin."""
    try:
        SoundCard()
    except UserError as error:
        return str(error)
    return None


class SoundCard:
    """One microphone and one loudspeaker, both mono, 16 kHz, int16, in blocks of 20 ms."""

    def __init__(self, mic: str | None = None, speaker: str | None = None) -> None:
        """Choose the devices by a part of their names (in any case); the defaults otherwise.

        Raises:
            UserError: PortAudio, the microphone or the loudspeaker is missing, or one of them
                refuses 16 kHz.
        """
        sd = _sounddevice()
        found = devices()
        mics = [device for device in found if device.inputs]
        speakers = [device for device in found if device.outputs]
        if not (mics and speakers):
            kinds = {"microphone": mics, "loudspeaker": speakers}
            lacking = " and no ".join(kind for kind, those in kinds.items() if not those)
            raise UserError(_NO_DEVICE.format(what=lacking))
        self.mic = _choose("microphone", mics, mic, [d for d in mics if d.default_mic])
        self.speaker = _choose(
            "loudspeaker", speakers, speaker, [d for d in speakers if d.default_speaker]
        )
        _check(sd, sd.check_input_settings, self.mic)
        _check(sd, sd.check_output_settings, self.speaker)
        self.counts = Counts()
        self._heard: queue.SimpleQueue[Samples] = queue.SimpleQueue()
        self._said = Outbox(self.counts)
        self._streams: list[Any] = []

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Have both devices open while the context lasts; all that is heard waits for ``run``.

        Raises:
            UserError: a device cannot be opened.
        """
        if self._streams:
            yield  # whoever opened them closes them
            return
        self._streams = self._open()
        try:
            yield
        finally:
            _close(self._streams)
            self._streams = []

    def heard_so_far(self) -> Iterator[Samples]:
        """Yield what the microphone has heard since it was opened, until none is left.

        Blocks of shape (320,), int16, the oldest first; see ``KEPT_SECONDS``.
        """
        self._drop_beyond(_KEPT)
        while not self._heard.empty():
            yield self._heard.get()

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

        Raises:
            UserError: a device cannot be opened.
            Exception: whatever ``process``, ``deaf`` or ``until`` raise; the devices are closed.
        """
        with self.opened():
            self._loop(process, deaf, until)
            self._said.drain()
            latency = self._streams[0].latency
            time.sleep(min(latency, DEAF_SECONDS))  # what the card itself still holds

    def hush(self) -> None:
        """Silence what is queued, with a fade of 10 ms; for the moment when the guide cuts a cue.

        To be called within ``process``: the first 10 ms of the block it returns are silenced too,
        since the guide's own fade of the cue would come after the silence.
        """
        self._said.hush()

    def _open(self) -> list[Any]:
        """Return the running streams: the loudspeaker's, the microphone's."""
        sd = _sounddevice()
        streams: list[Any] = []
        kinds = (
            (sd.RawOutputStream, self.speaker, self._speak),
            (sd.RawInputStream, self.mic, self._hear),
        )
        for make, device, callback in kinds:
            try:
                stream = make(
                    device=device.index,
                    callback=callback,
                    samplerate=RATE,
                    blocksize=BLOCK,
                    channels=1,
                    dtype="int16",
                    latency="low",
                )
                streams.append(stream)
                stream.start()
            except sd.PortAudioError as error:
                _close(streams)
                raise UserError(f"{device.name} cannot be opened: {_plain(error)}") from error
        return streams

    def _loop(
        self,
        process: Callable[[Samples], Samples],
        deaf: Callable[[], Samples],
        until: Callable[[], bool],
    ) -> None:
        due = time.monotonic() + OPENING_SECONDS
        while not until():
            block = self._next_heard()
            if block is not None:
                self._said.put(process(block))
                due = time.monotonic() + DEAF_SECONDS
            elif time.monotonic() >= due:
                self._said.put(deaf())
                due += BLOCK_SECONDS

    def _next_heard(self) -> Samples | None:
        """Return the next block from the microphone, or None when none comes in good time."""
        self._drop_beyond(_OLDEST)
        try:
            return self._heard.get(timeout=BLOCK_SECONDS / 2)
        except queue.Empty:
            return None

    def _drop_beyond(self, blocks: int) -> None:
        while self._heard.qsize() > blocks:
            self._heard.get()
            self.counts.dropped_heard += 1

    def _hear(self, indata: Any, _frames: int, _time: Any, status: Any) -> None:
        try:
            self._heard.put(np.frombuffer(indata, dtype=np.int16).copy())
            self.counts.heard += 1
            self.counts.overflows += bool(status.input_overflow)
        except Exception:  # noqa: BLE001 - an exception would end the stream and tell nobody
            self.counts.errors += 1

    def _speak(self, outdata: Any, _frames: int, _time: Any, status: Any) -> None:
        try:
            outdata[:] = self._said.get().tobytes()
            self.counts.played += 1
            self.counts.underflows += bool(status.output_underflow)
        except Exception:  # noqa: BLE001 - as above
            self.counts.errors += 1


class Outbox:
    """Blocks on their way to the loudspeaker: few, so that silence comes soon."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._lock = threading.Lock()
        self._blocks: deque[Samples] = deque()
        self._used = False
        self._muted_head = False

    def put(self, block: Samples) -> None:
        """Queue a block of shape (320,), int16."""
        with self._lock:
            if self._muted_head:
                self._muted_head = False
                block = np.concatenate([silence(_FADE), block[_FADE:]])
            if len(self._blocks) >= _QUEUED and not block.any():
                return  # catches up after a late block, unheard
            if len(self._blocks) >= _QUEUED_AT_MOST:
                self._blocks.popleft()
                self._counts.dropped_said += 1
            self._blocks.append(block)
            self._used = True

    def get(self) -> Samples:
        """Return the next block; silence when there is none."""
        with self._lock:
            if self._blocks:
                return self._blocks.popleft()
            self._counts.starved += self._used
            return silence()

    def hush(self) -> None:
        """Silence the queued blocks in their places: the echo's delay stays as it was learned."""
        with self._lock:
            for number, block in enumerate(self._blocks):
                quiet = silence()
                if number == 0:
                    quiet[:_FADE] = np.rint(block[:_FADE] * _FALLING)
                self._blocks[number] = quiet
            self._muted_head = bool(self._blocks)

    def drain(self) -> None:
        """Wait until everything has been taken, or until it should have been."""
        with self._lock:
            self._used = False
            end = time.monotonic() + (len(self._blocks) + 2) * BLOCK_SECONDS
        while self._blocks and time.monotonic() < end:
            time.sleep(BLOCK_SECONDS / 4)


def _sounddevice() -> Any:
    try:
        import sounddevice  # noqa: PLC0415 - fails where PortAudio is not installed
    except OSError as error:
        raise UserError(_NO_PORTAUDIO) from error
    return sounddevice


def _default(those: list[Device], index: int) -> Device | None:
    """Return the device to take when none is named.

    Preferred is the one called ``pulse``: when PipeWire or PulseAudio dies, ``default`` makes a
    thread spin and fill the disk with complaints.
    """
    by_name = {device.name: device for device in those}
    by_index = {device.index: device for device in those}
    return by_name.get("pulse") or by_index.get(index) or next(iter(those), None)


def _choose(kind: str, those: list[Device], name: str | None, default: list[Device]) -> Device:
    if name is None:
        return default[0]
    for device in those:
        if name.casefold() in device.name.casefold():
            return device
    there = ", ".join(device.name for device in those)
    raise UserError(f"no {kind} is called {name!r}; there are: {there}")


def _check(sd: Any, check: Callable[..., None], device: Device) -> None:
    def refusal(rate: int) -> str | None:
        try:
            check(device=device.index, channels=1, dtype="int16", samplerate=rate)
        except sd.PortAudioError as error:
            return _plain(error)
        return None

    if (why := refusal(RATE)) is not None:
        rates = [str(rate) for rate in _COMMON_RATES if refusal(rate) is None]
        raise UserError(
            f"{device.name} cannot do 16000 Hz mono ({why}); of the usual rates it can do "
            f"{', '.join(rates) or 'none'}; a sound server (pipewire, pulseaudio) converts"
        )


def _plain(error: Exception) -> str:
    """Return PortAudio's own words for what went wrong."""
    return str(error.args[0]) if error.args else type(error).__name__


def _close(streams: list[Any]) -> None:
    """Give the devices back.

    ``stop`` hangs when a device has stalled, and everything hangs when the sound server has: then
    the helper thread is left behind and ends with the process.
    """

    def close() -> None:
        for stream in streams:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)

    helper = threading.Thread(target=close, name="close sound devices", daemon=True)
    helper.start()
    helper.join(_TEARDOWN_SECONDS)
