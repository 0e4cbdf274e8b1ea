"""What is said in the benchmark's streams, when, by whom, and how it arrives."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from benchmarks.conditions import own_voice, people
from benchmarks.conditions.people import Crowd, shuffled
from benchmarks.conditions.rooms import Room, microphone
from benchmarks.conditions.streams import Scene, laid_out, silence_of

from tests.benchmarks.conftest import level
from voiceguide.audio.blocks import BLOCK, RATE, Samples
from voiceguide.errors import UserError
from voiceguide.language.intents import Expecting
from voiceguide.simulation.room import TALKER_DBFS
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from pathlib import Path


def _ones(count: int) -> Samples:
    return np.ones(count, np.int16)


def test_sounds_are_laid_over_one_another() -> None:
    """Where two sounds meet, both are heard."""
    laid = laid_out([(0.0, _ones(RATE)), (0.5, _ones(RATE))], 2.0)
    assert [laid[round(at * RATE)] for at in (0.25, 0.75, 1.25, 1.75)] == [1, 2, 1, 0]


def test_what_lies_outside_is_left_out() -> None:
    """A sound may begin before the stream and end after it."""
    laid = laid_out([(-0.5, _ones(RATE)), (1.5, _ones(RATE))], 2.0)
    assert laid.sum() == RATE


def test_a_stream_is_made_of_whole_blocks() -> None:
    """A second and a bit more takes one block more."""
    assert len(laid_out([], 1.001)) == RATE + BLOCK


def test_a_trial_is_where_its_word_is(stops: list[Path]) -> None:
    """Of all that is said, nine tenths lie between the beginnings and the ends."""
    scene = people.in_a_row(stops)
    energy = np.square(scene.voices.astype(np.float64))
    inside = sum(energy[round(t.begin * RATE) : round(t.end * RATE)].sum() for t in scene.trials)
    assert inside > 0.9 * energy.sum()


def test_between_two_words_there_is_room(stops: list[Path]) -> None:
    """One decision cannot be counted for two words."""
    trials = people.in_a_row(stops).trials
    assert all(two.begin - one.end >= people.GAP for one, two in pairwise(trials))


def test_a_question_is_open_while_it_is_answered(stops: list[Path]) -> None:
    """It is asked before the word, and closed before the next one is asked."""
    scene = people.in_a_row(stops, Expecting.PAIN)
    told = [each.question for each in scene.asked]
    assert told == [Expecting.PAIN, None] * len(stops)
    opened, closed = scene.asked[::2], scene.asked[1::2]
    for trial, one, other in zip(scene.trials, opened, closed, strict=True):
        assert one.since < trial.begin < trial.end < other.since


@pytest.fixture
def over_cues(stops: list[Path]) -> Scene:
    """Words over four long cues and a short one."""
    said = SyntheticVoice("en-us").speak
    cues = [
        (text, said(text)) for text in ("now", *(f"lift the leg and hold it, {n}" for n in "abcd"))
    ]
    rng = np.random.default_rng(0)
    return own_voice.with_words(stops * 3, shuffled(cues, rng), rng)


def test_a_word_over_the_guide_is_within_a_cue(over_cues: Scene) -> None:
    """While the word is said, the guide speaks."""
    for trial in over_cues.trials:
        assert any(cue.start <= trial.begin and trial.end <= cue.end for cue in over_cues.own)


def test_the_guide_has_spoken_before_the_first_word(over_cues: Scene) -> None:
    """At least one cue is over."""
    assert over_cues.own[0].end < over_cues.trials[0].begin


def test_a_cue_is_played_from_when_it_says(over_cues: Scene) -> None:
    """It begins with a block, and there is sound from then on and none just before."""
    for cue in over_cues.own[1:]:
        start = round(cue.start * RATE)
        assert start % BLOCK == 0
        assert not over_cues.played[start - BLOCK : start].any()
        assert over_cues.played[start : start + RATE // 4].any()


def test_the_speaker_is_not_among_those_who_babble(folder: Path, stops: list[Path]) -> None:
    """With two of three speakers left out, the third one is all that is heard."""
    crowd, rng = Crowd(folder, None), np.random.default_rng(0)
    alone = crowd.babble(5 * RATE, stops[:2], rng)
    assert alone.any()
    with pytest.raises(UserError):
        crowd.babble(5 * RATE, stops, rng)


def test_a_held_out_crowd_is_a_part_of_all(folder: Path) -> None:
    """Every speaker is in one of the folds."""
    found = []
    for which in range(5):
        try:
            found += Crowd(folder, which).files("words/stop/*")
        except UserError:
            continue
    assert sorted(found) == Crowd(folder, None).files("words/stop/*")


def test_a_folder_without_recordings_is_named(tmp_path: Path) -> None:
    """The error says where what is missing."""
    with pytest.raises(UserError, match=r"no recordings in words/stop"):
        Crowd(tmp_path, None).files("words/stop/*")


def _nobody(seconds: float = 3.0) -> Scene:
    return Scene(silence_of(seconds), silence_of(seconds))


@pytest.mark.parametrize("snr_db", [5.0, 20.0])
def test_noise_lies_so_far_under_a_talker(folder: Path, snr_db: float) -> None:
    """Its mean level is that of a talker less the ratio."""
    room, rng = Room(noise="kitchen", snr_db=snr_db), np.random.default_rng(0)
    heard = microphone(room, _nobody(), Crowd(folder, None).kitchen(), rng)
    assert level(heard) == pytest.approx(TALKER_DBFS - snr_db, abs=0.5)


def test_everything_arrives_softer(stops: list[Path]) -> None:
    """At -30 dB a stream is 30 dB softer than close by."""
    scene = people.in_a_row(stops)
    near, soft = (
        level(microphone(Room(level_db=db), scene, None, np.random.default_rng(0)))
        for db in (0.0, -30.0)
    )
    assert near - soft == pytest.approx(30.0, abs=0.5)


def test_a_telephone_has_no_bass_and_no_treble() -> None:
    """Of white noise, nine tenths of what is left are between 300 and 3400 Hz."""
    noise = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    room, rng = Room(noise="kitchen", telephone=True), np.random.default_rng(0)
    power = np.abs(np.fft.rfft(microphone(room, _nobody(), noise, rng))) ** 2
    hertz = np.fft.rfftfreq(3 * RATE, 1 / RATE)
    inside = power[(hertz > 300) & (hertz < 3400)].sum()
    assert inside > 0.9 * power.sum()
