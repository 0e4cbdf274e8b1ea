"""Synthetic people: the voices of eSpeak NG, which are clearly not the guide's."""

from __future__ import annotations

import _ctypes
import ctypes
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import soxr

from voiceguide.audio.blocks import RATE, Samples, to_float, to_samples
from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

VOICES: Mapping[str, str] = MappingProxyType({"client": "en-us", "partner": "en-us+m3"})
"""The eSpeak voice of each person.

Voices with ``breath`` or ``echo`` in their definition (f2, f3, f5, ...) read memory that nobody
set and so sound a little different in every process; do not choose those.
"""

_REMEMBERED = 256
"""Utterances kept: more than a scenario has, and 30 MB at most of what people say in a breath."""

_SYNCHRONOUS = 2
_UTF8 = 1
_QUIET = 200
"""Samples (int16) up to this size count as silence before and after the words."""

_OnAudio = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)
_lock = Lock()


class SyntheticVoice:
    """One eSpeak voice. The same words always give the same samples."""

    def __init__(self, name: str) -> None:
        """Take a voice by eSpeak's name for it, such as ``en-us+m3``.

        eSpeak speaks an unknown variant (what follows the ``+``) as if there were none.
        """
        self.name = name

    def speak(self, text: str) -> Samples:
        """Return the words, no silence around them, at ``RATE``; shape (n,), int16.

        Raises:
            UserError: there is no such voice, or nothing in the text can be spoken.
        """
        return _spoken(self.name, text).copy()


@lru_cache(_REMEMBERED)
def _spoken(name: str, text: str) -> Samples:
    with _lock:
        audio, rate = _synthesised(name, text)
    loud = np.flatnonzero(np.abs(audio.astype(np.int32)) > _QUIET)
    if not len(loud):
        raise UserError(f'nothing in "{text}" can be spoken; write words')
    return to_samples(soxr.resample(to_float(audio[loud[0] : loud[-1] + 1]), rate, RATE))


def _synthesised(name: str, text: str) -> tuple[Samples, int]:
    """Return what eSpeak makes of the text, and its rate.

    eSpeak carries state from one utterance into the next, and initialising it again does not
    clear that. So the library is loaded afresh for every utterance, which takes 5 ms.
    """
    import espeakng_loader  # noqa: PLC0415  # only a simulation needs it

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    chunks: list[Samples] = []

    def on_audio(wav: Any, count: int, _events: int | None) -> int:
        if wav and count > 0:
            chunks.append(np.ctypeslib.as_array(wav, (count,)).copy())
        return 0

    callback = _OnAudio(on_audio)  # ours to keep alive for as long as the library has it
    try:
        data = espeakng_loader.get_data_path().encode()
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0)
        library.espeak_SetSynthCallback(callback)
        if rate <= 0 or library.espeak_SetVoiceByName(name.encode()) != 0:
            raise UserError(f"{name}: eSpeak NG has no such voice")
        raw = text.encode() + b"\0"
        size = ctypes.c_size_t(len(raw))
        library.espeak_Synth(raw, size, 0, 0, 0, _UTF8, None, None)
        library.espeak_Synchronize()
        library.espeak_Terminate()
    finally:
        _ctypes.dlclose(library._handle)  # noqa: SLF001  # ctypes has no other way
    return np.concatenate([*chunks, np.zeros(0, np.int16)]), rate
