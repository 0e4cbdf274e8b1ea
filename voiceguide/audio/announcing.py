"""Speaking on a loudspeaker alone, where there is no microphone to lead a session with."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, Samples
from voiceguide.audio.boxes import NEVER_SLEEPS, Sleeper
from voiceguide.audio.counts import Counts
from voiceguide.audio.mending import give_back
from voiceguide.audio.sides import Loudspeaker

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_LATENCY = 0.5
"""Seconds that are waited at most for what the device itself still holds."""


def announce(
    sounds: Iterable[Samples], speaker: str | None = None, sleeper: Sleeper = NEVER_SLEEPS
) -> None:
    """Play sounds (shape (n,), int16, 16 kHz) one after the other, to their end.

    Args:
        sounds: what is played.
        speaker: a part of the loudspeaker's name; None: the default one.
        sleeper: what it needs if it falls asleep.

    Raises:
        UserError: there is no such loudspeaker, or it cannot be opened.
    """
    mouth = Loudspeaker(Counts(), speaker, sleeper)
    mouth.open()
    try:
        while not mouth.awake(time.monotonic()):
            time.sleep(BLOCK_SECONDS)
        for sound in sounds:
            _play(sound, mouth)
        mouth.outbox.drain()
        time.sleep(min(mouth.latency, _LONGEST_LATENCY))
    finally:
        give_back((mouth,))


def _play(sound: Samples, mouth: Loudspeaker) -> None:
    for block in np.pad(sound, (0, -sound.size % BLOCK)).reshape(-1, BLOCK):
        while mouth.outbox.full and not mouth.dead(time.monotonic()):
            time.sleep(BLOCK_SECONDS / 4)
        mouth.outbox.put(block)
