"""What a session is to be of, once people have chosen by voice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide.cli import parts
from voiceguide.cli.choosing import Planning, Wanted
from voiceguide.errors import UserError
from voiceguide.language.intents import NO_CHOICE, Choice
from voiceguide.speaking.cache import CueCache

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.audio.blocks import Samples

WANTED = Wanted("lower-back", 20, stop_point=3, breath_tone=True)


class Mumble:
    """A voice that says everything alike, at once."""

    identity = "mumble"

    def render(self, text: str) -> Samples:
        """Return a sound."""
        return np.full(len(text), 7, np.int16)

    def close(self) -> None:
        """Give nothing back."""


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (NO_CHOICE, WANTED),
        (Choice(minutes=15), replace(WANTED, minutes=15)),
        (Choice(routine="gentle"), replace(WANTED, routine="gentle")),
        (
            Choice(stretch="cat-cow", minutes=15),
            replace(WANTED, routine="just cat-cow", minutes=15),
        ),
    ],
)
def test_what_people_leave_open_is_as_the_program_was_told(choice: Choice, wanted: Wanted) -> None:
    assert WANTED.with_choice(choice) == wanted


def test_what_is_planned_has_its_cues_in_memory_and_keeps_what_is_true_of_the_day(
    tmp_path: Path,
) -> None:
    cues = CueCache(Mumble(), tmp_path)
    left_out = frozenset({"cat-cow"})
    today = replace(WANTED.brief(), left_out=left_out, stands_by=True)
    planned = Planning(WANTED, today, cues)(Choice(routine="upper-back")).result()
    assert planned.plan.routine == "upper-back"
    assert planned.limit == 3
    assert planned.breath_tone
    assert planned.left_out == left_out
    assert planned.stands_by
    assert cues.missing(parts.every_cue(planned)) == []


def test_what_does_not_fit_is_told_to_whoever_runs_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planning = Planning(Wanted("lower-back"), WANTED.brief(), CueCache(Mumble(), tmp_path))
    with pytest.raises(UserError):
        planning(Choice(minutes=8)).result()
    assert "cannot be fitted to 8 minutes" in capsys.readouterr().err


def test_every_routine_and_every_stretch_can_be_rendered_ahead() -> None:
    names = {each.routine for each in WANTED.choices()}
    assert {"upper-back", "gentle", "just cat-cow"} <= names
    assert len(names) == 5 + 16
