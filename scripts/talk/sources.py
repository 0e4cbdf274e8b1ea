"""The packages that hold people talking English, and how each keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from talk import containers
from talk.containers import Clip
from voiceguide.audio.files import read_audio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A Debian package with talk in it."""

    name: str
    """Of its folder."""
    package: str
    licence: str
    clips: Callable[[Path], Iterator[Clip]]
    """From where the package is unpacked."""


def _queen(root: Path) -> Iterator[Clip]:
    return containers.queen(_games(root) / "flight-of-the-amazon-queen" / "queen.1c")


def _sky(root: Path) -> Iterator[Clip]:
    return containers.sky(_games(root) / "beneath-a-steel-sky" / "sky.dsk")


def _drascula(root: Path) -> Iterator[Clip]:
    return containers.drascula(_games(root) / "drascula" / "en")


def _games(root: Path) -> Path:
    return root / "usr" / "share" / "scummvm"


_PROMPTS = ("usr/share/asterisk/sounds/en_US_f_Allison/**/*.wav",)

_HEDGEHOGS = tuple(
    f"usr/share/games/hedgewars/Data/Sounds/voices/{voice}/*.ogg"
    for voice in ("British", "Classic", "Default", "HillBilly", "Mobster", "Pirate", "Surfer")
)
"""The others sing, are synthetic, or speak another language."""


def _files(patterns: tuple[str, ...]) -> Callable[[Path], Iterator[Clip]]:
    """Return what yields every audio file that matches and is not silent throughout."""

    def clips(root: Path) -> Iterator[Clip]:
        for file in sorted(file for pattern in patterns for file in root.glob(pattern)):
            audio = read_audio(file, silent_ok=True)
            if audio.any():
                yield Clip(f"{file.parent.name}/{file.stem}", audio)

    return clips


_GAME = "its own, like BSD: given away, changed and named as such"

SOURCES = (
    Source("drascula", "drascula", _GAME, _drascula),
    Source("queen", "flight-of-the-amazon-queen", _GAME, _queen),
    Source("sky", "beneath-a-steel-sky", _GAME, _sky),
    Source("hedgewars", "hedgewars-data", "GFDL 1.3", _files(_HEDGEHOGS)),
    Source("asterisk", "asterisk-core-sounds-en-wav", "CC BY-SA 3.0", _files(_PROMPTS)),
)
