"""``listen``: what each ear hears, what becomes of it, and why; on files and on the microphone."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from rich.console import Console

from tests.audio.virtual_card import MICROPHONE
from voiceguide import paths
from voiceguide.audio.blocks import RATE, silence
from voiceguide.cli.explaining import Explainer
from voiceguide.cli.listening import decisions
from voiceguide.cli.listening_view import View
from voiceguide.cli.parts import Ears
from voiceguide.hearing.keyword import KeywordModel
from voiceguide.hearing.observed import Ear, Judged
from voiceguide.language.intents import Hypothesis, Word
from voiceguide.language.rulings import Reason, Ruling
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from tests.audio.virtual_card import VirtualCard
    from tests.cli.conftest import Ran


@pytest.fixture
def said(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes what a person says, a second apart, to a file of its own."""

    def write(*phrases: str) -> Path:
        voice = SyntheticVoice("en-us+m3")
        parts = [part for phrase in phrases for part in (silence(RATE), voice.speak(phrase))]
        file = tmp_path / f"{phrases[0].replace(' ', '-')}.wav"
        soundfile.write(file, np.concatenate([*parts, silence(RATE)]), RATE)
        return file

    return write


def test_why_tells_of_a_stop_which_ear_heard_it_and_which_held_back(
    run: Callable[..., Ran], said: Callable[..., Path]
) -> None:
    """The ear for "stop" is first, and sure by itself; the recogniser comes after it."""
    decision, when, network, *recogniser, levels = run("listen", said("stop"), "--why").out.split(
        "\n"
    )[:-1]
    assert "stop at " in decision
    assert "the end of the words: " in when
    assert when.endswith(" s, as the recogniser times it, about 0.1 s late")
    assert 'the ear for "stop": "stop", likely' in network
    assert "sure enough by itself" in network
    assert recogniser
    assert all(line.endswith("-> left alone: it has been acted on already") for line in recogniser)
    assert "level up to" in levels


def test_why_tells_that_an_ordinary_word_waits_for_the_end_of_the_utterance(
    run: Callable[..., Ran], said: Callable[..., Path]
) -> None:
    """A "next" is seen early, and acted on late."""
    told = run("listen", said("next"), "--why").out
    assert 'so far: "next" -> not yet: no safety phrase, and all others wait for the end' in told
    assert 'in the end: "next" -> next: the utterance is over, and that is all it means' in told


def test_why_tells_that_what_sounds_like_talk_has_to_stand(
    run: Callable[..., Ran], said: Callable[..., Path]
) -> None:
    """The rule that held a phrase back stands beside the one that let it through."""
    told = run("listen", said("that's too much"), "--why").out
    held_back = told.index("-> not yet: it sounds like talk, and has to stand for a moment")
    assert held_back < told.index("-> ease-off: a safety phrase, while it is being said")


def test_why_tells_of_a_recording_without_a_decision_what_was_left_alone(
    run: Callable[..., Ran], said: Callable[..., Path]
) -> None:
    """A command in the middle of a sentence is none, and that is said."""
    told = run("listen", said("shall we go on with the next one"), "--why").out
    assert told.splitlines()[0].endswith(": nothing")
    assert "-> left alone: it counts only with nothing else said around it" in told


