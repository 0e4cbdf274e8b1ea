"""Recording two sides of a virtual sound card on one time."""

from __future__ import annotations

import subprocess
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from tests.audio.virtual_card import FIRST
from voiceguide.audio.blocks import RATE, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CHUNK = RATE // 100
"""Samples (10 ms) that are read at once."""


class Stamped:
    """A recording of which the time of each sample is known.

    What arrives soonest after it was played tells when the recording began: nothing arrives early.
    Two recordings made alike arrive equally late, so what lies between them is known to a few ms.
    """

    def __init__(self) -> None:
        self._chunks: list[Samples] = []
        self._began = float("inf")

    def add(self, samples: Samples, now: float) -> None:
        """Take what has just arrived."""
        self._chunks.append(samples)
        self._began = min(self._began, now - self.seconds)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self._chunks) * _CHUNK / RATE

    def since(self, moment: float) -> tuple[Samples, float]:
        """Return what was recorded from a moment on (``time.monotonic``), and its exact moment."""
        whole = np.concatenate(self._chunks)
        first = max(0, round((moment - self._began) * RATE))
        return whole[first:], self._began + first / RATE


@contextmanager
def stamped(environment: Mapping[str, str], source: str) -> Iterator[Stamped]:
    """Record a source of the sound server for as long as the context lasts."""
    form = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=10"]
    command = [*FIRST, "parec", f"--device={source}", *form]
    recorder = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)  # noqa: S603  # the sound server's own
    recording = Stamped()

    def read() -> None:
        assert recorder.stdout is not None  # noqa: S101  # it is a pipe
        while len(chunk := recorder.stdout.read(2 * _CHUNK)) == 2 * _CHUNK:
            recording.add(np.frombuffer(chunk, dtype=np.int16), time.monotonic())

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield recording
    finally:
        recorder.terminate()
        reader.join()
        recorder.wait()
