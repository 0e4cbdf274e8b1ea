"""What a routine looks like as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from voiceguide.routines import limits
from voiceguide.routines.cue_text import CueText, Name, SourceNote, Text, TimedCue, Written, moments
from voiceguide.yaml_source import Place, Ruled

if TYPE_CHECKING:
    from collections.abc import Iterator


class WarmUp(Written):
    """Light movement, led."""

    minutes: int = Field(ge=limits.MIN_WARM_UP, le=limits.MAX_WARM_UP)
    cues: tuple[TimedCue, ...] = Field(min_length=1)


class CoolDown(Written):
    """The way back into the day."""

    minutes: int = Field(ge=1, le=limits.MAX_COOL_DOWN)
    cues: tuple[TimedCue, ...] = Field(min_length=1)


class RoutineFile(Ruled, Written):
    """One routine. Its name is the file's."""

    title: Text
    summary: Text
    sources: tuple[SourceNote, ...] = Field(min_length=1)
    stop_point: int = Field(default=limits.DEFAULT_STOP_POINT, ge=1, le=limits.MAX_STOP_POINT)
    welcome: tuple[CueText, ...] = Field(min_length=1)
    warm_up: WarmUp
    stretches: tuple[Name, ...] = Field(min_length=1)
    cool_down: CoolDown
    farewell: tuple[CueText, ...] = Field(min_length=1)

    def broken_rules(self) -> Iterator[tuple[Place, str]]:
        """Yield what no single field can know."""
        yield from moments(("warm_up",), self.warm_up.cues, self.warm_up.minutes * 60)
        yield from moments(("cool_down",), self.cool_down.cues, self.cool_down.minutes * 60)
        for index, name in enumerate(self.stretches):
            if name in self.stretches[:index]:
                yield ("stretches", index), f"{name} stands here again; keep one of the two"
