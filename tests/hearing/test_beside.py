"""Listening in a thread: in order, never waited for too long, and told of when it stands still."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, Samples, silence
from voiceguide.hearing.beside import Beside
from voiceguide.language.intents import Expecting, Heard, Intent

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


class Ear:
    """Decides for a stop on each block; can be made to stand still, or to break."""

    somebody_speaks = somebody_stands_out = False

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.breaks = False
        self.told: list[str] = []

    def hear(self, mic: Samples, _played: Samples) -> tuple[Heard, ...]:
        """Decide, or stand still, or break."""
        self.goes_on.wait(10)
        if self.breaks:
            raise RuntimeError("broken")
        self.told.append(str(mic[0]))
        return (Heard(Intent.STOP, str(mic[0]), None, 0.0, 0.1),)

    def miss(self) -> None:
        """Note it."""
        self.told.append("missed")

    def expect(self, expecting: Expecting | None) -> None:
        """Note it."""
        self.told.append(f"expects {expecting}")

    def guide_says(self, text: str, _start: float, _end: float) -> None:
        """Note it."""
        self.told.append(text)

    def guide_hushed(self, _now: float) -> None:
        """Note it."""
        self.told.append("hushed")


def block(number: int) -> Samples:
    return np.full(BLOCK, number, dtype=np.int16)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_with_all_patience_each_block_returns_its_own_decisions() -> None:
    beside = Beside(Ear())
    for number in range(20):
        assert [heard.text for heard in beside.hear(block(number), silence())] == [str(number)]
    assert (beside.listened, beside.waiting) == (20, 0)


def test_what_is_told_between_blocks_is_told_in_order() -> None:
    ear = Ear()
    beside = Beside(ear)
    beside.hear(block(1), silence())
    beside.guide_says("rest", 0.0, 1.0)
    beside.guide_hushed(0.5)
    beside.expect(Expecting.PAIN)
    beside.miss()
    beside.hear(block(2), silence())
    assert ear.told == ["1", "rest", "hushed", "expects pain", "missed", "2"]


def test_an_ear_that_stands_still_is_not_waited_for_and_its_decisions_come_later() -> None:
    ear = Ear()
    beside = Beside(ear, patience=0.0)
    ear.goes_on.clear()
    assert [beside.hear(block(number), silence()) for number in range(10)] == [()] * 10
    assert (beside.listened, beside.waiting) == (0, 10)
    ear.goes_on.set()
    until(lambda: not beside.waiting)
    beside.patience = None
    texts = [heard.text for heard in beside.hear(block(10), silence())]
    assert texts == [str(number) for number in range(11)]


def test_of_what_waits_too_long_only_the_latest_is_listened_to() -> None:
    ear = Ear()
    beside = Beside(ear, patience=0.0)
    ear.goes_on.clear()
    for number in range(80):
        beside.hear(block(number), silence())
    assert beside.waiting < 50
    ear.goes_on.set()
    until(lambda: not beside.waiting)
    assert len(ear.told) == 80  # the clock has gone on for each
    assert ear.told[-1] == "79"
    assert "missed" in ear.told


def test_a_listener_that_is_closed_ends_its_thread() -> None:
    before = threading.active_count()
    beside = Beside(Ear())
    assert threading.active_count() == before + 1
    beside.close()
    until(lambda: threading.active_count() == before)


def test_an_ear_that_breaks_goes_on_with_the_next_block_and_says_once_what_broke(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ear = Ear()
    beside = Beside(ear)
    ear.breaks = True
    for number in range(3):
        assert beside.hear(block(number), silence()) == ()
    assert (beside.listened, beside.waiting, beside.unheard) == (0, 0, 3)
    ear.breaks = False
    assert len(beside.hear(block(3), silence())) == 1
    assert (beside.listened, beside.unheard) == (1, 0)
    assert capsys.readouterr().err.count("Traceback") == 1
