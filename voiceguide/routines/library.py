"""The content folder: which routines there are, and each of them with all it needs."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from voiceguide import yaml_source
from voiceguide.errors import UserError
from voiceguide.routines import limits
from voiceguide.routines.cues_file import CuesFile
from voiceguide.routines.folders import NAMED_IN, found, is_path, names, nearest, single
from voiceguide.routines.planning import plan
from voiceguide.routines.reading import Reading
from voiceguide.routines.routine import Routine, Stretch, addressed, in_turn
from voiceguide.routines.routine_file import RoutineFile, SingleFile
from voiceguide.routines.stretch_file import StretchFile
from voiceguide.routines.timeline import duration
from voiceguide.session.conditions import Asking
from voiceguide.session.sentences import Sentences

if TYPE_CHECKING:
    from pathlib import Path


class Listed(NamedTuple):
    """A routine as it is listed."""

    name: str
    title: str
    minutes: int
    """About how long it takes."""


def routines(content: Path) -> list[Listed]:
    """Return every routine of a content folder, by name."""
    listed = []
    for name in names(content / "routines"):
        routine = load_routine(name, content)
        minutes = ceil(duration(plan(routine)) / 60)
        listed.append(Listed(name, routine.file.title, minutes))
    return listed


def load_routine(name: str, content: Path) -> Routine:
    """Return a routine by its name, by the path of its file, or ``just`` a stretch by its name.

    What a file names is looked up in the folders beside it, then in the content folder.
    Raises ``UserError`` with every fault of the routine and of all that it names.
    """
    stretch = single(name, content)
    if stretch is not None:
        return _just(stretch, content)
    path = _routine_path(name, content)
    return _whole(Reading(path, content), path.stem, yaml_source.load(path, RoutineFile))


def load_sentences(content: Path, stop_point: int = limits.DEFAULT_STOP_POINT) -> Sentences:
    """Return the guide's own sentences; ``stop_point`` is the routine's, 1 to 5."""
    words = yaml_source.load(content / "cues.yaml", CuesFile)
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


def _just(name: str, content: Path) -> Routine:
    """Return a session of one stretch."""
    reading = Reading(content / "just.yaml", content)
    frame = yaml_source.load(reading.path, SingleFile)
    (path,) = found(name, [content / NAMED_IN[StretchFile]])
    stretch = Stretch(name, yaml_source.load(path, StretchFile))
    return _whole(reading, name, frame.around(name, stretch.file.title, stretch.aloud))


def _whole(reading: Reading, name: str, file: RoutineFile) -> Routine:
    routine = reading.routine(name, file)
    if routine is None:
        raise UserError("\n".join(reading.faults))
    return routine


def _routine_path(name: str, content: Path) -> Path:
    if (path := is_path(name)) is not None:
        return path
    folder = content / "routines"
    paths = found(name, [folder])
    if not paths:
        raise UserError(f"routine {nearest(name, names(folder))}; or give the path of a .yaml file")
    return paths[0]
