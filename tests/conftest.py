"""What tests of several rooms share: a sound card that exists only for them."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.audio.virtual_card import VirtualCard, lacking, virtual_card

if TYPE_CHECKING:
    from collections.abc import Iterator

# A shell tells what it begins in the background to ignore Ctrl-C, and the programs under test
# would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    """Plug a virtual card in, or say what it would take."""
    if why := lacking():
        if "CI" in os.environ:
            pytest.fail(why)
        pytest.skip(why)
    with virtual_card() as card:
        yield card
