"""What the words of a file must and must not tell, by the words that the content lists for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from voiceguide.routines.kinds import cues_in
from voiceguide.routines.stretch_file import StretchFile
from voiceguide.session.plan import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.routines.cues_file import CuesFile, Wording
    from voiceguide.rules import Broken, Place, Ruled


_SENTENCE = re.compile(r"[.;:!?]")
_PART = re.compile(r"[.,;:!?]")

_ONLY_HANDS = "only hands lie there, so tell of your client's limbs in a sentence of their own"


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
        if stretch and "?" in text:
            yield place, "asks, and nobody waits for the answer; tell it, the guide asks by itself"
        for word in _one_side(text, place[-1], sides, words.wording) if sided == "both" else ():
            fault = f'says "{word}" on both sides; write {{side}} or {{other_side}}'
            yield place, f'{fault}, or of the partner\'s own, "your {word} hand"'
        for word in _words(text) if sided == "none" else ():
            if word in sides and place[-1] != Role.PARTNER:
                yield place, f'says "{word}", but sides is none; write sides: both, or no side'
    yield from _braced(data, words.wording, sides)
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
    for part in _PART.split(text):
        words = _words(part)
        for forced in wording.forced:
            for index in _found(forced.split(), words):
                if words[max(index - 1, 0)] not in wording.unless:
                    yield forced


def _braced(data: Any, wording: Wording, sides: set[str]) -> Broken:
    """Yield where a limb of the partner's is told of, and the client's back: only hands lie there.

    For the partner, any limb in the same sentence, and their own in the one before or after it; for
    the client, any in a sentence that names the partner.
    """
    told = _told(data, wording)
    for index, (place, words) in enumerate(told):
        own = () if place[-1] == Role.CLIENT else wording.own
        spared = next((part for part in wording.spared if _clients(part, words, own)), None)
        if spared is None:
            continue
        limbs = [limb for limb in wording.limbs if _found(limb.split(), words)]
        for at, beside in told[max(index - 1, 0) : index + 2]:
            if at[:-2] == place[:-2]:  # in the same list of cues
                limbs += [limb for limb in wording.limbs if _partners(limb, beside, wording, sides)]
        for limb in dict.fromkeys(limbs):
            yield place, f'tells of "{limb}" and "{spared}"; {_ONLY_HANDS}'


def _told(data: Any, wording: Wording) -> list[tuple[Place, list[str]]]:
    """Return the words of each sentence of what the partner does, with the place of its cue."""
    cues = [
        (place, _words(part)) for place, text in cues_in(data) for part in _SENTENCE.split(text)
    ]
    return [
        (place, words)
        for place, words in cues
        if words and (place[-1] != Role.CLIENT or {*wording.partner} & {*words})
    ]


def _clients(part: str, words: list[str], own: Sequence[str]) -> bool:
    """Tell whether a part of the back is named that is not, by the word before it, one's own."""
    return any(words[max(n - 1, 0)] not in own for n in _found(part.split(), words))


def _partners(limb: str, words: list[str], wording: Wording, sides: set[str]) -> bool:
    """Tell whether a limb of the partner's own is named: "your knee", "your left knee"."""
    before = [
        [word for word in words[:n] if word not in sides] for n in _found(limb.split(), words)
    ]
    return any(each[-1:] and each[-1] in wording.own for each in before)


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
