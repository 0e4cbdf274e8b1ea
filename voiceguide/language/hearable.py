"""What the ears ask of a phrase file: words they know, and the one that has an ear of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from voiceguide.language.intents import Intent
from voiceguide.language.phrasebook import When

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from voiceguide.language.phrasebook import Phrasebook
    from voiceguide.rules import Broken, Place
    from voiceguide.yaml_source import Source

    Unknown = Callable[[Iterable[str]], Sequence[str]]

_NOTATION = re.compile(r"\{[^{}]*\}|[\[\]()|;]")
"""Of a template, what is no word."""


def unhearable(source: Source, unknown: Unknown) -> Broken:
    """Yield each word of a phrase file that the recogniser does not know, where it stands.

    Args:
        source: the file, however broken it is.
        unknown: returns those of some words that the recogniser does not know.
    """
    words = list(_words_in(source.data))
    unheard = set(unknown({word for _, word in words}))
    plain = {word: _plain(word) for word in unheard}
    unheard_plain = set(unknown({part for text in plain.values() for part in text.split()}))
    for place, word in words:
        if word not in unheard:
            continue
        mend = "say it otherwise"
        if (text := plain[word]) and not unheard_plain & {*text.split()}:
            mend = f'write "{text}": small letters, a straight apostrophe, no other sign'
        yield place, f'holds "{word}", which the recogniser cannot hear; {mend}'


def unarmed(book: Phrasebook, word: str) -> Broken:
    """Yield that the word which has an ear of its own does not let go at once: that ear is mute."""
    meaning = book.meanings.get((word,))
    if not meaning or (meaning.intent, meaning.when) != (Intent.STOP, When.AT_ONCE):
        yield (
            (When.AT_ONCE, Intent.STOP),
            f'does not hold "{word}", for which there is an ear of its own; add - "{word}"',
        )


def _words_in(data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every word that the recogniser has to know, with its place."""
    if isinstance(data, str):
        yield from ((place, word) for word in _NOTATION.sub(" ", data).split())
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _words_in(value, (*place, index))
    elif isinstance(data, dict):
        for key, value in data.items():
            # What has a number is a number word, or a phrase and how likely it is.
            yield from _words_in(str(key) if isinstance(value, int) else value, (*place, key))


def _plain(word: str) -> str:
    """Return a word as the recogniser writes words."""
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*'?", word.lower().replace("\u2019", "'")))
