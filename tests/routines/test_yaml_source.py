from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from voiceguide.errors import UserError
from voiceguide.yaml_source import load

if TYPE_CHECKING:
    from pathlib import Path


class Hold(BaseModel):
    """A part of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: int = Field(ge=5, le=60)
    pace: float | None = None


class Sheet(BaseModel):
    """A whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    hold: Hold
    kind: Literal["calm", "brisk"] = "calm"
    more: tuple[Hold, ...] = ()


KEYS = "must be keys with values; write one key a line, each with a colon and its value"
GOOD = "name: a\nhold: {seconds: 20}\n"


def told(path: Path, text: str | bytes) -> list[str]:
    """Return the lines that loading this text prints, without the file's name."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UserError) as caught:
        load(path, Sheet)
    return [line.removeprefix(f"{path}:") for line in str(caught.value).splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sheet.yaml"


def test_a_good_file_becomes_its_model(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    assert load(path, Sheet) == Sheet(name="a", hold=Hold(seconds=20))


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "2024-02-30", "=", "<<"])
def test_a_word_that_older_yaml_takes_for_something_else_stays_a_word(
    path: Path, word: str
) -> None:
    path.write_text(f"name: {word}\nhold: {{seconds: 20}}\n", encoding="utf-8")
    assert load(path, Sheet).name == word


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "name: a\nhold:\n  seconds: 90\n",
            "3: hold.seconds: is 90, must be at most 60; write a whole number from 5 to 60",
        ),
        (
            "name: a\nhold:\n  seconds: 2\n",
            "3: hold.seconds: is 2, must be at least 5; write a whole number from 5 to 60",
        ),
        (
            "name: a\nhold:\n  seconds: long\n",
            '3: hold.seconds: is "long", must be a whole number; write a whole number from 5 to 60',
        ),
        ("name: a\n", "1: hold: is missing; add it"),
        ("name: a\nhold:\n  pace: 1\n", "2: hold.seconds: is missing; add it"),
        (
            "name: a\nhold:\n  seconds: 9\n  pase: 1\n",
            "4: hold.pase: is not known here; perhaps pace is meant (known: seconds, pace)",
        ),
        (
            GOOD + "kind: wild\n",
            "3: kind: is \"wild\", must be one of 'calm' or 'brisk'; write one of them",
        ),
        (
            GOOD + "more:\n  - seconds: 9\n  - seconds: 99\n",
            "5: more[2].seconds: is 99, must be at most 60; write a whole number from 5 to 60",
        ),
        (
            GOOD + "more: 3\n",
            "3: more: is 3, must be a list; write one item a line, each after a dash",
        ),
        (
            "name: 3\nhold: {seconds: 9}\n",
            "1: name: is 3, must be text; write a text, in quotes if it looks like a number",
        ),
        (
            "name: a\nhold:\n",
            f"2: hold: is empty, {KEYS}",
        ),
        (GOOD + "name: b\n", "1: name: stands here again (line 3); keep one of the two"),
        (
            GOOD + "~: 3\n",
            "3: ~: is not known here; remove it (known: name, hold, kind, more)",
        ),
        (
            "just words\n",
            f'1: is "just words", {KEYS}',
        ),
    ],
)
def test_a_fault_is_told_with_its_line_its_place_and_its_mend(
    path: Path, text: str, line: str
) -> None:
    assert told(path, text) == [line]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "name: Lie down: relax\n",
            "1: broken YAML: a second colon stands in a text; put the text in quotes",
        ),
        (
            "name: a\nhold:\n\tseconds: 9\n",
            "3: broken YAML: a tab stands where only spaces may; indent with spaces",
        ),
        ("name: &a x\nkind: *a\n", "2: an alias (*) is not allowed; write the value out"),
        (
            "name: !!python/name:os.system x\n",
            "1: broken YAML: a tag (!) is not allowed; remove it",
        ),
        (
            GOOD + "---\nname: b\n",
            "3: broken YAML: a second document begins; keep one document in a file",
        ),
        ("", "1: is empty; write its keys into it, or begin from a file that works"),
        (
            "# nothing\n",
            "1: is empty; write its keys into it, or begin from a file that works",
        ),
        ("name: \x07\n", "1: holds a character that YAML does not allow; type the line anew"),
        ("[" * 9000, "1: is nested too deeply; write it flatter"),
        (
            b"name: a\nhold: \xff\xfe\n",
            "2: is not UTF-8 text; save the file as UTF-8",
        ),
    ],
)
def test_text_that_is_no_yaml_of_ours_is_told_in_one_line(
    path: Path, text: str | bytes, line: str
) -> None:
    assert told(path, text) == [line]


def test_a_list_that_never_closes_is_told_at_its_line(path: Path) -> None:
    (line,) = told(path, "name: a\nmore: [1,\n")
    assert line.startswith("3: broken YAML: ")
    assert "check the indentation" in line


def test_all_faults_are_told_at_once_in_the_order_of_the_file(path: Path) -> None:
    lines = told(path, "kind: wild\nhold:\n  seconds: 90\n  extra: 1\n")
    assert [line.split(": ")[:2] for line in lines] == [
        ["1", "name"],
        ["1", "kind"],
        ["3", "hold.seconds"],
        ["4", "hold.extra"],
    ]


def test_a_key_that_stands_twice_hides_no_other_fault(path: Path) -> None:
    lines = told(path, "name: a\nname: b\nkind: wild\nhold:\n  seconds: 20\n  seconds: 90\n")
    assert [line.split(": ")[:3] for line in lines] == [
        ["1", "name", "stands here again (line 2); keep one of the two"],
        ["3", "kind", "is \"wild\", must be one of 'calm' or 'brisk'; write one of them"],
        ["5", "hold.seconds", "stands here again (line 6); keep one of the two"],
        ["5", "hold.seconds", "is 90, must be at most 60; write a whole number from 5 to 60"],
    ]


def test_a_missing_file_and_a_folder_are_told_without_a_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.yaml: does not exist; check the name"):
        load(tmp_path / "none.yaml", Sheet)
    with pytest.raises(UserError, match="is not a file; name a YAML file"):
        load(tmp_path, Sheet)


def test_a_file_below_the_current_folder_is_named_from_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("", encoding="utf-8")
    monkeypatch.chdir(path.parent)
    with pytest.raises(UserError, match=r"^sheet\.yaml:1: is empty"):
        load(path, Sheet)
