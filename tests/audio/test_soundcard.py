"""The live driver, on a virtual sound card: PortAudio and PulseAudio are real, the room is not."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.audio.virtual_card import LOUDSPEAKER, MICROPHONE, VirtualCard
from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.audio.boxes import Inbox, Outbox, Sleeper
from voiceguide.audio.counts import Counts
from voiceguide.audio.devices import Format, devices
from voiceguide.audio.soundcard import SoundCard, missing
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOUD = 3_000


# The virtual sound card.


@contextmanager
def driver(card: VirtualCard, seconds: float) -> Iterator[Callable[[], dict[str, float]]]:
    """Run this file as a program that says back what is loud in the room.

    It is listening when the ``with`` block begins; what is yielded waits for its report.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.audio.test_soundcard", str(seconds)],
        env=card.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "listening\n"

        def report() -> dict[str, float]:
            told = program.communicate(timeout=20)[0]
            assert program.returncode == 0
            return dict(json.loads(told))

        yield report


def tone(pitch: float, seconds: float, rate: int = RATE) -> Samples:
    wave = 10_000 * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)
    return wave.astype(np.int16)


def seconds_of(pitch: float, recording: Samples) -> float:
    """Return for how long a tone is what a recording mostly holds."""
    blocks = recording[: recording.size // BLOCK * BLOCK].reshape(-1, BLOCK).astype(float)
    wave = np.exp(-2j * np.pi * pitch * np.arange(BLOCK) / RATE)
    amplitude = np.abs(blocks @ wave) * 2 / BLOCK
    return float(np.count_nonzero(amplitude > LOUD) * BLOCK / RATE)


def test_what_process_returns_is_what_the_loudspeaker_plays(
    card: VirtualCard, tmp_path: Path
) -> None:
    wav, raw = tmp_path / "tone.wav", tmp_path / "speaker.raw"
    soundfile.write(wav, tone(1_000, 1.0), RATE)
    with card.recording(raw), driver(card, 3.0) as report:
        card.into_the_room(wav)
        told = report()
    recorded = np.frombuffer(raw.read_bytes()[: raw.stat().st_size // 2 * 2], dtype=np.int16)
    assert seconds_of(1_000, recorded) == pytest.approx(1.0, abs=0.1)
    assert seconds_of(1_400, recorded) == 0.0
    assert told["heard"] == pytest.approx(3.0 * RATE / BLOCK, abs=15)
    assert told["errors"] == told["dropped_heard"] == told["deaf"] == 0


def test_when_the_sound_server_dies_the_guide_is_told_that_it_is_deaf_and_can_still_end(
    card: VirtualCard,
) -> None:
    with driver(card, 3.0) as report:
        time.sleep(0.5)
        card.kill()
        told = report()
    # Of 3 s it heard for 0.5 s, and waited 0.5 s before it called itself deaf.
    assert told["deaf"] == pytest.approx(2.0 * RATE / BLOCK, abs=20)
    assert told["took"] < 3.0 + 1.5


def test_the_virtual_card_is_a_microphone_and_a_loudspeaker(card: VirtualCard) -> None:
    code = """if True:
        from voiceguide.audio.soundcard import SoundCard, missing
        print(missing(), SoundCard().mic.name, SoundCard().speaker.name, sep="\\n")
    """
    assert printed(code, card) == ["None", MICROPHONE, LOUDSPEAKER]


def test_between_two_runs_on_an_open_card_the_loudspeaker_goes_on(card: VirtualCard) -> None:
    code = """if True:
        import time
        from voiceguide.audio.blocks import silence
        from voiceguide.audio.soundcard import SoundCard
        card = SoundCard()
        with card.opened():
            for _ in range(2):
                card.run(lambda _mic: silence(), deaf=silence, until=lambda: True)
                before = card.counts.played
                time.sleep(1.0)
                print(card.counts.played - before, card.counts.reopened)
    """
    for line in printed(code, card):
        blocks, reopened = map(int, line.split())
        assert blocks == pytest.approx(1.0 * RATE / BLOCK, abs=15)
        assert reopened == 0


def test_all_that_is_heard_between_opening_and_running_is_kept(
    card: VirtualCard, tmp_path: Path
) -> None:
    wav = tmp_path / "tone.wav"
    soundfile.write(wav, tone(1_000, 1.0), RATE)
    code = """if True:
        import sys
        import numpy as np
        from voiceguide.audio.soundcard import SoundCard
        card = SoundCard()
        with card.opened():
            print("open", flush=True)
            sys.stdin.readline()
            np.concatenate(list(card.heard_so_far())).tofile(sys.argv[1])
    """
    kept = tmp_path / "kept.raw"
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(kept)],
        env=card.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        opened = program.stdout.readline()
        card.into_the_room(wav)
        program.communicate("enough\n", timeout=20)
    finally:
        program.kill()
        program.wait()
    assert opened == "open\n"
    assert program.returncode == 0
    assert seconds_of(1_000, np.fromfile(kept, dtype=np.int16)) == pytest.approx(1.0, abs=0.1)


def test_a_loudspeaker_that_sleeps_is_woken_up_before_the_first_word(
    card: VirtualCard, tmp_path: Path
) -> None:
    """Judged by what it plays, with the setting in the file and the program as people have it."""
    settings = Path(card.environment["XDG_CONFIG_HOME"], "voiceguide", "config.yaml")
    settings.parent.mkdir()
    settings.write_text("lead_in: 1.5\n")
    raw = tmp_path / "speaker.raw"
    with card.recording(raw):
        command = [sys.executable, "-m", "voiceguide", "say", "Breathe out."]
        subprocess.run(command, env=card.program_environment, check=True, timeout=60)
    recorded = np.fromfile(raw, dtype=np.int16).astype(int)
    first_word = int(np.flatnonzero(np.abs(recorded) > LOUD)[0])
    lead_in = recorded[first_word - round(1.3 * RATE) : first_word - round(0.2 * RATE)]
    assert np.abs(lead_in).max() < 100
    assert np.count_nonzero(lead_in) > 0.9 * lead_in.size


def printed(code: str, card: VirtualCard) -> list[str]:
    """Return the lines that a Python program prints which runs on a card."""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=card.environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    return ran.stdout.splitlines()


def drive(seconds: float) -> None:
    """Say back what is loud, for some seconds after the first block; then print what happened."""
    card = SoundCard()
    end = float("inf")
    deaf = 0

    def echo(block: Samples) -> Samples:
        nonlocal end
        if end == float("inf"):
            end = time.monotonic() + seconds
            print("listening", flush=True)  # noqa: T201 - the test waits for it
        return block if np.abs(block).max() > LOUD else silence()

    def be_deaf() -> Samples:
        nonlocal deaf
        deaf += 1
        return silence()

    card.run(echo, deaf=be_deaf, until=lambda: time.monotonic() > end)
    took = time.monotonic() - (end - seconds)
    print(json.dumps(asdict(card.counts) | {"deaf": deaf, "took": took}))  # noqa: T201


# What is missing, on a sound library that is made up.


@pytest.fixture
def sounddevice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that is imported in place of the real library; the test writes it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    yield tmp_path / "sounddevice.py"
    sys.modules.pop("sounddevice", None)


LIBRARY = """
from types import SimpleNamespace

class PortAudioError(Exception): pass

default = SimpleNamespace(device=[{mic}, {speaker}])

def query_devices():
    return [
        dict(name=name, max_input_channels=inputs, max_output_channels=outputs)
        for name, inputs, outputs in {devices}
    ]

def check_input_settings(device, samplerate, channels, **settings):
    if samplerate not in {rates} or channels < {least}:
        raise PortAudioError("Invalid sample rate", -9997)

check_output_settings = check_input_settings
"""

TWO = [("HDMI", 0, 8), ("USB Audio: Speakerphone (hw:1,0)", 1, 2), ("Webcam", 2, 0)]


def library(
    *those: tuple[str, int, int],
    mic: int = -1,
    speaker: int = -1,
    rates: tuple[int, ...] = (RATE,),
    least: int = 1,
) -> str:
    return LIBRARY.format(devices=list(those), mic=mic, speaker=speaker, rates=rates, least=least)


def test_without_portaudio_the_line_to_install_it_is_said(sounddevice: Path) -> None:
    sounddevice.write_text("raise OSError('PortAudio library not found')")
    assert missing() == "PortAudio is missing; install it with: sudo apt install libportaudio2"


@pytest.mark.parametrize(
    ("there", "lacking"),
    [
        ([], "no microphone and no loudspeaker found"),
        ([("HDMI", 0, 8)], "no microphone found"),
        ([("Webcam", 2, 0)], "no loudspeaker found"),
    ],
)
def test_what_is_not_plugged_in_is_named_in_one_line(
    sounddevice: Path, there: list[tuple[str, int, int]], lacking: str
) -> None:
    sounddevice.write_text(library(*there))
    told = missing()
    assert told is not None
    assert told.startswith(lacking)
    assert "\n" not in told


def test_the_system_default_is_taken_when_nothing_is_named(sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWO, mic=2, speaker=1))
    card = SoundCard()
    assert card.mic.name == "Webcam"
    assert card.speaker.name == "USB Audio: Speakerphone"
    assert [device.default_mic for device in devices()] == [False, False, True]


def test_the_sound_server_is_preferred_as_default(sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWO, ("pulse", 32, 32), ("default", 32, 32), mic=4, speaker=4))
    default = [device for device in devices() if device.default_mic and device.default_speaker]
    assert [device.name for device in default] == ["pulse"]


