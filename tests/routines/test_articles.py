"""Each stretch, rule and list item of the four articles, by name, and where the content has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from voiceguide.language.compiling import load_phrasebook
from voiceguide.language.intents import Intent
from voiceguide.paths import content_dir
from voiceguide.routines import limits
from voiceguide.routines.library import load_routine
from voiceguide.session.plan import Question, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.routines.cue_text import CueText
    from voiceguide.routines.stretch_file import StretchFile

CONTENT = content_dir()
NAMES = {
    "000": "000_61c5e9427e3c6396.txt",
    "001": "001_dcaa7ce0be9571c0.txt",
    "002": "002_56a37f25f547bb1b.txt",
    "003": "003_af6178c12898b617.txt",
}
STRETCHES: dict[str, StretchFile] = {
    path.stem: load_routine(f"just {path.stem}", CONTENT).stretches[0].file
    for path in sorted((CONTENT / "stretches").iterdir())
}
FULL = load_routine("full-back", CONTENT)
RED_FLAGS = " | ".join(
    " ".join(phrase)
    for phrase, meaning in load_phrasebook(CONTENT).meanings.items()
    if meaning.intent is Intent.RED_FLAG
)

TAUGHT = {  # every stretch of every article, under the name it has there
    ("000", "seated spinal rotation"): "seated-spinal-rotation",
    ("000", "standing chest opener"): "standing-chest-opener",
    ("000", "assisted knees-to-chest press"): "knees-to-chest",
    ("000", "supine spinal twist"): "supine-spinal-twist",
    ("000", "hip-flexor stretch"): "hip-flexor-bed-edge",
    ("001", "knees-to-chest stretch (supine)"): "knees-to-chest",
    ("001", "supine spinal twist (knees to side)"): "supine-spinal-twist",
    ("001", "hamstring stretch (supine, legs straight)"): "straight-leg-hamstring",
    ("001", "modified pigeon stretch"): "modified-pigeon",
    ("002", "seated thoracic flexion"): "seated-thoracic-flexion",
    ("002", "seated thoracic rotation"): "seated-thoracic-rotation",
    ("002", "seated upper back/lat stretch (reach and pull)"): "seated-lat-reach",
    ("002", "standing chest opener (goalposts)"): "chest-opener-goalpost",
    ("003", "kneeling hip flexor stretch"): "kneeling-hip-flexor",
    ("003", "child's pose"): "childs-pose",
    ("003", "seated forward bend"): "seated-forward-bend",
    ("003", "cat-cow stretch"): "cat-cow",
    ("003", "pigeon stretch"): "prone-pigeon",
}

HOLDS = {  # seconds from and to, repetitions from and to, as the article beside them has it
    "seated-spinal-rotation": ("001", 20, 30, 2, 3),
    "standing-chest-opener": ("002", 20, 30, 2, 3),
    "hip-flexor-bed-edge": ("001", 20, 30, 2, 3),
    "knees-to-chest": ("001", 20, 30, 2, 3),
    "supine-spinal-twist": ("001", 20, 30, 2, 3),
    "straight-leg-hamstring": ("001", 20, 30, 2, 3),
    "modified-pigeon": ("001", 20, 30, 2, 3),
    "seated-thoracic-flexion": ("002", 20, 30, 2, 3),
    "seated-thoracic-rotation": ("002", 20, 30, 2, 3),
    "seated-lat-reach": ("002", 20, 30, 2, 3),
    "chest-opener-goalpost": ("002", 20, 30, 2, 3),
    "kneeling-hip-flexor": ("003", 15, 30, 1, 3),
    "childs-pose": ("003", 30, 60, 1, 3),
    "seated-forward-bend": ("003", 15, 30, 1, 3),
    "prone-pigeon": ("003", 15, 30, 1, 3),
}


class Row(NamedTuple):
    """An item of an article, the part of our content that has it, and the words that show it."""

    article: str
    item: str
    where: str
    words: str


OF_STRETCHES = [
    # --- 000: five stretches ---
    Row("000", "sitting cross-legged", "seated-spinal-rotation client", "sit cross-legged"),
    Row("000", "turning the torso", "seated-spinal-rotation client", "turn your chest"),
    Row("000", "partner stands behind", "seated-spinal-rotation partner", "stand close behind"),
    Row("000", "opposite shoulder blade", "seated-spinal-rotation partner", "other_side.*blade"),
    Row("000", "minimal pressure", "seated-spinal-rotation partner", "hardly any pressure"),
    Row("000", "on the exhale", "seated-spinal-rotation partner", "on this breath out"),
    Row("000", "facing away", "standing-chest-opener client", "back to your partner"),
    Row("000", "arms at shoulder height", "standing-chest-opener client", "at shoulder height"),
    Row("000", "arms guided backward", "standing-chest-opener partner", "guide both arms.*back"),
    Row("000", "pectoral muscles", "standing-chest-opener targets", "pectoral"),
    Row("000", "thoracic spine, shoulder girdle", "standing-chest-opener targets", "girdle"),
    Row("000", "lumbar paraspinal muscles", "knees-to-chest targets", "lumbar erector spinae"),
    Row("000", "hip extensors", "knees-to-chest targets", "gluteal muscles.*hamstrings"),
    Row("000", "on the shins", "knees-to-chest partner", "one hand on each shin"),
    Row("000", "slow and controlled", "knees-to-chest pace", "slow and controlled"),
    Row("000", "lower back on the floor", "knees-to-chest client", "lower back resting on the"),
    Row("000", "arms to the sides", "supine-spinal-twist client", "arms out to the sides"),
    Row("000", "partner beside the knees", "supine-spinal-twist partner", "by the bent knees"),
    Row("000", "shoulders anchored", "supine-spinal-twist partner", "both shoulders on the floor"),
    Row("000", "legs moved slowly", "supine-spinal-twist partner", "guide both knees slowly"),
    Row("000", "a leg over the edge of a bed", "hip-flexor-bed-edge client", "hangs over the end"),
    Row("000", "light press on the thigh", "hip-flexor-bed-edge partner", "press down lightly"),
    Row("000", "the other knee to the chest", "hip-flexor-bed-edge partner", "below the.*knee"),
    # --- 001: four stretches ---
    Row("001", "glutes, hamstrings", "knees-to-chest targets", "gluteal muscles.*hamstrings"),
    Row("001", "quadratus lumborum", "knees-to-chest targets", "quadratus lumborum"),
    Row("001", "knees bent, feet flat", "knees-to-chest client", "knees bent, feet flat"),
    Row("001", "upper body relaxed", "knees-to-chest client", "shoulders be heavy"),
    Row("001", "at the client's feet", "knees-to-chest partner", "stand at your client's feet"),
    Row("001", "knees toward the chest", "knees-to-chest partner", "knees slowly toward the chest"),
    Row("001", "relax your back", "knees-to-chest client", "relax your back"),
    Row("001", "breathe deeply", "knees-to-chest client", "breathe slowly and deeply"),
    Row("001", "a good stretch, not pain", "knees-to-chest partner", "only to a mild pull"),
    Row("001", "go slowly", "knees-to-chest partner", "slowly"),
    Row("001", "continuous pressure", "knees-to-chest partner", "calm and even pressure"),
    Row("001", "obliques, erector spinae", "supine-spinal-twist targets", "obliques.*erector"),
    Row("001", "glutes, outer thigh", "supine-spinal-twist targets", "gluteal.*outer thigh"),
    Row("001", "arms at shoulders, palms up", "supine-spinal-twist client", "palms up"),
    Row("001", "partner on the other side", "supine-spinal-twist partner", "{other_side} side"),
    Row("001", "knees together", "supine-spinal-twist partner", "hold the knees together"),
    Row("001", "shoulders down", "supine-spinal-twist client", "keep both shoulders down"),
    Row("001", "breathe into it", "supine-spinal-twist client", "breathe into the stretch"),
    Row("001", "hips steady", "supine-spinal-twist partner", "hips steady"),
    Row("001", "no force if shoulders lift", "supine-spinal-twist mistakes", "shoulder lifts"),
    Row("001", "hamstrings, glutes", "straight-leg-hamstring targets", "hamstrings.*gluteal"),
    Row("001", "both legs straight", "straight-leg-hamstring client", "both legs straight"),
    Row("001", "ankle and knee held", "straight-leg-hamstring partner", "ankle.*above the.*knee"),
    Row("001", "leg to the chest", "straight-leg-hamstring partner", "leg slowly toward the chest"),
    Row("001", "other leg flat", "straight-leg-hamstring partner", "{other_side} leg stays down"),
    Row("001", "leg straight", "straight-leg-hamstring client", "keep your leg straight"),
    Row("001", "hips relaxed", "straight-leg-hamstring client", "relax your hips"),
    Row("001", "only a gentle pull", "straight-leg-hamstring partner", "only to a mild pull"),
    Row("001", "piriformis", "modified-pigeon targets", "piriformis"),
    Row("001", "gluteus medius, minimus", "modified-pigeon targets", "medius and minimus"),
    Row("001", "hip rotators", "modified-pigeon targets", "hip rotators"),
    Row(
        "001",
        "ankle above the other knee",
        "modified-pigeon client",
        "ankle on the.*above the knee",
    ),
    Row("001", "at the client's feet", "modified-pigeon partner", "at your client's feet"),
    Row(
        "001", "one hand on the bent leg", "modified-pigeon partner", "on the {side} thigh, beside"
    ),
    Row("001", "one behind the thigh", "modified-pigeon partner", "behind the {other_side} thigh"),
    Row("001", "thigh to the chest", "modified-pigeon partner", "thigh slowly toward the chest"),
    Row("001", "feel it in the hip", "modified-pigeon client", "pull in your {side} hip"),
    Row("001", "breathe out as it deepens", "modified-pigeon partner", "on this breath out"),
    Row("001", "very gentle", "modified-pigeon pace", "mildest of hands"),
    Row("001", "not into pain", "modified-pigeon mistakes", "going on into pain"),
    Row("001", "hips level", "modified-pigeon partner", "hips stay level"),
    # --- 002: four stretches ---
    Row("002", "erector spinae, rhomboids", "seated-thoracic-flexion targets", "spinae.*rhomboids"),
    Row("002", "trapezius", "seated-thoracic-flexion targets", "trapezius"),
    Row("002", "hands on shoulders", "seated-thoracic-flexion client", "hand on the opposite"),
    Row("002", "upper back rounds", "seated-thoracic-flexion client", "round your upper back"),
    Row("002", "head drops", "seated-thoracic-flexion client", "head sink forward"),
    Row("002", "partner behind", "seated-thoracic-flexion partner", "close behind your client"),
    Row("002", "near the elbows", "seated-thoracic-flexion partner", "near the elbows"),
    Row(
        "002", "on the upper back", "seated-thoracic-flexion partner", "between the shoulder blades"
    ),
    Row("002", "forward and down", "seated-thoracic-flexion partner", "forward and slightly down"),
    Row("002", "not by force", "seated-thoracic-flexion mistakes", "forcing the stretch"),
    Row("002", "not on the neck", "seated-thoracic-flexion mistakes", "on the neck"),
    Row("002", "no arched lower back", "seated-thoracic-flexion mistakes", "lower back arch"),
    Row(
        "002", "rotatores, multifidus", "seated-thoracic-rotation targets", "rotatores.*multifidus"
    ),
    Row("002", "obliques", "seated-thoracic-rotation targets", "obliques"),
    Row("002", "upright, feet flat", "seated-thoracic-rotation client", "upright.*both feet flat"),
    Row("002", "arms crossed", "seated-thoracic-rotation client", "cross your arms"),
    Row("002", "client begins", "seated-thoracic-rotation client", "turn your ribs slowly"),
    Row("002", "hips steadied", "seated-thoracic-rotation partner", "hip, only to keep it still"),
    Row("002", "shoulder guided", "seated-thoracic-rotation partner", "blade forward"),
    Row("002", "neck not twisted", "seated-thoracic-rotation mistakes", "twisting the neck"),
    Row("002", "not the lower back", "seated-thoracic-rotation mistakes", "from the lower back"),
    Row("002", "hips stay down", "seated-thoracic-rotation mistakes", "hips lift or shift"),
    Row("002", "latissimus, erector", "seated-lat-reach targets", "latissimus dorsi.*erector"),
    Row("002", "legs extended or crossed", "seated-lat-reach client", "legs crossed or straight"),
    Row("002", "leaning forward", "seated-lat-reach client", "lean forward a little"),
    Row("002", "palms together", "seated-lat-reach client", "palms together"),
    Row("002", "partner in front", "seated-lat-reach partner", "in front of your client"),
    Row("002", "wrists held", "seated-lat-reach partner", "above the wrists"),
    Row("002", "forward and up", "seated-lat-reach partner", "forward and slightly up"),
    Row("002", "through the shoulder blades", "seated-lat-reach client", "through your shoulder"),
    Row("002", "knee at the back: left out", "seated-lat-reach notes", "knee or a foot.*left out"),
    Row("002", "not too hard", "seated-lat-reach mistakes", "pulling hard"),
    Row("002", "seat stays down", "seated-lat-reach mistakes", "seat lifting"),
    Row("002", "no shrugging", "seated-lat-reach mistakes", "rise to the ears"),
    Row("002", "pectorals", "chest-opener-goalpost targets", "pectoral"),
    Row("002", "rhomboids, trapezius", "chest-opener-goalpost targets", "rhomboids.*trapezius"),
    Row("002", "feet hip-width apart", "chest-opener-goalpost client", "wide as your hips"),
    Row("002", "palms forward", "chest-opener-goalpost client", "palms forward"),
    Row("002", "directly behind", "chest-opener-goalpost partner", "right behind your client"),
    Row("002", "elbows held", "chest-opener-goalpost partner", "one hand on each elbow"),
    Row("002", "back and together", "chest-opener-goalpost partner", "backward and slightly tog"),
    Row("002", "ribs do not flare", "chest-opener-goalpost client", "ribs low"),
    Row("002", "arms not too far", "chest-opener-goalpost mistakes", "forcing the arms"),
    Row("002", "no shoulder pain", "chest-opener-goalpost mistakes", "pain in the shoulders"),
    Row("002", "no arched lower back", "chest-opener-goalpost mistakes", "arching the lower back"),
    # --- 003: five stretches ---
    Row("003", "one knee down", "kneeling-hip-flexor client", "kneel on your {side} knee"),
    Row("003", "the other foot flat", "kneeling-hip-flexor client", "foot flat on the floor in fr"),
    Row("003", "hips square", "kneeling-hip-flexor client", "both hips point forward"),
    Row("003", "back straight", "kneeling-hip-flexor client", "back stays straight"),
    Row("003", "hips pushed forward", "kneeling-hip-flexor client", "push your hips slowly"),
    Row("003", "hip flexors, lower back", "kneeling-hip-flexor targets", "hip flexors.*lower back"),
    Row("003", "on the heels", "childs-pose client", "sit on your heels"),
    Row("003", "toes together, knees apart", "childs-pose client", "toes together, knees apart"),
    Row("003", "chest down, arms long", "childs-pose client", "chest down, arms long"),
    Row("003", "lower back and hips", "childs-pose targets", "lower back.*hips"),
    Row("003", "breathe deeply", "childs-pose client", "breathe deeply"),
    Row("003", "legs straight", "seated-forward-bend client", "both legs straight"),
    Row("003", "from the hips", "seated-forward-bend client", "from your hips"),
    Row("003", "straight back", "seated-forward-bend client", "with a straight back"),
    Row("003", "shins or calves", "seated-forward-bend client", "shins or calves"),
    Row("003", "hands and knees", "cat-cow client", "hands under your shoulders, knees under"),
    Row("003", "arched and looking", "cat-cow client", "belly sink, and look forward"),
    Row("003", "rounded, chin tucked", "cat-cow client", "round your back.*chin in"),
    Row("003", "names the wrong way round", "cat-cow notes", "names the wrong way round"),
    Row("003", "on the front", "prone-pigeon client", "lie on your front"),
    Row("003", "one leg straight", "prone-pigeon client", "legs straight behind you"),
    Row("003", "knee to the other hip", "prone-pigeon client", "knee slowly up and toward the oth"),
    Row("003", "hips square", "prone-pigeon client", "both hips point to the floor"),
    Row("003", "glutes and lower back", "prone-pigeon targets", "gluteal.*lower back"),
]

OF_CONDITIONS = [
    Row("000", "recent muscle strain", "injury", "strain"),
    Row("000", "acute inflammatory episode", "inflammation", "acute inflammation"),
    Row("000", "fever", "fever", "fever"),
    Row("000", "joint instability in the area", "joints", "unstable joint in the area"),
    Row("001", "acute pain", "pain", "acute pain"),
    Row("001", "recent injuries, strains, sprains", "injury", "injury.*strain.*sprain"),
    Row("001", "disc herniation or bulge", "disc", "herniation or bulge"),
    Row("001", "osteoporosis", "bones", "osteoporosis"),
    Row("001", "recent surgery, spine or hip", "surgery", "surgery.*spine or a hip"),
    Row("001", "hypermobility", "joints", "hypermobile"),
    Row("001", "numbness, tingling, weakness", "nerves", "numbness, tingling or weakness"),
    Row("002", "recent strains, sprains, fractures", "injury", "strain.*sprain.*fracture"),
    Row("002", "acute pain", "pain", "acute pain"),
    Row("002", "inflammation", "inflammation", "inflammation"),
    Row("002", "osteoporosis, bone density", "bones", "osteoporosis.*bone density"),
    Row("002", "spinal fusion", "fusion", "fused spine"),
    Row("002", "disc herniation, severe spinal conditions", "disc", "herniation.*severe condition"),
    Row("002", "advised against by a professional", "advised-against", "advised against"),
    Row("002", "persistent numbness, tingling, weakness", "nerves", "numbness, tingling or weak"),
]

SAID_BEFORE = [
    Row("000", "recent strain", "injury", "strain"),
    Row("000", "inflammation", "inflammation", "inflammation"),
    Row("000", "fever", "fever", "fever"),
    Row("000", "joint instability", "joints", "unstable joints"),
    Row("001", "acute pain", "pain", "acute pain"),
    Row("001", "injury, sprain", "injury", "an injury, strain, sprain"),
    Row("001", "disc herniation", "disc", "disc or spine condition"),
    Row("001", "osteoporosis", "bones", "brittle bones"),
    Row("001", "surgery", "surgery", "surgery"),
    Row("001", "hypermobility", "joints", "loose"),
    Row("001", "numbness, tingling, weakness", "nerves", "feels weak or asleep"),
    Row("002", "fracture", "injury", "fracture"),
    Row("002", "spinal fusion", "fusion", "fused spine"),
    Row("002", "medical clearance", "disc", "physiotherapist cleared you"),
    Row("002", "advised against", "advised-against", "advised you against"),
    Row("001", "consult before beginning", "advised-against", "are you in doubt"),
]

OF_EVERY_SESSION = [
    Row("000", "a scale from 0 to 10", "briefing", "zero is no discomfort, and ten is the worst"),
    Row("000", "a number at any time", "briefing", "say a number at any time"),
    Row("000", "continuous talk", "briefing", "tell your partner what you feel"),
    Row("000", "stop point 4 or 5", "stop-point", "four or five"),
    Row("000", "no bouncing", "briefing", "never bounce"),
    Row("000", "warm-up by light movements", "warm-up", "walk on the spot"),
    Row("000", "water afterwards", "cool-down", "drink some water"),
    Row("000", "a short slow walk", "cool-down", "walk slowly around"),
    Row("001", "never stretch cold muscles", "warm", "moving for five minutes"),
    Row("001", "warm-up by walking", "warm-up", "walk at your own pace"),
    Row("001", "a gentle pull, not pain", "briefing", "a mild pull, never pain"),
    Row("001", "the client says when to halt", "briefing", "say the word s, t, o, p"),
    Row("001", "the client says when to lighten", "help", "half the pressure, say the word"),
    Row("001", "the partner asks constantly", "briefing", "ask often"),
    Row("001", "do you feel a stretch?", "feel", "do you feel a stretch"),
    Row("001", "where do you feel it?", "where", "where do you feel it"),
    Row("001", "is this too much?", "too-much", "more than you like"),
    Row("002", "is that too much?", "too-much", "more than you like"),
    Row("000", "core engaged, a stable stance", "posture", "foot.*belly firm"),
    Row("002", "body weight, not arm strength", "posture", "your weight, not your arms"),
    Row("001", "PNF", "contract-relax", "half of your strength.*hands still"),
    Row("001", "slow, controlled movements", "briefing", "move slowly"),
    Row("001", "deep breathing", "briefing", "breathe slowly and deeply"),
    Row("001", "out into the stretch", "briefing", "deepens on the breath out"),
    Row("001", "at a warning sign at once", "red-flag", "a warning sign"),
    Row("001", "numbness needs a doctor", "red-flag", "see a doctor or a physiotherapist"),
    Row("002", "body weight, not arms", "briefing", "press with your weight, not your arms"),
    Row("002", "communicate at once", "briefing", "i lead you out of the stretch at once"),
    Row("002", "ease off at pain", "eased", "take off half of your pressure"),
    Row("002", "warm-up by dynamic movements", "warm-up", "swing both arms"),
    Row("002", "persistent symptoms", "cool-down", "pain stays or grows"),
    Row("002", "unsure of the technique", "cool-down", "unsure of a stretch"),
    Row("002", "a personalised program", "cool-down", "your own program"),
    Row("003", "pain that persists or worsens", "cool-down", "stays or grows, or a leg feels"),
]

WARNING_SIGNS = [
    ("000", "sharp", "sharp pain"),
    ("000", "stabbing", "stabbing"),
    ("000", "radiating", "radiating"),
    ("000", "numbness", "numb"),
    ("000", "tingling", "tingling"),
    ("001", "sharp", "sharp pain"),
    ("001", "shooting", "shooting pain"),
    ("001", "radiating", "down my leg"),
    ("001", "weakness", "weakness"),
    ("002", "numbness", "numb"),
    ("002", "tingling", "tingling"),
    ("002", "weakness", "feel weak"),
]


def text(cues: Iterable[CueText], role: Role | None = None) -> str:
    """Return what is said, to one role or to all."""
    return " ".join(cue.text for cue in cues if role in {None, cue.role})


def part(stretch: StretchFile, name: str) -> str:
    """Return what a stretch says to a role, or the texts of a list of it."""
    if name in set(Role):
        return text((cue for _, cue in stretch.cues()), Role(name))
    value = getattr(stretch, name)
    return value if isinstance(value, str) else " ".join(value)


def told(where: str) -> str:
    """Return what every session says at some place."""
    words = FULL.words
    places = {"briefing": words.briefing, "warm-up": FULL.warm_up.cues}
    places |= {"cool-down": FULL.cool_down.cues, "contract-relax": words.contract_relax.set_up}
    places |= {"posture": tuple(cue for cues in words.posture.values() for cue in cues)}
    if where in places:
        return text(places[where])
    for question, asking in words.questions.items():
        if question == where:
            return asking.ask.text
    return next(text(cues) for reply, cues in words.replies.items() if reply == where)


def has(row: Row, found: str) -> None:
    """Look for a row's words."""
    assert re.search(row.words, found, re.IGNORECASE | re.DOTALL), f"{row.item}: {found}"


