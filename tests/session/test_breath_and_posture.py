"""The breath that leads into a stretch, and how the partner spares their own back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.session.told import WELL, Session, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.effects import Earcon, Speak
from voiceguide.session.plan import Phase
from voiceguide.session.state import Why

TONES = {Earcon.BREATHE_IN, Earcon.BREATHE_OUT}


def _eased_in(*, tone: bool) -> Session:
    session = session_in(Phase.EASE_IN, answers=WELL)
    session.brief = replace(session.brief, breath_tone=tone)
    return session.until(lambda s: s.at.phase is Phase.HOLD)


def test_where_it_is_wanted_a_tone_goes_along_with_each_cue_that_leads_a_breath() -> None:
    """00:00 "Breathe in slowly." and the rising tone; 00:03 "On the breath out" and the falling."""
    session = _eased_in(tone=True)
    began = session.notes("step")[-2].t - 0.01
    tones = [earcon for earcon in session.chimes(began) if earcon in TONES]
    assert tones == [Earcon.BREATHE_IN, Earcon.BREATHE_OUT] * 2
    times = {e.t for e in session.entries if e.t > began and isinstance(e.what, Speak)}
    assert {e.t for e in session.entries if getattr(e.what, "earcon", None) in TONES} <= times


def test_otherwise_the_voice_leads_it_alone() -> None:
    assert not TONES & set(_eased_in(tone=False).chimes())


def _postures(session: Session) -> list[str]:
    told = [cue.text for cue in session.said() if "belly firm, back long" in cue.text]
    return [text.split(".")[0] for text in told]


@pytest.mark.parametrize(
    ("routine", "told"),
    [
        ("lower-back", ["Partner: Set one foot in front of the other, knees loose"]),
        ("gentle", None),
    ],
)
def test_each_posture_is_told_once_as_long_as_the_partner_keeps_it(
    routine: str, told: list[str] | None
) -> None:
    session = Session(routine=routine, step=0.1).until(lambda s: s.state.ended)
    postures = [text.split(",")[0] for text in _postures(session)]
    assert postures
    assert all(before != after for before, after in pairwise(postures))
    if told:
        assert [text.split(", belly")[0] for text in _postures(session)] == told


def test_a_posture_is_told_with_a_later_stretch_where_the_first_is_left_out() -> None:
    session = session_in(Phase.WARM_UP, answers=WELL).does(
        lambda turn: turn.leave_out(Why.CONDITION, "knees-to-chest")
    )
    session.until(lambda s: s.at.phase is Phase.READY)
    assert len(_postures(session)) == 1


def test_after_a_stop_it_is_not_told_again() -> None:
    session = session_in(Phase.HOLD, answers=WELL).passes(1.0)
    session.hears(Intent.STOP)
    session.quiet().hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.at.phase is Phase.HOLD and s.state.latched is None)
    assert len(_postures(session)) == 1
