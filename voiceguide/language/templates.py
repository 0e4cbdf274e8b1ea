"""The notation of ``phrases.yaml``: templates, and every phrase that one stands for."""

from __future__ import annotations

from math import factorial, prod
from typing import TYPE_CHECKING, Annotated

from hassil.expression import Alternative, Group, ListReference, Permutation
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_expression
from pydantic import AfterValidator, Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hassil.expression import Expression
    from hassil.intents import TextSlotList

    Lists = Mapping[str, TextSlotList]

MOST = 500
"""Forms of one template. The guide's own have up to 156; every ``[...]`` doubles them at least."""


def _notation_holds(template: str) -> str:
    try:
        parse_sentence(template)
    except (ParseError, AssertionError) as error:
        raise ValueError(f"is no phrase ({error}); write [may be] and (this|that)") from error
    return template


Template = Annotated[str, Field(min_length=1), AfterValidator(_notation_holds)]


def spelled_out(template: str, lists: Lists) -> Iterator[str]:
    """Yield every form of a template.

    Raises:
        HassilError: it names a list that there is none of.
    """
    for text in sample_expression(parse_sentence(template).expression, dict(lists)):
        if words := " ".join(text.split()):
            yield words


def forms(template: str, lists: Lists) -> int:
    """Return how many forms a template has, without spelling it out; an unknown list is 1."""
    return _forms(parse_sentence(template).expression, lists)


def _forms(expression: Expression, lists: Lists) -> int:
    match expression:
        case Alternative(items=items):
            return sum(_forms(item, lists) for item in items)
        case Permutation(items=items):
            return factorial(len(items)) * prod(_forms(item, lists) for item in items)
        case Group(items=items):
            return prod(_forms(item, lists) for item in items)
        case ListReference(list_name=name) if name in lists:
            return len(lists[name].values)
    return 1
