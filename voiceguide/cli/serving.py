"""The guide as a service: it stands by, and leads session after session."""

from __future__ import annotations

import os
import time
from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.audio.announcing import announce
from voiceguide.audio.choosing import AmbiguousError
from voiceguide.audio.devices import devices
from voiceguide.audio.mending import start_anew
from voiceguide.cli import parts, sessions
from voiceguide.cli.choosing import Planning, Wanted
from voiceguide.cli.leading import Ending, Leading, overhear
from voiceguide.cli.terminal import Transcript, console, errors
from voiceguide.errors import UserError
from voiceguide.guide import Guide
from voiceguide.hearing.beside import Beside
from voiceguide.models.voices import voice_model
from voiceguide.records.aside import Aside
from voiceguide.records.journal import Journal
from voiceguide.records.unfinished import Unfinished
from voiceguide.routines.library import load_sentences
from voiceguide.service import ServiceManager
from voiceguide.session.sentences import Reply
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from voiceguide.audio.soundcard import SoundCard
    from voiceguide.session.brief import Brief
    from voiceguide.settings import Settings


_LOOK_SECONDS = 2.0
"""From one look for a microphone to the next."""

_LOOKS_BEFORE_A_REMINDER = 10
"""So often, every 20 s, it is said again that there is none."""

_ANOTHER_LOOK = 60.0
"""Seconds in which the next look has surely been taken, or it hangs."""


def prepare(wanted: Wanted, voice: str) -> int:
    """Render all that the service can say, so that it is quick to start; return the exit code.

    Raises:
        UserError: the voice cannot be used.
    """
    for each in (wanted, *wanted.choices()):
        parts.cues_for(each.brief(), voice)
    return 0


def serve(wanted: Wanted, voice: str, settings: Settings) -> int:
    """Lead sessions, one after another, until a signal ends it; return the exit code.

    Before each it stands by, quietly, until somebody says start. When a session before was cut off,
    by a crash or a power cut, it says so first. Where there is no microphone yet, it says that.

    Raises:
        UserError: the loudspeaker, the voice or a model is missing or broken; a service manager
            will try again.
    """
    brief = wanted.brief()
    manager = ServiceManager(os.environ)
    card = _found(brief, voice, settings, manager)
    unfinished = Unfinished(paths.unfinished_mark(), _complain)
    with card.opened():
        manager.status("loading the models and the voice")
        cues, ears = parts.cues_for(brief, voice), parts.Ears()
        ending = Ending()
        transcript = Transcript()
        manager.status(f"listening on {card.mic.name}, speaking on {card.speaker.name}")
        console.print(f"listening on {card.mic.name}, speaking on {card.speaker.name}")
        volume = settings.volume
        while not ending.asked:
            with (
                closing(_journal(settings.keep_sessions)) as journal,
                closing(Beside(ears.listener())) as listener,
            ):
                journal.subscribe(transcript)
                journal.subscribe(unfinished.observe)
                day = sessions.today()
                journal.subscribe(day.observe)
                standing_by = replace(
                    brief,
                    stands_by=True,
                    was_away=unfinished.found,
                    left_out=day.left_out,
                    volume=volume,
                )
                guide = Guide(
                    standing_by,
                    listener=listener,
                    cues=cues,
                    journal=journal,
                    prepare=Planning(wanted, standing_by, cues),
                )
                overhear(guide, card)
                Leading(guide, listener, card, ending, manager).run()
                volume = guide.volume
            if journal.fault:
                _complain(journal.fault)
    manager.stopping()
    return 0


def _found(brief: Brief, voice: str, settings: Settings, manager: ServiceManager) -> SoundCard:
    """Return the sound card. Without a microphone say so, now and then, until there is one.

    Raises:
        UserError: there is no loudspeaker to say it with, or no voice.
    """
    try:
        return sessions.card_of(settings)
    except UserError as error:
        _complain(str(error))
        manager.status(str(error))
        lacking = _lacking(settings, error)
    cues = parts.cues_for(brief, voice)
    said = [cues.samples(cue) for cue in brief.sentences.reply(lacking)]
    announce(said, settings.speaker, sessions.sleeper_of(settings))
    looks = 0
    while True:
        looks += 1
        manager.starting(_ANOTHER_LOOK)
        time.sleep(_LOOK_SECONDS)
        with suppress(UserError):
            start_anew()
            return sessions.card_of(settings)
        if looks % _LOOKS_BEFORE_A_REMINDER == 0:
            with suppress(UserError):
                announce(said, settings.speaker, sessions.sleeper_of(settings))


def _lacking(settings: Settings, error: UserError) -> Reply:
    """Return what is to be said of the microphone."""
    if isinstance(error, AmbiguousError):
        return Reply.BROKEN_SETTINGS
    another = settings.mic is not None and any(device.inputs for device in devices())
    return Reply.OTHER_MICROPHONE if another else Reply.NO_MICROPHONE


def tell_of_broken_settings(voice: str) -> None:
    """Say on the default loudspeaker that the settings have a mistake, as far as that is possible.

    Nobody reads what a service writes.
    """
    with suppress(UserError):
        cues = CueCache(Voice(voice_model(voice)))
        told = load_sentences(paths.content_dir()).reply(Reply.BROKEN_SETTINGS)
        announce([cues.samples(cue) for cue in told])


def _journal(keep: int) -> Journal:
    """Return the next session's journal; on a full or broken disk one that is only watched."""
    try:
        return Journal(sessions.new_journal(keep), Aside())
    except UserError as error:
        _complain(str(error))
        return Journal(aside=Aside())


def _complain(text: str) -> None:
    errors.print(text, markup=False)
