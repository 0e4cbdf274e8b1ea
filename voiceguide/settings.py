"""What a household sets once: the configuration file. Options of a command come before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from voiceguide import paths, yaml_source
from voiceguide.audio.boxes import LONGEST_LEAD_IN

if TYPE_CHECKING:
    from pathlib import Path


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A part of a name; an empty one would fit any device."""


class Settings(BaseModel):
    """The keys of the configuration file; each may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    mic: Name | None = None
    """A part of the microphone's name; None: the system's default one."""
    speaker: Name | None = None
    """A part of the loudspeaker's name; None: the system's default one."""
    volume: int = Field(default=100, ge=10, le=200)
    """How loud the guide speaks, in percent of what it would; it never clips."""
    lead_in: float = Field(default=0.0, ge=0, le=LONGEST_LEAD_IN)
    """Seconds of soft noise before the first words, for a loudspeaker that has to wake up."""
    keep_awake: bool = False
    """Whether the loudspeaker is kept from falling asleep, and so from clipping words later on."""
    keep_sessions: int = Field(default=100, ge=1)
    """How many journals are kept; of all together 50 MB at the most, and the oldest go first."""
    routine: str = "lower-back"
    """What ``voiceguide serve`` leads people through."""
    minutes: float | None = Field(default=None, ge=1)
    """What that routine is fitted to; None: it takes what it takes."""
    contract_relax: bool = False
    """Whether the client pushes, too, in the stretches that suit it."""
    breath_tone: bool = False
    """Whether a soft tone leads the breath beside the voice."""


def load_settings(file: Path | None = None, **given: object) -> Settings:
    """Return the settings of a file, and of options given instead.

    Args:
        file: None: the usual one, if it is there (``paths.config_file``).
        given: what is set otherwise; None: left to the file.

    Raises:
        UserError: the file does not exist or breaks a rule.
    """
    file = file or (paths.config_file() if paths.config_file().exists() else None)
    written = yaml_source.load(file, Settings) if file else Settings()
    return written.model_copy(update={k: v for k, v in given.items() if v is not None})