@pytest.mark.parametrize("name", ["pulse", "pipewire", "default"])
def test_a_server_that_cannot_be_asked_where_it_leads_is_refused_with_the_mend(
    name: str, sounddevice: Path
) -> None:
    those = dict.fromkeys([("pipewire", 32, 32), (name, 32, 32)])
    sounddevice.write_text(library(*those, mic=1, speaker=1))
    with pytest.raises(UserError, match="sudo apt install pulseaudio-utils"):
        SoundCard(mic=name, speaker=name)


def test_a_device_is_chosen_by_part_of_its_name(sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWO, mic=2, speaker=0))
    card = SoundCard(mic="speakerphone", speaker="usb audio")
    assert card.mic.name == card.speaker.name == "USB Audio: Speakerphone"


def test_an_unknown_name_is_answered_with_those_there_are(sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWO, mic=2, speaker=0))
    with pytest.raises(UserError, match=r"no microphone is called 'Jabra'; there are: .*Webcam"):
        SoundCard(mic="Jabra")


def test_a_part_of_two_names_is_answered_with_both(sounddevice: Path) -> None:
    sounddevice.write_text(library(("USB 1", 1, 0), ("USB 2", 1, 0), ("HDMI", 0, 2), speaker=2))
    with pytest.raises(UserError, match="more than one microphone: USB 1, USB 2; write more of it"):
        SoundCard(mic="usb")


