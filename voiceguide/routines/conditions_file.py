"""What the list of those who should not be stretched looks like as a file."""

from __future__ import annotations

from pydantic import Field

from voiceguide.routines.cue_text import CueText, Name, SourceNote, Text, Written
from voiceguide.rules import Ruled


class Condition(Written):
    """One reason not to stretch."""

    what: Text
    clearance: bool
    """Whether a professional's clearance may lift it."""
    sources: tuple[SourceNote, ...] = ()
    """None: it is our own."""


class ConditionsFile(Ruled, Written):
    """Every condition, by the name that stretches use, and how the guide tells them."""

    spoken: tuple[CueText, ...] = Field(min_length=1)
    """Said before every session."""
    conditions: dict[Name, Condition] = Field(min_length=1)
