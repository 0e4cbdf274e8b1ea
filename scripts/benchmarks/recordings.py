"""What is heard in recordings of people, each one by itself through the whole listening chain."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

from recorded import word_span

from benchmarks.figures import Figure, median_and_95th, per_hour, percent, wilson
from voiceguide.audio.blocks import RATE, to_float
from voiceguide.audio.files import read_audio
from voiceguide.cli.listening import decisions
from voiceguide.cli.parts import Ears
from voiceguide.cli.terminal import progress
from voiceguide.errors import UserError
from voiceguide.language.intents import Expecting, Intent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HEARD = 0.97

_ASKED = {
    None: "no question open",
    Expecting.YES_NO: "yes or no asked",
    Expecting.PAIN: "pain asked",
}

_WORDS: dict[str, tuple[Intent, tuple[Expecting | None, ...]]] = {
    "stop": (Intent.STOP, (None, Expecting.YES_NO, Expecting.PAIN)),
    "yes": (Intent.YES, (Expecting.YES_NO, None)),
    "no": (Intent.NO, (Expecting.YES_NO, None)),
}


@dataclass(frozen=True, slots=True)
class _Decided:
    time: float
    intent: Intent
    value: int | None


@dataclass(frozen=True, slots=True)
class _Trial:
    """One recording, and which question is open meanwhile."""

    file: Path
    asked: Expecting | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a trial. Times are seconds from the file's start."""

    trial: _Trial
    seconds: float
    word_end: float
    decided: tuple[_Decided, ...]

    @property
    def kind(self) -> tuple[str, str]:
        """Which folders the recording lies in: ``("words", "stop")``."""
        folder = self.trial.file.parent
        return folder.parent.name, folder.name

    def first(self, intent: Intent) -> _Decided | None:
        """Return the first decision for an intent."""
        return next((each for each in self.decided if each.intent is intent), None)


def measure(folder: Path) -> Iterator[Figure]:
    """Listen to every recording of a folder, and yield what was heard.

    Args:
        folder: holds ``words/WORD``, ``digits/DIGIT`` and ``talk/KIND``, with WAV or FLAC files.

    Raises:
        UserError: the folder holds no recordings, or a file cannot be read.
    """
    trials = list(_trials(folder))
    if not trials:
        raise UserError(f"{folder}: no recordings in words/*, digits/* or talk/*")
    outcomes = _listen(trials)
    for word, (intent, questions) in _WORDS.items():
        for asked in questions:
            yield from _word(word, intent, asked, outcomes)
    yield from _digits([each for each in outcomes if each.kind[0] == "digits"])
    yield from _false_stops([each for each in outcomes if each.kind != ("words", "stop")])


def _trials(folder: Path) -> Iterator[_Trial]:
    for group in ("words", "digits", "talk"):
        for file in sorted(folder.glob(f"{group}/*/*")):
            if file.suffix.lower() not in {".wav", ".flac"}:
                continue
            only = (Expecting.PAIN,) if group == "digits" else (None,)
            questions = _WORDS[file.parent.name][1] if file.parent.name in _WORDS else only
            yield from (_Trial(file, asked) for asked in questions)


def _listen(trials: list[_Trial]) -> list[_Outcome]:
    """Try everything, on every core."""
    cores = os.cpu_count() or 1
    with (
        ProcessPoolExecutor(cores, get_context("spawn"), _ears) as pool,
        progress("listening to recordings", len(trials)) as advance,
    ):
        outcomes = []
        for outcome in pool.map(_try, trials, chunksize=16):
            outcomes.append(outcome)
            advance()
    return outcomes


@cache
def _ears() -> Ears:
    return Ears()


def _try(trial: _Trial) -> _Outcome:
    recording = read_audio(trial.file, silent_ok=True)
    listener = _ears().listener()
    listener.expect(trial.asked)
    decided = tuple(
        _Decided(each.time, each.heard.intent, each.heard.value)
        for each in decisions(listener, recording)
    )
    word_end = word_span(to_float(recording))[1] / RATE
    return _Outcome(trial, len(recording) / RATE, word_end, decided)