TWINS = [("USB Mic: Audio (hw:1,0)", 1, 0), ("USB Mic: Audio (hw:2,0)", 1, 0)]


@pytest.mark.parametrize("name", [None, "usb", "USB Mic: Audio"])
def test_of_two_cards_of_the_same_name_none_is_guessed(name: str | None, sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWINS, ("HDMI", 0, 2), mic=1, speaker=2))
    with pytest.raises(UserError, match=r"2 microphones are called 'USB Mic: Audio', .*unplug all"):
        SoundCard(mic=name)


def test_two_cards_of_the_same_name_harm_nobody_who_wants_another(sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWINS, *TWO, mic=4, speaker=2))
    assert SoundCard().mic.name == "Webcam"


def test_the_number_of_a_card_is_no_part_of_its_name(sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWO, mic=2, speaker=0))
    with pytest.raises(UserError, match="no microphone is called"):
        SoundCard(mic="hw:1,0")


def test_a_device_that_cannot_do_16_khz_mono_is_opened_as_it_can(sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWO, mic=2, speaker=0, rates=(44_100, 48_000), least=2))
    card = SoundCard()
    assert card.ear.form == Format(48_000, 2)
    assert card.mouth.form == Format(48_000, 2)


def test_a_device_that_refuses_every_rate_is_told_in_one_line(sounddevice: Path) -> None:
    sounddevice.write_text(library(*TWO, mic=2, speaker=0, rates=()))
    with pytest.raises(UserError, match=r"Webcam can be opened at none .*Invalid sample rate.*"):
        SoundCard()


# What a device hears and plays at other rates.


