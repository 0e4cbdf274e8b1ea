"""Rules of a file that no single field of it can know.

A rule names the fields that it looks at. So it can be asked of a file in which another field is
broken, and a person is told everything at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

Place = tuple[int | str, ...]
"""Where something stands in a file: keys, and positions in lists counted from 0."""

Broken = Iterator[tuple[Place, str]]
"""The place of each broken rule, with "what; how to mend"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the fields that it looks at; it is a method of its model."""

    fields: frozenset[str]
    broken: Callable[[Any], Broken]


def rule(*fields: str) -> Callable[[Callable[[Any], Broken]], Rule]:
    """Make a rule of a method that looks at these fields of its model, and at no other."""

    def make(method: Callable[[Any], Broken]) -> Rule:
        return Rule(frozenset(fields), method)

    return make


class Ruled(BaseModel):
    """A model of a whole file, whose rules are its methods marked by ``rule``."""

    model_config = ConfigDict(ignored_types=(Rule,))

    def broken_rules(self) -> Broken:
        """Yield all that breaks a rule, as far as the fields it looks at are there."""
        for each in _rules(type(self)):
            if each.fields <= self.__dict__.keys():
                yield from each.broken(self)


def sound_part(model: type[Ruled], data: object) -> Ruled:
    """Return a model with those of its fields that are valid by themselves, and no others."""
    given = data if isinstance(data, Mapping) else {}
    sound: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name in given:
            alone: Any = Annotated[field.annotation, field]
            try:
                sound[name] = TypeAdapter(alone).validate_json(json.dumps(given[name]), strict=True)
            except ValidationError:
                continue
        elif not field.is_required():
            sound[name] = field.get_default(call_default_factory=True)
    part = model.__new__(model)
    object.__setattr__(part, "__dict__", sound)  # construct() would fill in what is missing
    return part


def _rules(model: type[Ruled]) -> Iterator[Rule]:
    for one in reversed(model.__mro__):
        yield from (each for each in vars(one).values() if isinstance(each, Rule))
