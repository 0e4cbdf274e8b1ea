"""The phrase file compiled into the phrase book: every phrase of it spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import NO_CHOICE, Expecting, Intent
from voiceguide.language.phrase_file import PhraseFile
from voiceguide.language.phrasebook import Meaning, Phrase, Phrasebook, When
from voiceguide.yaml_source import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.language.phrase_file import PhrasePlace
    from voiceguide.rules import Broken, Place
    from voiceguide.yaml_source import Source

_WHERE_ASKED = {Intent.PLACE: Expecting.PLACE, Intent.CHOOSE: Expecting.START}
"""Understood only where it is waited for: these are words of all talk about stretching."""


def _nothing(_source: Source, _file: PhraseFile, _book: Phrasebook) -> Broken:
    yield from ()


def load_phrasebook(
    content: Path, besides: Callable[[Source, PhraseFile, Phrasebook], Broken] = _nothing
) -> Phrasebook:
    """Read ``phrases.yaml`` of a content folder.

    Args:
        content: the folder.
        besides: yields what else is wrong with it, to whoever knows more than the file does.

    Raises:
        UserError: it is missing or breaks a rule; one line a fault, with the file's line.
    """
    source = read(content / "phrases.yaml")
    file = source.validated(PhraseFile)
    book, clashes = compiled(file)
    if faults := [*clashes, *besides(source, file, book)]:
        raise source.error(faults)
    return book


def compiled(file: PhraseFile) -> tuple[Phrasebook, list[tuple[Place, str]]]:
    """Spell out a phrase file; return the book, and where a phrase does not mean what it should."""
    meanings: dict[Phrase, Meaning] = {}
    asked_for: dict[Expecting, dict[Phrase, Meaning]] = {e: {} for e in _WHERE_ASKED.values()}
    clashes: list[tuple[Place, str]] = []
    for place, text in file.phrases():
        meaning = _meaning(file, place, text)
        where = _WHERE_ASKED.get(meaning.intent)
        phrase = tuple(text.split())
        earlier = (asked_for[where] if where else meanings).setdefault(phrase, meaning)
        if earlier != meaning:
            both = f"both {earlier.intent} and {meaning.intent}"
            clashes.append((place, f'"{text}" means {both}; keep one'))
    asked = {e: file.times_likelier(likely) for e, likely in file.likely_when_asked.items()}
    again = file.times_likelier(file.likely_again)
    book = Phrasebook(
        meanings=meanings,
        fillers=frozenset(file.fillers),
        likely=file.times_likelier(file.likely),
        likely_when_asked=asked,
        where_asked=asked_for,
        likely_again=again,
        beside_numbers=tuple(file.beside_numbers),
        decoys={e: tuple(decoys) for e, decoys in file.decoys.items()},
        around_number=frozenset([*file.around_number, *file.around_count]),
        around_count=frozenset(file.around_count),
        everyday=tuple(dict.fromkeys([*file.everyday, *file.around_safety])),
        around_safety=frozenset(file.around_safety),
        implied=frozenset(p for p in meanings if _implied(p, meanings[p], file)),
    )
    clashes += (
        (likely, f'"{text}" is no phrase; add it or take it out')
        for likely, template in file.likely_templates()
        for text in file.spelled_out(template)
        if tuple(text.split()) not in meanings
    )
    clashes += (
        (("needed", intent, index), f'"{text}" is not heard as {intent}; add it to its phrases')
        for intent, templates in file.needed.items()
        for index, template in enumerate(templates)
        for text in file.spelled_out(template)
        if getattr(meanings.get(tuple(text.split())), "intent", None) is not intent
    )
    return book, clashes


def _meaning(file: PhraseFile, place: PhrasePlace, text: str) -> Meaning:
    way, intent, _ = place
    value = file.value(text) if intent is Intent.PAIN else None
    places = file.places(text) if intent is Intent.PLACE else frozenset()
    chosen = text if intent is Intent.CHOOSE else file.sounds_like.get(text)
    return Meaning(intent, value, When(way), places, file.choice(chosen) if chosen else NO_CHOICE)


def _implied(phrase: Phrase, meaning: Meaning, file: PhraseFile) -> bool:
    """Tell whether a phrase of several words says no other number than the words in it do."""
    text = " ".join(phrase)
    if meaning.intent is not Intent.PAIN or len(phrase) == 1:
        return False
    return bool(file.named(text)) and not text.endswith((file.half, file.scale))
