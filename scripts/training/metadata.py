"""What a network's file says of itself: the word, and its thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnx

if TYPE_CHECKING:
    from pathlib import Path

WORD = "stop"


def write_thresholds(file: Path, **thresholds: float) -> None:
    """Write them into a network's file.

    Args:
        file: ONNX; it is changed.
        thresholds: ``stirs``, over which the detector has the verifier asked; or of the verifier
            ``alone``, over which it acts by itself, ``agreed``, over which the second opinion need
            only hear the word, too, and ``doubted``, over which that need have heard it alone.
    """
    network = onnx.load(file)
    said = {"word": WORD} | {name: f"{value:g}" for name, value in thresholds.items()}
    onnx.helper.set_model_props(network, said)
    onnx.save(network, file)
