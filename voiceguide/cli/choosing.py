"""What a session is to be of: as the program was told, and as people choose by voice."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.cli import parts
from voiceguide.cli.terminal import errors
from voiceguide.errors import UserError
from voiceguide.language.compiling import load_phrasebook
from voiceguide.paths import content_dir
from voiceguide.routines.folders import JUST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.language.intents import Choice
    from voiceguide.session.brief import Brief
    from voiceguide.settings import Settings
    from voiceguide.speaking.cache import CueCache


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be led."""

    routine: str
    """By its name, the path of its file, or "just" and a stretch."""
    minutes: float | None = None
    """What it is fitted to; None: it takes what it takes."""
    stop_point: int | None = None
    """None: the routine's own."""
    breath_tone: bool = False
    contract_relax: bool = False

    @classmethod
    def of(cls, settings: Settings, routine: str, minutes: float | None) -> Wanted:
        """Return what is wanted, in the way that a household has set."""
        return cls(
            routine,
            minutes,
            breath_tone=settings.breath_tone,
            contract_relax=settings.contract_relax,
        )

    def brief(self) -> Brief:
        """Return what a session of it is given.

        Raises:
            UserError: there is no such routine, it breaks a rule, or it cannot be fitted.
        """
        return parts.brief(
            self.routine,
            self.stop_point,
            self.minutes,
            breath_tone=self.breath_tone,
            contract_relax=self.contract_relax,
        )

    def with_choice(self, choice: Choice) -> Wanted:
        """Return what is wanted once people have chosen; what they leave open stays."""
        single = f"{JUST} {choice.stretch}" if choice.stretch else None
        return replace(
            self,
            routine=single or choice.routine or self.routine,
            minutes=choice.minutes or self.minutes,
        )

    def choices(self) -> Iterator[Wanted]:
        """Yield every routine and every stretch that people can choose in its place."""
        named = load_phrasebook(content_dir()).choices
        yield from (self.with_choice(choice) for choice in named if choice.minutes is None)


class Planning:
    """Plans what people choose, in a thread of its own: no block of audio waits for it."""

    def __init__(
        self, wanted: Wanted, brief: Brief, cues: CueCache, *, at_once: bool = False
    ) -> None:
        """Plan in place of this brief.

        Args:
            wanted: what the brief is of; what people leave open is taken from it.
            brief: the session's own.
            cues: gets every cue of what is planned.
            at_once: whether a call returns only when it is done, for a clock that waits meanwhile.
        """
        self._wanted = wanted
        self._brief = brief
        self._cues = cues
        self._at_once = at_once
        self._thread = ThreadPoolExecutor(1, "planning")

    def __call__(self, choice: Choice) -> Future[Brief]:
        """Begin to plan what was chosen."""
        planned = self._thread.submit(self._plan, choice)
        if self._at_once:
            wait((planned,))
        return planned

    def _plan(self, choice: Choice) -> Brief:
        """Return what a session of it is given.

        Raises:
            UserError: it cannot be led, or its cues cannot be rendered; told on stderr.
        """
        try:
            chosen = self._wanted.with_choice(choice).brief()
            self._cues.render_ahead(parts.every_cue(chosen))
        except UserError as error:
            errors.print(str(error), markup=False)
            raise
        given = self._brief
        return replace(
            chosen, left_out=given.left_out, stands_by=given.stands_by, volume=given.volume
        )
