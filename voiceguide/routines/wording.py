"""What the words of a file must and must not tell, by the words that the content lists for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from voiceguide.routines.kinds import cues_in
from voiceguide.routines.stretch_file import StretchFile
from voiceguide.session.plan import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.routines.cues_file import CuesFile, Wording
    from voiceguide.rules import Broken, Ruled


_SENTENCE = re.compile(r"[.;:!?]")
_PART = re.compile(r"[.,;:!?]")


def ill_worded(data: Any, part: Ruled, words: CuesFile) -> Broken:
    """Yield what is wrong with the words of a file.

    Args:
        data: the file, however broken.
        part: its sound part, or the whole.
        words: the guide's own sentences, with the lists of words.
    """
    stretch = isinstance(part, StretchFile)
    sides = {words.sides.left, words.sides.right}
    sided = getattr(part, "sides", None) if stretch else None
    for place, text in cues_in(data):
        for word in _forced(text, words.wording):
            yield place, f'says "{word}"; all is slow and mild, so say how, or "never" right before'
        for limb, spared in _braced(text, words.wording) if place[-1] == Role.PARTNER else ():
            yield place, f"braces a {limb} against the {spared}; only hands lie there, so say whose"
        if stretch and "?" in text:
            yield place, "asks, and nobody waits for the answer; tell it, the guide asks by itself"
        for word in _one_side(text, place[-1], sides, words.wording) if sided == "both" else ():
            fault = f'says "{word}" on both sides; write {{side}} or {{other_side}}'
            yield place, f'{fault}, or of the partner\'s own, "your {word} hand"'
        for word in _words(text) if sided == "none" else ():
            if word in sides and place[-1] != Role.PARTNER:
                yield place, f'says "{word}", but sides is none; write sides: both, or no side'
    if stretch:
        yield from _hands(part, words.wording)


def _hands(stretch: Ruled, wording: Wording) -> Broken:
    """Yield where a partner whose hands lie on the client is not told what to do with them."""
    fields = vars(stretch)
    if not {"stance", "moved_by", "set_up", "release"} <= fields.keys():
        return
    set_up = " ".join(cue.text.lower() for cue in fields["set_up"] if cue.role is Role.PARTNER)
    if fields["stance"] is None:
        if fields["moved_by"] == "partner" or wording.untouched not in set_up:
            free = f'client moves and set_up tells the partner "{wording.untouched}"'
            yield ("stance",), f"is missing; write standing or kneeling, unless the {free}"
        return
    told = [cue.text for cue in fields["release"] if cue.role is Role.PARTNER]
    leaving = any(_leaves(_words(part), wording) for text in told for part in _PART.split(text))
    if told and not leaving:
        means = " or ".join(wording.leaves)
        yield ("release",), f"tells no hand to leave; write whose hand goes {means}, in one cue"


def _leaves(words: list[str], wording: Wording) -> bool:
    """Tell whether a part of a sentence tells a hand to leave."""
    named, forbidden = {*wording.hands} & {*words}, {*wording.unless} & {*words}
    return bool(named and {*wording.leaves} & {*words} and not forbidden)


def _forced(text: str, wording: Wording) -> Iterator[str]:
    """Yield what tells of forced movement, unless the word right before it forbids that."""
    for sentence in _SENTENCE.split(text):
        words = _words(sentence)
        for forced in wording.forced:
            for index in _found(forced.split(), words):
                if words[max(index - 1, 0)] not in wording.unless:
                    yield forced


def _braced(text: str, wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield each limb that a sentence names before a part of the back that it has to spare."""
    for sentence in _SENTENCE.split(text):
        words = _words(sentence)
        for spared in wording.spared:
            for index in _found(spared.split(), words):
                yield from ((limb, spared) for limb in wording.limbs if limb in words[:index])


def _found(phrase: list[str], words: list[str]) -> list[int]:
    """Return where a phrase begins among words."""
    return [n for n in range(len(words)) if words[n : n + len(phrase)] == phrase]


def _one_side(text: str, role: int | str, sides: set[str], wording: Wording) -> Iterator[str]:
    """Yield "left" and "right", unless of the partner's own hands."""
    words = ["", *_words(text), ""]
    for index, word in enumerate(words):
        own = words[index - 1] in wording.own or words[(index + 1) % len(words)] in wording.hands
        if word in sides and not (own and role == Role.PARTNER):
            yield word


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", re.sub(r"\{\w*\}", "_", text.lower()))
