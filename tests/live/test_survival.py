"""What may happen to a program that leads people, and has to change nothing for them.

The other half of the fault table: here the ears live, so a hold may go on; and a stop is obeyed.
That a killed program says when it is back that it was away is shown by
``tests/sessions/test_serving.py``.
"""

from __future__ import annotations

import re
import shutil
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import voiceguide
from tests.live.conftest import PATIENCE, Held, session, until
from tests.live.held import held
from voiceguide.paths import content_dir
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.audio.virtual_card import VirtualCard
    from voiceguide.speaking.cache import CueCache

LET_GO_WITHIN = 1.5
"""Seconds of the loudspeaker's recording from a signal to the first sound of the release."""

PACKAGE = Path(voiceguide.__file__).parent


def release_heard(held_one: Held, cues: CueCache, since: float) -> float:
    """Wait until the loudspeaker has played the release; return how long after a second."""
    cue = cues.samples(held("lower-back").plan.steps[0].release[0])
    until(lambda: held_one.recording.said_after(cue, since) is not None, "no release is heard")
    return held_one.recording.said_after(cue, since) or 0.0


@contextmanager
def begun(
    card: VirtualCard,
    folder: Path,
    routine: str = "lower-back",
) -> Iterator[Held]:
    """Run a session that has said that it hears."""
    with session(card, folder, routine=routine) as started:
        started.after(0.0, "cue")
        yield started


def test_told_to_end_it_lets_go_first(card: VirtualCard, cues: CueCache, tmp_path: Path) -> None:
    with begun(card, tmp_path) as ended:
        since = ended.recording.now
        ended.program.send_signal(signal.SIGTERM)
        assert release_heard(ended, cues, since) < LET_GO_WITHIN
        until(lambda: ended.program.poll() is not None, "it does not end")
        assert ended.program.returncode == 130
        assert [entry["kind"] for entry in ended.entries()[-2:]] == ["end", "soundcard"]
        assert ended.entries()[-1]["heard"] != 0


def test_a_microphone_that_hears_hardly_anything_is_told_of_and_may_be_right(
    card: VirtualCard, tmp_path: Path
) -> None:
    card.turn_down()
    with begun(card, tmp_path) as faint:
        assert faint.after(0.0, "ears")["live"]
        faint.program.send_signal(signal.SIGTERM)
        _, complaints = faint.program.communicate(timeout=PATIENCE)
    assert "Virtual Microphone hears hardly anything" in complaints


def test_with_a_full_disk_it_goes_on_without_its_journal_and_obeys(
    card: VirtualCard, cues: CueCache, tmp_path: Path, person: Callable[[str], Path]
) -> None:
    live = held("lower-back").sentences.reply(Reply.STOP_LIVE)[0]
    with session(card, tmp_path, journal=Path("/dev/full")) as full:
        heard = full.recording.said_after
        until(lambda: heard(cues.samples(live), 0.0) is not None, "it does not begin")
        since = full.recording.now
        card.into_the_room(person("stop"))
        release_heard(full, cues, since)
        full.program.send_signal(signal.SIGTERM)
        _, complaints = full.program.communicate(timeout=PATIENCE)
    complaint = "/dev/full: No space left on device; the session goes on without its journal"
    assert complaint in complaints


def test_when_the_clock_is_set_back_a_day_nothing_changes(
    card: VirtualCard, cues: CueCache, tmp_path: Path, person: Callable[[str], Path]
) -> None:
    with begun(card, tmp_path) as yesterday:
        marked = yesterday.marked()
        yesterday.program.send_signal(signal.SIGPROF)
        assert 0.0 <= yesterday.marked() - marked < 5.0
        since = yesterday.recording.now
        card.into_the_room(person("stop"))
        release_heard(yesterday, cues, since)
        assert [entry["live"] for entry in yesterday.entries("ears")] == [True]


def test_what_leads_people_reads_no_clock_that_can_be_set() -> None:
    """Only the name of a journal and the record of a day do."""
    settable = re.compile(
        r"time\.time\(|time\.localtime|datetime\.now|date\.today|from time import"
    )
    reads = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if settable.search(file.read_text(encoding="utf-8"))
    }
    assert reads == {"cli/sessions.py"}


@pytest.mark.parametrize("written", ["", "stretches: [none of them]\n"], ids=["emptied", "broken"])
def test_when_its_routine_is_changed_it_goes_on_as_it_began(
    written: str,
    card: VirtualCard,
    cues: CueCache,
    tmp_path: Path,
    person: Callable[[str], Path],
) -> None:
    content = tmp_path / "en"
    shutil.copytree(content_dir(), content)
    routine = content / "routines" / "lower-back.yaml"
    with begun(card, tmp_path, routine=str(routine)) as going:
        for file in content.rglob("*.yaml"):
            file.write_text(written)
        since = going.recording.now
        card.into_the_room(person("stop"))
        release_heard(going, cues, since)
        going.after(0.0, "pause", why="stop")
        assert going.program.poll() is None
