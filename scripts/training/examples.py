"""Making the detector's examples on every core, and finding those that it gets wrong."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from training.learning import BLIND
from training.mixing import OTHER, Sources, example
from voiceguide.cli.terminal import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.network import Network

_CHUNK = 250
"""Examples to a seed."""

WORDS = 0.3
"""The part of all examples that holds the word."""

_WRONG = 0.1
"""An example without the word is a hard one if the network believes in the word more than this."""


_given: list[Sources] = []
"""What the processes that make examples were given."""


@dataclass(frozen=True)
class Examples:
    """Examples in two arrays, one row each."""

    frames: npt.NDArray[np.float16]
    """Shape (n, 318, 40)."""
    steps: npt.NDArray[np.uint8]
    """Shape (n, 159)."""


def examples(sources: Sources, count: int) -> Examples:
    """Return so many examples, ``WORDS`` of them with the word."""
    return _joined(list(_made("examples", sources, count, 0, WORDS)))


def hard_ones(network: Network, sources: Sources, count: int, seed: int) -> Examples:
    """Return what the network gets wrong of so many examples without the word."""
    kept = []
    for chunk in _made("looking for hard ones", sources, count, seed, 0.0):
        with torch.no_grad():
            logits = network(torch.from_numpy(chunk.frames).float())
        believed = torch.sigmoid(logits).numpy()[:, : chunk.steps.shape[1]]
        wrong = ((believed > _WRONG) & (chunk.steps == OTHER))[:, BLIND:].any(axis=1)
        kept.append(Examples(chunk.frames[wrong], chunk.steps[wrong]))
    return _joined(kept)


def _made(name: str, sources: Sources, count: int, seed: int, words: float) -> Iterator[Examples]:
    with (
        progress(name, count) as advance,
        ProcessPoolExecutor(
            mp_context=get_context("fork"),  # the sources are large: they are not to be copied
            initializer=_given.append,
            initargs=(sources,),
        ) as pool,
    ):
        chunks = -(-count // _CHUNK)
        jobs = [pool.submit(_chunk, (seed, number), words) for number in range(chunks)]
        for job in jobs:
            yield job.result()
            for _ in range(_CHUNK):
                advance()


def _chunk(seed: tuple[int, int], words: float) -> Examples:
    rng = np.random.default_rng(seed)
    made = [example(_given[-1], rng, words=words) for _ in range(_CHUNK)]
    return Examples(np.stack([e.frames for e in made]), np.stack([e.steps for e in made]))


def _joined(parts: list[Examples]) -> Examples:
    return Examples(
        np.concatenate([part.frames for part in parts]),
        np.concatenate([part.steps for part in parts]),
    )
