"""Taking the guide's own voice out, and telling whether somebody speaks."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.hearing.activity import Activity
from voiceguide.hearing.echo import EchoCanceller
from voiceguide.session.effects import Earcon
from voiceguide.simulation.levels import rms_dbfs
from voiceguide.simulation.room import RoomSettings, SimulatedRoom
from voiceguide.speaking.earcons import sound


def blocks(samples: Samples) -> list[Samples]:
    """Return whole blocks; the rest is left off."""
    return [samples[i : i + BLOCK] for i in range(0, len(samples) - BLOCK + 1, BLOCK)]


@pytest.mark.parametrize("echo_db", [0, 6, 12])
def test_the_welcome_alone_teaches_the_canceller_the_room(echo_db: float) -> None:
    room = SimulatedRoom(RoomSettings(echo_db=echo_db, delay_ms=80), np.random.default_rng(2))
    canceller = EchoCanceller()
    for block in blocks(sound(Earcon.WELCOME)):
        canceller.cancel(room.exchange(block, silence()), block)

    speech_like = np.random.default_rng(3).normal(0, 3000, RATE).astype(np.int16)
    mic = [room.exchange(block, silence()) for block in blocks(speech_like)]
    cleaned = [canceller.cancel(m, p) for m, p in zip(mic, blocks(speech_like), strict=True)]
    left = rms_dbfs(np.concatenate(cleaned)) - rms_dbfs(np.concatenate(mic))
    assert left < -10


def test_a_person_is_left_as_they_are_while_the_guide_is_silent() -> None:
    person = np.random.default_rng(4).normal(0, 2000, RATE).astype(np.int16)
    canceller = EchoCanceller()
    heard = [canceller.cancel(block, silence()) for block in blocks(person)]
    assert np.array_equal(np.concatenate(heard), person)


def test_somebody_speaks_from_the_first_syllable_until_shortly_after_the_last() -> None:
    rng = np.random.default_rng(5)
    room = rng.normal(0, 20, 5 * RATE)
    room[2 * RATE : 3 * RATE] += rng.normal(0, 1500, RATE)
    activity = Activity()
    speaking = []
    for block in blocks(room.astype(np.int16)):
        activity.follow(block)
        speaking.append(activity.speaking)
    times = np.flatnonzero(speaking) * BLOCK / RATE
    assert 2.0 <= times[0] <= 2.1
    assert 3.3 <= times[-1] <= 3.6
