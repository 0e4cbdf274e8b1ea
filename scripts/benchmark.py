"""Measure the figures that the project promises, and print each with how it was obtained.

Examples:
    .venv/bin/python scripts/benchmark.py
    .venv/bin/python scripts/benchmark.py --only start
    .venv/bin/python scripts/benchmark.py --recordings ~/speech --json figures.json

Everything is measured in this run, nothing is remembered. Let nothing else run beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))  # the tests' virtual sound card

from benchmarks import machine, recordings, speed, start
from benchmarks.figures import Figure, table

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Part = Callable[[], Iterable[Figure]]


def main() -> int:
    """Measure what was asked for; return the exit code."""
    options = _options()
    parts: dict[str, tuple[str, Part]] = {
        "speed": ("Speed", speed.measure),
        "start": ("Start and memory", start.measure),
    }
    if options.recordings:
        parts["recordings"] = (
            "Recordings of people",
            lambda: recordings.measure(options.recordings),
        )
    described = machine.describe()
    _print_machine(described)
    figures: list[tuple[str, Figure]] = []
    for name, (title, measure) in parts.items():
        if options.only in {None, name}:
            found = list(measure())
            figures += [(name, figure) for figure in found]
            print(f"\n**{title}**\n\n{table(found)}", flush=True)
    missed = [figure.name for _, figure in figures if figure.met is False]
    print(f"\nGoals missed: {', '.join(missed) or 'none'}.")
    if options.json:
        content = {"machine": described, "figures": [f.as_json(name) for name, f in figures]}
        options.json.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 1 if missed else 0


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
        help="recordings of people: words/WORD/*, digits/DIGIT/*, talk/KIND/* (WAV or FLAC)",
    )
    parser.add_argument(
        "--only", choices=("speed", "start", "recordings"), help="measure this part alone"
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the figures to this file, too"
    )
    options = parser.parse_args()
    if options.only == "recordings" and not options.recordings:
        parser.error("--only recordings needs --recordings FOLDER")
    if options.recordings and not options.recordings.is_dir():
        parser.error(f"{options.recordings}: no such folder")
    return options


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"benchmark: {error}")
