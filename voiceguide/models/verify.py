"""Whether a folder holds a model's files, whole and unaltered."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.models.manifest import Manifest, ModelFile


def fault(manifest: Manifest, folder: Path) -> str | None:
    """Return what is wrong with the first faulty file of ``manifest`` in ``folder``, or None."""
    # Hashing lets other threads run, and the files are few and large: a small computer's start
    # is shorter by what its further cores hash.
    with ThreadPoolExecutor() as pool:
        faults = pool.map(lambda file: _file_fault(file, folder / file.path), manifest.files)
        return next((found for found in faults if found), None)


def _file_fault(file: ModelFile, path: Path) -> str | None:
    try:
        size = path.stat().st_size
        if size != file.size:
            return f"{path} has {size:,} bytes instead of {file.size:,}"
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != file.sha256:
                return f"{path} has the wrong checksum (SHA-256)"
    except FileNotFoundError:
        return f"{path} is missing"
    except OSError as error:
        return f"{path} cannot be read ({error.strerror})"
    return None
