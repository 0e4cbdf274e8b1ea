"""What listening takes of one core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.conditions.listening import Listened, Who
from benchmarks.conditions.table import Cell, Group, Row, hours

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CORE = 0.06

HOW = (
    "cost: processor time of listening over seconds of audio, in all the streams above; every core "
    "was busy meanwhile. Both plain Vosks share one decoder"
)


def groups(listened: Sequence[Listened]) -> Iterator[Group]:
    """Yield the one row."""
    seconds = sum(each.seconds for each in listened)
    shares = {
        who: sum(each.processor[who] for each in listened) / seconds
        for who in Who
        if all(who in each.processor for each in listened)
    }
    cells = {who: Cell(f"{share:.3f}", share) for who, share in shares.items()}
    met = shares[Who.GUIDE] <= CORE
    row = Row("cost of all ears, of one core", f"at most {CORE:g}", cells, hours(listened), met)
    yield Group(HOW, [row])
