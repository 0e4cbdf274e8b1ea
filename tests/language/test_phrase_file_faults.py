"""Every fault that a phrase file can have, and the line that tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import UserError
from voiceguide.language.compiling import load_phrasebook
from voiceguide.paths import content_dir

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = (content_dir() / "phrases.yaml").read_text(encoding="utf-8")

FAULTS = [
    pytest.param(
        '- "stop"',
        '- "[stop"',
        "safety.stop[1]: is no phrase (",
        id="a bracket that never closes",
    ),
    pytest.param(
        '- "take a rest"',
        '- "take {something}"',
        "ordinary.pause[1]: names a list there is none of; there are {number}, {place}, "
        "{routine}, {stretch}, {minutes}",
        id="an unknown list",
    ),
    pytest.param(
        '- "no pain"',
        '- "quite a lot"',
        'ordinary.pain[10]: "quite a lot" says no number; add it to number_phrases',
        id="a number phrase without a number",
    ),
    pytest.param(
        "  resume:\n",
        "  red-flag:\n",
        "ordinary.red-flag: is heard on the other way of listening; move it there",
        id="a safety intent on the ordinary way",
    ),
    pytest.param(
        "  ease-off:\n",
        "  next:\n",
        "safety_steady.next: is heard on the other way of listening; move it there",
        id="an ordinary intent on the safety way",
    ),
    pytest.param(
        "  time-left:\n",
        "  ease-off:\n",
        "ordinary: says nothing for time-left; add at least one phrase",
        id="an intent without a phrase",
    ),
    pytest.param(
        "  zero: 0",
        "  zero: 11",
        "numbers.zero: is 11, must be at most 10; write a whole number from 0 to 10",
        id="a number off the scale",
    ),
    pytest.param(
        "  zero: 0",
        "  zero: naught",
        'numbers.zero: is "naught", must be a whole number; write a whole number from 0 to 10',
        id="a number word that is no number",
    ),
    pytest.param(
        "likely: {stop: 20",
        "likely: {stop: 0",
        "likely.stop: is 0, must be at least 1; write a whole number from 1 to 100",
        id="a phrase that is never said",
    ),
    pytest.param(
        "  pain: {",
        "  hunger: {",
        "likely_when_asked.hunger",
        id="a question that nobody asks",
    ),
    pytest.param(
        "sounds_like: {gentler: gentle,",
        "sounds_like: {calmer: gentle,",
        "sounds_like.calmer: is no phrase of ease-off; add it there or take it out",
        id="what sounds like a choice is said by nobody",
    ),
    pytest.param(
        "sounds_like: {gentler: gentle,",
        "sounds_like: {gentler: calm,",
        'sounds_like.gentler: "calm" chooses nothing; write what people choose',
        id="what sounds like no choice",
    ),
    pytest.param(
        "  pause:\n",
        "  unclear:\n",
        "ordinary.unclear: is heard on the other way of listening; move it there",
        id="what is not understood has no phrase",
    ),
    pytest.param(
        'half: "and a half"',
        'half: "and half"',
        "half: ends no phrase of pain; write it as it follows {number} there",
        id="a half that nobody says: seven and a half would be seven",
    ),
    pytest.param(
        'scale: "out of ten"',
        'scale: "from ten"',
        "scale: ends no phrase of pain; write it as it follows {number} there",
        id="a scale that nobody says: three out of ten would be ten",
    ),
    pytest.param(
        '- "let go"',
        f'- "{"[a|b|c|d] " * 12}go"',
        "safety_steady.stop[2]: has 244,140,625 forms, must have at most 500; "
        "write several shorter ones",
        id="a template with more forms than can be listened for",
    ),
    pytest.param(
        "likely: {stop: 20",
        'likely: {"(stop;it;now;please;do;you;hear)": 20',
        "forms, must have at most 500; write several shorter ones",
        id="a likely template with more forms than can be listened for",
    ),
    pytest.param(
        "likely: {stop: 20",
        'likely: {"{stop}": 20',
        "likely.{stop}: names a list there is none of; there are {number}, {place}",
        id="an unknown list of what is likely",
    ),
    pytest.param(
        "fillers: [please,",
        "fillers: [thank you,",
        "fillers[1]: must be one word; write a line, or an item, for each",
        id="a filler of two words, which would fill nothing",
    ),
    pytest.param(
        "fillers:",
        "filler:",
        "filler: is not known here; perhaps fillers is meant (known: ",
        id="a misspelt key",
    ),
]

NEEDED = [
    pytest.param(
        '    - "sharp pain"\n',
        "",
        'needed.red-flag[1]: "sharp pain" is not heard as red-flag; add it to its phrases',
        id="a warning sign of the articles that nobody can say",
    ),
    pytest.param(
        '    - "pins and needles"\n',
        "",
        'needed.red-flag[12]: "pins and needles" is not heard as red-flag; add it to its phrases',
        id="another one",
    ),
    pytest.param(
        '    - "let go"\n',
        "",
        'needed.stop[4]: "let go" is not heard as stop; add it to its phrases',
        id="a way to end a stretch that is gone",
    ),
    pytest.param(
        "  ease-off: [ease off, easy, too much]\n",
        "",
        "needed: names nothing for ease-off; write what must be heard as that",
        id="nothing that must be heard as less",
    ),
]


def _copy(folder: Path, old: str, new: str) -> str:
    """Write the phrase file with one change; return the number of the line it stands in."""
    text = WRITTEN.replace('- "pause"', '- "take a rest"', 1)
    assert old in text
    head, _, tail = text.partition(old)
    (folder / "phrases.yaml").write_text(head + new + tail, encoding="utf-8")
    return f"{folder / 'phrases.yaml'}:{head.count(chr(10)) + 1}: "


def _told(folder: Path) -> list[str]:
    with pytest.raises(UserError) as caught:
        load_phrasebook(folder)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(("old", "new", "fault"), [*FAULTS, *NEEDED])
def test_a_fault_is_told_with_its_place_and_its_mend(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    _copy(tmp_path, old, new)
    assert any(fault in line for line in _told(tmp_path)), _told(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"), [each.values[:2] for each in FAULTS if "[" in str(each.values[2])]
)
def test_a_fault_in_a_phrase_is_told_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    place = _copy(tmp_path, old, new)
    (line,) = _told(tmp_path)
    assert line.startswith(place)


def test_one_phrase_with_two_meanings_is_refused(tmp_path: Path) -> None:
    place = _copy(tmp_path, '- "how long"', '- "continue"')
    assert _told(tmp_path) == [
        f'{place}ordinary.time-left[1]: "continue" means both resume and time-left; keep one',
    ]


def test_a_likely_phrase_that_is_none_is_refused(tmp_path: Path) -> None:
    place = _copy(tmp_path, "likely: {stop: 20", "likely: {dinner: 20")
    assert _told(tmp_path) == [
        f'{place}likely.dinner: "dinner" is no phrase; add it or take it out'
    ]


def test_a_fault_is_told_with_one_path_from_the_folder_people_are_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _copy(tmp_path, '- "how long"', '- "continue"')
    monkeypatch.chdir(tmp_path)
    (line,) = _told(tmp_path)
    assert line.startswith("phrases.yaml:")
    assert line.count("phrases.yaml") == 1


def test_a_missing_file_is_told_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "phrases.yaml"
    assert _told(tmp_path) == [f"{path}: does not exist; check the name and the folder"]
