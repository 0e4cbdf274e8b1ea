"""Where content lies: files by their kind's folder and their own name."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceguide import yaml_source
from voiceguide.errors import UserError
from voiceguide.routines.routine_file import CoolDownFile, RoutineFile, WarmUpFile
from voiceguide.routines.stretch_file import StretchFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voiceguide.language.phrase_file import PhraseFile
    from voiceguide.rules import Broken, Ruled

ENDINGS = (".yaml", ".yml")

NAMED_IN: Final[Mapping[type[Ruled], str]] = {
    RoutineFile: "routines",
    WarmUpFile: "warm-ups",
    StretchFile: "stretches",
    CoolDownFile: "cool-downs",
}
"""The folder of each kind of file that has a name."""

_CHOSEN: Final[Mapping[str, type[Ruled]]] = {"routines": RoutineFile, "stretches": StretchFile}
"""The keys of ``phrases.yaml`` that name files, and of which kind."""

JUST = "just"
"""What is said before the name of a single stretch."""

_ARTICLES = {"a", "an", "the"}


def names(folder: Path) -> list[str]:
    """Return the names of a folder's files."""
    return sorted({path.stem for path in folder.glob("*") if path.suffix in ENDINGS})


def found(name: str, folders: Iterable[Path]) -> list[Path]:
    """Return the files of this name, those of the first folder first."""
    paths = [folder / f"{name}{ending}" for folder in folders for ending in ENDINGS]
    return [path for path in paths if path.is_file()]


def is_path(name: str) -> Path | None:
    """Return a path if a name is meant as one."""
    path = Path(name).expanduser()
    return path if path.suffix in ENDINGS or len(path.parts) != 1 else None


def nearest(name: str, known: list[str]) -> str:
    """Return that a name does not exist, and the nearest that does."""
    near = get_close_matches(name, known, 1)
    mend = f"perhaps {near[0]} is meant" if near else "take one that exists"
    return f'"{name}" does not exist; {mend} (there are: {", ".join(known) or "none"})'


def unchoosable(file: PhraseFile, content: Path) -> Broken:
    """Yield what people may choose by name, and there is no such file."""
    for key, kind in _CHOSEN.items():
        known = names(content / NAMED_IN[kind])
        for name in getattr(file, key):
            if name not in known:
                yield (key, name), nearest(name, known)


def single(name: str, content: Path) -> str | None:
    """Return the stretch that "just ..." asks for, or None if a name does not ask for one.

    Raises:
        UserError: no stretch is called so, or several are.
    """
    first, *words = name.lower().replace("-", " ").split() or [""]
    wanted = {word for word in words if word not in _ARTICLES}
    if first != JUST:
        return None
    folder = content / "stretches"
    known = names(folder)
    if not wanted:
        raise UserError(f'"{name}" names no stretch; write one after it: {", ".join(known)}')
    called = [each for each in known if wanted <= _words_of(each, folder)]
    asked = " ".join(words)
    exact = "-".join(word for word in words if word not in _ARTICLES)
    if exact in known:
        return exact
    if not called:
        raise UserError(f"stretch {nearest(asked, known)}")
    if len(called) > 1:
        raise UserError(f'"{asked}" may be {" or ".join(called)}; name one of them')
    return called[0]


def _words_of(name: str, folder: Path) -> set[str]:
    """Return the words of a stretch's name, title and other names."""
    (path,) = found(name, [folder])
    data = yaml_source.read(path).data
    given = data if isinstance(data, dict) else {}
    also = given.get("also_called")
    texts = [name, given.get("title"), *(also if isinstance(also, list) else [])]
    return {word for text in texts for word in str(text).lower().replace("-", " ").split()}
