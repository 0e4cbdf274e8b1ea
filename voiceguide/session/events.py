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
class HearingProven:
    """It has been proven for the first time that a stop is heard."""


@dataclass(frozen=True, slots=True)
class HearingLost:
    """The guide can no longer hear; a stop would not be heard."""

    too_slow: bool = False
    """Whether it would be heard, but too late."""


@dataclass(frozen=True, slots=True)
class HearingBack:
    """The guide can hear again."""


@dataclass(frozen=True, slots=True)
class VoiceLost:
    """The guide can no longer be heard; it hears."""


@dataclass(frozen=True, slots=True)
class VoiceBack:
    """The guide can be heard again."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was chosen can begin; from this event on the brief is the one of that."""


@dataclass(frozen=True, slots=True)
class Unprepared:
    """What was chosen cannot be led, or not in so few minutes."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Whoever runs the program ends it."""


Event = (
    Began
    | Ticked
    | CueEnded
    | Heard
    | HearingProven
    | HearingLost
    | HearingBack
    | VoiceLost
    | VoiceBack
    | Prepared
    | Unprepared
    | Interrupted
)
