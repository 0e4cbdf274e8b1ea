"""Examples to learn from: a word, or other talk, in a room, in noise, over the guide.

Every clip comes in at ``LEVEL_DB``; how loud the whole is at the microphone is decided at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import soxr
from recorded import Audio, word_span
from scipy.signal import butter, fftconvolve, sosfilt

from training.clips import LEVEL_DB, Recordings
from voiceguide.audio.blocks import FULL_SCALE, RATE
from voiceguide.hearing.log_mel import HOP, WINDOW, log_mel

if TYPE_CHECKING:
    from collections.abc import Sequence

LENGTH = round(3.2 * RATE)
"""Samples of an example."""

OTHER, WORD, EITHER = range(3)
"""What a step of 20 ms is: none, within reach of a word's end, or not to be judged."""

REACH = (-0.08, 0.16)
"""Seconds around a word's end in which the detector has to notice it, once."""

_FOLLOWS = (-0.02, 0.3)
"""Seconds from the word's end to what is said after it: in the midst of a sentence words touch."""

_PRECEDES = (-0.02, 0.4)
"""Seconds from what is said before it."""

_ROOMS = 0.6
"""The part of what is reverberant that is in a simulated room."""

_UNSURE = (0.12, 0.45)
"""From so long after its beginning to so long after its end, noticing it is no fault."""


@dataclass(frozen=True)
class Sources:
    """All that an example is made of."""

    people: Recordings
    spoken_stop: Sequence[Audio]
    """The word, said by synthetic voices."""
    spoken_other: Sequence[Audio]
    cues: Sequence[Audio]
    residuals: Sequence[Audio]
    rooms: Sequence[Audio]
    """Impulse responses."""


@dataclass(frozen=True)
class Mixed:
    """A mixture, and where in it the word is."""

    audio: Audio
    """``LENGTH`` samples."""
    spans: Sequence[tuple[int, int]]
    """The samples between which each word is."""


@dataclass(frozen=True)
class Example:
    """What the detector learns from: frames of features, and what each step of 20 ms is."""

    frames: npt.NDArray[np.float16]
    """Shape (318, 40)."""
    steps: npt.NDArray[np.uint8]
    """Shape (159,)."""


