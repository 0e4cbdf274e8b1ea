"""Speaking one text, for whoever writes cues."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from voiceguide.audio.blocks import Samples, silence
from voiceguide.audio.files import WavWriter
from voiceguide.cli.sessions import card_of
from voiceguide.cli.terminal import console
from voiceguide.errors import UserError
from voiceguide.models.voices import voice_model
from voiceguide.settings import load_settings
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.mixer import Mixer
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.soundcard import SoundCard


def say(text: str, voice: str, out: Path | None) -> int:
    """Speak on the loudspeaker, or into a WAV file; return the exit code.

    Raises:
        UserError: there is nothing to say, or no voice or loudspeaker to say it with.
    """
    if not text.strip():
        raise UserError("there is nothing to say; give a text in quotes")
    card = None if out else card_of(load_settings())
    samples = CueCache(Voice(voice_model(voice))).samples(text)
    if out:
        with closing(WavWriter(out)) as file:
            file.write(samples)
        console.print(f"written: {out}")
    if card:
        play(card, samples)
    return 0


def play(card: SoundCard, samples: Samples) -> None:
    """Play samples to their end: shape (n,), int16, 16 kHz."""
    mixer = Mixer()
    mixer.play(samples)
    card.run(lambda _mic: mixer.next_block(), deaf=silence, until=lambda: not mixer.speaking)
