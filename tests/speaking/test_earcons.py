"""The earcons: what is short and soft, and what is loud with a purpose."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.blocks import RATE, Samples, to_float
from voiceguide.session.effects import WELCOME_SECONDS, Earcon
from voiceguide.speaking.earcons import sound

BREATHS = [Earcon.BREATHE_IN, Earcon.BREATHE_OUT]
SIGNALS = [earcon for earcon in Earcon if earcon not in {Earcon.WELCOME, *BREATHS}]


@pytest.mark.parametrize("earcon", SIGNALS)
def test_a_signal_is_short_and_softer_than_the_voice(earcon: Earcon) -> None:
    samples = sound(earcon)
    assert 0.1 <= samples.size / RATE <= 0.5
    assert level(samples) == pytest.approx(-26, abs=0.1)


@pytest.mark.parametrize("earcon", BREATHS)
def test_a_breath_is_as_long_as_one_far_under_the_voice_and_lower_than_it(earcon: Earcon) -> None:
    samples = sound(earcon)
    assert 2.0 <= samples.size / RATE <= 3.0
    assert level(samples) == pytest.approx(-34, abs=0.1)
    assert pitch(samples) < 200


def test_a_breath_in_swells_and_a_breath_out_fades() -> None:
    for earcon, grows in ((Earcon.BREATHE_IN, True), (Earcon.BREATHE_OUT, False)):
        first, second = np.array_split(sound(earcon), 2)
        assert (level(second) > level(first)) is grows


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
