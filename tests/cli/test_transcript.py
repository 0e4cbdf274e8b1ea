"""What a terminal shows of a journal."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from voiceguide.audio.counts import Counts
from voiceguide.cli.terminal import Transcript

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest


def shown(entry: Mapping[str, object], capsys: pytest.CaptureFixture[str]) -> str:
    """Return what is printed of an entry."""
    Transcript()(entry)
    return capsys.readouterr().out


def test_blocks_that_went_by_as_they_should_are_not_worth_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counted = asdict(Counts(heard=900, played=901).since(Counts(heard=300, played=300)))
    assert shown({"t": 12.0, "kind": "soundcard", **counted}, capsys) == ""


def test_what_the_sound_card_lost_in_a_session_is_shown_at_its_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counted = asdict(Counts(heard=900, overflows=5).since(Counts(heard=300, overflows=3)))
    line = shown({"t": 12.0, "kind": "soundcard", **counted}, capsys)
    assert "overflows 2" in line
    assert "heard" not in line
