"""The guide's own voice: cue after cue, as in a session, with people over it or nobody."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from benchmarks.conditions.people import AFTER_ALL, GAP, clip
from benchmarks.conditions.streams import OwnCue, Scene, Trial, laid_out, silence_of
from voiceguide import paths
from voiceguide.audio.blocks import BLOCK_SECONDS, RATE, Samples
from voiceguide.cli import parts
from voiceguide.models.voices import DEFAULT_VOICE
from voiceguide.routines.library import routines
from voiceguide.session.effects import Earcon
from voiceguide.speaking.earcons import sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np

SpokenCue = tuple[str, Samples]

BETWEEN = 0.3
"""Seconds from a cue to the next."""

_INTO_CUE = (0.1, 0.6)
"""Seconds, at least and at most, from the earliest moment of a word to its beginning."""


@cache
def every_cue() -> tuple[SpokenCue, ...]:
    """Return every cue of every routine, once; what is missing in the cache is rendered.

    Raises:
        UserError: a routine breaks a rule, or the voice cannot be used.
    """
    spoken: dict[str, Samples] = {}
    for routine in routines(paths.content_dir()):
        brief = parts.brief(routine.name)
        cues = parts.cues_for(brief, DEFAULT_VOICE)
        spoken |= {cue.text: cues.samples(cue) for cue in parts.every_cue(brief)}
    return tuple(spoken.items())


class _Loudspeaker:
    """What is played: the welcome from which the room is learned, then cue after cue."""

    def __init__(self) -> None:
        welcome = sound(Earcon.WELCOME)
        self.cues: list[OwnCue] = []
        self._played = [(0.0, welcome)]
        self._free = _blocks_up(len(welcome) / RATE)

    def say(self, spoken: SpokenCue) -> OwnCue:
        """Play the next cue."""
        text, audio = spoken
        cue = OwnCue(text, self._free, self._free + len(audio) / RATE)
        self.cues.append(cue)
        self._played.append((cue.start, audio))
        self._free = _blocks_up(cue.end + BETWEEN)
        return cue

    def played(self, seconds: float) -> Samples:
        """Return all of it, so long."""
        return laid_out(self._played, seconds)


def alone(cues: Sequence[SpokenCue]) -> Scene:
    """Return cues one after the other, and nobody who says anything."""
    loudspeaker = _Loudspeaker()
    for each in cues:
        loudspeaker.say(each)
    seconds = loudspeaker.cues[-1].end + AFTER_ALL
    voices, played = silence_of(seconds), loudspeaker.played(seconds)
    return Scene(voices, played, own=tuple(loudspeaker.cues))


def with_words(files: Sequence[Path], cues: Iterator[SpokenCue], rng: np.random.Generator) -> Scene:
    """Return words said over cues: each while a cue is spoken, from the second cue on.

    Args:
        files: recordings of one word each.
        cues: as many as it takes; among them have to be some that last longer than a word.
        rng: where in the cues the words are.
    """
    loudspeaker = _Loudspeaker()
    said, trials = [], []
    free = loudspeaker.say(next(cues)).end
    waiting = [clip(file) for file in reversed(files)]
    while waiting:
        cue = loudspeaker.say(next(cues))
        while waiting:
            word = waiting[-1]
            begin = max(cue.start, free) + float(rng.uniform(*_INTO_CUE))
            end = begin + word.end - word.begin
            if end > cue.end:
                break
            waiting.pop()
            said.append((begin - word.begin, word.audio))
            trials.append(Trial(word.said, begin, end))
            free = end + GAP
    loudspeaker.say(next(cues))
    seconds = loudspeaker.cues[-1].end + AFTER_ALL
    voices, played = laid_out(said, seconds), loudspeaker.played(seconds)
    return Scene(voices, played, tuple(trials), tuple(loudspeaker.cues))


def _blocks_up(seconds: float) -> float:
    """Return the beginning of the block that comes then: a cue begins with a block."""
    return -int(-seconds // BLOCK_SECONDS) * BLOCK_SECONDS
