"""A network of our own in memory: what it computes, and what its file says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnxruntime

from voiceguide.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

_MEND = "mend: git checkout models, or install the package again"


class Network:
    """One file of ``models/``, loaded; shared by any number of ears."""

    def __init__(self, file: Path, *thresholds: str) -> None:
        """Load it, and read from its metadata the word that it knows and these thresholds.

        Raises:
            UserError: the file is missing, or no network of ours.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self.session = onnxruntime.InferenceSession(
                file, options, providers=["CPUExecutionProvider"]
            )
            said = self.session.get_modelmeta().custom_metadata_map
            self.word: str = said["word"]
            self.thresholds = {name: float(said[name]) for name in thresholds}
        except Exception as error:  # the library raises nothing narrower
            raise UserError(f"{file}: no network that hears a word; {_MEND}") from error
