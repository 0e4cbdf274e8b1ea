"""The ear for "stop": our own networks, listened through as the guide does."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide import paths
from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples, silence, to_float
from voiceguide.errors import UserError
from voiceguide.hearing.keyword import DETECTOR, VERIFIER, Keyword, KeywordModel
from voiceguide.hearing.log_mel import LogMel, log_mel
from voiceguide.language.intents import Word
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.cli.parts import Ears

VOICES = ("en-us", "en-us+m3", "en-us+f4", "en-gb-scotland+m7", "en-us+Andrea")


def listen(keyword: Keyword, recording: Samples) -> list[float]:
    """Return the seconds at which the ear finds its word likely, told of again after half a second.

    There is half a second of quiet before and after. It is a microphone's: soft noise.
    """
    quiet = round(0.5 * RATE)
    whole = np.concatenate([silence(quiet), recording, silence(quiet + -len(recording) % BLOCK)])
    whole += np.random.default_rng(0).integers(-6, 7, len(whole), dtype=np.int16)
    blocks = whole.reshape(-1, BLOCK)
    heard = [
        (number + 1) * BLOCK_SECONDS for number, block in enumerate(blocks) if keyword.accept(block)
    ]
    return [now for before, now in pairwise([float("-inf"), *heard]) if now > before + 0.5]


@pytest.fixture
def keyword(ears: Ears) -> Keyword:
    """Return an ear that has heard nothing yet."""
    return Keyword(ears.stop)


@pytest.mark.parametrize("voice", VOICES)
def test_stop_is_heard_once_and_by_its_end(voice: str, keyword: Keyword) -> None:
    word = SyntheticVoice(voice).speak("stop")

    (heard_at,) = listen(keyword, word)

    assert heard_at < 0.5 + len(word) / RATE + 0.15


@pytest.mark.parametrize("said", ["start", "step up", "help", "once more", "resume"])
def test_of_other_commands_and_words_like_it_the_ear_is_never_sure(
    said: str, keyword: Keyword, say: Callable[[str], Samples]
) -> None:
    listen(keyword, say(said))

    assert not keyword.is_sure_of((Word("stop", 0.0, 0.5),))


def test_it_bears_out_a_stop_that_was_said_and_not_one_that_was_not(
    ears: Ears, say: Callable[[str], Samples]
) -> None:
    believed = (Word("stop", 0.5, 0.9),)
    said, not_said = Keyword(ears.stop), Keyword(ears.stop)
    listen(said, say("stop"))
    listen(not_said, say("sunday"))

    assert (said.doubts(believed), not_said.doubts(believed)) == (False, True)


def test_a_quiet_voice_is_heard_as_a_loud_one_is(ears: Ears, say: Callable[[str], Samples]) -> None:
    word = say("stop")

    heard = [listen(Keyword(ears.stop), word // softer) for softer in (1, 4, 16)]

    assert [len(times) for times in heard] == [1, 1, 1]


@pytest.mark.parametrize(
    "said",
    [
        "we went down to the lake with the dog and had tea at the shop on top of the hill",
        "she starts the car and drops the children at the station before the storm",
        "put your hand on the top of my shoulder and step up a bit",
    ],
)
@pytest.mark.parametrize("voice", VOICES)
def test_of_talk_with_words_like_it_the_ear_is_never_sure(
    voice: str, said: str, keyword: Keyword
) -> None:
    listen(keyword, SyntheticVoice(voice).speak(said))

    assert not keyword.is_sure_of((Word("stop", 0.0, 0.5),))


@pytest.mark.parametrize("broken", [DETECTOR, VERIFIER])
@pytest.mark.parametrize("how", [lambda file: file.write_bytes(b"no network"), Path.unlink])
def test_a_file_that_is_missing_or_no_network_is_named_with_the_mend(
    broken: str, how: Callable[[Path], object], tmp_path: Path
) -> None:
    for name in (DETECTOR, VERIFIER):
        shutil.copy(paths.stop_models() / name, tmp_path)
    how(tmp_path / broken)

    with pytest.raises(UserError, match=f"{broken}: no network that hears a word; mend: "):
        KeywordModel(tmp_path)


def test_the_networks_are_small_enough_to_live_in_the_repository() -> None:
    sizes = [(paths.stop_models() / name).stat().st_size for name in (DETECTOR, VERIFIER)]

    assert sum(sizes) < 1_000_000


def test_features_of_a_stream_are_those_of_the_whole(say: Callable[[str], Samples]) -> None:
    samples = say("please stop it")
    samples = samples[: len(samples) // BLOCK * BLOCK]
    stream = LogMel()

    streamed = np.concatenate([stream.follow(block) for block in samples.reshape(-1, BLOCK)])

    np.testing.assert_allclose(streamed[2:], log_mel(to_float(samples)), atol=1e-5)
