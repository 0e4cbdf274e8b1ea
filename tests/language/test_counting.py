"""A bare number outside a question counts only where it stands alone; a count is no pain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.acting import acted_on
from voiceguide.language.compiling import load_phrasebook
from voiceguide.language.intents import Expecting, Hypothesis, Intent, Word
from voiceguide.language.understanding import Understanding
from voiceguide.paths import content_dir

if TYPE_CHECKING:
    from voiceguide.language.rulings import Ruling

BOOK = load_phrasebook(content_dir())
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
EACH = 0.4
"""Seconds that a word lasts."""


def _understood(*said: tuple[float, str], expecting: Expecting | None = None) -> list[int]:
    """Return the numbers acted on, of utterances that begin at these seconds."""
    understanding = Understanding(BOOK, lambda _start, _end: frozenset())
    found: list[Ruling] = []
    for at, text in said:
        found += understanding.waited(at)
        words = tuple(
            Word(word, at + n * EACH, at + (n + 1) * EACH) for n, word in enumerate(text.split())
        )
        hypothesis = Hypothesis(words, final=False, until=words[-1].end)
        assert acted_on(understanding, hypothesis, expecting) == ()
        found += understanding.judge(Hypothesis(words, final=True), expecting)
    found += understanding.waited(said[-1][0] + 60.0)
    return [r.heard.value or 0 for r in found if r.heard and r.heard.intent is Intent.PAIN]


@given(
    first=st.integers(0, 3),
    count=st.integers(2, 8),
    gaps=st.lists(st.floats(0.3, 1.5), min_size=8, max_size=8),
    down=st.booleans(),
)
def test_counting_aloud_says_nothing_whatever_the_pace(
    first: int, count: int, gaps: list[float], *, down: bool
) -> None:
    numbers = range(first, min(11, first + count))
    at, said = 1.0, []
    for number, gap in zip(
        reversed(numbers) if down and first + count < 5 else numbers, gaps, strict=False
    ):
        said.append((at, NUMBERS[number]))
        at += EACH + gap
    assert _understood(*said) == ([] if len(said) > 1 else [first])


@pytest.mark.parametrize(
    "said",
    [
        "one two three four five six",
        "and one and two and three",
        "three two one",
        "five six seven eight",
        "ten nine eight seven",
    ],
)
def test_a_count_in_one_breath_says_nothing(said: str) -> None:
    assert _understood((1.0, said)) == []


def test_a_count_some_numbers_of_which_are_missed_says_nothing() -> None:
    assert _understood((1.0, "one"), (3.0, "three"), (4.0, "four"), (8.0, "eight")) == []


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_by_itself_is_heard(number: str) -> None:
    assert _understood((1.0, number)) == [NUMBERS.index(number)]


def test_a_high_number_is_heard_at_once_and_a_low_one_when_it_is_known_to_stand_alone() -> None:
    for number, after in (("six", 0.0), ("two", 2.3)):
        understanding = Understanding(BOOK, lambda _start, _end: frozenset())
        words = (Word(number, 1.0, 1.4),)
        heard = acted_on(understanding, Hypothesis(words, final=True), None)
        waited = [understanding.waited(1.4 + second) for second in (0.5, 2.0, 2.3, 2.4)]
        assert bool(heard) is (after == 0.0)
        assert [bool(each) for each in waited] == [False, False, bool(after), False]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ([(1.0, "two"), (3.0, "six")], [6]),  # it jumps
        ([(1.0, "six"), (3.0, "six")], [6, 6]),  # it is said again
        ([(1.0, "six"), (3.0, "seven")], [6, 7]),  # it rises; counts begin lower
        ([(1.0, "one"), (2.5, "two"), (4.0, "seven")], [7]),  # within a count
        ([(1.0, "one"), (2.5, "two"), (4.0, "three"), (9.0, "four")], [4]),  # long after one
        ([(1.0, "one"), (2.5, "two"), (4.0, "three"), (5.5, "three and a half")], [4]),
        ([(1.0, "four"), (2.5, "six or seven")], [4, 7]),
    ],
)
def test_a_number_that_goes_on_with_no_count_is_heard(
    said: list[tuple[float, str]], heard: list[int]
) -> None:
    assert _understood(*said) == heard


def test_an_answer_is_never_taken_for_counting() -> None:
    said = [(1.0, "one"), (2.5, "two"), (4.0, "three")]
    assert _understood(*said, expecting=Expecting.PAIN) == [1, 2, 3]
