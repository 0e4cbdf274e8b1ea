"""A file that breaks each rule of ``voiceguide check``, and the line that is printed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from voiceguide.hearing.recogniser import RecogniserModel
from voiceguide.models.fetch import recogniser_model
from voiceguide.models.voices import voice_model
from voiceguide.paths import content_dir
from voiceguide.routines.checking import Check, Speech
from voiceguide.speaking.pronunciation import Pronunciation

KNEES = "stretches/knees-to-chest.yaml"
TWIST = "stretches/supine-spinal-twist.yaml"
ROUTINE = "routines/lower-back.yaml"
WARM_UP = "warm-ups/walking.yaml"
PHRASES = "phrases.yaml"
CUES = "cues.yaml"


@pytest.fixture(scope="module")
def speech() -> Speech:
    """Return the real voice and the real recogniser's vocabulary."""
    model = RecogniserModel(recogniser_model())
    return Speech(Pronunciation(voice_model()).unsayable, model.unknown_words, "stop")


@dataclass(frozen=True)
class Desk:
    """A copy of the content, that an author works on."""

    content: Path
    speech: Speech

    def change(self, file: str | Path, old: str, new: str) -> int:
        """Put a text in the place of another; return the number of the line it begins in."""
        path = self.content / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def told(self, file: str | Path) -> list[str]:
        """Return the lines that a check prints, without the file's name where it is this one's."""
        path = self.content / file
        check = Check(content_dir(), self.speech)
        check.look_at([path])
        return [line.removeprefix(f"{path}:") for line in check.faults]


@pytest.fixture
def desk(tmp_path: Path, speech: Speech) -> Desk:
    return Desk(Path(shutil.copytree(content_dir(), tmp_path / "en")), speech)


KNOWN = ", ".join(sorted(path.stem for path in (content_dir() / "stretches").iterdir()))

RULES = [
    pytest.param(
        KNEES,
        "seconds: 25 ",
        "seconds: 90 ",
        "hold.seconds: is 90, must be at most 60; write a whole number from 15 to 60",
        id="a limit",
    ),
    pytest.param(
        KNEES,
        "article: 002_56a37f25f547bb1b.txt",
        "book: Stretching",
        "sources[3].book: is not known here; remove it (known: article, other, takes)",
        id="a source of an unknown kind",
    ),
    pytest.param(
        KNEES,
        "repetitions: 2 ",
        "repetitions: 5 ",
        "hold.repetitions: is 5, must be at most 3; write a whole number from 1 to 3",
        id="more repetitions than three",
    ),
    pytest.param(
        ROUTINE,
        "stop_point: 4",
        "stop_point: 7",
        "stop_point: is 7, must be at most 5; write a whole number from 1 to 5",
        id="a stop point above five",
    ),
    pytest.param(
        ROUTINE,
        "warm_up: walking",
        "warm_up: dancing",
        'warm_up: "dancing" does not exist; take one that exists (there are: walking)',
        id="a warm-up that does not exist",
    ),
    pytest.param(
        ROUTINE,
        "- knees-to-chest",
        "- knees-to-chess",
        'stretches[1]: "knees-to-chess" does not exist; perhaps knees-to-chest is meant '
        f"(there are: {KNOWN})",
        id="a stretch that does not exist",
    ),
    pytest.param(
        TWIST,
        "sides: both",
        "sides: right",
        "sides: is \"right\", must be one of 'none' or 'both'; write one of them",
        id="one side only",
    ),
    pytest.param(
        KNEES,
        "- client: Lie on your back, knees bent, feet flat on the floor.",
        "- Lie on your back, knees bent, feet flat on the floor.",
        "set_up[2]: is for nobody; write client, partner or both, and a colon, before it",
        id="a cue without a role",
    ),
    pytest.param(
        KNEES,
        "- partner: Take your weight off the shins",
        "- both: Take your weight off the shins",
        "release[1]: is for both, but only one of the two can be meant; write client or partner",
        id="a cue that both could take for theirs",
    ),
    pytest.param(
        KNEES,
        "- client: Rest with your feet on the floor.",
        "- client: " + "rest " * 26,
        "release[3]: has 27 words, must be at most 25; make two cues of it",
        id="a cue of more than 25 words",
    ),
    pytest.param(
        KNEES,
        "- client: Rest with your feet on the floor.",
        "- client: Say stop when you like.",
        'release[3].client: holds "stop", which acts at once (stop); say it in other words',
        id="a cue that ends the stretch by itself",
    ),
    pytest.param(
        KNEES,
        "- client: Rest with your feet on the floor.",
        "- client: Rest, and breathe gently.",
        'release[3].client: holds "gently", which acts at once (ease-off); say it in other words',
        id="a cue that eases off by itself",
    ),
    pytest.param(
        ROUTINE,
        "- both: Welcome. This is",
        "- both: Welcome. Let us continue. This is",
        'welcome[1].both: holds "continue", which is a command (resume); say it in other words',
        id="a cue that resumes by itself",
    ),
    pytest.param(
        KNEES,
        "- client: Rest with your feet on the floor.",
        "- client: Feet down. Back.",
        'release[3].client: says "back" by itself, a command (back); put it in a sentence',
        id="a command that stands alone",
    ),
    pytest.param(
        KNEES,
        "- client: Rest with your feet on the floor.",
        "- client: Rest, with no less than both feet on the floor.",
        'release[3].client: holds "less", which acts alone (ease-off); say it in other words',
        id="a cry amid a sentence",
    ),
    pytest.param(
        CUES,
        "- both: We go on.",
        "- both: Ouch. We go on.",
        'replies.resuming[1].both: holds "ouch", which acts at once (stop); say it in other words',
        id="a sentence of the guide's own that commands it",
    ),
    pytest.param(
        KNEES,
        "- client: Rest with your feet on the floor.",
        "- client: Rest for 20-30 breaths.",
        'release[3].client: holds "20-30", which the voice cannot say as it is meant; write it out',
        id="a range that is read as a dash",
    ),
    pytest.param(
        KNEES,
        "- client: Rest with your feet on the floor.",
        "- client: Lift 2 kg.",
        'release[3].client: holds "kg", which the voice cannot say as it is meant; write it out',
        id="an abbreviation that is spelled",
    ),
    pytest.param(
        TWIST,
        "title: Supine spinal twist",
        "title: Twist, then let go",
        'title: holds "let go", which acts at once (stop); say it in other words',
        id="a stretch whose title ends the stretch",
    ),
    pytest.param(
        ROUTINE,
        "title: Lower back",
        "title: Back",
        'title: says "back" by itself, a command (back); put it in a sentence',
        id="a routine whose title is a command",
    ),
    pytest.param(
        TWIST,
        "title: Supine spinal twist",
        "title: Twist → side",
        'title: holds "→", which the voice cannot say as it is meant; write it out',
        id="a title that the voice cannot say",
    ),
    pytest.param(
        TWIST,
        "title: Supine spinal twist",
        'title: "2"',
        "title: has no letter; write what people call it",
        id="a title that is heard as a number",
    ),
    pytest.param(
        TWIST,
        "title: Supine spinal twist",
        'title: "Twist to the {side}"',
        "title: holds a brace, for which nothing is put here; take it out",
        id="a title with a placeholder",
    ),
    pytest.param(
        ROUTINE,
        "title: Lower back",
        "title: The one for the lower back that we always do on Sundays",
        "title: has 12 words, must be at most 10; shorten it",
        id="a title too long for a sentence",
    ),
    pytest.param(
        PHRASES,
        '    - "wait"',
        '    - "waitie"',
        'ordinary.pause[3]: holds "waitie", which the recogniser cannot hear; say it otherwise',
        id="a phrase with a word that the recogniser does not know",
    ),
    pytest.param(
        PHRASES,
        '    - "how long"',
        '    - "continue"',
        'ordinary.time-left[1]: "continue" means both resume and time-left; keep one',
        id="a phrase with two meanings",
    ),
    pytest.param(
        PHRASES,
        "  supine-spinal-twist: [twist,",
        "  spinal-twist: [twist,",
        'stretches.spinal-twist: "spinal-twist" does not exist; perhaps supine-spinal-twist is '
        f"meant (there are: {KNOWN})",
        id="a stretch to choose that there is none of",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "line"), RULES)
