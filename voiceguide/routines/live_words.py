"""Cues in which the guide would command itself: it listens while it speaks.

The safety way never leaves its own words out, so no cue may hold one of its phrases, wherever it
stands: also no cry that acts only alone, as the recogniser may hear no more of a cue than that. (A
warning sign that does may be asked about, in a sentence.) The ordinary way
leaves out the guide's own words, but can miss some of them; so its phrases stand only where they
have to: in the guide's own sentences, which teach them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.language.intents import SAFETY, YES_OR_NO, Intent
from voiceguide.language.phrasebook import When

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.language.phrasebook import Phrase, Phrasebook

BODY_WORDS = frozenset({Intent.BACK, *YES_OR_NO, Intent.PAIN})
"""Intents whose words stretching needs ("your back", "one hand"): they may not stand alone."""


CRIES = SAFETY - {Intent.RED_FLAG}
"""Intents no word of which stands in a cue, also where it acts only alone."""


def live_words(text: str, book: Phrasebook, *, teaching: bool = False) -> Iterator[str]:
    """Yield what in a cue would command the guide: "what; how to mend".

    Args:
        text: the cue, without its address.
        book: the phrases that are listened for.
        teaching: whether the cue is one of the guide's own sentences, which name the commands.
    """
    for phrase, intent in _phrases_in(_words(text), book):
        said = " ".join(phrase)
        meaning = book.meanings[phrase]
        if not meaning.waits:
            yield f'holds "{said}", which acts at once ({intent}); say it in other words'
        elif intent in CRIES:
            yield f'holds "{said}", which acts alone ({intent}); say it in other words'
        elif meaning.when is When.ORDINARY and not teaching and intent not in BODY_WORDS:
            yield f'holds "{said}", which is a command ({intent}); say it in other words'
    for clause in re.split(r"[.,;:!?]", text):
        words = tuple(word for word in _words(clause) if word not in book.fillers)
        alone = book.meanings.get(words)
        sign = alone and alone.when is When.ALONE and alone.intent not in CRIES
        if alone and (sign or (alone.intent in BODY_WORDS and not teaching)):
            said = " ".join(words)
            yield f'says "{said}" by itself, a command ({alone.intent}); put it in a sentence'


def _words(text: str) -> Phrase:
    return tuple(word for word in re.split(r"[^\w']+", text.lower()) if word)


def _phrases_in(words: Phrase, book: Phrasebook) -> Iterator[tuple[Phrase, Intent]]:
    """Yield the longest phrase that begins at each word, unless one before has held it already."""
    until: dict[Intent, int] = {}
    for index in range(len(words)):
        for early in (True, False):
            meaning, count = book.phrase_at(words, index, early=early) or (None, 0)
            if meaning and until.get(meaning.intent, 0) < index + count:
                until[meaning.intent] = index + count
                yield words[index : index + count], meaning.intent