def example(sources: Sources, rng: np.random.Generator, *, words: float = 0.4) -> Example:
    """Return an example, with the word in it in this part of all cases."""
    made = mixed(sources, rng, words=words)
    frames = log_mel(made.audio).astype(np.float16)
    heard_until = ((np.arange(len(frames) // 2) * 2 + 1) * HOP + WINDOW) / RATE
    return Example(frames, steps(made.spans, heard_until, REACH))


def mixed(sources: Sources, rng: np.random.Generator, *, words: float) -> Mixed:
    """Return a mixture, with the word in it in this part of all cases."""
    audio = np.zeros(LENGTH, np.float32)
    spans: list[tuple[int, int]] = []
    if rng.random() < words:
        spans = _say(audio, sources, rng)
    else:
        _chat(audio, sources, rng)
        if rng.random() < 0.3:  # two at once, as loud as each other
            _chat(audio, sources, rng)
    if rng.random() < 0.6:
        audio = _reverberant(audio, sources, rng)
    return Mixed(_picked_up(audio + _background(sources, rng), rng), spans)


def _say(audio: Audio, sources: Sources, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Put the word in, once or twice, perhaps between other talk; return where it is."""
    word = _warped(
        _one(sources.people.stop if rng.random() < 0.6 else sources.spoken_stop, rng), rng
    )
    begin, end = word_span(word)
    if rng.random() < 0.5:  # cut tight, as a person who says nothing before it
        cut = max(0, begin - int(rng.integers(800)))
        word, begin, end = word[cut : end + 2400], begin - cut, end - cut
    word = word * _gain(rng.uniform(-5, 5))
    at = round(rng.uniform(0.35, LENGTH / RATE - 0.5) * RATE) - begin
    _put(audio, word, at)
    spans = [(at + begin, at + end)]
    if rng.random() < 0.12 and at + end + 6000 < LENGTH:
        again = at + end + round(rng.uniform(0.02, 0.25) * RATE) - begin
        _put(audio, word, again)
        spans.append((again + begin, again + end))
    if rng.random() < 0.4:
        after = _trimmed(_warped(_other(sources, rng), rng))
        _put(audio, after, spans[-1][1] + round(rng.uniform(*_FOLLOWS) * RATE))
    if rng.random() < 0.5:
        before = _trimmed(_warped(_other(sources, rng), rng))[-round(0.9 * RATE) :]
        _put(audio, before, spans[0][0] - round(rng.uniform(*_PRECEDES) * RATE) - len(before))
    return spans


def _chat(audio: Audio, sources: Sources, rng: np.random.Generator) -> None:
    """Put other talk in, or nothing."""
    at = round(rng.uniform(-1.0, 0.6) * RATE) if rng.random() < 0.85 else LENGTH
    while at < LENGTH:
        clip = _warped(_other(sources, rng), rng) * _gain(rng.uniform(-8, 6))
        clip = _trimmed(clip) if rng.random() < 0.5 else clip
        _put(audio, clip, at)
        at += len(clip) + round(rng.exponential(0.25) * RATE)
        if rng.random() < 0.3:
            break


def _other(sources: Sources, rng: np.random.Generator) -> Audio:
    kinds = (sources.people.words, sources.people.talk, sources.spoken_other, sources.cues)
    return _one(kinds[int(rng.choice(len(kinds), p=[0.2, 0.5, 0.22, 0.08]))], rng)


def _background(sources: Sources, rng: np.random.Generator) -> Audio:
    """Return the room's noise, and what is left of the guide in it."""
    noise = rng.standard_normal(LENGTH) * _gain(rng.uniform(-85, -65))
    kind, people = rng.random(), sources.people
    if kind < 0.30:
        noise += _at(_piece(people.kitchen, rng), LEVEL_DB - rng.uniform(2, 25))
    elif kind < 0.48:
        noise += _at(_babble(sources, rng), LEVEL_DB - rng.uniform(5, 25))
    elif kind < 0.60:
        noise += _at(_coloured(rng), LEVEL_DB - rng.uniform(3, 30))
    elif kind < 0.65 and people.noises:
        noise += _at(_piece(_one(people.noises, rng), rng), LEVEL_DB - rng.uniform(5, 25))
    if rng.random() < 0.4:
        noise += _piece(_one(sources.residuals, rng), rng) * _gain(rng.uniform(-6, 4))
    elif rng.random() < 0.08:  # the guide as it is, before the canceller knows the room
        noise += _piece(_one(sources.cues, rng), rng) * _gain(rng.uniform(-20, 8))
    return noise.astype(np.float32)


def _babble(sources: Sources, rng: np.random.Generator) -> Audio:
    people = sources.people
    total = np.zeros(LENGTH, np.float32)
    for _ in range(int(rng.integers(1, 7))):
        at = 0
        while at < LENGTH:
            clip = _one(people.talk if rng.random() < 0.6 else people.words, rng)
            _put(total, clip, at)
            at += len(clip)
    return _reverberant(total, sources, rng)


def _coloured(rng: np.random.Generator) -> Audio:
    """Return white, brown or filtered noise, or the hum of a machine."""
    noise = rng.standard_normal(LENGTH)
    match int(rng.integers(4)):
        case 1:
            noise = np.cumsum(noise)
            noise -= fftconvolve(noise, np.full(801, 1 / 801), "same")
        case 2:
            decay = np.exp(-np.arange(64) / rng.uniform(2, 20))
            noise = fftconvolve(noise, rng.standard_normal(64) * decay, "same")
        case 3:
            seconds = np.arange(LENGTH) / RATE
            phases = rng.uniform(0, 2 * np.pi, 8)
            hum = [np.sin(100 * np.pi * k * seconds + p) / k for k, p in enumerate(phases, 1)]
            noise = 0.2 * noise + np.sum(hum, axis=0)
    return noise.astype(np.float32)


def _picked_up(audio: Audio, rng: np.random.Generator) -> Audio:
    """Return what a microphone makes of it: colour, telephone band, level, clipping, 16 bits."""
    colour = rng.random()
    if colour < 0.12:
        band = [rng.uniform(200, 400), rng.uniform(2800, 3600)]
        audio = sosfilt(butter(4, band, "bandpass", fs=RATE, output="sos"), audio)
    elif colour < 0.37:
        audio = sosfilt(butter(1, rng.uniform(60, 300), "high", fs=RATE, output="sos"), audio)
        bright = sosfilt(butter(1, rng.uniform(1500, 5000), "high", fs=RATE, output="sos"), audio)
        audio = audio + bright * rng.uniform(-0.6, 1.5)
    levels = (rng.uniform(-6, 6), rng.uniform(-35, -5), rng.uniform(6, 30))
    loud = audio * _gain(levels[int(rng.choice(3, p=[0.5, 0.35, 0.15]))])
    steps = np.clip(np.round(loud * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1)
    return np.asarray(steps / FULL_SCALE, np.float32)


def steps(
    spans: Sequence[tuple[int, int]],
    heard_until: npt.NDArray[np.float64],
    reach: tuple[float, float],
) -> npt.NDArray[np.uint8]:
    """Return what each step is.

    Args:
        spans: the samples between which each word is.
        heard_until: the second at which each step ends, shape (n,).
        reach: seconds around a word's end in which it is to be noticed.
    """
    found = np.full(len(heard_until), OTHER, np.uint8)
    for begin, end in spans:
        unsure = (begin / RATE + _UNSURE[0], end / RATE + _UNSURE[1])
        found[(heard_until > unsure[0]) & (heard_until < unsure[1])] = EITHER
    for _, end in spans:
        near = (end / RATE + reach[0], end / RATE + reach[1])
        found[(heard_until > near[0]) & (heard_until < near[1])] = WORD
    return found


def _reverberant(audio: Audio, sources: Sources, rng: np.random.Generator) -> Audio:
    """Return it as it is heard in a room, or in something much like one."""
    real = rng.random() < _ROOMS
    response = _one(sources.rooms, rng) if real else _reverberation(rng)
    return np.asarray(fftconvolve(audio, response)[:LENGTH], np.float32)


def _reverberation(rng: np.random.Generator) -> Audio:
    """Return an impulse response of energy 1: direct sound, and a tail of decaying noise."""
    rt60 = rng.uniform(0.12, 0.9)
    count = round(rt60 * RATE)
    tail = rng.standard_normal(count) * 10 ** (-3 * np.arange(count) / RATE / rt60)
    tail[: round(rng.uniform(0.001, 0.02) * RATE)] = 0.0
    tail *= _gain(-rng.uniform(-12, 12)) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return np.asarray(tail / np.sqrt(np.sum(tail**2)), np.float32)


def _warped(audio: Audio, rng: np.random.Generator) -> Audio:
    """Return the clip as a larger or smaller person says it: up to 16 % faster or slower."""
    return np.asarray(
        soxr.resample(audio, RATE, RATE * rng.uniform(0.86, 1.16), quality="QQ"), np.float32
    )


def _trimmed(audio: Audio) -> Audio:
    begin, end = word_span(audio) if len(audio) >= HOP else (0, len(audio))
    return audio[begin:end]


def _piece(audio: Audio, rng: np.random.Generator) -> Audio:
    """Return so much of it as an example lasts, from anywhere, looped if it is shorter."""
    audio = np.tile(audio, -(-2 * LENGTH // len(audio)))
    begin = int(rng.integers(len(audio) - LENGTH))
    return audio[begin : begin + LENGTH]


def _put(into: Audio, clip: Audio, at: int) -> None:
    begin, end = max(0, at), min(len(into), at + len(clip))
    if end > begin:
        into[begin:end] += clip[begin - at : end - at]


def _at(audio: Audio, decibels: float) -> Audio:
    """Return it at this level (root mean square, dB below full scale)."""
    rms = np.sqrt(np.mean(np.square(audio, dtype=np.float64)) + 1e-12)
    return np.asarray(audio * (_gain(decibels) / rms), np.float32)


def _one(clips: Sequence[Audio], rng: np.random.Generator) -> Audio:
    return clips[int(rng.integers(len(clips)))]


def _gain(decibels: float) -> float:
    return float(10 ** (decibels / 20))
