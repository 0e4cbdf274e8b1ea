"""Cues, rendered ahead and kept on disk by their content."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from voiceguide.audio.blocks import RATE, Samples
from voiceguide.paths import cue_cache_dir
from voiceguide.session.plan import Cue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_FORMAT = 1
"""Raised when what a cache file holds, or how a cue is rendered, changes."""

_log = logging.getLogger(__name__)


class Speaker(Protocol):
    """What the cache needs of a voice; ``voiceguide.speaking.voice.Voice`` is one."""

    @property
    def identity(self) -> str:
        """What tells this voice and its settings from any other."""

    def render(self, text: str) -> Samples:
        """Speak: shape (n,), int16, 16 kHz."""

    def close(self) -> None:
        """Give back what rendering needed."""


class CueCache:
    """Every cue of a session, in memory before it begins; no block ever waits for disk or voice.

    On disk a cue is one ``.npz`` file: a zip with a checksum, so one that was cut off or damaged is
    noticed and rendered anew. Files appear whole or not at all, so several processes may share a
    folder. The disk is a convenience: when it is full or read-only, cues live in memory alone.
    """

    def __init__(
        self,
        voice: Speaker,
        folder: Path | None = None,
        *,
        warn: Callable[[str], None] = _log.warning,
    ) -> None:
        """Use a voice and a folder.

        Args:
            voice: renders what is missing.
            folder: where cues are kept; the user's cache by default. Made when needed.
            warn: is told, once, in one line, when cues cannot be kept on disk.
        """
        self._voice = voice
        self._folder = cue_cache_dir() if folder is None else folder
        self._warn = warn
        self._keeps = True
        self._memory: dict[str, Samples] = {}

    def missing(self, cues: Iterable[Cue | str]) -> list[str]:
        """Return the texts that would have to be rendered, each once; the others are in memory."""
        texts = dict.fromkeys(cue.text if isinstance(cue, Cue) else cue for cue in cues)
        return [text for text in texts if not self._recall(text)]

    def render_ahead(
        self, cues: Iterable[Cue | str], progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Have all these cues in memory: render what is missing, then close the voice.

        Args:
            cues: cues or their texts.
            progress: called after each rendered cue with how many are done and how many there are.

        Raises:
            UserError: the voice cannot be used.
        """
        missing = self.missing(cues)
        try:
            for done, text in enumerate(missing, start=1):
                self._render(text)
                if progress:
                    progress(done, len(missing))
        finally:
            if missing:
                self._voice.close()

    def samples(self, cue: Cue | str) -> Samples:
        """Return a cue's samples, shape (n,), int16, 16 kHz, read-only; rendered now if need be.

        Raises:
            UserError: it had to be rendered and the voice cannot be used.
        """
        text = cue.text if isinstance(cue, Cue) else cue
        if not self._recall(text):
            self._render(text)
        return self._memory[text]

    def seconds(self, cue: Cue | str) -> float:
        """Return how long a cue lasts; as ``samples``."""
        return self.samples(cue).size / RATE

    def _recall(self, text: str) -> bool:
        """Return whether the cue is in memory, taking it from disk if it is there."""
        if text not in self._memory:
            kept = _read(self._file(text))
            if kept is None:
                return False
            self._remember(text, kept)
        return True

    def _render(self, text: str) -> None:
        samples = self._voice.render(text)
        self._remember(text, samples)
        if self._keeps:
            try:
                _write(self._file(text), samples)
            except OSError as error:
                self._keeps = False
                self._warn(f"{self._folder}: cues cannot be kept for next time ({error.strerror})")

    def _remember(self, text: str, samples: Samples) -> None:
        samples.flags.writeable = False
        self._memory[text] = samples

    def _file(self, text: str) -> Path:
        content = json.dumps([_FORMAT, self._voice.identity, text])
        return self._folder / f"{hashlib.sha256(content.encode()).hexdigest()}.npz"


def _read(file: Path) -> Samples | None:
    """Return what a file holds, or None when it is not there or not whole."""
    try:
        # Opened here, since np.load leaves a damaged file open.
        with file.open("rb") as whole, np.load(whole, allow_pickle=False) as archive:
            samples: Samples = archive["samples"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return samples if samples.dtype == np.int16 and samples.ndim == 1 else None


def _write(file: Path, samples: Samples) -> None:
    """Write a file that is there whole or not at all.

    It is not flushed to the disk: after a power cut the checksum tells.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as whole:
            np.savez(whole, samples=samples)
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
