"""What the guide's voice cannot say as it is meant."""

from __future__ import annotations

import pytest

from voiceguide.models.voices import voice_model
from voiceguide.speaking.pronunciation import Pronunciation


@pytest.fixture(scope="module")
def pronunciation() -> Pronunciation:
    return Pronunciation(voice_model())


@pytest.mark.parametrize(
    ("text", "unsayable"),
    [
        ("Lift 2 kg.", ["kg"]),
        ("Rest for 20-30 breaths.", ["20-30"]),
        ("Bend it to 90°.", ["°"]),
        ("Turn → left.", ["→"]),
        ("A *mild* pull.", ["*"]),
        ("½ of your weight.", ["½"]),
        ("Say Привет now.", ["Привет"]),
        ("Side \uff21.", ["\uff21"]),  # a full-width A
        ("Brrr, mmm.", ["Brrr", "mmm"]),
    ],
)
def test_a_sign_and_a_spelled_word_are_told(
    pronunciation: Pronunciation, text: str, unsayable: list[str]
) -> None:
    assert pronunciation.unsayable(text) == unsayable


@pytest.mark.parametrize(
    "text",
    [
        "Keep your knees, ankles and thighs together; breathe out.",
        "Your client's left hand, child's pose, half-way.",
        "Your client\u2019s hand.",
        "Your limit is 4. Wait 25 seconds?",
        "The word s, t, o, p.",
        "This is called PNF.",
    ],
)
def test_plain_sentences_numbers_and_letters_that_are_meant_are_fine(
    pronunciation: Pronunciation, text: str
) -> None:
    assert pronunciation.unsayable(text) == []
