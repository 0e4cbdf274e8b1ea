"""The people in the simulated room: told what the guide does, asked what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.audio.files import read_audio
from voiceguide.session.plan import Question
from voiceguide.simulation.levels import at_level
from voiceguide.simulation.room import TALKER_DBFS
from voiceguide.simulation.voices import VOICES, SyntheticVoice

if TYPE_CHECKING:
    from voiceguide.simulation.scenario import Line, Scenario

Entry = Mapping[str, object]
"""A journal entry: ``t``, ``kind`` and its fields."""

OnSpoken = Callable[[float, Mapping[str, object]], None]
"""Called when somebody begins to speak: with the second of audio clock and what the journal's
``spoken`` entry holds: ``text`` or ``file``, ``voice``, ``start``, ``end``."""

GOOD_ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        Question.BEGIN: "start",
        Question.STOP_POINT: "four",
        Question.WARM: "no",
        Question.READY: "ready",
        Question.PAIN: "two",
        Question.FEEL: "yes",
        Question.WHERE: "my back",
        Question.TOO_MUCH: "no",
        Question.AFTERWARDS: "two",
    }
)
"""What the people answer if they answer well, by the question's ``asks``."""

ANY_OTHER_ANSWER = "no"
"""To the screening, no, nothing of that is the case; and nobody wants to change places."""

_THINKING = (0.6, 1.2)
"""Seconds between the end of a question and its answer, at least and at most."""


@dataclass(frozen=True, slots=True)
class _Utterance:
    audio: Samples
    said: Mapping[str, object]


@dataclass(slots=True)
class _Part:
    """A line of the scenario and how far it has come."""

    line: Line
    utterance: _Utterance
    matches: int = 0
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class _Due:
    """An utterance whose moment is known."""

    at: int
    """The sample of audio clock at which it begins."""
    utterance: _Utterance
    part: _Part | None = None
    """None for an answer that no line of the scenario asked for."""


@dataclass(slots=True)
class _Speaking:
    audio: Samples
    position: int


class People:
    """Everybody's voices, summed."""

    def __init__(self, scenario: Scenario, rng: np.random.Generator) -> None:
        """Render all they may say; the pauses before answers come from ``rng``.

        Raises:
            UserError: a recording cannot be read.
        """
        self.on_spoken: OnSpoken = lambda _start, _fields: None
        self._rng = rng
        self._parts = [_Part(line, _utterance(line)) for line in scenario.people]
        self._answers = _good_answers() if scenario.answers == "well" else {}
        self._cue_end = 0.0
        self._due = [
            _Due(_sample(part.line.at), part.utterance, part)
            for part in self._parts
            if part.line.at is not None
        ]
        self._speaking: list[_Speaking] = []

    def observe(self, entry: Entry) -> None:
        """Take note of a journal entry at the moment it is written."""
        fields = dict(entry)
        now = _seconds(fields["t"])
        if fields["kind"] == "cue":
            self._cue_end = _seconds(fields.get("end", now))
        triggered = [part for part in self._parts if _its_turn(part, fields)]
        for part in triggered:
            self._due.append(_Due(_sample(now + part.line.wait), part.utterance, part))
        if fields["kind"] == "question" and self._answers and not triggered:
            self._answer(str(fields.get("asks")), now)

    def voices(self, now: float) -> Samples:
        """Return what is said in the block that begins at ``now`` seconds, shape (BLOCK,), int16.

        An utterance whose moment has passed already begins at once.
        """
        block = _sample(now)
        for due in [due for due in self._due if due.at < block + BLOCK]:
            self._begin(due, block)
        if not self._speaking:
            return silence()
        total = np.zeros(BLOCK, dtype=np.int32)
        for one in self._speaking:
            _add(total, one)
        self._speaking = [one for one in self._speaking if one.position < len(one.audio)]
        return np.clip(total, -32768, 32767).astype(np.int16)

    def done(self) -> bool:
        """Tell whether nobody speaks and no moment is known at which somebody will."""
        return not (self._due or self._speaking)

    def unspoken(self) -> list[Line]:
        """Return each line whose moment never came, in the scenario's order."""
        return [part.line for part in self._parts if not part.spoken]

    def _answer(self, asks: str, now: float) -> None:
        asked = max(now, self._cue_end)  # nobody sensible interrupts the question
        at = asked + self._rng.uniform(*_THINKING)
        text = GOOD_ANSWERS.get(asks, ANY_OTHER_ANSWER)
        self._due.append(_Due(_sample(at), self._answers[text]))

    def _begin(self, due: _Due, block: int) -> None:
        self._due.remove(due)
        if due.part is not None:
            due.part.spoken = True
        begin = max(due.at, block)
        self._speaking.append(_Speaking(due.utterance.audio, block - begin))
        start = begin / RATE
        end = (begin + len(due.utterance.audio)) / RATE
        self.on_spoken(start, {**due.utterance.said, "start": start, "end": end})


def _its_turn(part: _Part, entry: dict[str, object]) -> bool:
    if not part.line.matches(entry):
        return False
    part.matches += 1
    return part.line.every or part.matches == part.line.nth


def _utterance(line: Line) -> _Utterance:
    recording = line.recording()
    if recording is not None:
        audio = at_level(read_audio(recording), TALKER_DBFS)
        return _Utterance(audio, {"file": str(line.wav), "voice": line.voice})
    return _said(str(line.say), line.voice)


def _said(text: str, person: str) -> _Utterance:
    audio = at_level(SyntheticVoice(VOICES[person]).speak(text), TALKER_DBFS)
    return _Utterance(audio, {"text": text, "voice": person})


def _good_answers() -> dict[str, _Utterance]:
    return {text: _said(text, "client") for text in (*GOOD_ANSWERS.values(), ANY_OTHER_ANSWER)}


def _add(total: np.ndarray[tuple[int], np.dtype[np.int32]], one: _Speaking) -> None:
    """Add the next block of an utterance; its position is negative until it has begun."""
    before = max(0, -one.position)
    begin = one.position + before
    piece = one.audio[begin : one.position + BLOCK]
    total[before : before + len(piece)] += piece
    one.position += BLOCK


def _sample(seconds: float) -> int:
    return round(seconds * RATE)


def _seconds(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"a journal's time is a number, not {value!r}")
    return float(value)
