"""What the loudspeaker plays, block by block: one cue at a time, and chimes over it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.speaking.ducking import Ducking

FADE = RATE // 100
"""Samples in which everything falls silent on ``hush``: 10 ms, half a block."""

_Wide = npt.NDArray[np.int32]
_FALLING = np.linspace(1.0, 0.0, FADE)
_INT16 = np.iinfo(np.int16)
_PEAK = 0.9 * _INT16.max


class Mixer:
    """Samples in, blocks out; no thread and no clock.

    Cues never overlap: two people must never have to part two instructions.
    """

    def __init__(self, volume: float = 1.0) -> None:
        """Play at a volume (1: as it is), but nothing so loud that it would clip."""
        self._volume = volume
        self._cue: _Sound | None = None
        self._chimes: list[_Sound] = []
        self._tail: _Wide = _nothing(0)
        self._ended = False
        self._ducking = Ducking()
        self._lower = False

    @property
    def speaking(self) -> bool:
        """Whether a cue is being played or waits for its delay."""
        return self._cue is not None

    @property
    def ended(self) -> bool:
        """Whether the cue came to its own end within the block last returned.

        True for exactly one block a cue; never for a cue that was hushed.
        """
        return self._ended

    @property
    def progress(self) -> float:
        """Seconds of the current cue that have been handed out; 0.0 while it waits, or for none."""
        return max(0, self._cue.position) / RATE if self._cue else 0.0

    def play(self, samples: Samples, *, delay: float = 0.0) -> None:
        """Start a cue after ``delay`` seconds; after a ``hush``, not before its fade is over.

        Args:
            samples: shape (n,), int16, 16 kHz; may be empty. Not copied.
            delay: seconds from the beginning of the next block.

        Raises:
            RuntimeError: a cue is being played or waits.
        """
        if self.speaking:
            raise RuntimeError("a cue was started while another one was being spoken")
        self._cue = _Sound(self._turned(samples), max(round(delay * RATE), self._tail.size))
        self._ended = False

    def chime(self, samples: Samples) -> None:
        """Play a sound (shape (n,), int16, 16 kHz) from the next block on, over whatever plays."""
        self._chimes.append(_Sound(self._turned(samples), 0))

    def turn(self, volume: float) -> None:
        """Play at this volume from the next cue and the next chime on."""
        self._volume = volume

    def duck(self, *, lower: bool) -> None:
        """Lower everything while a person speaks over it, from the next block on, or no longer."""
        self._lower = lower

    def hush(self) -> None:
        """Cut the cue and the chimes: they fade out within the first 10 ms of the next block.

        What follows begins at full, however low this was: it answers whoever spoke.
        """
        fading = np.rint(self._take(FADE) * _FALLING).astype(np.int32)
        fading[: self._tail.size] += self._tail
        self._tail = fading
        self._cue = None
        self._chimes = []
        self._ducking = Ducking()

    def next_block(self) -> Samples:
        """Return the next 20 ms for the loudspeaker: shape (320,), int16; louder sums saturate."""
        self._ended = False
        silent = self._cue is None and not self._chimes
        if silent and not self._tail.size:
            self._ducking = Ducking()
            return silence()
        mixed = _nothing(BLOCK) if silent else self._take(BLOCK)
        mixed[: self._tail.size] += self._tail
        self._tail = _nothing(0)
        if self._cue is not None and self._cue.over:
            self._ended, self._cue = True, None
        self._chimes = [chime for chime in self._chimes if not chime.over]
        return np.clip(mixed, _INT16.min, _INT16.max).astype(np.int16)

    def _turned(self, samples: Samples) -> Samples:
        """Return a sound at the volume; the whole of it is known, so it is limited undistorted."""
        peak = np.abs(samples.astype(np.int32)).max(initial=1)
        gain = min(self._volume, max(1.0, _PEAK / peak))
        return samples if gain == 1.0 else np.rint(samples * gain).astype(np.int16)

    def _take(self, count: int) -> _Wide:
        mixed = _nothing(count)
        for sound in (self._cue, *self._chimes):
            if sound is not None:
                sound.add_to(mixed)
        return self._ducking.applied(mixed, lower=self._lower)


class _Sound:
    """Samples and how far they have been played; before 0 they wait."""

    def __init__(self, samples: Samples, wait: int) -> None:
        self._samples = samples
        self.position = -wait

    @property
    def over(self) -> bool:
        return self.position >= self._samples.size

    def add_to(self, mixed: _Wide) -> None:
        """Add the next samples, as many as ``mixed`` has room for, and move on."""
        end = self.position + mixed.size
        piece = self._samples[max(0, self.position) : max(0, end)]
        start = max(0, -self.position)
        mixed[start : start + piece.size] += piece
        self.position = end


def _nothing(count: int) -> _Wide:
    return np.zeros(count, dtype=np.int32)
