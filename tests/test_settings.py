"""The configuration file: what it may hold, and what comes before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide import paths
from voiceguide.cli.choosing import Wanted
from voiceguide.errors import UserError
from voiceguide.settings import Settings, load_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_file_everything_is_the_systems_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "config_file", lambda: tmp_path / "none.yaml")
    assert load_settings() == Settings()


def test_the_usual_file_is_read_when_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("mic: USB\n", encoding="utf-8")
    monkeypatch.setattr(paths, "config_file", lambda: file)
    assert load_settings().mic == "USB"


def test_what_an_option_says_comes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("mic: USB\nspeaker: HDMI\n", encoding="utf-8")
    settings = load_settings(file, mic="Webcam", speaker=None)
    assert (settings.mic, settings.speaker) == ("Webcam", "HDMI")


@pytest.mark.parametrize("option", ["contract_relax", "breath_tone"])
@pytest.mark.parametrize(
    ("written", "given", "taken"),
    [
        ("volume: 90", None, False),
        ("true", None, True),
        ("false", True, True),
        ("true", False, False),
    ],
)
def test_how_to_be_led_is_set_once_and_an_option_comes_before(
    option: str, written: str, given: object, taken: object, tmp_path: Path
) -> None:
    file = tmp_path / "config.yaml"
    text = written if ":" in written else f"{option}: {written}"
    file.write_text(text, encoding="utf-8")
    settings = load_settings(file, **{option: given})
    assert getattr(Wanted.of(settings, settings.routine, None), option) is taken


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("mick: USB\n", 1, "mick: is not known here; perhaps mic is meant"),
        ("mic: USB\nspeaker: 3\n", 2, "speaker: is 3, must be text"),
        ("volume: 90\nmic: ''\n", 2, "mic: is empty, must be at least 1 character"),
        ("speaker: '  '\n", 1, 'speaker: is "  ", must be at least 1 character'),
    ],
)
def test_a_broken_file_is_told_with_its_line(
    text: str, line: int, what: str, tmp_path: Path
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        load_settings(file)
    assert f"config.yaml:{line}: {what}" in str(refused.value)


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        load_settings(tmp_path / "none.yaml")
