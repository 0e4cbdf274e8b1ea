"""The scenario file: what it may say, and each fault with its row and its mend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from voiceguide.errors import UserError
from voiceguide.simulation.scenario import Line, load_scenario

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """\
routine: lower-back
seed: 1
room: {echo_db: 6, delay_ms: 80, rt60_s: 0.4, noise: {wav: kitchen.flac, snr_db: 15}}
answers: well
people:
  - {say: "start", at: 3.0}
  - {wav: stop.flac, after: {kind: hold, stretch: knees-to-chest, nth: 1}, wait: 4.5}
  - {say: "three", after: {kind: question, asks: pain}, wait: 0.8, every: true}
  - {say: yes, after: {kind: question, every: true}, voice: partner}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    noise = np.random.default_rng(0).normal(0, 0.1, 8_000)
    for name in ("kitchen.flac", "stop.flac"):
        soundfile.write(tmp_path / name, noise, 16_000)
    soundfile.write(tmp_path / "silent.wav", noise * 0, 16_000)
    return tmp_path


def _written(folder: Path, text: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_scenario_is_read_with_its_files_beside_it(folder: Path) -> None:
    scenario = load_scenario(_written(folder, WHOLE))
    assert (scenario.routine, scenario.seed, scenario.answers) == ("lower-back", 1, "well")
    assert scenario.room.echo_db == 6
    assert scenario.room.noise is not None
    assert scenario.room.noise.wav == folder / "kitchen.flac"
    start, stop, three, yes = scenario.people
    assert (start.say, start.at, start.voice) == ("start", 3.0, "client")
    assert stop.recording() == folder / "stop.flac"
    assert (stop.after, stop.nth) == ({"kind": "hold", "stretch": "knees-to-chest"}, 1)
    assert (three.every, three.wait) == (True, 0.8)
    assert (yes.say, yes.every, yes.voice) == ("yes", True, "partner")


def test_only_the_routine_must_be_named(folder: Path) -> None:
    scenario = load_scenario(_written(folder, "routine: lower-back\npeople:\nroom:\n"))
    assert (scenario.seed, scenario.answers, scenario.people) == (0, "none", ())
    assert (scenario.room.echo_db, scenario.room.delay_ms, scenario.room.rt60_s) == (0, 60, 0.3)
    assert scenario.stop_point is None
    assert scenario.until is None


def test_no_echo_at_all_can_be_asked_for(folder: Path) -> None:
    scenario = load_scenario(_written(folder, "routine: x\nroom: {echo_db: null}\n"))
    assert scenario.room.echo_db is None


def test_a_rough_room_is_read_with_its_talk_beside_it(folder: Path) -> None:
    rough = "drift_ppm: -50, distortion: mild, moving: true, talk: {wav: stop.flac, snr_db: 9}"
    room = load_scenario(_written(folder, f"routine: x\nroom: {{{rough}}}\n")).room
    assert (room.drift_ppm, room.distortion, room.moving) == (-50, "mild", True)
    assert room.talk is not None
    assert (room.talk.wav, room.talk.snr_db) == (folder / "stop.flac", 9)


FAULTS = [
    ("{say: stop}", 'needs "at" or "after", one of the two; write when it is said'),
    ("{at: 1}", 'needs "say" or "wav", one of the two; write what is said'),
    ("{say: stop, wav: stop.flac, at: 1}", 'needs "say" or "wav", one of the two'),
    ("{say: stop, at: 1, after: {kind: hold}}", 'needs "at" or "after", one of the two'),
    ("{say: stop, at: 1, wait: 2}", '"wait" has no meaning beside "at"'),
    ("{say: stop, after: {}}", '"after" names no field'),
    ("{say: stop, after: {kind: hold, nth: 1}, nth: 2}", '"nth" stands in "after" and beside it'),
    ("{say: stop, after: {kind: hold, nth: 2}, every: true}", '"nth" and "every" exclude each'),
    ("{say: stop, after: {kind: hold}, nth: 0}", "is 0, must be at least 1"),
    ("{say: stop, at: -1}", "is -1, must be at least 0"),
    ("{say: 2, at: 1}", "is 2, must be text"),
    ("{says: stop, at: 1}", "is not known here; perhaps say is meant"),
    ("{say: stop, at: 1, voice: dog}", "must be one of 'client' or 'partner'"),
    ("{wav: none.wav, at: 1}", "none.wav: no such file"),
    ("{wav: silent.wav, at: 1}", "silent.wav: is silent: every sample is zero"),
    ("{wav: scenario.yaml, at: 1}", "scenario.yaml: is not an audio file"),
]


@pytest.mark.parametrize(("line", "fault"), FAULTS)
def test_a_fault_in_a_line_is_told_with_its_row(folder: Path, line: str, fault: str) -> None:
    path = _written(folder, f"routine: lower-back\npeople:\n  - {{say: a, at: 1}}\n  - {line}\n")
    with pytest.raises(UserError, match=re.escape(fault)) as refused:
        load_scenario(path)
    assert f"{path}:4: people[2]" in str(refused.value)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("answers: badly", ":2: answers: "),
        ("seed: -1", ":2: seed: "),
        ("stop_point: 6", ":2: stop_point: "),
        ("until: 0", ":2: until: "),
        ("room: {delay_ms: 900}", ":2: room.delay_ms: "),
        ("room: {noise: {wav: none.wav, snr_db: 3}}", ":2: room.noise.wav: "),
        ("room: {noise: {wav: kitchen.flac}}", ":2: room.noise.snr_db: is missing"),
        ("room: {talk: {wav: none.wav, snr_db: 3}}", ":2: room.talk.wav: "),
        ("room: {talk: {wav: silent.wav, snr_db: 3}}", ":2: room.talk.wav: "),
        ("room: {talk: {wav: kitchen.flac}}", ":2: room.talk.snr_db: is missing"),
        (
            "room: {talk: {wav: kitchen.flac, snr_db: 81}}",
            ":2: room.talk.snr_db: is 81, must be at",
        ),
        ("room: {drift_ppm: 201}", ":2: room.drift_ppm: is 201, must be at most 200.0; write a"),
        ("room: {drift_ppm: fast}", ':2: room.drift_ppm: is "fast", must be a number; write a num'),
        ("room: {distortion: loud}", ":2: room.distortion: is \"loud\", must be one of 'mild' or"),
        (
            "room: {distortion: 0.5}",
            ":2: room.distortion: is 0.5, must be one of 'mild' or 'strong'",
        ),
        ("room: {moving: twice}", ':2: room.moving: is "twice", must be true or false'),
        (
            "room: {driftppm: 20}",
            ":2: room.driftppm: is not known here; perhaps drift_ppm is meant",
        ),
    ],
)
def test_a_fault_elsewhere_is_told_with_its_row(folder: Path, row: str, fault: str) -> None:
    path = _written(folder, f"routine: lower-back\n{row}\n")
    with pytest.raises(UserError, match=re.escape(f"{path}{fault}")) as refused:
        load_scenario(path)
    assert "\n" not in str(refused.value)


