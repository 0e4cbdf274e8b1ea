"""YAML that people write: read safely, validated, and every fault told with its line and its mend.

Text is taken as it stands: only ``true`` and ``false`` are truth values and a date is a word, so
``say: yes`` is the word "yes". Anchors and aliases are refused; nothing here needs them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from voiceguide.errors import UserError
from voiceguide.rules import Place, Ruled, sound_part
from voiceguide.validation import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

M = TypeVar("M", bound=BaseModel)

_QUOTES = "if a text holds a colon or begins with a sign, put it in quotes"


class _Loader(yaml.SafeLoader):
    """Safe YAML with the plain values of YAML 1.2 and without aliases."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # untyped in stubs
            raise yaml.composer.ComposerError(
                None, None, "an alias (*) is not allowed; write the value out", mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  # as the base has it
        """Take every key as the word that stands there: ``~`` and ``True``, too."""
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]{1,18}", list("-+0123456789")),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first
    )


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file: its data and the line of each place in it."""

    path: Path
    data: Any
    lines: Mapping[Place, int]
    twice: tuple[tuple[Place, str], ...] = ()
    """Each key that stands twice, and how to mend that; the data has the later one."""

    @property
    def _as_json(self) -> str:
        """What is strict about JSON suits YAML: "5" is no number, and true is none either."""
        return json.dumps(self.data)

    def fault(self, place: Place, text: str) -> str:
        """Return the line that tells a fault: ``file:line: place: what; how to mend``."""
        where = f"{shown(self.path)}:{self._line(place)}"
        return f"{where}: {named(place)}: {text}" if place else f"{where}: {text}"

    def validated(self, model: type[M]) -> M:
        """Return the data as the model, or raise one ``UserError`` with a line for each fault."""
        faults = self.faults(model)
        if faults:
            raise self.error(faults)
        return model.model_validate_json(self._as_json, strict=True)

    def faults(self, model: type[BaseModel]) -> list[tuple[Place, str]]:
        """Return all that is wrong with the data, for what the model asks of each field and in all.

        Each with its place and "what; how to mend"; rules are asked of the fields that are valid.
        """
        wrong = [*self.twice]
        try:
            model.model_validate_json(self._as_json, strict=True)
        except ValidationError as error:
            wrong += self._faults(error, model)
        if issubclass(model, Ruled):
            wrong += sound_part(model, self.data).broken_rules()
        return wrong

    def error(self, faults: Iterable[tuple[Place, str]]) -> UserError:
        """Return the error that tells these faults, in the order of the file."""
        inorder = sorted(faults, key=lambda fault: self._line(fault[0]))
        return UserError("\n".join(self.fault(*fault) for fault in inorder))

    def _line(self, place: Place) -> int:
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def _faults(
        self, error: ValidationError, model: type[BaseModel]
    ) -> Iterator[tuple[Place, str]]:
        schema = model.model_json_schema()
        details = error.errors(include_url=False)
        places = [detail["loc"] for detail in details]
        for detail in details:
            loc = detail["loc"]
            below = (each for each in places if each != loc and each[: len(loc)] == loc)
            if detail["type"] == "too_short" and any(below):
                continue  # counted without the items that are told themselves
            place = self._written(detail["loc"], missing=detail["type"] == "missing")
            yield place, told(dict(detail), place, schema)

    def _written(self, loc: Place, *, missing: bool) -> Place:
        """Return a place without what the model adds to it, such as a union's member names."""
        place: Place = ()
        for part in loc:
            if (*place, part) in self.lines:
                place = (*place, part)
        return (*place, loc[-1]) if missing else place


def load(path: Path, model: type[M]) -> M:
    """Return the file as a validated model, or raise one ``UserError`` with a line for each fault.

    A validator's own ``ValueError`` is told as it stands; word it "what; how to mend".
    """
    return read(path).validated(model)


def read(path: Path) -> Source:
    """Return a file's data with its line numbers, or raise a ``UserError``."""
    text = _text(path)
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                _refuse(
                    path, 1, "is empty; write its keys into it, or begin from a file that works"
                )
            lines, twice = _lines(node)
            return Source(path, loader.construct_document(node), lines, twice)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse(path, mark.line + 1 if mark else 1, _broken(error))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        _refuse(path, line, "holds a character that YAML does not allow; type the line anew")
    except RecursionError:
        _refuse(path, 1, "is nested too deeply; write it flatter")


def shown(path: Path) -> str:
    """Return a path as people know it: from the folder they are in, if it lies below that."""
    absolute = path.absolute()
    here = Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else path)


def named(place: Place) -> str:
    """Return a place in words a person can follow: ``set_up[2].client``, counted from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _refuse(path: Path, line: int, text: str) -> NoReturn:
    raise UserError(f"{shown(path)}:{line}: {text}")


def _text(path: Path) -> str:
    if not path.exists():
        raise UserError(f"{shown(path)}: does not exist; check the name and the folder")
    if not path.is_file():
        raise UserError(f"{shown(path)}: is not a file; name a YAML file")
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UserError(f"{shown(path)}: cannot be read ({reason}); check its rights") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _refuse(path, line, "is not UTF-8 text; save the file as UTF-8")


def _broken(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or error.context or "cannot be understood"
    if "alias" in problem:
        return problem
    if "'\\t'" in problem:
        return "broken YAML: a tab stands where only spaces may; indent with spaces"
    if "could not determine a constructor" in problem:
        return "broken YAML: a tag (!) is not allowed; remove it"
    if "mapping values are not allowed" in problem:
        return "broken YAML: a second colon stands in a text; put the text in quotes"
    if "but found another document" in problem:
        return "broken YAML: a second document begins; keep one document in a file"
    return f"broken YAML: {problem}; check the indentation here and just above, and {_QUOTES}"


def _lines(root: yaml.Node) -> tuple[dict[Place, int], tuple[tuple[Place, str], ...]]:
    """Return the line of each place, and each key that stands twice."""
    lines: dict[Place, int] = {(): root.start_mark.line + 1}
    twice: list[tuple[Place, str]] = []

    def walk(node: yaml.Node, place: Place) -> None:
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                lines[*place, index] = item.start_mark.line + 1
                walk(item, (*place, index))
        elif isinstance(node, yaml.MappingNode):
            seen: set[int | str] = set()
            for key, value in node.value:
                below = (*place, _key(key))
                line = key.start_mark.line + 1
                if below[-1] in seen:
                    again = f"stands here again (line {line}); keep one of the two"
                    twice.append((below, again))
                else:
                    lines[below] = line
                seen.add(below[-1])
                walk(value, below)

    walk(root, ())
    return lines, tuple(twice)


def _key(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else "?"
