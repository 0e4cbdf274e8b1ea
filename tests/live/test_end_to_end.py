"""The program as people have it: a process of its own, a sound card, a person's voice in the room.

Judged by nothing but what the loudspeaker plays.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.audio.virtual_card import FIRST
from tests.live.conftest import PATIENCE, Recording, until
from tests.live.held import VOICE
from voiceguide.cli import parts
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.audio.virtual_card import VirtualCard

ROUTINE = ["just", "the", "twist"]

LONGEST_CUE = 6.0
"""Seconds after which a cue is over, for certain, and an answer is waited for."""


def test_people_start_stop_and_resume_by_voice_alone(
    card: VirtualCard, tmp_path: Path, person: Callable[[str], Path]
) -> None:
    brief = parts.brief(" ".join(ROUTINE))
    cues = parts.cues_for(brief, VOICE)
    raw = tmp_path / "speaker.raw"
    recording = Recording(raw)

    def hears(text: str, since: float, within: float = PATIENCE) -> float | None:
        """Return when the loudspeaker has begun to say something; None: not in so many seconds."""
        cue = cues.samples(text)
        until(
            lambda: recording.now > since + within or recording.said_after(cue, since) is not None,
            "nothing is recorded",
        )
        after = recording.said_after(cue, since)
        return None if after is None else since + after

    def says(words: str, answer: str) -> float:
        """Say something as people do, up to three times; return when the answer began."""
        for _ in range(3):
            since = recording.now
            card.into_the_room(person(words))
            if answered := hears(answer, since, within=12.0):
                return answered
        pytest.fail(f"nobody answers {words!r} by {answer!r}")

    command = [*FIRST, sys.executable, "-m", "voiceguide", "run", *ROUTINE]
    state = {"XDG_STATE_HOME": str(tmp_path)}
    with card.recording(raw):
        program = subprocess.Popen(
            command, env=card.program_environment | state, stdout=subprocess.DEVNULL
        )
        try:
            begun = hears(brief.sentences.reply(Reply.STOP_LIVE)[0].text, 0.0)
            assert begun is not None
            *_, ask_to_start = brief.plan.steps[0].lines
            asked = hears(ask_to_start.cue.text, begun)
            assert asked is not None
            until(lambda: recording.now > asked + LONGEST_CUE, "nothing is recorded")
            following = brief.plan.steps[1]
            says("start", following.lines[0].cue.text)
            released = says("stop", following.release[0].text)
            resting = hears(brief.sentences.reply(Reply.STOPPED)[-1].text, released)
            assert resting is not None
            until(lambda: recording.now > resting + LONGEST_CUE, "nothing is recorded")
            says("resume", following.lines[0].cue.text)
        finally:
            program.kill()
            program.wait()
