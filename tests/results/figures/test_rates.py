from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.figures import rates
from results.figures.rates import Rate

PARTS = st.integers(min_value=0, max_value=10**18)
RATES = st.builds(Rate, PARTS, PARTS)


def test_total_of_rates_is_ratio_of_sums():
    assert (Rate(9, 10) + Rate(10, 90)).value == Fraction(19, 100)


def test_rate_of_nothing_is_none_and_of_none_done_is_zero():
    assert (Rate(0, 0).value, Rate(0, 5).value) == (None, Fraction(0))


def test_rate_above_one_is_not_capped():
    assert Rate(3, 2).value == Fraction(3, 2)


@given(st.lists(RATES, min_size=1))
def test_sum_of_rates_equals_ratio_of_sums_exactly(several):
    total = sum(several[1:], several[0])
    part, whole = sum(r.part for r in several), sum(r.whole for r in several)
    assert total.value == (Fraction(part, whole) if whole else None)


@given(st.lists(RATES, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_sum_of_rates_does_not_depend_on_order(several, random):
    shuffled = list(several)
    random.shuffle(shuffled)
    assert sum(shuffled[1:], shuffled[0]) == sum(several[1:], several[0])


def test_weighted_target_is_weighted_by_denominators_not_averaged():
    assert rates.weighted_target([(Decimal(80), 300), (Decimal(90), 100)]) == Fraction(165, 2)


def test_weighted_target_without_weights_is_the_common_target_or_none():
    assert rates.weighted_target([(Decimal("83.25"), 0), (Decimal("83.25"), 0)]) == Fraction("83.25")
    assert rates.weighted_target([(Decimal(80), 0), (Decimal(90), 0)]) is None
    assert rates.weighted_target([]) is None


TARGETS = st.decimals(min_value=0, max_value=100, places=2)


@given(st.lists(st.tuples(TARGETS, st.integers(min_value=1, max_value=10**15)), min_size=1))
def test_weighted_target_lies_between_the_lowest_and_the_highest(pairs):
    values = [Fraction(t) for t, _ in pairs]
    assert min(values) <= rates.weighted_target(pairs) <= max(values)


@pytest.mark.parametrize(
    ("comparator", "below", "same", "above"),
    [
        ("gt", False, False, True),
        ("gte", False, True, True),
        ("lt", True, False, False),
        ("lte", True, True, False),
        ("eq", False, True, False),
    ],
)
def test_meets_by_the_comparator_of_the_decision(comparator, below, same, above):
    target = Fraction("83.25")
    tiny = Fraction(1, 10**12)
    measured = (target - tiny, target, target + tiny)
    assert tuple(rates.meets(m, comparator, target) for m in measured) == (below, same, above)


def test_meets_is_unknown_without_a_value_or_a_target():
    assert rates.meets(None, "gt", Fraction(1)) is None
    assert rates.meets(Fraction(1), "gt", None) is None


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [(110, 100, Fraction(1, 10)), (0, 4, Fraction(-1)), (5, 0, None), (5, None, None), (None, 5, None)],
)
def test_change_ratio(now, before, expected):
    assert rates.change_ratio(now, before) == expected


def test_competition_ranks_share_places_and_skip_the_next():
    values = {"a": Fraction(3), "b": Fraction(5), "c": Fraction(3), "d": Fraction(1)}
    assert rates.competition_ranks(values, higher_is_better=True) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert rates.competition_ranks(values, higher_is_better=False) == {"d": 1, "a": 2, "c": 2, "b": 4}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.fractions(), min_size=1, max_size=8))
def test_competition_rank_is_one_more_than_those_who_are_better(values):
    places = rates.competition_ranks(values, higher_is_better=True)
    assert places == {k: 1 + sum(other > v for other in values.values()) for k, v in values.items()}
