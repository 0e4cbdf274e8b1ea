"""The echo that is not friendly: clocks that differ, a loudspeaker that distorts, a walker."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from tests.simulation.conftest import microphone
from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence, to_samples
from voiceguide.audio.sliding import SHORTEST, SlidingDelay
from voiceguide.simulation.echo_path import Distortion
from voiceguide.simulation.levels import active_dbfs
from voiceguide.simulation.room import RoomSettings

DELAY_MS = 60.0
ROUGH = RoomSettings(drift_ppm=50, distortion="strong", moving=True)


def _clicks(*seconds: float) -> Samples:
    """Return clicks at these times."""
    played = silence(round((max(seconds) + 1.0) * RATE))
    played[[round(t * RATE) for t in seconds]] = 30_000
    return played


def _delays_ms(settings: RoomSettings, *seconds: float) -> list[float]:
    """Return after how long the echo of a click at each of these times arrives."""
    arrived = np.abs(microphone(settings, _clicks(*seconds), silence()).astype(np.int32))
    starts = [round(t * RATE) for t in seconds]
    return [float(np.argmax(arrived[s : s + RATE // 2])) / RATE * 1000 for s in starts]


@pytest.mark.parametrize("drift_ppm", [-200, -50, 10, 50, 200])
@pytest.mark.parametrize("delay_ms", [20.0, 60.0, 250.0])
def test_the_echo_comes_at_delay_ms_at_first_and_drift_ppm_later_as_time_goes_by(
    drift_ppm: float, delay_ms: float
) -> None:
    settings = RoomSettings(delay_ms=delay_ms, drift_ppm=drift_ppm)
    found = _delays_ms(settings, 0.0, 1.0, 60.0)
    due = [delay_ms + drift_ppm / 1000 * t for t in (0.0, 1.0, 60.0)]
    assert found == pytest.approx(due, abs=1000 / RATE)


def test_a_drift_that_has_used_up_the_delay_stays_at_a_millisecond() -> None:
    found = _delays_ms(RoomSettings(delay_ms=2.0, drift_ppm=-200), 0.0, 4.0, 20.0, 40.0)
    assert found == pytest.approx([2.0, 1.2, 1.0, 1.0], abs=1000 / RATE)


def _tone(hertz: float, size: float, seconds: float = 2.0) -> npt.NDArray[np.float64]:
    return size * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def test_a_drifting_tone_is_heard_at_another_pitch_and_nothing_is_added_to_it() -> None:
    delay, slower, line = 100.0, 1.0 + 150e-6, SlidingDelay()
    tone = _tone(1000, 1.0, 10.0).astype(np.float32)
    starts = range(0, len(tone), BLOCK)
    edges = [delay + n - n / slower for n in (*starts, len(tone))]
    slid = np.concatenate(
        [line.delayed(tone[n : n + BLOCK], *edges[i : i + 2]) for i, n in enumerate(starts)]
    )
    due = np.sin(2 * np.pi * 1000 / RATE * (np.arange(len(tone)) / slower - delay))
    error = (slid - due)[round(delay) + SHORTEST :]
    assert 20 * np.log10(np.std(error) / np.std(due)) < -60


def _harmonics_db(settings: RoomSettings) -> list[float]:
    """Return the second and the third harmonic of a tone, over the tone, at the microphone."""
    arrived = microphone(settings, to_samples(_tone(500, 0.3)), silence())
    spectrum = np.abs(np.fft.rfft(arrived[RATE // 2 : RATE // 2 + RATE].astype(np.float64)))
    return [float(20 * np.log10(spectrum[n] / spectrum[500])) for n in (1000, 1500)]


def test_distortion_adds_even_and_odd_harmonics_to_a_tone_the_stronger_the_more() -> None:
    linear, mild, strong = (
        _harmonics_db(RoomSettings(distortion=each)) for each in (None, "mild", "strong")
    )
    assert max(linear) < -60
    assert min(mild) > -55
    assert all(s > m + 6 for m, s in zip(mild, strong, strict=True))
    assert max(strong) < -10


@pytest.mark.parametrize("distortion", ["mild", "strong"])
def test_a_distorted_cue_arrives_as_loud_as_a_clean_one(guide: Samples, distortion: str) -> None:
    rooms = [RoomSettings.model_validate({"distortion": each}) for each in (None, distortion)]
    clean, distorted = (active_dbfs(microphone(each, guide, silence())) for each in rooms)
    assert distorted == pytest.approx(clean, abs=1.0)


def test_a_distorting_loudspeaker_is_silent_when_nothing_is_played() -> None:
    assert not Distortion(2.0, 0.3).distorted(np.zeros(BLOCK, np.float32)).any()


def _echoes_of_clicks(settings: RoomSettings) -> npt.NDArray[np.float64]:
    """Return the echo of a click in each of five seconds; shape (5, n)."""
    arrived = microphone(settings, _clicks(0, 1, 2, 3, 4), silence())
    return arrived[: 5 * RATE].reshape(5, RATE)[:, : RATE // 2].astype(np.float64)


def test_an_echo_changes_while_somebody_walks_and_in_a_still_room_it_does_not() -> None:
    still, moving = (_echoes_of_clicks(RoomSettings(echo_db=6, moving=m)) for m in (False, True))
    of_all = np.linalg.norm(still[0])
    by_second = [np.linalg.norm(np.diff(each, axis=0), axis=1) / of_all for each in (still, moving)]
    assert by_second[0].max() < 0.03
    assert by_second[1].min() > 0.06
    assert by_second[1].max() < 0.5


def test_somebody_who_walks_leaves_the_direct_sound_and_the_level_alone(guide: Samples) -> None:
    moving = RoomSettings(moving=True)
    assert _delays_ms(moving, 0.0, 1.0, 2.0) == pytest.approx([DELAY_MS] * 3, abs=1000 / RATE)
    levels = [active_dbfs(microphone(r, guide, silence())) for r in (RoomSettings(), moving)]
    assert levels[1] == pytest.approx(levels[0], abs=1.0)


def test_nobody_jumps_while_walking() -> None:
    played = to_samples(_tone(300, 0.3, 10.0))
    arrived = microphone(RoomSettings(moving=True, echo_db=12), played, silence())
    steady = arrived[RATE : 10 * RATE].astype(np.float64)
    steps = np.abs(np.diff(steady, 2))
    assert steps.max() < 2.0 * np.percentile(steps, 95)


@pytest.mark.parametrize("settings", [RoomSettings(moving=True), ROUGH])
def test_the_same_seed_gives_the_same_rough_echo_and_another_walks_elsewhere(
    settings: RoomSettings, guide: Samples
) -> None:
    first = microphone(settings, guide, silence(), seed=3)
    assert np.array_equal(first, microphone(settings, guide, silence(), seed=3))
    other = microphone(settings, guide, silence(), seed=4)
    assert np.std(first.astype(float) - other) > 0.03 * np.std(first)


def test_a_rough_echo_still_falls_silent() -> None:
    after = microphone(ROUGH, _clicks(0.0, 3.0), silence())[2 * RATE : 3 * RATE]
    assert np.abs(after).max() < 40
