"""Listening to recordings, and to the microphone, with the guide's own ears."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples, silence
from voiceguide.audio.files import read_audio
from voiceguide.audio.soundcard import SoundCard
from voiceguide.cli.parts import Ears
from voiceguide.cli.terminal import console, errors
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.hearing.listener import Listener
    from voiceguide.language.intents import Expecting, Heard

SILENCE_BEFORE = 0.5
"""Seconds of silence before a recording: ears that heard nothing yet miss what begins at once."""

SILENCE_AFTER = 2.0
"""Seconds of silence after a recording: an utterance that it cuts off is heard to its end."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something heard, and when the decision was made (seconds of audio clock)."""

    time: float
    heard: Heard


def to_files(files: Iterable[Path], expecting: Expecting | None, *, as_json: bool) -> int:
    """Print what is heard in each file by itself; return the exit code.

    A file that cannot be listened to is named on standard error, and the others go on.
    """
    ears = Ears()
    broken = 0
    for file in files:
        try:
            recording = read_audio(file)
        except UserError as error:
            errors.print(f"voiceguide: {error}", markup=False)
            broken += 1
            continue
        listener = ears.listener()
        listener.expect(expecting)
        heard = 0
        for decision in decisions(listener, recording):
            heard += 1
            print(_as_json(file, decision) if as_json else _for_people(file, decision), flush=True)
        if not heard and not as_json:
            print(f"{file}: nothing")
    return 2 if broken else 0


def decisions(listener: Listener, recording: Samples) -> Iterator[Decision]:
    """Yield the decisions on a recording, shape (n,), int16, 16 kHz; times are from its start."""
    rest = -len(recording) % BLOCK + round(SILENCE_AFTER * RATE)
    whole = np.concatenate([silence(round(SILENCE_BEFORE * RATE)), recording, silence(rest)])
    quiet = silence()
    for number in range(len(whole) // BLOCK):
        for heard in listener.hear(whole[number * BLOCK : (number + 1) * BLOCK], quiet):
            yield Decision((number + 1) * BLOCK_SECONDS - SILENCE_BEFORE, _earlier(heard))


def _earlier(heard: Heard) -> Heard:
    """Return what was heard with its times from the recording's start."""
    return replace(
        heard,
        phrase_start=max(0.0, heard.phrase_start - SILENCE_BEFORE),
        phrase_end=max(0.0, heard.phrase_end - SILENCE_BEFORE),
    )


def to_microphone(expecting: Expecting | None, *, as_json: bool) -> int:
    """Print what is heard on the microphone until Ctrl-C; return the exit code."""
    card = SoundCard()
    listener = Ears().listener()
    listener.expect(expecting)
    blocks = 0

    def listen(mic: Samples) -> Samples:
        nonlocal blocks
        blocks += 1
        for heard in listener.hear(mic, silence()):
            decision = Decision(blocks * BLOCK_SECONDS, heard)
            file = Path(card.mic.name)
            print(_as_json(file, decision) if as_json else _for_people(file, decision), flush=True)
        return silence()

    console.print(f"listening on {card.mic.name}; Ctrl-C ends it")
    card.run(listen, deaf=silence, until=lambda: False)
    return 0


def _as_json(file: Path, decision: Decision) -> str:
    heard = decision.heard
    return json.dumps(
        {
            "file": str(file),
            "time": round(decision.time, 3),
            "intent": heard.intent,
            "text": heard.text,
            "value": heard.value,
            "phrase_start": round(heard.phrase_start, 3),
            "phrase_end": round(heard.phrase_end, 3),
        },
        ensure_ascii=False,
    )


def _for_people(file: Path, decision: Decision) -> str:
    heard = decision.heard
    value = "" if heard.value is None else f" {heard.value}"
    said = f'"{heard.text}", said {heard.phrase_start:.2f} to {heard.phrase_end:.2f} s'
    return f"{file}: {heard.intent}{value} at {decision.time:.2f} s ({said})"
