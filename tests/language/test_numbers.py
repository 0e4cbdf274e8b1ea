"""What two ears make of one number: in doubt the higher, and a zero only where both hear it."""

from __future__ import annotations

import pytest

from tests.language.acting import acted_on
from voiceguide.language.compiling import load_phrasebook
from voiceguide.language.intents import Expecting, Hypothesis, Intent, Word
from voiceguide.language.understanding import Understanding
from voiceguide.paths import content_dir

BOOK = load_phrasebook(content_dir())
PAIN = Expecting.PAIN
UNCLEAR = "unclear"


def _meant(first: str, second: str, expecting: Expecting | None) -> int | str | None:
    """Return the number that one ear's and another's words come to, or that they are unclear."""
    understanding = Understanding(
        BOOK, lambda _start, _end: frozenset(), again=lambda _words: tuple(second.split())
    )
    words = tuple(Word(word, 1 + n / 4, 1.25 + n / 4) for n, word in enumerate(first.split()))
    found = [*acted_on(understanding, Hypothesis(words, final=True), expecting)]
    found += [ruling.heard for ruling in understanding.waited(99.0) if ruling.heard]
    assert len(found) <= 1
    for heard in found:
        return heard.value if heard.intent is Intent.PAIN else heard.intent.value
    return None


@pytest.mark.parametrize("zero", ["no pain", "nothing", "zero", "zero pain"])
@pytest.mark.parametrize(
    "really",
    [
        "there's pain",
        "more pain",
        "low pain",
        "anything",
        "some pain",
        "and a nothing",
        "feeling",
        "",
    ],
)
def test_a_zero_that_another_ear_does_not_hear_is_none(zero: str, really: str) -> None:
    assert _meant(zero, really, PAIN) == UNCLEAR
    assert _meant(zero, really, None) is None


@pytest.mark.parametrize("zero", ["no pain", "nothing", "zero", "zero pain"])
@pytest.mark.parametrize("expecting", [PAIN, None])
def test_a_zero_that_both_hear_is_one(zero: str, expecting: Expecting | None) -> None:
    assert _meant(zero, zero, expecting) == 0
    assert _meant(zero, "zero", expecting) == 0
    assert _meant(zero, "four", expecting) == 4


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        ("six", "six", 6),
        ("six", "sick", 6),
        ("six", "seven", 7),
        ("seven", "six", 7),
        ("six [unk] five", "six point five", 7),
        ("six five five", "find five", 7),
        ("six nine five", "six point five", 10),
        ("five two seven", "five to seven", 7),
        ("five one", "five and win", 6),
        ("[unk] and five", "more than five", 6),
        ("four and five", "more than five", 6),
        ("six ow seven", "six or seven", 7),
        ("i'm out of six", "about six", 6),
        ("six are seven", "six seven", 7),
    ],
)
def test_an_answer_is_never_lower_than_either_ear_has_heard(
    first: str, second: str, number: int
) -> None:
    assert _meant(first, second, PAIN) == number


@pytest.mark.parametrize("said", ["seven pain", "four pain", "zero pain no", "pain"])
def test_pain_that_is_heard_beside_a_number_makes_it_unclear(said: str) -> None:
    assert _meant(said, "some pain", PAIN) == UNCLEAR


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        ("six are seven", "six or seven", 7),
        ("two are three", "two or three", 3),
        ("a down six", "about six", 6),
        ("it three", "it three", 3),
        ("it's a three", "it's three", 3),
        ("six volume five", "six point five", 7),
        ("more on five", "more than five", 6),
        ("the six of us", "the six of us", None),
        ("five [unk]", "five minutes", None),
        ("one more", "one more", None),
        ("a nothing", "nothing", None),
        ("the [unk]", "about six", None),
    ],
)
def test_outside_a_question_another_ear_tells_whether_a_number_stands_alone(
    first: str, second: str, number: int | None
) -> None:
    assert _meant(first, second, None) == number


def test_a_long_sentence_with_a_number_in_it_is_not_listened_to_once_more() -> None:
    assert _meant(" ".join(["six", *["[unk]"] * 12]), "six", None) is None
