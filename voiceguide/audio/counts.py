"""What went by on a sound card, and what went wrong."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass


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

    def since(self, before: Counts) -> Counts:
        """Return what has gone by since there were so many."""
        return Counts(*(a - b for a, b in zip(astuple(self), astuple(before), strict=True)))

    @property
    def faults(self) -> dict[str, int]:
        """What has gone wrong, and how often; empty when nothing has."""
        went_by = {"heard", "played"}
        return {name: n for name, n in asdict(self).items() if n and name not in went_by}
