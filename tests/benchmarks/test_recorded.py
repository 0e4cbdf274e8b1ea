"""The split of speakers that benchmark and training share, and the span of a word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from recorded import FOLDS, fold, of_fold, part_of, word_span

FILES = [
    Path(f"words/stop/{number:08x}_nohash_{take}.flac") for number in range(40) for take in (0, 1)
]


def test_all_recordings_of_a_speaker_are_in_one_fold() -> None:
    """Whoever is held out is held out with every word."""
    assert fold(Path("words/stop/1a_nohash_0.flac")) == fold(Path("words/go/1a_nohash_3.wav"))


def test_everybody_is_held_out_of_one_fold() -> None:
    """The folds together are all recordings, each once."""
    held_out = [f for which in range(FOLDS) for f in of_fold(FILES, which, held_out=True)]
    assert sorted(held_out) == FILES


def test_who_is_held_out_is_not_learned_from() -> None:
    """A fold and the rest share nobody."""
    measured = {fold(f) for f in of_fold(FILES, 2, held_out=True)}
    learned = {fold(f) for f in of_fold(FILES, 2, held_out=False)}
    assert not measured & learned


def test_a_noise_is_held_out_in_part() -> None:
    """The fifth that is measured with is not learned from."""
    noise = np.arange(100, dtype=np.float32)
    parts = [part_of(noise, 3, held_out=held_out) for held_out in (True, False)]
    assert np.array_equal(np.concatenate(parts), noise)


def test_a_word_ends_with_its_last_loud_frame() -> None:
    """What has less than a tenth of the peak energy is none of the word."""
    audio = np.zeros(16_000, np.float32)
    audio[4_800:8_000] = 0.5
    audio[8_000:9_600] = 0.1
    assert word_span(audio) == (4_800, 8_000)


@pytest.mark.parametrize("count", [0, 100])
def test_a_clip_shorter_than_a_frame_is_all_word(count: int) -> None:
    """There is nothing to tell a beginning and an end by."""
    assert word_span(np.ones(count, np.float32)) == (0, count)
