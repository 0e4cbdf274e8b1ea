"""The ear for "stop": our own network, listened through as the guide does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide import paths
from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples, silence, to_float
from voiceguide.errors import UserError
from voiceguide.hearing.keyword import Keyword, KeywordModel
from voiceguide.hearing.log_mel import LogMel, log_mel
from voiceguide.language.intents import Word
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.cli.parts import Ears

VOICES = ("en-us", "en-us+m3", "en-us+f4", "en-gb-scotland+m7", "en-us+Andrea")


def listen(keyword: Keyword, recording: Samples) -> list[float]:
    """Return the seconds at which the ear hears its word, half a second of quiet before and after.

    The quiet is a microphone's: soft noise.
    """
    quiet = round(0.5 * RATE)
    whole = np.concatenate([silence(quiet), recording, silence(quiet + -len(recording) % BLOCK)])
    whole += np.random.default_rng(0).integers(-6, 7, len(whole), dtype=np.int16)
    blocks = whole.reshape(-1, BLOCK)
    return [
        (number + 1) * BLOCK_SECONDS for number, block in enumerate(blocks) if keyword.accept(block)
    ]


@pytest.fixture
def keyword(ears: Ears) -> Keyword:
    """Return an ear that has heard nothing yet."""
    return Keyword(ears.stop)


@pytest.mark.parametrize("voice", VOICES)
def test_stop_is_heard_once_and_by_its_end(voice: str, keyword: Keyword) -> None:
    word = SyntheticVoice(voice).speak("stop")

    (heard_at,) = listen(keyword, word)

    assert heard_at < 0.5 + len(word) / RATE + 0.15


@pytest.mark.parametrize("said", ["start", "top", "step up", "help", "once more", "resume"])
def test_other_commands_and_words_like_it_are_not_taken_for_it(
    said: str, keyword: Keyword, say: Callable[[str], Samples]
) -> None:
    assert listen(keyword, say(said)) == []


def test_it_bears_out_a_stop_that_was_said_and_not_one_that_was_not(
    ears: Ears, say: Callable[[str], Samples]
) -> None:
    believed = (Word("stop", 0.5, 0.9),)
    said, not_said = Keyword(ears.stop), Keyword(ears.stop)
    listen(said, say("stop"))
    listen(not_said, say("sunday"))

    assert (said.agrees(believed), not_said.agrees(believed)) == (True, False)


def test_a_file_that_is_no_network_is_named_with_the_mend(tmp_path: Path) -> None:
    file = tmp_path / "stop.onnx"
    file.write_bytes(b"no network")

    with pytest.raises(UserError, match=r"stop\.onnx: no network that hears a word; mend: "):
        KeywordModel(file)


def test_the_network_is_small_enough_to_live_in_the_repository() -> None:
    assert paths.stop_model().stat().st_size < 1_000_000


def test_features_of_a_stream_are_those_of_the_whole(say: Callable[[str], Samples]) -> None:
    samples = say("please stop it")
    samples = samples[: len(samples) // BLOCK * BLOCK]
    stream = LogMel()

    streamed = np.concatenate([stream.follow(block) for block in samples.reshape(-1, BLOCK)])

    np.testing.assert_allclose(streamed[2:], log_mel(to_float(samples)), atol=1e-5)
