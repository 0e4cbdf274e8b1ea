"""A routine with all that it is made of: read, validated, and not yet planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.session.plan import Cue, Role, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.routines.conditions_file import ConditionsFile
    from voiceguide.routines.cue_text import CueText
    from voiceguide.routines.cues_file import CuesFile
    from voiceguide.routines.routine_file import CoolDownFile, RoutineFile, WarmUpFile
    from voiceguide.routines.stretch_file import StretchFile


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch, its name, and what a routine takes of it: never more than its file gives."""

    name: str
    file: StretchFile
    hold_at_most: int | None = None
    """Seconds."""
    repetitions_at_most: int | None = None
    """A side."""

    @property
    def aloud(self) -> str:
        """What it is called in a sentence."""
        return self.file.title[:1].lower() + self.file.title[1:]

    @property
    def repetitions(self) -> int:
        """How often it is done on each side; a rhythm once."""
        written = self.file.hold.repetitions if self.file.hold else 1
        return min(written, self.repetitions_at_most or written)

    @property
    def seconds(self) -> int:
        """How long it is held, or how long its rhythm takes as a whole."""
        if self.file.rhythm:
            return self.file.rhythm.rounds * self.file.rhythm.seconds
        written = self.file.hold.seconds if self.file.hold else 0
        return min(written, self.hold_at_most or written)

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides it is done on: both or neither."""
        return (None,) if self.file.sides == "none" else (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine, its stretches in order, and the guide's own sentences."""

    name: str
    file: RoutineFile
    warm_up: WarmUpFile
    stretches: tuple[Stretch, ...]
    cool_down: CoolDownFile
    words: CuesFile
    conditions: ConditionsFile
    contract_relax: bool = False
    """Whether the client also pushes, in the stretches that it suits."""

    @property
    def suits_contract_relax(self) -> bool:
        """Whether a stretch of it may be led so."""
        return any(stretch.file.contract_relax for stretch in self.stretches)

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
