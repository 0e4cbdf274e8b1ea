"""What the passing of time does: lines fall due, holds end, questions go unanswered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.session.answers import PATIENCE, unanswered
from voiceguide.session.effects import Earcon
from voiceguide.session.plan import Breath, Line, Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Utterance, Why
from voiceguide.session.swapping import swap, warm
from voiceguide.session.talk import adapted, gone_further, may_go_further

if TYPE_CHECKING:
    from voiceguide.session.turn import Turn

GAP = 0.5
"""Seconds between two cues."""

AFTER_HUSH = 0.1
"""Seconds between a cue that was cut off and the next, so that people hear that it was cut."""

_EXACT = frozenset({Phase.HOLD, Phase.PUSH})
"""Phases that end when their seconds are over, whatever is being said."""

LATE = 1.0
"""Seconds after which a timed line of a hold is left out rather than said late."""

MANNERS = 2.0
"""Seconds for which a cue waits at most while a person is speaking."""

REMINDER = 18.0
"""Seconds of silence after which a latched session says that it is still there."""

ABANDONED = 15 * 60.0
"""Seconds after which a latched session that nobody resumes ends itself."""


def cue_ended(turn: Turn) -> None:
    """A cue was spoken to its end: if it was a question, it is open now."""
    said = turn.state.saying
    turn.change(saying=None, quiet_since=turn.now)
    if said and said.asks and turn.state.question:
        turn.note("question", asks=said.asks, about=said.about)
    _await_answer(turn)


def tick(turn: Turn, *, somebody_speaks: bool) -> None:
    """Do what is due now. At most one thing begins in a tick."""
    if turn.state.ended:
        return
    if turn.step.phase in _EXACT and turn.situation is Situation.HELD and _time_is_up(turn):
        _let_out(turn)
    elif turn.state.saying:
        return
    elif turn.state.queue:
        _say_queued(turn)
    elif turn.state.ending:
        turn.note("end", why=turn.state.ending)
        turn.change(ended=True)
    elif turn.state.latched and turn.state.question is None:
        _wait_latched(turn)
    elif turn.state.preparing is not None:
        _wait_for_plan(turn)
    elif turn.state.heading is not None:
        turn.enter(turn.state.heading, afresh=turn.state.afresh)
    elif turn.state.question:
        _wait_for_answer(turn)
    else:
        _follow_script(turn, somebody_speaks=somebody_speaks)


def _time_is_up(turn: Turn) -> bool:
    return turn.now >= turn.state.entered + turn.step.seconds


def _let_out(turn: Turn) -> None:
    """The time is up: release, whatever was being said. An answer still owed is none."""
    question = turn.state.question
    if question and question.asks is not Question.DEEPER:
        turn.release_and_latch(Why.NO_ANSWER, Reply.UNANSWERED)
        return
    turn.hush()
    _enter_after_hold(turn)


def _enter_after_hold(turn: Turn) -> None:
    """Enter what follows; a push and more of the stretch only where that may be."""
    index, steps = turn.state.index + 1, turn.brief.plan.steps
    pushed = turn.step.phase is Phase.PUSH
    if not pushed and not may_go_further(turn):
        while steps[index].deepens:
            index += 1
    turn.enter(index)
    if pushed:
        gone_further(turn)


def _say_queued(turn: Turn) -> None:
    first, *rest = turn.state.queue
    if turn.now < turn.state.quiet_since + AFTER_HUSH:
        return
    turn.change(queue=tuple(rest))
    turn.say_next(first)


def _await_answer(turn: Turn) -> None:
    question = turn.state.question
    if question and not turn.state.queue:
        _set_deadline(turn)


def _set_deadline(turn: Turn) -> None:
    question = turn.state.question
    if question:
        deadline = turn.now + PATIENCE[question.asks]
        turn.change(question=replace(question, deadline=deadline))


def _wait_for_answer(turn: Turn) -> None:
    question = turn.state.question
    if question and question.deadline is None:
        _set_deadline(turn)
    elif question and question.deadline is not None and turn.now >= question.deadline:
        unanswered(turn)


def _wait_latched(turn: Turn) -> None:
    if turn.nobody_expected:
        return
    if turn.now >= turn.state.latched_at + ABANDONED:
        turn.reply(Reply.ABANDONED)
        turn.end(Why.ABANDONED)
    elif turn.now >= turn.state.quiet_since + REMINDER:
        turn.reply(Reply.CANNOT_HEAR if turn.state.deaf else Reply.STILL_RESTING)


def _wait_for_plan(turn: Turn) -> None:
    if turn.now >= turn.state.quiet_since + REMINDER:
        turn.reply(Reply.ONE_MOMENT)


def _follow_script(turn: Turn, *, somebody_speaks: bool) -> None:
    script = turn.state.script
    if script:
        _say_when_due(turn, script[0], MANNERS if somebody_speaks else 0.0)
    elif turn.step.phase is not Phase.HOLD and _step_is_over(turn):
        _go_on(turn)


def _say_when_due(turn: Turn, line: Line, patience: float) -> None:
    due = turn.state.quiet_since + GAP if line.at is None else turn.state.entered + line.at
    if turn.now < due + patience:
        return
    turn.change(script=turn.state.script[1:])
    held = turn.step.phase is Phase.HOLD
    if held and not line.asks and turn.now > due + LATE:
        return
    if line.breath and turn.brief.breath_tone:
        turn.chime(Earcon.BREATHE_IN if line.breath is Breath.IN else Earcon.BREATHE_OUT)
    asked = adapted(turn, line)
    turn.say_next(Utterance(asked.cue, asked.asks, asked.about))


def _step_is_over(turn: Turn) -> bool:
    return turn.now >= max(turn.state.entered + turn.step.seconds, turn.state.quiet_since + GAP)


def _go_on(turn: Turn) -> None:
    if turn.step.phase is Phase.WARM_UP:
        turn.change(warm_at=turn.now)
    index = _following(turn)
    if index is None:
        turn.end(Why.COMPLETE)
        return
    phase = turn.brief.plan.steps[index].phase
    if phase is Phase.SWAP and turn.state.changing:
        swap(turn)
    elif phase is Phase.WARM_UP and warm(turn):
        turn.enter(index)
        turn.reply(Reply.STILL_WARM)
        turn.ask(Question.WARM)
    else:
        turn.enter(index)


def _following(turn: Turn) -> int | None:
    """Return the step that follows; people who have changed places are not asked to once more."""
    plan, left_out = turn.brief.plan, turn.state.left_out
    index = plan.open_from(turn.state.index + 1, left_out)
    asked = turn.state.swapped and not turn.state.changing
    if index is not None and plan.steps[index].phase is Phase.SWAP and asked:
        return plan.open_from(index + 1, left_out)
    return index
