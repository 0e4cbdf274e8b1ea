"""The cue cache: what is kept, what is rendered anew, and what a bad disk does."""

from __future__ import annotations

import threading
import time
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voiceguide.audio.blocks import RATE, Samples
from voiceguide.errors import UserError
from voiceguide.session.plan import Cue, Role
from voiceguide.speaking.cache import CueCache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = ["Are you ready?", "Let go.", "Ten seconds left."]


@dataclass
class Teller:
    """A voice that hums, each text in its own way, and notes what it was asked for."""

    identity: str = "teller"
    rendered: list[str] = field(default_factory=list)
    closed: int = 0

    def render(self, text: str) -> Samples:
        """Return noise that only this text and this voice give."""
        self.rendered.append(text)
        seed = zlib.crc32(f"{self.identity} {text}".encode())
        return np.random.default_rng(seed).integers(-9_000, 9_000, 40_000, dtype=np.int16)

    def close(self) -> None:
        """Note it."""
        self.closed += 1


def test_what_was_rendered_once_is_there_the_next_time(tmp_path: Path) -> None:
    first, second = Teller(), Teller()
    CueCache(first, tmp_path).render_ahead(TEXTS)
    again = CueCache(second, tmp_path)
    assert again.missing(TEXTS) == []
    again.render_ahead(TEXTS)
    assert first.rendered == TEXTS
    assert second.rendered == []
    assert np.array_equal(again.samples(TEXTS[0]), Teller().render(TEXTS[0]))


def test_what_is_missing_is_known_ahead_each_text_once(tmp_path: Path) -> None:
    CueCache(Teller(), tmp_path).render_ahead(TEXTS[:1])
    cues: list[Cue | str] = [*TEXTS, Cue(TEXTS[1], Role.PARTNER), Cue(TEXTS[1], Role.CLIENT)]
    assert CueCache(Teller(), tmp_path).missing(cues) == TEXTS[1:]


def test_the_voice_is_closed_after_rendering_and_not_touched_when_nothing_is_missing(
    tmp_path: Path,
) -> None:
    voice = Teller()
    cache = CueCache(voice, tmp_path)
    cache.render_ahead(TEXTS)
    cache.render_ahead(TEXTS)
    assert voice.closed == 1


def test_rendering_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    CueCache(Teller(), tmp_path).render_ahead(TEXTS, lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_cue_that_nobody_foresaw_is_rendered_when_it_is_asked_for(tmp_path: Path) -> None:
    voice = Teller()
    cache = CueCache(voice, tmp_path)
    assert np.array_equal(cache.samples(Cue("Well done.")), Teller().render("Well done."))
    assert cache.seconds("Well done.") == 40_000 / RATE
    assert voice.rendered == ["Well done."]


def test_during_a_session_the_disk_is_not_touched(tmp_path: Path) -> None:
    cache = CueCache(Teller(), tmp_path)
    cache.render_ahead(TEXTS)
    for file in tmp_path.iterdir():
        file.unlink()
    assert np.array_equal(cache.samples(TEXTS[2]), Teller().render(TEXTS[2]))


def test_nobody_can_change_a_cue(tmp_path: Path) -> None:
    for _ in ("rendered", "from disk"):
        samples = CueCache(Teller(), tmp_path).samples(TEXTS[0])
        with pytest.raises(ValueError, match="read-only"):
            samples[0] = 1


def test_another_voice_has_cues_of_its_own(tmp_path: Path) -> None:
    CueCache(Teller("joe"), tmp_path).render_ahead(TEXTS)
    assert CueCache(Teller("amy"), tmp_path).missing(TEXTS) == TEXTS


def zeroed(content: bytes) -> bytes:
    return bytes(len(content))


def one_bit_wrong(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 3]


def emptied(_content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [zeroed, one_bit_wrong, cut_off, emptied])
def test_a_damaged_file_is_rendered_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    CueCache(Teller(), tmp_path).render_ahead(TEXTS[:1])
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    voice = Teller()
    cache = CueCache(voice, tmp_path)
    assert np.array_equal(cache.samples(TEXTS[0]), Teller().render(TEXTS[0]))
    assert voice.rendered == TEXTS[:1]
    assert CueCache(Teller(), tmp_path).missing(TEXTS[:1]) == []


def test_a_disk_that_keeps_nothing_costs_one_warning_and_no_cue(tmp_path: Path) -> None:
    folder = tmp_path / "cues"
    folder.write_text("a file where the folder should be")
    warnings: list[str] = []
    cache = CueCache(Teller(), folder, warn=warnings.append)
    cache.render_ahead(TEXTS)
    assert [cache.samples(text).size for text in TEXTS] == [40_000] * 3
    assert warnings == [f"{folder}: cues cannot be kept for next time (File exists)"]


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    warnings: list[str] = []
    cache = CueCache(Teller(), tmp_path, warn=warnings.append)
    cache.render_ahead(TEXTS)
    assert list(tmp_path.iterdir()) == []
    assert warnings == [f"{tmp_path}: cues cannot be kept for next time (No space left on device)"]


def test_a_voice_that_fails_is_closed_and_what_was_rendered_is_kept(tmp_path: Path) -> None:
    class Broken(Teller):
        def render(self, text: str) -> Samples:
            if text == TEXTS[1]:
                raise UserError("damaged")
            return super().render(text)

    voice = Broken()
    with pytest.raises(UserError, match="damaged"):
        CueCache(voice, tmp_path).render_ahead(TEXTS)
    assert voice.closed == 1
    assert CueCache(Teller(), tmp_path).missing(TEXTS) == TEXTS[1:]


def test_many_who_render_at_once_do_not_hurt_each_other(tmp_path: Path) -> None:
    texts = [f"Cue {number}." for number in range(20)]
    caches = [CueCache(Teller(), tmp_path) for _ in range(4)]
    threads = [threading.Thread(target=cache.render_ahead, args=(texts,)) for cache in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert CueCache(Teller(), tmp_path).missing(texts) == []
    assert {file.suffix for file in tmp_path.iterdir()} == {".npz"}


def test_a_session_is_in_memory_in_a_moment(tmp_path: Path) -> None:
    texts = [f"Cue {number}." for number in range(300)]
    CueCache(Teller(), tmp_path).render_ahead(texts)
    begin = time.perf_counter()
    assert CueCache(Teller(), tmp_path).missing(texts) == []
    # 0.1 s when nothing else runs; the rest is for busy computers.
    assert time.perf_counter() - begin < 1.5
