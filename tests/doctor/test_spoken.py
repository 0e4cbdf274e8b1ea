"""What of an examination is spoken."""

from __future__ import annotations

from voiceguide import yaml_source
from voiceguide.doctor.finding import Check, fail, ok, warn
from voiceguide.doctor.spoken import DoctorFile, sentences
from voiceguide.paths import content_dir

FILE = yaml_source.load(content_dir() / "doctor.yaml", DoctorFile)

WELL = ok(Check.DISK, "4000 MB are free")
NOISY = warn(Check.NOISE, "the room's noise is at -30 dB", "switch the fan off")
BROKEN = fail(Check.DEVICES, "no microphone", "plug one in")


def test_when_all_is_well_one_sentence_says_so() -> None:
    assert list(sentences([WELL, WELL], content_dir())) == [FILE.well]


def test_what_is_not_well_is_told_after_the_whole_in_the_order_of_the_checks() -> None:
    said = list(sentences([WELL, BROKEN, NOISY], content_dir()))
    assert said == [FILE.failed, FILE.checks[Check.DEVICES], FILE.checks[Check.NOISE]]
    assert next(sentences([NOISY, WELL], content_dir())) == FILE.warned
