"""The doctor: every check there is, told as it is made."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.audio.announcing import announce
from voiceguide.audio.devices import devices
from voiceguide.audio.hanging import ANSWER_SECONDS, MEND, HangingError, in_time
from voiceguide.cli import parts
from voiceguide.cli.sessions import card_of, sleeper_of
from voiceguide.cli.terminal import console, errors
from voiceguide.doctor import computer, measuring, room, service
from voiceguide.doctor.finding import Check, Finding, Verdict, exit_code, fail, ok, unmeasured
from voiceguide.doctor.recording import record
from voiceguide.doctor.spoken import sentences
from voiceguide.errors import UserError
from voiceguide.models.status import status
from voiceguide.models.voices import voice_model
from voiceguide.session.effects import Earcon
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.earcons import sound
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from voiceguide.audio.soundcard import SoundCard
    from voiceguide.doctor.room import Recorded
    from voiceguide.settings import Settings

_TIMED_SECONDS = 6.0
"""Of audio, for the speed."""

_RECORDING_SECONDS = 30.0
"""So long nothing that is recorded here takes, however long the loudspeaker takes to wake up."""

_COLOURS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


def examine(settings: Settings, voice: str, *, as_json: bool, aloud: bool) -> int:
    """Make every check, print it, and speak the sum if asked to; the exit code is 1 if one failed.

    Raises:
        UserError: a file of the guide's own is broken.
    """
    findings: list[Finding] = []
    for finding in _whole(_findings(settings, voice)):
        findings.append(finding)
        if not as_json:
            _print(finding)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    if aloud:
        _speak(findings, settings, voice)
    return exit_code(findings)


def _whole(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield them, and then each check that could not be made."""
    made = set()
    for finding in findings:
        made.add(finding.check)
        yield finding
    yield from (unmeasured(check) for check in Check if check not in made)


def _findings(settings: Settings, voice: str) -> Iterator[Finding]:
    yield computer.python(tuple(sys.version_info[:3]))
    yield computer.memory(measuring.memory_free())
    served = service.facts()
    # Others than root may not look into the service's folder.
    state = service.STATE if served.installed and os.geteuid() == 0 else paths.sessions_dir()
    yield computer.disk(state, measuring.disk_free(state))
    yield computer.temperature(measuring.celsius())
    yield computer.power(measuring.throttled())
    models = computer.models(status())
    yield models
    if models.verdict is Verdict.OK:
        yield _speed(voice)
    else:
        yield unmeasured(Check.SPEED, "a model is missing or damaged")
    yield service.judged(served)
    yield from _sound(settings, served)


def _speed(voice: str) -> Finding:
    try:
        (said, *_) = sentences([], paths.content_dir())
        speech = CueCache(Voice(voice_model(voice))).samples(said)
        listener = parts.Ears().listener()
    except UserError as error:
        return fail(Check.SPEED, f"not measured: {error}", "mend that, then run this again")
    return computer.speed(measuring.real_time_factor(listener, speech, _TIMED_SECONDS))


def _sound(settings: Settings, served: service.Facts) -> Iterator[Finding]:
    try:
        card, recorded = in_time(lambda: _recorded(settings), _RECORDING_SECONDS)
    except HangingError:
        yield fail(Check.DEVICES, "the sound server hangs", MEND)
        return
    except UserError as error:
        mend = "plug it in, or choose others: voiceguide devices, and the options of doctor"
        if served.active:
            mend = f"the service may be using it: sudo systemctl stop {service.UNIT}"
        yield fail(Check.DEVICES, str(error), mend)
        return
    yield ok(Check.DEVICES, f"listens on {card.mic.name}, speaks on {card.speaker.name}")
    yield room.blocks(card.counts)
    yield from room.examined(recorded)


def _recorded(settings: Settings) -> tuple[SoundCard, Recorded]:
    card = card_of(settings)
    return card, record(card, sound(Earcon.WELCOME))


def _print(finding: Finding) -> None:
    colour = _COLOURS[finding.verdict]
    console.print(f"[{colour}]{finding.verdict:<4}[/]  {finding.check:<11}", end=" ")
    console.print(finding.told, markup=False)
    if finding.mend:
        console.print(f"{'':18}{finding.mend}", markup=False)


def _speak(findings: Sequence[Finding], settings: Settings, voice: str) -> None:
    """Speak the sum; on the loudspeaker alone, for it may be the microphone that is missing."""
    try:
        in_time(devices, ANSWER_SECONDS)
        cues = CueCache(Voice(voice_model(voice)))
        told = [cues.samples(each) for each in sentences(findings, paths.content_dir())]
        announce(told, settings.speaker, sleeper_of(settings))
    except UserError as error:
        errors.print(f"it cannot be spoken: {error}", markup=False)
