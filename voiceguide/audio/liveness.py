"""Dead-man listening: a hold goes on only while it is proven, over and over, that a stop is heard.

Pure: fed with facts and with times, it says which proof has failed. Nothing tells of a dead
microphone by itself; so each proof is something that has to be seen to hold again and again.

===========  ==================================================================  ==============
proof        holds                                                               may be missing
===========  ==================================================================  ==============
blocks       when a block comes from the microphone                              0.5 s
route        while the server leads the chosen device here, and no monitor       not at all
sound        with a block that is not all zeros: those are a switch or a fault   0.5 s
level        with a block that moves, and is not clipped throughout              1.0 s
decoder      when a block has been listened to, or none was handed over since    0.8 s
lag          while less than 0.5 s of blocks wait, wherever that may be          0.5 s
===========  ==================================================================  ==============

The loudspeaker has two: ``blocks`` that it asks for, and the ``route``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, FULL_SCALE, Samples

if TYPE_CHECKING:
    from collections.abc import Mapping

LAG_SECONDS = 0.5
"""So late a decision comes too late."""

STEADY_SECONDS = 1.0
"""For so long every proof has to hold before what had failed counts as live again."""

_CLIPPED = FULL_SCALE - 1
_MOSTLY = BLOCK // 2


class Proof(StrEnum):
    """What has to hold; the journal's ``failing``. Of two that fail the first is told."""

    BLOCKS = "blocks"
    ROUTE = "route"
    SOUND = "sound"
    LEVEL = "level"
    DECODER = "decoder"
    LAG = "lag"


PATIENCE: Mapping[Proof, float] = {
    Proof.BLOCKS: 0.5,
    Proof.ROUTE: 0.1,  # in which it is looked at anew
    Proof.SOUND: 0.5,
    Proof.LEVEL: 1.0,
    Proof.DECODER: 0.8,
    Proof.LAG: 0.5,
}
"""Seconds for which each may be missing."""


class Liveness:
    """Some proofs, and when each of them last held."""

    def __init__(self, *proofs: Proof, now: float) -> None:
        """Begin at a time (seconds of a clock that never jumps) at which nothing has failed yet."""
        self._held = dict.fromkeys(proofs, now)
        self._awaited = set(proofs)
        self._failing: Proof | None = None
        self._failed = now

    def holds(self, proof: Proof, now: float) -> None:
        """Note that a proof holds at this time."""
        self._held[proof] = now
        self._awaited.discard(proof)

    def fails(self, proof: Proof) -> None:
        """Note that a proof does not hold, however short that may be."""
        self._held[proof] = float("-inf")

    @property
    def proven(self) -> bool:
        """Whether every proof has held at some time."""
        return not self._awaited

    def failing(self, now: float) -> Proof | None:
        """Return the proof that fails, or has failed just now; None: it is alive."""
        missing = (p for p, held in self._held.items() if now - held > PATIENCE[p])
        if failing := next(missing, None):
            self._failing, self._failed = self._failing or failing, now
        elif now - self._failed >= STEADY_SECONDS:
            self._failing = None
        return self._failing


class Ears(Liveness):
    """The proofs of hearing."""

    def __init__(self, now: float) -> None:
        """As above, with all of them."""
        super().__init__(*Proof, now=now)
        self._listened = 0

    def heard(self, block: Samples, now: float) -> None:
        """Take a block from the microphone, shape (320,), int16."""
        self.holds(Proof.BLOCKS, now)
        if block.any():
            self.holds(Proof.SOUND, now)
        if _plausible(block):
            self.holds(Proof.LEVEL, now)

    def listened(self, blocks: int, unheard: int, now: float) -> None:
        """Take how many blocks have been listened to by now, and how many were handed over since.

        A block that a decoder breaks on waits no longer, but nobody has listened to it.
        """
        if blocks > self._listened or not unheard:
            self.holds(Proof.DECODER, now)
        self._listened = blocks

    def behind(self, blocks: int, now: float) -> None:
        """Take how many blocks wait, for whatever reason: the computer may be too slow."""
        if blocks * BLOCK_SECONDS < LAG_SECONDS:
            self.holds(Proof.LAG, now)


def _plausible(block: Samples) -> bool:
    """Tell whether a room may sound so: neither stuck at a value nor clipped for the most part."""
    clipped = np.count_nonzero(np.abs(block.astype(np.int32)) >= _CLIPPED)
    return bool(block.min() != block.max() and clipped < _MOSTLY)
