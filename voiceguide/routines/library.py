"""The content folder: which routines there are, and each of them with all it needs."""

from __future__ import annotations

from difflib import get_close_matches
from math import ceil
from pathlib import Path
from typing import NamedTuple

from voiceguide import yaml_source
from voiceguide.errors import UserError
from voiceguide.routines import limits
from voiceguide.routines.cues_file import CuesFile
from voiceguide.routines.planning import duration, plan
from voiceguide.routines.routine import Routine, Stretch, addressed, in_turn
from voiceguide.routines.routine_file import RoutineFile
from voiceguide.routines.stretch_file import StretchFile
from voiceguide.session.sentences import Asking, Sentences

_ENDINGS = (".yaml", ".yml")


class Listed(NamedTuple):
    """A routine as it is listed."""

    name: str
    title: str
    minutes: int
    """About how long it takes."""


def routines(content: Path) -> list[Listed]:
    """Return every routine of a content folder, by name."""
    listed = []
    for name in _names(content / "routines"):
        routine = load_routine(name, content)
        minutes = ceil(duration(plan(routine)) / 60)
        listed.append(Listed(name, routine.file.title, minutes))
    return listed


def load_routine(name: str, content: Path) -> Routine:
    """Return a routine by its name, or by the path of its file.

    A file's own stretches are looked up in ``../stretches`` beside it, then in the content folder.
    Raises ``UserError`` with every fault of the routine and of all its stretches.
    """
    path = _routine_path(name, content)
    source = yaml_source.read(path)
    file = source.validated(RoutineFile)
    folders = (path.parent.parent / "stretches", content / "stretches")
    stretches: list[Stretch] = []
    faults: list[str] = []
    for index, each in enumerate(file.stretches):
        found = next((f for folder in folders for f in _files(folder, each)), None)
        if found is None:
            known = sorted({one for folder in folders for one in _names(folder)})
            faults.append(source.fault(("stretches", index), _unknown(each, known)))
            continue
        try:
            stretches.append(Stretch(each, yaml_source.load(found, StretchFile)))
        except UserError as error:
            faults.append(str(error))
    if faults:
        raise UserError("\n".join(faults))
    return Routine(path.stem, file, tuple(stretches), _cues(content))


def load_sentences(content: Path, stop_point: int = limits.DEFAULT_STOP_POINT) -> Sentences:
    """Return the guide's own sentences; ``stop_point`` is the routine's, 1 to 5."""
    words = _cues(content)
    limit = str(stop_point)
    return Sentences(
        questions={
            question: Asking(
                addressed(asking.ask, words, limit=limit),
                addressed(asking.again, words, limit=limit),
            )
            for question, asking in words.questions.items()
        },
        replies={reply: tuple(in_turn(cues, words)) for reply, cues in words.replies.items()},
    )


def _cues(content: Path) -> CuesFile:
    return yaml_source.load(content / "cues.yaml", CuesFile)


def _routine_path(name: str, content: Path) -> Path:
    path = Path(name).expanduser()
    if path.suffix in _ENDINGS or len(path.parts) != 1:
        return path
    found = next(iter(_files(content / "routines", name)), None)
    if found is None:
        known = _names(content / "routines")
        raise UserError(f"routine {_unknown(name, known)}; or give the path of a .yaml file")
    return found


def _files(folder: Path, name: str) -> list[Path]:
    return [path for ending in _ENDINGS if (path := folder / f"{name}{ending}").is_file()]


def _names(folder: Path) -> list[str]:
    return sorted({path.stem for path in folder.glob("*") if path.suffix in _ENDINGS})


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    mend = f"perhaps {near[0]} is meant" if near else "take one that exists"
    return f'"{name}" does not exist; {mend} (there are: {", ".join(known) or "none"})'
