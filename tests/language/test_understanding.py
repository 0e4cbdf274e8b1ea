"""Two ways of listening: what is acted on, when, and what is left alone."""

from __future__ import annotations

import pytest

from tests.language.acting import acted_on
from voiceguide.language.compiling import load_phrasebook
from voiceguide.language.intents import Expecting, Heard, Hypothesis, Intent, Word
from voiceguide.language.phrasebook import When
from voiceguide.language.rulings import Reason
from voiceguide.language.understanding import Understanding
from voiceguide.paths import content_dir

BOOK = load_phrasebook(content_dir())
SAFETY = [phrase for phrase, meaning in BOOK.meanings.items() if not meaning.waits]
STEADY = [phrase for phrase, meaning in BOOK.meanings.items() if meaning.when is When.STEADY]
AT_ONCE = [phrase for phrase, meaning in BOOK.meanings.items() if meaning.when is When.AT_ONCE]
CRIES = [phrase for phrase, meaning in BOOK.meanings.items() if meaning.when is When.ALONE]
ORDINARY = [phrase for phrase, meaning in BOOK.meanings.items() if meaning.when is When.ORDINARY]
PAIN, YES_NO = Expecting.PAIN, Expecting.YES_NO


def _words(text: str, at: float = 1.0, each: float = 0.4) -> tuple[Word, ...]:
    return tuple(
        Word(word, at + index * each, at + (index + 1) * each)
        for index, word in enumerate(text.split())
    )


def _partial(text: str, at: float = 1.0, stood: float = 1.0) -> Hypothesis:
    """Return a partial hypothesis whose last word ended so many seconds ago."""
    words = _words(text, at)
    return Hypothesis(words, final=False, until=words[-1].end + stood if words else at)


def _final(text: str, at: float = 1.0) -> Hypothesis:
    return Hypothesis(_words(text, at), final=True)


def _fresh(own: str = "", start: float = 0.0, end: float = 99.0) -> Understanding:
    """Return an understanding while the guide itself says some words."""

    def own_words(since: float, until: float) -> frozenset[str]:
        return frozenset(own.split()) if since < end and until > start else frozenset()

    return Understanding(BOOK, own_words)


def _meant(heard: tuple[Heard, ...]) -> list[tuple[Intent, int | None]]:
    return [(each.intent, each.value) for each in heard]


# --- the safety way -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("stop", Intent.STOP),
        ("[unk] stop", Intent.STOP),
        ("stop [unk]", Intent.STOP),
        ("please [unk] stop [unk] now", Intent.STOP),
        ("next stop", Intent.STOP),
        ("yes yes stop", Intent.STOP),
        ("no no no", Intent.STOP),
        ("[unk] that's enough", Intent.STOP),
        ("[unk] too much", Intent.EASE_OFF),
        ("a bit less please", Intent.EASE_OFF),
    ],
)
@pytest.mark.parametrize("expecting", [None, *Expecting])
def test_safety_is_acted_on_while_it_is_being_said_wherever_it_stands(
    said: str, intent: Intent, expecting: Expecting | None
) -> None:
    assert _meant(acted_on(_fresh(), _partial(said), expecting)) == [(intent, None)]


@pytest.mark.parametrize("phrase", SAFETY, ids=" ".join)
def test_no_other_word_before_or_after_it_hides_a_safety_phrase(phrase: tuple[str, ...]) -> None:
    for word in sorted(BOOK.words | {"[unk]"}):
        for said in ((word, *phrase), (*phrase, word)):
            heard = acted_on(_fresh(), _final(" ".join(said)), None)
            assert heard, said


@pytest.mark.parametrize("phrase", AT_ONCE, ids=" ".join)
def test_a_stop_is_acted_on_as_soon_as_it_is_seen(phrase: tuple[str, ...]) -> None:
    heard = acted_on(_fresh(), _partial(" ".join(phrase), stood=0.0), None)
    assert _meant(heard) == [(Intent.STOP, None)]


