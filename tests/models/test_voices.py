"""Piper voices: the default, by path, by name."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import UserError
from voiceguide.models import Verdict, fetch_all, status, voice_model

if TYPE_CHECKING:
    from pathlib import Path

    from tests.models.conftest import Server

NAME = "en_GB-alba-medium"
ONNX = b"a voice" * 4000
CONFIG = b'{"audio": {"sample_rate": 22050}}'


@pytest.fixture
def catalogue(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Return a server that has one voice, and is the one that piper's downloader asks."""
    folder = "en/en_GB/alba/medium"
    files = {f"{folder}/{NAME}.onnx": ONNX, f"{folder}/{NAME}.onnx.json": CONFIG}
    pins = {
        path: {
            "size_bytes": len(data),
            "md5_digest": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        }
        for path, data in files.items()
    }
    pins[f"{folder}/MODEL_CARD"] = {"size_bytes": 1, "md5_digest": "0" * 32}
    server.answers = {f"/{path}": data for path, data in files.items()}
    server.answers["/voices.json"] = json.dumps({NAME: {"files": pins}}).encode()
    pattern = "/{lang_family}/{lang_code}/{voice_name}/{voice_quality}/"
    pattern += "{lang_code}-{voice_name}-{voice_quality}{extension}"
    monkeypatch.setattr("piper.download_voices.URL_FORMAT", server.url + pattern)
    monkeypatch.setattr("piper.download_voices.VOICES_JSON", f"{server.url}/voices.json")
    return server


def test_the_default_voice_comes_with_the_program() -> None:
    onnx = voice_model()
    assert onnx.name == "en_US-joe-medium.onnx"
    assert onnx.with_name("en_US-joe-medium.onnx.json").is_file()


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    onnx = tmp_path / "mine.onnx"
    onnx.write_bytes(ONNX)
    with pytest.raises(UserError, match=r"mine\.onnx\.json is missing"):
        voice_model(onnx)
    onnx.with_name("mine.onnx.json").write_bytes(CONFIG)
    assert voice_model(onnx) == onnx
    assert voice_model(str(onnx)) == onnx


def test_a_path_to_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.onnx is missing"):
        voice_model(tmp_path / "none.onnx")


def test_a_voice_of_the_catalogue_is_fetched_once(catalogue: Server, models: Path) -> None:
    onnx = voice_model(NAME)
    assert onnx == models / "voices" / NAME / f"{NAME}.onnx"
    assert onnx.read_bytes() == ONNX
    catalogue.answers.clear()
    assert voice_model(NAME) == onnx
    assert [path.name for path in (models / "voices").iterdir()] == [NAME]


@pytest.mark.usefixtures("catalogue")
def test_an_unknown_voice_is_answered_with_those_near_it(models: Path) -> None:
    with pytest.raises(UserError, match=f"no voice called en_GB-elba-medium.*{NAME}"):
        voice_model("en_GB-elba-medium")
    assert not list((models / "voices").iterdir())


@pytest.mark.parametrize("name", ["joe", "en_US", "", "en_US-joe", ".."])
def test_what_is_no_voices_name_is_said_without_asking_anybody(name: str, models: Path) -> None:
    with pytest.raises(UserError, match="neither a voice's name"):
        voice_model(name)
    assert not models.exists()


@pytest.mark.parametrize("extension", [".onnx", ".onnx.json"])
def test_a_download_that_was_cut_off_leaves_nothing(
    extension: str, catalogue: Server, models: Path
) -> None:
    catalogue.cut.add(f"/en/en_GB/alba/medium/{NAME}{extension}")
    with pytest.raises(UserError, match=f"{NAME} was cut off"):
        voice_model(NAME)
    assert not list((models / "voices").iterdir())


def test_a_list_of_voices_that_was_cut_off_is_said(catalogue: Server, models: Path) -> None:
    catalogue.cut.add("/voices.json")
    with pytest.raises(UserError, match="list of voices came cut off"):
        voice_model(NAME)
    assert not list((models / "voices").iterdir())


def test_a_wrong_checksum_leaves_nothing(catalogue: Server, models: Path) -> None:
    catalogue.answers[f"/en/en_GB/alba/medium/{NAME}.onnx"] = ONNX[::-1]
    with pytest.raises(UserError, match="wrong checksum"):
        voice_model(NAME)
    assert not list((models / "voices").iterdir())


@pytest.mark.usefixtures("catalogue")
def test_a_host_out_of_reach_is_said_with_what_works_without_it(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("piper.download_voices.VOICES_JSON", "http://127.0.0.1:9/voices.json")
    with pytest.raises(UserError, match=r"cannot be reached.*en_US-joe-medium"):
        voice_model(NAME)
    assert not list((models / "voices").iterdir())


@pytest.mark.usefixtures("catalogue")
def test_the_status_tells_each_model_and_its_mend(models: Path) -> None:
    before = {each.name: each for each in status()}
    assert before["en_US-joe-medium"].verdict is Verdict.OK
    assert before["en_US-joe-medium"].licence == "CC0-1.0"
    missing = before["vosk-model-small-en-us-0.15"]
    assert (missing.verdict, missing.where) == (Verdict.MISSING, None)
    assert "voiceguide models --fetch" in missing.mend

    (models / "vosk-model-small-en-us-0.15").mkdir(parents=True)
    voice_model(NAME).with_name(f"{NAME}.onnx.json").unlink()
    after = {each.name: each for each in status()}
    damaged = after["vosk-model-small-en-us-0.15"]
    assert damaged.verdict is Verdict.DAMAGED
    assert "am/final.mdl is missing" in damaged.mend
    assert after[NAME].verdict is Verdict.DAMAGED
    assert "is then fetched anew" in after[NAME].mend


def test_fetching_all_leaves_whole_models_alone() -> None:
    fetch_all()
    assert all(each.verdict is Verdict.OK for each in status() if each.kind == "recogniser")
