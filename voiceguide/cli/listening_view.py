"""The microphone as a picture: levels as bars, what each ear hears, the latest decisions."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Group
from rich.markup import escape
from rich.table import Table

from voiceguide.hearing.trace import end_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from voiceguide.cli.explaining import Explainer
    from voiceguide.hearing.observed import Ear, Judged, Observed

_WIDTH = 40
"""Characters of a bar."""

_QUIETEST = -80.0
"""The level (dB below full scale) at which its bar is empty: below the noise of any microphone."""

_SHOWN = 25
"""Blocks (0.5 s) for which the highest level and likelihood stay: else no eye can follow them."""

_DECISIONS = 6
"""The latest decisions that are shown."""


@dataclass(slots=True)
class _Decision:
    """A decision on the words that an ear heard, and what the ears have made of them since."""

    second: float
    judged: Judged
    since: list[tuple[float, Judged]] = field(default_factory=list)

    def follow(self, observed: Observed) -> None:
        """Take a block: the end of the words may be measured in it."""
        words = self.judged.ruling.words
        start, end = words[0].start, words[-1].end
        found = (judged for judged in observed.judged if judged.overlaps(start, end))
        self.since.extend((observed.second, judged) for judged in found)

    def told(self) -> str:
        """Return it as a line of rich markup."""
        heard = self.judged.ruling.heard
        if heard is None:
            return ""
        end, whose = end_of(heard, self.since)
        value = "" if heard.value is None else f" {heard.value}"
        what = f'[bold]{heard.intent}{value}[/] ("{escape(heard.text)}")'
        return f"{self.second:8.2f} s  {what}, {self.second - end:+.2f} s from its end, {whose}"


class View:
    """A rich renderable that follows the listener."""

    def __init__(self, explainer: Explainer) -> None:
        """Show what an explainer tells."""
        self._explainer = explainer
        self._latest: deque[Observed] = deque(maxlen=_SHOWN)
        self._hears: dict[Ear, tuple[float, Judged]] = {}
        self._decisions: deque[_Decision] = deque(maxlen=_DECISIONS)

    def __call__(self, observed: Observed) -> None:
        """Take a block, as an observer does."""
        self._latest.append(observed)
        self._hears.update({each.ear: (observed.second, each) for each in observed.judged})
        self._decisions.extend(_Decision(observed.second, each) for each in observed.decided)
        for decision in self._decisions:
            decision.follow(observed)

    def __rich__(self) -> RenderableType:
        """Return what is seen now."""
        rows = Table.grid(padding=(0, 2))
        if self._latest:
            level = max(block.level for block in self._latest)
            floor = self._latest[-1].floor
            bar = _bar(_part(level), {_part(floor): "|"})
            rows.add_row("level", bar, f"{level:.0f} dB; the room's noise {floor:.0f} dB (|)")
            likely = max(block.likely for block in self._latest)
            stop = self._explainer.stop
            bar = _bar(likely, {stop.agreed: "|", stop.alone: "!"})
            marks = f"bears out over {stop.agreed:g} (|), acts by itself over {stop.alone:g} (!)"
            rows.add_row(f'"{stop.word}"', bar, f"{likely:.3f}; {marks}")
        return Group(rows, *self._ears(), "", *self._decided())

    def _ears(self) -> list[str]:
        return [
            f"{second:8.2f} s  {escape(self._explainer.hears(judged))}\n"
            f"            [dim]{escape(self._explainer.becomes(judged))}[/]"
            for _, (second, judged) in sorted(self._hears.items())
        ]

    def _decided(self) -> list[str]:
        if not self._decisions:
            return ["no decisions yet"]
        return [decision.told() for decision in self._decisions]


def _part(level: float) -> float:
    """Return which part of its bar a level fills: 0 to 1."""
    return min(max(1 - level / _QUIETEST, 0.0), 1.0)


def _bar(part: float, marks: Mapping[float, str]) -> str:
    """Return a bar that is filled to a part of it, with marks at others (0 to 1)."""
    cells = ["#" if number < round(part * _WIDTH) else "." for number in range(_WIDTH)]
    for where, mark in marks.items():
        cells[min(int(where * _WIDTH), _WIDTH - 1)] = mark
    return "".join(cells)