@pytest.mark.parametrize("phrase", STEADY, ids=" ".join)
def test_what_sounds_like_talk_has_to_stand_for_a_moment(phrase: tuple[str, ...]) -> None:
    understanding = _fresh()
    said = " ".join(phrase)
    assert acted_on(understanding, _partial(said, stood=0.1), None) == ()
    assert acted_on(understanding, _partial(said, stood=0.4), None)


@pytest.mark.parametrize("phrase", STEADY, ids=" ".join)
def test_what_has_to_stand_need_not_once_the_utterance_is_over(phrase: tuple[str, ...]) -> None:
    understanding = _fresh()
    said = " ".join(phrase)
    assert acted_on(understanding, _partial(said, stood=0.1), None) == ()
    heard = acted_on(understanding, _final(said), None)
    assert _meant(heard) == [(BOOK.meanings[phrase].intent, None)]


@pytest.mark.parametrize("said", ["[unk] sharp pain [unk]", "down my leg"])
def test_a_warning_sign_is_a_stop_at_once_and_itself_when_it_is_certain(said: str) -> None:
    understanding = _fresh()
    assert _meant(acted_on(understanding, _partial(said), None)) == [(Intent.STOP, None)]
    assert _meant(acted_on(understanding, _final(said), None)) == [(Intent.RED_FLAG, None)]
    assert acted_on(understanding, _final(said), PAIN) == ()


@pytest.mark.parametrize(
    "said",
    [
        "that feels sharp",
        "it feels sharp in my knee",
        "it's a bit sharp",
        "very sharp",
        "it is shooting",
        "it's shooting down my left leg",
        "i feel it down the right leg",
        "my arm is weak",
        "it burns",
    ],
)
@pytest.mark.parametrize("expecting", [None, *Expecting])
def test_a_warning_sign_is_heard_however_plainly_it_is_told(
    said: str, expecting: Expecting | None
) -> None:
    heard = [each.intent for each in acted_on(_fresh(), _final(said), expecting)]
    assert {*heard} == {Intent.RED_FLAG}


def test_a_warning_sign_that_was_none_after_all_stays_a_stop() -> None:
    understanding = _fresh()
    assert _meant(acted_on(understanding, _partial("tingling"), None)) == [(Intent.STOP, None)]
    assert acted_on(understanding, _final("[unk]"), None) == ()


@pytest.mark.parametrize("said", ["sto", "no", "no no", "sharp", "[unk]", ""])
def test_half_a_safety_phrase_is_not_acted_on(said: str) -> None:
    assert acted_on(_fresh(), _partial(said), None) == ()


@pytest.mark.parametrize("moved", [-0.6, -0.3, -0.1, 0.0, 0.1, 0.2, 0.3])
def test_a_phrase_is_acted_on_once_though_later_hypotheses_place_it_elsewhere(moved: float) -> None:
    understanding = _fresh()
    assert acted_on(understanding, _partial("[unk] stop"), None)
    assert acted_on(understanding, _partial("[unk] stop [unk]", 1.0 + moved), None) == ()
    assert acted_on(understanding, _final("[unk] stop", 1.0 + moved), None) == ()
    assert acted_on(understanding, _final("stop", 1.4 + moved), None) == ()


@pytest.mark.parametrize("later", [0.0, 0.2, 0.29])
def test_one_word_that_another_ear_places_later_is_one_stop(later: float) -> None:
    understanding = _fresh()
    (stop,) = acted_on(understanding, _partial("stop"), None)
    assert acted_on(understanding, _partial("stop", at=stop.phrase_end + later), None) == ()
    assert acted_on(understanding, _partial("sharp pain", at=stop.phrase_end + later), None) == ()


def test_a_second_stop_later_is_a_second_one() -> None:
    understanding = _fresh()
    acted_on(understanding, _final("stop"), None)
    assert _meant(acted_on(understanding, _partial("stop", at=4.0), None)) == [(Intent.STOP, None)]


