"""What the guide itself says, and when: so that its words are not taken for a person's."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from voiceguide.language.intents import Word

_ECHO_LINGERS = 0.45
"""Seconds by which room, recogniser and our guess may misplace one of the guide's own words."""

_REMEMBER = 60.0
"""Seconds for which the guide's own cues are remembered; no utterance is longer."""


@dataclass(slots=True)
class _OwnCue:
    """A cue of the guide itself, and where in it each word is, as far as spelling tells."""

    words: tuple[Word, ...]
    start: float
    end: float

    def between(self, start: float, end: float) -> set[str]:
        """Return the words that may be heard between two seconds of audio clock."""
        if self.start >= end or self.end + _ECHO_LINGERS <= start:
            return set()
        smear = _ECHO_LINGERS
        return {w.text for w in self.words if w.start - smear < end and w.end + smear > start}


class OwnSpeech:
    """The guide's latest cues."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._cues: deque[_OwnCue] = deque()

    def says(self, text: str, start: float, end: float) -> None:
        """Note a cue between two seconds of audio clock."""
        self._cues.append(_OwnCue(_spread(text, start, end), start, end))
        while self._cues[0].end < start - _REMEMBER:
            self._cues.popleft()

    def hushed(self, now: float) -> None:
        """Note that the latest cue was cut off."""
        if self._cues:
            self._cues[-1].end = min(self._cues[-1].end, now)

    def words(self, start: float, end: float) -> frozenset[str]:
        """Return the words that may be heard of it between two seconds of audio clock."""
        return frozenset().union(*(cue.between(start, end) for cue in self._cues))


def _spread(text: str, start: float, end: float) -> tuple[Word, ...]:
    """Return the words of a cue with their times, as if every letter took as long as any other."""
    pace = (end - start) / max(1, len(text))
    return tuple(
        Word(match[0].lower(), start + match.start() * pace, start + match.end() * pace)
        for match in re.finditer(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+", text)
    )
