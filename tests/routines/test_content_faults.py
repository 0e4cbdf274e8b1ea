"""Each broken rule of the content, and the line it prints."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from voiceguide.errors import UserError
from voiceguide.paths import content_dir
from voiceguide.routines.library import load_routine, load_sentences, routines
from voiceguide.routines.planning import plan
from voiceguide.session.plan import Phase, Question

KNEES = "stretches/knees-to-chest.yaml"
TWIST = "stretches/supine-spinal-twist.yaml"
CAT_COW = "stretches/cat-cow.yaml"
ROUTINE = "routines/lower-back.yaml"
WARM_UP = "warm-ups/walking.yaml"
CUES = "cues.yaml"
CONDITIONS = "conditions.yaml"

STILL = "- partner: Keep still, with a calm and even pressure."
SLOW = 'all is slow and mild, so say how, or "never" right before'
"""The mend of whatever tells of forced movement."""

ONLY_HANDS = "only hands lie there, so tell of your client's limbs in a sentence of their own"
"""The mend of a limb on the client's back."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(content_dir(), tmp_path / "en"))


def told(content: Path, file: str, old: str, new: str, routine: str = "lower-back") -> list[str]:
    """Change a file, load the routine, and return the printed lines without the file's name."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_routine(routine, content)
    return [line.removeprefix(f"{path}:") for line in str(caught.value).splitlines()]


def line_of(content: Path, file: str, text: str) -> int:
    """Return the number of the first line that holds a text."""
    lines = (content / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


RULES = [
    pytest.param(
        KNEES,
        "seconds: 25",
        "seconds: 61",
        "hold.seconds: is 61, must be at most 60; write a whole number from 15 to 60",
        id="a hold of more than 60 s",
    ),
    pytest.param(
        KNEES,
        "seconds: 25",
        "seconds: 14",
        "hold.seconds: is 14, must be at least 15; write a whole number from 15 to 60",
        id="a hold too short for a number to be asked for and answered",
    ),
    pytest.param(
        ROUTINE,
        "cool_down:",
        "hold_at_most: 5\ncool_down:",
        "hold_at_most: is 5, must be at least 15; write a whole number from 15 to 60",
        id="a routine that shortens its holds to less than that",
    ),
    pytest.param(
        KNEES,
        "repetitions: 2",
        "repetitions: 4",
        "hold.repetitions: is 4, must be at most 3; write a whole number from 1 to 3",
        id="more than 3 repetitions a side",
    ),
    pytest.param(
        ROUTINE,
        "stop_point: 4",
        "stop_point: 6",
        "stop_point: is 6, must be at most 5; write a whole number from 1 to 5",
        id="a stop point above 5",
    ),
    pytest.param(
        WARM_UP,
        "minutes: 5",
        "minutes: 4",
        "minutes: is 4, must be at least 5; write a whole number from 5 to 10",
        id="a warm-up of less than 5 minutes",
    ),
    pytest.param(
        TWIST,
        "sides: both",
        "sides: left",
        "sides: is \"left\", must be one of 'none' or 'both'; write one of them",
        id="one side only",
    ),
    pytest.param(
        KNEES,
        "- client: Lie on your back, knees",
        "- you: Lie on your back, knees",
        "set_up[2].you: is not known here; remove it (known: client, partner, both)",
        id="a cue to nobody",
    ),
    pytest.param(
        KNEES,
        "  push: 5\n",
        "  push: 7\n",
        "contract_relax.push: is 7, must be at most 6; write a whole number from 3 to 6",
        id="a push of more than 6 seconds",
    ),
    pytest.param(
        KNEES,
        "contract_relax: # only where it is chosen\n  before: 14",
        "contract_relax:\n  before: 20",
        "contract_relax: takes 62 seconds with the hold, must be at most 60; shorten a part of it",
        id="a push that makes a hold too long",
    ),
    pytest.param(
        KNEES,
        "- client: Rest with your feet on the floor.",
        "- client: " + "rest " * 25,
        "release[3]: has 26 words, must be at most 25; make two cues of it",
        id="a cue of more than 25 words",
    ),
    pytest.param(
        KNEES,
        "- both: Knees to chest.",
        "- both: Knees to the {way}.",
        "set_up[1]: holds {way}; the placeholders here are: {other_side}, {side}",
        id="an unknown placeholder",
    ),
    pytest.param(
        KNEES,
        "- both: Knees to chest.",
        "- both: Knees to the {side.",
        "set_up[1]: has a brace without its other half; remove it or close it",
        id="a brace that never closes",
    ),
    pytest.param(
        KNEES,
        "- both: Knees to chest.",
        "- both: Knees to the {side}.",
        "set_up[1]: names a side, but sides is none; write sides: both, or no side",
        id="a side in a stretch without sides",
    ),
    pytest.param(
        KNEES,
        "article: 001_dcaa7ce0be9571c0.txt",
        "article: 007_56a37f25f547bb1b.txt",
        'sources[1].article: is "007_56a37f25f547bb1b.txt", must be one of '
        "'000_61c5e9427e3c6396.txt', '001_dcaa7ce0be9571c0.txt', '002_56a37f25f547bb1b.txt' or "
        "'003_af6178c12898b617.txt'; write one of them",
        id="a source that is no article",
    ),
    pytest.param(
        WARM_UP,
        "at: 36\n",
        "at: 39\n",
        "cues[3].at: leaves 21 seconds without a new cue, must be at most 20; "
        "add a cue, or move one",
        id="more than 20 s without a word",
    ),
    pytest.param(
        WARM_UP,
        "at: 290\n",
        "at: 286\n",
        "cues[18].at: is 286, while the cue before speaks until about 288.0; "
        "write 288.0 or more, or shorten that cue",
        id="a cue before the one before it is over",
    ),
    pytest.param(
        WARM_UP,
        "at: 290\n",
        "at: 299\n",
        "cues[18].at: is 299, so it speaks beyond the end at 300; "
        "write an earlier moment, or shorten it",
        id="a cue beyond the end",
    ),
    pytest.param(
        KNEES,
        "- client: Relax your back, and breathe",
        "- client: Relax your back, then your hips, then both legs, and breathe",
        "hold.cues[1]: is not over after 5 s, when a number is asked for; shorten it",
        id="a hold's first cue that speaks into the question",
    ),
    pytest.param(
        KNEES,
        "position: supine",
        "position: lying",
        "position: is \"lying\", must be one of 'standing', 'seated', 'kneeling', "
        "'hands-and-knees', 'supine' or 'prone'; write one of them",
        id="an unknown position",
    ),
    pytest.param(
        KNEES,
        "- partner: Keep still, with",
        "- both: Keep still, with",
        "hold.cues[2]: is for both, but only one of the two can be meant; write client or partner",
        id="a cue that both could take for theirs",
    ),
    pytest.param(
        KNEES,
        "  bones: pressure",
        "  bone: pressure",
        "when_not.bone: is no condition of conditions.yaml; perhaps bones is meant",
        id="a condition that is not listed",
    ),
]

HAMSTRING = "stretches/straight-leg-hamstring.yaml"

WORDING = [
    pytest.param(
        KNEES,
        STILL,
        "- partner: Bounce the knees a little.",
        f'hold.cues[2].partner: says "bounce"; {SLOW}',
        id="a cue that tells to bounce",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Never mind, bounce a little.",
        f'hold.cues[2].partner: says "bounce"; {SLOW}',
        id="a cue that denies something else than the bounce",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Do not only press, force it.",
        f'hold.cues[2].partner: says "force"; {SLOW}',
        id="a cue that tells to force it by denying less",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Press and give in small pulses.",
        f'hold.cues[2].partner: says "pulses"; {SLOW}',
        id="a cue that tells to pulse",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Rock the knees a little.",
        f'hold.cues[2].partner: says "rock"; {SLOW}',
        id="a cue that tells to rock",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Press until it is painful.",
        f'hold.cues[2].partner: says "painful"; {SLOW}',
        id="a cue that tells to go on into pain",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Press with full strength.",
        f'hold.cues[2].partner: says "full strength"; {SLOW}',
        id="a cue that tells to use full strength",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Put your foot against the lower back.",
        f'hold.cues[2].partner: tells of "foot" and "lower back"; {ONLY_HANDS}',
        id="a foot against the lower back",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Against the lower back press a knee.",
        f'hold.cues[2].partner: tells of "knee" and "lower back"; {ONLY_HANDS}',
        id="the lower back named before the knee",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Find the lower back. Put your left knee there.",
        f'hold.cues[2].partner: tells of "knee" and "lower back"; {ONLY_HANDS}',
        id="the lower back and the knee in two sentences",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Kneel with your shin on the spine.",
        f'hold.cues[2].partner: tells of "shin" and "spine"; {ONLY_HANDS}',
        id="a shin on the spine",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Press your elbow into the back.",
        f'hold.cues[2].partner: tells of "elbow" and "the back"; {ONLY_HANDS}',
        id="an elbow into the back",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Kneel on your client's back, softly.",
        f'hold.cues[2].partner: tells of "kneel on" and "your client\'s back"; {ONLY_HANDS}',
        id="a partner who kneels on the back",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Lean in with all your might.",
        f'hold.cues[2].partner: says "with all your"; {SLOW}',
        id="a cue that tells to use all strength",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Breathe, and push through it.",
        f'hold.cues[2].partner: says "push through"; {SLOW}',
        id="a cue that tells to push through",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Ignore it, and breathe.",
        f'hold.cues[2].partner: says "ignore"; {SLOW}',
        id="a cue that tells to feel away",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: If the knees do not, force them down.",
        f'hold.cues[2].partner: says "force"; {SLOW}',
        id="a denial that ends at a comma, of the knees",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Never, bounce it down.",
        f'hold.cues[2].partner: says "bounce"; {SLOW}',
        id="a denial that ends at a comma",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Lean in hard.",
        f'hold.cues[2].partner: says "hard"; {SLOW}',
        id="a cue that tells to press hard",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Swing the knees from side to side.",
        f'hold.cues[2].partner: says "swing the"; {SLOW}',
        id="a cue that tells to swing",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Press as deep as you can.",
        f'hold.cues[2].partner: says "as deep as"; {SLOW}',
        id="a cue that tells to go as deep as one can",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Press until your client feels pain.",
        f'hold.cues[2].partner: says "feels pain"; {SLOW}',
        id="a cue that tells to press until there is pain",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Lean in, pain is good.",
        f'hold.cues[2].partner: says "pain is"; {SLOW}',
        id="a cue that praises pain",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Lean in past the limit.",
        f'hold.cues[2].partner: says "past the limit"; {SLOW}',
        id="a cue that tells to pass the limit",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Go on, whatever your client says.",
        f'hold.cues[2].partner: says "whatever your client"; {SLOW}',
        id="a cue that tells not to listen to the client",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Rest your forearm on the spine.",
        f'hold.cues[2].partner: tells of "forearm" and "spine"; {ONLY_HANDS}',
        id="a forearm on the spine",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Lean your fist into the lower back.",
        f'hold.cues[2].partner: tells of "fist" and "lower back"; {ONLY_HANDS}',
        id="a fist into the lower back",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Put your foot on their back.",
        f'hold.cues[2].partner: tells of "foot" and "their back"; {ONLY_HANDS}',
        id="a foot on their back",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Set your knee between the shoulder blades.",
        f'hold.cues[2].partner: tells of "knee" and "shoulder blades"; {ONLY_HANDS}',
        id="a knee between the shoulder blades",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Brace your shin against the pelvis.",
        f'hold.cues[2].partner: tells of "shin" and "pelvis"; {ONLY_HANDS}',
        id="a shin against the pelvis",
    ),
    pytest.param(
        KNEES,
        STILL,
        "- partner: Step onto the lower back.",
        f'hold.cues[2].partner: tells of "step onto" and "lower back"; {ONLY_HANDS}',
        id="a partner who steps onto the back",
    ),
    pytest.param(
        KNEES,
        "- client: Relax your back, and breathe slowly and deeply.",
        "- client: Your partner sets a knee against your lower back.",
        f'hold.cues[1].client: tells of "knee" and "lower back"; {ONLY_HANDS}',
        id="a client who is told of the partner's knee",
    ),
    pytest.param(
        KNEES,
        "- client: Relax your back, and breathe slowly and deeply.",
        "- client: Turn your chest to the left.",
        'hold.cues[1].client: says "left", but sides is none; write sides: both, or no side',
        id="one side of the client in a stretch without sides",
    ),
    pytest.param(
        KNEES,
        "- client: Relax your back, and breathe slowly and deeply.",
        "- client: How does it feel?",
        "hold.cues[1].client: asks, and nobody waits for the answer; tell it, the guide asks by "
        "itself",
        id="a cue that asks",
    ),
    pytest.param(
        KNEES,
        "stance: standing\n",
        "",
        "stance: is missing; write standing or kneeling, unless the client moves and set_up tells "
        'the partner "do not touch"',
        id="hands on the client and no stance",
    ),
    pytest.param(
        HAMSTRING,
        "- client: Keep your leg straight, and relax your hips.",
        "- client: Keep your left leg straight.",
        'hold.cues[1].client: says "left" on both sides; write {side} or {other_side}, or of the '
        'partner\'s own, "your left hand"',
        id="a cue for both sides that names one",
    ),
    pytest.param(
        HAMSTRING,
        "- partner: Keep still, and see that the {other_side} leg stays down.",
        "- partner: See that the right leg stays down.",
        'hold.cues[2].partner: says "right" on both sides; write {side} or {other_side}, or of the '
        'partner\'s own, "your right hand"',
        id="a cue for the partner that names one side of the client",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "line"), WORDING)
def test_words_that_can_do_harm_do_not_load(
    content: Path, file: str, old: str, new: str, line: str
) -> None:
    (only,) = told(content, file, old, new, routine=f"just {Path(file).stem}")
    assert only.partition(": ")[2] == line


@pytest.mark.parametrize(
    "said",
    [
        "Keep still, never bounce. No jerking.",
        "Lay a hand on the lower back. Both knees stay together.",
        "Stand at your client's feet. One hand flat on the lower back.",
        "Bend your knees, and keep your lower back long.",
    ],
)
def test_words_that_do_no_harm_load(content: Path, said: str) -> None:
    """What forbids a forced movement; the client's limbs, and the partner's own back."""
    path = content / KNEES
    text = path.read_text(encoding="utf-8").replace(STILL, f"- partner: {said}")
    path.write_text(text, encoding="utf-8")
    assert load_routine("just knees-to-chest", content).name == "knees-to-chest"


@pytest.mark.parametrize("instead", ["Stay there.", "Do not take your hands away yet."])
def test_a_release_in_which_no_hand_leaves_does_not_load(content: Path, instead: str) -> None:
    text = (content / KNEES).read_text(encoding="utf-8")
    begin, end = text.index("\nrelease:\n"), text.index("\nwhen_not:")
    lines = told(content, KNEES, text[begin:end], f"\nrelease:\n  - partner: {instead}\n")
    number = line_of(content, KNEES, "release:")
    mend = "write whose hand goes away or off, in one cue"
    assert lines == [f"{number}: release: tells no hand to leave; {mend}"]


RHYTHM_RULES = [
    pytest.param(
        "rounds: 10 ",
        "rounds: 1 ",
        "rhythm.rounds: is 1, must be at least 10; write a whole number from 10 to 15",
        id="a rhythm of fewer rounds than the article has",
    ),
    pytest.param(
        "rounds: 10 ",
        "rounds: 11 ",
        "rhythm.rounds: takes 66 seconds in all, must be at most 60; write fewer or shorter ones",
        id="a rhythm of more than 60 s",
    ),
    pytest.param(
        "seconds: 6 ",
        "seconds: 4 ",
        "rhythm.seconds: is 4, must be at least 5; write a whole number from 5 to 60",
        id="a rhythm that is a swing",
    ),
    pytest.param(
        "- client: Breathe in, belly sinks.",
        "- partner: Press, belly sinks.",
        "rhythm.cues[1]: is not for the client; nobody else sets the beat, that is bouncing; "
        "write client",
        id="a partner who bounces",
    ),
    pytest.param(
        "- client: Breathe in, belly sinks.",
        "- client: Breathe in slowly, and let your belly sink.",
        "rhythm.cues[1]: takes longer than half a round, 3 s; shorten it",
        id="a cue that is longer than its beat",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "line"), RULES)
def test_a_broken_rule_is_told_with_its_line_and_its_mend(
    content: Path, file: str, old: str, new: str, line: str
) -> None:
    lines = told(content, file, old, new)
    assert lines == [f"{line_of(content, file, new.splitlines()[0].strip())}: {line}"]


@pytest.mark.parametrize(("old", "new", "line"), RHYTHM_RULES)
def test_a_broken_rule_of_a_rhythm_is_told_with_its_line_and_its_mend(
    content: Path, old: str, new: str, line: str
) -> None:
    lines = told(content, CAT_COW, old, new, routine="just cat-cow")
    assert lines == [f"{line_of(content, CAT_COW, new.strip())}: {line}"]


def test_a_stretch_has_a_hold_or_a_rhythm_and_not_both(content: Path) -> None:
    rhythm = "rhythm:\n  rounds: 10\n  seconds: 6\n  cues: [{client: Up.}, {client: Down.}]\n"
    lines = told(content, KNEES, "set_up:\n", f"{rhythm}set_up:\n")
    number = line_of(content, KNEES, "rhythm:")
    assert lines == [f"{number}: rhythm: stands beside a hold; keep one of the two"]


def test_a_stretch_that_is_never_eased_into_on_the_breath_out_does_not_load(content: Path) -> None:
    path = content / KNEES
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("breath: out", "breath: in"), encoding="utf-8")
    with pytest.raises(UserError, match="ease_in: leads into no breath out; write breath: out"):
        load_routine("just knees-to-chest", content)


def test_a_stretch_without_hold_or_rhythm_does_not_load(content: Path) -> None:
    text = (content / KNEES).read_text(encoding="utf-8")
    lines = told(content, KNEES, text[text.index("hold:\n") : text.index("set_up:\n")], "")
    number = line_of(content, KNEES, "title:")
    assert lines == [f"{number}: hold: is missing; add it, or a rhythm"]


def test_a_routine_takes_no_stretch_that_asks_for_what_it_is_without(content: Path) -> None:
    lines = told(content, ROUTINE, "cool_down:", "without: [rotation]\ncool_down:")
    number = line_of(content, ROUTINE, "- supine-spinal-twist")
    asks = "supine-spinal-twist asks for rotation, which this routine is without"
    assert lines == [f"{number}: stretches[2]: {asks}; take another"]


def test_a_routine_shortens_holds_and_leaves_out_repetitions_and_adds_none(content: Path) -> None:
    path = content / ROUTINE
    text = path.read_text(encoding="utf-8").replace(
        "cool_down:", "hold_at_most: 15\nrepetitions_at_most: 3\ncool_down:", 1
    )
    path.write_text(text, encoding="utf-8")
    routine = load_routine("lower-back", content)
    assert [(each.seconds, each.repetitions) for each in routine.stretches] == [(15, 2)] * 3


@pytest.mark.parametrize("asked", ["just the twist", "just supine-spinal-twist", "just-the-twist"])
def test_just_a_stretch_is_a_session_of_it_alone(content: Path, asked: str) -> None:
    routine = load_routine(asked, content)
    assert (routine.name, routine.file.title) == ("supine-spinal-twist", "Supine spinal twist")
    assert [each.name for each in routine.stretches] == ["supine-spinal-twist"]
    assert routine.warm_up.minutes >= 5


def test_just_a_stretch_by_a_name_it_is_also_called(content: Path) -> None:
    assert load_routine("just the figure four", content).name == "modified-pigeon"


def test_just_by_a_word_that_several_stretches_share_asks_which(content: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_routine("just the rotation", content)
    assert str(caught.value) == (
        '"the rotation" may be seated-spinal-rotation or seated-thoracic-rotation; name one of them'
    )


def test_just_a_stretch_that_does_not_exist_is_told_with_those_that_do(content: Path) -> None:
    with pytest.raises(UserError, match='stretch "headstand" does not exist; take one that exists'):
        load_routine("just headstand", content)


def test_just_alone_asks_for_the_name_of_a_stretch(content: Path) -> None:
    with pytest.raises(UserError, match='"just" names no stretch; write one after it: cat-cow, '):
        load_routine("just", content)


def test_a_wrong_item_is_told_once_and_not_as_too_short_a_list(content: Path) -> None:
    lines = told(content, ROUTINE, "  - knees-to-chest\n", "  - Knees\n")
    path = content / ROUTINE
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("\nstretches:\n"), text.index("\ncool_down:")
    path.write_text(f"{text[:begin]}\nstretches:\n  - Knees\n{text[end:]}", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_routine("lower-back", content)
    assert len(lines) == len(str(caught.value).splitlines()) == 1


def test_a_stretch_without_a_release_does_not_load(content: Path) -> None:
    lines = told(content, KNEES, "\nrelease:\n", "\nlet_loose:\n")
    unknown = line_of(content, KNEES, "let_loose")
    assert lines[0] == f"{line_of(content, KNEES, 'title:')}: release: is missing; add it"
    assert lines[1].startswith(f"{unknown}: let_loose: is not known here; ")


def test_a_release_that_tells_the_partner_nothing_does_not_load(content: Path) -> None:
    path = content / KNEES
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("\nrelease:\n"), text.index("\nwhen_not:")
    release = "\nrelease:\n  - client: Rest.\n"
    lines = told(content, KNEES, text[begin:end], release)
    number = line_of(content, KNEES, "release:")
    assert lines == [f"{number}: release: says nothing to the partner; write whose hands go where"]


def test_a_set_up_for_one_of_the_two_does_not_load(content: Path) -> None:
    path = content / KNEES
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("\nset_up:\n"), text.index("\nagain:\n")
    set_up = "\nset_up:\n  - both: Knees to chest.\n  - partner: Stand at the feet.\n"
    lines = told(content, KNEES, text[begin:end], set_up)
    number = line_of(content, KNEES, "set_up:")
    assert lines == [
        f"{number}: set_up: says nothing to the client; write where each of the two goes"
    ]


def test_a_stretch_on_both_sides_says_which_side(content: Path) -> None:
    number = line_of(content, KNEES, "set_up:")
    lines = told(content, KNEES, "sides: none", "sides: both")
    assert lines == [
        f"{number}: set_up: never says which side; use {{side}} or {{other_side}} in a cue"
    ]


def test_a_cue_for_two_roles_at_once_does_not_load(content: Path) -> None:
    old = "  - both: Knees to chest.\n"
    lines = told(content, KNEES, old, old + "    client: Lie down.\n")
    number = line_of(content, KNEES, "both: Knees to chest.")
    assert lines == [
        f"{number}: set_up[1]: must be for one: client, partner or both; write one of them"
    ]


def test_a_stretch_that_does_not_exist_is_told_with_the_nearest_that_does(content: Path) -> None:
    lines = told(content, ROUTINE, "- supine-spinal-twist", "- supine-twist")
    number = line_of(content, ROUTINE, "- supine-twist")
    known = ", ".join(sorted(path.stem for path in (content / "stretches").iterdir()))
    nearest = "perhaps supine-spinal-twist is meant"
    assert lines == [
        f'{number}: stretches[2]: "supine-twist" does not exist; {nearest} (there are: {known})'
    ]


def test_a_stretch_twice_in_a_routine_does_not_load(content: Path) -> None:
    lines = told(content, ROUTINE, "- supine-spinal-twist", "- knees-to-chest")
    number = line_of(content, ROUTINE, "- knees-to-chest") + 1
    assert lines == [
        f"{number}: stretches[2]: knees-to-chest stands here again; keep one of the two"
    ]


def test_a_missing_reply_and_a_missing_question_are_told(content: Path) -> None:
    path = content / CUES
    text = path.read_text(encoding="utf-8")
    for begin, end in (("  paused:\n", "  unanswered:\n"), ("  warm:\n", "  clearance:")):
        text = text[: text.index(begin)] + text[text.index(end) :]
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_sentences(content)
    assert str(caught.value).splitlines() == [
        f"{path}:{line_of(content, CUES, 'questions:')}: questions.warm: is missing; add it",
        f"{path}:{line_of(content, CUES, 'replies:')}: replies.paused: is missing; add it",
    ]


OF_THE_SCREENING = [
    pytest.param(
        "covers: [pain, inflammation, fever]",
        "covers: [pain, inflammation]",
        "  fever:",
        "conditions.fever: is covered by no question of the screening with then: end; "
        "add it to one",
        id="a condition that nobody is asked about",
    ),
    pytest.param(
        "covers: [disc, fusion]\n      then: end",
        "covers: [disc, fusion]\n      then: leave-out",
        "disc:",
        "conditions.disc: is covered by no question of the screening with then: end; add it to one",
        id="a condition that ends no session",
    ),
    pytest.param(
        "    ends: false\n",
        "",
        "old-arm:",
        "conditions.old-arm: is covered by no question of the screening with then: end; "
        "add it to one",
        id="a condition that only leaves stretches out and does not say so",
    ),
    pytest.param(
        "covers: [injury, surgery]",
        "covers: [injury, surgery, flu]",
        "covers: [injury, surgery, flu]",
        "screening.questions.recent.covers[3]: flu is no condition; take one of injury",
        id="a condition that does not exist",
    ),
    pytest.param(
        "      explain:\n        client: What was hurt or operated on needs time to heal before it "
        "is stretched.\n",
        "",
        "recent:",
        "screening.questions.recent: ends a session; explain why",
        id="an end without an explanation",
    ),
    pytest.param(
        "    ask:\n      client: Is a part of your spine fused?\n",
        "",
        "fusion:",
        "conditions.fusion: shares a question with one that a clearance may lift; "
        "add ask and again",
        id="two that differ, and no narrower question",
    ),
]


@pytest.mark.parametrize(("old", "new", "place", "line"), OF_THE_SCREENING)
def test_a_screening_that_would_miss_somebody_does_not_load(
    content: Path, old: str, new: str, place: str, line: str
) -> None:
    first = told(content, CONDITIONS, old, new)[0]
    assert first.startswith(f"{line_of(content, CONDITIONS, place)}: {line}")


OF_THE_GUIDE = [
    pytest.param(
        CUES,
        '"{number} is your limit or more, so we are resting."',
        "That is your limit or more, so we are resting.",
        "replies.over-limit: never says {number}; write it into a cue",
        id="a number that is not read back",
    ),
    pytest.param(
        CUES,
        "Ease out. I can't hear you.",
        "I am sorry to say that I cannot hear you any more.",
        "replies.deaf: takes about 4.9 s, must be at most 3; the release waits for it, "
        "so shorten it",
        id="words before a release that must not wait",
    ),
    pytest.param(
        CUES,
        "client: Which number, zero to ten?",
        "client: Where is it? Which number, zero to ten?",
        "questions.pain.ask: asks twice; ask one thing, and tell the rest",
        id="a question for two things",
    ),
    pytest.param(
        CUES,
        "client: Which number, zero to ten?",
        "partner: Which number, zero to ten?",
        "questions.pain.ask: is for partner, but only the client feels it; write client",
        id="a partner who is asked what the client feels",
    ),
    pytest.param(
        CONDITIONS,
        "client: Do you have acute pain, an inflammation or a fever?",
        "partner: Does your client have acute pain?",
        "screening.questions.acute.ask: is for partner, but only the client knows it; write client",
        id="a partner who is screened for the client",
    ),
    pytest.param(
        CONDITIONS,
        "client: Is a part of your spine fused?",
        "both: Is a part of your spine fused?",
        "conditions.fusion.ask: is for both, but only the client knows it; write client",
        id="two who are asked at once",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "line"), OF_THE_GUIDE)
def test_what_the_guide_asks_and_answers_by_itself_is_held_to_its_rules(
    content: Path, file: str, old: str, new: str, line: str
) -> None:
    assert line in [each.partition(": ")[2] for each in told(content, file, old, new)]


def test_a_question_holds_no_value_but_the_limit(content: Path) -> None:
    lines = told(content, CUES, "client: Which number, zero", "client: Which {number}, zero")
    number = line_of(content, CUES, "client: Which {number}") - 1
    assert lines == [
        f"{number}: questions.pain.ask: holds {{number}}; the placeholders here are: {{limit}}"
    ]


def test_a_reply_holds_only_the_value_it_is_given(content: Path) -> None:
    path = content / CUES
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{seconds} seconds", "{minutes} minutes", 1), encoding="utf-8")
    number = line_of(content, CUES, '"{minutes} minutes')
    with pytest.raises(UserError) as caught:
        load_sentences(content)
    assert str(caught.value) == (
        f"{path}:{number}: replies.seconds-left[1]: holds {{minutes}}; "
        "only {seconds} has a value here"
    )


def test_the_faults_of_several_stretches_are_told_together(content: Path) -> None:
    for file in (KNEES, TWIST):
        path = content / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("seconds: 25", "seconds: 90", 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_routine("lower-back", content)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        str(content / KNEES),
        str(content / TWIST),
    ]


def test_a_routine_that_does_not_exist_is_told_with_those_that_do(content: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_routine("lowerback", content)
    assert str(caught.value) == (
        'routine "lowerback" does not exist; perhaps lower-back is meant '
        "(there are: full-back, gentle, lower-back, ten-minutes, upper-back); "
        "or give the path of a .yaml file"
    )


def test_a_routine_is_found_by_the_path_of_its_file_too(content: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "routines" / "mine.yaml"
    own.parent.mkdir(parents=True)
    shutil.copy(content / ROUTINE, own)
    routine = load_routine(str(own), content)
    assert routine.name == "mine"
    assert routine.stretches[0].name == "knees-to-chest"


def test_a_stretch_beside_a_routine_goes_before_that_of_the_content(
    content: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own" / "routines" / "mine.yaml"
    (tmp_path / "own" / "stretches").mkdir(parents=True)
    own.parent.mkdir()
    shutil.copy(content / ROUTINE, own)
    text = (content / KNEES).read_text(encoding="utf-8").replace("seconds: 25", "seconds: 20", 1)
    (tmp_path / "own" / KNEES).write_text(text, encoding="utf-8")
    held = [stretch.seconds for stretch in load_routine(str(own), content).stretches]
    assert held == [20, 25, 25]


def test_the_routines_are_listed_with_title_and_minutes(content: Path) -> None:
    listed = {each.name: each for each in routines(content)}
    assert sorted(listed) == ["full-back", "gentle", "lower-back", "ten-minutes", "upper-back"]
    assert listed["lower-back"].title == "Lower back"
    assert 20 <= listed["lower-back"].minutes <= 30
    assert listed["ten-minutes"].minutes <= 10


def test_a_short_hold_asks_for_a_number_at_once_and_says_no_time(content: Path) -> None:
    path = content / KNEES
    text = path.read_text(encoding="utf-8").replace("seconds: 25", "seconds: 15", 1)
    path.write_text(text, encoding="utf-8")
    whole = plan(load_routine("lower-back", content))
    hold = next(step for step in whole.steps if step.phase is Phase.HOLD)
    assert hold.seconds == 15
    assert [line.asks for line in hold.lines] == [None, Question.PAIN]
