"""The phrases of the real content: what they mean, and what the recogniser listens for."""

from __future__ import annotations

import pytest
from hassil.intents import SlotList, TextSlotList
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_expression

from voiceguide.hearing.recogniser import RecogniserModel
from voiceguide.language.compiling import compiled, load_phrasebook
from voiceguide.language.intents import YES_OR_NO, Expecting, Intent
from voiceguide.language.phrase_file import PhraseFile
from voiceguide.language.phrasebook import UNKNOWN, Meaning, When
from voiceguide.models import recogniser_model
from voiceguide.paths import content_dir
from voiceguide.yaml_source import load

BOOK = load_phrasebook(content_dir())
FILE = load(content_dir() / "phrases.yaml", PhraseFile)
WRITTEN = [
    (when, intent, template)
    for when in When
    for intent, templates in getattr(FILE, when).items()
    for template in templates
]
SAFETY = [p for p, meaning in BOOK.meanings.items() if meaning.when is not When.ORDINARY]
NUMBERS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
]  # fmt: skip


@pytest.mark.parametrize(("when", "intent", "template"), WRITTEN, ids=str)
def test_a_phrase_means_what_it_stands_under(when: When, intent: Intent, template: str) -> None:
    lists: dict[str, SlotList] = {
        "number": TextSlotList.from_strings(NUMBERS),
        "place": TextSlotList.from_strings(["hip", "lower back", "shoulder blades"]),
        "routine": TextSlotList.from_strings(["lower back", "gentle"]),
        "stretch": TextSlotList.from_strings(["twist", "cat cow"]),
        "minutes": TextSlotList.from_strings(["fifteen minutes", "half an hour"]),
    }
    asked = {Intent.PLACE: Expecting.PLACE, Intent.CHOOSE: Expecting.START}.get(intent)
    meanings = BOOK.where_asked[asked] if asked else BOOK.meanings
    for text in sample_expression(parse_sentence(template).expression, lists):
        meaning = meanings[tuple(text.split())]
        assert (meaning.intent, meaning.when) == (intent, when)


@pytest.mark.parametrize(
    ("said", "intent", "value"),
    [
        ("stop", Intent.STOP, None),
        ("stop stop", Intent.STOP, None),
        ("okay stop", Intent.STOP, None),
        ("please stop it", Intent.STOP, None),
        ("don't stop", Intent.STOP, None),
        ("that's enough", Intent.STOP, None),
        ("enough", Intent.STOP, None),
        ("no no no", Intent.STOP, None),
        ("let go", Intent.STOP, None),
        ("ow", Intent.STOP, None),
        ("ow ow ow", Intent.STOP, None),
        ("ouch", Intent.STOP, None),
        ("ah", Intent.STOP, None),
        ("that hurts", Intent.STOP, None),
        ("it hurts", Intent.STOP, None),
        ("halt", Intent.STOP, None),
        ("a bit less", Intent.EASE_OFF, None),
        ("less", Intent.EASE_OFF, None),
        ("easy", Intent.EASE_OFF, None),
        ("too much", Intent.EASE_OFF, None),
        ("gentler", Intent.EASE_OFF, None),
        ("about a six", Intent.PAIN, 6),
        ("six or seven", Intent.PAIN, 7),
        ("seven or six", Intent.PAIN, 7),
        ("seven out of ten", Intent.PAIN, 7),
        ("seven and a half", Intent.PAIN, 8),
        ("ten", Intent.PAIN, 10),
        ("it's a three", Intent.PAIN, 3),
        ("zero", Intent.PAIN, 0),
        ("no pain", Intent.PAIN, 0),
        ("nothing", Intent.PAIN, 0),
    ],
)
def test_what_people_say_is_understood_as_they_say_it(
    said: str, intent: Intent, value: int | None
) -> None:
    meaning = BOOK.meanings[tuple(said.split())]
    assert (meaning.intent, meaning.value) == (intent, value)


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
        ("{number} point {number}", "six point five", 7),
        ("{number} point {number}", "two point nine", 3),
        ("{number} to {number}", "five to seven", 7),
        ("more than {number}", "more than five", 6),
        ("more than {number}", "more than ten", 10),
        ("{number} plus", "six plus", 7),
    ],
)
def test_the_highest_number_counts_and_what_is_above_it_counts_upwards(
    template: str, text: str, value: int
) -> None:
    ordinary = {**FILE.ordinary, Intent.PAIN: [template]}
    alike: dict[str, object] = {"likely_when_asked": {}, "likely_again": {}}
    book, _ = compiled(FILE.model_copy(update={"ordinary": ordinary, **alike}))
    assert book.meanings[tuple(text.split())] == Meaning(Intent.PAIN, value)


def test_the_always_armed_grammar_has_every_phrase_but_places_and_choices() -> None:
    spoken = {" ".join(phrase) for phrase in {*BOOK.meanings} - BOOK.implied}
    assert set(BOOK.grammar) == spoken | set(BOOK.beginnings) | BOOK.fillers | {UNKNOWN}


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
        (Expecting.PAIN, {Intent.PAIN, *YES_OR_NO, Intent.RESUME, Intent.START}),
        (Expecting.YES_NO, {*YES_OR_NO, Intent.RESUME, Intent.START}),
    ],
)
def test_a_question_listens_for_its_answers_some_decoys_and_safety_alone(
    expecting: Expecting, wanted: set[Intent]
) -> None:
    listened = {tuple(text.split()) for text in BOOK.answers(expecting)}
    listened -= {(filler,) for filler in BOOK.fillers}
    listened -= {tuple(beginning.split()) for beginning in BOOK.beginnings}
    meant = {BOOK.meanings[phrase].intent for phrase in listened if phrase in BOOK.meanings}
    assert meant - {Intent.STOP, Intent.EASE_OFF, Intent.RED_FLAG} == wanted


@pytest.mark.parametrize("beginning", ["a bit", "that's", "no no", "pins and"])
def test_how_a_safety_phrase_begins_is_listened_for_and_means_nothing(beginning: str) -> None:
    assert all(beginning in grammar for grammar in (BOOK.grammar, *map(BOOK.answers, Expecting)))
    assert tuple(beginning.split()) not in BOOK.meanings


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_likely_only_when_it_is_asked_for(number: str) -> None:
    assert BOOK.answers(Expecting.PAIN).count(number) > 1
    assert BOOK.grammar.count(number) == 1


@pytest.mark.parametrize(
    ("phrase", "listed"),
    [
        ("six or seven", False),
        ("it's a three", False),
        ("seven out of ten", True),
        ("seven and a half", True),
        ("no pain", True),
    ],
)
def test_what_its_number_words_say_by_themselves_is_left_out(
    phrase: str,
    listed: bool,  # noqa: FBT001
) -> None:
    assert (phrase in BOOK.answers(Expecting.PAIN)) is listed
    assert (phrase in BOOK.grammar) is listed


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
