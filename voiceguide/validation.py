"""What validation finds wrong with a value, told in plain words: what is wrong; how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voiceguide.rules import Place


_WANTED = {
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt}",
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt}",
    "too_short": "at least {min_length} long",
    "too_long": "at most {max_length} long",
    "string_too_short": "at least {min_length} characters long",
    "string_too_long": "at most {max_length} characters long",
    "string_pattern_mismatch": "written as {pattern}",
    "multiple_of": "a multiple of {multiple_of}",
    "int_from_float": "a whole number",
    "finite_number": "a finite number",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "tuple": "a list",
    "list": "a list",
    "dict": "keys with values",
    "mapping": "keys with values",
    "model": "keys with values",
}


def told(detail: dict[str, Any], place: Place, schema: Mapping[str, Any]) -> str:
    """Return what is wrong and how to mend it.

    Args:
        detail: one of a ``ValidationError``'s ``errors()``.
        place: where it stands in the file.
        schema: the model's JSON schema.
    """
    kind = str(detail["type"])
    context = detail.get("ctx", {})
    here = _schema_at(schema, place)
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        return "is missing; add it"
    if kind == "extra_forbidden":
        return _unknown(str(place[-1]), _schema_at(schema, place[:-1]))
    if kind in {"enum", "literal_error"}:
        return f"is {_value(detail)}, must be one of {context['expected']}; write one of them"
    wanted = _WANTED.get(kind) or _WANTED.get(kind.split("_", maxsplit=1)[0])
    must = f"must be {wanted.format(**context)}" if wanted else str(detail["msg"])
    return f"is {_value(detail)}, {must}; write {_mend(kind, here)}"


def _unknown(key: str, parent: Mapping[str, Any]) -> str:
    known = list(parent.get("properties", {}))
    near = get_close_matches(key, known, 1)
    mend = f"perhaps {near[0]} is meant" if near else "remove it"
    return f"is not known here; {mend} (known: {', '.join(known)})"


def _mend(kind: str, here: Mapping[str, Any]) -> str:
    low = here.get("minimum", here.get("exclusiveMinimum"))
    high = here.get("maximum", here.get("exclusiveMaximum"))
    number = "a whole number" if here.get("type") == "integer" else "a number"
    if low is not None and high is not None:
        return f"{number} from {low:g} to {high:g}"
    if here.get("type") in {"integer", "number"}:
        return number
    if kind.startswith("string"):
        return "a text, in quotes if it looks like a number"
    if kind.startswith(("tuple", "list", "too_")):
        return "one item a line, each after a dash"
    if kind.startswith(("model", "dict", "mapping")):
        return "one key a line, each with a colon and its value"
    return "it as the other files do"


def _value(detail: Mapping[str, Any]) -> str:
    value = detail["input"]
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"' if value else "empty"
    if isinstance(value, Mapping):
        return "keys with values"
    if isinstance(value, Sequence):
        return f"a list of {len(value)}"
    return str(value)


def _schema_at(schema: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    """Return the part of a JSON schema that rules a place; an empty one if there is none."""
    here: Mapping[str, Any] = schema
    for part in place:
        below = [_below(each, part) for each in _alternatives(schema, here)]
        here = next((each for each in below if each), {})
    whole = list(_alternatives(schema, here))
    return next((each for each in whole if each.get("type") != "null"), {})


def _alternatives(
    schema: Mapping[str, Any], here: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    if "$ref" in here:
        yield from _alternatives(schema, schema["$defs"][here["$ref"].rsplit("/", 1)[-1]])
        return
    choices = [*here.get("anyOf", ()), *here.get("oneOf", ()), *here.get("allOf", ())]
    for choice in choices:
        yield from _alternatives(schema, choice)
    if not choices:
        yield here


def _below(here: Mapping[str, Any], part: int | str) -> Mapping[str, Any]:
    if isinstance(part, int):
        found = here.get("items", {})
    else:
        found = here.get("properties", {}).get(part, here.get("additionalProperties", {}))
    return found if isinstance(found, Mapping) else {}
