"""What an editor needs to help an author: a JSON schema for each kind of file with a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from voiceguide.routines.folders import NAMED_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.rules import Ruled


def schemas() -> Iterator[tuple[str, str]]:
    """Yield each schema's file name and its text; a file's first line names the one it follows."""
    for kind, folder in NAMED_IN.items():
        yield f"{folder}.json", json.dumps(_schema(kind), indent=1, ensure_ascii=False) + "\n"


def _schema(kind: type[Ruled]) -> dict[str, object]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **kind.model_json_schema()}
