"""The earcons: what is short and soft, and what is loud with a purpose."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.blocks import RATE, Samples, to_float
from voiceguide.session.effects import WELCOME_SECONDS, Earcon
from voiceguide.speaking.earcons import sound

SIGNALS = [earcon for earcon in Earcon if earcon is not Earcon.WELCOME]


@pytest.mark.parametrize("earcon", SIGNALS)
def test_a_signal_is_short_and_softer_than_the_voice(earcon: Earcon) -> None:
    samples = sound(earcon)
    assert 0.1 <= samples.size / RATE <= 0.5
    assert level(samples) == pytest.approx(-26, abs=0.1)


@pytest.mark.parametrize("earcon", SIGNALS)
def test_a_signal_lies_under_4_khz(earcon: Earcon) -> None:
    power = np.abs(np.fft.rfft(to_float(sound(earcon)))) ** 2
    pitches = np.fft.rfftfreq(sound(earcon).size, 1 / RATE)
    assert power[pitches > 4_000].sum() < 1e-4 * power.sum()


@pytest.mark.parametrize("earcon", Earcon)
def test_every_earcon_begins_and_ends_gently_and_is_not_clipped(earcon: Earcon) -> None:
    samples = sound(earcon)
    assert samples.dtype == np.int16
    audio = np.abs(to_float(samples))
    assert max(audio[:16].max(), audio[-16:].max()) < 0.02
    assert audio.max() < 0.9


def test_understood_rises() -> None:
    half = sound(Earcon.UNDERSTOOD).size // 2
    assert pitch(sound(Earcon.UNDERSTOOD)[half:]) > pitch(sound(Earcon.UNDERSTOOD)[:half])


def test_the_welcome_is_as_long_as_the_session_waits_for_it_and_loud_enough_to_learn_from() -> None:
    assert sound(Earcon.WELCOME).size / RATE == WELCOME_SECONDS
    assert level(sound(Earcon.WELCOME)) > -20


def test_nobody_can_change_a_sound() -> None:
    with pytest.raises(ValueError, match="read-only"):
        sound(Earcon.UNDERSTOOD)[0] = 1


def level(samples: Samples) -> float:
    """Return the RMS (dB below full scale)."""
    return float(20 * np.log10(np.sqrt(np.mean(to_float(samples) ** 2))))


def pitch(samples: Samples) -> float:
    """Return the strongest frequency (Hz)."""
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * RATE / samples.size)
