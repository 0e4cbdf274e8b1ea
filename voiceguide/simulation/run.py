"""A whole session in the simulated room, as fast as it can be computed."""

from __future__ import annotations

import signal
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from voiceguide.audio.blocks import BLOCK_SECONDS, Samples, silence
from voiceguide.audio.files import WavWriter
from voiceguide.errors import UserError
from voiceguide.simulation.people import People
from voiceguide.simulation.room import SimulatedRoom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import FrameType

    from voiceguide.simulation.scenario import Line, Scenario

PATIENCE = 30.0
"""Seconds that a latched session with nobody left to speak goes on before it is broken off."""

_LAST_SILENCE = 0.5
"""After the session's end the room is recorded until the loudspeaker was silent for so long."""

_LAST_WORDS = 60.0
"""Seconds that a guide gets, once broken off or ended, before the simulation leaves it."""


class Journal(Protocol):
    """What the simulation needs of a journal."""

    def subscribe(self, listener: Callable[[Mapping[str, object]], None], /) -> object:
        """Have each entry handed over as it is written."""

    def write(self, t: float, kind: str, **fields: object) -> object:
        """Write an entry."""


class Guide(Protocol):
    """What the simulation needs of a guide."""

    @property
    def journal(self) -> Journal:
        """Where it writes what happens."""

    @property
    def ended(self) -> bool:
        """Whether the session is over."""

    @property
    def latched(self) -> bool:
        """Whether it waits for somebody to say resume."""

    def process(self, mic: Samples, /) -> Samples:
        """Take a microphone block, return a loudspeaker block."""

    def interrupt(self) -> None:
        """Begin to end the session now, with a spoken release."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """What came of a simulation."""

    seconds: float
    """Audio clock at its end."""
    unspoken: tuple[Line, ...]
    """The scenario's lines whose moment never came."""
    interrupted: bool
    """Whether Ctrl-C broke it off."""


def simulate(
    scenario: Scenario,
    guide: Guide,
    out: Path | None,
    *,
    progress: Callable[[float], None] | None = None,
) -> Simulated:
    """Run a guide in the scenario's room until its session has ended and its last cue is out.

    The guide's answer to the microphone's block n is played during block n+1.

    The session is broken off (``guide.interrupt``, so with a spoken release) at ``until``, on
    Ctrl-C, and when it is latched and nobody has had anything left to say for ``PATIENCE``.

    Args:
        scenario: The room and the people. Its routine is the guide's concern.
        guide: A fresh one; its journal is the caller's to open and close.
        out: A folder for ``room.wav`` (the microphone) and ``speaker.wav``, sample-aligned: the
            same offset is the same moment of audio clock. Made if it is missing; None: nothing is
            written.
        progress: Called for every block with the seconds of audio clock so far.

    Raises:
        UserError: a file cannot be read or written.
    """
    for_room, for_people = (np.random.default_rng(s) for s in _seeds(scenario.seed))
    people = People(scenario, for_people)
    room = SimulatedRoom(scenario.room, for_room)
    people.on_spoken = lambda start, fields: _wrote(guide.journal, start, fields)
    guide.journal.subscribe(people.observe)
    with _recording(out) as write, _interruptions() as interrupted:
        course = _Course(scenario.until, guide, people, interrupted)
        speaker = silence()
        while not course.over(speaker):
            heard = room.exchange(speaker, people.voices(course.now))
            write(heard, speaker)
            speaker = guide.process(heard)
            course.blocks += 1
            if progress:
                progress(course.now)
    return Simulated(course.now, tuple(people.unspoken()), interrupted.is_set())


class _Course:
    """Counts the blocks, breaks the session off when it is time, and knows when all is over."""

    def __init__(
        self, until: float | None, guide: Guide, people: People, interrupted: threading.Event
    ) -> None:
        self.blocks = 0
        self._until = until
        self._guide = guide
        self._people = people
        self._interrupted = interrupted
        self._idle_blocks = 0
        self._silent_blocks = 0
        self._last_words_from: float | None = None

    @property
    def now(self) -> float:
        """Seconds of audio clock: the beginning of the block to come."""
        return self.blocks * BLOCK_SECONDS

    def over(self, speaker: Samples) -> bool:
        """Tell whether the block to come, with this at the loudspeaker, is one too many."""
        self._silent_blocks = 0 if speaker.any() else self._silent_blocks + 1
        if self._last_words_from is None:
            if not self._guide.ended:
                if not self._time_to_break_off():
                    return False
                self._guide.interrupt()
            self._last_words_from = self.now
            self._silent_blocks = 0
        ended = self._guide.ended and self._silent_blocks * BLOCK_SECONDS > _LAST_SILENCE
        return ended or self.now - self._last_words_from > _LAST_WORDS

    def _time_to_break_off(self) -> bool:
        idle = self._guide.latched and self._people.done()
        self._idle_blocks = self._idle_blocks + 1 if idle else 0
        return (
            self._interrupted.is_set()
            or (self._until is not None and self.now >= self._until)
            or self._idle_blocks * BLOCK_SECONDS > PATIENCE
        )


@contextmanager
def _recording(out: Path | None) -> Iterator[Callable[[Samples, Samples], None]]:
    """Yield what takes a block of the microphone and the loudspeaker's block of the same time."""
    if out is None:
        yield lambda _microphone, _loudspeaker: None
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{out}: cannot be made: {error.strerror}; choose another") from error
    with (
        closing(WavWriter(out / "room.wav")) as room,
        closing(WavWriter(out / "speaker.wav")) as speaker,
    ):

        def write(microphone: Samples, loudspeaker: Samples) -> None:
            room.write(microphone)
            speaker.write(loudspeaker)

        yield write


def _seeds(seed: int) -> list[np.random.SeedSequence]:
    return np.random.SeedSequence(seed).spawn(2)


def _wrote(journal: Journal, start: float, fields: Mapping[str, object]) -> None:
    journal.write(start, "spoken", **fields)


@contextmanager
def _interruptions() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into an event, so that no block is left half done.

    The second one raises ``KeyboardInterrupt`` as ever.
    """
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    before = signal.getsignal(signal.SIGINT) or signal.SIG_DFL

    def note(_number: int, _frame: FrameType | None) -> None:
        event.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield event
    finally:
        signal.signal(signal.SIGINT, before)
