"""What went by on a sound card, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass


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
    reopened: int = 0
    """A device had died, and was opened again."""
