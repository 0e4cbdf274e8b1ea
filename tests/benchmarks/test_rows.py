"""What counts as heard, what as a false alarm, and how the table shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.conditions import answers, own_speech, places, stops, talk
from benchmarks.conditions.listening import Decision, Listened, Who
from benchmarks.conditions.people import Crowd
from benchmarks.conditions.streams import Trial
from benchmarks.conditions.table import Group, Row, an_hour, rate, table, times
from benchmarks.conditions.tasks import Extent

from voiceguide import paths
from voiceguide.language.compiling import load_phrasebook
from voiceguide.language.intents import Intent

STOP = Trial("stop", 10.0, 10.4)


def _heard(row: str, trial: Trial, *decisions: Decision) -> Listened:
    """Return a stream of a minute on which this guide decided so, and nobody else anything."""
    decided = dict.fromkeys(Who, ()) | {Who.GUIDE: decisions}
    return Listened(row, 60.0, (trial,), decided, dict.fromkeys(Who, 0.0))


def _rows(*streams: Listened) -> dict[str, Row]:
    """Return all rows of "stop", with nothing heard in the conditions that are not named."""
    named = {stream.row for stream in streams}
    rest = [_heard(c.name, STOP) for c in places.CONDITIONS if c.name not in named]
    return {row.name: row for group in stops.groups([*streams, *rest]) for row in group.rows}


@pytest.mark.parametrize(
    ("time", "counts"), [(9.98, 0), (10.0, 1), (10.4, 1), (10.9, 1), (10.92, 0)]
)
def test_a_stop_is_heard_from_its_beginning_to_half_a_second_after_its_end(
    time: float, counts: int
) -> None:
    """A decision before or after that is none of this word."""
    row = _rows(_heard(places.QUIET, STOP, Decision(time, Intent.STOP, None)))[places.QUIET]
    assert row.data[f"heard by {Who.GUIDE}"] == counts


def test_another_decision_is_no_stop() -> None:
    """To hear that somebody wants it eased is not to hear them stop it."""
    row = _rows(_heard(places.QUIET, STOP, Decision(10.5, Intent.EASE_OFF, None)))[places.QUIET]
    assert row.met is False


def test_the_time_to_a_decision_counts_from_the_words_end() -> None:
    """Half a tenth of a second after it is shown as that."""
    rows = _rows(_heard(places.QUIET, STOP, Decision(10.45, Intent.STOP, None)))
    soon = rows["from the word's end to the decision, quiet"]
    assert soon.cells[Who.GUIDE].value == pytest.approx(0.05)
    assert soon.met


@pytest.mark.parametrize(("value", "name"), [(7, "right"), (4, "heard lower than said"), (9, None)])
def test_a_digit_is_right_lower_or_neither(value: int, name: str | None) -> None:
    """The first number decided is the answer."""
    seven = Trial("7", 2.0, 2.5)
    said = _heard("digit", seven, Decision(3.5, Intent.PAIN, value), Decision(3.6, Intent.PAIN, 7))
    yes_no = [_heard(word, Trial(word, 2.0, 2.5)) for word in ("yes", "no")]
    [group] = answers.groups([said, *yes_no])
    counted = {row.name: row.data[f"counted of {Who.GUIDE}"] for row in group.rows[2:]}
    assert [key for key, count in counted.items() if count] == (
        [f"digits as answers: {name}"] if name else []
    )


def test_plain_chat_holds_no_phrase_that_releases() -> None:
    """A stop that is heard in it is a false one; and most of what was written is left."""
    book = load_phrasebook(paths.content_dir())
    lines = talk.chat(book)
    assert len(lines) > 80
    for line in lines:
        words = tuple("".join(c for c in line.lower() if c.isalpha() or c in " '").split())
        assert not any(book.phrase_at(words, at, early=True) for at in range(len(words)))


def test_there_is_as_much_talk_as_asked_for_and_half_as_much_with_a_question_open() -> None:
    """An hour is twenty streams of three minutes, a quarter of each kind."""
    tasks = list(talk.tasks(Crowd(Path(), None), Extent(hours=1.0, one_in=1, seed=0)))
    names = [task.row for task in tasks]
    assert {names.count(name) for name in names} == {5, 10}
    assert len(names) == 30


def test_no_stream_shares_its_chance_with_another() -> None:
    """Two streams with one seed would be one trial counted twice."""
    tasks = list(talk.tasks(Crowd(Path(), None), Extent(hours=1.0, one_in=1, seed=0)))
    assert len({task.seed for task in tasks}) == len(tasks)


def test_a_rate_comes_with_its_interval() -> None:
    """50 of 50 is no proof of 100 percent."""
    cell = rate({Who.GUIDE: 50}, 50)[Who.GUIDE]
    assert cell.shown == "100.0 % (92.9 to 100.0)"


def test_no_false_alarm_in_an_hour_may_be_three() -> None:
    """The interval says how little an hour proves."""
    assert an_hour({Who.GUIDE: 0}, 3600.0)[Who.GUIDE].shown == "0.0 (0.0 to 3.7)"


def test_who_heard_nothing_has_no_time() -> None:
    """The cell stays empty."""
    assert times({Who.GUIDE: [0.1, 0.2], Who.FINALS: []}).keys() == {Who.GUIDE}


def test_the_table_has_a_column_for_everybody_and_says_how() -> None:
    """What was not measured of somebody is shown as such; a missed goal stands out."""
    row = Row("a word", "99 %", rate({Who.GUIDE: 1}, 2), "2", met=False)
    shown = table([Group("words: said by people", [row])]).splitlines()
    assert shown[0] == f"| condition | goal | {' | '.join(Who)} | trials |"
    assert shown[2] == "| a word | 99 %: **missed** | 50.0 % (9.5 to 90.5) | - | - | - | 2 |"
    assert shown[-1] == "- words: said by people"


def test_every_rough_condition_of_the_room_is_measured_without_people_too() -> None:
    """The guide may not hear itself where others hear over it."""
    assert all(any(name in row for row in own_speech.CONDITIONS) for name in places.ROUGH)
