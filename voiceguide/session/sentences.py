"""The guide's own sentences, as the session names them; the words are in ``content/``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from voiceguide.session.plan import Cue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from voiceguide.session.conditions import Asking
    from voiceguide.session.plan import Question

NUMBERS = range(11)
"""What ``{number}`` can be: the 0 to 10 scale (NRS-11)."""

LIMITS = range(1, 6)
"""What ``{limit}`` can be: a stop point; never above 5 (000_61c5e9427e3c6396.txt)."""

SECONDS = range(5, 61, 5)
"""What ``{seconds}`` can be: rounded up to five; no hold is longer than 60 s."""

MINUTES = range(1, 121)
"""What ``{minutes}`` can be."""


class Reply(StrEnum):
    """What the guide says when something happens. Beside each: its placeholder, if it has one."""

    SCREENED_OUT = "screened-out"
    """The screening ends the session, after the explanation."""
    LEFT_OUT = "left-out"
    """A stretch that is not offered today. ``{stretch}``."""
    NOTHING_LEFT = "nothing-left"
    """All of them are not; the session ends."""
    SCREENING_FIRST = "screening-first"
    """Somebody wants to go on without answering; the question is put once more."""
    STOPPED = "stopped"
    """After the release, when somebody said stop."""
    NOBODY_HELD = "nobody-held"
    """Before that, or before ``RED_FLAG`` or ``EASED_FREE``, as long as nobody was ever held."""
    RED_FLAG = "red-flag"
    """After the release, when a warning sign was named."""
    NOT_GONE = "not-gone"
    """What a warning sign came from is not gone, or nobody says that it is; it rests on."""
    REGION_SPARED = "region-spared"
    """It is gone; the session goes on without all that reaches that region. ``{stretch}``."""
    NOTHING_SPARED = "nothing-spared"
    """The same, and nothing is left; what comes after the stretches follows."""
    COOL_DOWN_REMAINS = "cool-down-remains"
    """What that is, where the cool-down is still ahead."""
    NONE_LEFT = "none-left"
    """Back, where every stretch is left out."""
    TWICE = "twice"
    """A stretch was stopped for the second time, and is left out. ``{stretch}``."""
    OFTEN_ENOUGH = "often-enough"
    """One side of a stretch was held as often as it may be; what follows it is next."""
    OVER_LIMIT = "over-limit"
    """After the release, when a number reached the stop point. ``{number}``."""
    PAUSED = "paused"
    """After the release, when somebody asked for a pause."""
    UNANSWERED = "unanswered"
    """After the release, when a question was asked twice and nobody answered."""
    STILL_RESTING = "still-resting"
    """Every so often while the session is latched: it listens, and how to go on."""
    RESUMING = "resuming"
    """The session goes on; the set-up of the stretch follows."""
    RESUMING_MOVEMENT = "resuming-movement"
    """The same, where a warm-up or a cool-down is taken up: people may have sat down."""
    NUMBER_FINE = "number-fine"
    """A number well under the stop point, read back. ``{number}``."""
    NUMBER_NEAR = "number-near"
    """A number just under the stop point, read back; ``EASED`` follows. ``{number}``."""
    NUMBER_RISEN = "number-risen"
    """A number well above the first of this stretch, read back; the same. ``{number}``."""
    EASED = "eased"
    """Less of the stretch, where the partner moves."""
    EASED_ALONE = "eased-alone"
    """The same, where the client moves."""
    FELT = "felt"
    """A stretch is felt, or it is not too much."""
    FELT_ELSEWHERE = "felt-elsewhere"
    """It is felt where it should not be; ``EASED`` follows."""
    FURTHER = "further"
    """A little more of the stretch, where the partner moves."""
    FURTHER_ALONE = "further-alone"
    """The same, where the client moves."""
    STAYS = "stays"
    """No more of it: too near to the stop point."""
    STAYS_EASED = "stays-eased"
    """No more of it: it was eased off since the last number."""
    STAYS_SHORT = "stays-short"
    """No more of it: the hold is nearly over."""
    STAYS_AS_WISHED = "stays-as-wished"
    """No more of it: the client does not want it."""
    DEEPER_LATER = "deeper-later"
    """More was asked for outside a hold, or before there was a number to go by."""
    CONTRACT_RELAX_ON = "contract-relax-on"
    """From the first stretch on the client pushes, too."""
    CONTRACT_RELAX_REFUSED = "contract-relax-refused"
    """It is too late for that."""
    CONTRACT_RELAX_UNSUITED = "contract-relax-unsuited"
    """No stretch of the routine suits it."""
    EASED_FREE = "eased-free"
    """Somebody asked for less while nobody is being stretched."""
    NOT_READY = "not-ready"
    """"No" to ready: there is time; the question stays open."""
    NOT_UNDERSTOOD = "not-understood"
    """An answer was not understood; the question is put once more."""
    LIMIT_SET = "limit-set"
    """The stop point that will be kept to. ``{limit}``."""
    LIMIT_TOO_HIGH = "limit-too-high"
    """A stop point above 5 was asked for."""
    HOW_TO_SKIP = "how-to-skip"
    """Somebody wants to leave the warm-up: what to say for it."""
    STILL_WARM = "still-warm"
    """It was led a short while ago; whether it may be left out is asked then."""
    SWAP_AFTER = "swap-after"
    """The two will change places, after what comes at the end for whoever was held."""
    SWAPPED = "swapped"
    """The two have changed places; the screening follows."""
    AFTERWARDS_FINE = "afterwards-fine"
    """After the session: a number under the stop point, read back. ``{number}``."""
    AFTERWARDS_HIGH = "afterwards-high"
    """One that is not: read back, with advice. ``{number}``."""
    RESTS = "rests"
    """After that advice, when somebody wants to change places or to go back."""
    NEXT = "next"
    BACK = "back"
    SECONDS_LEFT = "seconds-left"
    """In a hold. ``{seconds}``."""
    MINUTES_LEFT = "minutes-left"
    """Anywhere else. ``{minutes}``."""
    LOUDER = "louder"
    """Somebody could not hear the guide; it says this louder already."""
    QUIETER = "quieter"
    """It was too loud; it says this lower already."""
    LOUDEST = "loudest"
    """It is asked for more than there is."""
    QUIETEST = "quietest"
    """It is asked for less than it gives."""
    ONE_MOMENT = "one-moment"
    """What was chosen is being planned."""
    CHOSEN = "chosen"
    """What will be done; ``TAKES`` follows. ``{routine}``."""
    TAKES = "takes"
    """How long that takes. ``{takes}``, in minutes."""
    CANNOT_BE_CHOSEN = "cannot-be-chosen"
    """What was chosen cannot be led, or not in so few minutes."""
    HELP = "help"
    """What one can say, while nobody is being stretched."""
    HELP_CHOOSING = "help-choosing"
    """Before it, until the session begins: what one can choose."""
    HELP_STRETCHING = "help-stretching"
    """The same, short, while somebody is."""
    HELP_RESTING = "help-resting"
    """The same while the session is latched: how to go on."""
    HELP_GONE = "help-gone"
    """The same while it is asked whether a warning sign is gone: nothing else goes on before."""
    INTERRUPTED = "interrupted"
    """After the release, when whoever runs the program ends it."""
    DEAF = "deaf"
    """Nobody is heard: as short as it can be, for the release follows."""
    CANNOT_HEAR = "cannot-hear"
    """After that release, and while it stays so: the microphone is gone."""
    NO_MICROPHONE = "no-microphone"
    """There is none when the guide starts; it waits for one."""
    OTHER_MICROPHONE = "other-microphone"
    """The same, when there are microphones, but not the one that is named."""
    BROKEN_SETTINGS = "broken-settings"
    """The configuration file breaks a rule; the guide ends."""
    TOO_SLOW = "too-slow"
    """In place of ``CANNOT_HEAR``, when what is heard is understood too late."""
    STOP_LIVE = "stop-live"
    """The session begins, and it is proven that the guide hears."""
    CAN_SPEAK = "can-speak"
    """The loudspeaker was gone and is back; the release was said before, once more."""
    CAN_HEAR = "can-hear"
    """It is back; how to go on."""
    ABANDONED = "abandoned"
    """The session was latched for so long that it ends itself."""
    STANDING_BY = "standing-by"
    """Nobody may be there: how to begin. After it, quiet."""
    WAS_AWAY = "was-away"
    """A session was cut off by a crash or a power cut: it is over, and how to let go."""


OF_THE_MOMENT = frozenset(
    {
        Reply.NUMBER_FINE,
        Reply.NUMBER_NEAR,
        Reply.NUMBER_RISEN,
        Reply.FELT,
        Reply.FELT_ELSEWHERE,
        Reply.STAYS,
        Reply.STAYS_EASED,
        Reply.STAYS_SHORT,
        Reply.STAYS_AS_WISHED,
        Reply.DEEPER_LATER,
        Reply.RESTS,
        Reply.CONTRACT_RELAX_REFUSED,
        Reply.CONTRACT_RELAX_UNSUITED,
        Reply.SECONDS_LEFT,
        Reply.MINUTES_LEFT,
        Reply.LOUDER,
        Reply.QUIETER,
        Reply.LOUDEST,
        Reply.QUIETEST,
    }
)
"""Replies to what has just been said: once something else was said they may be true no more."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """All that the guide says outside a routine."""

    questions: Mapping[Question, Asking]
    replies: Mapping[Reply, tuple[Cue, ...]]

    def reply(self, reply: Reply, **values: int | str) -> tuple[Cue, ...]:
        """Return the cues of a reply with its placeholder filled in."""
        return tuple(Cue(cue.text.format(**values), cue.role) for cue in self.replies[reply])

    def every_cue(
        self, minutes: int = MINUTES[-1], stretches: Iterable[str] = (), routine: str = ""
    ) -> Iterator[Cue]:
        """Yield each cue in every form it can take, so that all can be rendered ahead.

        Args:
            minutes: how long the session takes; more are never left.
            stretches: what its stretches are called aloud.
            routine: its title.
        """
        for asking in self.questions.values():
            yield asking.ask
            yield asking.again
        ranges: dict[str, Sequence[int | str]] = {
            "number": NUMBERS,
            "limit": LIMITS,
            "seconds": SECONDS,
            "minutes": MINUTES[:minutes],
            "stretch": tuple(stretches),
            "routine": (routine,),
            "takes": (minutes,),
        }
        for cues in self.replies.values():
            for cue in cues:
                yield from _forms(cue, ranges)


def _forms(cue: Cue, ranges: Mapping[str, Sequence[int | str]]) -> Iterator[Cue]:
    for name, values in ranges.items():
        if "{" + name + "}" in cue.text:
            for value in values:
                yield Cue(cue.text.format(**{name: value}), cue.role)
            return
    yield cue
