"""What a routine looks like as a file, and what it names: its warm-up and its cool-down."""

from __future__ import annotations

from pydantic import Field

from voiceguide.routines import limits
from voiceguide.routines.cue_text import (
    CueText,
    Name,
    SingleCue,
    SourceNote,
    Text,
    TimedCue,
    Title,
    Written,
    moments,
)
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


class _Frame(Ruled, Written):
    """What stands around the stretches of a session."""

    sources: tuple[SourceNote, ...] = Field(min_length=1)
    stop_point: int = Field(default=limits.DEFAULT_STOP_POINT, ge=1, le=limits.MAX_STOP_POINT)
    warm_up: Name
    cool_down: Name
    farewell: tuple[CueText, ...] = Field(min_length=1)


class SingleFile(_Frame):
    """What stands around a stretch by itself."""

    welcome: tuple[SingleCue, ...] = Field(min_length=1)

    def around(self, name: str, title: str, aloud: str) -> RoutineFile:
        """Return the routine of one stretch.

        Args:
            name: the stretch's.
            title: the same as it is written.
            aloud: the same as it is called in a sentence.
        """
        frame = self.model_dump()
        frame["welcome"] = [
            {role: text and text.replace("{stretch}", aloud) for role, text in cue.items()}
            for cue in frame["welcome"]
        ]
        return RoutineFile(**frame, title=title, summary=title, stretches=(name,))


class RoutineFile(_Frame):
    """One routine. Its name is the file's."""

    welcome: tuple[CueText, ...] = Field(min_length=1)
    title: Title
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
