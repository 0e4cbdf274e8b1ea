"""Audio files: what is read, what is refused and how, and what an interruption leaves."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voiceguide.audio.blocks import RATE, Samples, silence
from voiceguide.audio.files import WavWriter, read_audio
from voiceguide.errors import UserError


def _tone(seconds: float, rate: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate))


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_and_any_channels_become_16_khz_mono(
    tmp_path: Path, rate: int, channels: int, suffix: str
) -> None:
    path = tmp_path / f"tone{suffix}"
    soundfile.write(path, np.tile(_tone(1.0, rate)[:, np.newaxis], channels), rate)
    samples = read_audio(path)
    assert samples.dtype == np.int16
    assert samples.ndim == 1
    assert len(samples) == pytest.approx(RATE, abs=2)
    middle = slice(2_000, 14_000)
    assert np.abs(samples - _tone(1.0, RATE)[: len(samples)] * 32_768)[middle].max() < 200


def test_channels_are_averaged(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    soundfile.write(path, np.tile([0.5, 0.25], (400, 1)), RATE)
    assert set(read_audio(path)) == {round(0.375 * 32_768)}


def _missing(path: Path) -> None:
    assert not path.exists()


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("say: stop\n", encoding="utf-8")


def _no_byte(path: Path) -> None:
    path.touch()


def _no_sample(path: Path) -> None:
    soundfile.write(path, np.zeros(0), RATE)


def _zeros(path: Path) -> None:
    soundfile.write(path, np.zeros(RATE), RATE)


def _no_number(path: Path) -> None:
    audio = np.full(RATE, 0.1, np.float32)
    audio[RATE // 2] = np.nan
    soundfile.write(path, audio, RATE, subtype="FLOAT")


def _infinite(path: Path) -> None:
    audio = np.full((RATE, 2), 0.1, np.float32)
    audio[RATE // 4, 1] = np.inf
    soundfile.write(path, audio, RATE, subtype="FLOAT")


BAD = [
    (_missing, "no such file"),
    (_folder, "is a folder"),
    (_text, "is not an audio file"),
    (_no_byte, "is empty: it holds no byte"),
    (_no_sample, "is empty: it holds no sample"),
    (_zeros, "is silent: every sample is zero"),
    (_no_number, "is broken: from 0.50 s on it holds samples that are no finite numbers"),
    (_infinite, "is broken: from 0.25 s on it holds samples that are no finite numbers"),
]


@pytest.mark.parametrize(("make", "fault"), BAD)
def test_a_bad_file_is_refused_in_one_line_that_names_it(
    tmp_path: Path, make: object, fault: str
) -> None:
    path = tmp_path / "clip.wav"
    assert callable(make)
    make(path)
    with pytest.raises(UserError) as refused:
        read_audio(path)
    assert str(refused.value).startswith(f"{path}: {fault}")
    assert "\n" not in str(refused.value)


def test_a_silent_file_can_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    _zeros(path)
    assert not read_audio(path, silent_ok=True).any()


def _noise(samples: int) -> Samples:
    return np.random.default_rng(0).integers(-9_000, 9_000, samples).astype(np.int16)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    audio = _noise(40_000)
    with closing(WavWriter(path)) as writer:
        for start in range(0, len(audio), 320):
            writer.write(audio[start : start + 320])
    assert np.array_equal(read_audio(path), audio)
    assert soundfile.info(path).samplerate == RATE


def test_an_interruption_leaves_a_valid_file_up_to_the_last_full_second(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    audio = _noise(int(2.5 * RATE))
    writer = WavWriter(path)
    for start in range(0, len(audio), 320):
        writer.write(audio[start : start + 320])
    assert np.array_equal(read_audio(path), audio[: 2 * RATE])
    writer.close()
    assert np.array_equal(read_audio(path), audio)


def test_a_file_nothing_was_written_to_is_a_valid_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    with closing(WavWriter(path)):
        pass
    assert soundfile.info(path).frames == 0


def test_a_full_disk_is_told_in_one_line() -> None:
    writer = WavWriter(Path("/dev/full"))
    with pytest.raises(UserError, match="/dev/full: cannot be written: No space left on device"):
        writer.write(silence(2 * RATE))
    with pytest.raises(UserError, match="No space left"):
        writer.close()
    writer.close()


def test_a_folder_that_is_missing_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written: No such file or directory"):
        WavWriter(tmp_path / "none" / "out.wav")
