"""How long the guide's words take, before any of them has been rendered."""

from __future__ import annotations

WORDS_A_SECOND = 2.6
"""The guide's voice, short breaks between the words of a sentence included."""

GAP = 0.3
"""Seconds of quiet after a cue."""

PAIN_AT = 5.0
"""Seconds into a hold at which a number is asked for: it can be asked again within 20 s."""

ANSWER = 2.0
"""Seconds that a person takes to answer a question."""


def words(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())


def spoken_seconds(text: str) -> float:
    """Return the estimated seconds that a cue takes, the gap after it included."""
    return words(text) / WORDS_A_SECOND + GAP
