"""What the verifier learns from: the windows at which the detector stirs, rightly or not."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import onnxruntime

from training.mixing import OTHER, WORD, Sources, mixed, steps
from voiceguide.audio.blocks import BLOCK, RATE, Samples, to_samples
from voiceguide.cli.terminal import progress
from voiceguide.hearing.detector import Detector
from voiceguide.hearing.keyword import STIRS_FOR
from voiceguide.hearing.network import Network
from voiceguide.hearing.verifier import SAMPLES, power

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_CHUNK = 250
"""Mixtures to a seed."""

_WORDS = 0.32
"""The part of all mixtures that holds the word."""

_REACH = (-0.06, 0.3)
"""Seconds around a word's end in which the verifier may be asked, and is to hear it."""

_EACH = 4
"""Windows of a mixture, at most, that hold the word, and as many that do not."""

Seen = npt.NDArray[np.float16]


@dataclass(frozen=True)
class Candidates:
    """Windows, as the kept layers of the embedding see them."""

    seen: Seen
    """Shape (n, 72, 26, 4); 15 kB each."""
    word: npt.NDArray[np.float32]
    """1 where the word has just ended, else 0; shape (n,)."""


_given: list[tuple[Sources, Network, onnxruntime.InferenceSession]] = []
"""What the processes that make candidates were given."""


def candidates(sources: Sources, count: int, detector: Path, seeing: Path) -> Candidates:
    """Return the candidates in so many mixtures.

    Args:
        sources: what is mixed.
        count: mixtures.
        detector: its file.
        seeing: the file of the embedding's kept layers.
    """
    with (
        progress("candidates", count) as advance,
        ProcessPoolExecutor(
            mp_context=get_context("fork"),  # the sources are large: they are not to be copied
            initializer=_begin,
            initargs=(sources, detector, seeing),
        ) as pool,
    ):
        jobs = [pool.submit(_chunk, number) for number in range(-(-count // _CHUNK))]
        found = []
        for job in jobs:
            found.append(job.result())
            for _ in range(_CHUNK):
                advance()
    return Candidates(
        np.concatenate([each.seen for each in found]),
        np.concatenate([each.word for each in found]),
    )


def _begin(sources: Sources, detector: Path, seeing: Path) -> None:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    sees = onnxruntime.InferenceSession(seeing, options, providers=["CPUExecutionProvider"])
    _given.append((sources, Network(detector, "stirs"), sees))


def _chunk(number: int) -> Candidates:
    sources, detector, sees = _given[-1]
    rng = np.random.default_rng((1, number))
    seen: list[Seen] = []
    word: list[bool] = []
    for _ in range(_CHUNK):
        made = mixed(sources, rng, words=_WORDS)
        audio = to_samples(made.audio)
        for block, holds in _chosen(audio, made.spans, detector, rng):
            window = power(audio[(block + 1) * BLOCK - SAMPLES : (block + 1) * BLOCK])
            seen.append(sees.run(None, {"power": window[np.newaxis]})[0].astype(np.float16))
            word.append(holds)
    return Candidates(np.concatenate(seen), np.array(word, np.float32))


def _chosen(
    audio: Samples, spans: Sequence[tuple[int, int]], network: Network, rng: np.random.Generator
) -> Iterator[tuple[int, bool]]:
    """Yield some of the blocks after which the verifier would be asked, and what it should say."""
    detector = Detector(network)
    likely = np.array([detector.likely(block) for block in audio.reshape(-1, BLOCK)])
    recent = np.lib.stride_tricks.sliding_window_view(np.pad(likely, (STIRS_FOR - 1, 0)), STIRS_FOR)
    ends = (np.arange(len(likely)) + 1) * BLOCK
    asked = (recent.max(axis=1) > network.thresholds["stirs"]) & (ends >= SAMPLES)
    what = steps(spans, ends / RATE, _REACH)
    for kind in (WORD, OTHER):
        blocks = np.flatnonzero(asked & (what == kind))
        some = rng.permutation(blocks)[: _EACH - 1]
        most = blocks[np.argmax(likely[blocks])] if len(blocks) else []
        for block in np.unique(np.append(some, most)).astype(int):
            yield int(block), kind == WORD
