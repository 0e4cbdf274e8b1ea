"""Listening to recordings with the guide's own ears."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, BLOCK_SECONDS, RATE, Samples, silence
from voiceguide.audio.files import read_audio
from voiceguide.cli.explaining import Explainer
from voiceguide.cli.listening_lines import Decision, EverythingAsJson, as_json, for_people
from voiceguide.cli.parts import Ears
from voiceguide.cli.terminal import errors
from voiceguide.errors import UserError
from voiceguide.hearing.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from voiceguide.hearing.listener import Listener
    from voiceguide.language.intents import Expecting, Heard

SILENCE_BEFORE = 0.5
"""Seconds of silence before a recording: ears that heard nothing yet miss what begins at once."""

SILENCE_AFTER = 2.0
"""Seconds of silence after a recording: an utterance that it cuts off is heard to its end."""


@dataclass(frozen=True, slots=True)
class Form:
    """How what is heard is told."""

    as_json: bool = False
    why: bool = False
    """Explain every decision; in JSON: tell all that led to it or to none."""
    at: float | None = None
    """Explain what was heard nearest to this second of a file, and nothing else."""

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            UserError: a second is to be explained in JSON.
        """
        if self.as_json and self.at is not None:
            raise UserError("--at explains in words; leave out --json, or --at")


def to_files(files: Iterable[Path], expecting: Expecting | None, form: Form) -> int:
    """Print what is heard in each file by itself; return the exit code.

    A file that cannot be listened to is named on standard error, and the others go on.
    """
    ears = Ears()
    broken = 0
    for file in files:
        try:
            recording = _recording(file, form.at)
        except UserError as error:
            errors.print(f"voiceguide: {error}", markup=False)
            broken += 1
            continue
        told = _explained if form.why or form.at is not None else _decided
        for line in told(str(file), recording, ears, expecting, form):
            print(line, flush=True)
    return 2 if broken else 0


def _recording(file: Path, at: float | None) -> Samples:
    """Return a recording.

    Raises:
        UserError: it cannot be listened to, or ends before the second that is asked about.
    """
    recording = read_audio(file)
    seconds = len(recording) / RATE
    if at is not None and at > seconds:
        raise UserError(
            f"{file}: has no second {at:g} for --at; give one from 0 to {seconds:.2f}, its end"
        )
    return recording


def _decided(
    file: str, recording: Samples, ears: Ears, expecting: Expecting | None, form: Form
) -> Iterator[str]:
    listener = ears.listener()
    listener.expect(expecting)
    heard = 0
    for decision in decisions(listener, recording):
        heard += 1
        yield as_json(file, decision) if form.as_json else for_people(file, decision)
    if not heard and not form.as_json:
        yield f"{file}: nothing"


def _explained(
    file: str, recording: Samples, ears: Ears, expecting: Expecting | None, form: Form
) -> Iterator[str]:
    trace = Trace()
    listener = ears.listener(trace)
    listener.expect(expecting)
    heard = list(decisions(listener, recording))
    explainer = Explainer(ears.stop, SILENCE_BEFORE)
    if form.as_json:
        everything = EverythingAsJson(file, SILENCE_BEFORE)
        for observed in trace.observed:
            yield from everything.lines(observed)
    elif form.at is not None:
        yield from explainer.nearest(file, trace, form.at)
    elif not heard:
        yield from explainer.nothing(file, trace)
    else:
        for second, judged in trace.decisions():
            yield from explainer.decided(file, trace, second, judged)


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
