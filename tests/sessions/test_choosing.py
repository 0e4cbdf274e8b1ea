"""Routine and minutes chosen by voice alone, heard by the real recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sessions.conftest import Session

CHOSEN = """
routine: lower-back
seed: 3
room: {echo_db: 0, delay_ms: 80, rt60_s: 0.4}
people:
  - {say: "full back", after: {kind: question, asks: begin}, wait: 1.0, voice: partner}
  - {say: "we have fifteen minutes", after: {kind: question, asks: begin, nth: 2}, wait: 1.0}
  - {say: "just the twist", after: {kind: question, asks: begin, nth: 3}, wait: 1.0}
  - {say: "start", after: {kind: question, asks: begin, nth: 4}, wait: 1.0}
until: 95
"""


def test_people_choose_what_and_how_long_and_are_told_before_they_say_start(
    play: Callable[[str], Session],
) -> None:
    session = play(CHOSEN)
    said = [str(cue["text"]) for cue in session.all("cue")]
    told = [text for text in said if text.startswith(("Then today", "It takes", "That does not"))]
    assert told == [
        "Then today it is this: Full back.",
        "It takes about 29 minutes.",
        "Then today it is this: Full back.",
        "It takes about 15 minutes.",
        "Then today it is this: Supine spinal twist.",
        "It takes about 15 minutes.",
    ]
    assert session.first("step", phase="screening")["t"] > session.all("chosen")[-1]["t"]  # type: ignore[operator]
    assert {entry["intent"] for entry in session.all("heard")} == {"choose", "start"}
