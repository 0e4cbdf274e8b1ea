"""What the network's file says of itself: the word, and its two thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnx

if TYPE_CHECKING:
    from pathlib import Path

WORD = "stop"


def write_thresholds(file: Path, *, alone: float, agreed: float) -> None:
    """Write them into a network's file.

    Args:
        file: ONNX; it is changed.
        alone: from here on the ear acts by itself.
        agreed: from here on it bears out what another ear has heard.
    """
    network = onnx.load(file)
    said = {"word": WORD, "alone": f"{alone:g}", "agreed": f"{agreed:g}"}
    onnx.helper.set_model_props(network, said)
    onnx.save(network, file)
