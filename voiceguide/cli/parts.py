"""The parts of a session, put together."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from voiceguide import paths
from voiceguide.cli.terminal import errors, progress
from voiceguide.errors import UserError
from voiceguide.guide import Guide
from voiceguide.hearing.keyword import KeywordModel
from voiceguide.hearing.listener import Listener
from voiceguide.hearing.recogniser import RecogniserModel
from voiceguide.language.compiling import load_phrasebook
from voiceguide.language.hearable import unarmed, unhearable
from voiceguide.models.fetch import recogniser_model
from voiceguide.models.voices import voice_model
from voiceguide.records.journal import Journal
from voiceguide.routines.fitting import fit
from voiceguide.routines.folders import unchoosable
from voiceguide.routines.library import load_routine, load_sentences
from voiceguide.routines.planning import laid_with_contract_relax, plan
from voiceguide.routines.timeline import laid
from voiceguide.session.brief import Brief
from voiceguide.speaking.cache import CueCache
from voiceguide.speaking.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from voiceguide.cli.choosing import Planning
    from voiceguide.hearing.observed import Observer
    from voiceguide.language.phrase_file import PhraseFile
    from voiceguide.language.phrasebook import Phrasebook
    from voiceguide.records.aside import Aside
    from voiceguide.routines.fitting import Fitted
    from voiceguide.routines.routine import Routine
    from voiceguide.rules import Broken
    from voiceguide.session.plan import Cue, Plan
    from voiceguide.yaml_source import Source


def routine(name: str, minutes: float | None = None, *, contract_relax: bool = False) -> Routine:
    """Return a routine, fitted to the minutes that people have, and say on stderr how it fitted.

    Raises:
        UserError: it does not exist, breaks a rule, or cannot be fitted.
    """
    written = replace(load_routine(name, paths.content_dir()), contract_relax=contract_relax)
    routine = written if minutes is None else _fitted(written, minutes)
    if contract_relax and not routine.suits_contract_relax:
        errors.print("contract-relax suits no stretch of this routine; it is led without")
    return routine


def _fitted(written: Routine, minutes: float) -> Routine:
    fitted = fit(written, minutes)
    for line in _told(fitted):
        errors.print(line, markup=False)
    return fitted.routine


def _told(fitted: Fitted) -> Iterator[str]:
    """Yield how a routine fitted."""
    took, seconds = divmod(round(fitted.seconds), 60)
    file = fitted.routine
    yield (
        f"fitted to {fitted.minutes:g} minutes: takes about {took}:{seconds:02d}, with "
        f"{file.warm_up.minutes} minutes of warm-up and {file.cool_down.minutes} of cool-down"
    )
    for name, taken, written in fitted.shortened:
        yield f"{name}: {taken} of {written} repetitions, on each side that it has"
    if fitted.left_out:
        yield f"left out: {', '.join(fitted.left_out)}"
    if not fitted.shortened and not fitted.left_out:
        yield "nothing is shortened or left out"


def brief(
    name: str,
    stop_point: int | None = None,
    minutes: float | None = None,
    *,
    breath_tone: bool = False,
    contract_relax: bool = False,
) -> Brief:
    """Return what a session of this routine is given.

    Raises:
        UserError: the routine does not exist, breaks a rule, or cannot be fitted to the minutes.
    """
    loaded = routine(name, minutes, contract_relax=contract_relax)
    brief = brief_of(plan(loaded), stop_point or loaded.stop_point)
    chosen = laid_with_contract_relax(loaded)
    return replace(brief, breath_tone=breath_tone, contract_relax=chosen)


def brief_of(whole: Plan, stop_point: int) -> Brief:
    """Return what a session of this plan is given.

    Raises:
        UserError: the guide's own sentences break a rule.
    """
    sentences = load_sentences(paths.content_dir(), stop_point)
    return Brief(whole, sentences, laid(whole).remaining, stop_point)


class Ears:
    """Both models and the phrases; they serve any number of listeners."""

    def __init__(self) -> None:
        """Load them.

        Raises:
            UserError: a model cannot be had, or the phrase file breaks a rule.
        """
        self.stop = KeywordModel(paths.stop_models())
        self.model = RecogniserModel(recogniser_model())
        self.phrasebook = load_phrasebook(paths.content_dir(), self._misfits)

    def _misfits(self, source: Source, file: PhraseFile, book: Phrasebook) -> Broken:
        """Yield where the phrase file does not fit these ears, or the rest of the content."""
        yield from unhearable(source, self.model.unknown_words)
        yield from unarmed(book, self.stop.word)
        yield from unchoosable(file, paths.content_dir())

    def listener(self, observe: Observer | None = None) -> Listener:
        """Return a fresh listening chain; what observes it, if anything does, decides nothing."""
        return Listener(self.model, self.stop, self.phrasebook, observe)


def cues_for(brief: Brief, voice: str) -> CueCache:
    """Return a cache that has every cue of a session in memory; renders what is missing.

    Raises:
        UserError: the voice cannot be used.
    """
    cues = CueCache(Voice(voice_model(voice)))
    everything = list(every_cue(brief))
    missing = len(cues.missing(everything))
    with progress("rendering cues", missing) as advance:
        cues.render_ahead(everything, lambda _done, _all: advance())
    return cues


def every_cue(brief: Brief) -> Iterator[Cue]:
    """Yield every cue that a session can say."""
    minutes, plan = ceil(brief.remaining[0] / 60), brief.plan
    yield from brief.sentences.every_cue(minutes, plan.titles.values(), plan.title)
    yield from brief.plan.screening.every_cue()
    chosen = brief.contract_relax.plan.steps if brief.contract_relax else ()
    for step in (*brief.plan.steps, *chosen):
        yield from (line.cue for line in (*step.lines, *step.afresh, *step.posture))
        yield from step.release


@contextmanager
def journal(
    file: Path | None, watch: Callable[[dict[str, object]], None], aside: Aside | None = None
) -> Iterator[Journal]:
    """Open a journal; it is closed at the end.

    Args:
        file: None: it is only watched.
        watch: is called with every entry.
        aside: does all of it, if given.

    Raises:
        UserError: the file cannot be written; also at the end, if it could not be written on.
    """
    with closing(Journal(file, aside)) as written:
        written.subscribe(lambda entry: watch(dict(entry)))
        yield written
    if written.fault:
        raise UserError(written.fault)


@contextmanager
def guide(
    brief: Brief,
    voice: str,
    file: Path | None,
    watch: Callable[[dict[str, object]], None],
    planning: Callable[[CueCache], Planning] | None = None,
) -> Iterator[Guide]:
    """Put a guide together; its journal is closed at the end.

    Args:
        brief: what the session is given.
        voice: a Piper voice by name or path.
        file: the journal's; None: it is only watched.
        watch: is called with every journal entry.
        planning: plans what people choose, with these cues; None: there is nothing to choose.

    Raises:
        UserError: a part is missing or broken.
    """
    cues = cues_for(brief, voice)  # first: the voice has given its memory back when the ears load
    ears = Ears()
    with journal(file, watch) as written:
        prepare = planning(cues) if planning else None
        yield Guide(brief, listener=ears.listener(), cues=cues, journal=written, prepare=prepare)