def test_every_faulty_file_gets_its_own_line(folder: Path) -> None:
    lines = "".join(f"  - {{wav: {name}.wav, at: 1}}\n" for name in ("a", "silent", "b"))
    with pytest.raises(UserError) as refused:
        load_scenario(_written(folder, f"routine: x\npeople:\n{lines}"))
    assert len(str(refused.value).splitlines()) == 3


ENTRY = {
    "t": 12.5,
    "kind": "cue",
    "text": "Left leg: lift the heel.",
    "role": "partner",
    "rep": 2,
    "side": None,
}


@pytest.mark.parametrize(
    ("after", "does"),
    [
        ({"kind": "cue"}, True),
        ({"kind": "question"}, False),
        ({"kind": "cue", "role": "partner"}, True),
        ({"kind": "cue", "role": "Partner"}, True),
        ({"kind": "cue", "role": "part"}, False),
        ({"kind": "cue", "role": "client"}, False),
        ({"rep": 2}, True),
        ({"rep": 2.0}, True),
        ({"rep": "2"}, False),
        ({"text": "lift the HEEL"}, True),
        ({"text": "lift the toe"}, False),
        ({"side": None}, True),
        ({"stretch": None}, True),
        ({"stretch": "knees-to-chest"}, False),
    ],
)
def test_an_entry_matches_if_every_field_does(
    after: dict[str, str | int | float | bool | None],
    does: bool,  # noqa: FBT001  # a column of the table
) -> None:
    assert Line(say="stop", after=after).matches(ENTRY) is does
