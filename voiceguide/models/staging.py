"""A place beside the target where a download grows until it is whole.

It lies on the target's own file system, so putting it into place is one rename: whoever looks
sees the old state or the new one, never half of it.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PREFIX = ".fetching-"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def note(line: str) -> None:
    """Tell the person who waits what is being done, on the error stream."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@contextmanager
def staging(parent: Path) -> Iterator[Path]:
    """Give an empty folder in ``parent`` that is gone afterwards, whatever happens.

    One process at a time; what an interrupted one has left (a power cut) is swept away first.

    Raises:
        UserError: the disk is full, or ``parent`` cannot be written to.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with _lock(parent):
            for stale in parent.glob(f"{_PREFIX}*"):
                shutil.rmtree(stale, ignore_errors=True)
            with tempfile.TemporaryDirectory(
                prefix=_PREFIX, dir=parent, ignore_cleanup_errors=True
            ) as folder:
                yield parent / folder
    except OSError as error:
        if error.errno in _FULL:
            raise UserError(
                f"The disk is full: no room for the model in {parent}. Free some space (200 MB "
                "are enough), or set VOICEGUIDE_MODELS to a folder on another disk."
            ) from error
        raise UserError(f"Cannot write to {parent}: {error.strerror or error}.") from error


def put_in_place(staged: Path, target: Path, scratch: Path) -> None:
    """Rename the folder ``staged`` to ``target``; a folder that was there goes into ``scratch``."""
    _sync(staged)
    if target.is_symlink() or target.exists():
        target.rename(scratch / "replaced")
    staged.rename(target)


def _sync(folder: Path) -> None:
    """Write ``folder`` out to the disk, so that a power cut cannot leave a rename without data."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())


@contextmanager
def _lock(parent: Path) -> Iterator[None]:
    """Let one process at a time fetch into ``parent``; the system frees the lock of a dead one."""
    handle = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note(f"Waiting for another set-up that is fetching into {parent} ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
