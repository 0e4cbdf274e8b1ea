r"""Choose the thresholds of the ear for "stop" from a measured curve, under a false-alarm budget.

Examples:
    .venv/bin/python scripts/choose_stop.py --recordings ~/speech --hold-out 0
    .venv/bin/python scripts/choose_stop.py --recordings ~/speech --talk ~/talk --hold-out 0 \
        --write 0.99 0.95 0.5

Prints what each threshold of the verifier hears, how often it hears what nobody said, and whether
one fits the budget. With --write the thresholds that somebody chose by that go into its file, and
the curve into docs/stop-curve.svg.

--hold-out has to be what the ear was trained with: then only people count that it never heard.
Needs more than the guide does: pip install onnx matplotlib.
"""

from __future__ import annotations

import argparse
import sys
from itertools import chain
from pathlib import Path

from recorded import FOLDS
from training import clips
from training.curve import THRESHOLDS, Row, alarms_in, heard_in
from training.metadata import write_thresholds
from training.picture import draw
from training.residuals import cues_of_the_guide, in_rooms

from voiceguide import paths
from voiceguide.errors import UserError
from voiceguide.hearing.keyword import VERIFIER, KeywordModel

BUDGET = 0.5
"""False stops an hour of the ear alone, while people talk as well as from the guide's own voice."""

ROOMS = range(1000, 1024)
"""Seeds of rooms in which the ear has not heard the guide."""

PICTURE = Path(__file__).parent.parent / "docs" / "stop-curve.svg"


def main() -> int:
    """Measure, print, choose, and write if asked to; return the exit code."""
    options = _options()
    model = KeywordModel(options.models)
    people = clips.recordings(
        options.recordings, fold=options.hold_out, held_out=options.hold_out is not None
    )
    left = in_rooms(cues_of_the_guide(), ROOMS)
    heard = list(heard_in(model, people, left))
    alarms = [
        alarms_in(model, "people's talk", chain(people.talk, clips.talk(options.talk))),
        alarms_in(model, "the guide alone", left),
    ]
    words = alarms_in(model, "single other words", people.words)
    _print("heard, percent", heard, 100)
    _print("false alarms an hour", [*alarms, words], 1)
    _judge(alarms)
    if options.write:
        alone, agreed, doubted = options.write
        verifier = options.models / VERIFIER
        write_thresholds(verifier, alone=alone, agreed=agreed, doubted=doubted)
        draw(PICTURE, heard, alarms, alone)
        print(f"written: {verifier}, {PICTURE}")
    return 0


def _judge(alarms: list[Row]) -> None:
    """Say from which threshold on the ear alone stays within the budget."""
    most = [max(rates) for rates in zip(*(row.rates for row in alarms), strict=True)]
    within = [t for t, rate in zip(THRESHOLDS, most, strict=True) if rate <= BUDGET]
    print(f"\nat most {BUDGET:g} false alarms an hour: ", end="")
    print(
        f"from {min(within):g} on" if within else "no threshold; choose for the person on the mat"
    )


def _print(title: str, rows: list[Row], times: float) -> None:
    print(f"\n| {title} | of | " + " | ".join(f"> {t:g}" for t in THRESHOLDS) + " |")
    print("| --- " * (len(THRESHOLDS) + 2) + "|")
    for row in rows:
        figures = " | ".join(f"{times * rate:.1f}" for rate in row.rates)
        print(f"| {row.name} | {row.trials:.4g} | {figures} |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--recordings", type=Path, required=True, help="laid out as the benchmark's"
    )
    parser.add_argument(
        "--talk", type=Path, help="more talk: audio files in folders, no stop in it"
    )
    parser.add_argument(
        "--models", type=Path, default=paths.stop_models(), help="the folder of both networks"
    )
    parser.add_argument("--hold-out", type=int, choices=range(FOLDS), help="a fifth of them")
    parser.add_argument(
        "--write",
        type=float,
        nargs=3,
        metavar=("ALONE", "AGREED", "DOUBTED"),
        help="write these thresholds, and the picture",
    )
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"choose_stop: {error}")
