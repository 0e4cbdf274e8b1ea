"""Leading a session on a sound card: block by block, with what proves that it is alive."""

from __future__ import annotations

import signal
import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from voiceguide.audio.liveness import Ears, Liveness, Proof
from voiceguide.cli.terminal import errors
from voiceguide.doctor.room import FAINT_DB, level
from voiceguide.service import DEAF_SECONDS

if TYPE_CHECKING:
    from types import FrameType

    from voiceguide.audio.blocks import Samples
    from voiceguide.audio.sides import Side
    from voiceguide.audio.soundcard import SoundCard
    from voiceguide.guide import Guide
    from voiceguide.hearing.beside import Beside
    from voiceguide.service import ServiceManager

_NO_DECODER = 30.0
"""Seconds after which a decoder that has stopped is beyond help: a fresh process is the only mend.

Until then everybody has been let go, and told so.
"""

_TELLING = 50
"""Blocks, a second of them, that tell how much a microphone hears."""

_PATIENCE = 0.01
"""Seconds, half a block, for which a block waits for what is decided on it."""


def overhear(guide: Guide, card: SoundCard) -> None:
    """Have the guide take what was heard while the models were loaded.

    Where that is hardly anything, it is told: some microphones are so quiet when nobody speaks, so
    it proves nothing, but with others the gain is down.
    """
    levels = []
    for block in card.heard_so_far():
        guide.overhear(block)
        levels.append(level(block))
    if len(levels) >= _TELLING and max(levels) < FAINT_DB:
        told = f"{card.mic.name} hears hardly anything ({max(levels):.0f} dB at the loudest)"
        errors.print(f"{told}; if it misses you, turn its gain up: alsamixer, F4", markup=False)


class Leading:
    """One session on an open sound card, from its first block to its last."""

    def __init__(
        self,
        guide: Guide,
        listener: Beside,
        card: SoundCard,
        ending: Ending,
        manager: ServiceManager,
    ) -> None:
        """Lead with this guide, which listens with this listener.

        The manager is told that all is well after each block, as long as hearing is proven.
        """
        self._guide = guide
        self._listener = listener
        self._card = card
        self._ending = ending
        self._manager = manager
        now = time.monotonic()
        self._ears = Ears(now)
        self._mouth = Liveness(Proof.BLOCKS, Proof.ROUTE, now=now)

    def run(self) -> None:
        """Lead it to its end; the last line of the journal counts what the sound card did.

        Raises:
            UserError: the sound server hangs for good.
        """
        self._listener.patience = _PATIENCE
        self._manager.ready()
        guide, before = self._guide, replace(self._card.counts)
        try:
            self._card.run(self._block, deaf=lambda: self._block(None), until=lambda: guide.ended)
        finally:
            counted = asdict(self._card.counts.since(before))
            guide.journal.write(guide.now, "soundcard", **counted)

    def _block(self, mic: Samples | None) -> Samples:
        """Take a block, or None while none come, and return one."""
        self._prove(mic, time.monotonic())
        if self._ending.asked:
            self._guide.interrupt()
        said = self._guide.process_deaf() if mic is None else self._guide.process(mic)
        if self._guide.hushed:
            self._card.hush()
        return said

    def _prove(self, mic: Samples | None, now: float) -> None:
        ears, mouth, card = self._ears, self._mouth, self._card
        if mic is not None:
            ears.heard(mic, now)
        _route(ears, card.ear, now)
        ears.listened(self._listener.listened, self._listener.unheard, now)
        ears.behind(card.ear.inbox.waiting + 1 + self._listener.waiting, now)  # with this block
        if card.mouth.awake(now):
            mouth.holds(Proof.BLOCKS, now - card.mouth.unheard_of(now))
        _route(mouth, card.mouth, now)
        failing = ears.failing(now)
        if failing or ears.proven:
            self._guide.hears(failing)
        self._guide.speaks(mouth.failing(now))
        if not failing:
            self._manager.alive(now)
        else:
            self._manager.deaf(_NO_DECODER if failing is Proof.DECODER else DEAF_SECONDS)


def _route(liveness: Liveness, side: Side, now: float) -> None:
    if side.was_misled():
        liveness.fails(Proof.ROUTE)
    else:
        liveness.holds(Proof.ROUTE, now)


class Ending:
    """Notes the first signal, and gives the second one its usual meaning back.

    A signal may come in the midst of a block, so the guide is told between two of them.
    """

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
