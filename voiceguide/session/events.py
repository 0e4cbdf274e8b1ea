"""What can happen to a session."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.language.intents import Heard


@dataclass(frozen=True, slots=True)
class Began:
    """The session begins."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time has passed; nothing else happened."""

    somebody_speaks: bool = False
    """A person seems to be speaking; the guide lets them finish, within limits."""


@dataclass(frozen=True, slots=True)
class CueEnded:
    """The cue that was being spoken came to its end by itself."""


@dataclass(frozen=True, slots=True)
class HearingLost:
    """The guide can no longer hear; a stop would not be heard."""


@dataclass(frozen=True, slots=True)
class HearingBack:
    """The guide can hear again."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Whoever runs the program ends it."""


Event = Began | Ticked | CueEnded | Heard | HearingLost | HearingBack | Interrupted
