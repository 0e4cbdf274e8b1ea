"""Everything that is wrong with content, at once: what ``voiceguide check`` tells an author."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide import yaml_source
from voiceguide.errors import UserError
from voiceguide.language.compiling import compiled, load_phrasebook
from voiceguide.language.hearable import unarmed, unhearable
from voiceguide.language.phrase_file import PhraseFile
from voiceguide.language.phrasebook import Phrasebook
from voiceguide.routines.cue_text import NAME
from voiceguide.routines.cues_file import CuesFile
from voiceguide.routines.folders import ENDINGS, NAMED_IN
from voiceguide.routines.kinds import kind_of, said_in
from voiceguide.routines.live_words import live_words
from voiceguide.routines.reading import Reading
from voiceguide.rules import sound_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from voiceguide.rules import Broken, Ruled
    from voiceguide.yaml_source import Source


@dataclass(frozen=True, slots=True)
class Speech:
    """What the voice can say and the ears can hear."""

    unsayable: Callable[[str], Sequence[str]]
    """Returns the words of a text that the voice cannot say."""
    unheard: Callable[[Iterable[str]], Sequence[str]]
    """Returns those of some words that the recogniser does not know."""
    armed: str
    """The word that has an ear of its own."""


class Check:
    """A check of content files, and what has come of it."""

    def __init__(self, content: Path, speech: Speech) -> None:
        """Begin; what does not lie beside a file is looked up in the content folder."""
        self._content = content
        self._speech = speech
        self._books: dict[Path, Phrasebook] = {}
        self.files: list[Path] = []
        """What was looked at."""
        self.faults: list[str] = []
        """A line for each: ``file:line: place: what; how to mend``."""

    def look_at(self, paths: Iterable[Path]) -> None:
        """Look at some files and all that they name; below a folder, at all that is content."""
        for path in paths:
            if not path.is_dir():
                self._look_at(path)
                continue
            files = [file for file in sorted(path.rglob("*")) if file.suffix in ENDINGS]
            for file in files:
                self._look_at(file, guessed=_root(file) == file.absolute().parent)
            if not files:
                text = "holds no content; name a folder with YAML files in it"
                self._tell(f"{yaml_source.shown(path)}: {text}")

    def _look_at(self, path: Path, *, guessed: bool = False) -> None:
        """Look at a file once; beside the guide's own, one of no known kind is left alone."""
        if path.resolve() in {file.resolve() for file in self.files}:
            return
        if path.is_file() and path.suffix not in ENDINGS:
            self.files.append(path)
            text = f"is no YAML file; name one that ends in {' or '.join(ENDINGS)}"
            self._tell(f"{yaml_source.shown(path)}: {text}")
            return
        try:
            source = yaml_source.read(path)
        except UserError as error:
            self.files.append(path)
            self._tell(str(error))
            return
        kind = kind_of(source)
        if kind or not guessed:
            self.files.append(path)
        if kind:
            self._look_as(kind, source)
        elif not guessed:
            folders = ", ".join(NAMED_IN.values())
            self._tell(source.fault((), f"is of no known kind; put it into one of: {folders}"))

    def _look_as(self, kind: type[Ruled], source: Source) -> None:
        root = _root(source.path) or self._content
        reading = Reading(source.path, root)
        part = sound_part(kind, source.data)
        broken = [*source.faults(kind), *reading.misfits(source, part), *_unusable(source, kind)]
        book = self._book(root)
        broken += [*_said(source, kind, book, self._speech), *_heard(source, kind, self._speech)]
        if broken:
            self._tell(str(source.error(broken)))
        reading.look_up(part)
        for fault in reading.faults:
            self._tell(fault)
        for path in reading.named:
            self._look_at(path)

    def _book(self, root: Path) -> Phrasebook:
        """Return the phrases of a content folder; if they do not load, none, and say so."""
        if root not in self._books:
            self._books[root] = Phrasebook({}, frozenset(), {})
            try:
                self._books[root] = load_phrasebook(root)
            except UserError:
                self._look_at(root / "phrases.yaml")
        return self._books[root]

    def _tell(self, faults: str) -> None:
        self.faults += [line for line in faults.splitlines() if line not in self.faults]


def _root(path: Path) -> Path | None:
    """Return the content folder that a file lies in, if it lies in one."""
    above = path.absolute().parents[:2]
    return next((folder for folder in above if (folder / "cues.yaml").is_file()), None)


def _unusable(source: Source, kind: type[Ruled]) -> Broken:
    name = source.path.stem
    if kind in NAMED_IN and not re.fullmatch(NAME, name):
        text = f'"{name}" is no name; rename the file with small letters, digits and hyphens'
        yield (), text


def _said(source: Source, kind: type[Ruled], book: Phrasebook, speech: Speech) -> Broken:
    """Yield cues and titles that would command the guide, or that its voice cannot say."""
    for place, text in said_in(kind, source.data):
        for fault in live_words(_filled(text, "_"), book, teaching=kind is CuesFile):
            yield place, fault
        for word in speech.unsayable(_filled(text, " ")):
            yield place, f'holds "{word}", which the voice cannot say as it is meant; write it out'


def _filled(text: str, by: str) -> str:
    return re.sub(r"\{[^{}]*\}", by, text)


def _heard(source: Source, kind: type[Ruled], speech: Speech) -> Broken:
    """Yield what the ears cannot hear of a phrase file."""
    if kind is PhraseFile:
        yield from unhearable(source, speech.unheard)
        if not source.faults(kind):
            book, clashes = compiled(source.validated(PhraseFile))
            yield from (*clashes, *unarmed(book, speech.armed))
