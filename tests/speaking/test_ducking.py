"""The guide lowers its voice for whoever speaks, without a click, and never for a release."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from voiceguide.audio.blocks import BLOCK, RATE, Samples
from voiceguide.speaking.ducking import DUCKED, FALL_SECONDS, RISE_SECONDS
from voiceguide.speaking.mixer import FADE, Mixer

LEVEL = 10_000
SECOND = RATE // BLOCK


def speaking() -> Mixer:
    """Return a mixer that speaks a cue of two seconds."""
    mixer = Mixer()
    mixer.play(np.full(2 * RATE, LEVEL, dtype=np.int16))
    return mixer


def played(mixer: Mixer, seconds: float, *, lower: bool) -> Samples:
    """Return what it plays while somebody speaks over it, or nobody does."""
    blocks = []
    for _ in range(round(seconds * SECOND)):
        mixer.duck(lower=lower)
        blocks.append(mixer.next_block())
    return np.concatenate(blocks)


def test_it_falls_at_once_and_rises_in_its_own_time() -> None:
    mixer = speaking()
    assert (played(mixer, 0.2, lower=False) == LEVEL).all()
    fallen = played(mixer, 0.2, lower=True)
    assert (fallen[round(FALL_SECONDS * RATE) :] == DUCKED * LEVEL).all()
    risen = played(mixer, 0.6, lower=False)
    assert risen[round(0.5 * RISE_SECONDS * RATE)] < LEVEL
    assert (risen[round(RISE_SECONDS * RATE) :] == LEVEL).all()


@given(spoken=some.lists(some.booleans(), min_size=1, max_size=60))
def test_however_people_speak_it_stays_between_both_levels_and_never_clicks(
    spoken: list[bool],
) -> None:
    mixer = speaking()
    heard = np.concatenate([played(mixer, 0.02, lower=lower) for lower in spoken]).astype(int)
    assert heard.min() >= DUCKED * LEVEL
    assert heard.max() <= LEVEL
    steepest = (1 - DUCKED) * LEVEL / (FALL_SECONDS * RATE)
    assert np.abs(np.diff(heard, prepend=LEVEL)).max() <= steepest + 1


def test_what_follows_a_cut_begins_at_full_and_the_cut_itself_does_not_click() -> None:
    mixer = speaking()
    played(mixer, 0.2, lower=True)
    mixer.hush()
    mixer.play(np.full(RATE, LEVEL, dtype=np.int16))
    heard = played(mixer, 0.2, lower=False)
    assert heard[0] == DUCKED * LEVEL
    assert (np.diff(heard[:FADE].astype(int)) <= 0).all()
    assert (heard[FADE:] == LEVEL).all()
