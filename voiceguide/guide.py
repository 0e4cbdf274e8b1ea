"""The guide: one block of microphone in, one block for the loudspeaker out.

It owns no thread, reads no clock and opens no device, so the same object runs on a sound card, from
a file and in a simulated room. Time inside it is counted in blocks.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from voiceguide import __version__
from voiceguide.audio.blocks import BLOCK, RATE, Samples, silence
from voiceguide.audio.liveness import Proof
from voiceguide.errors import UserError
from voiceguide.language.intents import SAFETY, Heard
from voiceguide.session.conductor import advance
from voiceguide.session.effects import Chime, Effect, Hush, Note, Prepare, Speak, Volume
from voiceguide.session.events import (
    Began,
    CueEnded,
    Event,
    HearingBack,
    HearingLost,
    HearingProven,
    Interrupted,
    Prepared,
    Ticked,
    Unprepared,
    VoiceBack,
    VoiceLost,
)
from voiceguide.session.expecting import expecting
from voiceguide.session.state import State, letting_go
from voiceguide.speaking.earcons import sound
from voiceguide.speaking.mixer import Mixer

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.hearing.beside import Listening
    from voiceguide.language.intents import Choice
    from voiceguide.records.journal import Journal
    from voiceguide.session.brief import Brief
    from voiceguide.session.plan import Cue
    from voiceguide.speaking.cache import CueCache

_UNPROVEN = "unproven"


class Guide:
    """Listens, conducts and speaks."""

    def __init__(
        self,
        brief: Brief,
        *,
        listener: Listening,
        cues: CueCache,
        journal: Journal,
        prepare: Callable[[Choice], Future[Brief]] | None = None,
    ) -> None:
        """Put a session together; it begins with the first block.

        Args:
            brief: the plan and the guide's sentences.
            listener: hears; fresh.
            cues: has every cue of the brief in memory already.
            journal: is told everything; open, and the caller's to close.
            prepare: plans what people choose in place of this, and has its cues in memory; must
                not block. None: there is nothing to choose.
        """
        self.journal = journal
        self._brief = brief
        self._state = State()
        self._listener = listener
        self._cues = cues
        self._mixer = Mixer(brief.volume / 100)
        self._prepare = prepare or _nothing_else
        self._preparing: Future[Brief] | None = None
        self._blocks = 0
        self._early: list[Heard] | None = []
        self._hears: str | None = _UNPROVEN
        self._heard: str | None = _UNPROVEN
        self._speaks: str | None = None
        self._spoke: str | None = None
        self._hushed = False
        self._playing = silence()

    @property
    def now(self) -> float:
        """Seconds of audio clock: what has been taken in so far."""
        return self._blocks * BLOCK / RATE

    @property
    def ended(self) -> bool:
        """Whether the session is over and its last cue has been spoken."""
        return self._state.ended

    @property
    def latched(self) -> bool:
        """Whether the session is released and waits for somebody to say resume."""
        return self._state.latched is not None

    @property
    def volume(self) -> int:
        """How loud it speaks by now, in percent: people may have asked for more, or for less."""
        return self._state.volume

    @property
    def hushed(self) -> bool:
        """Whether a cue was cut within the last block: what a sound card still holds is stale."""
        return self._hushed

    def overhear(self, mic: Samples) -> None:
        """Take 20 ms of microphone from before the session: heard while the models were loaded.

        The clock runs, nothing is said. What was heard in it on the safety way is acted on as soon
        as the session begins; nothing else is.

        Args:
            mic: shape (320,), int16, 16 kHz.

        Raises:
            RuntimeError: the session has begun.
        """
        if self._early is None:
            raise RuntimeError("the session has begun; blocks are for process now")
        self._blocks += 1
        heard = self._listener.hear(mic, silence())
        self._early += [each for each in heard if each.intent in SAFETY]

    def process(self, mic: Samples) -> Samples:
        """Take 20 ms of microphone, return 20 ms for the loudspeaker.

        The returned block is taken to be played while the next microphone block is recorded.

        Args:
            mic: shape (320,), int16, 16 kHz.
        """
        heard = self._listener.hear(mic, self._playing)
        return self._turn(heard)

    def process_deaf(self) -> Samples:
        """Let 20 ms pass in which nothing could be heard; return 20 ms for the loudspeaker."""
        self._listener.miss()
        return self._turn(())

    def hears(self, failing: Proof | None) -> None:
        """Take whether it is proven that the guide hears; acted on with the next block.

        Args:
            failing: the proof that fails; None: it hears.
        """
        self._hears = failing

    def speaks(self, failing: Proof | None) -> None:
        """Take whether it is proven that the loudspeaker plays, in the same way."""
        self._speaks = failing

    def interrupt(self) -> None:
        """Begin to end the session now, with a spoken release."""
        self._happened(Interrupted())

    def _turn(self, heard: tuple[Heard, ...]) -> Samples:
        early = self._begin() if self._early is not None else ()
        self._blocks += 1
        self._hushed = False
        self._follow_ears()
        self._follow_mouth()
        self._follow_planning()
        for decision in (*early, *heard):
            self._write_heard(decision)
            self._happened(decision)
        self._happened(CueEnded() if self._mixer.ended else Ticked(self._listener.somebody_speaks))
        self._listener.expect(expecting(self._brief, self._state))
        self._make_room()
        self._playing = self._mixer.next_block()
        return self._playing

    def _make_room(self) -> None:
        """Speak lower while a person speaks, too; never a release: they have to hear that."""
        spoken_over = self._listener.somebody_stands_out
        self._mixer.duck(lower=spoken_over and not letting_go(self._brief, self._state))

    def _begin(self) -> tuple[Heard, ...]:
        """Begin the session; return what was heard before."""
        early, self._early = tuple(self._early or ()), None
        self.journal.write(
            0.0,
            "session",
            routine=self._brief.plan.routine,
            stop_point=self._brief.limit,
            version=__version__,
        )
        self._happened(Began())
        return early

    def _happened(self, event: Event) -> None:
        self._state, effects = advance(self._brief, self._state, event, self.now)
        for effect in effects:
            self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Speak(cue):
                self._speak(cue)
            case Hush():
                self._mixer.hush()
                self._hushed = True
                self._listener.guide_hushed(self.now)
            case Chime(earcon):
                self._mixer.chime(sound(earcon))
            case Volume(percent):
                self._mixer.turn(percent / 100)
            case Prepare(choice):
                self._preparing = self._prepare(choice)
            case Note(kind, fields):
                self.journal.write(self.now, kind, **fields)

    def _speak(self, cue: Cue) -> None:
        end = self.now + self._cues.seconds(cue)
        self._mixer.play(self._cues.samples(cue))
        self._listener.guide_says(cue.text, self.now, end)
        self.journal.write(self.now, "cue", text=cue.text, role=cue.role, end=end)

    def _follow_ears(self) -> None:
        before, self._heard = self._heard, self._hears
        if before is self._hears:
            return
        self._write_liveness("ears", self._hears)
        if before is _UNPROVEN and not self._hears:
            self._happened(HearingProven())
        elif not self._hears:
            self._happened(HearingBack())
        elif before in {None, _UNPROVEN}:
            self._happened(HearingLost(too_slow=self._hears is Proof.LAG))

    def _follow_mouth(self) -> None:
        before, self._spoke = self._spoke, self._speaks
        if before is self._speaks:
            return
        self._write_liveness("mouth", self._speaks)
        if not (before and self._speaks):
            self._happened(VoiceLost() if self._speaks else VoiceBack())

    def _follow_planning(self) -> None:
        if self._preparing is None or not self._preparing.done():
            return
        planned, self._preparing = self._preparing, None
        try:
            self._brief = planned.result()
        except UserError:  # whoever planned it has told of it
            self._happened(Unprepared())
        else:
            self._happened(Prepared())

    def _write_liveness(self, what: str, failing: str | None) -> None:
        self.journal.write(self.now, what, live=failing is None, failing=failing)

    def _write_heard(self, heard: Heard) -> None:
        self.journal.write(
            self.now,
            "heard",
            intent=heard.intent,
            text=heard.text,
            value=heard.value,
            phrase_start=heard.phrase_start,
            phrase_end=heard.phrase_end,
        )


def _nothing_else(_choice: Choice) -> Future[Brief]:
    """Refuse to plan anything else than what was given."""
    refused: Future[Brief] = Future()
    refused.set_exception(UserError("there is nothing to choose"))
    return refused
