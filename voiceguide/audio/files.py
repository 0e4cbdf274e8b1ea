"""Audio files: read whatever libsndfile reads, write WAV files that survive an interruption."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr

from voiceguide.audio.blocks import RATE, Samples, to_samples
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

_FLUSH_SAMPLES = RATE
"""A written file is whole on disk up to its last full second."""


def read_audio(path: Path, *, silent_ok: bool = False) -> Samples:
    """Return a whole file at ``RATE``, shape (n,), int16: the mean of its channels.

    Raises:
        UserError: the file is missing, is no audio, is empty, holds samples that are no numbers,
            or (unless ``silent_ok``) holds nothing but zeros.
    """
    _refuse_what_is_no_file(path)
    try:
        audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise UserError(
            f"{path}: is not an audio file that can be read; give a WAV or FLAC file"
        ) from error
    if not len(audio):
        raise UserError(f"{path}: is empty: it holds no sample; record it again")
    if not np.isfinite(audio).all():
        at = np.argmin(np.isfinite(audio).all(axis=1)) / rate
        raise UserError(
            f"{path}: is broken: from {at:.2f} s on it holds samples that are no finite numbers; "
            "record it again"
        )
    if not (silent_ok or np.any(audio)):
        raise UserError(f"{path}: is silent: every sample is zero; record it again")
    mono = audio.mean(axis=1)
    return to_samples(mono if rate == RATE else soxr.resample(mono, rate, RATE))


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise UserError(f"{path}: is a folder; give an audio file")
    if not path.exists():
        raise UserError(f"{path}: no such file; check its name")
    try:
        with path.open("rb") as file:
            nothing = not file.read(1)
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    if nothing:
        raise UserError(f"{path}: is empty: it holds no byte; record it again")


class WavWriter:
    """A WAV file written as it goes: 16 kHz, mono, 16 bit.

    Every second the audio so far and a header that fits it reach the disk, so whatever ends the
    program leaves a file that plays.
    """

    def __init__(self, path: Path) -> None:
        """Create the file, or empty it.

        Raises:
            UserError: it cannot be created or written.
        """
        self._path = path
        self._waiting: list[Samples] = []
        self._waiting_samples = 0
        try:
            self._file = path.open("wb")
            self._wave = wave.open(self._file, "wb")  # noqa: SIM115  # closed by close()
        except OSError as error:
            raise self._failure(error) from error
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(RATE)

    def write(self, samples: Samples) -> None:
        """Append samples, shape (n,), int16.

        Raises:
            UserError: the disk is full or gone.
        """
        self._waiting.append(samples)
        self._waiting_samples += len(samples)
        if self._waiting_samples >= _FLUSH_SAMPLES:
            self._flush()

    def close(self) -> None:
        """Write what is left and close the file; a second call does nothing.

        Raises:
            UserError: the disk is full or gone.
        """
        if self._file.closed:
            return
        try:
            self._flush()
        finally:
            self._close()

    def _flush(self) -> None:
        audio = np.concatenate([*self._waiting, np.zeros(0, np.int16)])
        self._waiting.clear()
        self._waiting_samples = 0
        try:
            self._wave.writeframes(audio.astype("<i2").tobytes())
            self._file.flush()
        except OSError as error:
            raise self._failure(error) from error

    def _close(self) -> None:
        try:
            try:
                self._wave.close()
            finally:
                self._file.close()
        except OSError as error:
            raise self._failure(error) from error

    def _failure(self, error: OSError) -> UserError:
        return UserError(f"{self._path}: cannot be written: {error.strerror}; choose another place")
