"""Somebody says "louder", and the loudspeaker is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.sessions.conftest import VOICE, Session, seconds
from voiceguide.audio.blocks import RATE
from voiceguide.models.voices import voice_model
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable


def test_whoever_says_louder_is_answered_louder(play: Callable[[str], Session]) -> None:
    session = play(
        """
routine: lower-back
people:
  - {say: "start", at: 3.0}
  - {say: "a bit louder", after: {kind: question, asks: screening}, wait: 0.8}
until: 20
"""
    )
    turned = session.first("volume")
    assert turned["percent"] == 150
    answer = next(cue for cue in session.all("cue") if seconds(cue) >= seconds(turned))
    rendered = CueCache(Voice(voice_model(VOICE))).samples(str(answer["text"])).astype(float)
    start = round(seconds(answer) * RATE)
    heard = session.speaker[start : start + rendered.size]
    assert np.abs(heard - 1.5 * rendered).max() <= 1.0
