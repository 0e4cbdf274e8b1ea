"""A number on the 0 to 10 scale, and what happens: the table that ``verdict`` is.

=======================================  ================  ===============  ================
the number is                            in a stretch      words only       released, latched
=======================================  ================  ===============  ================
the stop point or more                   release, latched  latched          stays latched
one under the stop point, but for zero   ease off          read back        (nothing)
two or more above the first one          ease off          read back        (nothing)
lower                                    read back         read back        (nothing)
=======================================  ================  ===============  ================

The first one is the first of this stretch. The first row is in ``safety``, whatever is going on.
While people are let go nothing is eased off: nothing is gentler than the release.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from voiceguide.session.plan import Breath, Phase, Question, Role
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Felt, Situation

if TYPE_CHECKING:
    from voiceguide.session.turn import Turn

RISE = 2
"""So much above the first number of a stretch eases it off. Our own."""


class Verdict(Enum):
    """What a number comes to."""

    RELEASE = auto()
    NEAR = auto()
    """Ease off: one under the stop point. Zero is no discomfort, and near to nothing."""
    RISEN = auto()
    """Ease off: well above the first number of this stretch."""
    FINE = auto()


def verdict(number: int, limit: int, first: int | None, *, held: bool) -> Verdict:
    """Return what a number comes to.

    Args:
        number: 0 to 10.
        limit: the stop point, 1 to 5.
        first: the first number said in this stretch, if one was.
        held: whether somebody is in a stretch.
    """
    if number >= limit:
        return Verdict.RELEASE
    if held and 0 < number == limit - 1:
        return Verdict.NEAR
    if held and first is not None and number >= first + RISE:
        return Verdict.RISEN
    return Verdict.FINE


_EASED_OFF_FOR = {Verdict.NEAR: Reply.NUMBER_NEAR, Verdict.RISEN: Reply.NUMBER_RISEN}


def read_back(turn: Turn, number: int) -> None:
    """Say a number under the stop point back, and ease off where it asks for that."""
    turn.note("pain", value=number)
    held = turn.situation is Situation.HELD
    felt = felt_here(turn)
    found = verdict(number, turn.state.limit, felt.first, held=held)
    if found is Verdict.FINE or turn.letting_go:
        turn.break_in(Reply.NUMBER_FINE, number=number)
    else:
        ease_off(turn, _EASED_OFF_FOR[found], number=number)
    if held:
        first = number if felt.first is None else felt.first
        last = None if found is Verdict.RISEN else number
        eased = found is not Verdict.FINE
        turn.change(felt=replace(felt, first=first, last=last, rep=turn.step.rep, eased=eased))


def felt_here(turn: Turn) -> Felt:
    """Return what was said of this stretch; on its other side only the first number counts."""
    felt, step = turn.state.felt, turn.step
    if felt.part == step.part:
        return felt
    return Felt(step.part, step.stretch, felt.first if felt.stretch == step.stretch else None)


def easing(turn: Turn) -> Reply:
    """Return what makes this stretch less: the partner does it, or the client who moves alone."""
    return Reply.EASED_ALONE if turn.step.moved_by is Role.CLIENT else Reply.EASED


def ease_off(turn: Turn, *before: Reply, **values: int) -> None:
    """Have less of the stretch, after saying why. What was felt before it counts no more.

    It answers all that may be open but the number, also whether it shall be more. While people are
    eased in, they stay where they are until the hold: each stretch deepens on the breath out. A
    push is over with it.
    """
    turn.ask_no_more(Question.PAIN)
    turn.change(felt=replace(felt_here(turn), last=None, eased=True))
    turn.unsay(*turn.cues((Reply.FURTHER, Reply.FURTHER_ALONE, easing(turn)), {}))
    if turn.step.phase is Phase.EASE_IN:
        turn.unsay(*(line.cue for line in turn.step.lines if line.breath is Breath.OUT))
    if turn.step.phase is Phase.PUSH:
        _end_push(turn)
        turn.reply(*before, easing(turn), **values)
    else:
        turn.break_in(*before, easing(turn), **values)
    turn.note("eased", stretch=turn.step.stretch, side=turn.step.side)


def _end_push(turn: Turn) -> None:
    """Tell the client to rest before anything else, and go no further."""
    turn.hush()
    turn.enter(turn.state.index + 1)
    rest, *_ = turn.state.script
    turn.change(script=())
    turn.say(rest.cue)
