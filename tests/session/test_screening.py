"""What a client is asked before anything is begun, and what each answer leads to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.told import NOTHING, WELL, Session, fields_of, session_in
from voiceguide.language.intents import Intent
from voiceguide.paths import content_dir
from voiceguide.routines.library import load_routine
from voiceguide.session.answers import PATIENCE
from voiceguide.session.effects import Speak
from voiceguide.session.plan import Phase, Question
from voiceguide.session.sentences import Reply
from voiceguide.session.state import Situation

if TYPE_CHECKING:
    from collections.abc import Callable

YES, NO = (Intent.YES, None), (Intent.NO, None)
FILE = load_routine("lower-back", content_dir()).conditions
ENDING = [name for name, each in FILE.screening.questions.items() if each.then == "end"]
FINAL = [name for name in ENDING if name != "spine"]

Answers = dict[str, Intent | None]
"""What is said to each question, by what it is about, or else by its kind; None: nothing."""


class Client:
    """Somebody who answers each question of the screening by what it is about."""

    def __init__(self, says: Answers, routine: str = "lower-back") -> None:
        self.session = Session(answers={**WELL}, step=0.1, routine=routine)
        self._says = says
        self.asked: list[str] = []
        """What it was about, or its kind, in turn."""

    def until(self, true: Callable[[Session], bool]) -> Session:
        """Let the session go on until something is so."""
        return self.session.until(lambda s: self._answer(s) or true(s))

    def _answer(self, session: Session) -> bool:
        question = session.state.question
        if question and question.asks is not Question.BEGIN and question.deadline:
            about = question.about or str(question.asks)
            if not self.asked or (self.asked[-1], question.times) != (about, 1):
                self.asked.append(about)
            default = Intent.YES if question.asks is Question.CLEARED else Intent.NO
            said = self._says.get(about, default)
            session.answers = {**WELL, question.asks: (said, None)} if said else {**NOTHING}
        return False


def begun(session: Session) -> bool:
    """Tell whether the screening is behind it."""
    return session.state.ended or session.at.phase is Phase.STOP_POINT


def answered(says: Answers, routine: str = "lower-back") -> Session:
    """Return a session after its screening, in which this was said; all else is answered no."""
    return Client(says, routine).until(begun)


def journal(session: Session, kind: str) -> list[tuple[object, ...]]:
    """Return the fields of each note of a kind."""
    return [tuple(fields_of(note).values()) for note in session.notes(kind)]


# --- condition x answer ---------------------------------------------------------------------------


@pytest.mark.parametrize("said", [Intent.YES, Intent.UNCLEAR, None], ids=str)
@pytest.mark.parametrize("about", FINAL)
def test_a_yes_no_clear_answer_and_none_end_it_with_its_explanation(
    about: str, said: Intent | None
) -> None:
    session = answered({about: said})
    assert fields_of(session.notes("end")[0]) == {"why": "condition"}
    explained = session.brief.plan.screening.screens[about].explained
    told = [*explained, *session.reply(Reply.SCREENED_OUT)]
    assert session.said()[-len(told) :] == told
    assert session.notes("step", phase=Phase.WARM_UP) == []
    answer = "yes" if said is Intent.YES else "none"
    assert journal(session, "screening")[-1] == (
        about,
        answer,
        FILE.screening.questions[about].covers,
    )


def test_no_to_everything_goes_on_to_the_stop_point_and_leaves_nothing_out() -> None:
    session = answered({})
    assert session.at.phase is Phase.STOP_POINT
    assert session.state.left_out == frozenset()
    assert [fields[:2] for fields in journal(session, "screening")] == [
        (name, "no") for name in FILE.screening.questions
    ]


DISC = {"knees-to-chest", "supine-spinal-twist"}
"""What a disc bars, and a fusion: only the second."""

SPINE: list[tuple[Answers, str, set[str]]] = [
    # what is said of disc, fusion, clearance, cleared; how it ends; what is left out
    ({"disc": Intent.YES, "clearance": Intent.YES}, "goes on", DISC),
    ({"fusion": Intent.YES, "clearance": Intent.YES}, "goes on", {"supine-spinal-twist"}),
    ({"disc": None, "clearance": Intent.YES}, "goes on", DISC),
    ({"clearance": Intent.YES}, "goes on", DISC),
    ({"disc": Intent.YES, "clearance": Intent.NO}, "ends", set()),
    ({"disc": Intent.YES, "clearance": None}, "ends", set()),
    ({"disc": Intent.YES, "clearance": Intent.UNCLEAR}, "ends", set()),
    ({"disc": Intent.YES, "clearance": Intent.YES, "cleared": Intent.NO}, "ends", set()),
    ({"disc": Intent.YES, "clearance": Intent.YES, "cleared": None}, "ends", set()),
]


@pytest.mark.parametrize(("says", "end", "left_out"), SPINE, ids=lambda value: str(value)[:60])
def test_a_spine_condition_goes_on_only_where_it_is_cleared_and_that_is_asked_back(
    says: Answers, end: str, left_out: set[str]
) -> None:
    session = answered({"spine": Intent.YES, **says})
    assert session.state.left_out == left_out
    if end == "ends":
        assert fields_of(session.notes("end")[0]) == {"why": "condition"}
    else:
        assert session.at.phase is Phase.STOP_POINT
        assert {fields_of(n)["stretch"] for n in session.notes("left-out")} == left_out
        for name in left_out:
            title = session.brief.plan.titles[name]
            assert session.reply(Reply.LEFT_OUT, stretch=title)[0] in session.said()


def test_the_clearance_is_journaled_with_what_it_is_for() -> None:
    """00:50 spine: yes; disc: yes; fusion: no; cleared: yes; right: yes."""
    client = Client({"spine": Intent.YES, "disc": Intent.YES, "clearance": Intent.YES})
    session = client.until(begun)
    between = ["disc", "fusion", "clearance", "cleared"]
    assert client.asked == ["recent", "acute", "body", "spine", *between, "advice", "old-joint"]
    assert journal(session, "clearance") == [("yes", ("disc",))]


LEG: Answers = {"old-joint": Intent.YES, "old-leg": Intent.YES}
LOADS_A_LEG = {"cat-cow", "childs-pose", "knees-to-chest", "supine-spinal-twist", "modified-pigeon"}
"""Of the full back's stretches."""


