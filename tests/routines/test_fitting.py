"""A routine fitted to the minutes that people have."""

from __future__ import annotations

import pytest

from voiceguide.errors import UserError
from voiceguide.paths import content_dir
from voiceguide.routines.fitting import Fitted, fit
from voiceguide.routines.library import load_routine
from voiceguide.routines.planning import plan
from voiceguide.session.plan import Phase, Side

CONTENT = content_dir()
ROUTINES = sorted(path.stem for path in (CONTENT / "routines").iterdir())
MINUTES = range(11, 31)


def fitted(name: str, minutes: float) -> Fitted:
    """Return a routine of ours, fitted."""
    return fit(load_routine(name, CONTENT), minutes)


@pytest.fixture(params=ROUTINES)
def tries(request: pytest.FixtureRequest) -> list[Fitted]:
    """Return a routine, fitted to each number of minutes that may be asked for."""
    written = load_routine(request.param, CONTENT)
    return [fit(written, minutes) for minutes in MINUTES]


def test_a_fitted_session_takes_no_longer_than_people_have(tries: list[Fitted]) -> None:
    assert all(each.seconds <= each.minutes * 60 for each in tries)


def test_more_minutes_never_give_fewer_stretches(tries: list[Fitted]) -> None:
    counts = [len(each.routine.stretches) for each in tries]
    assert counts == sorted(counts)


def test_warm_up_and_cool_down_stay_as_they_are_written(tries: list[Fitted]) -> None:
    for each in tries:
        lasted = {step.phase: step.seconds for step in plan(each.routine).steps}
        assert lasted[Phase.WARM_UP] == each.written.warm_up.minutes * 60
        assert lasted[Phase.COOL_DOWN] == each.written.cool_down.minutes * 60


def test_both_sides_stay_the_same(tries: list[Fitted]) -> None:
    for each in tries:
        done = [(s.side, s.stretch, s.rep, s.phase, s.seconds) for s in plan(each.routine).steps]
        left, right = ([d[1:] for d in done if d[0] is side] for side in Side)
        assert left == right


def test_holds_stay_and_nothing_is_added(tries: list[Fitted]) -> None:
    for each in tries:
        written = {one.name: one for one in each.written.stretches}
        for taken in each.routine.stretches:
            assert taken.seconds == written[taken.name].seconds
            assert 1 <= taken.repetitions <= written[taken.name].repetitions


def test_the_order_of_the_stretches_stays(tries: list[Fitted]) -> None:
    for each in tries:
        kept = [one.name for one in each.routine.stretches]
        assert [one.name for one in each.written.stretches if one.name in kept] == kept


def test_with_minutes_to_spare_nothing_is_left_out() -> None:
    whole = fitted("lower-back", 60)
    assert (whole.left_out, whole.shortened) == ((), ())
    assert plan(whole.routine) == plan(whole.written)


def test_repetitions_give_way_before_stretches_and_the_last_ones_first() -> None:
    twenty = fitted("lower-back", 20)
    assert twenty.left_out == ()
    assert twenty.shortened == (("supine-spinal-twist", 1, 2), ("straight-leg-hamstring", 1, 2))


def test_what_is_left_out_is_named() -> None:
    fifteen = fitted("lower-back", 15)
    assert fifteen.left_out == ("straight-leg-hamstring",)


def test_too_few_minutes_are_refused_with_the_least_that_would_do() -> None:
    with pytest.raises(UserError) as caught:
        fitted("lower-back", 8)
    assert str(caught.value) == (
        "lower-back cannot be fitted to 8 minutes: warm-up, one stretch and cool-down take 11; "
        "give 11 or more"
    )
    assert len(fitted("lower-back", 11).routine.stretches) == 1


def test_a_single_stretch_can_be_fitted_too() -> None:
    assert fitted("just the twist", 12).shortened == (("supine-spinal-twist", 1, 2),)
