"""The doctor: every check there is, told as it is made."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.cli import parts
from voiceguide.cli.saying import play
from voiceguide.cli.sessions import card_of
from voiceguide.cli.terminal import console, errors
from voiceguide.doctor import computer, measuring, room, service
from voiceguide.doctor.finding import Check, Finding, Verdict, exit_code, fail, ok, warn
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
    from collections.abc import Iterator, Sequence

    from voiceguide.audio.soundcard import SoundCard
    from voiceguide.settings import Settings

_TIMED_SECONDS = 6.0
"""Of audio, for the speed."""

_COLOURS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


def examine(settings: Settings, voice: str, *, as_json: bool, aloud: bool) -> int:
    """Make every check, print it, and speak the sum if asked to; the exit code is 1 if one failed.

    Raises:
        UserError: a file of the guide's own is broken.
    """
    findings = []
    for finding in _findings(settings, voice):
        findings.append(finding)
        if not as_json:
            _print(finding)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    if aloud:
        _speak(findings, settings, voice)
    return exit_code(findings)


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
        yield warn(Check.SPEED, "not measured: a model is missing or damaged", models.mend)
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
        card = card_of(settings)
        recorded = record(card, sound(Earcon.WELCOME))
    except UserError as error:
        mend = "plug it in, or choose others: voiceguide devices, and the options of doctor"
        if served.active:
            mend = f"the service may be using it: sudo systemctl stop {service.UNIT}"
        yield fail(Check.DEVICES, str(error), mend)
        return
    yield ok(Check.DEVICES, f"listens on {card.mic.name}, speaks on {card.speaker.name}")
    yield from room.examined(recorded)


def _print(finding: Finding) -> None:
    colour = _COLOURS[finding.verdict]
    console.print(f"[{colour}]{finding.verdict:<4}[/]  {finding.check:<11}", end=" ")
    console.print(finding.told, markup=False)
    if finding.mend:
        console.print(f"{'':18}{finding.mend}", markup=False)


def _speak(findings: Sequence[Finding], settings: Settings, voice: str) -> None:
    try:
        card: SoundCard = card_of(settings)
        cues = CueCache(Voice(voice_model(voice)))
        for sentence in sentences(findings, paths.content_dir()):
            play(card, cues.samples(sentence))
    except UserError as error:
        errors.print(f"it cannot be spoken: {error}", markup=False)
