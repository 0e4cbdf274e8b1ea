"""Debian packages: downloaded and unpacked, nothing installed; needs no root."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path


def unpacked(package: str, downloads: Path, target: Path) -> Path:
    """Download ``package`` into ``downloads``, unless it lies there; unpack it into ``target``.

    Returns:
        ``target``, laid out as the root of a file system.

    Raises:
        UserError: this is no Debian, or there is no network or no such package.
    """
    downloads.mkdir(parents=True, exist_ok=True)
    found = next(downloads.glob(f"{package}_*.deb"), None)
    if found is None:
        _run(["apt-get", "download", package], downloads)
        found = next(downloads.glob(f"{package}_*.deb"))
    _run(["dpkg-deb", "--extract", str(found.resolve()), str(target.resolve())], downloads)
    return target


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  # fixed programs
    except FileNotFoundError as error:
        raise UserError(
            f"{command[0]}: no such program; run this on Debian, Ubuntu or Raspberry Pi OS"
        ) from error
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise UserError(
            f"{' '.join(command)}: {said[-1].removeprefix('E: ')}; "
            "mend: look at the network, then sudo apt-get update"
        )
