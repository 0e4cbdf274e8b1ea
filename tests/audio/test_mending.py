"""Starting PortAudio anew, on a sound library that is made up."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from voiceguide.audio.mending import start_anew
from voiceguide.errors import UserError


class PortAudioError(Exception):
    """What the library raises."""


def test_a_portaudio_that_does_not_start_is_told_as_what_may_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise PortAudioError("Host error")

    library = SimpleNamespace(_initialized=0, _initialize=refuse, PortAudioError=PortAudioError)
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    with pytest.raises(UserError, match="PortAudio does not start: Host error"):
        start_anew()
