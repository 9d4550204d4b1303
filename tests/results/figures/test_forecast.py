"""Estimates of the year's end, and what a target still asks for."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from results.figures import rates
from results.figures.forecast import (
    Elapsed,
    Estimate,
    Fallback,
    Method,
    Missing,
    Part,
    Reach,
    TargetStanding,
    by_days,
    by_share,
    estimate,
    reach,
)

HALF = Elapsed(182, 364)
AMOUNTS = st.integers(min_value=0, max_value=10**15)
SOME = st.integers(min_value=1, max_value=10**15)
SHARES = st.fractions(min_value=Fraction(1, 1000), max_value=3)
STANDING = st.fractions(min_value=0, max_value=1)
YEARS = st.builds(Elapsed, st.integers(1, 365), st.just(365))
TARGETS = st.fractions(min_value=0, max_value=100, max_denominator=10_000)


# -- days -------------------------------------------------------------------------------------------------------------
def test_days_of_a_year_of_enforcement_are_counted_with_their_ends():
    half = Elapsed.between(date(2023, 10, 1), date(2024, 3, 31), date(2024, 9, 30))
    assert (half, half.is_over) == (Elapsed(183, 366), False)
    assert Elapsed.between(date(2023, 10, 1), date(2024, 9, 30), date(2024, 9, 30)).is_over


def test_what_stood_when_the_year_began_is_counted_once():
    # 1.000 carried over and 500 accepted in half a year: 1.000 and 1.000 at its end
    assert by_days(1500, HALF, Fraction(1000, 1500)) == 2000


# -- which method -----------------------------------------------------------------------------------------------------
def test_share_of_last_year_is_taken_part_by_part():
    found = estimate(Part(300, 200, 400), Part(600, 800, 1000), HALF)
    assert found == Estimate(Fraction(600), Fraction(750), Method.SHARE)
    assert found.ratio == Fraction(4, 5)


@pytest.mark.parametrize(
    ("part", "whole", "why"),
    [
        (Part(300), Part(600), Fallback.NO_LAST_YEAR),
        (Part(300, 200, None), Part(600, 800, 1000), Fallback.NO_LAST_YEAR),
        (Part(300, 200, 400), Part(600, None, 1000), Fallback.NO_LAST_YEAR),
        (Part(300, 0, 0), Part(600, 800, 1000), Fallback.NO_SHARE),
        (Part(300, 5, 0), Part(600, 800, 1000), Fallback.NO_SHARE),
        (Part(300, 100, 400), Part(600, 1000, 1000), Fallback.MISFIT),
    ],
)
def test_both_parts_go_by_days_where_last_year_cannot_say(part, whole, why):
    assert estimate(part, whole, HALF) == Estimate(Fraction(600), Fraction(1200), Method.DAYS, why)


@pytest.mark.parametrize(
    ("part", "whole", "elapsed", "why"),
    [
        (Part(None, 1, 2), Part(5, 1, 2), HALF, Missing.NO_FIGURES),
        (Part(5, 1, 2), Part(None, 1, 2), HALF, Missing.NO_FIGURES),
        (Part(0, 1, 2), Part(0, 1, 2), HALF, Missing.NOTHING_COUNTED),
        (Part(5, 0, 2), Part(9, 1, 2), HALF, Missing.ZERO_SHARE),
        (Part(5, 1, 2), Part(9, 0, 2), HALF, Missing.ZERO_SHARE),
        (Part(5, 1, 2), Part(9, 1, 2), Elapsed(365, 365), Missing.YEAR_END),
        (Part(5), Part(9, standing=None), HALF, Missing.NO_FIGURES),
        (Part(5), Part(9, standing=Fraction(1)), HALF, Missing.MISFIT),
    ],
)
def test_no_estimate_where_neither_method_says_anything(part, whole, elapsed, why):
    assert estimate(part, whole, elapsed) is why


@given(AMOUNTS, SHARES)
def test_the_share_of_the_estimate_is_what_is_there_now(now, share):
    assert by_share(now, share) * share == now


@given(AMOUNTS, YEARS, STANDING)
def test_pro_rata_never_shrinks_and_is_exact_at_the_end(now, elapsed, standing):
    assert now <= by_days(now, elapsed, standing) <= by_days(now, elapsed)
    assert by_days(now, Elapsed(365, 365), standing) == now


@given(SOME, SOME, SOME, SOME, SOME, st.integers(1, 364))
def test_a_year_like_the_last_ends_like_the_last(part, whole, part_end, whole_end, times, days):
    """With the same figures as last year, or as many times them, the rate of last year's end comes out."""
    assume(part_end <= whole_end)
    found = estimate(Part(part * times, part, part_end), Part(whole * times, whole, whole_end), Elapsed(days, 365))
    assert (found.method, found.ratio) == (Method.SHARE, Fraction(part_end, whole_end))


