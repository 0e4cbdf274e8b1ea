"""The schemas by which editors check content as it is typed."""

from __future__ import annotations

import pytest

from voiceguide.paths import content_dir
from voiceguide.routines.editor_schema import schemas
from voiceguide.routines.folders import NAMED_IN

SCHEMAS = content_dir().parent / "schemas"


@pytest.mark.parametrize(("name", "text"), list(schemas()))
def test_each_schema_is_what_the_guide_itself_checks_by(name: str, text: str) -> None:
    """If this fails: scripts/write_schemas.py writes them anew."""
    assert (SCHEMAS / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("folder", NAMED_IN.values())
def test_each_file_tells_editors_its_schema(folder: str) -> None:
    for file in (content_dir() / folder).iterdir():
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../../schemas/{folder}.json"
