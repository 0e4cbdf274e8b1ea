"""Models: which, from where, with which checksums, and whether they are whole."""

from voiceguide.models.fetch import DEFAULT_RECOGNISER, recogniser_model
from voiceguide.models.status import ModelStatus, Verdict, fetch_all, status
from voiceguide.models.voices import DEFAULT_VOICE, voice_model

__all__ = [
    "DEFAULT_RECOGNISER",
    "DEFAULT_VOICE",
    "ModelStatus",
    "Verdict",
    "fetch_all",
    "recogniser_model",
    "status",
    "voice_model",
]