def test_all_sixteen_stretches_are_there_and_no_other() -> None:
    assert set(TAUGHT.values()) == set(STRETCHES)
    assert len(STRETCHES) == 16


@pytest.mark.parametrize(("taught", "name"), TAUGHT.items())
def test_each_stretch_of_an_article_is_an_entry_that_cites_it(
    taught: tuple[str, str], name: str
) -> None:
    article, _ = taught
    assert NAMES[article] in {source.article for source in STRETCHES[name].sources}


@pytest.mark.parametrize("row", OF_STRETCHES, ids=str)
def test_each_item_of_a_stretch_is_in_its_entry(row: Row) -> None:
    name, where = row.where.split()
    has(row, part(STRETCHES[name], where))
    assert NAMES[row.article] in {source.article for source in STRETCHES[name].sources}


@pytest.mark.parametrize(("name", "wanted"), HOLDS.items())
def test_each_hold_is_one_that_an_article_gives(
    name: str, wanted: tuple[str, int, int, int, int]
) -> None:
    article, shortest, longest, fewest, most = wanted
    hold = STRETCHES[name].hold
    assert hold is not None
    assert shortest <= hold.seconds <= longest
    assert fewest <= hold.repetitions <= most
    assert NAMES[article] in {source.article for source in STRETCHES[name].sources}