def test_why_tells_of_silence_how_loud_it_was(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Who is too faint to be heard sees it by the levels."""
    file = tmp_path / "quiet.wav"
    soundfile.write(file, np.random.default_rng(0).normal(0, 1e-4, 2 * RATE), RATE)
    first, second, third = run("listen", file, "--why").out.splitlines()
    assert first == f"{file}: nothing"
    assert second.strip() == "no ear made out a word"
    assert "level up to -7" in third


def test_at_explains_what_was_said_nearest_to_a_second_and_nothing_else(
    run: Callable[..., Ran], said: Callable[..., Path]
) -> None:
    """Of two things said, one is asked for."""
    file = said("next", "stop")
    first, last = (run("listen", file, "--at", at).out.splitlines()[0] for at in (1.2, 3))
    assert first.startswith(f"{file}: next at ")
    assert last.startswith(f"{file}: stop at ")


@pytest.mark.parametrize(
    ("likely", "opinion", "told"),
    [
        (0.3, None, 'the ear for "stop" (0.300, and it takes over {doubted})'),
        (
            0.8,
            ("weak", "after", "stop", "up"),
            (
                'hears "weak after stop up" (the ear for "stop" 0.800, not over {agreed}, so it '
                "may hear nothing around that makes talk of it)"
            ),
        ),
        (
            0.97,
            ("week",),
            'hears "week" (the ear for "stop" 0.970, over {agreed}, so "stop" in it is enough)',
        ),
    ],
)
def test_why_tells_how_much_the_second_opinion_has_to_hear_of_a_doubtful_stop(
    likely: float, opinion: tuple[str, ...] | None, told: str
) -> None:
    """The surer the ear for "stop" is, the less the other has to say."""
    model = KeywordModel(paths.stop_models())
    words = (Word("stop", 0.0, 0.4),)
    ruling = Ruling(words, Reason.NOT_BORNE_OUT)
    judged = Judged(Ear.ALWAYS, Hypothesis(words, final=True), ruling, likely, opinion)
    thresholds = {"agreed": f"{model.agreed:g}", "doubted": f"{model.doubted:g}"}
    becomes = Explainer(model).becomes(judged)
    assert becomes.startswith("not borne out by ")
    assert becomes.endswith(told.format(**thresholds))


def test_a_second_that_a_file_does_not_have_is_refused_in_one_line(
    run: Callable[..., Ran], said: Callable[..., Path]
) -> None:
    """It names the file, the second, and the seconds that there are."""
    file = said("stop")
    ran = run("listen", file, "--at", 999)
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert f"{file}: has no second 999 for --at; give one from 0 to " in line


def test_at_explains_what_was_not_acted_on_as_well(
    run: Callable[..., Ran], said: Callable[..., Path]
) -> None:
    """Why nothing happened is asked as often as why something did."""
    told = run("listen", said("shall we go on with the next one"), "--at", 2).out.splitlines()
    assert told[0].endswith(": left alone")
    assert "counts only with nothing else said around it" in told[-2]


def test_json_with_why_has_a_line_for_everything_that_was_heard(
    run: Callable[..., Ran], said: Callable[..., Path]
) -> None:
    """Programs are told what people are, with the names of the rules."""
    lines = [
        json.loads(line) for line in run("listen", said("stop"), "--json", "--why").out.splitlines()
    ]
    judged = [each for line in lines for each in line["judged"]]
    assert [heard["intent"] for line in lines for heard in line["heard"]] == ["stop"]
    assert (judged[0]["ear"], judged[0]["intent"]) == ("keyword", "stop")
    assert {each["held_back"] for each in judged[1:]} == {"already-acted-on"}
    assert all(line["floor"] <= 0 and 0 <= line["likely"] <= 1 for line in lines)


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [(["stop.wav", "--json", "--at", "1"], "leave out --json"), (["--at", "1"], "name the file")],
)
def test_what_cannot_be_explained_is_refused_in_one_line(
    arguments: list[str], mend: str, run: Callable[..., Ran]
) -> None:
    """The line names the option and the mend."""
    ran = run("listen", *arguments)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert "--at" in ran.err
    assert mend in ran.err


def seen(view: View) -> str:
    """Return what a view shows on a wide terminal."""
    console = Console(record=True, width=150, file=io.StringIO())
    console.print(view)
    return console.export_text()


def test_the_view_shows_levels_ears_and_decisions() -> None:
    """After a stop: two bars with marks, what two ears heard, and how soon it was decided."""
    ears = Ears()
    view = View(Explainer(ears.stop))
    assert "no decisions yet" in seen(view)
    list(decisions(ears.listener(view), SyntheticVoice("en-us+m3").speak("stop")))
    level, stop, *rest = seen(view).splitlines()
    assert level.startswith("level")
    assert "the room's noise" in level
    assert stop.startswith('"stop"')
    assert stop.count("|") == 2
    assert stop.count("!") == 2
    assert any('the recogniser, in the end: "stop"' in line for line in rest)
    assert any('the ear for "stop": "stop"' in line for line in rest)
    assert 'stop ("stop"), ' in rest[-1]
    assert rest[-1].endswith("s from its end, as the recogniser times it, about 0.1 s late")


def test_while_somebody_speaks_the_bar_of_the_level_is_longer() -> None:
    """The bar follows what the microphone hears."""
    ears = Ears()
    lengths = []
    for loudness in (100, 10_000):
        view = View(Explainer(ears.stop))
        listener = ears.listener(view)
        noise = np.random.default_rng(0).normal(0, loudness / 3, 320).astype(np.int16)
        for _ in range(10):
            listener.hear(noise, silence())
        lengths.append(seen(view).splitlines()[0].count("#"))
    quiet, loud = lengths
    assert 0 < quiet < loud


@contextmanager
def listening(card: VirtualCard, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``listen`` on the card's microphone; it is listening when the ``with`` block begins."""
    with subprocess.Popen(
        [sys.executable, "-m", "voiceguide", "listen", *options],
        env=card.program_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        patience = threading.Timer(60.0, program.kill)
        patience.start()
        try:
            assert line_with(f"listening on {MICROPHONE}; Ctrl-C ends it", program.stderr)
            yield program
        finally:
            patience.cancel()
            program.kill()


def line_with(words: str, lines: IO[str] | None) -> str:
    """Return the next line that holds these words; an empty one if the program ends before."""
    assert lines is not None
    return next((line for line in lines if words in line), "")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], f"{MICROPHONE}: stop at "),
        ([], "the room's noise"),
        (["--why"], "sure enough by itself"),
        (["--json"], '"intent": "stop"'),
        (["--json", "--why"], '"held_back": "already-acted-on"'),
    ],
)
def test_what_the_microphone_hears_is_printed_as_it_happens(
    options: list[str], expected: str, card: VirtualCard, said: Callable[..., Path]
) -> None:
    """A stop that is said into the room is told while the program listens on; Ctrl-C ends it."""
    with listening(card, *options) as program:
        card.into_the_room(said("stop"))
        assert line_with(expected, program.stdout)
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=20) == 130


def test_a_microphone_that_falls_silent_is_told(card: VirtualCard) -> None:
    """Who listens to a dead microphone is not left to believe that nobody speaks."""
    with listening(card) as program:
        assert line_with("level", program.stdout)
        card.kill()
        assert line_with(f"no sound comes from {MICROPHONE}; is it plugged in?", program.stderr)