def test_a_broken_rule_is_told_with_file_line_place_and_mend(
    desk: Desk, file: str, old: str, new: str, line: str
) -> None:
    number = desk.change(file, old, new)
    assert desk.told(file) == [f"{number}: {line}"]


def test_a_source_may_be_a_person_or_a_book_and_has_to_be_something(desk: Desk) -> None:
    desk.change(KNEES, "article: 002_56a37f25f547bb1b.txt", "other: a physiotherapist's own")
    assert desk.told(KNEES) == []
    number = desk.change(KNEES, "- other: a physiotherapist's own\n    takes", "- takes")
    assert desk.told(KNEES) == [
        f"{number}: sources[3]: must name one source; write article or other"
    ]


def test_what_the_guide_knows_by_itself_is_all_well(desk: Desk) -> None:
    assert desk.told(content_dir()) == []


def test_a_cue_too_long_for_its_moment_is_told(desk: Desk) -> None:
    number = desk.change(WARM_UP, "at: 290", "at: 286")
    late = "is 286, while the cue before speaks until about 288.0"
    mend = "write 288.0 or more, or shorten that cue"
    assert desk.told(WARM_UP) == [f"{number}: cues[18].at: {late}; {mend}"]


@pytest.mark.parametrize(
    ("file", "key"), [(KNEES, "release"), (KNEES, "sides"), (ROUTINE, "warm_up")]
)
def test_a_missing_release_side_or_warm_up_is_told(desk: Desk, file: str, key: str) -> None:
    desk.change(file, f"\n{key}:", f"\nno_{key}:")
    lines = desk.told(file)
    assert any(line.endswith(f": {key}: is missing; add it") for line in lines)


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(desk: Desk) -> None:
    change = partial(desk.change, KNEES)
    change("seconds: 25 ", "seconds: 90 ")
    change("- both: Knees to chest.", "- Knees to chest.")
    change("at: 9.5", "at: 8")
    change("  bones: pressure", "  bone: pressure")
    change("- client: Rest with your feet", "- client: Stop → rest with your feet")
    said = [line.split(": ", 2)[1:] for line in desk.told(KNEES)]
    assert [place for place, _ in said] == [
        "hold.seconds",
        "set_up[1]",
        "ease_in.cues[3].at",
        "release[3].client",
        "release[3].client",
        "when_not.bone",
    ]


