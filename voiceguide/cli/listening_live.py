"""Listening to the microphone with the guide's own ears, and showing it as it happens."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.live import Live

from voiceguide.audio.blocks import BLOCK_SECONDS, Samples, silence
from voiceguide.cli.explaining import Explainer
from voiceguide.cli.listening_lines import (
    Decision,
    Everything,
    EverythingAsJson,
    as_json,
    for_people,
)
from voiceguide.cli.listening_view import View
from voiceguide.cli.parts import Ears
from voiceguide.cli.sessions import card_of
from voiceguide.cli.terminal import console
from voiceguide.errors import UserError
from voiceguide.hearing.trace import Trace
from voiceguide.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.cli.listening import Form
    from voiceguide.hearing.observed import Observed, Observer
    from voiceguide.language.intents import Expecting

    Lines = Callable[[Observed], Iterator[str]]

_REFRESHED = 5
"""Blocks (0.1 s) between two pictures: as often as an eye follows."""

_REMEMBERED = round(20.0 / BLOCK_SECONDS)
"""Blocks of what led to a decision that are kept to explain it."""


def to_microphone(expecting: Expecting | None, form: Form) -> int:
    """Show what is heard on the microphone until Ctrl-C; return the exit code.

    Raises:
        UserError: a second of a file is to be explained, or a device or a model is missing.
    """
    if form.at is not None:
        raise UserError("--at is a second of a file; name the file, or leave out --at")
    card = card_of(load_settings())
    ears = Ears()
    print(f"listening on {card.mic.name}; Ctrl-C ends it", file=sys.stderr)
    with _shown(card.mic.name, Explainer(ears.stop), form) as show:
        listener = ears.listener(show)
        listener.expect(expecting)
        lost = False

        def listen(mic: Samples) -> Samples:
            nonlocal lost
            lost = False
            listener.hear(mic, silence())
            return silence()

        def deaf() -> Samples:
            nonlocal lost
            if not lost:  # not by a console of its own: it has to come above the picture
                print(f"no sound comes from {card.mic.name}; is it plugged in?", file=sys.stderr)
            lost = True
            return silence()

        card.run(listen, deaf=deaf, until=lambda: False)
    return 0


@contextmanager
def _shown(mic: str, explainer: Explainer, form: Form) -> Iterator[Observer]:
    """Show what is observed: on a terminal as a picture, else as lines."""
    if form.as_json:
        yield _printing(EverythingAsJson(mic).lines if form.why else _decided_as_json(mic))
    elif console.is_terminal:
        view = View(explainer)
        with Live(view, console=console, auto_refresh=False) as live:
            yield _drawing(view, live, _explained(mic, explainer) if form.why else _no_lines)
    elif form.why:
        yield _printing(_explained(mic, explainer))
    else:
        yield _printing(_everything(mic, explainer))


def _printing(lines: Lines) -> Observer:
    def show(observed: Observed) -> None:
        for line in lines(observed):
            print(line, flush=True)

    return show


def _drawing(view: View, live: Live, lines: Lines) -> Observer:
    """Return what draws the picture anew now and then, with lines above it."""
    blocks = 0

    def show(observed: Observed) -> None:
        nonlocal blocks
        blocks += 1
        view(observed)
        for line in lines(observed):
            live.console.print(line, markup=False)
        if blocks % _REFRESHED == 0:
            live.refresh()

    return show


def _no_lines(_observed: Observed) -> Iterator[str]:
    yield from ()


def _decided_as_json(mic: str) -> Lines:
    def lines(observed: Observed) -> Iterator[str]:
        return (as_json(mic, Decision(observed.second, heard)) for heard in observed.heard)

    return lines


def _everything(mic: str, explainer: Explainer) -> Lines:
    everything = Everything(explainer)

    def lines(observed: Observed) -> Iterator[str]:
        yield from everything.lines(observed)
        for heard in observed.heard:
            yield for_people(mic, Decision(observed.second, heard))

    return lines


def _explained(mic: str, explainer: Explainer) -> Lines:
    trace = Trace(_REMEMBERED)

    def lines(observed: Observed) -> Iterator[str]:
        trace(observed)
        for judged in observed.decided:
            yield from explainer.decided(mic, trace, observed.second, judged)

    return lines
