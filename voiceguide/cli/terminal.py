"""What people see: progress, and a session as a transcript with times."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from voiceguide.audio.counts import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal, or one line when piped; yields what to call at each advance."""
    if total == 0:
        yield lambda: None
    elif errors.is_terminal:
        columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=errors, transient=True) as bar:
            task = bar.add_task(what, total=total)
            yield lambda: bar.advance(task)
    else:
        errors.print(f"{what} ({total}) ...")
        yield lambda: None


class Transcript:
    """Prints journal entries as they come, in people's words.

    When whoever read it has gone, the session goes on without it: somebody may be held.
    """

    def __init__(self) -> None:
        """Begin to print."""
        self._read = True

    def __call__(self, entry: Mapping[str, object]) -> None:
        """Print one entry."""
        make = _LINES.get(str(entry["kind"]))
        line = make(entry) if make else None
        if line and self._read:
            try:
                console.print(f"[dim]{_clock(entry['t'])}[/]  {line}")
            except (OSError, SystemExit):  # the latter is how the library takes a broken pipe
                self._read = False


def _clock(t: object) -> str:
    seconds = t if isinstance(t, float) else 0.0
    return f"{int(seconds // 60):3d}:{seconds % 60:04.1f}"


def _where(entry: Mapping[str, object]) -> str:
    rep = f"repetition {entry['rep']}" if entry.get("rep") else ""
    return ", ".join(str(part) for part in (entry.get("stretch"), entry.get("side"), rep) if part)


def _step(entry: Mapping[str, object]) -> str | None:
    if entry["phase"] in {"ready", "ease-in", "hold", "release", "rest"}:
        return None
    return f"[bold]{escape(_where(entry) or str(entry['phase']))}[/]"


def _spoken(entry: Mapping[str, object]) -> str:
    what = f'"{entry["text"]}"' if entry.get("text") else f"({entry.get('file')})"
    return f"[cyan]{entry.get('voice') or 'person':>7}:[/] {escape(what)}"


def _heard(entry: Mapping[str, object]) -> str:
    value = "" if entry.get("value") is None else f" {entry['value']}"
    return f'[green]  heard:[/] {entry["intent"]}{value} [dim]("{escape(str(entry["text"]))}")[/]'


def _live(what: str, entry: Mapping[str, object]) -> str:
    state = "live" if entry["live"] else f"[red]failing[/] ({entry['failing']})"
    return f"[bold]{what}:[/] {state}"


def _counted(entry: Mapping[str, object]) -> str | None:
    counts = {name: value for name, value in entry.items() if isinstance(value, int)}
    faults = Counts(**counts).faults
    if not faults:
        return None
    told = ", ".join(f"{name} {number}" for name, number in faults.items())
    return f"[red]the sound card lost some:[/] {told} (voiceguide doctor tells more)"


_LINES: dict[str, Callable[[Mapping[str, object]], str | None]] = {
    "session": lambda e: (
        f"[bold]routine {escape(str(e['routine']))}[/], stop point {e['stop_point']}"
    ),
    "step": _step,
    "cue": lambda e: f"[yellow]  guide:[/] {escape(str(e['text']))}",
    "heard": _heard,
    "spoken": _spoken,
    "hold": lambda e: f"[bold]   hold {e['seconds']:g} s[/] ({escape(_where(e))})",
    "release": lambda e: f"[bold]release:[/] {e['why']}",
    "screening": lambda e: f"[bold]   asked about {e['about']}:[/] {e['answer']}",
    "clearance": lambda e: f"[bold]   clearance:[/] {e['answer']}",
    "left-out": lambda e: f"[bold]left out:[/] {e['stretch']} ({e['why']})",
    "volume": lambda e: f"[bold]   volume {e['percent']} %[/]",
    "swap": lambda _: "[bold]   swap[/]",
    "pause": lambda e: f"[bold]latched:[/] {e['why']}",
    "resume": lambda _: "[bold] resume[/]",
    "ears": lambda e: _live("ears", e),
    "mouth": lambda e: _live("loudspeaker", e),
    "soundcard": _counted,
    "end": lambda e: f"[bold]    end:[/] {e['why']}",
}
