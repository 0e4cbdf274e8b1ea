"""What the whole listening chain makes of what people say: real recogniser, synthetic people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples, silence
from voiceguide.cli.listening import decisions
from voiceguide.hearing.trace import Trace
from voiceguide.language.intents import Expecting, Heard, Intent
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.cli.parts import Ears
    from voiceguide.hearing.listener import Listener


def after(seconds: float, speech: Samples) -> Samples:
    """Return speech that begins so many seconds into a recording."""
    return np.concatenate([silence(round(seconds * RATE)), speech])


def heard(listener: Listener, recording: Samples) -> list[tuple[Intent, int | None]]:
    """Return what is heard in a recording."""
    found = decisions(listener, recording)
    return [(decision.heard.intent, decision.heard.value) for decision in found]


PEOPLE = ["en-us", "en-us+m3"]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
    ("phrase", "intent"),
    [
        ("stop", Intent.STOP),
        ("stop stop", Intent.STOP),
        ("okay stop", Intent.STOP),
        ("please stop it", Intent.STOP),
        ("don't stop", Intent.STOP),
        ("that's enough", Intent.STOP),
        ("no no no", Intent.STOP),
        ("let go", Intent.STOP),
        ("that hurts", Intent.STOP),
        ("ow", Intent.STOP),
        ("ouch", Intent.STOP),
        ("ah", Intent.STOP),
        ("ease off", Intent.EASE_OFF),
        ("a bit less", Intent.EASE_OFF),
        ("easy", Intent.EASE_OFF),
        ("too much", Intent.EASE_OFF),
        ("gentler", Intent.EASE_OFF),
        ("pause", Intent.PAUSE),
        ("resume", Intent.RESUME),
        ("continue", Intent.RESUME),
        ("next", Intent.NEXT),
        ("go back", Intent.BACK),
        ("repeat", Intent.REPEAT),
        ("how long", Intent.TIME_LEFT),
        ("help", Intent.HELP),
        ("yes", Intent.YES),
        ("no", Intent.NO),
    ],
)
def test_each_command_is_heard_once_as_what_it_means(
    phrase: str, intent: Intent, person: str, ears: Ears
) -> None:
    """What people say is heard as what it means, and acted on once."""
    said = SyntheticVoice(person).speak(phrase)
    assert heard(ears.listener(), after(0.5, said)) == [(intent, None)]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
    "phrase",
    ["sharp pain", "tingling", "pins and needles", "down my leg", "it's shooting", "very sharp"],
)
def test_a_warning_sign_lets_go_before_it_is_certain(phrase: str, person: str, ears: Ears) -> None:
    """Whoever names a warning sign is let go at once; its advice waits until it is certain."""
    said = after(0.5, SyntheticVoice(person).speak(phrase))
    at_once, certain = decisions(ears.listener(), said)
    assert (at_once.heard.intent, certain.heard.intent) == (Intent.STOP, Intent.RED_FLAG)
    assert at_once.time < len(said) / RATE + 0.45


NUMBERS = [
    ("zero", 0),
    ("two", 2),
    ("four", 4),
    ("seven", 7),
    ("ten", 10),
    ("it's a three", 3),
    ("about a six", 6),
    ("six or seven", 7),
    ("seven out of ten", 7),
    ("seven and a half", 8),
    ("no pain", 0),
    ("nothing", 0),
]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(("words", "number"), NUMBERS)
def test_a_number_answers_the_question_for_pain(
    words: str, number: int, person: str, ears: Ears
) -> None:
    """A number is heard however people put it."""
    listener = ears.listener()
    listener.expect(Expecting.PAIN)
    said = SyntheticVoice(person).speak(words)
    assert heard(listener, after(0.5, said)) == [(Intent.PAIN, number)]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("talk", ["hard to tell", "i don't know"])
def test_an_answer_that_is_none_is_unclear(talk: str, person: str, ears: Ears) -> None:
    """Something short that is said to a question is known to have been said."""
    listener = ears.listener()
    listener.expect(Expecting.PAIN)
    said = SyntheticVoice(person).speak(talk)
    assert heard(listener, after(0.5, said)) == [(Intent.UNCLEAR, None)]


@pytest.mark.parametrize("expecting", [None, *Expecting])
def test_stop_is_heard_whatever_the_guide_waits_for(
    expecting: Expecting | None, ears: Ears, say: Callable[[str], Samples]
) -> None:
    listener = ears.listener()
    listener.expect(expecting)
    assert heard(listener, after(0.5, say("stop"))) == [(Intent.STOP, None)]


def test_stop_is_acted_on_before_the_utterance_is_over(
    ears: Ears, say: Callable[[str], Samples]
) -> None:
    speech = say("stop")
    decision = next(decisions(ears.listener(), after(1.0, speech)))
    assert decision.time < 1.0 + len(speech) / RATE + 0.3


@pytest.mark.parametrize("person", ["en-us", "en-us+m3"])
def test_stop_is_heard_after_every_silence_of_a_quiet_room(person: str, ears: Ears) -> None:
    stop = SyntheticVoice(person).speak("stop")
    silences = (8.0, 6.1, 35.0, 9.3, 12.0, 7.7, 20.0)
    recording = np.concatenate([after(seconds, stop) for seconds in silences])
    faint = np.random.default_rng(1).normal(0, 6, len(recording)).astype(np.int16)
    found = list(decisions(ears.listener(), recording + faint))
    ends = np.cumsum(silences) + len(stop) / RATE * np.arange(1, len(silences) + 1)
    assert [d.heard.intent for d in found] == [Intent.STOP] * len(silences)
    assert all(abs(d.heard.phrase_end - end) < 0.5 for d, end in zip(found, ends, strict=True))


@pytest.mark.parametrize("lead", [1.0, 1.5, 1.9, 2.0, 2.1, 2.6])
def test_a_word_that_begins_as_an_utterance_is_ended_is_heard_once(
    lead: float, ears: Ears, say: Callable[[str], Samples]
) -> None:
    assert heard(ears.listener(), after(lead, say("next"))) == [(Intent.NEXT, None)]


def test_start_begins_a_session_and_is_not_taken_for_stop(
    ears: Ears, say: Callable[[str], Samples]
) -> None:
    listener = ears.listener()
    listener.expect(Expecting.START)
    assert heard(listener, after(0.5, say("start"))) == [(Intent.START, None)]


@pytest.mark.parametrize(
    "talk",
    [
        "what shall we have for dinner tonight",
        "did you see that film about the mountains",
        "my sister is coming on saturday",
    ],
)
def test_a_chat_does_nothing(talk: str, ears: Ears, say: Callable[[str], Samples]) -> None:
    assert heard(ears.listener(), after(0.5, say(talk))) == []


def test_silence_and_noise_do_nothing(ears: Ears) -> None:
    noise = np.random.default_rng(1).normal(0, 300, 20 * RATE).astype(np.int16)
    assert heard(ears.listener(), np.concatenate([silence(5 * RATE), noise])) == []


def test_the_guides_own_word_does_not_command_it_but_its_own_stop_stops_it(
    ears: Ears, say: Callable[[str], Samples]
) -> None:
    for word, expected in (("resume", []), ("stop", [Intent.STOP])):
        listener = ears.listener()
        recording = after(0.5, say(word))
        listener.guide_says(word, 0.5, len(recording) / RATE)
        assert [intent for intent, _ in heard(listener, recording)] == expected


def test_what_changes_between_questions_leaves_no_instant_deaf(
    ears: Ears, say: Callable[[str], Samples]
) -> None:
    speech = after(1.0, say("stop"))
    speech = np.concatenate([speech, silence(RATE - len(speech) % BLOCK)])
    for switch_at in np.arange(0.9, 1.5, 0.06):
        listener = ears.listener()
        listener.expect(Expecting.PAIN)
        found: list[Heard] = []
        for number in range(len(speech) // BLOCK):
            if abs(number * BLOCK_SECONDS - switch_at) < BLOCK_SECONDS / 2:
                listener.expect(None)
                listener.expect(Expecting.YES_NO)
            block = speech[number * BLOCK : (number + 1) * BLOCK]
            found.extend(listener.hear(block, silence()))
        assert {h.intent for h in found} == {Intent.STOP}, f"re-armed at {switch_at:.2f} s"


def test_who_observes_sees_every_block_and_changes_nothing(
    ears: Ears, say: Callable[[str], Samples]
) -> None:
    """With an observer the decisions are the same, and it is told of each."""
    recording = np.concatenate([after(0.5, say("next")), after(1.0, say("stop"))])
    trace = Trace()
    unobserved = list(decisions(ears.listener(), recording))
    assert list(decisions(ears.listener(trace), recording)) == unobserved
    seconds = [observed.second for observed in trace.observed]
    assert np.allclose(np.diff(seconds), BLOCK_SECONDS)
    meant = [decision.heard.intent for decision in unobserved]
    assert [heard.intent for observed in trace.observed for heard in observed.heard] == meant
    assert len(list(trace.decisions())) == len(meant)
