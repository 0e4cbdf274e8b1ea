"""Recording what the examination of a room needs: a quiet moment, then the welcome's wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, Samples, silence
from voiceguide.doctor.room import Recorded
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from voiceguide.audio.soundcard import SoundCard

SETTLING_SECONDS = 0.5
"""Some microphones click when they are opened."""

QUIET_SECONDS = 2.0

_AFTER_SECONDS = 0.5
"""What was played is still to be heard so long after it."""

_PATIENCE = 3.0
"""Seconds without a block after which no more is waited for."""


def record(card: SoundCard, sound: Samples) -> Recorded:
    """Record a quiet moment, then play a sound and record that.

    Args:
        card: both devices.
        sound: shape (n,), int16, 16 kHz.

    Raises:
        UserError: a device cannot be opened, or no blocks come.
    """
    recording = _Recording(sound)
    card.run(recording.block, deaf=recording.deaf, until=lambda: recording.over)
    return recording.recorded()


class _Recording:
    """Takes blocks, and hands out those of the sound when the quiet moment is over."""

    def __init__(self, sound: Samples) -> None:
        after = _blocks(_AFTER_SECONDS)
        padded = np.concatenate([sound, silence(-len(sound) % BLOCK), silence(after * BLOCK)])
        self._quiet = _blocks(SETTLING_SECONDS + QUIET_SECONDS)
        self._to_play = padded.reshape(-1, BLOCK)
        self._heard: list[Samples] = []
        self._deaf = 0

    @property
    def over(self) -> bool:
        """Whether all has been recorded, or nothing comes any more."""
        whole = len(self._heard) > self._quiet + len(self._to_play)
        return whole or self._deaf > _blocks(_PATIENCE)

    def block(self, mic: Samples) -> Samples:
        """Take a block from the microphone; return one for the loudspeaker."""
        self._deaf = 0
        self._heard.append(mic)
        number = len(self._heard) - 1 - self._quiet
        return self._to_play[number] if 0 <= number < len(self._to_play) else silence()

    def deaf(self) -> Samples:
        """Let a block's time pass without one."""
        self._deaf += 1
        return silence()

    def recorded(self) -> Recorded:
        """Return all of it; what is returned with a block is played during the next one."""
        if not self.over or self._deaf:
            raise UserError("no sound comes from the microphone")
        quiet = self._heard[_blocks(SETTLING_SECONDS) : self._quiet]
        mic = self._heard[self._quiet + 1 : self._quiet + 1 + len(self._to_play)]
        return Recorded(np.concatenate(quiet), np.concatenate(mic), self._to_play.ravel())


def _blocks(seconds: float) -> int:
    return round(seconds / BLOCK_SECONDS)
