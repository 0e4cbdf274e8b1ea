"""Sessions with the real ears and the real voice, in which somebody commands at random times.

Each begins with a stretch, at random, and lasts a minute and a half. What is said is heard or not,
as it happens; whatever is heard, nobody is held against their will.
"""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.sessions.conftest import VOICE, seconds
from voiceguide.cli import parts
from voiceguide.guide import Guide
from voiceguide.records.journal import Journal
from voiceguide.session.plan import Phase
from voiceguide.simulation.run import simulate
from voiceguide.simulation.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

Entry = dict[str, object]

SESSIONS = 20
UNTIL = 90.0
SAID = (
    *("stop", "ease off", "burning", "seven", "three", "pause", "resume", "resume", "deeper", "no"),
    *("next", "back", "repeat", "how long", "help", "swap", "yes", "let's continue the story"),
)
ROOM = {"echo_db": 0, "delay_ms": 80, "rt60_s": 0.4}

LONGEST_SILENCE = 20.0 + 2.0 + 1.0
"""Seconds: the rule, the manners that let a person finish, and what they then say."""

AT_ONCE = 0.2
"""Seconds within which the first word of a release follows, unless a hold has ended as planned."""


@pytest.fixture(scope="module")
def lead() -> Callable[[int], list[Entry]]:
    """Return a function that leads people through a session of chance, and returns its journal."""
    whole = parts.brief("full-back")
    cues = parts.cues_for(whole, VOICE)
    ears = parts.Ears()
    beginnings = [i for i, step in enumerate(whole.plan.steps) if step.phase is Phase.SET_UP]

    def led(seed: int) -> list[Entry]:
        chance = random.Random(seed)  # noqa: S311
        plan = replace(whole.plan, steps=whole.plan.steps[chance.choice(beginnings) :])
        moments = sorted(chance.uniform(3.0, UNTIL - 10.0) for _ in range(6))
        said = [
            {"say": chance.choice(SAID), "at": at, "voice": chance.choice(["client", "partner"])}
            for at in moments
        ]
        scenario = Scenario.model_validate(
            {
                "routine": "full-back",
                "seed": seed,
                "answers": "well",
                "room": ROOM,
                "people": said,
                "until": UNTIL,
            }
        )
        journal: list[Entry] = []
        with closing(Journal()) as written:
            written.subscribe(lambda entry: journal.append(dict(entry)))
            brief = parts.brief_of(plan, whole.limit)
            guide = Guide(brief, listener=ears.listener(), cues=cues, journal=written)
            simulate(scenario, guide, None)
        return journal

    return led


@pytest.mark.parametrize("seed", range(SESSIONS))
def test_whatever_is_said_whenever_nobody_is_held_against_their_will(
    seed: int, lead: Callable[[int], list[Entry]]
) -> None:
    journal = lead(seed)
    latched = False
    held_until: float | None = None
    silent_since = 0.0
    let_go_at: float | None = None
    for entry in journal:
        now, kind = seconds(entry), entry["kind"]
        if kind == "pause":
            latched = True
        elif kind == "resume":
            latched = False
        elif kind == "hold":
            assert not latched, f"held while released, at {now}"
            held_until = now + seconds(entry, "seconds")
        elif kind == "release":
            held_until = None
            let_go_at = None if entry["why"] == "done" else now
        elif kind == "cue":
            assert held_until or now - silent_since <= LONGEST_SILENCE, f"no word before {now}"
            assert let_go_at is None or now - let_go_at <= AT_ONCE, f"no way out at {let_go_at}"
            silent_since, let_go_at = seconds(entry, "end"), None
        assert held_until is None or now <= held_until + 0.1, f"held too long, at {now}"
    assert journal[-1]["kind"] == "end"
    assert held_until is None
