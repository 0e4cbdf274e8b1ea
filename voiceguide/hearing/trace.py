"""What has been observed of the listener, kept to be looked into."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.hearing.observed import Judged, Observed
    from voiceguide.language.intents import Heard, Word

_AROUND = 0.5
"""Seconds before and after some words that are looked at with them."""


class Trace:
    """An observer that remembers."""

    def __init__(self, blocks: int | None = None) -> None:
        """Begin with nothing; remember this many blocks, or all."""
        self.observed: deque[Observed] = deque(maxlen=blocks)

    def __call__(self, observed: Observed) -> None:
        """Take a block."""
        self.observed.append(observed)

    def around(self, start: float, end: float) -> list[Observed]:
        """Return the blocks between two seconds of audio clock, and a little around them."""
        return [o for o in self.observed if start - _AROUND <= o.second <= end + _AROUND]

    def judged(self) -> Iterator[tuple[float, Judged]]:
        """Yield all that was judged, each with the second at which it was."""
        for observed in self.observed:
            for judged in observed.judged:
                yield observed.second, judged

    def decisions(self) -> Iterator[tuple[float, Judged]]:
        """Yield what led to a decision, each with the second at which it did."""
        for observed in self.observed:
            for judged in observed.decided:
                yield observed.second, judged

    def of_phrase(self, words: tuple[Word, ...]) -> list[tuple[float, Judged]]:
        """Return what the ears made of the time of these words, and when."""
        start, end = words[0].start, words[-1].end
        return [(second, judged) for second, judged in self.judged() if judged.overlaps(start, end)]

    def nearest(self, second: float) -> tuple[float, Judged] | None:
        """Return the decision on the words nearest to a second, or the last word on them."""

        def distance(found: tuple[float, Judged]) -> float:
            words = found[1].ruling.words
            return max(words[0].start - second, second - words[-1].end, 0.0)

        def lasting(found: tuple[float, Judged]) -> tuple[bool, bool]:
            return found[1].ruling.heard is not None, found[1].hypothesis.final

        nearest = min(self.judged(), key=distance, default=None)
        return nearest and max(self.of_phrase(nearest[1].ruling.words), key=lasting)


def end_of(heard: Heard, found: Sequence[tuple[float, Judged]]) -> tuple[float, str]:
    """Return where the words of a decision end, and who says so.

    Of partial hypotheses the times are estimates; a final one that holds the same word has the
    recogniser's own, which lie 0.09 to 0.13 s after the end of the sound.
    """
    last = heard.text.split()[-1]
    for _, judged in reversed(found):
        ends = [word.end for word in judged.hypothesis.words if word.text == last]
        if judged.hypothesis.final and ends:
            return min(
                ends, key=lambda end: abs(end - heard.phrase_end)
            ), "as the recogniser times it, about 0.1 s late"
    return heard.phrase_end, "estimated"
