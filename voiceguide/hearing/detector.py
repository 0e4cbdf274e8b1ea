"""The first stage of the ear for one word: a small network that follows the stream, always."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.hearing.log_mel import LogMel

if TYPE_CHECKING:
    from voiceguide.audio.blocks import Samples
    from voiceguide.hearing.network import Network


class Detector:
    """One stream of audio through the network, and what the network remembers of it."""

    def __init__(self, network: Network) -> None:
        """Begin after silence."""
        self._session = network.session
        self._frames = LogMel()
        self._memory = np.zeros((1, self._session.get_inputs()[1].shape[1]), np.float32)

    def likely(self, samples: Samples) -> float:
        """Take the next block, shape (320,), int16; return how likely the word has just ended."""
        frames = self._frames.follow(samples)[np.newaxis]
        given = {"frames": frames, "memory": self._memory}
        likely, self._memory = self._session.run(None, given)
        return float(likely[0])
