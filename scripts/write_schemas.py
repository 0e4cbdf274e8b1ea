"""Write the JSON schemas by which editors check content as it is typed: content/schemas/*.json."""

from __future__ import annotations

from pathlib import Path

from voiceguide.routines.editor_schema import schemas

FOLDER = Path(__file__).resolve().parents[1] / "content" / "schemas"

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)
