"""Stop, with the real recogniser hearing it and the real voice being cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sessions.conftest import Session, seconds

if TYPE_CHECKING:
    from collections.abc import Callable

STOPPED = """
routine: lower-back
seed: 3
answers: well
room: {echo_db: 0, delay_ms: 80, rt60_s: 0.4}
people:
  - {say: "stop", after: {kind: hold, stretch: knees-to-chest}, wait: WAIT}
  - {say: "resume", after: {kind: pause}, wait: 18, voice: partner}
until: UNTIL
"""


@pytest.mark.parametrize(
    ("moment", "wait"), [("over the guide's own voice", 1.0), ("in the guide's silence", 3.4)]
)
def test_stop_in_a_hold_cuts_the_guide_off_and_releases_at_once(
    moment: str, wait: float, play_from_the_first_stretch: Callable[[str], Session]
) -> None:
    scenario = STOPPED.replace("WAIT", str(wait)).replace("UNTIL", "70")
    session = play_from_the_first_stretch(scenario)
    said = session.first("spoken", text="stop")
    heard = session.first("heard", intent="stop")
    decided = seconds(heard)
    assert decided < seconds(said, "end") + 0.5, f"said {moment}"

    release = session.first("release", why="stop")
    assert seconds(release) == decided
    assert release["stretch"] == "knees-to-chest"

    words = next(e for e in session.all("cue") if seconds(e) >= decided)
    assert words["role"] == "partner"
    assert seconds(words) <= decided + 0.15
    assert not session.spoken_between(decided + 0.05, seconds(words))


def test_after_a_stop_only_resume_goes_on_and_from_the_start_of_the_stretch(
    play_from_the_first_stretch: Callable[[str], Session],
) -> None:
    session = play_from_the_first_stretch(STOPPED.replace("WAIT", "3.4").replace("UNTIL", "140"))
    stopped = seconds(session.first("pause", why="stop"))
    resumed = seconds(session.first("resume"))
    assert resumed > seconds(session.first("spoken", text="resume"), "start")
    assert not [e for e in session.all("hold") if stopped < seconds(e) < resumed]

    steps = [e for e in session.all("step") if seconds(e) > resumed]
    assert [e["phase"] for e in steps[:4]] == ["set-up", "ready", "ease-in", "hold"]
    assert {(e["stretch"], e["rep"]) for e in steps[:4]} == {("knees-to-chest", 1)}


def test_a_stop_while_nobody_is_held_latches_just_the_same(
    play: Callable[[str], Session],
) -> None:
    session = play(
        """
routine: lower-back
people:
  - {say: "start", at: 3.0}
  - {say: "stop", at: 12.0}
until: 25
"""
    )
    assert session.first("release")["why"] == "stop"
    assert session.first("pause")["why"] == "stop"
    assert not session.all("resume")
