"""The simulated people: when each one speaks, what they answer, and what nobody got to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples
from voiceguide.simulation.levels import active_dbfs
from voiceguide.simulation.people import People
from voiceguide.simulation.room import TALKER_DBFS
from voiceguide.simulation.scenario import Line, Scenario, load_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Room:
    """Lets time pass for the people, and keeps what they said and when."""

    def __init__(
        self, lines: Sequence[Mapping[str, Any]], answers: str = "none", seed: int = 0
    ) -> None:
        people = tuple(Line.model_validate(line) for line in lines)
        scenario = Scenario.model_validate({"routine": "x", "answers": answers})
        scenario = scenario.model_copy(update={"people": people})
        self.people = People(scenario, np.random.default_rng(seed))
        self.people.on_spoken = self._note
        self.said: list[tuple[str, float]] = []
        self.entries: list[Mapping[str, object]] = []
        self._blocks = 0

    def pass_until(self, seconds: float) -> Samples:
        """Return what is said from the last call on until then."""
        heard = [np.zeros(0, np.int16)]
        while self._blocks * BLOCK_SECONDS < seconds - 1e-9:
            heard.append(self.people.voices(self._blocks * BLOCK_SECONDS))
            self._blocks += 1
        return np.concatenate(heard)

    def happens(self, t: float, kind: str, **fields: object) -> None:
        """Let time pass until an entry is written."""
        self.pass_until(t)
        self.people.observe({"t": t, "kind": kind, **fields})

    def _note(self, start: float, fields: Mapping[str, object]) -> None:
        self.entries.append(fields)
        self.said.append((str(fields.get("text", fields.get("file"))), start))


def test_a_line_with_a_time_begins_at_exactly_that_sample() -> None:
    room = Room([{"say": "stop", "at": 1.0033}])
    heard = room.pass_until(3.0)
    assert np.flatnonzero(heard)[0] == pytest.approx(1.0033 * RATE, abs=2)
    ((text, start),) = room.said
    assert text == "stop"
    assert start == pytest.approx(1.0033, abs=1 / RATE)


def test_what_was_spoken_is_told_with_its_start_and_end() -> None:
    room = Room([{"say": "stop", "at": 1.0, "voice": "partner"}])
    heard = room.pass_until(3.0)
    (entry,) = room.entries
    end = (np.flatnonzero(heard)[-1] + 1) / RATE
    assert entry == {
        "text": "stop",
        "voice": "partner",
        "start": 1.0,
        "end": pytest.approx(end, abs=0.001),
    }


def test_every_voice_is_as_loud_as_a_talker(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.sin(np.arange(48_000) / 10) * 0.9, 48_000)
    for line in ({"wav": tmp_path / "a.wav"}, {"say": "stop please"}):
        heard = Room([{**line, "at": 0.0}]).pass_until(2.0)
        assert active_dbfs(heard) == pytest.approx(TALKER_DBFS, abs=0.5)


def test_a_recording_is_told_as_the_scenario_names_it(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.full(1_000, 0.5), RATE)
    text = "routine: x\npeople:\n  - {wav: a.wav, at: 0}\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    people = People(load_scenario(tmp_path / "s.yaml"), np.random.default_rng(0))
    told: list[Mapping[str, object]] = []
    people.on_spoken = lambda _start, fields: told.append(fields)
    people.voices(0.0)
    assert told == [{"file": "a.wav", "voice": "client", "start": 0.0, "end": 1_000 / RATE}]


HOLDS = [(5.0, "left"), (6.0, "right"), (7.0, "left")]


@pytest.mark.parametrize(
    ("beside", "begins"),
    [
        ({"after": {"kind": "hold"}}, [5.0]),
        ({"after": {"kind": "hold"}, "nth": 2}, [6.0]),
        ({"after": {"kind": "hold", "nth": 2}}, [6.0]),
        ({"after": {"kind": "hold", "side": "left"}, "nth": 2}, [7.0]),
        ({"after": {"kind": "hold"}, "nth": 4}, []),
        ({"after": {"kind": "hold"}, "every": True}, [5.0, 6.0, 7.0]),
        ({"after": {"kind": "hold", "every": True, "side": "left"}}, [5.0, 7.0]),
        ({"after": {"kind": "hold"}, "wait": 1.5}, [6.5]),
        ({"after": {"kind": "hold", "nth": 3}, "wait": 0.5}, [7.5]),
        ({"after": {"kind": "rest"}, "every": True}, []),
    ],
)
def test_a_line_begins_after_the_entries_it_names(
    beside: dict[str, object], begins: list[float]
) -> None:
    room = Room([{"say": "stop", **beside}])
    for t, side in HOLDS:
        room.happens(t, "hold", side=side)
    room.pass_until(10.0)
    assert [start for _, start in room.said] == [pytest.approx(t, abs=1e-3) for t in begins]


def test_a_line_whose_moment_has_just_passed_begins_with_the_next_block() -> None:
    room = Room([{"say": "stop", "after": {"kind": "hold"}}])
    room.pass_until(2.0)
    room.happens(1.995, "hold")
    room.pass_until(3.0)
    ((_, start),) = room.said
    assert start == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("asks", "answer"),
    [
        ("begin", "start"),
        ("stop-point", "four"),
        ("warm", "no"),
        ("ready", "ready"),
        ("pain", "two"),
        ("screening", "no"),
        ("anything-new", "no"),
    ],
)
def test_people_who_answer_well_answer_every_question(asks: str, answer: str) -> None:
    room = Room([], answers="well")
    room.happens(2.0, "question", asks=asks)
    room.happens(8.0, "question", asks=asks)
    room.pass_until(12.0)
    assert [text for text, _ in room.said] == [answer, answer]
    for (_, start), asked in zip(room.said, (2.0, 8.0), strict=True):
        assert 0.6 <= start - asked <= 1.2


def test_an_answer_waits_until_the_question_has_been_spoken() -> None:
    room = Room([], answers="well")
    room.happens(2.0, "cue", text="How much does it pull?", role="client", end=4.0)
    room.happens(2.0, "question", asks="pain")
    room.pass_until(8.0)
    ((_, start),) = room.said
    assert 4.6 <= start <= 5.2


def test_people_told_nothing_do_not_answer() -> None:
    room = Room([])
    room.happens(2.0, "question", asks="pain")
    assert not room.pass_until(5.0).any()
    assert room.people.done()


def test_a_line_for_the_very_question_replaces_the_good_answer() -> None:
    eight = {"say": "eight", "after": {"kind": "question", "asks": "pain", "nth": 2}, "wait": 1}
    room = Room([eight], answers="well")
    for t in (2.0, 6.0, 10.0):
        room.happens(t, "question", asks="pain")
    room.pass_until(14.0)
    assert [text for text, _ in room.said] == ["two", "eight", "two"]


def test_the_same_seed_answers_at_the_same_moments() -> None:
    def answered(seed: int) -> list[tuple[str, float]]:
        room = Room([], answers="well", seed=seed)
        room.happens(2.0, "question", asks="pain")
        room.pass_until(5.0)
        return room.said

    assert answered(1) == answered(1)
    assert answered(1) != answered(2)


def test_two_who_speak_at_once_are_summed() -> None:
    lines = [{"say": "stop", "at": 1.0}, {"say": "next", "at": 1.123, "voice": "partner"}]
    both, one, other = (Room(said).pass_until(3.0) for said in (lines, lines[:1], lines[1:]))
    assert np.array_equal(both, one + other)
    assert np.any((one != 0) & (other != 0))


def test_the_people_are_done_when_nothing_is_left_that_has_its_moment() -> None:
    room = Room([{"say": "stop", "at": 1.0}, {"say": "next", "after": {"kind": "hold"}}])
    assert not room.people.done()
    room.pass_until(1.1)
    assert not room.people.done()
    room.pass_until(3.0)
    assert room.people.done()
    room.happens(3.0, "hold")
    assert not room.people.done()


def test_lines_whose_moment_never_came_are_told_with_their_row(tmp_path: Path) -> None:
    text = """\
routine: x
people:
  - {say: start, at: 0.5}
  - {say: stop, at: 90}
  - {say: next, after: {kind: hold, side: left, nth: 2}}
  - {say: two, after: {kind: question}, every: true}
"""
    path = tmp_path / "s.yaml"
    path.write_text(text, encoding="utf-8")
    people = People(load_scenario(path), np.random.default_rng(0))
    for block in range(100):
        people.voices(block * BLOCK / RATE)
    people.observe({"t": 2.0, "kind": "hold", "side": "left"})
    assert [line.described() for line in people.unspoken() if not line.every] == [
        'line 4: say "stop" at 90 s',
        'line 5: say "next" after {kind: hold, side: left}, number 2',
    ]
