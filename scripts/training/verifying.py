"""The verifier: a speech embedding that others learned, and a head of our own that reads it.

The last layers of the embedding go on learning with the head.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.embedding import HOPS, SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.candidates import Candidates
    from training.embedding import Embedding

_CHANNELS, _HIDDEN, _LOOKS = 48, 64, 3
"""Of the head; it looks at so many embeddings in a row."""

_RATE, _BATCH, _WARM_UP = 1e-3, 256, 100

_RATE_OF_LAST = 3e-4
"""The last layers of the embedding know much already: they change more slowly."""

_OTHER = 2.0
"""How much a window without the word counts, beside one with it."""

_SMOOTH = 0.01
"""How far from certain it is to be, at the most: labels near a word's end are estimates."""

_DETECTED = 0.5
"""How much the detector's logit counts beside the head's, whose examples it has learned from."""

_SURE = 1e-5
"""Closer to certain than this the detector is not taken to be."""

_LOUDEST = 8.5
"""The loudest energy of a window is brought to this (scaled) level, whatever the microphone's."""

_QUIETER, _LOUDER, _RANGE_DB = -3.0, 4.0, 80.0
"""So much at most (tens of dB) a window is made softer or louder; so far below its loudest it is
looked at."""


class Head(nn.Module):  # type: ignore[misc]  # nobody but the training needs torch
    """Embeddings in, the logit of the word's having just ended out; 30 000 numbers."""

    def __init__(self) -> None:
        """Make a head that knows nothing."""
        super().__init__()
        self.norm = nn.BatchNorm1d(SIZE)
        self.look = nn.Conv1d(SIZE, _CHANNELS, _LOOKS)
        self.mix = nn.Linear(_CHANNELS * (HOPS - _LOOKS + 1), _HIDDEN)
        self.leave = nn.Linear(_HIDDEN, 1)
        self.drop = nn.Dropout(0.3)

    def forward(self, embeddings: Tensor) -> Tensor:
        """Return the logits, shape (n,), of embeddings of shape (n, HOPS, SIZE)."""
        seen = self.drop(self.norm(embeddings.transpose(1, 2)))
        seen = self.drop(functional.relu(self.look(seen)).flatten(1))
        logits: Tensor = self.leave(self.drop(functional.relu(self.mix(seen))))[:, 0]
        return logits


class Judge(nn.Module):  # type: ignore[misc]  # nobody but the training needs torch
    """What learns: the last layers of the embedding, and the head."""

    def __init__(self, embedding: Embedding) -> None:
        """Begin with what others learned, and a head that knows nothing."""
        super().__init__()
        self.last, self.head = embedding.last, Head()

    def forward(self, seen: Tensor) -> Tensor:
        """Return the logits, shape (n,), of what ``Seeing`` makes."""
        logits: Tensor = self.head(self.last(seen)[..., 0].transpose(1, 2))
        return logits


class Seeing(nn.Module):  # type: ignore[misc]  # nobody but the training needs torch
    """The layers of the embedding that are kept as they are."""

    def __init__(self, embedding: Embedding) -> None:
        """Take over what was learned."""
        super().__init__()
        self.mel = nn.Parameter(embedding.mel, requires_grad=False)
        self.kept = embedding.kept.requires_grad_(requires_grad=False)

    def forward(self, power: Tensor) -> Tensor:
        """Return shape (n, 72, 26, 4) of power spectra as ``verifier.power`` makes them."""
        level = 10 * torch.log10(torch.clamp(power @ self.mel, min=1e-10))
        top = level.amax((1, 2), keepdim=True)
        scaled = torch.maximum(level, top - _RANGE_DB) / 10 + 2
        scaled = scaled + torch.clamp(_LOUDEST - top / 10, _QUIETER, _LOUDER)
        seen: Tensor = self.kept(scaled[:, None])
        return seen


class Verifying(nn.Module):  # type: ignore[misc]  # nobody but the training needs torch
    """The whole, as it is exported: what it sees and what the detector found in, a probability out.

    The two are wrong at different words: together they are better than either.
    """

    def __init__(self, seeing: Seeing, judge: Judge) -> None:
        """Put them together."""
        super().__init__()
        self.seeing, self.judge = seeing, judge

    def forward(self, power: Tensor, stirred: Tensor) -> Tensor:
        """Return shape (n,).

        Args:
            power: shape (n, FRAMES, FFT // 2 + 1).
            stirred: the detector's highest probability just before, shape (n,).
        """
        detected = torch.logit(stirred, eps=_SURE)
        return torch.sigmoid(self.judge(self.seeing(power)) + _DETECTED * detected)


def learn(judge: Judge, found: Candidates, turns: int, told: Callable[[], None]) -> Judge:
    """Return one that has learned which windows end with the word.

    Args:
        judge: what has not learned it yet; it is changed, too.
        found: what it learns from.
        turns: steps of the optimiser.
        told: is called after each.

    Returns:
        The mean of the last of them.
    """
    torch.manual_seed(0)
    mean = torch.optim.swa_utils.AveragedModel(
        judge, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    seen, word = torch.from_numpy(found.seen), torch.from_numpy(found.word)
    learning = [
        {"params": judge.head.parameters(), "most": _RATE},
        {"params": judge.last.parameters(), "most": _RATE_OF_LAST},
    ]
    optimiser = torch.optim.AdamW(learning, _RATE, weight_decay=1e-2)
    for turn in range(turns):
        falling = 0.5 * (1 + math.cos(math.pi * turn / turns))
        for group in optimiser.param_groups:
            group["lr"] = group["most"] * min(1.0, turn / _WARM_UP) * falling + 1e-6
        rows = torch.randint(len(word), (_BATCH,))
        loss = _loss(judge(seen[rows].float()), word[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        mean.update_parameters(judge)
        told()
    learned: Judge = mean.module
    learned.eval()
    return learned


def _loss(logits: Tensor, word: Tensor) -> Tensor:
    """Return the mean over all windows, and a third of that over the eighth most wrong."""
    wanted = word * (1 - 2 * _SMOOTH) + _SMOOTH
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    each = each * torch.where(word > 0, 1.0, _OTHER)
    return each.mean() + each.topk(len(each) // 8).values.mean() / 3
