"""The table: a row for each condition, a column for each listener."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from benchmarks.conditions.listening import Who
from benchmarks.figures import median_and_95th, poisson, wilson

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from benchmarks.conditions.listening import Listened
    from voiceguide.language.intents import Intent

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one listener reached."""

    shown: str
    value: float | None = None
    """Percent, seconds or events an hour; None: nothing to tell."""
    low: float | None = None
    """Of the 95 % interval, as its ``high``."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One condition."""

    name: str
    goal: str
    cells: Mapping[Who, Cell]
    trials: str
    """How many trials, or hours."""
    met: bool | None = None
    """Whether this guide meets the goal; None: there is none."""
    data: Mapping[str, float | int] = field(default_factory=dict)
    """What else a program may want to know."""

    def as_json(self, part: str) -> dict[str, object]:
        """Return it as a JSON object."""
        return {"part": part, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that were obtained in one way."""

    how: str
    rows: Sequence[Row]


def table(groups: Iterable[Group]) -> str:
    """Return the rows as a Markdown table, and below it how each group was obtained."""
    groups = list(groups)
    lines = [("condition", "goal", *Who, "trials")]
    lines.append(("---",) * len(lines[0]))
    for row in (row for group in groups for row in group.rows):
        verdict = {True: ": met", False: ": **missed**", None: ""}[row.met]
        cells = (row.cells[who].shown if who in row.cells else NOTHING for who in Who)
        lines.append((row.name, row.goal + verdict, *cells, row.trials))
    shown = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return shown + "\n\n" + "\n".join(f"- {group.how}" for group in groups)


def rate(counts: Mapping[Who, int], of: int) -> dict[Who, Cell]:
    """Return counts as percent with their 95 % Wilson intervals; ``of`` is at least 1."""
    cells = {}
    for who, count in counts.items():
        value = 100 * count / of
        low, high = (100 * limit for limit in wilson(count, of))
        cells[who] = Cell(f"{value:.1f} % ({low:.1f} to {high:.1f})", value, low, high)
    return cells


def an_hour(counts: Mapping[Who, int], seconds: float) -> dict[Who, Cell]:
    """Return counts of rare events an hour with their exact 95 % Poisson intervals."""
    cells = {}
    for who, count in counts.items():
        value, low, high = poisson(count, seconds)
        cells[who] = Cell(f"{value:.1f} ({low:.1f} to {high:.1f})", value, low, high)
    return cells


def times(seconds: Mapping[Who, Sequence[float]]) -> dict[Who, Cell]:
    """Return times as their median and 95th percentile."""
    cells = {}
    for who, each in seconds.items():
        if each:
            middle, late = median_and_95th(each)
            cells[who] = Cell(f"{middle:.2f} / {late:.2f} s", middle, None, late)
    return cells


def by_row(listened: Iterable[Listened]) -> dict[str, list[Listened]]:
    """Return what came of the streams of each row."""
    rows: dict[str, list[Listened]] = {}
    for each in listened:
        rows.setdefault(each.row, []).append(each)
    return rows


def count(listened: Sequence[Listened], intents: Collection[Intent]) -> dict[Who, int]:
    """Return how often each listener decided on one of these intents in all these streams."""
    return {
        who: sum(decision.intent in intents for each in listened for decision in each.decided[who])
        for who in Who
    }


def hours(listened: Iterable[Listened]) -> str:
    """Return how long these streams are together, as the table shows it."""
    return f"{sum(each.seconds for each in listened) / 3600:.2f} h"
