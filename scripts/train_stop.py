"""Make the ear for "stop": a small network. scripts/choose_stop.py then chooses its thresholds.

Examples:
    .venv/bin/python scripts/train_stop.py --recordings ~/speech --hold-out 0 --out /tmp/stop.onnx
    .venv/bin/python scripts/train_stop.py --recordings ~/speech --talk ~/talk --out /tmp/stop.onnx

With --hold-out a fifth of the speakers is kept back, so that it can be measured on people it never
heard.

Needs more than the guide does: pip install torch onnx (the build for processors will do), and the
Debian packages espeak-ng, flite, festival, festvox-us-slt-hts, festvox-kallpc16k, festvox-kdlpc16k,
wamerican-small.
Takes about an hour on two cores.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import replace
from pathlib import Path

import torch
from recorded import FOLDS
from training import clips, voices
from training.examples import Examples, examples, hard_ones
from training.learning import Lesson, learn
from training.metadata import write_thresholds
from training.mixing import Sources
from training.network import MEMORY, Listening, Network
from training.residuals import cues_of_the_guide, in_rooms

from voiceguide import paths
from voiceguide.audio.blocks import to_float
from voiceguide.cli.terminal import progress
from voiceguide.errors import UserError
from voiceguide.hearing.log_mel import BANDS
from voiceguide.language.phrasebook import load_phrasebook
from voiceguide.simulation.levels import at_level

ROOMS = 60
"""In which the guide is heard by itself."""

SPOKEN_STOPS, SPOKEN_OTHERS = 1500, 9000

ROOM_TALK = 120
"""So many texts the guide says besides its cues: it is to be told apart whatever it says."""

_EACH_TURN, _HARD_EACH_TURN = 64, 16
"""Examples that are looked at in a turn."""

STOPS = ("stop", "Stop.", "stop!")
_LINES = (Path(__file__).parent / "training" / "others.txt").read_text("utf-8").splitlines()
"""What sounds like it, what is said in a session, and some talk."""

_DICTIONARY = Path("/usr/share/dict/american-english-small")


def main() -> int:
    """Gather, learn, write; return the exit code."""
    options = _options()
    sources = _sources(options)
    network = _learned(sources, options.examples, options.turns)
    _write(network, options.out)
    return 0


def _sources(options: argparse.Namespace) -> Sources:
    chance = random.Random(7)  # noqa: S311
    with progress("synthetic voices", SPOKEN_STOPS + SPOKEN_OTHERS) as advance:
        stops = voices.speak_all(STOPS, SPOKEN_STOPS, chance, advance)
        others = voices.speak_all(_others(chance), SPOKEN_OTHERS, chance, advance)
    said = cues_of_the_guide(chance.sample(_LINES, ROOM_TALK))
    left = in_rooms(said, range(ROOMS))
    cues = [to_float(at_level(cue, clips.LEVEL_DB)) for cue in said]
    people = clips.recordings(options.recordings, fold=options.hold_out, held_out=False)
    people = replace(people, talk=[*people.talk, *clips.talk(options.talk)])
    return Sources(people, stops, others, cues, left)


def _others(chance: random.Random) -> list[str]:
    """Return what synthetic voices say: lines, commands, and as often words from a dictionary.

    Raises:
        UserError: there is no dictionary.
    """
    try:
        words = [w for w in _DICTIONARY.read_text("utf-8").split() if "stop" not in w.lower()]
    except OSError as error:
        raise UserError(
            f"{_DICTIONARY}: {error.strerror}; mend: sudo apt-get install wamerican-small"
        ) from error
    drawn = [" ".join(chance.sample(words, chance.randint(1, 5))) for _ in range(SPOKEN_OTHERS)]
    phrases = load_phrasebook(paths.content_dir()).meanings
    lines = _LINES + [" ".join(phrase) for phrase in phrases if "stop" not in phrase]
    return drawn + lines * (len(drawn) // len(lines))


def _learned(sources: Sources, count: int, turns: int) -> Network:
    """Learn from examples, then also from those without the word that it got wrong, twice."""
    lessons = [_lesson(examples(sources, count), _EACH_TURN)]
    network = _taught(Network(), lessons, turns)
    for again in (1, 2):
        found = hard_ones(network, sources, count, again)
        lessons.append(_lesson(found, _HARD_EACH_TURN))
        print(f"hard ones: {len(found.frames)} of {count} without the word", file=sys.stderr)
        network = _taught(network, lessons, turns)
    return network


def _lesson(found: Examples, each_turn: int) -> Lesson:
    return Lesson(torch.from_numpy(found.frames), torch.from_numpy(found.steps), each_turn)


def _taught(network: Network, lessons: list[Lesson], turns: int) -> Network:
    with progress("learning", turns) as advance:
        return learn(network, lessons, turns, advance)


def _write(network: Network, out: Path) -> None:
    frames, memory = torch.zeros(1, 2, BANDS), torch.zeros(1, MEMORY)
    torch.onnx.export(
        Listening(network).eval(),
        (frames, memory),
        str(out),
        input_names=["frames", "memory"],
        output_names=["probability", "memory_after"],
        opset_version=17,
        dynamo=False,
    )
    write_thresholds(out, alone=0.99, agreed=0.1)
    print(f"written: {out} ({out.stat().st_size / 1000:.0f} kB)")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--recordings", type=Path, required=True, help="laid out as the benchmark's"
    )
    parser.add_argument("--talk", type=Path, help="more talk: FLAC files in folders, no stop in it")
    parser.add_argument("--out", type=Path, required=True, help="the network's file, .onnx")
    parser.add_argument("--hold-out", type=int, choices=range(FOLDS), help="a fifth of them")
    parser.add_argument("--turns", type=int, default=5500, help="to learn for, three times (5500)")
    parser.add_argument("--examples", type=int, default=36000, help="to learn from (36000)")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"train_stop: {error}")
