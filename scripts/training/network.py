"""The network, in the two shapes it is needed in: whole recordings to learn, blocks to listen."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from voiceguide.hearing.log_mel import BANDS

CHANNELS = 64
_KERNEL = 6
_DILATIONS = (1, 1, 2, 2, 3, 1)
"""Steps of 20 ms: in all it looks back 1.0 s."""

_PASTS = [(_KERNEL - 1) * dilation for dilation in _DILATIONS]
"""Steps that each block has to remember."""

_FRAMES = 2
"""Frames in a step, and as many from before it that are looked at with them."""

MEMORY = _FRAMES * BANDS + sum(_PASTS) * CHANNELS

_CENTRE, _SPREAD = -6.0, 4.0
"""About the mean and twice the deviation of the features, over the examples."""


class Block(nn.Module):  # type: ignore[misc]  # nobody but this needs torch
    """Looks back over some steps, channel by channel, then mixes the channels."""

    def __init__(self, dilation: int) -> None:
        """Look back ``_KERNEL - 1`` times so many steps."""
        super().__init__()
        self._past = (_KERNEL - 1) * dilation
        self.look = nn.Conv1d(
            CHANNELS, CHANNELS, _KERNEL, dilation=dilation, groups=CHANNELS, bias=False
        )
        self.mix = nn.Conv1d(CHANNELS, CHANNELS, 1, bias=False)
        self.norm = nn.BatchNorm1d(CHANNELS)

    def forward(self, steps: Tensor) -> Tensor:
        """Return what it makes of steps after silence, shape (batch, CHANNELS, n)."""
        seen = functional.pad(steps, (self._past, 0))
        return functional.relu(steps + self.norm(self.mix(self.look(seen))))


class Network(nn.Module):  # type: ignore[misc]  # nobody but this needs torch
    """Frames of 10 ms in, how likely it is that the word has just ended, every 20 ms, out."""

    def __init__(self) -> None:
        """Make a network that knows nothing."""
        super().__init__()
        self.enter = nn.Conv1d(BANDS, CHANNELS, 2 * _FRAMES, stride=_FRAMES, bias=False)
        self.norm = nn.BatchNorm1d(CHANNELS)
        self.blocks = nn.ModuleList(Block(dilation) for dilation in _DILATIONS)
        self.leave = nn.Sequential(nn.Dropout(0.1), nn.Conv1d(CHANNELS, 1, 1))

    def forward(self, frames: Tensor) -> Tensor:
        """Return the logit of each step, shape (batch, n).

        Args:
            frames: log mel energies after silence, shape (batch, 2 * n, BANDS).
        """
        seen = functional.pad(_scaled(frames).transpose(1, 2), (_FRAMES, 0))
        steps = functional.relu(self.norm(self.enter(seen)))
        for block in self.blocks:
            steps = block(steps)
        return self.leave(steps)[:, 0]


class Listening(nn.Module):  # type: ignore[misc]  # nobody but this needs torch
    """The network as it is exported: one step at a time, a probability out.

    A step is so little work that the number of operations is what costs. So what all blocks make
    of their pasts is computed at once; what a block makes of the step itself is one matrix then.
    What it remembers is one row of numbers, so that whoever runs it need not know its layers.
    """

    def __init__(self, network: Network) -> None:
        """Take over what a network has learned; it is not to learn any more."""
        super().__init__()
        network.requires_grad_(requires_grad=False)
        scale, self._enter_bias = _folded(network.norm)
        enter = network.enter.weight * scale[:, None, None]
        self._enter = enter.permute(2, 1, 0).reshape(-1, CHANNELS)
        norms = [_folded(block.norm) for block in network.blocks]
        look = torch.stack([block.look.weight[:, 0].T for block in network.blocks])
        mix = torch.stack([block.mix.weight[:, :, 0].T for block in network.blocks])
        self._look = look[:, :-1]
        self._mix = mix * torch.stack([scale for scale, _ in norms])[:, None]
        self._bias = torch.stack([bias for _, bias in norms])[:, None]
        self._now = torch.eye(CHANNELS) + look[:, -1, :, None] * self._mix
        self._leave, self._leave_bias = network.leave[1].weight[0], network.leave[1].bias
        rows = torch.arange(sum(_PASTS)).split(_PASTS)
        self._looked_at = torch.stack([r[::d] for r, d in zip(rows, _DILATIONS, strict=True)])
        newest = torch.arange(sum(_PASTS), sum(_PASTS) + len(rows)).split(1)
        kept = [torch.cat([r[1:], new]) for r, new in zip(rows, newest, strict=True)]
        self._kept = torch.cat(kept)

    def forward(self, frames: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Return the probability, shape (1,), and the memory for the next two frames.

        Args:
            frames: log mel energies, shape (1, 2, BANDS).
            memory: shape (1, MEMORY); zeros to begin with.
        """
        scaled = _scaled(frames).reshape(1, -1)
        before, pasts = memory[:, : _FRAMES * BANDS], memory[:, _FRAMES * BANDS :]
        pasts = pasts.reshape(-1, CHANNELS)
        known = (pasts[self._looked_at] * self._look).sum(1, keepdim=True) @ self._mix + self._bias
        step = functional.relu(torch.cat([before, scaled], 1) @ self._enter + self._enter_bias)
        steps = []
        for number in range(len(_PASTS)):
            steps.append(step)
            step = functional.relu(step @ self._now[number] + known[number])
        remembered = torch.cat([pasts, *steps])[self._kept].reshape(1, -1)
        likely = torch.sigmoid(step @ self._leave + self._leave_bias)
        return likely[:, 0], torch.cat([scaled, remembered], 1)


def _scaled(frames: Tensor) -> Tensor:
    return (frames - _CENTRE) / _SPREAD


def _folded(norm: nn.BatchNorm1d) -> tuple[Tensor, Tensor]:
    """Return what a normalisation that has learned multiplies with, and what it adds."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return scale, norm.bias - norm.running_mean * scale