def test_two_different_things_in_one_sentence_come_in_their_order() -> None:
    heard = acted_on(_fresh(), _partial("too much [unk] stop"), None)
    assert _meant(heard) == [(Intent.EASE_OFF, None), (Intent.STOP, None)]


def test_what_was_said_is_told_with_its_times() -> None:
    (heard,) = acted_on(_fresh(), _partial("[unk] too much"), None)
    assert heard.text == "too much"
    assert (heard.phrase_start, heard.phrase_end) == pytest.approx((1.4, 2.2))


def test_safety_in_the_guides_own_words_counts_all_the_same() -> None:
    understanding = _fresh(own="now stop that is enough")
    assert _meant(acted_on(understanding, _partial("stop"), None)) == [(Intent.STOP, None)]


def test_a_stop_stretched_over_seconds_counts_all_the_same() -> None:
    held = Hypothesis((Word("stop", 1.0, 4.0),), final=False)
    assert acted_on(_fresh(), held, None)


# --- cries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("phrase", CRIES, ids=" ".join)
@pytest.mark.parametrize("expecting", [None, *Expecting])
def test_a_cry_is_acted_on_when_it_is_all_that_was_said(
    phrase: tuple[str, ...], expecting: Expecting | None
) -> None:
    said = " ".join(phrase)
    understanding = _fresh(own=said)
    assert acted_on(understanding, _partial(said), expecting) == ()
    meant = [(BOOK.meanings[phrase].intent, None)]
    assert _meant(acted_on(understanding, _final(said), expecting)) == meant
    assert acted_on(understanding, _final(said), None) == ()


@pytest.mark.parametrize("phrase", CRIES, ids=" ".join)
@pytest.mark.parametrize("expecting", [None, *Expecting])
def test_a_cry_within_a_sentence_is_none(
    phrase: tuple[str, ...], expecting: Expecting | None
) -> None:
    heard = acted_on(_fresh(), _final(f"[unk] {' '.join(phrase)} [unk]"), expecting)
    assert all(each.intent is Intent.UNCLEAR for each in heard)


# --- the ordinary way -----------------------------------------------------------------------------


@pytest.mark.parametrize("phrase", ORDINARY, ids=" ".join)
def test_an_ordinary_phrase_alone_is_acted_on_when_it_is_complete(phrase: tuple[str, ...]) -> None:
    said = " ".join(phrase)
    meaning = BOOK.meanings[phrase]
    understanding = _fresh()
    assert acted_on(understanding, _partial(said), None) == ()
    heard = acted_on(understanding, _final(said), None)
    heard += tuple(ruling.heard for ruling in understanding.waited(99.0) if ruling.heard)
    assert _meant(heard) == [(meaning.intent, meaning.value)]


