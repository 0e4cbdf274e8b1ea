"""What stands out over the guide's own voice, and what stands alone."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, Samples, silence
from voiceguide.hearing.residual import Residual

FLOOR_DB = -75.0


def tone(decibels: float) -> Samples:
    """Return a block of noise at a level (dB below full scale)."""
    noise = np.random.default_rng(0).normal(0, 32768 * 10 ** (decibels / 20), BLOCK)
    return noise.clip(-32768, 32767).astype(np.int16)


def room(*parts: tuple[float, float, float | None]) -> Residual:
    """Return what followed parts of so many seconds: what was left, and what was played (dB)."""
    residual = Residual()
    for seconds, cleaned, played in parts:
        for _ in range(round(seconds / BLOCK_SECONDS)):
            block = silence() if played is None else tone(played)
            residual.follow(tone(cleaned), block, FLOOR_DB)
    return residual


@pytest.mark.parametrize(("said", "stands_out"), [(-25.0, True), (-38.0, True), (-48.0, False)])
def test_over_the_guide_a_person_has_to_be_louder_than_what_is_left_of_it(
    said: float,
    stands_out: bool,  # noqa: FBT001
) -> None:
    residual = room((3.0, -52.0, -20.0), (0.5, said, -20.0))
    assert residual.stands_out(3.0, 3.5) is stands_out


def test_in_the_guides_silence_anybody_stands_out() -> None:
    assert room((2.0, -70.0, None), (0.5, -66.0, None)).stands_out(2.0, 2.5)


@pytest.mark.parametrize(
    ("before", "after", "alone"),
    [
        (-72.0, -72.0, True),
        (-30.0, -72.0, False),
        (-72.0, -30.0, False),
    ],
)
def test_a_phrase_stands_alone_if_nobody_speaks_around_it(
    before: float,
    after: float,
    alone: bool,  # noqa: FBT001
) -> None:
    residual = room((1.0, -72.0, None), (1.0, before, None), (0.5, -30.0, None), (0.5, after, None))
    assert residual.stands_alone(2.0, 2.5) is alone


def test_a_phrase_that_has_only_just_ended_does_not_stand_alone_yet() -> None:
    residual = room((2.0, -72.0, None), (0.5, -30.0, None), (0.2, -72.0, None))
    assert not residual.stands_alone(2.0, 2.5)


def test_a_television_far_softer_than_the_phrase_does_not_spoil_it() -> None:
    residual = room((1.0, -72.0, None), (1.0, -52.0, None), (0.5, -30.0, None), (0.5, -52.0, None))
    assert residual.stands_alone(2.0, 2.5)


@pytest.mark.parametrize(
    ("parts", "stands_out"),
    [
        ([(3.0, -52.0, -20.0)], False),
        ([(3.0, -52.0, -20.0), (0.1, -30.0, -20.0)], True),
        ([(3.0, -52.0, -20.0), (0.04, -30.0, -20.0)], False),
        ([(3.0, -52.0, -20.0), (0.1, -30.0, -20.0), (0.3, -52.0, -20.0)], True),
        ([(3.0, -52.0, -20.0), (0.1, -30.0, -20.0), (0.6, -52.0, -20.0)], False),
        ([(3.0, -74.0, None), (0.1, -40.0, None)], True),
    ],
    ids=["the guide alone", "a person", "a click", "between two words", "afterwards", "in silence"],
)
def test_somebody_stands_out_while_a_person_speaks_and_over_the_gaps_of_it(
    parts: list[tuple[float, float, float | None]],
    stands_out: bool,  # noqa: FBT001
) -> None:
    assert room(*parts).somebody_stands_out is stands_out
