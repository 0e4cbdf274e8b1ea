"""The mixer: what goes in comes out, one cue at a time, and silence comes at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from voiceguide.audio.blocks import BLOCK, RATE, Samples
from voiceguide.speaking.mixer import FADE, Mixer

SOUND = arrays.arrays(np.int16, some.integers(0, 3 * BLOCK))


def loud(samples: int, level: int = 10_000) -> Samples:
    return np.full(samples, level, dtype=np.int16)


def blocks(mixer: Mixer, count: int) -> Samples:
    return np.concatenate([mixer.next_block() for _ in range(count)])


def test_without_anything_to_play_the_blocks_are_silent() -> None:
    mixer = Mixer()
    assert not blocks(mixer, 3).any()
    assert not mixer.speaking
    assert not mixer.ended


@given(cue=SOUND, delay=some.integers(0, 2 * BLOCK))
def test_a_cue_is_played_sample_by_sample_after_its_delay(cue: Samples, delay: int) -> None:
    mixer = Mixer()
    mixer.play(cue, delay=delay / RATE)
    played = blocks(mixer, 6)
    assert np.array_equal(played[delay : delay + cue.size], cue)
    assert not played[:delay].any()
    assert not played[delay + cue.size :].any()


@given(cue=SOUND, delay=some.integers(0, 2 * BLOCK))
def test_the_end_of_a_cue_is_told_for_the_one_block_that_holds_its_last_sample(
    cue: Samples, delay: int
) -> None:
    mixer = Mixer()
    mixer.play(cue, delay=delay / RATE)
    told = []
    for _ in range(8):
        assert mixer.speaking is (True not in told)
        mixer.next_block()
        told.append(mixer.ended)
    assert told.count(True) == 1
    assert told.index(True) == max(0, -(-(delay + cue.size) // BLOCK) - 1)


def test_the_progress_of_a_cue_is_counted_in_its_own_seconds() -> None:
    mixer = Mixer()
    mixer.play(loud(3 * BLOCK), delay=0.02)
    seen = []
    for _ in range(5):
        seen.append(mixer.progress)
        mixer.next_block()
    assert seen == [0.0, 0.0, 0.02, 0.04, 0.0]


def test_a_cue_over_a_cue_is_refused() -> None:
    mixer = Mixer()
    mixer.play(loud(BLOCK), delay=1.0)
    with pytest.raises(RuntimeError, match="while another one"):
        mixer.play(loud(BLOCK))


@given(cue=SOUND, chime=SOUND)
def test_a_chime_is_added_to_the_cue_and_never_wraps_around(cue: Samples, chime: Samples) -> None:
    mixer = Mixer()
    mixer.play(cue)
    mixer.chime(chime)
    wide = np.zeros(4 * BLOCK, dtype=np.int32)
    wide[: cue.size] += cue
    wide[: chime.size] += chime
    assert np.array_equal(blocks(mixer, 4), np.clip(wide, -32_768, 32_767))


def test_hush_fades_out_within_10_ms_and_all_is_silent_thereafter() -> None:
    mixer = Mixer()
    mixer.play(loud(10 * BLOCK))
    mixer.chime(loud(10 * BLOCK, 5_000))
    mixer.next_block()
    mixer.hush()
    assert not mixer.speaking
    block = mixer.next_block()
    assert not mixer.ended
    assert block[0] == 15_000
    assert (np.diff(block[:FADE].astype(int)) <= 0).all()
    assert not block[FADE:].any()
    assert not blocks(mixer, 20).any()


def test_a_cue_after_hush_begins_when_the_fade_is_over_and_is_whole() -> None:
    mixer = Mixer()
    mixer.play(loud(10 * BLOCK))
    mixer.next_block()
    mixer.hush()
    mixer.play(loud(400, 123))
    played = blocks(mixer, 3)
    assert np.array_equal(played[FADE : FADE + 400], loud(400, 123))
    assert not played[FADE + 400 :].any()


def test_hush_while_a_cue_waits_takes_it_back_unheard() -> None:
    mixer = Mixer()
    mixer.play(loud(BLOCK), delay=0.5)
    mixer.hush()
    assert not blocks(mixer, 60).any()


@dataclass(frozen=True)
class Play:
    """Start a cue, when none is playing."""

    samples: Samples
    delay: float


@dataclass(frozen=True)
class Chime:
    """Overlay a sound."""

    samples: Samples


class Hush:
    """Silence everything."""


class Take:
    """Take the next block."""


CALLS = some.lists(
    some.one_of(
        some.builds(Play, SOUND, some.floats(0, 0.1)),
        some.builds(Chime, SOUND),
        some.builds(Hush),
        some.builds(Take),
    ),
    max_size=30,
)


@given(calls=CALLS)
def test_whatever_is_called_blocks_are_blocks_cues_end_once_and_hush_means_silence(
    calls: list[Play | Chime | Hush | Take],
) -> None:
    mixer = Mixer()
    since_hush: int | None = None
    playing = ended = 0
    for call in [*calls, *(Take() for _ in range(20))]:
        match call:
            case Play():
                if not mixer.speaking:
                    mixer.play(call.samples, delay=call.delay)
                    playing += 1
                    since_hush = None
            case Chime():
                mixer.chime(call.samples)
                since_hush = None
            case Hush():
                playing -= mixer.speaking
                mixer.hush()
                since_hush = 0
            case Take():
                block = mixer.next_block()
                assert block.shape == (BLOCK,)
                assert block.dtype == np.int16
                ended += mixer.ended
                if since_hush is not None:
                    assert not block[FADE if since_hush == 0 else 0 :].any()
                    since_hush += 1
    assert ended == playing
    assert not mixer.speaking


@given(cue=SOUND, volume=some.floats(0.1, 2.0))
def test_at_any_volume_a_cue_keeps_its_shape_and_never_clips(cue: Samples, volume: float) -> None:
    mixer = Mixer(volume)
    mixer.play(cue)
    played = blocks(mixer, 4)[: cue.size].astype(float)
    assert np.abs(played).max(initial=0) <= max(
        0.9 * 32_767 + 1, np.abs(cue.astype(int)).max(initial=0)
    )
    loudest = np.abs(cue.astype(float)).max(initial=0)
    if loudest:
        gain = np.abs(played).max() / loudest
        assert np.abs(played - gain * cue).max() <= 2.0
        assert gain <= volume + 1.0 / loudest


def test_turned_while_it_speaks_it_is_louder_from_the_next_cue_on() -> None:
    mixer = Mixer()
    mixer.play(loud(2 * BLOCK))
    mixer.next_block()
    mixer.turn(1.5)
    assert np.array_equal(mixer.next_block(), loud(BLOCK))
    mixer.play(loud(BLOCK))
    assert np.array_equal(mixer.next_block(), loud(BLOCK, 15_000))
