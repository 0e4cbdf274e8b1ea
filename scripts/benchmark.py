"""Measure the figures that the project promises, and print each with how it was obtained.

Examples:
    .venv/bin/python scripts/benchmark.py
    .venv/bin/python scripts/benchmark.py --only start
    .venv/bin/python scripts/benchmark.py --recordings ~/speech --json figures.json
    .venv/bin/python scripts/benchmark.py --only conditions --recordings ~/speech --quick
    .venv/bin/python scripts/benchmark.py --only soak --hours 8

Everything is measured in this run, nothing is remembered. Let nothing else run beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

sys.path.insert(0, str(Path(__file__).parent.parent))  # the tests' virtual sound card

from benchmarks import deaf, echo, live, machine, recordings, small, soak, speed, start
from benchmarks.conditions import measure as conditions
from benchmarks.conditions import table as rows
from benchmarks.conditions.tasks import Extent
from benchmarks.figures import table
from recorded import FOLDS

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.figures import Figure

HOURS, QUICK_HOURS, SOAK_HOURS = 0.5, 0.05, 8.0
ONE_IN_QUICK = 10


class Line(Protocol):
    """A line of any part's table."""

    @property
    def name(self) -> str:
        """What was measured."""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None: there is none."""

    def as_json(self, part: str) -> dict[str, object]:
        """Return it as a JSON object."""


Part = tuple[str, "Callable[[], tuple[Sequence[Line], str]]"]
"""A title, and what measures the part: it returns the lines, and the table as it is printed."""


def main() -> int:
    """Measure what was asked for; return the exit code."""
    options = _options()
    described = machine.describe()
    _print_machine(described)
    lines: list[tuple[str, Line]] = []
    for name, (title, measure) in _parts(options).items():
        if options.only in {None, name}:
            found, shown = measure()
            lines += [(name, line) for line in found]
            print(f"\n**{title}**\n\n{shown}", flush=True)
    missed = [line.name for _, line in lines if line.met is False]
    print(f"\nGoals missed: {', '.join(missed) or 'none'}.")
    if options.json:
        content = {"machine": described, "figures": [line.as_json(part) for part, line in lines]}
        options.json.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 1 if missed else 0


def _parts(options: argparse.Namespace) -> dict[str, Part]:
    parts: dict[str, Part] = {
        "speed": ("Speed", lambda: _figures(speed.measure())),
        "start": ("Start and memory", lambda: _figures(start.measure())),
        "small": ("Small computers", lambda: _figures(small.measure())),
        "deaf": ("No deaf moment", lambda: _figures(deaf.measure())),
        "echo": ("Echo cancelling", lambda: _figures(echo.measure())),
    }
    if options.only == "soak":  # takes most of an hour, so it has to be asked for
        parts["soak"] = ("Soak", lambda: _figures(soak.measure(options.hours)))
    if options.recordings:
        parts["recordings"] = (
            "Recordings of people",
            lambda: _figures(recordings.measure(options.recordings)),
        )
        trials = live.QUICK_TRIALS if options.quick else live.TRIALS
        parts["live"] = ("Stop, live", lambda: _figures(live.measure(options.recordings, trials)))
        parts["conditions"] = ("Recordings of people in conditions", lambda: _conditions(options))
    return parts


def _figures(measured: Iterable[Figure]) -> tuple[Sequence[Line], str]:
    found = list(measured)
    return found, table(found)


def _conditions(options: argparse.Namespace) -> tuple[Sequence[Line], str]:
    extent = Extent(options.hours, ONE_IN_QUICK if options.quick else 1, options.seed)
    groups = conditions.measure(options.recordings, options.hold_out, extent)
    return [row for group in groups for row in group.rows], rows.table(groups)


def _print_machine(described: dict[str, str]) -> None:
    print("| machine |  |\n| --- | --- |")
    for name, value in described.items():
        print(f"| {name} | {value} |")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    what, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=what,
        epilog=more + "\nExit code: 0 when every goal is met, 1 when one is missed.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--recordings",
        type=Path,
        metavar="FOLDER",
        help="recordings of people: words/WORD/*, digits/DIGIT/*, talk/KIND/*, noise/* "
        "(WAV or FLAC)",
    )
    parser.add_argument(
        "--only",
        choices=(
            "speed",
            "start",
            "small",
            "deaf",
            "echo",
            "live",
            "recordings",
            "conditions",
            "soak",
        ),
        help="measure this part alone; soak is never measured otherwise",
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the figures to this file, too"
    )
    _add_conditions(parser.add_argument_group("conditions and soak"))
    options = parser.parse_args()
    if options.only in {"live", "recordings", "conditions"} and not options.recordings:
        parser.error(f"--only {options.only} needs --recordings FOLDER")
    if options.recordings and not options.recordings.is_dir():
        parser.error(f"{options.recordings}: no such folder")
    if options.hours is None:
        options.hours = _usual_hours(options)
    return options


def _usual_hours(options: argparse.Namespace) -> float:
    if options.only == "soak":
        return SOAK_HOURS
    return QUICK_HOURS if options.quick else HOURS


def _add_conditions(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--hours",
        type=_hours,
        help=f"of talk, and of the guide's own speech in each condition (default {HOURS}); or of "
        f"the soak (default {SOAK_HOURS})",
    )
    group.add_argument(
        "--quick", action="store_true", help="a small sample of everything: some minutes"
    )
    group.add_argument(
        "--hold-out",
        type=int,
        choices=range(FOLDS),
        metavar="N",
        help="only the speakers that train_stop.py --hold-out N does not learn from",
    )
    group.add_argument("--seed", type=int, default=0, help="all that is random comes from it (0)")


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = 0.0
    if not 0 < hours < float("inf"):
        raise argparse.ArgumentTypeError(f"{text}: give a number of hours over 0")
    return hours


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"benchmark: {error}")
