"""The simulated room: levels, delay, reverberation, noise, and the same again for a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from pydantic import ValidationError

from tests.simulation.conftest import microphone
from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence, to_float, to_samples
from voiceguide.simulation.levels import active_dbfs, gain, rms_dbfs
from voiceguide.simulation.room import (
    FLOOR_DBFS,
    LOUDEST_DBFS,
    TALKER_DBFS,
    NoiseSettings,
    RoomSettings,
    SimulatedRoom,
    TalkSettings,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("rt60_s", [0.15, 0.3, 0.5])
def test_a_talker_arrives_at_the_talkers_level(talker: Samples, rt60_s: float) -> None:
    heard = microphone(RoomSettings(rt60_s=rt60_s, echo_db=None), silence(), talker)
    # Reverberation fills the pauses, so the level is compared over all, not over active speech.
    energy = np.sum(np.square(heard, dtype=np.float64)) / np.sum(np.square(talker, dtype=float))
    assert 10 * np.log10(energy) == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize("echo_db", [-12.0, 0.0, 6.0, 12.0])
def test_the_echo_stands_so_many_decibels_over_a_talker(
    talker: Samples, guide: Samples, echo_db: float
) -> None:
    settings = RoomSettings(echo_db=echo_db)
    voice = active_dbfs(microphone(settings, silence(), talker))
    echo = active_dbfs(microphone(settings, guide, silence()))
    assert echo - voice == pytest.approx(echo_db, abs=1.5)


def test_the_echo_arrives_at_its_own_level(guide: Samples) -> None:
    heard = active_dbfs(microphone(RoomSettings(echo_db=6.0), guide, silence()))
    assert heard == pytest.approx(TALKER_DBFS + 6.0, abs=1.0)


def test_beside_a_loud_echo_the_microphone_is_turned_down() -> None:
    room = SimulatedRoom(RoomSettings(echo_db=12.0), np.random.default_rng(0))
    assert room.talker_dbfs == LOUDEST_DBFS - 12.0


def test_without_an_echo_the_loudspeaker_is_not_heard(guide: Samples) -> None:
    heard = microphone(RoomSettings(echo_db=None), guide, silence())
    assert rms_dbfs(heard) == pytest.approx(FLOOR_DBFS, abs=1.0)


@pytest.mark.parametrize("delay_ms", [0, 5, 60, 80, 133, 250])
def test_the_echo_comes_delay_ms_after_the_loudspeakers_sample(delay_ms: float) -> None:
    click = silence(BLOCK)
    click[7] = 30_000
    heard = microphone(RoomSettings(delay_ms=delay_ms, echo_db=6.0), click, silence())
    arrived = int(np.argmax(np.abs(heard.astype(np.int32)))) - 7
    assert arrived == pytest.approx(delay_ms * RATE / 1000, abs=1)


def _clicked(distance_m: float = 2.0, rt60_s: float = 0.3) -> Samples:
    """Return what the microphone hears of a person who makes a click."""
    click = silence(BLOCK)
    click[0] = 30_000
    settings = RoomSettings(echo_db=None, distance_m=distance_m, rt60_s=rt60_s)
    return microphone(settings, silence(), click)


def test_a_voice_comes_after_two_metres_of_air() -> None:
    assert np.argmax(np.abs(_clicked().astype(np.int32))) == pytest.approx(2.0 / 343 * RATE, abs=3)


@pytest.mark.parametrize("distance_m", [0.6, 1.0, 4.0, 4.5])
def test_a_voice_comes_from_as_far_as_the_scenario_says(distance_m: float) -> None:
    """The direct sound takes the time that the distance says."""
    heard = np.abs(_clicked(distance_m=distance_m).astype(np.int32))
    first = np.argmax(heard > heard.max() / 2)
    assert first == pytest.approx(distance_m / 343 * RATE, abs=3)


def test_a_talker_far_away_arrives_at_the_talkers_level(talker: Samples) -> None:
    """Distance changes how much reverberation there is, not how loud the talker is."""
    near, far = (
        np.sum(np.square(microphone(settings, silence(), talker), dtype=np.float64))
        for settings in (RoomSettings(echo_db=None, distance_m=d) for d in (1.0, 4.0))
    )
    assert 10 * np.log10(far / near) == pytest.approx(0.0, abs=1.0)


def test_there_is_more_reverberation_from_far_away() -> None:
    """Of what arrives from far away, more comes after the first 20 ms."""

    def late(distance_m: float) -> float:
        heard = np.square(_clicked(distance_m, rt60_s=0.5), dtype=np.float64)
        direct = round(distance_m / 343 * RATE)
        return float(heard[direct + RATE // 50 :].sum() / heard.sum())

    assert late(1.0) < 0.8 * late(4.0)


@pytest.mark.parametrize("rt60_s", [0.2, 0.3, 0.5])
def test_reverberation_falls_by_60_db_in_rt60(rt60_s: float) -> None:
    click = silence(BLOCK)
    click[0] = 32_000
    heard = microphone(RoomSettings(rt60_s=rt60_s, echo_db=20.0), click, silence()).astype(
        np.float64
    )
    heard[np.abs(heard) < 40] = 0.0
    remaining = np.cumsum(heard[::-1] ** 2)[::-1]
    decay = 10 * np.log10(remaining[remaining > 0] / remaining[0])
    fell_5, fell_20 = (int(np.argmax(decay < -level)) for level in (5, 20))
    assert (fell_20 - fell_5) * 60 / 15 / RATE == pytest.approx(rt60_s, rel=0.4)


def _noise_file(path: Path, samples: int = 5_000) -> Path:
    noise = np.random.default_rng(1).normal(0, 0.01, samples)
    soundfile.write(path, noise, RATE)
    return path


@pytest.mark.parametrize("snr_db", [0.0, 10.0, 20.0])
def test_noise_lies_snr_db_under_a_talker_and_goes_on(tmp_path: Path, snr_db: float) -> None:
    wav = _noise_file(tmp_path / "noise.wav")
    settings = RoomSettings(noise=NoiseSettings(wav=wav, snr_db=snr_db))
    heard = microphone(settings, silence(), silence(5 * RATE))
    for second in range(5):
        level = rms_dbfs(heard[second * RATE : (second + 1) * RATE])
        assert level == pytest.approx(TALKER_DBFS - snr_db, abs=1.0)


def test_a_noise_shorter_than_a_block_is_looped(tmp_path: Path) -> None:
    wav = _noise_file(tmp_path / "noise.wav", 100)
    settings = RoomSettings(noise=NoiseSettings(wav=wav, snr_db=10))
    assert rms_dbfs(microphone(settings, silence(), silence(RATE))) == pytest.approx(-36.0, abs=1.0)


@pytest.fixture
def television(tmp_path: Path, talker: Samples) -> Path:
    """A recording of talk, 3 s of pause after it, at a level of its own."""
    wav = tmp_path / "talk.wav"
    soundfile.write(wav, to_float(np.concatenate([talker, silence(3 * RATE)])) * 2.5, RATE)
    return wav


def _heard_talk(wav: Path, seconds: float, *, snr_db: float = 0.0, rt60_s: float = 0.3) -> Samples:
    """Return what the microphone hears of a television and nobody else."""
    talk = TalkSettings(wav=wav, snr_db=snr_db)
    room = RoomSettings(echo_db=None, talk=talk, rt60_s=rt60_s)
    return microphone(room, silence(), silence(round((seconds - 1.0) * RATE)))


@pytest.mark.parametrize("snr_db", [0.0, 10.0, 20.0])
def test_talk_lies_snr_db_under_a_talker_its_pauses_left_out(
    television: Path, talker: Samples, snr_db: float
) -> None:
    arrived = active_dbfs(_heard_talk(television, len(talker) / RATE + 3.0, snr_db=snr_db))
    voice = active_dbfs(microphone(RoomSettings(echo_db=None), silence(), talker))
    assert voice - arrived == pytest.approx(snr_db, abs=1.5)


def test_talk_goes_on_from_its_beginning_for_ever(television: Path, talker: Samples) -> None:
    period = len(talker) + 3 * RATE
    arrived = _heard_talk(television, 3 * period / RATE).astype(np.float64)
    first, second = arrived[:period], arrived[period : 2 * period]
    assert np.corrcoef(first, second)[0, 1] > 0.99


def test_talk_comes_with_the_reverberation_of_the_room(television: Path) -> None:
    dry, live = (_heard_talk(television, 14.0, rt60_s=rt60_s) for rt60_s in (0.2, 0.6))
    quiet = [np.mean(np.abs(each.astype(int)) < 40) for each in (dry, live)]
    assert quiet[0] > quiet[1] + 0.05


def test_talk_shorter_than_the_reverberation_is_looped(tmp_path: Path) -> None:
    wav = _noise_file(tmp_path / "talk.wav", 700)
    arrived = _heard_talk(wav, 3.0, rt60_s=0.5).astype(np.float64)
    assert np.corrcoef(arrived[:-700], arrived[700:])[0, 1] > 0.99


def test_an_empty_room_is_never_digital_zero() -> None:
    heard = microphone(RoomSettings(), silence(), silence(RATE))
    assert heard.reshape(-1, BLOCK).any(axis=1).all()
    assert rms_dbfs(heard) == pytest.approx(FLOOR_DBFS, abs=1.0)


def test_a_shout_is_clipped_and_does_not_wrap_round(talker: Samples) -> None:
    settings = RoomSettings(echo_db=None)
    shouted = to_samples(talker / 32_768 * gain(20.0))
    spoken, loud = (microphone(settings, silence(), voice) for voice in (talker, shouted))
    assert loud.max() > 32_000
    peaks = np.abs(spoken.astype(np.int32)) > 3_300
    assert peaks.sum() > 100
    assert np.mean(np.sign(loud[peaks]) == np.sign(spoken[peaks])) > 0.99


def test_the_same_seed_gives_the_same_room_and_another_seed_does_not(
    tmp_path: Path, talker: Samples, guide: Samples
) -> None:
    wav = _noise_file(tmp_path / "noise.wav")
    settings = RoomSettings(noise=NoiseSettings(wav=wav, snr_db=10))
    first = microphone(settings, guide, talker, seed=3)
    assert np.array_equal(first, microphone(settings, guide, talker, seed=3))
    assert not np.array_equal(first, microphone(settings, guide, talker, seed=4))


@pytest.mark.parametrize(
    "settings",
    [
        {"delay_ms": 251},
        {"delay_ms": -1},
        {"rt60_s": 0},
        {"noize": None},
        {"distance_m": 0.5},
        {"distance_m": 4.6},
        {"drift_ppm": -201},
    ],
)
def test_settings_out_of_range_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        RoomSettings.model_validate(settings)


def test_a_room_whose_defaults_are_written_out_is_the_room_that_says_nothing(
    talker: Samples, guide: Samples
) -> None:
    written = RoomSettings(drift_ppm=0, distortion=None, moving=False, noise=None, talk=None)
    assert np.array_equal(
        microphone(written, guide, talker, seed=3),
        microphone(RoomSettings(), guide, talker, seed=3),
    )


def test_talk_leaves_everything_else_in_the_room_as_it_was(
    tmp_path: Path, television: Path, talker: Samples, guide: Samples
) -> None:
    noise = NoiseSettings(wav=_noise_file(tmp_path / "noise.wav"), snr_db=30)
    without = RoomSettings(noise=noise, moving=True)
    beside = without.model_copy(update={"talk": TalkSettings(wav=television, snr_db=80)})
    one, other = (microphone(each, guide, talker).astype(int) for each in (without, beside))
    assert np.abs(one - other).max() <= 3
