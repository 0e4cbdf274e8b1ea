"""The network, in the two shapes it is needed in: whole recordings to learn, blocks to listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from voiceguide.hearing.log_mel import BANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

CHANNELS = 64
_KERNEL = 6
_DILATIONS = (1, 1, 2, 2, 3, 1)
"""Steps of 20 ms: in all it looks back 1.0 s."""

_CENTRE, _SPREAD = -6.0, 4.0
"""About the mean and twice the deviation of the features, over the examples."""


class Block(nn.Module):  # type: ignore[misc]  # nobody but this needs torch
    """Looks back over some steps, channel by channel, then mixes the channels."""

    def __init__(self, dilation: int) -> None:
        """Look back ``_KERNEL - 1`` times so many steps."""
        super().__init__()
        self.past = (_KERNEL - 1) * dilation
        self.look = nn.Conv1d(
            CHANNELS, CHANNELS, _KERNEL, dilation=dilation, groups=CHANNELS, bias=False
        )
        self.mix = nn.Conv1d(CHANNELS, CHANNELS, 1, bias=False)
        self.norm = nn.BatchNorm1d(CHANNELS)

    def forward(self, steps: Tensor, past: Tensor) -> tuple[Tensor, Tensor]:
        """Return what it makes of the steps, and the past for the next ones.

        Args:
            steps: shape (batch, CHANNELS, n).
            past: the steps before them, shape (batch, CHANNELS, self.past).
        """
        seen = torch.cat([past, steps], 2)
        made = functional.relu(steps + self.norm(self.mix(self.look(seen))))
        return made, seen[:, :, -self.past :]


class Network(nn.Module):  # type: ignore[misc]  # nobody but this needs torch
    """Frames of 10 ms in, how likely it is that the word has just ended, every 20 ms, out.

    What it remembers is one row of numbers, so that whoever runs it need not know its layers.
    """

    def __init__(self) -> None:
        """Make a network that knows nothing."""
        super().__init__()
        self.enter = nn.Conv1d(BANDS, CHANNELS, 4, stride=2, bias=False)
        self.norm = nn.BatchNorm1d(CHANNELS)
        self.blocks = nn.ModuleList(Block(dilation) for dilation in _DILATIONS)
        self.leave = nn.Sequential(nn.Dropout(0.1), nn.Conv1d(CHANNELS, 1, 1))
        self.sizes = [2 * BANDS, *(CHANNELS * block.past for block in self._looking())]
        self.memory = sum(self.sizes)

    def forward(self, frames: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logit of each step, shape (batch, n), and the memory for the next frames.

        Args:
            frames: log mel energies, shape (batch, 2 * n, BANDS).
            memory: shape (batch, self.memory); zeros to begin with.
        """
        batch = frames.shape[0]
        first, *pasts = torch.split(memory, self.sizes, 1)
        scaled = ((frames - _CENTRE) / _SPREAD).transpose(1, 2)
        seen = torch.cat([first.reshape(batch, BANDS, 2), scaled], 2)
        remembered = [seen[:, :, -2:].reshape(batch, -1)]
        steps = functional.relu(self.norm(self.enter(seen.contiguous())))
        for block, past in zip(self._looking(), pasts, strict=True):
            steps, later = block(steps, past.reshape(batch, CHANNELS, block.past))
            remembered.append(later.reshape(batch, -1))
        return self.leave(steps)[:, 0], torch.cat(remembered, 1)

    def _looking(self) -> Iterator[Block]:
        for block in self.blocks:
            assert isinstance(block, Block)  # noqa: S101  # for the type checker
            yield block


class Listening(nn.Module):  # type: ignore[misc]  # nobody but this needs torch
    """The network as it is exported: one step at a time, a probability out."""

    def __init__(self, network: Network) -> None:
        """Wrap a network that has learned."""
        super().__init__()
        self.network = network

    def forward(self, frames: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Return the probability, shape (1,), and the memory for the next two frames."""
        logits, remembered = self.network(frames, memory)
        return torch.sigmoid(logits[:, -1]), remembered
