"""The cool-down suits where the last stretch has left the client, whichever that was."""

from __future__ import annotations

import re
from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest

from tests.session.routines import ROUTINES, SINGLES
from voiceguide.errors import UserError
from voiceguide.paths import content_dir
from voiceguide.routines.fitting import fit
from voiceguide.routines.library import load_routine
from voiceguide.routines.stretch_file import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.routines.routine import Routine, Stretch

_LYING = {Position.SUPINE, Position.PRONE}
_SAYS_WHERE = {
    "lie": _LYING,
    "lying": _LYING,
    "floor": _LYING,
    "mat": _LYING,
    "roll": _LYING,
    "up": {*Position} - {Position.STANDING},
    "sit": {Position.SEATED},
    "sitting": {Position.SEATED},
    "knees": {Position.KNEELING, Position.HANDS_AND_KNEES},
    "stand": {Position.STANDING},
    "standing": {Position.STANDING},
}
"""Words of a cue that takes for granted where the client is, and where that would be."""


def _every_fit(routine: Routine) -> Iterator[tuple[Stretch, ...]]:
    """Yield the stretches of a routine as written, and for any number of minutes."""
    yield routine.stretches
    for minutes in range(8, 61):
        try:
            yield fit(routine, minutes).routine.stretches
        except UserError:
            continue


def _may_be_last(stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    """Yield what comes last, whatever is left out but not everything."""
    kept = (combinations(stretches, count) for count in range(1, len(stretches) + 1))
    for those in chain.from_iterable(kept):
        yield those[-1]


def _taken_for_granted(cue: str) -> set[Position]:
    """Return where a client may be who is told this; "if you lie" takes nothing for granted."""
    may: set[Position] = {*Position}
    for sentence in re.split(r"[.!?] *", cue):
        if sentence.startswith("If "):
            break  # what follows is told to whom that is true of
        for word in re.findall(r"[a-z]+", sentence.lower()):
            may &= _SAYS_WHERE.get(word, {*Position})
    return may


def test_a_cue_that_says_lie_still_is_told_to_nobody_but_a_lying_client() -> None:
    assert _taken_for_granted("Lie still. Your back rests on the floor.") == _LYING
    assert _taken_for_granted("If you are lying, roll onto one side first.") == {*Position}


@pytest.mark.parametrize("name", [*ROUTINES, *SINGLES])
def test_it_begins_where_the_client_is_for_any_minutes_and_whatever_is_left_out(name: str) -> None:
    routine = load_routine(name, content_dir())
    first, second, *_ = (cue.text for cue in routine.cool_down.cues)
    fits = {tuple(each.name for each in fitted): fitted for fitted in _every_fit(routine)}
    ends = {last.file.position for fitted in fits.values() for last in _may_be_last(fitted)}
    assert ends <= _taken_for_granted(first) & _taken_for_granted(second)
