"""What each threshold hears, and what it cries wolf at; on speakers the network never heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from recorded import Audio, word_span

from training.clips import LEVEL_DB, Recordings
from training.features import HOP, WINDOW, log_mel
from voiceguide.audio.blocks import RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from training.network import Network

THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)

_LENGTH = 3 * RATE
_WITHIN = 0.5
"""Seconds before and after the word's end in which it counts as heard."""


@dataclass(frozen=True)
class Row:
    """One condition: a name, how many trials or hours, and a figure for each threshold."""

    name: str
    amount: str
    figures: tuple[str, ...]


def curve(
    network: Network, people: Recordings, residuals: Sequence[Audio], seed: int = 5
) -> list[Row]:
    """Return what is heard (percent) and what is heard that nobody said (an hour)."""
    rng = np.random.default_rng(seed)
    kitchen = people.kitchen
    rooms: dict[str, Callable[[], Audio]] = {
        "quiet": lambda: np.zeros(_LENGTH, np.float32),
        **{f"kitchen {db} dB": _beside(db, lambda: _piece(kitchen, rng)) for db in (20, 10, 5)},
        **{f"talk {db} dB": _beside(db, lambda: _babble(people, rng)) for db in (20, 10)},
        "over the guide": lambda: _piece(residuals[int(rng.integers(len(residuals)))], rng),
    }
    rows = [_heard(network, name, people.stop, room, rng) for name, room in rooms.items()]
    rows += [
        _alarms(network, "talk", people.talk, rng),
        _alarms(network, "other words", people.words, rng),
        _alarms(network, "the guide alone", residuals, rng),
    ]
    return rows


def _heard(
    network: Network,
    name: str,
    words: Sequence[Audio],
    room: Callable[[], Audio],
    rng: np.random.Generator,
) -> Row:
    best = []
    for word in words:
        audio = room() + _hiss(_LENGTH, rng)
        audio[RATE : RATE + len(word)] += word[: _LENGTH - RATE]
        end = 1.0 + word_span(word)[1] / RATE
        seconds, likely = _probabilities(network, audio)
        near = np.abs(seconds - end) < _WITHIN
        best.append(likely[near].max())
    parts = [100 * np.mean(np.array(best) > threshold) for threshold in THRESHOLDS]
    return Row(f'"stop", {name}', f"{len(words)}", tuple(f"{part:.1f} %" for part in parts))


def _alarms(network: Network, name: str, clips: Iterable[Audio], rng: np.random.Generator) -> Row:
    counts = np.zeros(len(THRESHOLDS))
    hours = 0.0
    for clip in clips:
        audio = np.concatenate([_hiss(RATE // 2, rng), clip, _hiss(RATE // 2, rng)])
        hours += len(audio) / RATE / 3600
        _, likely = _probabilities(network, audio)
        over = likely[:, np.newaxis] > np.array(THRESHOLDS)
        counts += over[0] + (over[1:] & ~over[:-1]).sum(axis=0)
    return Row(f"alarms: {name}", f"{hours:.2f} h", tuple(f"{n / hours:.1f}" for n in counts))


def _probabilities(network: Network, audio: Audio) -> tuple[Audio, Audio]:
    """Return the second up to which each step has heard, and its probability."""
    frames = torch.from_numpy(log_mel(np.clip(audio, -1.0, 1.0).astype(np.float32)))[None]
    frames = frames[:, : frames.shape[1] // 2 * 2]
    with torch.no_grad():
        logits, _ = network(frames, torch.zeros(1, network.memory))
    likely = torch.sigmoid(logits)[0].numpy()
    seconds = ((np.arange(len(likely)) * 2 + 1) * HOP + WINDOW) / RATE
    return seconds.astype(np.float32), likely


def _beside(decibels: float, noise: Callable[[], Audio]) -> Callable[[], Audio]:
    """Return noise so far under a word's level."""

    def made() -> Audio:
        audio = noise()
        rms = np.sqrt(np.mean(np.square(audio)) + 1e-12)
        return np.asarray(audio * (10 ** ((LEVEL_DB - decibels) / 20) / rms), np.float32)

    return made


def _babble(people: Recordings, rng: np.random.Generator) -> Audio:
    total = np.zeros(_LENGTH, np.float32)
    for _ in range(5):
        talk = [people.talk[int(rng.integers(len(people.talk)))] for _ in range(4)]
        total += _piece(np.concatenate(talk), rng)
    return total


def _piece(audio: Audio, rng: np.random.Generator) -> Audio:
    audio = np.tile(audio, -(-2 * _LENGTH // len(audio)))
    begin = int(rng.integers(len(audio) - _LENGTH))
    return audio[begin : begin + _LENGTH].copy()


def _hiss(count: int, rng: np.random.Generator) -> Audio:
    return np.asarray(rng.standard_normal(count) * 10 ** (-75 / 20), np.float32)
