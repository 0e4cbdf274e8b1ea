"""Who listens to a stream, and what each of them decides when."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.conditions.baselines import PlainVosk
from voiceguide.audio.blocks import BLOCK_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.conditions.streams import Stream, Trial
    from voiceguide.cli.parts import Ears
    from voiceguide.language.intents import Expecting, Intent
    from voiceguide.language.phrasebook import Meaning


class Who(StrEnum):
    """The listeners; the values head the columns of the table."""

    GUIDE = "this guide"
    CLOSED = "plain Vosk finals, microphone closed while the guide speaks"
    FINALS = "plain Vosk finals, microphone open"
    PARTIALS = "plain Vosk partials, microphone open"


class Decision(NamedTuple):
    """A decision, and the second of the stream at which it was made: the end of a block."""

    time: float
    intent: Intent
    value: int | None


@dataclass(frozen=True)
class Listened:
    """What came of a stream."""

    row: str
    """The row of the table to which it belongs."""
    seconds: float
    trials: tuple[Trial, ...]
    decided: Mapping[Who, tuple[Decision, ...]]
    processor: Mapping[Who, float]
    """Seconds of processor that listening took."""


def listen(row: str, stream: Stream, ears: Ears) -> Listened:
    """Let everybody listen, each with nothing in mind, and one after the other."""
    decided: dict[Who, tuple[Decision, ...]] = {}
    processor: dict[Who, float] = {}
    began = time.process_time()
    decided[Who.GUIDE] = tuple(by_guide(stream, ears))
    processor[Who.GUIDE] = time.process_time() - began
    began = time.process_time()
    decided |= _plain(stream, ears)
    processor[Who.FINALS] = processor[Who.PARTIALS] = time.process_time() - began
    decided[Who.CLOSED] = _closed(stream, ears) if stream.scene.own else decided[Who.FINALS]
    return Listened(row, stream.seconds, stream.scene.trials, decided, processor)


def by_guide(stream: Stream, ears: Ears) -> Iterator[Decision]:
    """Yield what the guide itself decides on a stream."""
    listener = ears.listener()
    own, asked = iter(stream.scene.own), iter(stream.scene.asked)
    cue, question = next(own, None), next(asked, None)
    expecting: Expecting | None = None
    for now, mic, played in stream.blocks():
        end = now + BLOCK_SECONDS
        while cue and cue.start < end:
            listener.guide_says(cue.text, cue.start, cue.end)
            cue = next(own, None)
        while question and question.since < end:
            expecting = question.question
            question = next(asked, None)
        listener.expect(expecting)
        for heard in listener.hear(mic, played):
            yield Decision(end, heard.intent, heard.value)


def _plain(stream: Stream, ears: Ears) -> dict[Who, tuple[Decision, ...]]:
    plain = PlainVosk(ears.model, ears.phrasebook)
    finals: list[Decision] = []
    partials: list[Decision] = []
    for now, mic, _ in stream.blocks():
        acted = plain.hear(mic)
        finals += _at(now, acted.finals)
        partials += _at(now, acted.partials)
    return {Who.FINALS: tuple(finals), Who.PARTIALS: tuple(partials)}


def _closed(stream: Stream, ears: Ears) -> tuple[Decision, ...]:
    plain = PlainVosk(ears.model, ears.phrasebook)
    own = stream.scene.own
    decided: list[Decision] = []
    for now, mic, _ in stream.blocks():
        if not any(cue.start - BLOCK_SECONDS < now < cue.end for cue in own):
            decided += _at(now, plain.hear(mic).finals)
    return tuple(decided)


def _at(now: float, meant: tuple[Meaning, ...]) -> Iterator[Decision]:
    return (Decision(now + BLOCK_SECONDS, each.intent, each.value) for each in meant)
