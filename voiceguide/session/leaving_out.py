"""Which stretches a session leaves out once something has happened in one of them.

===============================  ==================================================
what happened                    left out for this client, for the rest of the day
===============================  ==================================================
a warning sign, in a stretch     it, and all that reach a region that it reaches
a warning sign, before it has    the same of it, and of the stretch before it
  begun: set-up, ready
a warning sign, later than the   all: nobody knows which region it comes from
  screening, in no stretch or
  on the way into the first one
a warning sign, before that      nothing: the screening asks for it, from its beginning
two stops in a stretch           it
===============================  ==================================================

After a warning sign "resume" is asked back: the session goes on only when the client says that all
of it is gone. Until then it rests, however often somebody wants to go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.language.intents import Heard, Intent
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation, Why

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.session.turn import Turn

STOPS = 2
"""So many stops in one stretch, on whichever side, and it is left out."""

_BEFORE_THE_END_OF_SCREENING = frozenset({Phase.BEGIN, Phase.SCREENING})


def warned(turn: Turn) -> None:
    """A warning sign was named, and the session is latched."""
    turn.change(warned=True)
    plan, suspected = turn.brief.plan, _suspected(turn)
    if suspected:
        turn.leave_out(Why.RED_FLAG, *suspected)
        for stretch in suspected:
            turn.leave_out(Why.REGION, *_of_its_region(turn, stretch))
    elif turn.step.phase in _BEFORE_THE_END_OF_SCREENING:
        turn.change(passed=frozenset(), claims=())  # what was answered is no longer so: ask it anew
    else:
        turn.leave_out(Why.REGION, *plan.areas)


def _suspected(turn: Turn) -> tuple[str, ...]:
    """Return the stretches that a warning sign may come from; none if it comes from none of them.

    Where this one has not begun, the one before it is among them; the first one has none before it.
    """
    before, here = turn.state.held_in, turn.state.latched_in
    if here is None or before is None:
        return ()
    return (here,) if before == here else (before, here)


def _of_its_region(turn: Turn, stretch: str) -> set[str]:
    areas = turn.brief.plan.areas
    return {name for name in areas if areas[name] & areas[stretch]}


def stopped_too_often(turn: Turn) -> str | None:
    """Count a stop, before anybody is let go; return the stretch if that is one too many."""
    stretch = turn.step.stretch
    if stretch is None or turn.situation is not Situation.HELD:
        return None
    turn.change(stops=(*turn.state.stops, stretch))
    return stretch if turn.state.stops.count(stretch) >= STOPS else None


def ask_whether_gone(turn: Turn) -> None:
    """Somebody wants to go on after a warning sign: only the client may say that it is gone."""
    if not turn.is_asking(Question.GONE):
        turn.hush()
        turn.ask(Question.GONE)


def none_left(turn: Turn) -> bool:
    """Tell whether every stretch is left out."""
    return turn.state.left_out >= {*turn.brief.plan.areas}


def _gone(turn: Turn) -> None:
    turn.change(question=None, warned=False)
    if none_left(turn):
        _come_to_the_end(turn)
    elif suspected := _suspected(turn):
        turn.resume()
        _tell_what_is_spared(turn, suspected)
    else:
        turn.resume(Reply.RESUMING)


def _tell_what_is_spared(turn: Turn, suspected: tuple[str, ...]) -> None:
    told: set[str] = set()
    for stretch in suspected:
        if stretch not in told:
            turn.reply(Reply.REGION_SPARED, stretch=turn.brief.plan.titles[stretch])
        told |= _of_its_region(turn, stretch)


def _come_to_the_end(turn: Turn) -> None:
    """Lead the cool-down, or after it the goodbye; it is another one where nobody was held."""
    plan = turn.brief.plan
    if turn.state.rests:
        turn.resume(Reply.NOTHING_SPARED)
    elif not turn.state.held:
        turn.hush()
        turn.reply(Reply.NOTHING_LEFT)
        turn.end(Why.NOTHING_LEFT)
    elif turn.state.index <= (cool_down := plan.first(Phase.COOL_DOWN)):
        turn.resume(Reply.NOTHING_SPARED, Reply.COOL_DOWN_REMAINS, to=cool_down)
    else:
        turn.change(changing=False)
        turn.resume(Reply.NOTHING_SPARED, to=plan.first(Phase.FAREWELL))


def _not_gone(turn: Turn) -> None:
    turn.change(question=None)
    turn.reply(Reply.NOT_GONE)


ANSWERS: dict[tuple[Question, Intent], Callable[[Turn, Heard], None]] = {
    (Question.GONE, Intent.YES): lambda turn, _: _gone(turn),
    (Question.GONE, Intent.NO): lambda turn, _: _not_gone(turn),
}

SILENCE: dict[Question, Callable[[Turn], None]] = {Question.GONE: _not_gone}
