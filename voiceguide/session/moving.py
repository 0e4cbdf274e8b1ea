"""Next and back: from part to part of the plan; and leaving the warm-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.session import screening
from voiceguide.session.leaving_out import none_left
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

if TYPE_CHECKING:
    from voiceguide.session.turn import Turn


def to_next(turn: Turn, _heard: Heard) -> None:
    """Go to the next part. The welcome, the screening and the warm-up are not left by it."""
    here = turn.here
    if turn.brief.plan.steps[here].phase is Phase.BEGIN:
        _ask_to_begin(turn)
    elif turn.brief.plan.steps[here].phase is Phase.SCREENING:
        screening.insist(turn)
    elif turn.brief.plan.steps[here].phase is Phase.WARM_UP:
        if turn.state.heading is None:
            turn.break_in(Reply.HOW_TO_SKIP)
    elif (index := turn.brief.plan.part_after(here, turn.state.left_out)) != here:
        _move(turn, index, Reply.NEXT)


def _ask_to_begin(turn: Turn) -> None:
    """Leave out the rest of the welcome; it is "start" that begins."""
    if turn.state.preparing is None:
        turn.hush()
        turn.change(script=(), question=None)
        turn.ask(Question.BEGIN)


def back(turn: Turn, _heard: Heard) -> None:
    """Go to the part before, unless nobody may be led back there."""
    if refused := _no_way_back(turn):
        turn.break_in(refused)
    else:
        _move(turn, turn.brief.plan.part_before(turn.here, turn.state.left_out), Reply.BACK)


def _no_way_back(turn: Turn) -> Reply | None:
    """Return why nobody is led back, if so: the client rests, or every stretch is left out."""
    if turn.state.rests:
        return Reply.RESTS
    return Reply.NONE_LEFT if _back_past_all(turn) else None


def _back_past_all(turn: Turn) -> bool:
    """Tell whether back would lead to before the first stretch, as every one is left out."""
    plan, here = turn.brief.plan, turn.here
    before = plan.part_before(here, turn.state.left_out)
    return none_left(turn) and any(step.stretch for step in plan.steps[before : here + 1])


def _move(turn: Turn, index: int, reply: Reply) -> None:
    """Go elsewhere in the plan; whoever is held is let go first."""
    if turn.situation is Situation.HELD:
        turn.let_go(Why.MOVED)
    else:
        turn.hush()
    turn.reply(reply)
    turn.change(script=(), left_off=None)
    turn.head_for(index, afresh=True)


def leave_warm_up(turn: Turn, _heard: Heard) -> None:
    """The warm-up may be left by those who have been moving already, which is asked once more."""
    if turn.step.phase is Phase.WARM_UP and turn.state.heading is None:
        turn.hush()
        turn.change(question=None)
        turn.ask(Question.WARM)


def choose_while_latched(turn: Turn, heard: Heard) -> None:
    """Choose what to resume with. The latch stays, and nobody skips the warm-up by it."""
    plan, index = turn.brief.plan, turn.state.index
    is_next = heard.intent is Intent.NEXT
    if turn.is_asking(Question.GONE):
        turn.break_in(Reply.HELP_GONE)
        return
    if is_next and turn.step.phase in {Phase.SCREENING, Phase.WARM_UP}:
        turn.reply(Reply.STILL_RESTING)
        return
    if not is_next and (refused := _no_way_back(turn)):
        turn.reply(refused, Reply.STILL_RESTING)
        return
    move = plan.part_after if is_next else plan.part_before
    turn.change(index=move(index, turn.state.left_out), left_off=None)
    turn.reply(Reply.NEXT if is_next else Reply.BACK)
    turn.reply(Reply.STILL_RESTING)