@pytest.mark.parametrize(
    ("said", "expecting", "meant"),
    [
        # an ordinary phrase has to stand alone
        ("[unk] next", None, None),
        ("next [unk]", None, None),
        ("[unk] resume", None, None),
        ("resume next", None, None),
        ("[unk]", None, None),
        ("", None, None),
        # but for fillers
        ("please repeat", None, (Intent.REPEAT, None)),
        ("okay next please", None, None),
        ("please next please", None, (Intent.NEXT, None)),
        ("please", None, None),
        # said twice
        ("next next", None, (Intent.NEXT, None)),
        # beside a "ready" a yes or no counts
        ("okay", YES_NO, (Intent.READY, None)),
        ("okay yes", YES_NO, (Intent.YES, None)),
        ("okay no", YES_NO, (Intent.NO, None)),
        ("no not ready", YES_NO, (Intent.NOT_READY, None)),
        # numbers, alone and in a sentence
        ("four", None, (Intent.PAIN, 4)),
        ("[unk] three", None, None),
        ("[unk] three [unk]", PAIN, (Intent.PAIN, 3)),
        ("[unk] three [unk]", YES_NO, (Intent.UNCLEAR, None)),
        ("three please", PAIN, (Intent.PAIN, 3)),
        ("three five", PAIN, (Intent.PAIN, 5)),
        ("five [unk] three", PAIN, (Intent.PAIN, 6)),
        ("four six", None, (Intent.PAIN, 6)),
        ("no pain", PAIN, (Intent.PAIN, 0)),
        ("seven out of ten", PAIN, (Intent.PAIN, 7)),
        ("[unk] six", PAIN, (Intent.PAIN, 6)),
        ("six [unk] seven", PAIN, (Intent.PAIN, 7)),
        ("and out of six", PAIN, (Intent.PAIN, 6)),
        ("that's a six", PAIN, (Intent.PAIN, 6)),
        # an answer that is not understood
        ("[unk]", PAIN, (Intent.UNCLEAR, None)),
        ("hurts two", PAIN, (Intent.UNCLEAR, None)),
        ("little less eight", PAIN, (Intent.UNCLEAR, None)),
        ("six yes", PAIN, (Intent.UNCLEAR, None)),
        ("[unk]", YES_NO, (Intent.UNCLEAR, None)),
        # yes and no
        ("yes no", YES_NO, (Intent.UNCLEAR, None)),
        ("no yes", YES_NO, (Intent.UNCLEAR, None)),
        ("no no yes", YES_NO, (Intent.UNCLEAR, None)),
        ("no okay yes", YES_NO, (Intent.UNCLEAR, None)),
        ("yes not ready", YES_NO, (Intent.UNCLEAR, None)),
        ("yeah no", None, None),
        ("yes yes", YES_NO, (Intent.YES, None)),
        ("[unk] yes", YES_NO, (Intent.YES, None)),
        ("[unk] yes", None, None),
        ("yes [unk]", YES_NO, (Intent.UNCLEAR, None)),
        ("[unk] [unk] yes", YES_NO, (Intent.UNCLEAR, None)),
        ("yes three", YES_NO, (Intent.UNCLEAR, None)),
    ],
)
def test_what_a_whole_utterance_means(
    said: str, expecting: Expecting | None, meant: tuple[Intent, int | None] | None
) -> None:
    assert _meant(acted_on(_fresh(), _final(said), expecting)) == ([meant] if meant else [])


@pytest.mark.parametrize(
    "said", ["no i have not", "no i haven't", "no i don't", "not at all", "no thank you"]
)
def test_a_no_is_a_no_in_more_words(said: str) -> None:
    assert _meant(acted_on(_fresh(), _final(said), YES_NO)) == [(Intent.NO, None)]


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("in my lower back", {"lower-back"}),
        ("in the hip", {"hips"}),
        ("left leg", {"legs"}),
        ("in my right shoulder", {"shoulders"}),
        ("back of my left leg", {"legs"}),
        ("everywhere", {"all-over"}),
    ],
)
def test_a_place_is_understood_with_the_small_words_around_it(said: str, places: set[str]) -> None:
    (heard,) = acted_on(_fresh(), _final(said), Expecting.PLACE)
    assert heard.intent is Intent.PLACE
    assert {*heard.places} == places


@pytest.mark.parametrize(("seconds", "asked_again"), [(0.1, False), (1.0, True), (3.0, False)])
def test_a_click_and_a_talk_are_no_unclear_answer(seconds: float, asked_again: bool) -> None:  # noqa: FBT001
    words = (Word("[unk]", 1.0, 1.0 + seconds),)
    assert bool(acted_on(_fresh(), Hypothesis(words, final=True), PAIN)) is asked_again


def test_what_the_other_recogniser_has_understood_is_not_unclear() -> None:
    understanding = _fresh()
    assert _meant(acted_on(understanding, _final("next"), None)) == [(Intent.NEXT, None)]
    assert acted_on(understanding, _final("[unk]"), PAIN) == ()


def test_what_is_unclear_to_one_recogniser_the_other_may_still_understand() -> None:
    understanding = _fresh()
    assert _meant(acted_on(understanding, _final("[unk]"), PAIN)) == [(Intent.UNCLEAR, None)]
    assert _meant(acted_on(understanding, _final("next"), None)) == [(Intent.NEXT, None)]


