"""The phrase file compiled into the phrase book: every phrase of it spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import UserError
from voiceguide.language.intents import NO_CHOICE, Expecting, Intent
from voiceguide.language.phrase_file import PhraseFile
from voiceguide.language.phrasebook import Meaning, Phrase, Phrasebook, When
from voiceguide.yaml_source import load

if TYPE_CHECKING:
    from pathlib import Path

_WHERE_ASKED = {Intent.PLACE: Expecting.PLACE, Intent.CHOOSE: Expecting.START}
"""Understood only where it is waited for: these are words of all talk about stretching."""


def load_phrasebook(content: Path) -> Phrasebook:
    """Read ``phrases.yaml`` of a content folder.

    Raises:
        UserError: it is missing or breaks a rule; one line a fault, with the file's line.
    """
    path = content / "phrases.yaml"
    try:
        return compiled(load(path, PhraseFile))
    except UserError as error:
        raise error if str(path) in str(error) else UserError(f"{path}: {error}") from None


def compiled(file: PhraseFile) -> Phrasebook:
    """Spell out a phrase file.

    Raises:
        UserError: one phrase has two meanings, or a likely one has none.
    """
    meanings: dict[Phrase, Meaning] = {}
    asked_for: dict[Expecting, dict[Phrase, Meaning]] = {e: {} for e in _WHERE_ASKED.values()}
    for when, intent, text in file.phrases():
        value = file.value(text) if intent is Intent.PAIN else None
        places = file.places(text) if intent is Intent.PLACE else frozenset()
        chosen = text if intent is Intent.CHOOSE else file.sounds_like.get(text)
        choice = file.choice(chosen) if chosen else NO_CHOICE
        meaning = Meaning(intent, value, When(when), places, choice)
        where = _WHERE_ASKED.get(intent)
        phrase = tuple(text.split())
        earlier = (asked_for[where] if where else meanings).setdefault(phrase, meaning)
        if earlier != meaning:
            raise UserError(f'"{text}" means both {earlier.intent} and {meaning.intent}; keep one')
    asked = {e: file.times_likelier(likely) for e, likely in file.likely_when_asked.items()}
    book = Phrasebook(
        meanings=meanings,
        fillers=frozenset(file.fillers),
        likely=file.times_likelier(file.likely),
        likely_when_asked=asked,
        where_asked=asked_for,
        everyday=tuple(dict.fromkeys([*file.everyday, *file.around_safety])),
        around_safety=frozenset(file.around_safety),
        implied=frozenset(p for p in meanings if _implied(p, meanings[p], file)),
    )
    for text in (text for likely in (book.likely, *asked.values()) for text in likely):
        if tuple(text.split()) not in meanings:
            raise UserError(f'"{text}" under likely is no phrase; add it or take it out')
    return book


def _implied(phrase: Phrase, meaning: Meaning, file: PhraseFile) -> bool:
    """Tell whether a phrase of several words says no other number than the words in it do."""
    named = file.named(" ".join(phrase))
    return len(phrase) > 1 and meaning.value is not None and meaning.value == max(named, default=-1)
