"""The fault table: what may break, how soon people are let go, and whether it recovers.

In every row somebody is held. Seconds are counted by the audio clock, and where a loudspeaker lives
also in what it played: so a busy computer cannot fail a row, and a late guide can. What is said
when it is over, ``tests/session/test_hearing.py`` tells.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.audio.virtual_card import LOUDSPEAKER, MICROPHONE, OTHER_MICROPHONE, VirtualCard
from tests.live.conftest import Held, time_of
from tests.live.held import held
from voiceguide.audio.soundcard import DEAF_SECONDS
from voiceguide.session.sentences import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.session.plan import Cue
    from voiceguide.speaking.cache import CueCache

LET_GO_WITHIN = 1.5
"""Seconds from the fault to the first sample of the spoken release.

Its first words are "Ease out"; then it says why, as nobody may go on counting on being heard.
"""

RELEASED_WITHIN = 3.25
"""Seconds from the fault to what belongs to the stretch itself: which hand first, which way."""

STOOD_STILL = DEAF_SECONDS
"""Seconds that the audio clock does not count: no block came, and time went on only after that."""


@dataclass(frozen=True)
class Fault:
    """A row: how it comes, how it goes, and which proof fails."""

    comes: Callable[[VirtualCard, Held], object]
    goes: Callable[[VirtualCard, Held], object]
    failing: set[str]
    says: Reply = Reply.CANNOT_HEAR


def _nothing(_card: VirtualCard, _held: Held) -> None:
    """It goes by itself."""


def in_turn(*acts: Callable[[], None]) -> None:
    """Do one after the other."""
    for act in acts:
        act()


def _signal(number: signal.Signals) -> Callable[[VirtualCard, Held], None]:
    return lambda _card, held: held.program.send_signal(number)


EARS = {
    "microphone unplugged": Fault(
        lambda card, _: card.unplug(MICROPHONE),
        lambda card, _: card.plug_in(MICROPHONE),
        {"blocks", "route"},
    ),
    "microphone unplugged, another one is there": Fault(
        lambda card, _: in_turn(
            lambda: card.plug_in(OTHER_MICROPHONE), lambda: card.unplug(MICROPHONE)
        ),
        lambda card, _: card.plug_in(MICROPHONE),
        {"blocks", "route"},
    ),
    "led to the loudspeaker's monitor": Fault(
        lambda card, _: card.lead_away(), _nothing, {"route"}
    ),
    "microphone muted": Fault(
        lambda card, _: card.mute(muted=True), lambda card, _: card.mute(muted=False), {"sound"}
    ),
    "callback raises": Fault(_signal(signal.SIGUSR1), _signal(signal.SIGUSR1), {"blocks"}),
    "decoder stalls": Fault(_signal(signal.SIGUSR2), _nothing, {"decoder"}),
    "decoder raises": Fault(_signal(signal.SIGTTIN), _signal(signal.SIGTTIN), {"decoder"}),
    "computer too slow": Fault(
        _signal(signal.SIGPWR), _signal(signal.SIGPWR), {"lag"}, Reply.TOO_SLOW
    ),
}


@pytest.mark.parametrize("name", EARS)
def test_deaf_it_says_so_and_lets_go_and_hears_again(
    name: str, card: VirtualCard, in_a_hold: Held, cues: CueCache
) -> None:
    fault = EARS[name]
    marked, recorded = in_a_hold.marked(), in_a_hold.recording.now
    fault.comes(card, in_a_hold)
    lost = in_a_hold.after(marked, "ears", live=False)
    let_go = in_a_hold.after(marked, "release", why="hearing")
    first = in_a_hold.after(marked, "cue", text=said(Reply.DEAF).text)
    assert lost["failing"] in fault.failing
    assert time_of(first) - marked < LET_GO_WITHIN
    assert time_of(let_go) <= time_of(first)
    audible, released = (
        in_a_hold.recording.hears(cues.samples(cue), recorded)
        for cue in (said(Reply.DEAF), release())
    )
    print(f"{name}: {lost['failing']}, first word {audible:.2f} s, release {released:.2f} s")  # noqa: T201
    assert audible < LET_GO_WITHIN
    assert released < RELEASED_WITHIN
    in_a_hold.after(time_of(first), "cue", text=said(fault.says).text)
    fault.goes(card, in_a_hold)
    in_a_hold.after(time_of(first), "ears", live=True)
    nothing_goes_on(in_a_hold, marked)


VOICE_AND_EARS = {
    "sound server killed": Fault(lambda card, _: card.kill(), lambda card, _: card.start(), set()),
    "sound server frozen": Fault(lambda card, _: card.freeze(), lambda card, _: card.thaw(), set()),
    "both unplugged": Fault(
        lambda card, _: in_turn(lambda: card.unplug(MICROPHONE), lambda: card.unplug(LOUDSPEAKER)),
        lambda card, _: in_turn(
            lambda: card.plug_in(LOUDSPEAKER), lambda: card.plug_in(MICROPHONE)
        ),
        set(),
    ),
}


@pytest.mark.parametrize("name", VOICE_AND_EARS)
def test_deaf_and_dumb_it_lets_go_all_the_same_and_says_it_when_it_can(
    name: str, card: VirtualCard, in_a_hold: Held
) -> None:
    fault = VOICE_AND_EARS[name]
    marked = in_a_hold.marked()
    fault.comes(card, in_a_hold)
    for what in ("ears", "mouth"):
        in_a_hold.after(marked, what, live=False)
    let_go = in_a_hold.after(marked, "release")
    seconds = time_of(let_go) - marked + STOOD_STILL
    print(f"{name}: let go after {seconds:.2f} s")  # noqa: T201
    assert seconds < LET_GO_WITHIN
    fault.goes(card, in_a_hold)
    for what in ("ears", "mouth"):
        back = in_a_hold.after(marked, what, live=True)
        if what == "mouth":
            in_a_hold.after(time_of(back), "release", why="voice")
    nothing_goes_on(in_a_hold, marked)


def test_without_a_loudspeaker_it_lets_go_and_says_it_once_it_can(
    card: VirtualCard, in_a_hold: Held
) -> None:
    marked = in_a_hold.marked()
    card.unplug(LOUDSPEAKER)
    lost = in_a_hold.after(marked, "mouth", live=False)
    let_go = in_a_hold.after(marked, "release", why="voice")
    assert lost["failing"] in {"blocks", "route"}
    assert time_of(let_go) - marked < LET_GO_WITHIN
    print(f"loudspeaker unplugged: let go after {time_of(let_go) - marked:.2f} s")  # noqa: T201
    card.plug_in(LOUDSPEAKER)
    back = in_a_hold.after(time_of(let_go), "mouth", live=True)
    in_a_hold.after(time_of(back), "release", why="voice")
    nothing_goes_on(in_a_hold, marked)


def said(reply: Reply) -> Cue:
    """Return the first cue of a reply."""
    return held("lower-back").sentences.reply(reply)[0]


def release() -> Cue:
    """Return the first cue of the release of the stretch that somebody is held in."""
    return held("lower-back").plan.steps[0].release[0]


def nothing_goes_on(in_a_hold: Held, since: float) -> None:
    """Make sure that nobody is held any more, and that nothing begins by itself."""
    kinds = {str(e["kind"]) for e in in_a_hold.entries() if time_of(e) > since}
    assert "pause" in kinds
    assert kinds.isdisjoint({"hold", "step", "resume"})
    assert in_a_hold.program.poll() is None
