"""What a session asks of the guide around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voiceguide.session.plan import Cue


class Chime(StrEnum):
    """Short sounds that mean something."""

    UNDERSTOOD = "understood"
    """What was said has been understood and acted on."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak a cue. Never asked for while another cue is being spoken."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class Hush:
    """Silence the cue that is being spoken, now."""


@dataclass(frozen=True, slots=True)
class Play:
    """Play a chime, over whatever is being spoken."""

    chime: Chime


@dataclass(frozen=True, slots=True)
class Note:
    """Write a line into the journal."""

    kind: str
    fields: Mapping[str, str | int | float | None] = field(default_factory=dict)


Effect = Speak | Hush | Play | Note
