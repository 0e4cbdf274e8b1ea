"""How the client feels at the end: a number that would have ended a stretch asks for rest.

=======================  ==================================================================
such a number is said    what follows
=======================  ==================================================================
in the cool-down         latched, as anywhere; after a resume the advice, and the goodbye
after it                 the advice, and the goodbye; nobody is latched by it
while latched there      after a resume the advice, and the goodbye
=======================  ==================================================================

It does so whether it was asked for or not, and whatever was said before. Nothing begins after it:
nobody changes places, not even where that was agreed on, and nobody is led back. The advice is owed
until it was spoken whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.session.plan import Phase
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from voiceguide.session.turn import Turn

AFTER_ALL = frozenset({Phase.AFTERWARDS, Phase.SWAP, Phase.FAREWELL})
"""Where nothing is led any more."""

AT_THE_END = AFTER_ALL | {Phase.COOL_DOWN}
"""Where every stretch is over."""


def afterwards(turn: Turn, number: int) -> None:
    """Read back how the client feels, or advise them."""
    turn.note("afterwards", value=number)
    turn.change(question=None)
    if number < turn.state.limit:
        turn.reply(Reply.AFTERWARDS_FINE, number=number)
    else:
        ask_for_rest(turn, number)
        turn.say_goodbye()


def ask_for_rest(turn: Turn, number: int) -> None:
    """Keep in mind that only the goodbye is still to come."""
    turn.change(changing=False, rests=True, advice=number)
