"""What plain Vosk acts on, by partials and by finals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from benchmarks.conditions.baselines import Acted, PlainVosk

from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.cli.parts import Ears
from voiceguide.language.intents import Intent
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def ears() -> Ears:
    """Return the recogniser's model and the phrase book."""
    return Ears()


def _acted(ears: Ears, text: str) -> Iterator[Acted]:
    """Yield what each block of a sentence and the silence after it makes them act on."""
    said = SyntheticVoice("en-us").speak(text)
    whole = np.concatenate([silence(RATE // 2), said, silence(2 * RATE)])
    plain = PlainVosk(ears.model, ears.phrasebook)
    blocks: list[Samples] = [whole[at : at + BLOCK] for at in range(0, len(whole) - BLOCK, BLOCK)]
    yield from map(plain.hear, blocks)


def test_partials_are_acted_on_sooner_than_finals(ears: Ears) -> None:
    """Each acts on the word once, whoever waits for a final later."""
    acted = list(_acted(ears, "stop"))
    partials = [n for n, each in enumerate(acted) for m in each.partials if m.intent is Intent.STOP]
    finals = [n for n, each in enumerate(acted) for m in each.finals if m.intent is Intent.STOP]
    assert len(partials) == len(finals) == 1
    assert partials[0] < finals[0]


def test_of_several_numbers_the_highest_is_acted_on(ears: Ears) -> None:
    """As the guide does, so that answers compare."""
    finals = [m.value for each in _acted(ears, "six seven") for m in each.finals]
    assert finals == [7]
