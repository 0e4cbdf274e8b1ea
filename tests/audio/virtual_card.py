"""A virtual sound card: a private PulseAudio with a microphone and a loudspeaker.

What can happen to a card can be done to it: unplugged, muted, its server killed or frozen.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from voiceguide.audio.blocks import RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGES = "pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"
"""What Debian must have installed for it."""

MICROPHONE = "Virtual Microphone"
OTHER_MICROPHONE = "Other Microphone"
LOUDSPEAKER = "Virtual Loudspeaker"

_ROOM = (
    "module-null-sink sink_name=room rate=16000 channels=1 norewinds=1 "
    "sink_properties=device.description=Room"
)


def _described(kind: str, description: str) -> str:
    spaced = description.replace(" ", "\\ ")
    return f'{kind}_properties=device.description="{spaced}"'


_PLUGGED = {
    MICROPHONE: "module-remap-source source_name=microphone master=room.monitor "
    + _described("source", MICROPHONE),
    LOUDSPEAKER: "module-null-sink sink_name=speaker rate=48000 norewinds=1 "
    + _described("sink", LOUDSPEAKER),
}
_UNPLUGGED = {
    OTHER_MICROPHONE: "module-remap-source source_name=other master=room.monitor "
    + _described("source", OTHER_MICROPHONE),
}
FIRST = ["nice", "-n", "-15"]
"""Before a command that has to be in time: where it may, it comes before whatever else runs."""

_NOISE = 4_500
"""The room's noise as PulseAudio's volume (cubic, of 65536): -75 dBFS. A microphone that delivers
nothing but zeros is a broken one."""


class VirtualCard:
    """A sound server of our own: what is played into "room" is what the microphone hears."""

    def __init__(self, folder: Path) -> None:
        """Have the server start in this folder; its path has to be short, as that of a socket."""
        self._socket = folder / "socket"
        self._script = folder / "card.pa"
        self._script.write_text(
            f"load-module module-native-protocol-unix auth-anonymous=1 socket={self._socket}\n"
            f"load-module {_ROOM}\n"
            + "".join(f"load-module {module}\n" for module in _PLUGGED.values())
            + "set-default-source microphone\nset-default-sink speaker\n"
        )
        self.environment = os.environ | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder),  # the configuration of whoever runs the tests is theirs
            "PULSE_SERVER": f"unix:{self._socket}",
        }
        self.start()

    @property
    def program_environment(self) -> dict[str, str]:
        """The environment of a program that needs models and cues: another home would hide them."""
        return self.environment | {"HOME": str(Path.home())}

    # --- the server -------------------------------------------------------------------------

    def start(self) -> None:
        """Start the server; a card that was killed is there again under the same names."""
        self._socket.unlink(missing_ok=True)
        options = ["-n", "-F", str(self._script), "--exit-idle-time=-1", "--log-level=error"]
        self.server = subprocess.Popen([*FIRST, "pulseaudio", *options], env=self.environment)
        _wait_for(self._answers)
        self._make_noise()

    def _make_noise(self) -> None:
        volume = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", f"--volume={_NOISE}"]
        with Path("/dev/urandom").open("rb") as noise:
            self._noise = subprocess.Popen(
                [*FIRST, "pacat", "--device=room", *volume], env=self.environment, stdin=noise
            )

    def kill(self) -> None:
        """Have the server die."""
        for process in (self._noise, self.server):
            process.kill()
            process.wait()

    def freeze(self) -> None:
        """Have the server stand still."""
        self.server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        self.server.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        return self._socket.exists() and "speaker" in self._pactl("list", "short", "sinks")

    def _pactl(self, *what: str) -> str:
        told = subprocess.run(
            ["pactl", *what], env=self.environment, capture_output=True, text=True, check=False
        )
        return told.stdout

    # --- its devices ------------------------------------------------------------------------

    def unplug(self, device: str) -> None:
        """Unplug the microphone or the loudspeaker; its stream is led elsewhere, without a word."""
        module = _PLUGGED[device].split()[1]  # its name
        listed = self._pactl("list", "short", "modules").splitlines()
        self._pactl("unload-module", next(line.split()[0] for line in listed if module in line))

    def plug_in(self, device: str) -> None:
        """Plug it in again, under the same name."""
        if device == LOUDSPEAKER:  # a new default loudspeaker draws the noise out of the room
            self._noise.kill()
            self._noise.wait()
        self._pactl("load-module", *(_PLUGGED | _UNPLUGGED)[device].split(maxsplit=2))
        if device == LOUDSPEAKER:
            self._make_noise()

    def twin(self, device: str) -> str:
        """Plug a second one of the same make in; return the server's own name for it."""
        module, name, rest = _PLUGGED[device].split(maxsplit=2)
        self._pactl("load-module", module, f"{name}2", rest)
        return f"{name}2".partition("=")[2]

    def turn_down(self) -> None:
        """Turn the microphone's gain down, by 20 dB: of the room's noise a bit or so is left."""
        self._pactl("set-source-volume", "microphone", "46%")

    def mute(self, *, muted: bool) -> None:
        """Switch the microphone to mute, or back."""
        self._pactl("set-source-mute", "microphone", str(int(muted)))

    def echo(self) -> None:
        """Let the room hear the loudspeaker from now on: 86 ms later, 18 dB fainter."""
        self._pactl("load-module", "module-loopback", "source=speaker.monitor", "sink=room")
        listed = json.loads(self._pactl("--format=json", "list", "sink-inputs"))
        path = next(each for each in listed if each["driver"] == "module-loopback.c")
        self._pactl("set-sink-input-volume", str(path["index"]), "50%")

    def lead_away(self) -> None:
        """Have the server lead what records the microphone to the loudspeaker's monitor."""
        stream, _source = self._recording()[0]
        self._pactl("move-source-output", stream, "speaker.monitor")

    def recorded_from(self) -> str | None:
        """Return the name of the source that a program records; None: there is no such program."""
        sources = dict(
            line.split()[:2] for line in self._pactl("list", "short", "sources").splitlines()
        )
        return next((sources.get(source) for _stream, source in self._recording()), None)

    def _recording(self) -> list[tuple[str, str]]:
        """Return the streams of programs that record, each with the number of its source.

        What records the loudspeaker for a test is not among them: it goes on all the time.
        """
        listed = self._pactl("--format=json", "list", "source-outputs")
        return [
            (str(stream["index"]), str(stream["source"]))
            for stream in json.loads(listed or "[]")
            if "python" in stream["properties"].get("application.process.binary", "")
        ]

    def records(self) -> bool:
        """Tell whether a program has the microphone open."""
        return bool(self._recording())

    def into_the_room(self, wav: Path) -> None:
        """Play a file into the room, to its end."""
        command = [*FIRST, "paplay", "--device=room", str(wav)]
        subprocess.run(command, env=self.environment, check=True, timeout=20)

    @contextmanager
    def recording(self, raw: Path) -> Iterator[None]:
        """Write what the loudspeaker plays to a file: mono, int16, 16 kHz."""
        command = [*FIRST, "parec", "-d", "speaker.monitor", "--format=s16le", f"--rate={RATE}"]
        with raw.open("wb") as file:
            recorder = subprocess.Popen(
                [*command, "--channels=1", "--latency-msec=20"], env=self.environment, stdout=file
            )
            try:
                yield
            finally:
                recorder.terminate()
                recorder.wait(timeout=5)


def lacking() -> str | None:
    """Return what to install for a virtual card, or None when all is there."""
    if shutil.which("pulseaudio") is None or shutil.which("parec") is None:
        return f"no virtual sound card: sudo apt install {PACKAGES}"
    return None


@contextmanager
def virtual_card() -> Iterator[VirtualCard]:
    """Plug a virtual card in; its environment makes it the default one of a program."""
    # Not pytest's own folder: the path of a socket has to be short.
    with TemporaryDirectory(prefix="card-") as name:
        card = VirtualCard(Path(name))
        try:
            yield card
        finally:
            card.thaw()
            card.kill()


def _wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "the virtual sound card did not appear"
        time.sleep(0.02)
