"""The guide lowers its voice while somebody speaks over it, and not for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.sessions.conftest import VOICE, Session, seconds
from voiceguide.audio.blocks import RATE, Samples
from voiceguide.models.voices import voice_model
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.ducking import DUCKED
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable

TALK = "I wonder whether it is going to rain on the garden this afternoon"
NOTICED = 0.4
"""Seconds after the first syllable, at the most, until it has made room."""


SPOKEN_OVER = f"""
routine: lower-back
answers: well
room: {{echo_db: 0, delay_ms: 80, rt60_s: 0.4}}
people:
  - {{say: "start", at: 3.0}}
  - {{say: "{TALK}", after: {{kind: cue, nth: 4}}, wait: 1.5}}
  - {{say: "stop", after: {{kind: cue, nth: 6}}, wait: 1.0}}
until: 60
"""


@pytest.fixture(scope="module")
def cues() -> CueCache:
    """The guide's voice at full."""
    return CueCache(Voice(voice_model(VOICE)))


def rendered_and_heard(
    session: Session, cues: CueCache, cue: dict[str, object]
) -> tuple[Samples, Samples]:
    """Return a cue at full, and as the loudspeaker played it."""
    rendered = cues.samples(str(cue["text"]))
    start = round(seconds(cue) * RATE)
    return rendered, session.speaker[start : start + rendered.size]


def test_it_speaks_lower_only_while_a_person_speaks_and_never_where_it_lets_go(
    play: Callable[[str], Session], cues: CueCache
) -> None:
    session = play(SPOKEN_OVER)
    stopped = seconds(session.first("release", why="stop"))
    _, *alone, spoken_over = session.all("cue")[:4]
    for cue in (*alone, *(e for e in session.all("cue") if seconds(e) > stopped)):
        rendered, heard = rendered_and_heard(session, cues, cue)
        assert np.array_equal(rendered, heard), cue["text"]
    rendered, heard = rendered_and_heard(session, cues, spoken_over)
    begins = seconds(session.first("spoken", text=TALK), "start") - seconds(spoken_over)
    before, lowered = round(begins * RATE), round((begins + NOTICED) * RATE)
    assert np.array_equal(rendered[:before], heard[:before])
    assert np.abs(heard[lowered:] - DUCKED * rendered[lowered:]).max() <= 1.0