def _word(
    word: str, intent: Intent, asked: Expecting | None, outcomes: Iterable[_Outcome]
) -> Iterator[Figure]:
    those = [o for o in outcomes if o.kind == ("words", word) and o.trial.asked is asked]
    if not those:
        return
    heard = [(o, first) for o in those if (first := o.first(intent))]
    others = Counter(d.intent.value for o in those for d in o.decided if d.intent is not intent)
    low, high = wilson(len(heard), len(those))
    # The question that the word answers; a stop answers none.
    usual = asked is _WORDS[word][1][0]
    yield Figure(
        f'"{word}", {_ASKED[asked]}',
        percent(len(heard), len(those)),
        f"{len(heard)} of {len(those)} heard; taken for something else: {_counts(others)}",
        f"at least {100 * HEARD:.0f} %" if usual else "",
        len(heard) >= HEARD * len(those) if usual else None,
        {"heard": len(heard), "of": len(those), "low": low, "high": high, **others},
    )
    if not heard:
        return
    middle, late = median_and_95th([first.time - o.word_end for o, first in heard])
    yield Figure(
        f'"{word}", {_ASKED[asked]}: from its end to the decision',
        f"median {middle:.2f} s, 95th percentile {late:.2f} s",
        f"{len(heard)} decisions; after its end, energy stays under 10 % of its peak",
        data={"median": middle, "95th": late, "of": len(heard)},
    )


def _digits(outcomes: list[_Outcome]) -> Iterator[Figure]:
    if not outcomes:
        return
    answers: Counter[str] = Counter(map(_answer, outcomes))
    for name in ("right", "heard lower than said", "heard higher than said", "nothing heard"):
        low, high = wilson(answers[name], len(outcomes))
        yield Figure(
            f"digits zero to nine, pain asked: {name}",
            percent(answers[name], len(outcomes)),
            f"{answers[name]} of {len(outcomes)}, the first number decided",
            data={"count": answers[name], "of": len(outcomes), "low": low, "high": high},
        )


def _answer(outcome: _Outcome) -> str:
    first = outcome.first(Intent.PAIN)
    said = int(outcome.kind[1])
    if first is None or first.value is None:
        return "nothing heard"
    if first.value == said:
        return "right"
    return f"heard {'lower' if first.value < said else 'higher'} than said"


def _false_stops(outcomes: list[_Outcome]) -> Iterator[Figure]:
    names: dict[str, list[_Outcome]] = {}
    for outcome in outcomes:
        names.setdefault(_gathered(outcome), []).append(outcome)
    for name, those in names.items():
        stops = [o for o in those if o.first(Intent.STOP)]
        count = sum(d.intent is Intent.STOP for o in those for d in o.decided)
        seconds = sum(o.seconds for o in those)
        where = Counter(o.kind[1] for o in stops)
        others = Counter(
            d.intent.value for o in those for d in o.decided if d.intent is not Intent.STOP
        )
        yield Figure(
            f"false stops in {name}",
            per_hour(count, seconds),
            f"{len(stops)} of {len(those)} recordings: {_counts(where)}"
            + ("" if name.startswith("digits") else f"; other decisions: {_counts(others)}"),
            data={"count": count, "hours": seconds / 3600, "of": len(those)},
        )


def _gathered(outcome: _Outcome) -> str:
    group, name = outcome.kind
    asked = outcome.trial.asked
    if group == "talk":
        return "talk, orders" if name == "orders" else "talk, other short phrases"
    if group == "digits":
        return "digits, pain asked"
    return f'"yes" and "no", {_ASKED[asked]}' if name in _WORDS else "other single words and noises"


def _counts(found: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in found.most_common()) or "none"
