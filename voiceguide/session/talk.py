"""Talking while stretching: what the client is asked beside the number, and what the answers do.

================  =======================  ==========================================
asked             answer                   what follows
================  =======================  ==========================================
do you feel it    yes                      good
                  no                       a little further, where that is allowed; a
                                           number, if there is none of this repetition
where             within this stretch      good
                  anywhere else            ease off
is it too much    yes                      ease off
                  no                       good
a little more     yes                      a little further, where that is allowed
                  no, or silence           nothing changes
================  =======================  ==========================================

A little further is allowed in a hold that lasts long enough, and only where the number before it
was of this repetition, and two or more under the stop point; then only after another number. It is
the client who is asked, by role, as voices are not told apart. Less may be had by either person, at
any time, unasked.

What is not answered twice ends the stretch, as with a number. A number answers each of these.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.session.effects import Earcon
from voiceguide.session.pain import ease_off, felt_here
from voiceguide.session.plan import BACK, Line, Phase, Question, Role
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.session.turn import Turn

WORTH_ASKING = 12.0
"""Seconds that a hold has to go on for, or nobody is asked whether it shall be more."""

WORTH_GOING = 7.0
"""Seconds that it has to go on for, or nobody goes further: the words, and a breath."""

NUMBER_AFTER = 14.0
"""Seconds that it has to go on for, or no number is asked for after that: there is none ahead of
the next hold then, and nothing more before it."""


def adapted(turn: Turn, line: Line) -> Line:
    """Return the line with the question that suits what was said before.

    Once something was changed or let go, whether it is too much comes first, or a number where that
    is asked in this hold anyway; and where nothing was felt, nobody is asked where.
    """
    if line.asks is not Question.FEEL and line.asks is not Question.WHERE:
        return line
    felt = felt_here(turn)
    asks: Question = line.asks
    if not _far_under(turn):
        anyway = any(each.asks is Question.TOO_MUCH for each in turn.step.lines)
        asks = Question.PAIN if anyway else Question.TOO_MUCH
    elif felt.nothing:
        asks = Question.FEEL
    return Line(turn.asking(asks, None).ask, line.at, asks)


def deeper(turn: Turn, _heard: Heard) -> None:
    """Ask the client back whether it shall be more, where that is allowed; else say why not."""
    if turn.letting_go or turn.is_asking(Question.DEEPER):
        turn.chime(Earcon.UNDERSTOOD)
    elif turn.is_asking(Question.PAIN):
        turn.break_in(Reply.DEEPER_LATER)
    elif refused := _refused(turn, WORTH_ASKING):
        turn.break_in(refused)
    else:
        turn.hush()
        turn.change(question=None)
        turn.ask(Question.DEEPER)


def _left(turn: Turn) -> float:
    """Return the seconds that this hold still goes on for."""
    return turn.state.entered + turn.step.seconds - turn.now


def may_go_further(turn: Turn) -> bool:
    """Tell whether the number of this repetition allows more of the stretch."""
    return _has_number(turn) and _far_under(turn)


def _far_under(turn: Turn) -> bool:
    """Tell whether the latest number is two or more under the stop point."""
    last = felt_here(turn).last
    return last is not None and last < turn.state.limit - 1


def _has_number(turn: Turn) -> bool:
    """Tell whether a number was said in this repetition, and nothing was changed since."""
    felt = felt_here(turn)
    return felt.last is not None and felt.rep == turn.step.rep


def _refused(turn: Turn, least: float) -> Reply | None:
    """Return why nobody goes further now, if so; ``least``: seconds that the hold has to go on."""
    felt = felt_here(turn)
    if turn.step.phase is not Phase.HOLD or felt.last is None:
        eased = turn.step.phase is Phase.HOLD and felt.eased
        return Reply.STAYS_EASED if eased else Reply.DEEPER_LATER
    if not _far_under(turn):
        return Reply.STAYS
    if not _has_number(turn):
        return Reply.DEEPER_LATER
    return Reply.STAYS_SHORT if _left(turn) < least else None


def _further(turn: Turn) -> None:
    """Go a little further if that is allowed; a number is asked for after it, if there is time."""
    if refused := _refused(turn, WORTH_GOING):
        turn.break_in(refused)
        return
    alone = turn.step.moved_by is Role.CLIENT
    turn.break_in(Reply.FURTHER_ALONE if alone else Reply.FURTHER)
    gone_further(turn)
    ahead = any(line.asks is Question.PAIN for line in turn.state.script)
    if not ahead and _left(turn) >= NUMBER_AFTER:
        turn.ask(Question.PAIN)


def gone_further(turn: Turn) -> None:
    """Note that it is more of the stretch now; the number before counts no more."""
    turn.change(felt=replace(felt_here(turn), last=None))
    turn.note("further", stretch=turn.step.stretch, side=turn.step.side)


def _felt(turn: Turn, _heard: Heard) -> None:
    turn.change(question=None, felt=replace(felt_here(turn), nothing=False))
    turn.break_in(Reply.FELT)


def _nothing_felt(turn: Turn, _heard: Heard) -> None:
    turn.change(question=None, felt=replace(felt_here(turn), nothing=True))
    if _has_number(turn) or not _far_under(turn):
        _further(turn)
    elif _left(turn) < NUMBER_AFTER:
        turn.break_in(Reply.STAYS_SHORT)
    else:
        number = turn.asking(Question.PAIN, None).ask
        turn.unsay(number)  # it is asked for now, and not once more later
        turn.ask(Question.PAIN)


def _where(turn: Turn, heard: Heard) -> None:
    """Ease off wherever it is felt in a place that this stretch should spare."""
    places = heard.places or {BACK}  # the command of that name, as an answer
    if places <= turn.step.felt_in:
        _felt(turn, heard)
    else:
        ease_off(turn, Reply.FELT_ELSEWHERE)


def _too_much(turn: Turn, _heard: Heard) -> None:
    ease_off(turn)


def _wished(turn: Turn, _heard: Heard) -> None:
    turn.change(question=None)
    _further(turn)


def as_it_is(turn: Turn) -> None:
    """Leave the stretch as it is: nobody said that it shall be more."""
    turn.change(question=None)
    turn.break_in(Reply.STAYS_AS_WISHED)


ANSWERS: dict[tuple[Question, Intent], Callable[[Turn, Heard], None]] = {
    (Question.FEEL, Intent.YES): _felt,
    (Question.FEEL, Intent.NO): _nothing_felt,
    (Question.WHERE, Intent.PLACE): _where,
    (Question.WHERE, Intent.BACK): _where,
    (Question.WHERE, Intent.NO): _nothing_felt,
    (Question.TOO_MUCH, Intent.YES): _too_much,
    (Question.TOO_MUCH, Intent.NO): _felt,
    (Question.DEEPER, Intent.YES): _wished,
    (Question.DEEPER, Intent.NO): lambda turn, _: as_it_is(turn),
}
