"""The guide alone in a room, louder there than any person: it hears no command in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, Samples, silence
from voiceguide.cli import parts
from voiceguide.language.intents import Expecting
from voiceguide.session.effects import Earcon
from voiceguide.session.plan import Cue, Question
from voiceguide.simulation.room import RoomSettings, SimulatedRoom
from voiceguide.speaking.earcons import sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.hearing.listener import Listener
    from voiceguide.session.plan import Plan

VOICE = "en_US-joe-medium"
LOUD = RoomSettings(echo_db=12, delay_ms=80, rt60_s=0.4)
GAP = round(0.5 / BLOCK_SECONDS)
NUMBERS = {Question.PAIN, Question.STOP_POINT, Question.AFTERWARDS}


class AloneInTheRoom:
    """A loudspeaker and a microphone, with the listening chain between them and nobody else."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._room = SimulatedRoom(LOUD, np.random.default_rng(4))
        self._playing = silence()
        self._blocks = 0
        self.heard: list[str] = []

    @property
    def now(self) -> float:
        """Seconds of audio clock."""
        return self._blocks * BLOCK_SECONDS

    def plays(self, samples: Samples) -> None:
        """Play this, and half a second of nothing."""
        for block in _blocks(samples):
            mic = self._room.exchange(self._playing, silence())
            self.heard += [f"{h.intent}: {h.text}" for h in self._listener.hear(mic, self._playing)]
            self._playing = block
            self._blocks += 1

    def says(self, text: str, samples: Samples, expecting: Expecting | None) -> None:
        """Speak a cue, as the guide does, and wait for the answer it asks for."""
        self._listener.guide_says(text, self.now, self.now + len(samples) / BLOCK * BLOCK_SECONDS)
        self._listener.expect(expecting)
        self.plays(samples)


def _blocks(samples: Samples) -> Iterator[Samples]:
    whole = np.concatenate([samples, silence(-len(samples) % BLOCK + GAP * BLOCK)])
    yield from whole.reshape(-1, BLOCK)


def _each_cue(plan: Plan) -> dict[Cue, Question | None]:
    """Return every cue of a plan, once, in order, and the question that it asks."""
    lines = {line.cue: line.asks for step in plan.steps for line in (*step.lines, *step.afresh)}
    return lines | {cue: None for step in plan.steps for cue in step.release}


def test_no_cue_of_a_routine_is_heard_as_any_intent_by_the_guide_itself(ears: parts.Ears) -> None:
    """The echo arrives 12 dB louder than a person would, after the welcome and cue upon cue."""
    brief = parts.brief("lower-back")
    cues = parts.cues_for(brief, VOICE)
    alone = AloneInTheRoom(ears.listener())
    alone.plays(sound(Earcon.WELCOME))
    for cue, asks in _each_cue(brief.plan).items():
        wanted = Expecting.PAIN if asks in NUMBERS else None
        wanted = Expecting.YES_NO if asks and not wanted else wanted
        alone.says(cue.text, cues.samples(cue), wanted)
    assert alone.now > 300
    assert alone.heard == []
