"""Where things lie: content and manifests in the package, models and caches where XDG puts them."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

_PACKAGE = Path(__file__).parent
_DIRS = PlatformDirs("voiceguide", appauthor=False)


def _carried(name: str) -> Path:
    """Return a folder that the wheel carries as ``_name`` and a checkout has at its top."""
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


def content_dir(language: str = "en") -> Path:
    """Return the folder of one language: routines, stretches, phrases and the guide's sentences."""
    return _carried("content") / language


def manifests_dir() -> Path:
    """Return the folder of the model manifests (which files, from where, which checksums)."""
    return _carried("models")


def stop_models() -> Path:
    """Return the folder of both networks that hear "stop"; they come with the program."""
    return _carried("models")


def models_dir() -> Path:
    """Return where downloaded models live: ``VOICEGUIDE_MODELS``, or the XDG data folder."""
    chosen = os.environ.get("VOICEGUIDE_MODELS")
    return Path(chosen).expanduser() if chosen else _DIRS.user_data_path / "models"


def cue_cache_dir() -> Path:
    """Return where rendered cues are kept (XDG cache folder); everything in it can be made anew."""
    return _DIRS.user_cache_path / "cues"


def sessions_dir() -> Path:
    """Return where the journals of live sessions are kept (XDG state folder)."""
    return _DIRS.user_state_path / "sessions"


def unfinished_mark() -> Path:
    """Return the file that is there for as long as a service leads people (XDG state folder)."""
    return _DIRS.user_state_path / "unfinished"


def config_file() -> Path:
    """Return the configuration file (XDG configuration folder); it need not exist."""
    return _DIRS.user_config_path / "config.yaml"


def day_record() -> Path:
    """Return the file of what is left out for the rest of the day (XDG state folder)."""
    return _DIRS.user_state_path / "day.json"
