"""The real program, but for one thing: its session begins where somebody is held.

Signals make happen what a sound card cannot be made to do from outside:

=======  ==========================================================
SIGURG   a line ``mark`` in the journal: the second of audio clock
SIGUSR1  from now on the microphone's callback raises, or no longer
SIGPROF  the clock that can be set goes back a day
SIGUSR2  the next block takes four seconds to listen to
SIGPWR   from now on each takes five times as long as it lasts, or no longer
SIGTTIN  from now on the decoder raises on each, or no longer
=======  ==========================================================
"""

from __future__ import annotations

import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide.audio.blocks import BLOCK_SECONDS
from voiceguide.audio.boxes import Inbox
from voiceguide.cli import parts, sessions
from voiceguide.cli.choosing import Wanted
from voiceguide.guide import Guide
from voiceguide.hearing.listener import Listener
from voiceguide.session.plan import Phase
from voiceguide.settings import Settings

if TYPE_CHECKING:
    from voiceguide.audio.blocks import Samples
    from voiceguide.language.intents import Heard
    from voiceguide.session.brief import Brief

HELD_SECONDS = 60.0
STALL_SECONDS = 4.0
DAY = 24 * 60 * 60.0
now = time.time
VOICE = "en_US-joe-medium"


def held(routine: str) -> Brief:
    """Return what a session is given that begins with the first hold of a routine."""
    brief = parts.brief(routine)
    first = next(i for i, step in enumerate(brief.plan.steps) if step.phase is Phase.HOLD)
    hold, *others = brief.plan.steps[first:]
    steps = (replace(hold, lines=(), seconds=HELD_SECONDS), *others)
    return replace(brief, plan=replace(brief.plan, steps=steps), remaining=brief.remaining[first:])


class Held(Wanted):
    """A routine that begins with its first hold."""

    def brief(self) -> Brief:
        """Return what a session of it is given."""
        return held(self.routine)


class Saboteur:
    """Breaks the program from within, when it is told to."""

    def __init__(self) -> None:
        self._guide: Guide | None = None
        self._raising = self._stalling = self._slow = self._broken = False
        self._process, self._hear, self._put = Guide.process, Listener.hear, Inbox.put
        for kind, name, double in (
            (Guide, "process", self._follow),
            (Listener, "hear", self._stall),
            (Inbox, "put", self._raise),
        ):
            setattr(kind, name, lambda *args, act=double: act(*args))
        signal.signal(signal.SIGURG, lambda *_: self._mark())
        signal.signal(signal.SIGUSR1, lambda *_: setattr(self, "_raising", not self._raising))
        signal.signal(signal.SIGPROF, lambda *_: setattr(time, "time", lambda: now() - DAY))
        signal.signal(signal.SIGUSR2, lambda *_: setattr(self, "_stalling", True))
        signal.signal(signal.SIGPWR, lambda *_: setattr(self, "_slow", not self._slow))
        signal.signal(signal.SIGTTIN, lambda *_: setattr(self, "_broken", not self._broken))

    def _follow(self, guide: Guide, mic: Samples) -> Samples:
        self._guide = guide
        return self._process(guide, mic)

    def _mark(self) -> None:
        if self._guide:
            self._guide.journal.write(self._guide.now, "mark")

    def _stall(self, listener: Listener, mic: Samples, played: Samples) -> tuple[Heard, ...]:
        if self._stalling:
            self._stalling = False
            time.sleep(STALL_SECONDS)
        elif self._slow:
            time.sleep(5 * BLOCK_SECONDS)
        elif self._broken:
            raise RuntimeError("the decoder broke")
        return self._hear(listener, mic, played)

    def _raise(self, inbox: Inbox, heard: Any) -> None:
        if self._raising:
            raise RuntimeError("the callback broke")
        self._put(inbox, heard)


def main() -> int:
    """Lead it: a routine, the journal, and a part of the loudspeaker's name; as ``run`` does."""
    routine, journal, speaker = sys.argv[1:]
    Saboteur()
    return sessions.run(Held(routine), VOICE, Settings(speaker=speaker), Path(journal))


if __name__ == "__main__":
    sys.exit(main())
