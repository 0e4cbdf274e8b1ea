"""What is said in the simulated room, and what the microphone hears of it."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.simulation.echo_path import LOUDSPEAKER_DBFS
from voiceguide.simulation.levels import at_level
from voiceguide.simulation.room import TALKER_DBFS, RoomSettings, SimulatedRoom
from voiceguide.simulation.voices import VOICES, SyntheticVoice

TALKED = "stop please, this is more than enough, ease off now and let my leg go down again"
CUED = "lift the heel of the left leg slowly towards the ceiling and hold it with both hands"


def microphone(settings: RoomSettings, speaker: Samples, voices: Samples, seed: int = 0) -> Samples:
    """Return what the microphone hears, as long as the longer one and a second."""
    room = SimulatedRoom(settings, np.random.default_rng(seed))
    total = (max(len(speaker), len(voices)) + RATE) // BLOCK * BLOCK
    both = [np.concatenate([a, silence(total - len(a))]) for a in (speaker, voices)]
    return np.concatenate(
        [room.exchange(*(a[i : i + BLOCK] for a in both)) for i in range(0, total, BLOCK)]
    )


@pytest.fixture(scope="module")
def talker() -> Samples:
    return at_level(SyntheticVoice(VOICES["client"]).speak(TALKED), TALKER_DBFS)


@pytest.fixture(scope="module")
def guide() -> Samples:
    return at_level(SyntheticVoice("en-us").speak(CUED), LOUDSPEAKER_DBFS)
