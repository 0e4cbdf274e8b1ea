"""What an understanding has the guide act on: the decisions among its rulings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.language.intents import Expecting, Heard, Hypothesis, Intent
    from voiceguide.language.understanding import Understanding


def acted_on(
    understanding: Understanding,
    hypothesis: Hypothesis,
    expecting: Expecting | None,
    leave: frozenset[Intent] = frozenset(),
) -> tuple[Heard, ...]:
    """Return the decisions on a hypothesis, in the order in which it was said."""
    rulings = understanding.judge(hypothesis, expecting, leave)
    return tuple(ruling.heard for ruling in rulings if ruling.heard)
