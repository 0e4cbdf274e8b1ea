"""Taking the guide's own voice out, and telling whether somebody speaks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from voiceguide.audio.blocks import BLOCK, FULL_SCALE, RATE, Samples, silence, to_samples
from voiceguide.hearing.activity import Activity
from voiceguide.hearing.echo import EchoCanceller
from voiceguide.session.effects import Earcon
from voiceguide.simulation.levels import at_level
from voiceguide.simulation.room import TALKER_DBFS, RoomSettings, SimulatedRoom
from voiceguide.simulation.voices import SyntheticVoice
from voiceguide.speaking.earcons import sound

Wide = Samples | npt.NDArray[np.float64]

CUE_DBFS = -20.0
CUE = "Slowly let your knees sink to one side, breathe out, and stay there for a while."
SAID = "stop, please stop, let go of me"
SMALL = RoomSettings(echo_db=6, rt60_s=0.2)


def blocks(samples: Samples) -> list[Samples]:
    """Return whole blocks; the rest is left off."""
    return [samples[i : i + BLOCK] for i in range(0, len(samples) - BLOCK + 1, BLOCK)]


def cue(seconds: float) -> Samples:
    """Return speech that is not a person's of these tests."""
    spoken = at_level(SyntheticVoice("en-us+m7").speak(CUE), CUE_DBFS)
    return np.resize(np.concatenate([spoken, silence(RATE // 5)]), round(seconds * RATE))


def welcome_and_cue(seconds: float) -> Samples:
    """Return what a session begins with."""
    return np.concatenate([sound(Earcon.WELCOME), silence(RATE // 10), cue(seconds)])


def in_room(settings: RoomSettings, played: Samples, person: Samples | None = None) -> Samples:
    """Return what the microphone hears, shape of ``played``."""
    room = SimulatedRoom(settings, np.random.default_rng(2))
    said = silence(len(played)) if person is None else person
    pairs = zip(blocks(played), blocks(said), strict=True)
    return np.concatenate([room.exchange(block, voices) for block, voices in pairs])


def cleaned(canceller: EchoCanceller, mic: Samples, played: Samples) -> Samples:
    """Return what the canceller leaves of it."""
    pairs = zip(blocks(mic), blocks(played), strict=False)
    return np.concatenate([canceller.cancel(heard, block) for heard, block in pairs])


def taken_db(mic: Wide, left: Wide, start: float, end: float) -> float:
    """Return by how much the level fell between two seconds."""
    part = slice(round(start * RATE), round(end * RATE))
    before, after = (np.sum(np.square(each[part], dtype=np.float64)) for each in (mic, left))
    return float(10 * np.log10(before / after))


@pytest.mark.parametrize("echo_db", [0, 6, 12])
def test_the_welcome_alone_teaches_the_canceller_the_room(echo_db: float) -> None:
    """The first cue is taken out from its first word on."""
    played = welcome_and_cue(1.0)
    mic = in_room(RoomSettings(echo_db=echo_db), played)
    left = cleaned(EchoCanceller(), mic, played)
    assert taken_db(mic, left, 2.6, 3.6) > 25


@pytest.mark.parametrize("delay_ms", [0, 20, 60, 150, 250])
def test_the_delay_is_found_wherever_it_is(delay_ms: float) -> None:
    """Nobody has to set it."""
    played = welcome_and_cue(1.0)
    canceller = EchoCanceller()
    mic = in_room(SMALL.model_copy(update={"delay_ms": delay_ms}), played)
    left = cleaned(canceller, mic, played)
    assert canceller.delay_seconds == pytest.approx(delay_ms / 1000, abs=0.001)
    assert taken_db(mic, left, 2.6, 3.6) > 25


def test_without_a_welcome_the_first_cue_itself_teaches_the_room() -> None:
    """After three seconds of speech the echo is taken out."""
    played = cue(4.0)
    mic = in_room(SMALL, played)
    left = cleaned(EchoCanceller(), mic, played)
    assert taken_db(mic, left, 3.0, 4.0) > 15


@pytest.mark.parametrize("drift_ppm", [-100, -50, 0, 50, 100])
def test_the_clocks_are_measured_within_the_welcome_and_followed(drift_ppm: float) -> None:
    """Two clocks that differ cost the first cue next to nothing."""
    played = welcome_and_cue(4.0)
    canceller = EchoCanceller()
    mic = in_room(SMALL.model_copy(update={"drift_ppm": drift_ppm}), played)
    left = cleaned(canceller, mic, played)
    assert canceller.drift_ppm == pytest.approx(drift_ppm, abs=5)
    assert taken_db(mic, left, 2.6, 4.6) > 25
    assert taken_db(mic, left, 4.6, 6.6) > 27


def test_a_delay_that_jumps_is_found_again_within_a_second() -> None:
    """A sound card that lost a buffer makes the guide deaf for no longer than that."""
    played = welcome_and_cue(6.0)
    jump = 4 * RATE
    rooms = [SMALL.model_copy(update={"delay_ms": ms}) for ms in (60, 145)]
    before, after = (in_room(room, played) for room in rooms)
    mic = np.concatenate([before[:jump], after[jump:]])
    canceller = EchoCanceller()
    left = cleaned(canceller, mic, played)
    assert canceller.delay_seconds == pytest.approx(0.145, abs=0.001)
    assert taken_db(mic, left, 5.0, 8.0) > 20


@pytest.mark.parametrize("turned_db", [-12, -6, 6])
def test_somebody_who_turns_the_volume_is_noticed_within_half_a_second(turned_db: float) -> None:
    """The room is the same, so nothing is learned anew."""
    played = welcome_and_cue(4.0)
    turn = 4 * RATE
    mic = in_room(SMALL, played).astype(np.float64)
    mic[turn:] *= 10 ** (turned_db / 20)
    left = cleaned(EchoCanceller(), to_samples(mic / FULL_SCALE), played)
    assert taken_db(mic, left, 4.6, 6.6) > 20


def test_a_loudspeaker_that_distorts_is_bent_along() -> None:
    """More is taken out than any linear filter could."""
    played = welcome_and_cue(4.0)
    mic = in_room(SMALL.model_copy(update={"distortion": "strong"}), played)
    left = cleaned(EchoCanceller(), mic, played)
    assert taken_db(mic, left, 2.6, 6.6) > 20


def test_somebody_who_walks_is_followed() -> None:
    """The walls stay where they are, and so most of the echo is taken out."""
    played = welcome_and_cue(4.0)
    mic = in_room(SMALL.model_copy(update={"moving": True}), played)
    left = cleaned(EchoCanceller(), mic, played)
    assert taken_db(mic, left, 2.6, 6.6) > 18


def test_all_that_is_rough_at_once_is_put_up_with() -> None:
    """Drift, distortion, a walker and a long delay together."""
    rough = SMALL.model_copy(
        update={"drift_ppm": 50, "distortion": "strong", "moving": True, "delay_ms": 150}
    )
    played = welcome_and_cue(4.0)
    mic = in_room(rough, played)
    left = cleaned(EchoCanceller(), mic, played)
    assert taken_db(mic, left, 2.6, 6.6) > 15


def test_a_person_who_speaks_over_the_guide_comes_through_clean() -> None:
    """What is left is the person; neither is their voice harmed, nor does the echo come back."""
    played = welcome_and_cue(6.0)
    said = at_level(SyntheticVoice("en-us").speak(SAID), TALKER_DBFS)
    person = silence(len(played))
    person[4 * RATE : 4 * RATE + len(said)] = said
    alone, both = in_room(SMALL, played), in_room(SMALL, played, person)
    voice = both.astype(np.float64) - alone
    left = cleaned(EchoCanceller(), both, played) - voice
    assert taken_db(alone, left, 4.0, 4.0 + len(said) / RATE) > 20
    assert taken_db(alone, left, 6.5, 8.0) > 25


def test_a_person_is_left_as_they_are_while_the_guide_is_silent() -> None:
    """Nothing is taken from them, not a single bit."""
    person = np.random.default_rng(4).normal(0, 2000, RATE).astype(np.int16)
    canceller = EchoCanceller()
    heard = [canceller.cancel(block, silence()) for block in blocks(person)]
    assert np.array_equal(np.concatenate(heard), person)


def test_once_the_room_is_silent_after_a_cue_a_person_is_left_as_they_are() -> None:
    """The canceller sleeps from 0.6 s after the guide's last word."""
    played = np.concatenate([welcome_and_cue(1.0), silence(2 * RATE)])
    mic = in_room(SMALL, played)
    left = cleaned(EchoCanceller(), mic, played)
    assert np.array_equal(left[round(4.3 * RATE) :], mic[round(4.3 * RATE) : len(left)])


def test_headphones_leave_the_microphone_as_it_is() -> None:
    """Where there is no echo, none is looked for in what a person says."""
    played = cue(3.0)
    said = at_level(SyntheticVoice("en-us").speak(SAID), TALKER_DBFS)
    mic = in_room(RoomSettings(echo_db=None), played, np.resize(said, len(played)))
    assert np.array_equal(cleaned(EchoCanceller(), mic, played), mic)


def test_somebody_speaks_from_the_first_syllable_until_shortly_after_the_last() -> None:
    """Not before, and not much longer."""
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
