"""A virtual sound card: a private PulseAudio with a microphone and a loudspeaker."""

from __future__ import annotations

import os
import shutil
import subprocess
import textwrap
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from voiceguide.audio.blocks import RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = "pulseaudio pulseaudio-utils libasound2-plugins libportaudio2"
"""What Debian must have installed for it."""


@dataclass(frozen=True)
class VirtualCard:
    """A sound server of our own: what is played into "room" is what the microphone hears."""

    server: subprocess.Popen[bytes]
    environment: dict[str, str]

    def into_the_room(self, wav: Path) -> None:
        """Play a file into the room, to its end."""
        command = ["paplay", "--device=room", str(wav)]
        subprocess.run(command, env=self.environment, check=True, timeout=20)

    @contextmanager
    def recording(self, raw: Path) -> Iterator[None]:
        """Write what the loudspeaker plays to a file: mono, int16, 16 kHz."""
        command = ["parec", "-d", "speaker.monitor", "--format=s16le", f"--rate={RATE}"]
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
    with TemporaryDirectory(prefix="card-") as name, _sound_server(Path(name)) as card:
        yield card


@contextmanager
def _sound_server(folder: Path) -> Iterator[VirtualCard]:
    socket = folder / "socket"
    script = folder / "card.pa"
    script.write_text(
        textwrap.dedent(f"""\
        load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
        load-module module-null-sink sink_name=room rate=16000 channels=1 norewinds=1
        load-module module-null-sink sink_name=speaker rate=48000 norewinds=1
        """)
    )
    environment = os.environ | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_SERVER": f"unix:{socket}",
        "PULSE_SOURCE": "room.monitor",
        "PULSE_SINK": "speaker",
    }
    command = ["pulseaudio", "-n", "-F", str(script), "--exit-idle-time=-1", "--log-level=error"]
    with subprocess.Popen(command, env=environment) as server:
        try:
            _wait_for(socket)
            yield VirtualCard(server, environment)
        finally:
            server.kill()


def _wait_for(file: Path) -> None:
    end = time.monotonic() + 10
    while not file.exists():
        assert time.monotonic() < end, f"{file} did not appear"
        time.sleep(0.02)
