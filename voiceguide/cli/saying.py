"""Speaking one text, for whoever writes cues."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from voiceguide.audio.announcing import announce
from voiceguide.audio.files import WavWriter
from voiceguide.cli.sessions import sleeper_of
from voiceguide.cli.terminal import console
from voiceguide.errors import UserError
from voiceguide.models.voices import voice_model
from voiceguide.settings import load_settings
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from pathlib import Path


def say(text: str, voice: str, out: Path | None) -> int:
    """Speak on the loudspeaker, or into a WAV file; return the exit code.

    Raises:
        UserError: there is nothing to say, or no voice or loudspeaker to say it with.
    """
    if not text.strip():
        raise UserError("there is nothing to say; give a text in quotes")
    settings = load_settings()
    samples = CueCache(Voice(voice_model(voice))).samples(text)
    if out:
        with closing(WavWriter(out)) as file:
            file.write(samples)
        console.print(f"written: {out}")
    else:
        announce([samples], settings.speaker, sleeper_of(settings))
    return 0
