"""The ears as they are put together: a phrase file that does not suit them is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voiceguide import paths
from voiceguide.cli.parts import Ears
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return a function that changes the phrase file and returns what the ears say of it."""
    content = Path(shutil.copytree(paths.content_dir(), tmp_path / "en"))
    file = content / "phrases.yaml"
    monkeypatch.setattr(paths, "content_dir", lambda: content)

    def change(*changes: tuple[str, str]) -> list[str]:
        for old, new in changes:
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(UserError) as caught:
            Ears()
        return [line.removeprefix(f"{file}:") for line in str(caught.value).splitlines()]

    return change


def test_without_its_word_among_the_safety_phrases_the_ear_for_stop_would_be_mute(
    told: Callable[..., list[str]],
) -> None:
    without = (
        ('    - "stop"\n', ""),
        ('    - "[please] stop [it]"\n', ""),
        ('    - "(stop|okay|no) stop"\n', ""),
        ("likely: {stop: 20, ", "likely: {"),
        ('  stop: ["stop", ', "  stop: ["),
    )
    assert told(*without) == [
        '15: safety.stop: does not hold "stop", for which there is an ear of its own; add - "stop"'
    ]


def test_every_word_that_the_recogniser_does_not_know_is_told_with_its_line_and_mend(
    told: Callable[..., list[str]],
) -> None:
    changed = (
        ('"stop", "ouch", "that\'s enough", ', '"stop", '),
        ('    - "ouch"\n', '    - "Ouch"\n    - "yowzerz stop!"\n    - "cut-out"\n'),
        ('"that\'s enough"', '"that\u2019s enough"'),
    )
    lines = told(*changed)
    signs = ": small letters, a straight apostrophe, no other sign"
    assert [line.partition("holds ")[2] for line in lines] == [
        f'"Ouch", which the recogniser cannot hear; write "ouch"{signs}',
        '"yowzerz", which the recogniser cannot hear; say it otherwise',
        f'"stop!", which the recogniser cannot hear; write "stop"{signs}',
        f'"cut-out", which the recogniser cannot hear; write "cut out"{signs}',
        f'"that\u2019s", which the recogniser cannot hear; write "that\'s"{signs}',
    ]
    assert all(re.match(r"\d+: safety(_steady)?\.stop\[\d\]: ", line) for line in lines)


@pytest.mark.parametrize(
    ("key", "misspelt", "place"),
    [("gentle", "gentl", "routines.gentl"), ("cat-cow", "cat-cows", "stretches.cat-cows")],
)
def test_a_name_that_people_may_choose_and_there_is_no_such_file_is_refused(
    key: str, misspelt: str, place: str, told: Callable[..., list[str]]
) -> None:
    (line,) = told((f"  {key}: [", f"  {misspelt}: ["))
    assert f': {place}: "{misspelt}" does not exist; perhaps {key} is meant' in f":{line}"