def test_which_joint_was_operated_on_is_asked_only_after_a_yes() -> None:
    client = Client({"old-joint": Intent.YES}, "full-back")
    assert client.until(begun).state.left_out == LOADS_A_LEG | {"chest-opener-goalpost"}
    assert client.asked[-3:] == ["old-joint", "old-arm", "old-leg"]
    client = Client({})
    client.until(begun)
    assert client.asked[-1] == "old-joint"


def test_an_operated_joint_leaves_out_the_stretches_that_load_it_and_says_so() -> None:
    session = answered(LEG, routine="full-back")
    assert session.at.phase is Phase.STOP_POINT
    assert session.state.left_out == LOADS_A_LEG
    session.until(lambda s: s.state.ended)
    held = {fields_of(note)["stretch"] for note in session.notes("hold")}
    assert held == set(session.brief.plan.titles) - LOADS_A_LEG
    assert len(held) == 3


@pytest.mark.parametrize(
    ("region", "left_out"),
    [
        ("old-arm", {"chest-opener-goalpost"}),
        ("old-leg", {"knees-to-chest", "straight-leg-hamstring"}),
    ],
)
def test_an_operated_joint_leaves_the_gentle_routine_the_stretches_of_other_regions(
    region: str, left_out: set[str]
) -> None:
    session = answered({"old-joint": Intent.YES, region: Intent.YES}, routine="gentle")
    assert session.at.phase is Phase.STOP_POINT
    assert session.state.left_out == left_out


@pytest.mark.parametrize("routine", ["ten-minutes", "lower-back"])
def test_where_no_stretch_is_left_it_ends_kindly(routine: str) -> None:
    """Each stretch of the lower back bends or turns a hip, also the twist."""
    session = answered(LEG, routine=routine)
    assert fields_of(session.notes("end")[0]) == {"why": "nothing-left"}
    told = session.reply(Reply.NOTHING_LEFT)
    assert session.said()[-len(told) :] == told


# --- what else people say meanwhile ---------------------------------------------------------------


def test_stop_says_that_nobody_is_being_stretched_and_resume_asks_the_same_question() -> None:
    session = session_in(Phase.SCREENING).asked(Question.SCREENING)
    session.hears(Intent.STOP)
    session.quiet()
    assert session.reply(Reply.NOBODY_HELD)[0] in session.said()
    assert session.situation is Situation.LATCHED
    about = session.at.about
    session.hears(Intent.RESUME)
    session.asked(Question.SCREENING)
    assert session.at.about == about


def test_repeat_says_the_question_again() -> None:
    session = session_in(Phase.SCREENING).asked(Question.SCREENING)
    asked, question = session.now, session.said()[-1]
    session.hears(Intent.REPEAT)
    session.quiet()
    assert session.said(asked) == [question]


@pytest.mark.parametrize("wait", [1.0, 9.0])
def test_next_does_not_skip_it(wait: float) -> None:
    """While the question is still to come, and while it is open."""
    session = session_in(Phase.SCREENING).passes(wait)
    asked = session.now - 0.01
    session.hears(Intent.NEXT)
    session.asked(Question.SCREENING)
    said = session.said(asked)
    assert said[:-1] == session.reply(Reply.SCREENING_FIRST)
    assert said[-1] == session.brief.plan.screening.screens["recent"].asking.ask
    session.hears(Intent.NO, ago=0.1)
    session.until(lambda s: s.at.about == "acute")


