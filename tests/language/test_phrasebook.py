"""The phrases of the real content: what they mean, and what the recogniser listens for."""

from __future__ import annotations

import pytest
from hassil.intents import SlotList, TextSlotList
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_expression

from voiceguide.hearing.recogniser import RecogniserModel
from voiceguide.language.intents import Expecting, Intent
from voiceguide.language.phrasebook import UNKNOWN, Meaning, PhraseFile, load_phrasebook
from voiceguide.models import recogniser_model
from voiceguide.paths import content_dir
from voiceguide.yaml_source import load

BOOK = load_phrasebook(content_dir())
FILE = load(content_dir() / "phrases.yaml", PhraseFile)
WRITTEN = [
    (intent, template)
    for way in (FILE.safety, FILE.ordinary)
    for intent, templates in way.items()
    for template in templates
]
SAFETY = [phrase for phrase, meaning in BOOK.meanings.items() if meaning.safety]
NUMBERS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
]  # fmt: skip


@pytest.mark.parametrize(("intent", "template"), WRITTEN, ids=str)
def test_a_phrase_means_what_it_stands_under(intent: Intent, template: str) -> None:
    numbers: dict[str, SlotList] = {"number": TextSlotList.from_strings(NUMBERS)}
    for text in sample_expression(parse_sentence(template).expression, numbers):
        assert BOOK.meanings[tuple(text.split())].intent is intent


@pytest.mark.parametrize(("value", "word"), list(enumerate(NUMBERS)))
def test_a_number_means_itself(value: int, word: str) -> None:
    assert BOOK.meanings[(word,)] == Meaning(Intent.PAIN, value)
    assert BOOK.meanings[(word, "out", "of", "ten")] == Meaning(Intent.PAIN, value)


def test_no_pain_means_zero() -> None:
    assert BOOK.meanings["no", "pain"] == Meaning(Intent.PAIN, 0)


@pytest.mark.parametrize(
    ("template", "text", "value"),
    [
        ("{number} and a half", "three and a half", 4),
        ("{number} and a half", "ten and a half", 10),
        ("{number} or {number}", "six or four", 6),
        ("maybe {number} out of ten", "maybe two out of ten", 2),
    ],
)
def test_the_highest_number_counts_and_a_half_counts_upwards(
    template: str, text: str, value: int
) -> None:
    ordinary = {**FILE.ordinary, Intent.PAIN: [template]}
    book = type(BOOK).of(FILE.model_copy(update={"ordinary": ordinary}))
    assert book.meanings[tuple(text.split())] == Meaning(Intent.PAIN, value)


def test_the_always_armed_grammar_has_every_phrase() -> None:
    spoken = {" ".join(phrase) for phrase in BOOK.meanings}
    assert set(BOOK.grammar) == spoken | BOOK.fillers | {UNKNOWN}


@pytest.mark.parametrize("expecting", Expecting)
@pytest.mark.parametrize("phrase", SAFETY, ids=" ".join)
def test_a_safety_phrase_is_listened_for_whatever_is_asked(
    phrase: tuple[str, ...], expecting: Expecting
) -> None:
    assert " ".join(phrase) in BOOK.answers(expecting)
    assert " ".join(phrase) in BOOK.grammar


@pytest.mark.parametrize(
    ("expecting", "wanted"),
    [
        (Expecting.PAIN, {Intent.PAIN, Intent.YES, Intent.NO, Intent.RESUME, Intent.START}),
        (Expecting.YES_NO, {Intent.YES, Intent.NO, Intent.RESUME, Intent.START}),
    ],
)
def test_a_question_listens_for_its_answers_some_decoys_and_safety_alone(
    expecting: Expecting, wanted: set[Intent]
) -> None:
    listened = {tuple(text.split()) for text in BOOK.answers(expecting)}
    listened -= {(filler,) for filler in BOOK.fillers}
    meant = {BOOK.meanings[phrase].intent for phrase in listened if phrase in BOOK.meanings}
    assert meant - {Intent.STOP, Intent.EASE_OFF, Intent.RED_FLAG} == wanted


@pytest.mark.parametrize(("phrase", "times"), list(FILE.likely.items()))
def test_a_likely_phrase_stands_in_the_grammar_that_often(phrase: str, times: int) -> None:
    assert BOOK.grammar.count(phrase) == times


def test_every_grammar_ends_with_the_word_for_everything_else() -> None:
    grammars = [BOOK.grammar, *map(BOOK.answers, Expecting)]
    assert all(grammar[-1] == UNKNOWN and grammar.count(UNKNOWN) == 1 for grammar in grammars)


def test_the_recogniser_knows_every_word() -> None:
    assert RecogniserModel(recogniser_model()).unknown_words(BOOK.words) == []


def test_the_recogniser_does_not_know_every_word_there_could_be() -> None:
    model = RecogniserModel(recogniser_model())
    assert model.unknown_words(["stop", "zzyzzx", "aabbcc"]) == ["aabbcc", "zzyzzx"]
