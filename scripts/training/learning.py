"""How the network learns: to notice the word once, near its end, and nothing else, ever."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from training.mixing import OTHER, WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from training.network import Network

_RATE, _WARM_UP = 2e-3, 300
BLIND = 20
"""Steps (0.4 s) at the beginning of an example that are not judged: nothing was heard before."""

_HARDEST = 6
"""The steps of each example that are most wrong count as much as all the others."""

_NEVER = -20.0

_OTHER_LEVEL = 0.3
"""This part of the examples is made louder or softer, up to 6 dB either way."""


@dataclass(frozen=True)
class Lesson:
    """Examples, and how many of them are looked at in each turn."""

    frames: Tensor
    """Shape (n, 318, 40), float16."""
    steps: Tensor
    """Shape (n, 159), uint8."""
    each_turn: int


def learn(
    network: Network,
    lessons: Sequence[Lesson],
    turns: int,
    told: Callable[[], None],
) -> Network:
    """Return a network that has gone on learning from examples for so many turns.

    Args:
        network: what has been learned before; it is changed.
        lessons: where the examples of each turn come from.
        turns: steps of the optimiser, some 17 a second on two cores that do nothing else.
        told: is called after each.

    Returns:
        The mean of the last of them, which is better than the very last.
    """
    torch.manual_seed(0)
    chance = random.Random(0)  # noqa: S311
    network.train()
    best = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    optimiser = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=1e-2)
    for turn in range(turns):
        falling = 0.5 * (1 + math.cos(math.pi * turn / turns))
        for group in optimiser.param_groups:
            group["lr"] = _RATE * min(1.0, turn / _WARM_UP) * falling + 1e-6
        frames, steps = _batch(lessons)
        loss = _loss(network, _varied(frames, chance), steps)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        best.update_parameters(network)
        told()
    learned: Network = best.module
    learned.eval()
    return learned


def _batch(lessons: Sequence[Lesson]) -> tuple[Tensor, Tensor]:
    chosen = [torch.randint(len(each.frames), (each.each_turn,)) for each in lessons]
    pairs = list(zip(lessons, chosen, strict=True))
    frames = torch.cat([lesson.frames[rows].float() for lesson, rows in pairs])
    return frames, torch.cat([lesson.steps[rows] for lesson, rows in pairs])


def _varied(frames: Tensor, chance: random.Random) -> Tensor:
    """Blot out some bands of every third example, and make three of ten louder or softer."""
    for number in range(0, len(frames), 3):
        first, bands = chance.randrange(34), chance.randint(1, 6)
        blot = frames[number, :, first : first + bands]
        frames[number, :, first : first + bands] = blot.mean()
    louder = (
        (torch.rand(len(frames), 1, 1) - 0.5) * 3 * (torch.rand(len(frames), 1, 1) < _OTHER_LEVEL)
    )
    return frames + louder


def _loss(network: Network, frames: Tensor, steps: Tensor) -> Tensor:
    logits = network(frames)[:, : steps.shape[1]]
    judged = torch.ones_like(logits, dtype=torch.bool)
    judged[:, :BLIND] = False
    other, word = (steps == OTHER) & judged, (steps == WORD) & judged
    never = torch.full_like(logits, _NEVER)
    quiet = (functional.softplus(logits) * other).sum() / other.sum()
    worst = torch.where(other, logits, never).topk(_HARDEST, 1).values
    once = torch.logsumexp(2 * torch.where(word, logits, never), 1)[word.any(1)] / 2
    return quiet + functional.softplus(worst).mean() + functional.softplus(-once).mean()
