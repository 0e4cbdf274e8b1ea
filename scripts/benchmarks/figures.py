"""A measured figure, how sure it is, and how it is shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Data = dict[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    name: str
    measured: str
    how: str
    """How it was obtained, the number of trials among it."""
    goal: str = ""
    met: bool | None = None
    """Whether the goal is met; None: there is none, or it was not measured."""
    data: Data = field(default_factory=dict)
    """The same as numbers, for a program."""

    def as_json(self, part: str) -> dict[str, object]:
        """Return it as a JSON object."""
        return {"part": part, **asdict(self)}


def table(figures: Iterable[Figure]) -> str:
    """Return figures as a Markdown table that is also readable as it stands."""
    rows = [("figure", "measured", "goal", "how")]
    rows += [(f.name, f.measured, _goal(f), f.how) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    rows.insert(1, ("-" * widths[0], "-" * widths[1], "-" * widths[2], "---"))
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)]
        lines.append(f"| {' | '.join([*cells, row[3]])} |")
    return "\n".join(lines)


def _goal(figure: Figure) -> str:
    verdict = {True: ": met", False: ": **missed**", None: ""}[figure.met]
    return f"{figure.goal}{verdict}"


def percent(count: int, of: int) -> str:
    """Return a count as percent with its 95 % Wilson interval."""
    low, high = wilson(count, of)
    return f"{100 * count / of:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def wilson(count: int, of: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a proportion."""
    found = stats.binomtest(count, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def per_hour(count: int, seconds: float) -> str:
    """Return a count of rare events per hour with its exact 95 % Poisson interval."""
    rate, low, high = poisson(count, seconds)
    return f"{count} in {seconds / 3600:.2f} h: {rate:.1f} an hour ({low:.1f} to {high:.1f})"


def poisson(count: int, seconds: float) -> tuple[float, float, float]:
    """Return how many rare events there are an hour, and its exact 95 % Poisson interval."""
    hours = seconds / 3600
    low = stats.chi2.ppf(0.025, 2 * count) / 2 / hours if count else 0.0
    high = stats.chi2.ppf(0.975, 2 * count + 2) / 2 / hours
    return count / hours, float(low), float(high)


def median_and_95th(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    return float(np.median(values)), float(np.percentile(values, 95))
