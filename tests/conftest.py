"""What tests of several rooms share: a sound card that exists only for them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.audio.virtual_card import VirtualCard, lacking, virtual_card

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    """Plug a virtual card in, or say what it would take."""
    if why := lacking():
        if "CI" in os.environ:
            pytest.fail(why)
        pytest.skip(why)
    with virtual_card() as card:
        yield card
