"""A tiny model with both kinds of sources: a server on this computer and a folder of wheels."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from voiceguide.models.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {"am/final.mdl": b"acoustics" * 9000, "conf/model.conf": b"--beam=10\n"}


@dataclass
class Server:
    """What it answers, by path. ``cut`` paths break off in the middle, ``stalled`` ones wait."""

    url: str
    answers: dict[str, bytes] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    stalled: set[str] = field(default_factory=set)
    half_sent: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def send(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        body = self.answers.get(request.path)
        if body is None:
            request.send_error(404)
            return
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if request.path in self.cut | self.stalled:
            request.wfile.write(body[: len(body) // 2])
            self.half_sent.set()
            if request.path in self.stalled:
                self.over.wait(20)
        else:
            request.wfile.write(body)


@pytest.fixture
def server() -> Iterator[Server]:
    """Return a web server on this computer that has nothing to give yet."""
    told = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.send(self)

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        told.url = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield told
        told.over.set()
        http.shutdown()
        thread.join()


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the models' folder of this test, not there yet."""
    folder = tmp_path / "models"
    monkeypatch.setenv("VOICEGUIDE_MODELS", str(folder))
    return folder


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the empty folder that pip takes for the whole package index in this test."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def packed(files: dict[str, bytes], folder: str) -> bytes:
    """Return a zip archive of ``files`` in ``folder``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(f"{folder}/{path}", content)
    return buffer.getvalue()


def put_wheel(wheels: Path, files: dict[str, bytes]) -> None:
    """Publish the tiny model as the package ``tiny-carrier`` 1.0.0."""
    about = b"Metadata-Version: 2.1\nName: tiny-carrier\nVersion: 1.0.0\nRequires-Python: <3\n"
    wheel = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(wheels / "tiny_carrier-1.0.0-py3-none-any.whl", "w") as archive:
        for path, content in files.items():
            archive.writestr(f"tiny_carrier/en/{path}", content)
        for name, content in (("METADATA", about), ("WHEEL", wheel), ("RECORD", b"")):
            archive.writestr(f"tiny_carrier-1.0.0.dist-info/{name}", content)


def described(url: str) -> dict[str, Any]:
    """Return the tiny model's manifest, its archive at ``url``, as its YAML would be read."""
    return {
        "name": "tiny",
        "kind": "recogniser",
        "about": "a tiny model",
        "licence": "CC0-1.0",
        "sources": [
            {"kind": "archive", "url": f"{url}/tiny.zip", "folder": "tiny-1"},
            {
                "kind": "wheel",
                "package": "tiny-carrier",
                "version": "1.0.0",
                "folder": "tiny_carrier/en",
            },
        ],
        "files": [
            {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in FILES.items()
        ],
    }


@pytest.fixture
def manifest(server: Server) -> Manifest:
    """Return the tiny model's manifest."""
    return Manifest.model_validate(described(server.url))
