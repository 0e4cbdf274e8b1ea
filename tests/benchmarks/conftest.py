"""A folder of recordings as the benchmark wants it, spoken by synthetic voices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from voiceguide.audio.blocks import RATE, silence, to_float
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from pathlib import Path

SPEAKERS = {"0a": "en-us", "0b": "en-us+m3", "0c": "en-us+m7"}
"""Who speaks, and eSpeak's voice for each."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which three people say a word and a sentence each."""
    root = tmp_path_factory.mktemp("speech")
    (root / "words" / "stop").mkdir(parents=True)
    (root / "talk" / "orders").mkdir(parents=True)
    for speaker, voice in SPEAKERS.items():
        said = SyntheticVoice(voice).speak
        word = np.concatenate([silence(RATE // 5), said("stop"), silence(RATE // 2)])
        soundfile.write(root / "words" / "stop" / f"{speaker}_nohash_0.flac", word, RATE)
        sentence = said("a large cup of coffee with milk")
        soundfile.write(root / "talk" / "orders" / f"{speaker}_nohash_0.flac", sentence, RATE)
    (root / "noise").mkdir()
    hum = np.random.default_rng(0).normal(0, 0.02, 10 * RATE)
    soundfile.write(root / "noise" / "kitchen.wav", hum, RATE)
    return root


@pytest.fixture
def stops(folder: Path) -> list[Path]:
    """Return the recordings of the word."""
    return sorted(folder.glob("words/stop/*"))


def level(samples: np.ndarray[tuple[int, ...], np.dtype[np.int16]]) -> float:
    """Return the root mean square, dB below full scale."""
    return float(10 * np.log10(np.mean(np.square(to_float(samples), dtype=np.float64))))
