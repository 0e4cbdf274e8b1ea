"""A scenario: which routine, in which room, and who says what when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    model_validator,
)

from voiceguide.audio.files import read_audio
from voiceguide.errors import UserError
from voiceguide.simulation.room import NoiseSettings, RoomSettings, TalkSettings
from voiceguide.yaml_source import read, shown

if TYPE_CHECKING:
    from voiceguide.rules import Place
    from voiceguide.yaml_source import Source

_MODEL = ConfigDict(frozen=True, extra="forbid")
_BESIDE = ("nth", "every", "wait")

Value = str | int | float | bool | None
"""A value that a field of a journal entry is compared with."""


class Line(BaseModel):
    """Something a person says, and its moment: a time, or a journal entry and a wait."""

    model_config = _MODEL

    say: str | None = Field(default=None, min_length=1)
    """What a synthetic voice says."""
    wav: Path | None = None
    """Or a recording, relative to the scenario's folder."""
    at: float | None = Field(default=None, ge=0)
    """Second of audio clock at which it begins."""
    after: dict[str, Value] | None = None
    """Or the fields of a journal entry after which it begins; see ``matches``."""
    wait: float = Field(default=0.0, ge=0)
    """Seconds from that entry's ``t``."""
    nth: int = Field(default=1, ge=1)
    """Which of the entries that match, counted from 1."""
    every: bool = False
    """After every entry that matches."""
    voice: Literal["client", "partner"] = "client"
    _row: int | None = PrivateAttr(None)
    _folder: Path = PrivateAttr(Path())

    @model_validator(mode="before")
    @classmethod
    def _take_out_of_after(cls, data: Any) -> Any:
        """``nth``, ``every`` and ``wait`` mean the same inside ``after`` as beside it."""
        after = data.get("after") if isinstance(data, dict) else None
        if not isinstance(after, dict):
            return data
        inside = {key: after[key] for key in _BESIDE if key in after}
        for key in inside:
            if key in data:
                raise ValueError(f'"{key}" stands in "after" and beside it; keep one of the two')
        return {**data, **inside, "after": {k: v for k, v in after.items() if k not in inside}}

    @model_validator(mode="after")
    def _one_text_and_one_moment(self) -> Self:
        if (self.say is None) == (self.wav is None):
            raise ValueError('needs "say" or "wav", one of the two; write what is said')
        if (self.at is None) == (self.after is None):
            raise ValueError('needs "at" or "after", one of the two; write when it is said')
        if self.after is not None and not self.after:
            raise ValueError('"after" names no field; write for example {kind: hold}')
        given = [key for key in _BESIDE if key in self.model_fields_set]
        if self.at is not None and given:
            raise ValueError(f'"{given[0]}" has no meaning beside "at"; remove it or use "after"')
        if self.every and "nth" in self.model_fields_set:
            raise ValueError('"nth" and "every" exclude each other; keep one of the two')
        return self

    def matches(self, entry: dict[str, object]) -> bool:
        """Tell whether ``after`` matches a journal entry: each of its fields must.

        Numbers and truth values match if they are equal, words if they are equal whatever their
        case; for ``text`` it is enough that the entry's text contains them. Empty (null) matches a
        field that is empty or missing.
        """
        return self.after is not None and all(
            _equal(key, wanted, entry.get(key)) for key, wanted in self.after.items()
        )

    def placed(self, folder: Path, row: int) -> Line:
        """Return the line with where it was written: the scenario's folder, and its row there."""
        copy = self.model_copy()
        copy._folder = folder  # noqa: SLF001  # our own class
        copy._row = row  # noqa: SLF001
        return copy

    def recording(self) -> Path | None:
        """Return where the recording lies."""
        return None if self.wav is None else self._folder / self.wav

    def described(self) -> str:
        """Return the line as a person finds it: its row, its words and its moment."""
        row = "" if self._row is None else f"line {self._row}: "
        said = f'say "{self.say}"' if self.say is not None else f"wav {self.wav}"
        if self.after is None:
            return f"{row}{said} at {self.at:g} s"
        fields = ", ".join(f"{key}: {value}" for key, value in self.after.items())
        which = "every" if self.every else f"number {self.nth}"
        return f"{row}{said} after {{{fields}}}, {which}"


class Scenario(BaseModel):
    """A whole simulated session. The files it names are relative to its own folder."""

    model_config = _MODEL

    routine: str = Field(min_length=1)
    seed: int = Field(default=0, ge=0)
    """Everything random in the room and the people comes from it."""
    room: RoomSettings = RoomSettings()
    answers: Literal["well", "none"] = "none"
    """Whether the people answer the guide's questions by themselves."""
    people: tuple[Line, ...] = ()
    stop_point: int | None = Field(default=None, ge=1, le=5)
    """The pain, 0 to 10, at which to stop; None: the guide's own."""
    until: float | None = Field(default=None, gt=0)
    """Second of audio clock at which the session is broken off, if it still runs."""


def load_scenario(path: Path) -> Scenario:
    """Read a scenario and try every audio file it names.

    Raises:
        UserError: one line for each fault: file, row, what, and how to mend it.
    """
    source = _without_empty(read(path))
    scenario = source.validated(Scenario)
    people = tuple(
        line.placed(path.parent, source.lines["people", index])
        for index, line in enumerate(scenario.people)
    )
    room = _placed_room(scenario.room, path.parent)
    audio: list[tuple[Place, Path | None]] = [
        (("people", index, "wav"), line.recording()) for index, line in enumerate(people)
    ]
    audio += [(("room", name, "wav"), sound.wav) for name, sound in _sounds(room).items()]
    faults = [source.fault(place, text) for place, file in audio if (text := _audio_fault(file))]
    if faults:
        raise UserError("\n".join(faults))
    return scenario.model_copy(update={"people": people, "room": room})


def _without_empty(source: Source) -> Source:
    """Return the file without ``room:`` or ``people:`` under which nothing is written."""
    if not isinstance(source.data, dict):
        return source
    kept = {
        key: value
        for key, value in source.data.items()
        if value is not None or key not in {"room", "people"}
    }
    return replace(source, data=kept)


def _placed_room(room: RoomSettings, folder: Path) -> RoomSettings:
    return room.model_copy(
        update={
            name: sound.model_copy(update={"wav": folder / sound.wav})
            for name, sound in _sounds(room).items()
        }
    )


def _sounds(room: RoomSettings) -> dict[str, NoiseSettings | TalkSettings]:
    named = {"noise": room.noise, "talk": room.talk}
    return {name: sound for name, sound in named.items() if sound}


def _audio_fault(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        read_audio(file)
    except UserError as error:
        return str(error).replace(str(file), shown(file))
    return None


def _equal(key: str, wanted: Value, found: object) -> bool:
    if isinstance(wanted, str) and isinstance(found, str):
        if key == "text":
            return wanted.casefold() in found.casefold()
        return wanted.casefold() == found.casefold()
    return wanted == found
