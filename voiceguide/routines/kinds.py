"""What kind of file a content file is, and what is said in it, however broken it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from voiceguide.language.phrase_file import PhraseFile
from voiceguide.routines.conditions_file import ConditionsFile
from voiceguide.routines.cues_file import CuesFile
from voiceguide.routines.folders import NAMED_IN
from voiceguide.routines.routine_file import RoutineFile, SingleFile
from voiceguide.routines.stretch_file import StretchFile
from voiceguide.session.plan import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.rules import Place, Ruled
    from voiceguide.yaml_source import Source

_BY_NAME: Final[Mapping[str, type[Ruled]]] = {
    "cues": CuesFile,
    "phrases": PhraseFile,
    "conditions": ConditionsFile,
    "just": SingleFile,
}
_BY_FOLDER: Final = {folder: kind for kind, folder in NAMED_IN.items()}

_NAMED_ALOUD: Final = (StretchFile, RoutineFile)
"""Kinds whose title the guide says: what is left out, what was chosen."""

_ALIKE = 3
"""Keys that a file shares with its kind, at least, where neither name nor folder tells."""


def kind_of(source: Source) -> type[Ruled] | None:
    """Return the kind of a file: by its folder, by its name, or by the keys in it."""
    path = source.path.absolute()
    by_place = _BY_FOLDER.get(path.parent.name) or _BY_NAME.get(path.stem)
    if by_place is not None:
        return by_place
    keys = set(source.data) if isinstance(source.data, dict) else set()
    best = max(NAMED_IN, key=lambda kind: len(keys & set(kind.model_fields)))
    return best if len(keys & set(best.model_fields)) >= _ALIKE else None


def cues_in(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield the words of every cue, with its place."""
    below = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in below:
        if isinstance(value, str):
            if key in set(Role):
                yield (*place, key), value
        elif isinstance(value, dict | list):
            yield from cues_in(value, (*place, key))


def said_in(kind: type[Ruled], data: Any) -> Iterator[tuple[Place, str]]:
    """Yield all that is said aloud of a file, with its place: its cues, and a title that is named.

    ``{placeholders}`` are in it as they are written.
    """
    if kind in _NAMED_ALOUD and isinstance(data, dict) and isinstance(data.get("title"), str):
        yield ("title",), data["title"]
    yield from cues_in(data)
