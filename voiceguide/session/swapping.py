"""The two change places: the partner becomes the client, with a screening of their own.

=================  ==========================  ===================  ==========================
asked              yes                         no                   silence, twice
=================  ==========================  ===================  ==========================
at the end         they change places          the farewell         as no
in a warm-up or    they change places          it is taken up       as no
a cool-down
anywhere else      they change places          it is set up again   latched: no answer
=================  ==========================  ===================  ==========================

Nobody is asked after a number that asks for rest: see ``resting``.

Whoever is in a stretch is let go before the question is asked. A client who was ever held is led
through the cool-down and asked how they feel before the two change places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.session.effects import Earcon
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import UNDER_LOAD, State, Why

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.session.turn import Turn

WARM_FOR = 10 * 60.0
"""Seconds after a warm-up for which people may leave it out when they are asked. Both have walked
then; but to kneel beside somebody for longer than this warms nobody. Our own."""

_BEFORE = frozenset({Phase.BEGIN, Phase.SCREENING})
"""Where nobody has been screened yet: whoever wants to be the client just lies down."""

_HANDS_ON = UNDER_LOAD | {Phase.SET_UP, Phase.READY}
"""Where the partner's hands may lie on the client."""

_BY_THE_CLOCK = frozenset({Phase.WARM_UP, Phase.COOL_DOWN})


def offer(turn: Turn, _heard: Heard) -> None:
    """Somebody wants to change places: let go whoever is in a stretch, and ask; but only once."""
    if turn.step.phase in _BEFORE:
        return
    if turn.is_asking(Question.SWAP):
        turn.chime(Earcon.UNDERSTOOD)
        return
    if turn.state.rests:
        turn.break_in(Reply.RESTS)
        return
    if turn.step.phase in _HANDS_ON and turn.state.heading is None:
        turn.let_go(Why.SWAP)
    else:
        turn.hush()
    if turn.state.heading is not None or turn.step.phase not in _BY_THE_CLOCK:
        again = turn.brief.plan.set_up_of(turn.here, turn.state.left_out)
        led = turn.brief.plan.steps[again].phase in _BY_THE_CLOCK
        script = turn.brief.plan.steps[again].lines if led else ()
        turn.change(index=again, entered=turn.now, script=script, heading=None)
    turn.change(question=None)
    turn.ask(Question.SWAP)


def swap(turn: Turn) -> None:
    """Begin with the screening again; only what is said, and what is both of theirs, is kept."""
    before = turn.state
    first = turn.brief.plan.unscreened(frozenset()) or 0
    turn.note("swap")
    turn.state = State(
        index=first,
        entered=turn.now,
        limit=turn.brief.limit,
        contract_relax=before.contract_relax,
        left_out=before.partner_left_out,
        partner_left_out=before.left_out,
        stops=before.partner_stops,
        partner_stops=before.stops,
        holds=before.partner_holds,
        partner_holds=before.holds,
        saying=before.saying,
        queue=before.queue,
        quiet_since=before.quiet_since,
        volume=before.volume,
        last=before.last,
        swapped=True,
        warm_at=before.warm_at,
    )
    turn.reply(Reply.SWAPPED)
    turn.head_for(first)


def warm(turn: Turn) -> bool:
    """Tell whether both may be warm still from the last warm-up."""
    warm_at = turn.state.warm_at
    return warm_at is not None and turn.now < warm_at + WARM_FOR


def _yes(turn: Turn, _heard: Heard) -> None:
    """Change places; a client who was held is first led through what follows the stretches."""
    plan, here = turn.brief.plan, turn.state.index
    if not turn.state.held or here > plan.first(Phase.AFTERWARDS):
        swap(turn)
        return
    turn.change(changing=True)
    turn.reply(Reply.SWAP_AFTER)
    _take_up(turn, max(here, plan.first(Phase.COOL_DOWN)))


def _stay(turn: Turn) -> None:
    """Nobody changes places; a stretch is set up again from its start, a warm-up is taken up."""
    turn.change(question=None, changing=False)
    if turn.step.phase is not Phase.SWAP:
        turn.reply(Reply.RESUMING)
        _take_up(turn, turn.state.index)


def _take_up(turn: Turn, index: int) -> None:
    turn.change(left_off=turn.where_to_take_up())
    turn.head_for(index, afresh=True)


def _no(turn: Turn, _heard: Heard) -> None:
    turn.chime(Earcon.UNDERSTOOD)
    _stay(turn)


def _unanswered(turn: Turn) -> None:
    if turn.step.phase in _BY_THE_CLOCK | {Phase.SWAP}:
        _stay(turn)
    else:
        turn.latch(Why.NO_ANSWER, Reply.UNANSWERED)  # let go they were before it was asked


ANSWERS: dict[tuple[Question, Intent], Callable[[Turn, Heard], None]] = {
    (Question.SWAP, Intent.YES): _yes,
    (Question.SWAP, Intent.NO): _no,
}

SILENCE: dict[Question, Callable[[Turn], None]] = {Question.SWAP: _unanswered}
