"""Make the ear for "stop": a small network, and the curve to choose its threshold by.

Examples:
    .venv/bin/python scripts/train_stop.py --recordings ~/speech --hold-out 0 --out /tmp/stop.onnx
    .venv/bin/python scripts/train_stop.py --recordings ~/speech --out /tmp/stop.onnx

With --hold-out a fifth of the speakers is kept back, and the curve is measured on them. Without,
the network learns from everybody, and the curve says nothing of strangers.

Needs more than the guide does: pip install torch onnx (the build for processors will do), and the
Debian packages espeak-ng, flite, festival, festvox-us-slt-hts, festvox-kallpc16k, festvox-kdlpc16k.
Takes about 40 minutes on two cores.
"""

from __future__ import annotations

import argparse
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from recorded import FOLDS
from training import clips, learning, voices
from training.curve import THRESHOLDS, curve
from training.mixing import Sources, example
from training.network import Listening, Network
from training.residuals import residual

from voiceguide.audio.blocks import RATE, to_float
from voiceguide.cli import parts
from voiceguide.cli.terminal import progress
from voiceguide.errors import UserError
from voiceguide.models.voices import DEFAULT_VOICE
from voiceguide.simulation.levels import at_level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from training.curve import Row

    from voiceguide.audio.blocks import Samples

ROOMS = 60
"""In which the guide is heard by itself; of these a fifth is held out with the speakers."""

SPOKEN_STOPS, SPOKEN_OTHERS = 1300, 5000
_CHUNK = 250

_Learnt = tuple[npt.NDArray[np.float16], npt.NDArray[np.uint8]]

STOPS = ("stop", "Stop.", "stop!")
OTHERS = (Path(__file__).parent / "training" / "others.txt").read_text("utf-8").splitlines()
"""What sounds like it, what is said in a session, and some talk."""


def main() -> int:
    """Gather, learn, measure, write; return the exit code."""
    options = _options()
    learned_from, kept_back = _sources(options.recordings, options.hold_out)
    frames, steps = _examples(learned_from, options.examples)
    with progress("learning, percent", 100) as advance:
        shown = 0

        def told(done: float, _how: str) -> None:
            nonlocal shown
            while shown < int(100 * done):
                shown += 1
                advance()

        network = learning.learn(
            torch.from_numpy(frames), torch.from_numpy(steps), 60 * options.minutes, told
        )
    _write(network, options.out)
    measured = kept_back or learned_from
    _print(curve(network, measured.people, measured.residuals), strangers=kept_back is not None)
    return 0


def _sources(folder: Path, fold: int | None) -> tuple[Sources, Sources | None]:
    """Return what is learned from, and what is kept back, if anything is."""
    chance = random.Random(7)  # noqa: S311
    with progress("synthetic voices", SPOKEN_STOPS + SPOKEN_OTHERS) as advance:
        stops = voices.speak_all(STOPS, SPOKEN_STOPS, chance, advance)
        others = voices.speak_all(OTHERS, SPOKEN_OTHERS, chance, advance)
    said = _cues()
    left = []
    with (
        progress("the guide in rooms", ROOMS) as advance,
        ProcessPoolExecutor(mp_context=get_context("spawn")) as pool,
    ):
        for each in pool.map(residual, [said] * ROOMS, range(ROOMS)):
            left.append(each)
            advance()
    cues = [to_float(at_level(cue, clips.LEVEL_DB)) for cue in said]
    kept = 0 if fold is None else ROOMS // FOLDS
    spoken = kept * len(cues) // ROOMS
    people = clips.recordings(folder, fold=fold, held_out=False)
    learned_from = Sources(people, stops, others, cues[spoken:], left[kept:])
    if fold is None:
        return learned_from, None
    strangers = clips.recordings(folder, fold=fold, held_out=True)
    return learned_from, Sources(strangers, stops, others, cues[:spoken], left[:kept])


def _cues() -> list[Samples]:
    """Return every cue of the guide that lasts half a second."""
    brief = parts.brief("lower-back")
    cues = parts.cues_for(brief, DEFAULT_VOICE)
    spoken = [cues.samples(cue) for cue in parts.every_cue(brief)]
    return [audio for audio in spoken if len(audio) > RATE // 2]


def _examples(sources: Sources, count: int) -> _Learnt:
    """Return features and steps of so many examples, shapes as in ``Example``, one row each."""
    made = []
    with (
        progress("examples", count) as advance,
        ProcessPoolExecutor(mp_context=get_context("fork")) as pool,  # the sources are large
    ):
        jobs = [pool.submit(_chunk, sources, seed) for seed in range(-(-count // _CHUNK))]
        for job in jobs:
            made.append(job.result())
            for _ in range(_CHUNK):
                advance()
    frames, steps = zip(*made, strict=True)
    return np.concatenate(frames), np.concatenate(steps)


def _chunk(sources: Sources, seed: int) -> _Learnt:
    rng = np.random.default_rng(seed)
    made = [example(sources, rng) for _ in range(_CHUNK)]
    return np.stack([e.frames for e in made]), np.stack([e.steps for e in made])


def _write(network: Network, out: Path) -> None:
    frames, memory = torch.zeros(1, 2, 40), torch.zeros(1, network.memory)
    torch.onnx.export(
        Listening(network).eval(),
        (frames, memory),
        str(out),
        input_names=["frames", "memory"],
        output_names=["probability", "memory_after"],
        opset_version=17,
        dynamo=False,
    )
    print(f"written: {out} ({out.stat().st_size / 1000:.0f} kB)")


def _print(rows: Iterable[Row], *, strangers: bool) -> None:
    print(
        f"\nMeasured on people it {'never heard' if strangers else 'LEARNED FROM'}; thresholds:\n"
    )
    print("| | of | " + " | ".join(f"> {t}" for t in THRESHOLDS) + " |")
    print("| --- | --- |" + " --- |" * len(THRESHOLDS))
    for row in rows:
        print(f"| {row.name} | {row.amount} | " + " | ".join(row.figures) + " |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--recordings", type=Path, required=True, help="laid out as the benchmark's"
    )
    parser.add_argument("--out", type=Path, required=True, help="the network's file, .onnx")
    parser.add_argument("--hold-out", type=int, choices=range(FOLDS), help="a fifth of them")
    parser.add_argument("--minutes", type=float, default=22.0, help="to learn for (22)")
    parser.add_argument("--examples", type=int, default=36000, help="to learn from (36000)")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"train_stop: {error}")
