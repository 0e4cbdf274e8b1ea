"""What clips say, as a recogniser without a grammar hears it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import vosk

from voiceguide.audio.blocks import RATE, silence
from voiceguide.audio.files import read_audio
from voiceguide.cli.terminal import progress
from voiceguide.hearing.recogniser import RecogniserModel
from voiceguide.models.fetch import recogniser_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_AFTER = silence(RATE // 2)
"""Heard after each clip, so that a last word which is cut short is still decoded."""

_STOPS = ("stop", "stops", "stopped", "stopping")
_GRAMMAR = json.dumps([*_STOPS, "[unk]"])
"""With nothing else to choose from the recogniser hears these where they are, and in other words
too; it takes a tenth of the time that it takes without a grammar."""


def transcribe(clips: Iterable[Path], what: str, *, every: bool) -> Iterator[tuple[Path, str]]:
    """Write beside clips what they say (``.txt``, lower case, one line), unless it is there.

    Yields:
        Each clip that was transcribed, and what it says.

    Args:
        clips: any that ``read_audio`` reads.
        what: they are, for the progress.
        every: otherwise only of those in which a recogniser that knows nothing else hears a stop.

    Raises:
        UserError: there is no recogniser's model, or a clip cannot be read.
    """
    left = [clip for clip in clips if not clip.with_suffix(".txt").exists()]
    if not left:
        return
    model = RecogniserModel(recogniser_model()).vosk
    screen = vosk.KaldiRecognizer(model, RATE, _GRAMMAR)
    recogniser = vosk.KaldiRecognizer(model, RATE)
    with progress(what, len(left)) as advance:
        for clip in left:
            if every or says_stop(_heard(screen, clip)):
                said = _heard(recogniser, clip)
                clip.with_suffix(".txt").write_text(f"{said}\n", "utf-8")
                yield clip, said
            advance()


def says_stop(text: str) -> bool:
    """Whether a word in it has "stop" in it."""
    return _STOPS[0] in text


def _heard(recogniser: vosk.KaldiRecognizer, clip: Path) -> str:
    ends = [
        recogniser.AcceptWaveform(audio.tobytes()) and recogniser.Result()
        for audio in (read_audio(clip, silent_ok=True), _AFTER)
    ]
    heard = (json.loads(result)["text"] for result in (*ends, recogniser.FinalResult()) if result)
    return " ".join(filter(None, heard))
