"""The synthetic people: they can be told apart, and always sound the same."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from voiceguide.audio.blocks import RATE
from voiceguide.errors import UserError
from voiceguide.simulation import voices
from voiceguide.simulation.voices import VOICES, SyntheticVoice

DIGEST = """
import hashlib
from voiceguide.simulation.voices import SyntheticVoice
{before}
print(hashlib.sha256(SyntheticVoice({voice!r}).speak("ease off").tobytes()).hexdigest())
"""


@pytest.mark.parametrize("voice", VOICES.values())
def test_a_word_is_spoken_without_silence_around_it(voice: str) -> None:
    audio = SyntheticVoice(voice).speak("stop")
    assert audio.dtype == np.int16
    assert 0.2 * RATE < len(audio) < 0.9 * RATE
    assert audio[:80].any()
    assert audio[-80:].any()


def test_the_client_and_the_partner_do_not_sound_alike() -> None:
    client, partner = (SyntheticVoice(voice).speak("stop") for voice in VOICES.values())
    assert not np.array_equal(client, partner)


@pytest.mark.parametrize("voice", VOICES.values())
@pytest.mark.parametrize(
    "before", ["", 'SyntheticVoice("en-us+f4").speak("hello there")', "import piper.voice"]
)
def test_the_same_words_sound_the_same_in_every_process_whatever_came_before(
    voice: str, before: str
) -> None:
    code = DIGEST.format(before=before, voice=voice)
    other = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()
    voices._spoken.cache_clear()  # noqa: SLF001  # so that it is spoken anew
    here = hashlib.sha256(SyntheticVoice(voice).speak("ease off").tobytes()).hexdigest()
    assert here == other


def test_a_voice_that_does_not_exist_is_a_clear_error() -> None:
    with pytest.raises(UserError, match="nobody-here: eSpeak NG has no such voice"):
        SyntheticVoice("nobody-here").speak("stop")


def test_words_that_make_no_sound_are_a_clear_error() -> None:
    with pytest.raises(UserError, match='nothing in " " can be spoken'):
        SyntheticVoice(VOICES["client"]).speak(" ")
