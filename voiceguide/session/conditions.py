"""Who should not be stretched, as a session knows it: what is asked, and what an answer bars."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voiceguide.session.plan import Cue


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question is put, and put once more."""

    ask: Cue
    again: Cue


@dataclass(frozen=True, slots=True)
class Screen:
    """A question of the screening. It is answered by yes or no."""

    asking: Asking
    covers: tuple[str, ...]
    """The conditions that it asks about."""
    explained: tuple[Cue, ...] = ()
    """Said when a yes to it ends the session."""
    leaves_out: bool = False
    """Whether a yes only leaves out the stretches that the conditions bar."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A reason not to stretch somebody."""

    clearance: bool = False
    """Whether a professional's clearance may lift it."""
    bars: frozenset[str] = frozenset()
    """The stretches that it bars, also after a clearance."""
    asking: Asking | None = None
    """How it is asked about alone; None: it never is."""


@dataclass(frozen=True, slots=True)
class Screening:
    """All that a client is asked about before anything is begun."""

    screens: Mapping[str, Screen] = field(default_factory=dict)
    """By name, in the order in which they are put."""
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    def asking(self, about: str) -> Asking:
        """Return how a question is put that is about a screen or about a condition alone.

        Raises:
            KeyError: nothing is asked about this.
        """
        if about in self.screens:
            return self.screens[about].asking
        alone = self.conditions[about].asking
        if alone is None:
            raise KeyError(about)
        return alone

    def every_cue(self) -> Iterator[Cue]:
        """Yield each cue of it, so that all can be rendered ahead."""
        alone = (each.asking for each in self.conditions.values() if each.asking)
        for asking in (*(each.asking for each in self.screens.values()), *alone):
            yield asking.ask
            yield asking.again
        for screen in self.screens.values():
            yield from screen.explained

    def told_apart(self, conditions: tuple[str, ...]) -> bool:
        """Tell whether it is asked which of these conditions somebody has."""
        return len(conditions) > 1 and all(self.conditions[name].asking for name in conditions)

    def barred_by(self, conditions: tuple[str, ...]) -> frozenset[str]:
        """Return the stretches that these conditions bar."""
        return frozenset[str]().union(*(self.conditions[name].bars for name in conditions))
