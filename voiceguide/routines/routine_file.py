"""What a routine looks like as a file, and what it names: its warm-up and its cool-down."""

from __future__ import annotations

from pydantic import Field

from voiceguide.routines import limits
from voiceguide.routines.cue_text import CueText, Name, SourceNote, Text, TimedCue, Written, moments
from voiceguide.routines.stretch_file import Demand  # noqa: TC001  # pydantic reads the annotations
from voiceguide.rules import Broken, Ruled, rule


class _Led(Ruled, Written):
    """Movement that the guide leads by the clock. Its name is the file's."""

    title: Text
    sources: tuple[SourceNote, ...] = Field(min_length=1)
    minutes: int
    cues: tuple[TimedCue, ...] = Field(min_length=1)

    @rule("minutes", "cues")
    def _moments(self) -> Broken:
        yield from moments((), self.cues, self.minutes * 60)


class WarmUpFile(_Led):
    """Light movement, before any stretch."""

    minutes: int = Field(ge=limits.MIN_WARM_UP, le=limits.MAX_WARM_UP)


class CoolDownFile(_Led):
    """The way back into the day."""

    minutes: int = Field(ge=1, le=limits.MAX_COOL_DOWN)


class FrameFile(Ruled, Written):
    """What stands around the stretches of a session."""

    sources: tuple[SourceNote, ...] = Field(min_length=1)
    stop_point: int = Field(default=limits.DEFAULT_STOP_POINT, ge=1, le=limits.MAX_STOP_POINT)
    welcome: tuple[CueText, ...] = Field(min_length=1)
    warm_up: Name
    cool_down: Name
    farewell: tuple[CueText, ...] = Field(min_length=1)


class RoutineFile(FrameFile):
    """One routine. Its name is the file's."""

    title: Text
    summary: Text
    stretches: tuple[Name, ...] = Field(min_length=1)
    hold_at_most: int | None = Field(default=None, ge=limits.MIN_HOLD, le=limits.MAX_HOLD)
    """Seconds; shortens the holds that are longer."""
    repetitions_at_most: int | None = Field(default=None, ge=1, le=limits.MAX_REPETITIONS)
    """A side; leaves out what is more."""
    without: tuple[Demand, ...] = ()
    """What no stretch of this routine may ask of a body."""

    @rule("stretches")
    def _each_once(self) -> Broken:
        for index, name in enumerate(self.stretches):
            if name in self.stretches[:index]:
                yield ("stretches", index), f"{name} stands here again; keep one of the two"