@pytest.mark.parametrize("rate", [8_000, 22_050, 32_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_of_any_rate_the_first_channel_is_heard_at_16_khz(rate: int, channels: int) -> None:
    inbox = Inbox(Counts(), Format(rate, channels))
    heard = np.full((round(1.5 * rate), channels), -9_000, dtype=np.int16)
    heard[:, 0] = tone(1_000, 1.5, rate)
    for block in np.split(heard, 75):
        inbox.put(memoryview(block.tobytes()))
    blocks = []
    while inbox.waiting:
        blocks += inbox.get()
    assert {block.shape for block in blocks} == {(BLOCK,)}
    assert seconds_of(1_000, np.concatenate(blocks)) == pytest.approx(1.5, abs=0.15)


@pytest.mark.parametrize("rate", [8_000, 22_050, 32_000, 44_100, 48_000, 96_000])
def test_at_any_rate_every_channel_plays_what_was_put_in(rate: int) -> None:
    outbox = Outbox(Counts(), Format(rate, 2))
    played = []
    for block in np.split(tone(1_000, 1.5), 75):
        outbox.put(block)
        played.append(np.frombuffer(outbox.get(), dtype=np.int16).reshape(-1, 2))
    assert {block.shape for block in played} == {(rate // 50, 2)}
    left, right = np.concatenate(played).T
    assert (left == right).all()
    crossings = np.count_nonzero(np.diff(np.sign(left[left != 0])))
    assert crossings / 2 == pytest.approx(1_500, abs=150)


# The blocks on their way to the loudspeaker.


PLAIN = Format(RATE, 1)


def played(outbox: Outbox) -> Samples:
    return np.frombuffer(outbox.get(), dtype=np.int16)


def loud(level: int = 10_000) -> Samples:
    return np.full(BLOCK, level, dtype=np.int16)


def test_hush_silences_what_is_queued_within_10_ms_and_keeps_its_place() -> None:
    outbox = Outbox(Counts(), PLAIN)
    for _ in range(5):
        outbox.put(loud())
    outbox.hush()
    outbox.put(loud(500))
    first, *others, after = [played(outbox) for _ in range(6)]
    assert 0 < abs(int(first[80])) < 10_000
    assert not first[160:].any()
    assert not np.concatenate(others).any()
    # The guide's own fade, the first 10 ms of the block it was making, is not played late.
    assert not after[:160].any()
    assert (after[160:] == 500).all()


def test_hush_leaves_the_guides_own_fade_alone_when_nothing_is_queued() -> None:
    outbox = Outbox(Counts(), PLAIN)
    outbox.hush()
    outbox.put(loud())
    assert (played(outbox) == 10_000).all()


def test_a_queue_that_grew_long_is_shortened_in_silence_and_speech_is_kept() -> None:
    counts = Counts()
    outbox = Outbox(counts, PLAIN)
    for block in (loud(1), loud(2), loud(3), silence(), loud(4)):
        outbox.put(block)
    assert [int(played(outbox)[0]) for _ in range(5)] == [1, 2, 3, 4, 0]
    assert counts.dropped_said == 0


def test_speech_that_is_far_too_late_is_dropped_and_counted() -> None:
    counts = Counts()
    outbox = Outbox(counts, PLAIN)
    for level in range(1, 9):
        outbox.put(loud(level))
    assert int(played(outbox)[0]) == 3
    assert counts.dropped_said == 2


def test_the_lead_in_is_soft_noise_gives_way_to_words_and_is_over_when_it_is() -> None:
    outbox = Outbox(Counts(), PLAIN, Sleeper(lead_in=0.1))
    outbox.put(loud())
    spoken, *waiting = (played(outbox) for _ in range(7))
    assert (spoken == 10_000).all()
    for block in waiting[:4]:
        assert 8 < np.abs(block).max() <= 64
    for block in waiting[4:]:
        assert not block.any()


def test_a_loudspeaker_that_is_kept_awake_never_hears_silence_and_nobody_hears_the_noise() -> None:
    outbox = Outbox(Counts(), PLAIN, Sleeper(keep_awake=True))
    waiting = [played(outbox) for _ in range(3)]
    outbox.put(silence())
    outbox.put(loud())
    silent, spoken = played(outbox), played(outbox)
    for block in (*waiting, silent):
        assert 0 < np.abs(block).max() <= 8
    assert (spoken == 10_000).all()


if __name__ == "__main__":
    drive(float(sys.argv[1]))
