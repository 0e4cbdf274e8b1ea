"""What a session asks of the guide around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.language.intents import Choice
    from voiceguide.session.plan import Cue


WELCOME_SECONDS = 2.5
"""How long the welcome lasts."""


class Earcon(StrEnum):
    """Short sounds that mean something, for moments where words would be too slow."""

    WELCOME = "welcome"
    """The session begins: a soft wave of noise. It also teaches the echo canceller the room, before
    the first word could be taken for a person's."""
    UNDERSTOOD = "understood"
    """What was said has been understood and acted on."""
    BREATHE_IN = "breathe-in"
    BREATHE_OUT = "breathe-out"
    """Soft tones as long as a breath, under the voice; only where they are wanted."""
    HOLDING = "holding"
    """The clock of a hold runs."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak a cue. Never asked for while another cue is being spoken."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class Hush:
    """Silence the cue that is being spoken, now."""


@dataclass(frozen=True, slots=True)
class Chime:
    """Play an earcon, over whatever is being spoken."""

    earcon: Earcon


@dataclass(frozen=True, slots=True)
class Volume:
    """Speak so loud from the next cue on."""

    percent: int
    """Of what the voice would be; whatever it is, nothing clips."""


@dataclass(frozen=True, slots=True)
class Prepare:
    """Plan another session in place of this one, which has not begun.

    Answered by ``Prepared``, given to the core with the new brief, or by ``Unprepared``.
    """

    choice: Choice
    """What it is of; what it leaves open is as it was when the program was started."""


Value = str | int | float | tuple[str, ...] | None
"""What a field of a note may hold."""


@dataclass(frozen=True, slots=True)
class Note:
    """Write a line into the journal."""

    kind: str
    fields: Mapping[str, Value] = field(default_factory=dict)


Effect = Speak | Hush | Chime | Volume | Prepare | Note
