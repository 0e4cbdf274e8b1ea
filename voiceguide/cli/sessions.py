"""Sessions: live on a sound card, and in a simulated room."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.audio.boxes import Sleeper
from voiceguide.audio.soundcard import SoundCard
from voiceguide.cli import parts
from voiceguide.cli.choosing import Planning, Wanted
from voiceguide.cli.leading import Ending, Leading, overhear
from voiceguide.cli.terminal import Transcript, console, errors
from voiceguide.errors import UserError
from voiceguide.guide import Guide
from voiceguide.hearing.beside import Beside
from voiceguide.records.aside import Aside
from voiceguide.records.day import Day
from voiceguide.records.pruning import prune
from voiceguide.service import ServiceManager
from voiceguide.simulation.run import Simulated, simulate
from voiceguide.simulation.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voiceguide.settings import Settings
    from voiceguide.simulation.scenario import Line
    from voiceguide.speaking.cache import CueCache

INTERRUPTED = 130
"""The exit code of a session that Ctrl-C ended, as shells have it."""


def run(wanted: Wanted, voice: str, settings: Settings, journal: Path | None) -> int:
    """Lead a session on the devices named, or the default ones; return the exit code.

    Raises:
        UserError: the routine, a device, the voice or a model is missing or broken.
    """
    wanted.brief()  # what is wrong with a routine is told before what is wrong with a device
    return live(wanted, voice, card_of(settings), settings, journal)


def card_of(settings: Settings) -> SoundCard:
    """Return the sound card that the settings ask for.

    Raises:
        UserError: a device is missing or cannot be opened.
    """
    return SoundCard(settings.mic, settings.speaker, sleeper_of(settings))


def sleeper_of(settings: Settings) -> Sleeper:
    """Return what the loudspeaker needs, by the settings."""
    return Sleeper(settings.lead_in, settings.keep_awake)


def live(
    wanted: Wanted, voice: str, card: SoundCard, settings: Settings, journal: Path | None = None
) -> int:
    """Lead a session on a sound card; return the exit code.

    The card listens from the first moment on: a stop that is said while the models are loaded is
    answered as soon as they are. Ctrl-C and SIGTERM end the session with a spoken release; a second
    one ends it at once.
    """
    journal = journal or new_journal(settings.keep_sessions)
    day = today()
    brief = replace(wanted.brief(), left_out=day.left_out, volume=settings.volume)
    with card.opened():
        cues, ears = parts.cues_for(brief, voice), parts.Ears()
        with (
            parts.journal(journal, Transcript(), Aside()) as written,
            closing(Beside(ears.listener())) as listener,
        ):
            written.subscribe(day.observe)
            guide = Guide(
                brief,
                listener=listener,
                cues=cues,
                journal=written,
                prepare=Planning(wanted, brief, cues),
            )
            return _live(guide, listener, card, journal)


def _live(guide: Guide, listener: Beside, card: SoundCard, journal: Path) -> int:
    overhear(guide, card)
    console.print(f"listening on {card.mic.name}, speaking on {card.speaker.name}")
    console.print(f"the journal is {journal}; Ctrl-C ends the session")
    ending = Ending()
    Leading(guide, listener, card, ending, ServiceManager(os.environ)).run()
    return INTERRUPTED if ending.asked else 0


def today() -> Day:
    """Return the record of the day."""
    return Day(
        paths.day_record(),
        lambda: datetime.now().astimezone().date(),
        lambda text: errors.print(text, markup=False),
    )


def new_journal(keep: int) -> Path:
    """Return the file for the journal of a session that begins now; so many older ones are kept."""
    prune(paths.sessions_dir(), keep, lambda text: errors.print(text, markup=False))
    return paths.sessions_dir() / f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.jsonl"


def demonstration(wanted: Wanted, voice: str, out: Path) -> int:
    """Play a session in the simulated room that shows what the guide does; return the exit code."""
    scenario = load_scenario(paths.content_dir() / "demo.yaml")
    return INTERRUPTED if _play(scenario, wanted, voice, out).interrupted else 0


def simulated(scenario: Scenario, voice: str, out: Path) -> int:
    """Simulate a session and write what was heard, said and noted; return the exit code.

    Raises:
        UserError: a file is missing or broken, or a line's moment never came.
    """
    wanted = Wanted(scenario.routine, stop_point=scenario.stop_point)
    result = _play(scenario, wanted, voice, out)
    if result.interrupted:
        return INTERRUPTED
    _miss(result.unspoken)
    return 0


def _play(scenario: Scenario, wanted: Wanted, voice: str, out: Path) -> Simulated:
    brief, file = wanted.brief(), out / "journal.jsonl"

    def planning(cues: CueCache) -> Planning:
        return Planning(wanted, brief, cues, at_once=True)

    with parts.guide(brief, voice, file, Transcript(), planning) as guide:
        began = time.perf_counter()
        result = simulate(scenario, guide, out)
        _sum_up(result, time.perf_counter() - began, out)
    return result


def _miss(unspoken: Sequence[Line]) -> None:
    """Name the lines whose moment never came; one for every match may well have none."""
    said = "the session ended before these moments came:\n"
    owed = [line.described() for line in unspoken if not line.every]
    if some := [line.described() for line in unspoken if line.every]:
        errors.print("no match came for:", *some, sep="\n", markup=False)
    if owed:
        raise UserError(said + "\n".join(owed))


def _sum_up(result: Simulated, took: float, out: Path) -> None:
    minutes, seconds = divmod(round(result.seconds), 60)
    console.print(
        f"{minutes} min {seconds} s of session in {took:.1f} s "
        f"({result.seconds / took:.1f} times faster than real time)"
    )
    console.print(f"written: {out}/room.wav, speaker.wav, journal.jsonl")


def start(wanted: Wanted, voice: str, settings: Settings, out: Path) -> int:
    """Be live if there is a microphone and a loudspeaker; else say what is missing, and show."""
    try:
        card = card_of(settings)
    except UserError as error:
        errors.print(f"no live session: {error}")
        errors.print("playing a demonstration in a simulated room instead")
        return demonstration(wanted, voice, out)
    return live(wanted, voice, card, settings)
