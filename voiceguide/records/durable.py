"""Small files that a power cut leaves whole, or as they were, and that stay once they are written.

All of it waits for the disk: it is for ``Aside``, never for whoever leads people.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write a file beside the old one, force it onto the disk, then put it in its place.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync_names(path.parent)


def delete(path: Path) -> None:
    """Take a file away, if it is there, for good.

    Raises:
        OSError: it cannot be taken away.
    """
    if path.exists():
        path.unlink()
        _sync_names(path.parent)


def _sync_names(folder: Path) -> None:
    """Force onto the disk which files there are in a folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
