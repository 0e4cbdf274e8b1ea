"""The guide's voice: a Piper model, and how its speech is made fit for a room."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import soxr

from voiceguide.audio.blocks import RATE, Samples, silence, to_samples
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from piper import PiperVoice

LEVEL_DB = -20.0
"""RMS of active speech (dB below full scale)."""

PEAK_DB = -1.0
"""No sample is louder (dB below full scale)."""

KEPT_SECONDS = 0.03
"""Silence kept before and after a cue, so that no soft consonant is cut."""

PAUSE_SECONDS = 0.3
"""Between two sentences of one cue: time for a breath, and for hearing a "stop"."""

_PACE = 1.08
"""Piper's length_scale: a little calmer than the voice by itself."""

_FRAME = RATE // 100
_ACTIVE_DB = -35.0
"""A 10 ms frame counts as speech when it is no further than this under the loudest one."""

_Audio = npt.NDArray[np.float32]


class Voice:
    """Speaks text with a Piper model; the same text always gives the same samples.

    The model (60 MB, and as much again for its working memory) is loaded by the first ``render``
    and given back by ``close``; a later ``render`` loads it again.
    """

    def __init__(self, model: Path) -> None:
        """Take a voice by its ``.onnx`` file; its ``.onnx.json`` lies beside it.

        Raises:
            UserError: one of the two files does not exist.
        """
        self._model = model
        self._config = Path(f"{model}.json")
        self._piper: PiperVoice | None = None
        for file in (self._model, self._config):
            if not file.is_file():
                raise UserError(f"{file}: this voice is incomplete, the file does not exist")

    @cached_property
    def identity(self) -> str:
        """What tells this voice and its settings from any other; the cue cache builds on it.

        The model itself is sampled in three places, not read: 60 MB take seconds from a memory
        card, and two trained models differ everywhere.
        """
        digest = hashlib.sha256(self._config.read_bytes())
        size = self._model.stat().st_size
        with self._model.open("rb") as file:
            for place in (0, size // 2, max(0, size - _SAMPLED)):
                file.seek(place)
                digest.update(file.read(_SAMPLED))
        settings = [LEVEL_DB, PEAK_DB, KEPT_SECONDS, PAUSE_SECONDS, _PACE]
        return f"{digest.hexdigest()} {size} piper-tts {version('piper-tts')} {settings}"

    def render(self, text: str) -> Samples:
        """Speak: shape (n,), int16, 16 kHz, -20 dBFS; empty when the text holds nothing to say.

        Raises:
            UserError: the model is damaged, or not a Piper voice.
        """
        from piper import SynthesisConfig  # noqa: PLC0415 - heavy, and rarely needed

        # Without noise the model draws no random numbers: what was tested is what is heard.
        settings = SynthesisConfig(
            length_scale=_PACE, noise_scale=0.0, noise_w_scale=0.0, normalize_audio=False
        )
        piper = self._load()
        try:
            sentences = [
                _to_rate(chunk.audio_float_array, chunk.sample_rate)
                for chunk in piper.synthesize(text, settings)
            ]
        except Exception as error:  # ONNX Runtime's errors share no base class
            raise self._not_a_voice(error) from error
        return _join([_levelled(_trimmed(sentence)) for sentence in sentences])

    def close(self) -> None:
        """Give the model's memory back."""
        self._piper = None

    def _load(self) -> PiperVoice:
        if self._piper is None:
            try:
                self._piper = _load_piper(self._model, self._config)
            except Exception as error:  # as above; and KeyError or ValueError from the JSON
                raise self._not_a_voice(error) from error
        return self._piper

    def _not_a_voice(self, error: Exception) -> UserError:
        why = " ".join(str(error).split()) or type(error).__name__
        return UserError(f"{self._model}: damaged, or not a Piper voice ({why})")


_SAMPLED = 64 * 1024


def _load_piper(model: Path, config: Path) -> PiperVoice:
    import onnxruntime  # noqa: PLC0415 - as in render
    from piper import PiperConfig, PiperVoice  # noqa: PLC0415

    settings = PiperConfig.from_dict(json.loads(config.read_text(encoding="utf-8")))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # as fast as more, and leaves the other cores alone
    options.log_severity_level = 4  # its faults reach us as exceptions
    session = onnxruntime.InferenceSession(
        str(model), sess_options=options, providers=["CPUExecutionProvider"]
    )
    return PiperVoice(session=session, config=settings)


def _to_rate(audio: npt.NDArray[np.floating], rate: int) -> _Audio:
    resampled: _Audio = soxr.resample(audio.astype(np.float32), rate, RATE)
    return resampled


def _active(audio: _Audio) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return each 10 ms frame's mean square, and whether it holds speech."""
    frames = np.pad(audio, (0, -audio.size % _FRAME)).reshape(-1, _FRAME)
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    loudest = power.max(initial=0.0)
    return power, (power > loudest * 10 ** (_ACTIVE_DB / 10))


def _trimmed(audio: _Audio) -> _Audio:
    _, active = _active(audio)
    speech = np.flatnonzero(active)
    if not speech.size:
        return audio[:0]
    kept = round(KEPT_SECONDS * RATE)
    return audio[max(0, speech[0] * _FRAME - kept) : (speech[-1] + 1) * _FRAME + kept]


def _levelled(audio: _Audio) -> _Audio:
    if not audio.size:
        return audio
    power, active = _active(audio)
    wanted = 10 ** (LEVEL_DB / 20) / np.sqrt(power[active].mean())
    allowed = 10 ** (PEAK_DB / 20) / np.abs(audio).max()
    return audio * np.float32(min(wanted, allowed))


def _join(sentences: list[_Audio]) -> Samples:
    pieces: list[Samples] = []
    for sentence in sentences:
        if sentence.size:
            if pieces:
                pieces.append(silence(round(PAUSE_SECONDS * RATE)))
            pieces.append(to_samples(sentence))
    return np.concatenate(pieces) if pieces else silence(0)
