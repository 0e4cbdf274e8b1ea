"""What there is: plans, routines, models, devices; as text or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table

from voiceguide import paths
from voiceguide.audio.choosing import AmbiguousError, loudspeaker, microphone
from voiceguide.audio.devices import devices as sound_devices
from voiceguide.audio.hanging import ANSWER_SECONDS, in_time
from voiceguide.cli import parts
from voiceguide.cli.terminal import console
from voiceguide.errors import UserError
from voiceguide.models.status import Verdict, fetch_all, status
from voiceguide.routines.library import routines as all_routines
from voiceguide.routines.planning import plan
from voiceguide.routines.timeline import Timed, timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voiceguide.audio.devices import Device
    from voiceguide.session.plan import Line
    from voiceguide.settings import Settings


def print_plan(routine: str, minutes: float | None, *, contract_relax: bool, as_json: bool) -> int:
    """Print every step of a routine with its time; how it fitted the minutes goes to stderr."""
    times = timeline(plan(parts.routine(routine, minutes, contract_relax=contract_relax)))
    if as_json:
        listed = [_timed(each) for each in times]
        print(json.dumps(listed, ensure_ascii=False, indent=1, default=sorted))  # sets as lists
        return 0
    posture: tuple[Line, ...] = ()
    for each in times:
        where = " ".join(str(p) for p in (each.step.part, each.step.rep or "") if p)
        held = f", {each.step.seconds:g} s" if each.step.seconds else ""
        console.print(f"{_clock(each.start)}  [bold]{where}: {each.step.phase}[/]{held}")
        new = each.step.posture if each.step.posture != posture else ()
        posture = each.step.posture or posture
        for line in (*each.step.lines, *new):
            at = "" if line.at is None else f"{line.at:5.1f} s "
            console.print(f"             {at}{line.cue.text}", markup=False)
    end = times[-1].start + times[-1].seconds
    console.print(f"{_clock(end)}  end, if every question is answered at once")
    return 0


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60):3d}:{int(seconds % 60):02d}"


def _timed(each: Timed) -> dict[str, object]:
    return {"start": round(each.start, 1), "lasts": round(each.seconds, 1), **asdict(each.step)}


def print_routines(*, as_json: bool) -> int:
    """Print the routines there are."""
    listed = all_routines(paths.content_dir())
    if as_json:
        print(json.dumps([each._asdict() for each in listed], ensure_ascii=False, indent=1))
    else:
        _table(("name", "title", "minutes"), [(e.name, e.title, str(e.minutes)) for e in listed])
    return 0


def print_models(*, fetch: bool, as_json: bool) -> int:
    """Print each model and whether it is whole; the exit code is 1 if one is not."""
    if fetch:
        fetch_all()
    models = status()
    if as_json:
        print(json.dumps([asdict(m) for m in models], default=str, indent=1))
    else:
        rows = [
            (m.name, m.kind, m.licence, f"{m.size / 1e6:.0f} MB", m.verdict, str(m.where or m.mend))
            for m in models
        ]
        _table(("name", "kind", "licence", "size", "verdict", "where"), rows)
        for model in models:
            if model.mend:
                console.print(f"{model.name}: {model.mend}", markup=False)
    return 0 if all(m.verdict is Verdict.OK for m in models) else 1


def print_devices(settings: Settings, *, as_json: bool) -> int:
    """Print the sound devices, and mark those that would be taken."""
    found = in_time(sound_devices, ANSWER_SECONDS)
    if not found and not as_json:
        console.print("no sound device found; plug in a microphone and a loudspeaker")
        return 1
    mic = _taken(microphone, found, settings.mic)
    speaker = _taken(loudspeaker, found, settings.speaker)
    if as_json:
        listed = [asdict(d) | {"taken_mic": d is mic, "taken_speaker": d is speaker} for d in found]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return 0
    marks = {(True, True): "both", (True, False): "microphone", (False, True): "loudspeaker"}
    rows = [
        (d.name, str(d.inputs), str(d.outputs), marks.get((d is mic, d is speaker), ""))
        for d in found
    ]
    _table(("name", "inputs", "outputs", "taken as"), rows)
    return 0


def _taken(
    choose: Callable[[Sequence[Device], str | None], Device],
    found: Sequence[Device],
    name: str | None,
) -> Device | None:
    """Return what would be taken; None when there is none at all.

    Raises:
        UserError: what is named is not there, or more than one may be meant.
    """
    try:
        return choose(found, name)
    except AmbiguousError:
        raise
    except UserError:
        if name is None:
            return None
        raise


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)