def test_cat_cow_is_a_rhythm_of_10_to_15_rounds() -> None:
    """003."""
    rhythm = STRETCHES["cat-cow"].rhythm
    assert rhythm is not None
    assert 10 <= rhythm.rounds <= 15


def test_what_goes_to_one_side_in_an_article_is_done_on_both() -> None:
    """000, 001 (per side), 002 (repeat on the other side), 003 (then switch sides)."""
    assert {name for name, file in STRETCHES.items() if file.sides == "both"} == {
        "seated-spinal-rotation",
        "supine-spinal-twist",
        "hip-flexor-bed-edge",
        "straight-leg-hamstring",
        "modified-pigeon",
        "seated-thoracic-rotation",
        "kneeling-hip-flexor",
        "prone-pigeon",
    }


@pytest.mark.parametrize("row", OF_CONDITIONS, ids=str)
def test_each_item_of_the_lists_of_those_not_to_be_stretched_is_a_condition(row: Row) -> None:
    condition = FULL.conditions.conditions[row.where]
    has(row, condition.what)
    assert NAMES[row.article] in {source.article for source in condition.sources}


@pytest.mark.parametrize("row", SAID_BEFORE, ids=str)
def test_each_of_them_is_asked_before_a_session(row: Row) -> None:
    assert row.where in FULL.conditions.conditions
    asked = (each.ask for each in FULL.conditions.screening.questions.values())
    has(row, text([*asked, FULL.words.questions[Question.CLEARANCE].ask]))


