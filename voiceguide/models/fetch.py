"""The recogniser's model: found whole, or fetched from the first source that delivers it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.errors import UserError
from voiceguide.models import manifest as manifests
from voiceguide.models.staging import note, put_in_place, staging
from voiceguide.models.verify import fault

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.models.manifest import Manifest

DEFAULT_RECOGNISER = "vosk-model-small-en-us-0.15"
FETCH_COMMAND = "voiceguide models --fetch"


def recogniser_model(name: str = DEFAULT_RECOGNISER, *, fetch: bool = True) -> Path:
    """Return the folder of the recogniser's model ``name``, every file of it verified.

    Where it is missing it is fetched first, unless ``fetch`` is false.

    Raises:
        UserError: there is no such model, a file of it is missing or altered, or it could not be
            fetched.
    """
    manifest = manifests.load(name)
    folder = paths.models_dir() / name
    if fetch and not folder.exists():
        fetch_model(manifest)
    return verified(manifest, folder)


def verified(manifest: Manifest, folder: Path) -> Path:
    """Return ``folder`` when it holds the files of ``manifest`` as they are pinned.

    Raises:
        UserError: it does not; the text names the file and the mend.
    """
    if not folder.is_dir():
        raise UserError(
            f"The model {manifest.name} is missing in {folder.parent}. Fetch it with: "
            f"{FETCH_COMMAND}"
        )
    if found := fault(manifest, folder):
        raise UserError(
            f"The model {manifest.name} is damaged: {found}. Fetch it anew with: {FETCH_COMMAND}"
        )
    return folder


def fetch_model(manifest: Manifest) -> Path:
    """Fetch the model of ``manifest`` into the models' folder, unless it lies there whole.

    The sources are tried in their order; what one delivers is verified before it is put into
    place, where it replaces a damaged model.

    Raises:
        UserError: no source delivered it (each is named, with what went wrong), or the disk is
            full or read-only.
    """
    parent = paths.models_dir()
    target = parent / manifest.name
    with staging(parent) as scratch:
        # Looked at only now: another set-up may have fetched it while this one waited.
        if not target.is_dir() or fault(manifest, target):
            put_in_place(_from_first_source(manifest, scratch), target, scratch)
            note(f"The model {manifest.name} is ready in {parent}.")
    return target


def _from_first_source(manifest: Manifest, scratch: Path) -> Path:
    # They bring the HTTP client, which a start with everything in place need not load.
    from voiceguide.models.sources import SourceError, unpack  # noqa: PLC0415

    failures: list[str] = []
    for number, source in enumerate(manifest.sources):
        staged = scratch / f"source-{number}"
        note(f"Fetching the model {manifest.name} from {source} ...")
        try:
            unpack(source, manifest, staged)
        except SourceError as error:
            why = str(error)
        else:
            found = fault(manifest, staged)
            if not found:
                return staged
            why = found.replace(f"{staged}/", "")
        note(f"That did not work: {why}.")
        failures.append(f"from {source}: {why}")
    raise UserError(
        f"The model {manifest.name} could not be fetched {'; '.join(failures)}. "
        f"Try again later with: {FETCH_COMMAND}"
    )
