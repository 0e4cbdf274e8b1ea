"""The microphone, the loudspeaker and the room: what a few seconds of them tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio.blocks import BLOCK, FULL_SCALE, Samples, to_float
from voiceguide.doctor.finding import Check, Finding, fail, ok, warn
from voiceguide.hearing.echo import EchoCanceller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.audio.counts import Counts

FAINT_DB = -85.0
"""Below it: no microphone in a room is so quiet (dB below full scale, RMS)."""

NOISY_DB = -45.0
"""Above it, people who speak softly do not stand out (dB below full scale, RMS)."""

HEARD_DB = 6.0
"""How far over the room's noise the loudspeaker has to be to count as heard."""

LOUD_DB = 6.0
"""How much louder than it was played the guide's own voice may come back."""

LATE_SECONDS = 0.25
"""The echo canceller follows up to 0.28 s."""

_CLIPPED = 3
"""So many samples in a row at the end of the scale are clipped, not merely loud."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded for the examination; all of it int16 at 16 kHz, whole blocks."""

    quiet: Samples
    """While nothing was played."""
    mic: Samples
    """While a sound was played."""
    played: Samples
    """What was played; as long, and aligned with it as the guide takes it."""


def examined(recorded: Recorded) -> Iterator[Finding]:
    """Yield what a recording comes to."""
    if not recorded.quiet.any():
        yield fail(
            Check.MICROPHONE,
            "it delivers nothing but zeros",
            "it is muted, or not the one that is meant: look at its switch, at alsamixer, and at "
            "voiceguide devices",
        )
        return
    yield _level(recorded.quiet)
    yield _noise(recorded.quiet)
    yield _clipping(np.concatenate([recorded.quiet, recorded.mic]))
    yield from _echo(recorded)


def blocks(counted: Counts) -> Finding:
    """Judge what the sound card did while that was recorded."""
    went = f"{counted.heard} heard, {counted.played} played"
    if not counted.faults:
        return ok(Check.BLOCKS, went)
    told = ", ".join(f"{number} {name}" for name, number in counted.faults.items())
    mend = "end other programs, take the power supply made for it, or another USB socket"
    return warn(Check.BLOCKS, f"{went}, {told}", mend)


def level(samples: Samples) -> float:
    """Return the RMS (dB below full scale)."""
    return 10 * math.log10(float(np.mean(np.square(to_float(samples)))) + 1e-12)


def _floor(samples: Samples) -> float:
    """Return the level of the quieter half of the blocks (dB below full scale): a cough is none."""
    levels = sorted(level(block) for block in samples.reshape(-1, BLOCK))
    return levels[len(levels) // 2]


def _level(quiet: Samples) -> Finding:
    peak = 20 * math.log10(float(np.abs(quiet.astype(np.int32)).max()) / FULL_SCALE)
    told = f"{level(quiet):.0f} dB in a quiet room, {peak:.0f} dB at its peak"
    if level(quiet) > FAINT_DB:
        return ok(Check.MICROPHONE, told)
    mend = "hardly anything arrives: turn its gain up (alsamixer, F4), or take another microphone"
    return warn(Check.MICROPHONE, told, mend)


def _noise(quiet: Samples) -> Finding:
    told = f"the room's noise is at {_floor(quiet):.0f} dB"
    if _floor(quiet) < NOISY_DB:
        return ok(Check.NOISE, told)
    mend = "switch fans, music and television off, bring the microphone closer, or turn it down"
    return warn(Check.NOISE, told, mend)


def _clipping(mic: Samples) -> Finding:
    loud = np.abs(mic.astype(np.int32)) >= FULL_SCALE - 1
    runs = np.convolve(loud, np.ones(_CLIPPED, np.int32), "valid") == _CLIPPED
    if not runs.any():
        return ok(Check.CLIPPING, "nothing is clipped")
    mend = "turn the microphone's gain down (alsamixer, F4), or the loudspeaker"
    return warn(Check.CLIPPING, f"{int(runs.sum())} samples are clipped", mend)


def _echo(recorded: Recorded) -> Iterator[Finding]:
    """Yield how loud the loudspeaker comes back, and how late."""
    over = level(recorded.mic) - _floor(recorded.quiet)
    back = level(recorded.mic) - level(recorded.played)
    told = f"{over:+.0f} dB over the room's noise, {back:+.0f} dB of what was played"
    if over < HEARD_DB:
        yield warn(
            Check.ECHO,
            f"the loudspeaker is not heard ({told})",
            "if you did not hear a wave of noise, it is off, too soft, or not the one that is "
            "meant; if you did, the device takes its own echo out, and all is well",
        )
        return
    mend = "turn the loudspeaker down, or move it away from the microphone"
    yield warn(Check.ECHO, told, mend) if back > LOUD_DB else ok(Check.ECHO, told)
    yield _delay(recorded)


def _delay(recorded: Recorded) -> Finding:
    canceller = EchoCanceller()
    blocks = zip(recorded.mic.reshape(-1, BLOCK), recorded.played.reshape(-1, BLOCK), strict=True)
    for mic, played in blocks:
        canceller.cancel(mic, played)
    seconds = canceller.delay_seconds
    mend = "take a loudspeaker with a wire: by Bluetooth or HDMI it is too late to be taken out"
    if seconds is None:
        return warn(Check.DELAY, "no echo was found within 0.28 s", mend)
    told = f"it comes back after {1000 * seconds:.0f} ms, {canceller.taken_db:.0f} dB taken out"
    return warn(Check.DELAY, told, mend) if seconds > LATE_SECONDS else ok(Check.DELAY, told)
