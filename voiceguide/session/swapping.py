"""The two change places: the partner becomes the client, with a screening of their own.

=================  ==========================  ===================  ==========================
asked              yes                         no                   silence, twice
=================  ==========================  ===================  ==========================
at the end         they change places          the farewell         as no
in a warm-up or    they change places          it is taken up       as no
a cool-down
anywhere else      they change places          it is set up again   latched: no answer
=================  ==========================  ===================  ==========================

Whoever is held is let go before the question is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.session.effects import Earcon
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, State, Why

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.session.turn import Turn

WARM_FOR = 10 * 60.0
"""Seconds after a warm-up for which a new client need not be led through it again. Both have walked
then; but to kneel beside somebody for longer than this warms nobody. Our own."""

_BEFORE = frozenset({Phase.BEGIN, Phase.SCREENING})
"""Where nobody has been screened yet: whoever wants to be the client just lies down."""

_BY_THE_CLOCK = frozenset({Phase.WARM_UP, Phase.COOL_DOWN})


def offer(turn: Turn, _heard: Heard) -> None:
    """Somebody wants to change places: let go whoever is held, and ask."""
    if turn.step.phase in _BEFORE:
        return
    if turn.situation is Situation.HELD:
        turn.let_go(Why.SWAP)
    else:
        turn.make_way()
    if turn.state.heading is not None or turn.step.phase not in _BY_THE_CLOCK:
        index = turn.state.index if turn.state.heading is None else turn.state.heading
        again = turn.brief.plan.set_up_of(index, turn.state.left_out)
        led = turn.brief.plan.steps[again].phase in _BY_THE_CLOCK
        script = turn.brief.plan.steps[again].lines if led else ()
        turn.change(index=again, entered=turn.now, script=script, heading=None)
    turn.change(question=None)
    turn.ask(Question.SWAP)


def swap(turn: Turn) -> None:
    """Begin with the screening again; only what is said, and what is both of theirs, is kept."""
    before = turn.state
    turn.note("swap")
    turn.state = State(
        index=before.index,
        entered=turn.now,
        limit=turn.brief.limit,
        contract_relax=before.contract_relax,
        left_out=before.partner_left_out,
        partner_left_out=before.left_out,
        saying=before.saying,
        queue=before.queue,
        quiet_since=before.quiet_since,
        last=before.last,
        swapped=True,
        warm_at=before.warm_at,
    )
    turn.reply(Reply.SWAPPED)
    turn.head_for(turn.brief.plan.unscreened(turn.state.passed) or 0)


def warm(turn: Turn) -> bool:
    """Tell whether both are still warm from the last warm-up."""
    warm_at = turn.state.warm_at
    return warm_at is not None and turn.now < warm_at + WARM_FOR


def _stay(turn: Turn) -> None:
    """Nobody changes places; a stretch is set up again from its start, a warm-up is taken up."""
    turn.change(question=None)
    if turn.step.phase is not Phase.SWAP:
        turn.change(left_off=turn.where_to_take_up())
        turn.reply(Reply.RESUMING)
        turn.head_for(turn.state.index, afresh=True)


def _no(turn: Turn, _heard: Heard) -> None:
    turn.chime(Earcon.UNDERSTOOD)
    _stay(turn)


def _unanswered(turn: Turn) -> None:
    if turn.step.phase in _BY_THE_CLOCK | {Phase.SWAP}:
        _stay(turn)
    else:
        turn.release_and_latch(Why.NO_ANSWER, Reply.UNANSWERED)


ANSWERS: dict[tuple[Question, Intent], Callable[[Turn, Heard], None]] = {
    (Question.SWAP, Intent.YES): lambda turn, _: swap(turn),
    (Question.SWAP, Intent.SWAP): lambda turn, _: swap(turn),
    (Question.SWAP, Intent.NO): _no,
}

SILENCE: dict[Question, Callable[[Turn], None]] = {Question.SWAP: _unanswered}
