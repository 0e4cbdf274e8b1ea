"""What a recording tells of the microphone, the loudspeaker and the room."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence, to_float, to_samples
from voiceguide.audio.counts import Counts
from voiceguide.doctor.finding import Check, Finding, Verdict
from voiceguide.doctor.room import Recorded, blocks, examined
from voiceguide.session.effects import Earcon
from voiceguide.speaking.earcons import sound

OK, WARN, FAIL = Verdict


def noise(seconds: float, level: float, seed: int = 1) -> Samples:
    """Return a room's noise, in whole blocks (dB below full scale)."""
    samples = round(seconds * RATE) // BLOCK * BLOCK
    return to_samples(np.random.default_rng(seed).normal(0.0, 10 ** (level / 20), samples))


def recorded(floor: float = -60.0, echo: float | None = -6.0, late: float = 0.08) -> Recorded:
    """Return a recording: the noise (dB), the echo (dB; None: there is none) and its delay (s)."""
    wave = sound(Earcon.WELCOME)
    played = np.concatenate([wave, silence(-len(wave) % BLOCK), silence(RATE // 2)])
    delayed = np.concatenate([silence(round(late * RATE)), played])[: len(played)]
    heard = to_float(noise(len(played) / RATE, floor, seed=2))
    if echo is not None:
        heard = heard + 10 ** (echo / 20) * to_float(delayed)
    return Recorded(noise(2.0, floor), to_samples(heard), played)


def findings(recording: Recorded) -> dict[Check, Finding]:
    """Return what each check found."""
    return {finding.check: finding for finding in examined(recording)}


def test_a_quiet_room_with_the_loudspeaker_beside_the_microphone_is_well() -> None:
    found = findings(recorded())
    assert {finding.verdict for finding in found.values()} == {OK}
    assert "after 80 ms" in found[Check.DELAY].told


def test_a_muted_microphone_fails_and_nothing_else_is_said() -> None:
    deaf = Recorded(silence(RATE), silence(RATE), silence(RATE))
    assert [(f.check, f.verdict) for f in examined(deaf)] == [(Check.MICROPHONE, FAIL)]


@pytest.mark.parametrize(
    ("recording", "check", "told"),
    [
        (recorded(floor=-92.0), Check.MICROPHONE, "dB in a quiet room"),
        (recorded(floor=-35.0), Check.NOISE, "-35 dB"),
        (recorded(echo=None), Check.ECHO, "is not heard"),
        (recorded(echo=10.0), Check.ECHO, "+9 dB of what was played"),
        (recorded(late=0.27), Check.DELAY, "after 270 ms"),
        (recorded(late=0.40), Check.DELAY, "no echo was found"),
        (recorded(echo=30.0), Check.CLIPPING, "samples are clipped"),
    ],
)
def test_what_could_be_better_is_warned_of_with_its_figure_and_a_mend(
    recording: Recorded, check: Check, told: str
) -> None:
    found = findings(recording)[check]
    assert found.verdict is WARN
    assert told in found.told
    assert found.mend


def test_blocks_that_got_lost_are_warned_of_and_others_only_counted() -> None:
    assert blocks(Counts(heard=250, played=251)).verdict is OK
    lost = blocks(Counts(heard=250, played=251, underflows=3, starved=1))
    assert (lost.verdict, lost.told) == (WARN, "250 heard, 251 played, 3 underflows, 1 starved")
    assert lost.mend


def test_a_cough_in_the_quiet_moment_is_not_taken_for_the_rooms_noise() -> None:
    usual = recorded()
    coughed = usual.quiet.copy()
    coughed[RATE : RATE + RATE // 2] += noise(0.5, -20.0)
    found = findings(Recorded(coughed, usual.mic, usual.played))
    assert found[Check.NOISE].verdict is OK
