"""What ``listen`` prints: decisions and all that led to them, as lines and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.cli.explaining import Explainer
    from voiceguide.hearing.observed import Judged, Observed
    from voiceguide.language.intents import Heard

_EVERY = 50
"""Blocks (1 s) between two levels while nothing is heard."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something heard, and when the decision was made (seconds of audio clock)."""

    time: float
    heard: Heard


def for_people(source: str, decision: Decision) -> str:
    """Return a decision as a line to read; the source is a file or a microphone."""
    heard = decision.heard
    value = "" if heard.value is None else f" {heard.value}"
    said = f'"{heard.text}", said {heard.phrase_start:.2f} to {heard.phrase_end:.2f} s'
    return f"{source}: {heard.intent}{value} at {decision.time:.2f} s ({said})"


def as_json(source: str, decision: Decision) -> str:
    """Return a decision as a line of JSON; the form is relied on from outside."""
    return json.dumps(
        {"file": source, "time": round(decision.time, 3), **_heard(decision.heard)},
        ensure_ascii=False,
    )


class EverythingAsJson:
    """Yields a line of JSON for every block in which something was heard, and one a second."""

    def __init__(self, source: str, begins: float = 0.0) -> None:
        """Tell of a file or a microphone; times are from this second of audio clock."""
        self._source = source
        self._begins = begins
        self._blocks = 0

    def lines(self, observed: Observed) -> Iterator[str]:
        """Yield the line of a block, if it has one."""
        self._blocks += 1
        if not observed.judged and self._blocks % _EVERY:
            return
        told = {
            "file": self._source,
            "time": round(observed.second - self._begins, 3),
            "level": round(observed.level, 1),
            "floor": round(observed.floor, 1),
            "likely": round(observed.likely, 3),
            "heard": [_heard(heard, self._begins) for heard in observed.heard],
            "judged": [_judged(judged) for judged in observed.judged],
        }
        yield json.dumps(told, ensure_ascii=False)


class Everything:
    """Yields lines to read: what each ear hears and what becomes of it, and a level a second."""

    def __init__(self, explainer: Explainer) -> None:
        """Tell it in an explainer's words."""
        self._explainer = explainer
        self._blocks = 0
        self._loudest = float("-inf")

    def lines(self, observed: Observed) -> Iterator[str]:
        """Yield the lines of a block, if it has any."""
        self._blocks += 1
        self._loudest = max(self._loudest, observed.level)
        yield from self._explainer.account((observed.second, each) for each in observed.judged)
        if self._blocks % _EVERY == 0:
            levels = f"level up to {self._loudest:.0f} dB, the room's noise {observed.floor:.0f} dB"
            yield f"  {observed.second:7.2f} s  {levels}"
            self._loudest = float("-inf")


def _heard(heard: Heard, begins: float = 0.0) -> dict[str, Any]:
    return {
        "intent": heard.intent,
        "text": heard.text,
        "value": heard.value,
        "phrase_start": round(max(0.0, heard.phrase_start - begins), 3),
        "phrase_end": round(max(0.0, heard.phrase_end - begins), 3),
    }


def _judged(judged: Judged) -> dict[str, Any]:
    ruling, opinion = judged.ruling, judged.second_opinion
    return {
        "ear": judged.ear,
        "hears": " ".join(word.text for word in judged.hypothesis.words),
        "final": judged.hypothesis.final,
        "words": " ".join(word.text for word in ruling.words),
        "likely": round(judged.likely, 3),
        "second_opinion": None if opinion is None else " ".join(opinion),
        "intent": ruling.heard.intent if ruling.heard else None,
        "held_back": ruling.reason,
    }