# --- two recognisers, one number ------------------------------------------------------------------

LEAVE = frozenset({Intent.PAIN})


@pytest.mark.parametrize(
    ("always", "answers", "told"), [("three", "six", 6), ("six", "three", 6), ("six", "[unk]", 6)]
)
def test_of_two_numbers_the_higher_counts(always: str, answers: str, told: int) -> None:
    understanding = _fresh()
    assert acted_on(understanding, _final(always), None, LEAVE) == ()
    assert _meant(acted_on(understanding, _final(answers), PAIN)) == [(Intent.PAIN, told)]


@pytest.mark.parametrize(
    ("answers", "always", "told"),
    [("three", "six", [6]), ("six", "three", []), ("six", "six", []), ("[unk]", "two", [2])],
)
def test_a_higher_number_that_comes_later_is_told_as_well(
    answers: str, always: str, told: list[int]
) -> None:
    understanding = _fresh()
    assert acted_on(understanding, _final(answers), PAIN)
    heard = acted_on(understanding, _final(always), None, LEAVE)
    assert _meant(heard) == [(Intent.PAIN, number) for number in told]


def test_a_number_of_an_earlier_answer_does_not_count_for_this_one() -> None:
    understanding = _fresh()
    acted_on(understanding, _final("six", at=1.0), None, LEAVE)
    heard = acted_on(understanding, _final("three", at=5.0), PAIN)
    assert _meant(heard) == [(Intent.PAIN, 3)]


def test_a_long_murmur_before_a_yes_is_a_sentence_and_no_yes() -> None:
    words = (Word("[unk]", 1.0, 1.9), Word("yes", 1.9, 2.3))
    heard = acted_on(_fresh(), Hypothesis(words, final=True), YES_NO)
    assert _meant(heard) == [(Intent.UNCLEAR, None)]


@pytest.mark.parametrize(("seconds", "taken"), [(1.1, True), (1.3, False)])
def test_a_word_stretched_over_a_noise_is_not_taken(seconds: float, taken: bool) -> None:  # noqa: FBT001
    words = (Word("next", 1.0, 1.0 + seconds),)
    assert bool(acted_on(_fresh(), Hypothesis(words, final=True), None)) is taken


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("say resume to go on", "resume"),
        ("say resume to go on", "go on"),
        ("rest and wait now", "wait"),
        ("give me a number zero to ten", "ten"),
    ],
)
def test_the_guides_own_words_are_no_persons(own: str, said: str) -> None:
    assert acted_on(_fresh(own), _final(said), None) == ()


def test_a_word_that_the_guide_does_not_say_is_a_persons_though_it_speaks() -> None:
    understanding = _fresh("say resume to go on")
    assert _meant(acted_on(understanding, _final("next"), None)) == [(Intent.NEXT, None)]


def test_a_word_of_the_guide_is_a_persons_when_it_has_ended() -> None:
    understanding = _fresh("say resume to go on", 0.0, 5.0)
    assert _meant(acted_on(understanding, _final("resume", at=5.5), None)) == [
        (Intent.RESUME, None)
    ]


def test_a_murmur_of_the_guides_own_voice_does_not_spoil_an_answer() -> None:
    understanding = _fresh("are you ready", 0.5, 1.3)
    words = (Word("[unk]", 0.6, 1.2), Word("[unk]", 1.2, 1.35), Word("yes", 1.5, 1.9))
    heard = acted_on(understanding, Hypothesis(words, final=True), YES_NO)
    assert _meant(heard) == [(Intent.YES, None)]


def test_a_resume_with_a_murmur_around_it_may_be_a_sentence_and_is_not_taken() -> None:
    understanding = _fresh("when you feel fine", 0.5, 1.3)
    words = (Word("[unk]", 0.6, 1.2), Word("go", 1.5, 1.7), Word("on", 1.7, 1.9))
    assert acted_on(understanding, Hypothesis(words, final=True), None) == ()


