"""Microphones and loudspeakers, by the names that people and systems have for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voiceguide.audio import pulse
from voiceguide.audio.blocks import RATE
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NO_PORTAUDIO = "PortAudio is missing; install it with: sudo apt install libportaudio2"

_RATES = (RATE, 48_000, 32_000, 44_100, 22_050, 96_000, 8_000)
"""What is asked of a device, the best first. Each divides into blocks of 20 ms."""

_SERVER = "pulse"
"""PortAudio's name for the sound server. ``default`` may be the same, and must not be taken for it:
when PipeWire dies, ``default`` makes a thread spin and fill the disk with complaints."""

_NO_ROUTE = (
    "{name} is the sound server's, and where that leads cannot be asked (pactl info tells why); "
    "sudo apt install pulseaudio-utils libasound2-plugins, or name another of: voiceguide devices"
)

_PIPEWIRE = "pipewire"
"""PortAudio's name for the same server when it is PipeWire, which nobody can ask by that way."""

_NUMBER = re.compile(r" \(hw:\d+,\d+\)$")
"""What a card was plugged in as; at the next start it may be another number."""


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device as the system names it."""

    name: str
    index: int
    """PortAudio's number for it; of no meaning outside this process."""
    inputs: int
    """Channels it records; 0: it is no microphone."""
    outputs: int
    """Channels it plays; 0: it is no loudspeaker."""
    default_mic: bool = False
    """Whether it is the microphone when none is named."""
    default_speaker: bool = False
    """Whether it is the loudspeaker when none is named."""
    node: str | None = None
    """The sound server's own name for it; None: it is not the server's."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a device is opened with; its samples are int16."""

    rate: int
    """Hz."""
    channels: int


def sounddevice() -> Any:
    """Return the library that plays and records.

    Raises:
        UserError: PortAudio is not installed.
    """
    try:
        import sounddevice  # noqa: PLC0415 - fails where PortAudio is not installed
    except OSError as error:
        raise UserError(_NO_PORTAUDIO) from error
    return sounddevice


def devices() -> list[Device]:
    """Return every sound device there is; the list may be empty.

    Where a sound server answers, its devices stand for themselves; what it records of its own
    loudspeakers is left out, unless it is asked for (``PULSE_SOURCE``).

    Raises:
        UserError: PortAudio is not installed.
    """
    sd = sounddevice()
    plain = [
        Device(
            _NUMBER.sub("", entry["name"]),
            index,
            entry["max_input_channels"],
            entry["max_output_channels"],
        )
        for index, entry in enumerate(sd.query_devices())
    ]
    way_in = next((device for device in plain if device.name == _SERVER), None)
    served = pulse.server() if way_in else None
    if way_in and served:
        others = [device for device in plain if device.name not in {_SERVER, "default"}]
        return [*_served(way_in, served), *others]
    mic = _default([device for device in plain if device.inputs], sd.default.device[0])
    speaker = _default([device for device in plain if device.outputs], sd.default.device[1])
    return [
        replace(device, default_mic=device is mic, default_speaker=device is speaker)
        for device in plain
    ]


def _served(way_in: Device, server: pulse.Server) -> Iterator[Device]:
    for node in server.sources:
        if not node.monitor or (node.name == server.source and pulse.asked_for(node.name)):
            taken = node.name == server.source
            yield Device(node.description, way_in.index, 1, 0, default_mic=taken, node=node.name)
    for node in server.sinks:
        taken = node.name == server.sink
        yield Device(node.description, way_in.index, 0, 1, default_speaker=taken, node=node.name)


def _default(those: list[Device], index: int) -> Device | None:
    """Return the device to take when none is named."""
    by_name = {device.name: device for device in those}
    by_index = {device.index: device for device in those}
    return by_name.get(_SERVER) or by_index.get(index) or next(iter(those), None)


def require_route(device: Device, found: Sequence[Device]) -> None:
    """Make sure that it can be told where a server leads what is opened as this device.

    Where there is a server, the ``default`` may be the same.

    Raises:
        UserError: it cannot, so that the guide might listen to another microphone, or to itself.
    """
    servers = {_SERVER, _PIPEWIRE}
    if any(each.name in servers for each in found):
        servers.add("default")
    if device.node is None and device.name in servers:
        raise UserError(_NO_ROUTE.format(name=device.name))


def format_of(device: Device, *, records: bool) -> Format:
    """Return what a device can be opened with: 16 kHz and mono if it can be, else what is nearest.

    Raises:
        UserError: it refuses whatever is asked of it.
    """
    sd = sounddevice()
    check = sd.check_input_settings if records else sd.check_output_settings
    most = device.inputs if records else device.outputs
    why = ""
    for rate in _RATES:
        for channels in sorted({1, 2, most}):
            try:
                check(device=device.index, channels=channels, dtype="int16", samplerate=rate)
            except sd.PortAudioError as error:
                why = why or plain(error)
            else:
                return Format(rate, channels)
    raise UserError(
        f"{device.name} can be opened at none of the usual rates ({why}); "
        "is another program using it?"
    )


def plain(error: Exception) -> str:
    """Return PortAudio's own words for what went wrong."""
    return str(error.args[0]) if error.args else type(error).__name__
