"""What the sound server says of its devices and routes: PulseAudio, or PipeWire in its place.

Asked through ``pactl``, which comes with either. An answer takes some 10 ms, so nothing that has to
be in time asks here.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 2.0
"""Seconds: a server that is frozen never answers."""


@dataclass(frozen=True, slots=True)
class Node:
    """A microphone or a loudspeaker of the server's."""

    index: int
    """Of no meaning once the server has been started anew."""
    name: str
    """What it is called to programs; the same whenever it is plugged in."""
    description: str
    """What it is called to people."""
    monitor: bool
    """Whether it records what a loudspeaker plays: no microphone."""


@dataclass(frozen=True, slots=True)
class Server:
    """The server's devices at one moment."""

    sources: tuple[Node, ...]
    sinks: tuple[Node, ...]
    source: str
    """The name of the source that is taken when none is asked for."""
    sink: str


@dataclass(frozen=True, slots=True)
class Route:
    """Where the streams of a process really lead; None: it has no such stream."""

    source: str | None
    sink: str | None


@contextmanager
def led_to(*, source: str | None = None, sink: str | None = None) -> Iterator[None]:
    """Have the streams that are opened within the context lead to these devices, by their names."""
    asked = {"PULSE_SOURCE": source, "PULSE_SINK": sink}
    before = {name: os.environ.get(name) for name in asked}
    os.environ.update({name: device for name, device in asked.items() if device})
    try:
        yield
    finally:
        for name, device in before.items():
            if device is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = device


def asked_for(source: str) -> bool:
    """Tell whether the person asks for this very source, by the environment variable for it."""
    return os.environ.get("PULSE_SOURCE") == source


def server() -> Server | None:
    """Return what the server has; None when there is none, or when it does not answer."""
    info = _asked("info")
    if not isinstance(info, dict):
        return None
    return Server(
        _nodes("sources"),
        _nodes("sinks"),
        os.environ.get("PULSE_SOURCE") or info["default_source_name"],
        os.environ.get("PULSE_SINK") or info["default_sink_name"],
    )


def route(process: int) -> Route | None:
    """Return where the streams of a process lead; None when the server does not answer.

    When a device is unplugged, the server moves its streams to another one, and tells nobody: even
    to the monitor of the loudspeaker, so that the guide would listen to itself.
    """
    recording, playing = _asked("list", "source-outputs"), _asked("list", "sink-inputs")
    if recording is None or playing is None:
        return None
    return Route(
        _leads_to(recording, "source", process, _nodes("sources")),
        _leads_to(playing, "sink", process, _nodes("sinks")),
    )


def changes() -> subprocess.Popen[str] | None:
    """Return a process that prints a line when anything changes, and ends when the server does.

    None: the program for it is not installed.
    """
    try:
        return subprocess.Popen(
            ["pactl", "subscribe"],  # noqa: S607
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except OSError:
        return None


def _leads_to(
    streams: list[dict[str, Any]], end: str, process: int, nodes: tuple[Node, ...]
) -> str | None:
    names = {node.index: node.name for node in nodes}
    return next(
        (
            names.get(stream[end])
            for stream in streams
            if stream["properties"].get("application.process.id") == str(process)
        ),
        None,
    )


def _nodes(kind: str) -> tuple[Node, ...]:
    return tuple(
        Node(
            node["index"],
            node["name"],
            node["description"],
            node["properties"].get("device.class") == "monitor",
        )
        for node in _asked("list", kind) or ()
    )


def _asked(*what: str) -> Any:
    """Return the server's answer; None when there is none."""
    # In some languages it writes numbers with a comma, which is no JSON.
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    # Whoever asks may be killed meanwhile, and the server, too: then it waits busily, for ever.
    ended = ["timeout", "--signal=KILL", f"{_PATIENCE:g}"]
    try:
        told = subprocess.run(  # noqa: S603  # a fixed command
            [*ended, "pactl", "--format=json", *what],  # where it lies is Debian's to say
            env=environment,
            capture_output=True,
            check=True,
            timeout=_PATIENCE + 1.0,
        )
        return json.loads(told.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
