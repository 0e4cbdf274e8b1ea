"""A routine with all that it is made of: read, validated, and not yet planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.session.plan import Cue, Role, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.routines.cue_text import CueText
    from voiceguide.routines.cues_file import CuesFile
    from voiceguide.routines.routine_file import RoutineFile
    from voiceguide.routines.stretch_file import StretchFile


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch and its name."""

    name: str
    file: StretchFile


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine, its stretches in order, and the guide's own sentences."""

    name: str
    file: RoutineFile
    stretches: tuple[Stretch, ...]
    words: CuesFile

    @property
    def stop_point(self) -> int:
        """The stop point to begin with, 1 to 5 on the 0 to 10 scale."""
        return self.file.stop_point


def addressed(cue: CueText, words: CuesFile, **values: str) -> Cue:
    """Return a cue that says in its own words whom it is for; its placeholders stay for others."""
    address = getattr(words.address, cue.role)
    text = f"{address} {cue.text}".strip()
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return Cue(text, cue.role)


def in_turn(cues: Iterable[CueText], words: CuesFile, side: Side | None = None) -> Iterator[Cue]:
    """Yield cues that follow each other: addressed at first and whenever the role changes."""
    values = side_values(words, side)
    before: Role | None = None
    for cue in cues:
        whole = addressed(cue, words, **values)
        if cue.role is before:
            bare = whole.text.removeprefix(getattr(words.address, cue.role)).strip()
            whole = Cue(bare, cue.role)
        before = cue.role
        yield whole


def side_values(words: CuesFile, side: Side | None) -> dict[str, str]:
    """Return what the placeholders of a side stand for; nothing where there are no sides."""
    if side is None:
        return {}
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    return {"side": words.sides.of(side), "other_side": words.sides.of(other)}
