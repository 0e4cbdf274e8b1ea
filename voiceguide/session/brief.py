"""The brief of a session: what it is to lead, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.session.plan import NONE_LEFT_OUT, Left, Plan

if TYPE_CHECKING:
    from voiceguide.session.sentences import Sentences
    from voiceguide.session.state import State

DEFAULT_LIMIT = 4
"""The stop point when nobody names one: 4 of 10 (000_61c5e9427e3c6396.txt)."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A plan, and for each step the estimated seconds from its beginning to the end."""

    plan: Plan
    remaining: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a session is given, and never changes."""

    plan: Plan
    sentences: Sentences
    remaining: tuple[float, ...]
    """For each step, the estimated seconds from its beginning to the end of the plan."""
    limit: int = DEFAULT_LIMIT
    """The stop point to begin with."""
    left_out: Left = NONE_LEFT_OUT
    """Stretches that are not offered from the start, whoever the client is."""
    contract_relax: Laid | None = None
    """The same session with contract-relax, which people may choose; None: no stretch suits it."""
    breath_tone: bool = False
    """Whether a soft tone leads the breath beside the voice."""
    stands_by: bool = False
    """Whether nobody may be there: it says how to begin, and waits quietly, if need be for days."""
    was_away: bool = False
    """Whether a session before this one was cut off by a crash or a power cut; it is told first."""
    volume: int = 100
    """How loud the guide speaks at first, in percent."""

    def as_chosen(self, state: State) -> Brief:
        """Return the brief with contract-relax, if people have chosen that.

        Up to the first stretch both plans have the same steps.
        """
        laid = self.contract_relax if state.contract_relax else None
        return replace(self, plan=laid.plan, remaining=laid.remaining) if laid else self
