"""What people say to choose a routine, a stretch or their minutes, and when it counts."""

from __future__ import annotations

import pytest

from tests.language.acting import acted_on
from voiceguide.language.compiling import load_phrasebook
from voiceguide.language.intents import Choice, Expecting, Heard, Hypothesis, Intent, Word
from voiceguide.language.understanding import Understanding
from voiceguide.paths import content_dir
from voiceguide.routines.folders import names

BOOK = load_phrasebook(content_dir())


def _heard(
    said: str, expecting: Expecting | None = Expecting.START, *, final: bool = True
) -> list[Heard]:
    words = tuple(
        Word(text, 1.0 + 0.3 * at, 1.25 + 0.3 * at) for at, text in enumerate(said.split())
    )
    understanding = Understanding(BOOK, lambda _start, _end: frozenset())
    return list(acted_on(understanding, Hypothesis(words, final), expecting))


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("we have fifteen minutes", Choice(minutes=15)),
        ("fifteen minutes", Choice(minutes=15)),
        ("twenty five minutes", Choice(minutes=25)),
        ("half an hour", Choice(minutes=30)),
        ("we have an hour", Choice(minutes=60)),
        ("upper back", Choice(routine="upper-back")),
        ("full back please", Choice(routine="full-back")),
        ("gentle", Choice(routine="gentle")),
        ("the gentle one", Choice(routine="gentle")),
        ("ten minutes", Choice(routine="ten-minutes")),
        ("we have ten minutes", Choice(routine="ten-minutes")),
        ("just the twist", Choice(stretch="supine-spinal-twist")),
        ("cat cow", Choice(stretch="cat-cow")),
        ("knees to chest", Choice(stretch="knees-to-chest")),
        # of two that share a short name, the gentler one
        ("just the pigeon", Choice(stretch="modified-pigeon")),
        ("prone pigeon", Choice(stretch="prone-pigeon")),
        ("hip flexor", Choice(stretch="hip-flexor-bed-edge")),
        ("kneeling hip flexor", Choice(stretch="kneeling-hip-flexor")),
        ("standing chest opener", Choice(stretch="standing-chest-opener")),
        ("rounded upper back", Choice(stretch="seated-thoracic-flexion")),
        ("upper back fifteen minutes", Choice(routine="upper-back", minutes=15)),
        ("full back in twenty minutes", Choice(routine="full-back", minutes=20)),
        ("just the twist for fifteen minutes", Choice(stretch="supine-spinal-twist", minutes=15)),
    ],
)
def test_a_choice_is_understood_as_it_is_said(said: str, choice: Choice) -> None:
    (heard,) = _heard(said)
    assert (heard.intent, heard.choice) == (Intent.CHOOSE, choice)


@pytest.mark.parametrize(
    "said", ["upper back lower back", "my upper back", "fifteen minutes [unk]", "upper back start"]
)
def test_what_is_more_or_less_than_one_choice_is_none(said: str) -> None:
    assert not [heard for heard in _heard(said) if heard.intent is Intent.CHOOSE]


@pytest.mark.parametrize("expecting", [None, *(set(Expecting) - {Expecting.START})])
@pytest.mark.parametrize("said", ["upper back", "fifteen minutes", "just the twist", "gentle"])
def test_a_choice_is_none_unless_start_is_waited_for(
    said: str, expecting: Expecting | None
) -> None:
    assert not [heard for heard in _heard(said, expecting) if heard.intent is Intent.CHOOSE]


def test_the_guide_does_not_choose_by_its_own_voice() -> None:
    """Where nobody stands out over it, it was the guide."""
    drowned = Understanding(
        BOOK, lambda _start, _end: frozenset(), stands_out=lambda _start, _end: False
    )
    said = Hypothesis((Word("pigeon", 1.0, 1.4),), final=True)
    assert acted_on(drowned, said, Expecting.START) == ()


def test_a_choice_is_never_acted_on_before_it_is_complete() -> None:
    for phrase in BOOK.where_asked[Expecting.START]:
        assert not _heard(" ".join(phrase), final=False), phrase


@pytest.mark.parametrize("folder", ["routines", "stretches"])
def test_every_routine_and_every_stretch_can_be_chosen_and_nothing_else(folder: str) -> None:
    key = folder.removesuffix("s") if folder == "routines" else "stretch"
    chosen = {getattr(choice, key) for choice in BOOK.choices} - {None}
    assert chosen == {*names(content_dir() / folder)}


@pytest.mark.parametrize("said", ["gentler", "gently"])
@pytest.mark.parametrize("expecting", [None, *Expecting])
def test_what_is_heard_for_gentle_eases_off_as_ever_and_names_the_gentle_routine(
    said: str, expecting: Expecting | None
) -> None:
    (heard,) = _heard(said, expecting, final=False)
    assert (heard.intent, heard.choice) == (Intent.EASE_OFF, Choice(routine="gentle"))
