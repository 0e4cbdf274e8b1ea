"""How the soak measures the lengths of holds."""

from __future__ import annotations

from benchmarks.timers import Holds


def journal(*entries: dict[str, object]) -> list[float]:
    """Return by how much each whole hold of a journal was too long."""
    holds = Holds()
    for entry in entries:
        holds(entry)
    return [round(error, 3) for error in holds.errors]


def hold(t: float, seconds: float) -> dict[str, object]:
    return {"kind": "hold", "t": t, "seconds": seconds}


def release(t: float, why: str) -> dict[str, object]:
    return {"kind": "release", "t": t, "why": why}


def test_a_hold_is_measured_against_the_seconds_it_should_last() -> None:
    assert journal(hold(100.0, 20), release(120.02, "done")) == [0.02]


def test_a_hold_that_somebody_cut_short_is_left_out() -> None:
    assert journal(hold(100.0, 20), release(107.0, "stop"), release(300.0, "done")) == []
    assert journal(hold(100.0, 20), release(107.0, "stop"), hold(200.0, 20)) == []
