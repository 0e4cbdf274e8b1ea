"""Two recognisers hear one answer: the one made for it, and the one that is always armed."""

from __future__ import annotations

from voiceguide.language.intents import Heard, Intent


class Agreement:
    """Lets the higher of two numbers count, and a number that only one of the two made out."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._answer: Heard | None = None
        self._overheard: Heard | None = None

    def answered(self, answer: Heard) -> Heard:
        """Take what the better recogniser made of an answer; return what counts."""
        if self._overheard and _betters(self._overheard, answer):
            answer = self._overheard
        self._answer = answer
        return answer

    def overheard(self, number: Heard) -> Heard | None:
        """Take what the other one heard as a number; return it if it changes what was answered.

        If it comes first it is kept until the answer comes.
        """
        if self._answer and _betters(number, self._answer):
            self._answer = number
            return number
        self._overheard = number
        return None


def _betters(number: Heard, answer: Heard) -> bool:
    """Tell whether two hypotheses are of one answer, and this one has to count."""
    if not (number.phrase_start < answer.phrase_end and answer.phrase_start < number.phrase_end):
        return False
    if answer.intent is Intent.PAIN:
        return (number.value or 0) > (answer.value or 0)
    return answer.intent is Intent.UNCLEAR
