"""Writing what was learned as ONNX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.metadata import write_thresholds
from training.network import MEMORY, Listening, Network
from voiceguide.hearing.log_mel import BANDS
from voiceguide.hearing.verifier import FFT, FRAMES

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn

    from training.verifying import Seeing, Verifying

_OPSET = 17
_POWER = torch.ones(2, FRAMES, FFT // 2 + 1)

_LARGE = 500
"""Numbers; weights that are larger are kept in half precision, which halves the file."""


def write_detector(network: Network, file: Path) -> None:
    """Write the detector in half precision, one step at a time, with a threshold to begin with."""
    frames, memory = torch.zeros(1, 2, BANDS), torch.zeros(1, MEMORY)
    torch.onnx.export(
        Listening(network).eval(),
        (frames, memory),
        str(file),
        input_names=["frames", "memory"],
        output_names=["probability", "memory_after"],
        opset_version=_OPSET,
        dynamo=False,
    )
    _halve(file)
    write_thresholds(file, stirs=0.1)  # also what the verifier learns by


def write_verifier(verifying: Verifying, file: Path) -> None:
    """Write the verifier in half precision, with thresholds to begin with."""
    _write(verifying, file, power=_POWER, stirred=torch.full((2,), 0.5))
    _halve(file)
    write_thresholds(file, alone=0.995, agreed=0.95, doubted=0.5)


def write_seeing(seeing: Seeing, file: Path) -> None:
    """Write the kept layers of the embedding."""
    _write(seeing, file, power=_POWER)


def _write(module: nn.Module, file: Path, **given: torch.Tensor) -> None:
    """Write what takes any number of windows."""
    torch.onnx.export(
        module.eval(),
        tuple(given.values()),
        str(file),
        input_names=list(given),
        output_names=["found"],
        dynamic_axes={name: {0: "windows"} for name in (*given, "found")},
        opset_version=_OPSET,
        dynamo=False,
    )


def _halve(file: Path) -> None:
    """Keep large weights in half precision; whoever loads the file makes them whole again, once."""
    whole = onnx.load(file)
    graph = whole.graph
    for weight in list(graph.initializer):
        if half := _half(weight, weight.name):
            graph.initializer.remove(weight)
            graph.initializer.append(half)
            graph.node.insert(0, _made_whole(half, weight.name))
    for number, node in reversed(list(enumerate(graph.node))):
        if node.op_type == "Constant" and (half := _half(node.attribute[0].t, node.output[0])):
            graph.initializer.append(half)
            graph.node[number].CopyFrom(_made_whole(half, node.output[0]))
    onnx.save(whole, file)


def _half(weight: onnx.TensorProto, name: str) -> onnx.TensorProto | None:
    numbers = numpy_helper.to_array(weight)
    if numbers.dtype != np.float32 or numbers.size <= _LARGE:
        return None
    return numpy_helper.from_array(numbers.astype(np.float16), f"{name}_half")


def _made_whole(half: onnx.TensorProto, name: str) -> onnx.NodeProto:
    return helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT)
