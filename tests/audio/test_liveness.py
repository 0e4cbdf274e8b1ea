"""Which proof of hearing fails, and when: facts and times in, a verdict out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, FULL_SCALE, Samples, silence
from voiceguide.audio.liveness import PATIENCE, STEADY_SECONDS, Ears, Proof

if TYPE_CHECKING:
    from collections.abc import Callable

NOISE = np.random.default_rng(0).normal(0, 3, BLOCK).astype(np.int16)
FAINTEST = np.array([0, 1] * (BLOCK // 2), dtype=np.int16)
STUCK = np.full(BLOCK, 500, dtype=np.int16)
CLIPPED = np.where(np.arange(BLOCK) % 2, FULL_SCALE - 1, -FULL_SCALE).astype(np.int16)
SHOUT = np.clip(CLIPPED * np.linspace(0, 1.4, BLOCK), -32_768, 32_767).astype(np.int16)


class Life:
    """Ears, and a clock for them: each block all is well, but for what a test says."""

    def __init__(self) -> None:
        self.now = 100.0
        self.ears = Ears(self.now)
        self._blocks = 0

    def passes(
        self,
        seconds: float,
        block: Samples | None = NOISE,
        *,
        routed: bool = True,
        listens: bool = True,
        waiting: int = 0,
    ) -> list[Proof | None]:
        """Let time pass; return the verdicts, block by block."""
        verdicts = []
        for _ in range(round(seconds / BLOCK_SECONDS)):
            self.now += BLOCK_SECONDS
            if block is not None:
                self.ears.heard(block, self.now)
            if routed:
                self.ears.holds(Proof.ROUTE, self.now)
            self._blocks += listens
            self.ears.listened(self._blocks, max(waiting, not listens), self.now)
            self.ears.behind(waiting, self.now)
            verdicts.append(self.ears.failing(self.now))
        return verdicts


FAULTS: dict[Proof, Callable[[Life, float], list[Proof | None]]] = {
    Proof.BLOCKS: lambda life, s: life.passes(s, None),
    Proof.ROUTE: lambda life, s: life.passes(s, routed=False),
    Proof.SOUND: lambda life, s: life.passes(s, silence()),
    Proof.LEVEL: lambda life, s: life.passes(s, STUCK),
    Proof.DECODER: lambda life, s: life.passes(s, listens=False, waiting=10),
    Proof.LAG: lambda life, s: life.passes(s, waiting=30),
}


@pytest.mark.parametrize("proof", Proof)
def test_each_fault_is_named_when_its_proof_has_been_missing_for_too_long(proof: Proof) -> None:
    life = Life()
    assert set(life.passes(5.0)) == {None}
    verdicts = FAULTS[proof](life, 2.0)
    first = verdicts.index(proof)
    assert set(verdicts[:first]) <= {None}
    assert set(verdicts[first:]) == {proof}
    assert (first + 1) * BLOCK_SECONDS == pytest.approx(PATIENCE[proof], abs=0.03)


def test_a_decoder_that_breaks_on_every_block_is_not_alive_though_none_waits() -> None:
    life = Life()
    life.passes(5.0)
    assert life.passes(2.0, listens=False)[-1] is Proof.DECODER


def test_none_takes_more_than_a_second() -> None:
    assert max(PATIENCE.values()) <= 1.0


@pytest.mark.parametrize("proof", Proof)
def test_it_is_live_again_only_when_all_has_held_for_a_while(proof: Proof) -> None:
    life = Life()
    life.passes(5.0)
    FAULTS[proof](life, 3.0)
    verdicts = life.passes(3.0)
    assert verdicts.index(None) * BLOCK_SECONDS == pytest.approx(STEADY_SECONDS, abs=0.05)
    assert set(verdicts[verdicts.index(None) :]) == {None}


def test_what_comes_and_goes_stays_failing() -> None:
    life = Life()
    verdicts = [v for _ in range(10) for v in (*life.passes(0.7, None), *life.passes(0.5))]
    assert set(verdicts[verdicts.index(Proof.BLOCKS) :]) == {Proof.BLOCKS}


@pytest.mark.parametrize("block", [NOISE, FAINTEST, SHOUT], ids=["noise", "faint", "shout"])
def test_what_a_room_may_sound_like_is_no_fault(block: Samples) -> None:
    assert set(Life().passes(5.0, block)) == {None}


def test_what_is_clipped_throughout_is_no_room() -> None:
    assert Life().passes(2.0, CLIPPED)[-1] is Proof.LEVEL


def test_nothing_is_proven_before_each_proof_has_held() -> None:
    life = Life()
    life.passes(0.2, None)
    assert not life.ears.proven
    life.passes(0.02)
    assert life.ears.proven
