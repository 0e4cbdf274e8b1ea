"""Between PortAudio's threads and ours: blocks that have been heard, blocks that are to be said.

Only here is anything resampled in a live session, and only where a device cannot do 16 kHz mono.
The resampler is behind by 20 to 60 ms then.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from dataclasses import dataclass
from itertools import chain, cycle
from typing import TYPE_CHECKING

import numpy as np
import soxr

from voiceguide.audio.blocks import BLOCK_SECONDS, RATE, Samples, silence

if TYPE_CHECKING:
    from voiceguide.audio.counts import Counts
    from voiceguide.audio.devices import Format

_QUALITY = "LQ"
"""Of soxr's filters the one that is least behind and still keeps what would alias out."""

_QUEUED = 3
"""Blocks for the loudspeaker that may wait; beyond it, silent ones are left out."""

_QUEUED_AT_MOST = 6
"""Beyond it, the oldest is dropped: late speech is worse than a click."""


_FAINT = 8
"""Peak (of 32768, so -72 dBFS) of the noise that keeps a loudspeaker awake; nobody hears it."""

_SOFT = 64
"""Peak (-54 dBFS) of the lead-in that wakes it up: more than devices take for silence, and 30 dB
under the voice."""


class Inbox:
    """Blocks on their way from the microphone."""

    def __init__(self, counts: Counts, form: Format) -> None:
        """Take what a microphone that is open in this format hears."""
        self._counts = counts
        self._channels = form.channels
        self._waiting: queue.SimpleQueue[Samples] = queue.SimpleQueue()
        self._reblock = Reblocker(form.rate, RATE)

    def put(self, heard: memoryview) -> None:
        """Copy what the device hands over; called in PortAudio's thread."""
        self._waiting.put(np.frombuffer(heard, dtype=np.int16).copy())
        self._counts.heard += 1

    def get(self, timeout: float | None = None) -> list[Samples]:
        """Return the next blocks of shape (320,), mostly one; none if none comes within seconds."""
        try:
            heard = self._waiting.get(block=timeout is not None, timeout=timeout)
        except queue.Empty:
            return []
        return self._reblock(heard[:: self._channels])

    def drop_beyond(self, blocks: int) -> None:
        """Leave out the oldest beyond so many."""
        while self._waiting.qsize() > blocks:
            self._waiting.get()
            self._counts.dropped_heard += 1

    @property
    def waiting(self) -> int:
        """Blocks that wait."""
        return self._waiting.qsize()


LONGEST_LEAD_IN = 10.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Sleeper:
    """What a loudspeaker needs that falls asleep in silence (HDMI, Bluetooth).

    It would miss the first words after each silence.
    """

    lead_in: float = 0.0
    """Seconds of soft noise after the opening, in which it wakes up."""
    keep_awake: bool = False
    """Whether it gets faint noise in place of any silence."""


NEVER_SLEEPS = Sleeper()


class Outbox:
    """Blocks on their way to the loudspeaker: few, so that silence comes soon."""

    def __init__(self, counts: Counts, form: Format, sleeper: Sleeper = NEVER_SLEEPS) -> None:
        """Hand over to a loudspeaker that is open in this format.

        Args:
            counts: what goes wrong is counted there.
            form: the loudspeaker's.
            sleeper: what it gets in silence, from the opening on.
        """
        self._counts = counts
        self._channels = form.channels
        self._size = round(form.rate * BLOCK_SECONDS)
        self._fade = self._size // 2
        self._reblock = Reblocker(RATE, form.rate)
        self._lock = threading.Lock()
        self._blocks: deque[Samples] = deque()
        self._used = False
        self._muted_head = False
        self._silent = 0
        lead_in = self._noise(_SOFT)[: round(sleeper.lead_in / BLOCK_SECONDS)]
        rest = self._noise(_FAINT) if sleeper.keep_awake else [silence(self._size)]
        self._pauses = chain(lead_in, cycle(rest))

    def _noise(self, peak: int) -> list[Samples]:
        """Return as many blocks of noise as the longest lead-in has."""
        shape = (round(LONGEST_LEAD_IN / BLOCK_SECONDS), self._size)
        noise = np.random.default_rng(0).integers(-peak, peak + 1, shape)
        return list(noise.astype(np.int16))

    @property
    def silent_seconds(self) -> float:
        """For how long nothing but silence has been put in."""
        return self._silent * BLOCK_SECONDS

    @property
    def full(self) -> bool:
        """Whether as many blocks wait as should."""
        return len(self._blocks) >= _QUEUED

    def put(self, block: Samples) -> None:
        """Queue a block of shape (320,), int16, 16 kHz."""
        self._silent = 0 if block.any() else self._silent + 1
        with self._lock:
            for each in self._reblock(block):
                self._put(each)

    def _put(self, block: Samples) -> None:
        if self._muted_head:
            self._muted_head = False
            block = np.concatenate([silence(self._fade), block[self._fade :]])
        if self.full and not block.any():
            return  # catches up after a late block, unheard
        if len(self._blocks) >= _QUEUED_AT_MOST:
            self._blocks.popleft()
            self._counts.dropped_said += 1
        self._blocks.append(block)
        self._used = True

    def get(self) -> bytes:
        """Return the next block as the device takes it; silence when there is none."""
        with self._lock:
            block = self._blocks.popleft() if self._blocks else None
            self._counts.starved += self._used and block is None
        pause = next(self._pauses)
        if block is None or not block.any():
            block = pause
        return np.repeat(block, self._channels).tobytes()

    def hush(self) -> None:
        """Silence the queued blocks in their places: the echo's delay stays as it was learned."""
        with self._lock:
            for number, block in enumerate(self._blocks):
                quiet = silence(self._size)
                if number == 0:
                    falling = np.linspace(1.0, 0.0, self._fade)
                    quiet[: self._fade] = np.rint(block[: self._fade] * falling)
                self._blocks[number] = quiet
            self._muted_head = bool(self._blocks)

    def drain(self) -> None:
        """Wait until everything has been taken, or until it should have been."""
        with self._lock:
            self._used = False
            end = time.monotonic() + (len(self._blocks) + 2) * BLOCK_SECONDS
        while self._blocks and time.monotonic() < end:
            time.sleep(BLOCK_SECONDS / 4)


class Reblocker:
    """Samples at one rate in, blocks of 20 ms at another out."""

    def __init__(self, rate: int, wanted: int) -> None:
        """Turn one rate (Hz) into another; both divide into blocks of 20 ms."""
        self._stream = (
            soxr.ResampleStream(rate, wanted, 1, dtype="int16", quality=_QUALITY)
            if rate != wanted
            else None
        )
        self._size = round(wanted * BLOCK_SECONDS)
        self._rest: Samples = silence(0)

    def __call__(self, samples: Samples) -> list[Samples]:
        """Take some more samples; return the blocks that are complete."""
        if self._stream:
            samples = self._stream.resample_chunk(samples)
        whole = np.concatenate([self._rest, samples]) if self._rest.size else samples
        end = whole.size // self._size * self._size
        self._rest = whole[end:]
        return list(whole[:end].reshape(-1, self._size))