@pytest.mark.parametrize(("said", "taken"), [("resume", False), ("next", True), ("start", True)])
def test_only_a_resume_needs_silence_around_it(said: str, taken: bool) -> None:  # noqa: FBT001
    understanding = Understanding(
        BOOK, lambda _since, _until: frozenset(), stands_alone=lambda _since, _until: False
    )
    assert bool(acted_on(understanding, _final(said), None)) is taken


@pytest.mark.parametrize(("said", "taken"), [("resume", False), ("yes", False), ("start", True)])
def test_what_does_not_stand_out_over_the_guide_counts_only_if_it_is_harmless(
    said: str,
    taken: bool,  # noqa: FBT001
) -> None:
    understanding = Understanding(
        BOOK, lambda _since, _until: frozenset(), lambda _since, _until: False
    )
    assert bool(acted_on(understanding, _final(said), None)) is taken


def test_after_a_stop_the_same_sentence_means_nothing_more() -> None:
    understanding = _fresh()
    acted_on(understanding, _partial("stop"), None)
    assert acted_on(understanding, _final("stop next"), None) == ()


# --- what is left alone, and by which rule --------------------------------------------------------


def _why(understanding: Understanding, hypothesis: Hypothesis, asked: Expecting | None) -> str:
    """Return what became of the words: an intent, or the rule that held them back."""
    (ruling,) = understanding.judge(hypothesis, asked)
    return ruling.outcome.intent if isinstance(ruling.outcome, Heard) else ruling.outcome


@pytest.mark.parametrize(
    ("hypothesis", "asked", "why"),
    [
        (_partial("stop"), None, Intent.STOP),
        (_partial("next"), None, Reason.NOT_COMPLETE),
        (_partial("too much", stood=0.1), None, Reason.NOT_STEADY),
        (_final("[unk] [unk]"), None, Reason.NO_PHRASE),
        (_final("[unk] next"), None, Reason.NOT_ALONE),
        (_final("next repeat"), None, Reason.DISAGREE),
        (Hypothesis((Word("next", 1.0, 2.5),), final=True), None, Reason.STRETCHED),
        (Hypothesis((Word("[unk]", 1.0, 4.0),), final=True), PAIN, Reason.NO_ANSWER),
    ],
)
def test_what_becomes_of_words_is_told_with_its_rule(
    hypothesis: Hypothesis, asked: Expecting | None, why: str
) -> None:
    """Each thing heard leads to a decision, or is held back by a rule that has a name."""
    assert _why(_fresh(), hypothesis, asked) == why


def test_the_guards_are_told_apart() -> None:
    """Whether the guide said it, drowned it, or another ear knows nothing of it."""

    def never(*_: object) -> bool:
        return False

    def silent(_since: float, _until: float) -> frozenset[str]:
        return frozenset()

    own = _fresh("say next to go on")
    assert _why(own, _final("next"), None) == Reason.OWN_WORDS
    drowned = Understanding(BOOK, silent, stands_out=never)
    assert _why(drowned, _final("next"), None) == Reason.DROWNED
    not_borne_out = Understanding(BOOK, silent, agrees=never)
    assert _why(not_borne_out, _partial("stop"), None) == Reason.NOT_BORNE_OUT


def test_what_was_acted_on_and_what_another_ear_hears_better_are_left_alone_by_name() -> None:
    """Neither of the two is a mistake, and neither is nothing."""
    understanding = _fresh()
    acted_on(understanding, _partial("stop"), None)
    assert _why(understanding, _final("stop"), None) == Reason.ALREADY_ACTED_ON
    (ruling,) = _fresh().judge(_final("six"), None, LEAVE)
    assert ruling.reason is Reason.LEFT_TO_ANSWERS


def test_of_an_utterance_with_nothing_in_it_there_is_nothing_to_tell() -> None:
    """Silence that ends an utterance is no event."""
    assert _fresh().judge(_final(""), None) == ()