@given(SOME, SOME, st.one_of(st.none(), AMOUNTS), st.one_of(st.none(), AMOUNTS), YEARS, STANDING)
def test_an_estimate_never_does_more_than_there_is(part, whole, same, end, elapsed, standing):
    assume(part <= whole)
    found = estimate(Part(part, same, end), Part(whole, end, same, standing), elapsed)
    if isinstance(found, Estimate):
        assert 0 <= found.part <= found.whole and 0 <= found.ratio <= 1


# -- what is still needed ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("part", "whole", "comparator", "target", "expected"),
    [
        (83, 100, "gte", 83, (TargetStanding.REACHED, 0)),
        (83, 100, "gt", 83, (TargetStanding.NEEDED, 1)),
        (90, 100, "gt", 83, (TargetStanding.REACHED, 6)),
        (80, 100, "gte", 83, (TargetStanding.NEEDED, 3)),
        (95, 196, "gte", 100, (TargetStanding.NEEDED, 101)),
        (99, 100, "gt", 100, (TargetStanding.LOST, 2)),
        (0, 100, "gte", 0, (TargetStanding.REACHED, 0)),
        (4, 100, "lt", 5, (TargetStanding.REACHED, 0)),
        (5, 100, "lt", 5, (TargetStanding.LOST, 1)),
        (3, 100, "lte", 5, (TargetStanding.REACHED, 2)),
        (7, 100, "lte", 5, (TargetStanding.LOST, 2)),
        (3, 100, "eq", 5, (TargetStanding.NEEDED, 2)),
        (5, 100, "eq", 5, (TargetStanding.REACHED, 0)),
        (7, 100, "eq", 5, (TargetStanding.LOST, 2)),
    ],
)
def test_reach(part, whole, comparator, target, expected):
    found = reach(part, whole, comparator, Fraction(target))
    assert (found.standing, found.amount) == expected


def test_nothing_can_be_said_of_an_empty_denominator_or_an_exact_target_between_two_numbers():
    assert reach(0, 0, "gte", Fraction(80)) is None
    assert reach(1, 3, "eq", Fraction(50)) is None


@given(AMOUNTS, SOME, st.sampled_from(["gt", "gte"]), TARGETS)
def test_what_is_needed_is_the_least_that_meets_the_target(part, whole, comparator, target):
    found: Reach = reach(part, whole, comparator, target)
    more = -found.amount if found.standing is TargetStanding.REACHED else found.amount
    assert rates.meets(Fraction(part + more, whole) * 100, comparator, target)
    assert not rates.meets(Fraction(part + more - 1, whole) * 100, comparator, target)
    if found.standing is TargetStanding.LOST:
        assert found.amount > found.left


@given(AMOUNTS, SOME, st.sampled_from(["lt", "lte"]), TARGETS)
def test_what_is_to_spare_below_a_ceiling_is_the_most_that_still_meets_it(part, whole, comparator, target):
    found: Reach = reach(part, whole, comparator, target)
    room = found.amount if found.standing is TargetStanding.REACHED else -found.amount
    assert rates.meets(Fraction(part + room, whole) * 100, comparator, target)
    assert not rates.meets(Fraction(part + room + 1, whole) * 100, comparator, target)
