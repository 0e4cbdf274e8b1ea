"""After the session: how the client feels, in a number."""

from __future__ import annotations

import pytest

from tests.session.told import NOTHING, Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply


def _asked() -> Session:
    return session_in(Phase.AFTERWARDS, answers=NOTHING).asked(Question.AFTERWARDS)


@pytest.mark.parametrize("number", range(11))
def test_a_number_is_read_back_and_a_high_one_is_followed_by_advice(number: int) -> None:
    """High is what would have ended a stretch: the limit, 4, or more. Nobody is latched by it."""
    session = _asked()
    asked = session.now - 0.01
    session.passes(1.0).hears(Intent.PAIN, number)
    session.until(lambda s: s.at.phase is Phase.SWAP)
    reply = session.reply(
        Reply.AFTERWARDS_HIGH if number >= 4 else Reply.AFTERWARDS_FINE, number=number
    )
    assert session.said(asked) == reply
    assert [fields_of(note) for note in session.notes("afterwards")] == [{"value": number}]


def test_nobody_has_to_say_one() -> None:
    session = _asked().asked(Question.AFTERWARDS)
    session.until(lambda s: s.at.phase is Phase.SWAP, within=10.0)
    assert session.notes("afterwards") == []
    assert session.state.latched is None
