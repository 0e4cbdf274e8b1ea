"""What the ``models`` command shows: each model, where it is, and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import UserError
from voiceguide.models import manifest as manifests
from voiceguide.models.fetch import FETCH_COMMAND, fetch_model
from voiceguide.models.verify import fault
from voiceguide.models.voices import dependency_folder, dependency_mend, voice_model, voices_dir

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.models.manifest import Manifest


class Verdict(StrEnum):
    """Whether a model can be used."""

    OK = "ok"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model as it lies on this computer. ``size`` is in bytes; ``mend`` is empty when ok."""

    name: str
    kind: str
    licence: str
    where: Path | None
    size: int
    verdict: Verdict
    mend: str = ""


def status() -> list[ModelStatus]:
    """Return every model of the manifests, verified file by file, then the fetched voices.

    Raises:
        UserError: a manifest is broken.
    """
    return [_of(manifest) for manifest in manifests.load_all()] + _fetched_voices()


def fetch_all() -> None:
    """Fetch every recogniser's model that is missing or damaged.

    Raises:
        UserError: one could not be fetched.
    """
    for manifest in manifests.load_all():
        if manifest.kind == "recogniser":
            fetch_model(manifest)


def _of(manifest: Manifest) -> ModelStatus:
    if manifest.kind == "recogniser":
        folder = paths.models_dir() / manifest.name
        return _judged(manifest, folder if folder.is_dir() else None, f"Run: {FETCH_COMMAND}")
    try:
        folder = dependency_folder(manifest)
    except UserError:
        return _judged(manifest, None, dependency_mend(manifest))
    return _judged(manifest, folder, dependency_mend(manifest))


def _judged(manifest: Manifest, folder: Path | None, mend: str) -> ModelStatus:
    found = fault(manifest, folder) if folder else None
    verdict = Verdict.DAMAGED if found else Verdict.OK if folder else Verdict.MISSING
    return ModelStatus(
        name=manifest.name,
        kind=manifest.kind,
        licence=manifest.licence,
        where=folder,
        size=manifest.size,
        verdict=verdict,
        mend="" if verdict is Verdict.OK else f"{found}. {mend}" if found else mend,
    )


def _fetched_voices() -> list[ModelStatus]:
    folders = sorted(voices_dir().glob("[!.]*/")) if voices_dir().is_dir() else []
    return [_fetched_voice(folder) for folder in folders]


def _fetched_voice(folder: Path) -> ModelStatus:
    try:
        voice_model(folder.name)
        mend = ""
    except UserError as error:
        mend = str(error)
    return ModelStatus(
        name=folder.name,
        kind="voice",
        licence="see its model card",
        where=folder,
        size=sum(path.stat().st_size for path in folder.iterdir()),
        verdict=Verdict.DAMAGED if mend else Verdict.OK,
        mend=mend,
    )
