"""How the network learns: to notice the word once, near its end, and nothing else, ever."""

from __future__ import annotations

import math
import random
import time
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from training.mixing import OTHER, WORD
from training.network import Network

if TYPE_CHECKING:
    from collections.abc import Callable

_BATCH = 64
_RATE, _WARM_UP = 2e-3, 300
_BLIND = 20
"""Steps (0.4 s) at the beginning of an example that are not judged: nothing was heard before."""

_HARDEST = 6
"""The steps of each example that are most wrong count for half as much again as all others."""

_NEVER = -20.0

_OTHER_LEVEL = 0.3
"""This part of the examples is made louder or softer, up to 6 dB either way."""


def learn(
    frames: Tensor, steps: Tensor, seconds: float, told: Callable[[float, str], None]
) -> Network:
    """Return a network that has learned from examples for so long.

    Args:
        frames: shape (n, 238, 40), float16.
        steps: shape (n, 119), uint8.
        seconds: of wall time; 20 minutes on two cores go through 36 000 examples a dozen times.
        told: is called with the part that is done, and how it goes.
    """
    torch.manual_seed(0)
    chance = random.Random(0)  # noqa: S311
    network = Network()
    best = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    optimiser = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=1e-2)
    began, turn = time.monotonic(), 0
    while (done := (time.monotonic() - began) / seconds) < 1.0:
        rate = _RATE * min(1.0, turn / _WARM_UP) * 0.5 * (1 + math.cos(math.pi * done)) + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        chosen = torch.randint(len(frames), (_BATCH,))
        loss = _loss(network, _varied(frames[chosen].float(), chance), steps[chosen])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        best.update_parameters(network)
        turn += 1
        told(done, f"turn {turn}, loss {loss.item():.3f}")
    learned: Network = best.module
    learned.eval()
    return learned


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
    memory = torch.zeros(len(frames), network.memory)
    logits = network(frames, memory)[0][:, : steps.shape[1]]
    judged = torch.ones_like(logits, dtype=torch.bool)
    judged[:, :_BLIND] = False
    other, word = (steps == OTHER) & judged, (steps == WORD) & judged
    never = torch.full_like(logits, _NEVER)
    quiet = (functional.softplus(logits) * other).sum() / other.sum()
    worst = torch.where(other, logits, never).topk(_HARDEST, 1).values
    once = torch.logsumexp(2 * torch.where(word, logits, never), 1)[word.any(1)] / 2
    return quiet + 0.5 * functional.softplus(worst).mean() + functional.softplus(-once).mean()