def test_a_key_that_stands_twice_hides_no_other_fault(desk: Desk) -> None:
    desk.change(KNEES, "stance: standing\n", "stance: standing\nstance: kneeling\n")
    line = desk.change(KNEES, "- client: Relax your back", "- client: Stop, relax your back")
    faults = desk.told(KNEES)
    assert len(faults) == 2
    assert "stance: stands here again" in faults[0]
    assert faults[1].startswith(f'{line}: hold.cues[1].client: holds "stop"')


def test_a_routine_is_checked_with_the_stretches_it_names(desk: Desk) -> None:
    number = desk.change(TWIST, "seconds: 25 ", "seconds: 61 ")
    fault = "hold.seconds: is 61, must be at most 60; write a whole number from 15 to 60"
    assert desk.told(ROUTINE) == [f"{desk.content / TWIST}:{number}: {fault}"]


def test_a_routine_with_a_fault_of_its_own_is_still_checked_with_its_stretches(desk: Desk) -> None:
    desk.change(ROUTINE, "stop_point: 4", "stop_point: 9")
    desk.change(TWIST, "seconds: 25 ", "seconds: 61 ")
    lines = desk.told(ROUTINE)
    assert len(lines) == 2
    assert "stop_point" in lines[0]
    assert "hold.seconds" in lines[1]


def test_a_folder_is_checked_with_all_that_lies_in_it(desk: Desk) -> None:
    check = Check(content_dir(), desk.speech)
    check.look_at([desk.content])
    looked = {file.relative_to(desk.content).as_posix() for file in check.files}
    assert {KNEES, ROUTINE, WARM_UP, PHRASES, CUES, "conditions.yaml", "just.yaml"} <= looked
    assert "demo.yaml" not in looked  # a scenario, which ``simulate`` checks


def test_a_routine_that_lies_anywhere_is_known_by_its_keys(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    shutil.copy(desk.content / ROUTINE, path)
    number = desk.change(path, "stop_point: 4", "stop_point: 6")
    assert desk.told(path) == [
        f"{number}: stop_point: is 6, must be at most 5; write a whole number from 1 to 5"
    ]


@pytest.mark.parametrize("file", [PHRASES, KNEES, "."])
def test_phrases_that_do_not_load_are_told_of_whatever_is_checked_beside_them(
    desk: Desk, file: str
) -> None:
    line = desk.change(PHRASES, '- "keep going"', '- "please stop"')
    fault = f'{line}: ordinary.resume[4]: "please stop" means both stop and resume; keep one'
    (only,) = desk.told(file)
    assert only.removeprefix(f"{desk.content / PHRASES}:") == fault


def test_phrases_that_do_not_load_hide_no_fault_of_another_file(desk: Desk) -> None:
    desk.change(PHRASES, '- "keep going"', '- "please stop"')
    desk.change(KNEES, "seconds: 25 ", "seconds: 61 ")
    assert len(desk.told(".")) == 2


def test_a_folder_without_content_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert desk.told(tmp_path / "empty") == [
        " holds no content; name a folder with YAML files in it"
    ]


def test_a_file_in_a_folder_of_no_kind_is_told_where_to_put_it(desk: Desk) -> None:
    path = desk.content / "strechs" / "mine.yaml"
    path.parent.mkdir()
    path.write_text("milk: 1\n", encoding="utf-8")
    (line,) = (each for each in desk.told(desk.content) if "strechs" in each)
    assert line.endswith(
        "strechs/mine.yaml:1: is of no known kind; put it into one of: "
        "routines, warm-ups, stretches, cool-downs"
    )


def test_a_file_of_no_known_kind_is_told_where_to_put_it(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("milk: 1\n", encoding="utf-8")
    assert desk.told(path) == [
        "1: is of no known kind; put it into one of: routines, warm-ups, stretches, cool-downs"
    ]


def test_a_file_whose_name_nothing_can_name_is_told(desk: Desk) -> None:
    path = desk.content / "stretches" / "My Stretch.yaml"
    shutil.copy(desk.content / KNEES, path)
    assert desk.told(path) == [
        '3: "My Stretch" is no name; rename the file with small letters, digits and hyphens'
    ]


def test_a_file_that_is_no_yaml_or_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    assert desk.told(path) == [" does not exist; check the name and the folder"]
    path.write_text("a: b: c\n", encoding="utf-8")
    assert desk.told(path) == [
        "1: broken YAML: a second colon stands in a text; put the text in quotes"
    ]
    path = tmp_path / "README.md"
    path.write_text("# A: heading: of prose\n", encoding="utf-8")
    assert desk.told(path) == [" is no YAML file; name one that ends in .yaml or .yml"]