def test_a_clearance_lifts_only_what_an_article_lets_it_lift() -> None:
    """001 (discs), 002 (fusions, discs, other severe spinal conditions)."""
    lifted = {name for name, each in FULL.conditions.conditions.items() if each.clearance}
    assert lifted == {"disc", "fusion"}


@pytest.mark.parametrize("row", OF_EVERY_SESSION, ids=str)
def test_each_rule_is_told_in_every_session(row: Row) -> None:
    has(row, told(row.where))


@pytest.mark.parametrize(("article", "sign", "phrase"), WARNING_SIGNS)
def test_each_warning_sign_can_be_said(article: str, sign: str, phrase: str) -> None:
    assert article in NAMES
    assert phrase in RED_FLAGS, sign


def test_the_partner_s_stance_is_told_wherever_the_partner_touches() -> None:
    """000 (firm core, stable stance), 002 (stable base, good posture)."""
    for name, file in STRETCHES.items():
        told_partner = text(file.set_up, Role.PARTNER)
        touches = "you do not touch" not in told_partner.lower()
        assert touches is (file.stance is not None), name
    for cues in FULL.words.posture.values():
        assert re.search("foot.*belly firm, back long.*weight.*not your arms", text(cues)), cues


def test_every_stretch_is_eased_into_on_the_breath_out_and_to_a_mild_pull() -> None:
    """000, 001, 002 (slowly and by degrees)."""
    for name, file in STRETCHES.items():
        eased = text(file.ease_in.cues)
        assert re.search("breath out|breathe out", eased, re.IGNORECASE), name
        assert re.search("mild pull|as it feels good", eased, re.IGNORECASE), name
        assert re.search("breathe in", eased, re.IGNORECASE), name


def test_every_stretch_says_what_not_to_force_and_names_who_should_not() -> None:
    """002 (never force a stretch), 003 (do not force any movement)."""
    for name, file in STRETCHES.items():
        assert re.search("forc|fast|hard|far|jerk|bounc|going on", part(file, "mistakes")), name
        assert file.when_not, name


def test_the_hard_limits_are_those_of_the_articles() -> None:
    assert (limits.DEFAULT_STOP_POINT, limits.MAX_STOP_POINT) == (4, 5)  # 000: a 4 or 5
    assert limits.MAX_HOLD == 60  # 002: up to 60 seconds
    assert limits.MAX_REPETITIONS == 3  # 001, 002: 2 to 3
    assert (limits.MIN_WARM_UP, limits.MAX_WARM_UP) == (5, 10)  # 000, 001, 002: 5 to 10 minutes
    assert limits.MAX_ROUNDS == 15  # 003: 10 to 15 times