def test_it_is_not_skipped_from_a_rest_either() -> None:
    session = session_in(Phase.BEGIN)
    session.hears(Intent.STOP)
    for _ in range(4):
        session.quiet().hears(Intent.NEXT)
    session.quiet().hears(Intent.RESUME, ago=0.1)
    session.until(lambda s: s.at.phase is not Phase.BEGIN and not s.state.latched)
    assert session.at.phase is Phase.SCREENING


@pytest.mark.parametrize("number", [0, 3, 8])
def test_a_number_is_no_clear_answer_and_the_question_is_put_again(number: int) -> None:
    """Do you have acute pain? "No pain." That is a no to one question, and a yes to none."""
    session = session_in(Phase.SCREENING).asked(Question.SCREENING)
    asked = session.now - 0.01
    session.hears(Intent.PAIN, number, ago=0.0)
    session.asked(Question.SCREENING)
    again = session.brief.plan.screening.screens["recent"].asking.again
    assert session.said(asked) == [*session.reply(Reply.NOT_UNDERSTOOD), again]


@pytest.mark.parametrize("said", [Intent.READY, Intent.NOT_READY])
def test_okay_and_ready_are_no_clear_answer_and_the_second_time_they_count_as_a_yes(
    said: Intent,
) -> None:
    """Do you have acute pain? "Okay." I did not catch that. "Okay." It is not begun."""
    session = session_in(Phase.SCREENING).asked(Question.SCREENING)
    asked = session.now - 0.01
    session.hears(said, ago=0.0)
    session.asked(Question.SCREENING)
    assert session.said(asked)[:-1] == session.reply(Reply.NOT_UNDERSTOOD)
    session.hears(said, ago=0.0)
    session.until(lambda s: s.state.ended, within=60.0)
    assert fields_of(session.notes("end")[0]) == {"why": "condition"}


def test_whoever_goes_back_to_it_is_asked_everything_again_and_told_once_what_is_left_out() -> None:
    session = answered({}, routine="full-back").passes(3.0)
    session.answers = WELL
    back = session.now
    session.hears(Intent.BACK)
    session.until(lambda s: s.at.about == "old-joint")
    yes = (Intent.YES, None)
    session.answers = {**WELL, Question.SCREENING: yes, Question.CONDITION: yes}
    session.until(lambda s: s.at.phase is Phase.WARM_UP)
    asked = [fields_of(note)["about"] for note in session.notes("question", back, asks="screening")]
    assert asked == list(FILE.screening.questions)
    left = [cue for cue in session.said(back) if cue.text.startswith("Today we leave out")]
    assert len(left) == len(session.state.left_out) == 6


# --- whatever is answered -------------------------------------------------------------------------

SAID = st.sampled_from([Intent.YES, Intent.NO, Intent.NO, Intent.NO, Intent.UNCLEAR, None])
ABOUT = [*FILE.screening.questions, *FILE.conditions, "clearance", "cleared"]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(ABOUT), SAID), st.sampled_from(["lower-back", "gentle"]))
def test_nothing_starts_after_a_yes_that_is_not_cleared(says: Answers, routine: str) -> None:
    client = Client(says, routine)
    session = client.until(lambda s: s.state.ended or s.at.phase is Phase.WARM_UP)
    there = {name for name in ENDING if says.get(name, Intent.NO) is not Intent.NO}
    cleared = {fields[0] for fields in journal(session, "clearance")} == {"yes"}
    if there - {"spine"} or (there and not cleared):
        assert session.state.ended
        assert session.notes("step", phase=Phase.STOP_POINT) == []
    if not session.state.ended:
        barred = {fields_of(note)["stretch"] for note in session.notes("left-out")}
        assert barred == session.state.left_out
        assert session.state.passed == set(FILE.screening.questions)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(ABOUT), SAID))
def test_every_question_has_an_answer_or_its_fallback(says: Answers) -> None:
    """Nobody is left without a word for longer than a question waits."""
    session = Client(says).until(begun)
    spoken = [entry.t for entry in session.entries if isinstance(entry.what, Speak)]
    longest = max(PATIENCE[q] for q in PATIENCE if q is not Question.BEGIN) + 12.0
    assert all(after - before < longest for before, after in pairwise(spoken))


def test_next_on_the_way_back_to_the_screening_is_told_that_it_comes_first() -> None:
    """In the warm-up: "back", "back"; and "next", before it has begun again."""
    session = session_in(Phase.WARM_UP).passes(3.0)
    while session.brief.plan.steps[session.state.heading or -1].phase is not Phase.SCREENING:
        session.hears(Intent.BACK)
    asked = session.now - 0.01
    session.hears(Intent.NEXT)
    session.until(lambda s: s.at.phase is Phase.SCREENING and s.state.heading is None, within=10.0)
    assert session.said(asked)[0] == session.reply(Reply.SCREENING_FIRST)[0]
