"""Speaking louder or lower for whoever asks for it, within bounds; kept until the program ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.session.effects import Volume
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from voiceguide.language.intents import Heard
    from voiceguide.session.turn import Turn

STEP = 1.5
"""How many times the volume before: 3.5 dB, which everybody hears."""

HIGHEST = 200
"""Percent, as in the settings."""

LOWEST = 40
"""Percent: by voice it never gets too low for a release to be heard across a room."""


def louder(turn: Turn, _heard: Heard) -> None:
    """Speak louder from the next cue on."""
    _set(turn, min(round(turn.state.volume * STEP), HIGHEST), Reply.LOUDER, Reply.LOUDEST)


def quieter(turn: Turn, _heard: Heard) -> None:
    """Speak lower from the next cue on; what was set lower than that stays."""
    lowest = min(turn.state.volume, LOWEST)
    _set(turn, max(round(turn.state.volume / STEP), lowest), Reply.QUIETER, Reply.QUIETEST)


def _set(turn: Turn, percent: int, changed: Reply, bound: Reply) -> None:
    if percent == turn.state.volume:
        turn.break_in(bound)
        return
    turn.change(volume=percent)
    turn.note("volume", percent=percent)
    turn.effects.append(Volume(percent))
    turn.break_in(changed)
