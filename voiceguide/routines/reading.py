"""Reading what a routine is made of: all its files, and all that is wrong with them, at once."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from voiceguide import yaml_source
from voiceguide.errors import UserError
from voiceguide.language.phrase_file import PhraseFile
from voiceguide.routines.conditions_file import ConditionsFile
from voiceguide.routines.cues_file import CuesFile
from voiceguide.routines.folders import NAMED_IN, found, names, nearest, unchoosable
from voiceguide.routines.routine import Routine, Stretch
from voiceguide.routines.routine_file import CoolDownFile, RoutineFile, WarmUpFile
from voiceguide.routines.stretch_file import StretchFile
from voiceguide.routines.wording import ill_worded

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from pydantic import BaseModel

    from voiceguide.rules import Broken, Place, Ruled
    from voiceguide.yaml_source import Source

M = TypeVar("M", bound="Ruled")


class Reading:
    """The files that one routine file leads to, and the faults found in them."""

    def __init__(self, path: Path, content: Path) -> None:
        """Look up names in the folders beside this routine's, then in the content folder."""
        self._folders = (path.parent.parent, content)
        self._content = content
        self._source: Source | None = None
        self.path = path
        self.faults: list[str] = []
        self.named: list[Path] = []
        """The files that the routine names."""

    @cached_property
    def words(self) -> CuesFile | None:
        """The guide's own sentences."""
        return self.file(self._content / "cues.yaml", CuesFile)

    @cached_property
    def conditions(self) -> ConditionsFile | None:
        """Who should not be stretched."""
        return self.file(self._content / "conditions.yaml", ConditionsFile)

    def file(self, path: Path, model: type[M]) -> M | None:
        """Return a file as a model; None, and its faults noted, if it breaks a rule."""
        try:
            source = yaml_source.read(path)
            valid = source.validated(model)
            if broken := list(self.misfits(source, valid)):
                raise source.error(broken)
        except UserError as error:
            self.faults.append(str(error))
            return None
        return valid

    def routine(self, name: str, file: RoutineFile) -> Routine | None:
        """Return the routine with all that it names; None, and the faults noted, if it cannot be.

        Args:
            name: the routine's.
            file: what ``path`` holds, or what was made of it.
        """
        words, conditions = self.words, self.conditions
        warm_up = self._named(("warm_up",), file.warm_up, WarmUpFile)
        stretches = [
            self._stretch(("stretches", index), name, file.without)
            for index, name in enumerate(file.stretches)
        ]
        cool_down = self._named(("cool_down",), file.cool_down, CoolDownFile)
        if self.faults or not (words and conditions and warm_up and cool_down):
            return None
        taken = tuple(
            Stretch(name, stretch, file.hold_at_most, file.repetitions_at_most)
            for name, stretch in zip(file.stretches, stretches, strict=True)
            if stretch
        )
        return Routine(name, file, warm_up, taken, cool_down, words, conditions)

    def look_up(self, part: Ruled) -> None:
        """Note what is wrong with what a file names, as far as its names can be read."""
        if name := getattr(part, "warm_up", None):
            self._named(("warm_up",), name, WarmUpFile)
        taken = () if isinstance(part, PhraseFile) else getattr(part, "stretches", ())
        for index, name in enumerate(taken):
            self._stretch(("stretches", index), name, getattr(part, "without", ()))
        if name := getattr(part, "cool_down", None):
            self._named(("cool_down",), name, CoolDownFile)

    def misfits(self, source: Source, part: Ruled) -> Broken:
        """Yield where a file, or its sound part, does not fit the rest of the content."""
        yield from self._unlisted(part)
        if isinstance(part, PhraseFile):
            yield from unchoosable(part, self._content)
        if type(part) in NAMED_IN and self.words:
            yield from ill_worded(source.data, part, self.words)

    def _unlisted(self, file: BaseModel) -> Broken:
        """Yield the conditions of a stretch that are not in the list of all."""
        named = getattr(file, "when_not", {})
        known = list(self.conditions.conditions) if named and self.conditions else list(named)
        for name in named:
            if name not in known:
                near = get_close_matches(name, known, 1)
                mend = f"perhaps {near[0]} is meant" if near else f"take one of {', '.join(known)}"
                yield ("when_not", name), f"is no condition of conditions.yaml; {mend}"

    def _stretch(self, place: Place, name: str, without: Container[str]) -> StretchFile | None:
        stretch = self._named(place, name, StretchFile)
        for demand in stretch.demands if stretch else ():
            if demand in without:
                text = f"{name} asks for {demand}, which this routine is without; take another"
                self._note(place, text)
        return stretch

    def _named(self, place: Place, name: str, model: type[M]) -> M | None:
        """Return what the routine names at a place."""
        folders = [folder / NAMED_IN[model] for folder in self._folders]
        paths = found(name, folders)
        if paths:
            self.named.append(paths[0])
            return self.file(paths[0], model)
        known = {one for folder in folders for one in names(folder)}
        self._note(place, nearest(name, sorted(known)))
        return None

    def _note(self, place: Place, text: str) -> None:
        self._source = self._source or yaml_source.read(self.path)
        self.faults.append(self._source.fault(place, text))
