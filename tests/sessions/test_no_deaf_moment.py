"""A minute of session in which somebody says stop at every second: a short form of a benchmark."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.deaf import BESIDE, probe

from tests.sessions.conftest import VOICE
from voiceguide.cli import parts
from voiceguide.session.effects import WELCOME_SECONDS
from voiceguide.session.plan import Phase
from voiceguide.simulation.scenario import Scenario

ROOM = {"echo_db": 0, "delay_ms": 80, "rt60_s": 0.4}
REACHED = {"ready", "ease-in", "hold", "latched"}


MISHEARD = 2
"""Of about 50 probes: the goal for a word that is said over the guide's own speech is 96 of 100."""


def test_a_stop_is_heard_at_every_second_of_a_stretch_and_of_the_rest_after_it() -> None:
    """Over the guide and in its silence, from its first cue on, whoever of the two says it."""
    whole = parts.brief("lower-back")
    ready = next(i for i, step in enumerate(whole.plan.steps) if step.phase is Phase.READY)
    plan = replace(whole.plan, steps=whole.plan.steps[ready:])
    stop = {"say": "stop", "after": {"kind": "hold", "wait": 12.0}}
    scenario = Scenario.model_validate(
        {"routine": "lower-back", "answers": "well", "room": ROOM, "people": [stop], "until": 60}
    )
    brief = parts.brief_of(plan, whole.limit)
    with parts.guide(brief, VOICE, None, lambda _entry: None) as guide:
        probes = list(probe(scenario, guide, every=1.0))

    alone = [each for each in probes if each.state != BESIDE and each.at > WELCOME_SECONDS]
    assert len(alone) > 50
    assert {each.state.split(",")[0] for each in alone} >= REACHED
    missed = [each for each in alone if not each.heard]
    assert len(missed) <= MISHEARD
    assert {each.state.split(", ")[1] for each in missed} <= {"the guide speaks"}
