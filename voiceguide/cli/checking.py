"""Telling an author what is wrong with content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.hearing.keyword import KeywordModel
from voiceguide.models.fetch import recogniser_model
from voiceguide.models.voices import voice_model
from voiceguide.routines.checking import Check, Speech
from voiceguide.speaking.pronunciation import Pronunciation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def check(files: Sequence[Path], voice: str) -> int:
    """Print a line for each fault and the sum; return 1 if there is one, else 0.

    Raises:
        UserError: the voice, the recogniser or the ear for "stop" cannot be had.
    """
    content = paths.content_dir()
    pronunciation = Pronunciation(voice_model(voice))
    speech = Speech(pronunciation.unsayable, _unheard, KeywordModel(paths.stop_models()).word)
    checked = Check(content, speech)
    checked.look_at(files or [content])
    for fault in checked.faults:
        print(fault)
    looked = _counted(len(checked.files), "file")
    print(f"{looked}: {_counted(len(checked.faults), 'fault') if checked.faults else 'all well'}")
    return 1 if checked.faults else 0


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _unheard(words: Iterable[str]) -> list[str]:
    """Return those words that the recogniser does not know; its model is loaded only for this."""
    from voiceguide.hearing.recogniser import RecogniserModel

    return RecogniserModel(recogniser_model()).unknown_words(words)
