"""Which words a voice cannot say as they are meant.

eSpeak NG, which reads for Piper, has a sound for everything: an arrow is "right arrow", "kg" is
"kay jee", a foreign script is a row of letter names. So a word is judged by how it is read.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from piper.config import PhonemeType
from piper.phonemize_espeak import EspeakPhonemizer

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

_WRITTEN = re.compile(r"[\w'\u2019-]+")
_RANGE = re.compile(r"\d+-\d+")
_PUNCTUATION = set(".,:;?!'\u2019- ")
_NO_SOUND = re.compile(r"[ˈˌːʲ\s]|(?<=ɹ)ɹ")
"""Stress, length and glides: what a letter gains or loses by standing among others."""


class Pronunciation:
    """How a voice reads; needs its settings, not its 60 MB of model."""

    def __init__(self, model: Path) -> None:
        """Read a voice's settings: the ``.onnx.json`` beside its ``.onnx`` file.

        Raises:
            UserError: they cannot be read.
        """
        try:
            settings = json.loads(model.with_name(f"{model.name}.json").read_text("utf-8"))
            espeak = settings.get("phoneme_type", "espeak") == PhonemeType.ESPEAK.value
            self._language = str(settings["espeak"]["voice"]) if espeak else None
        except (OSError, ValueError, KeyError) as error:
            raise UserError(f"{model}.json: no settings of a Piper voice ({error})") from error
        self._phonemes = EspeakPhonemizer()
        self._is_spelled = lru_cache(maxsize=None)(self._read_letter_by_letter)

    def unsayable(self, text: str) -> list[str]:
        """Return the words and signs of a text that the voice does not say as they are meant."""
        found = [sign for sign in text if not _is_written(sign)]
        found += _RANGE.findall(text)
        found += [
            word for word in _WRITTEN.findall(text) if self._is_spelled(word.strip("'\u2019-"))
        ]
        return list(dict.fromkeys(found))

    def _read_letter_by_letter(self, word: str) -> bool:
        """Tell whether a word is read so; capitals are meant so, and so is a single letter."""
        if self._language is None or word.isupper() or not word.isalpha() or len(word) == 1:
            return False
        return self._sounds(word) == "".join(map(self._sounds, word))

    def _sounds(self, text: str) -> str:
        sentences = self._phonemes.phonemize(self._language or "", text.lower())
        sounds = "".join(sound for each in sentences for sound in each)
        return _NO_SOUND.sub("", sounds.replace("r", "ɹ"))  # foreign letter names roll it


def _is_written(sign: str) -> bool:
    plain = unicodedata.normalize("NFKC", sign) == sign  # a full-width letter is not
    return plain and (sign.isalpha() or sign.isdecimal() or sign in _PUNCTUATION)
