"""The real ears, and synthetic people to say things to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.cli.parts import Ears
from voiceguide.simulation.voices import SyntheticVoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.audio.blocks import Samples


@pytest.fixture(scope="session")
def ears() -> Ears:
    """Return the recogniser's model and the phrase book, loaded once."""
    return Ears()


@pytest.fixture(scope="session")
def say() -> Callable[[str], Samples]:
    """Return a function that speaks like a person who is not the guide."""
    return SyntheticVoice("en-us").speak
