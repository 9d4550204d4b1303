"""Places, movement, ties and steps round the target, against arithmetic written again for the test."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.figures import Figure, TargetRef
from results.figures.places import STEPS, Judged, judged, standings, step
from results.figures.rates import Rate
from tests.support.blocks import PERIOD, block, rate

CODES = "ABCDEFG"
CASES = st.none() | st.tuples(st.integers(0, 12), st.integers(0, 12))
TARGETS = st.none() | st.fractions(0, 100, max_denominator=400)
ROWS = st.lists(st.tuples(CASES, CASES, TARGETS), min_size=1, max_size=len(CODES))


def typed(pair):
    if pair is None:
        return {}
    done, left = pair
    return {"enforced": done, "stopped": 0, "eligible": done + left}


def made(rows, **changes):
    codes = CODES[: len(rows)]
    now = {code: typed(row[0]) for code, row in zip(codes, rows, strict=True)}
    last = {code: typed(row[1]) for code, row in zip(codes, rows, strict=True) if row[1] is not None}
    targets = {code: row[2] for code, row in zip(codes, rows, strict=True) if row[2] is not None}
    stood_for = {code: (code,) for code in last}
    return block(now, last=last, targets=targets, **({"stood_for": stood_for} | changes))


def percent(pair):
    return Fraction(100 * pair[0], sum(pair)) if pair and sum(pair) else None


def place(own, all_values):
    return None if own is None else 1 + sum(other is not None and other > own for other in all_values)


@given(ROWS)
def test_places_movement_gaps_and_order(rows):
    found = standings(made(rows), "completion")
    now = [percent(row[0]) for row in rows]
    before = [percent(row[1]) if mine is not None else None for row, mine in zip(rows, now, strict=True)]
    for standing in found:
        number = CODES.index(standing.agency.code)
        own, last, target = now[number], before[number], rows[number][2]
        assert standing.place == place(own, now)
        assert standing.last_place == place(last, before)
        comparable = own is not None and last is not None
        like = [mine if then is not None else None for mine, then in zip(now, before, strict=True)]
        assert standing.moved == (place(last, before) - place(own, like) if comparable else None)
        assert (standing.without == "") == comparable
        both = own is not None and target is not None
        assert standing.gap == (own - target if both else None)
        assert standing.met == (own > target if both else None)
    places = [standing.place or len(rows) + 1 for standing in found]
    assert places == sorted(places)
    assert sorted(standing.agency.code for standing in found) == list(CODES[: len(rows)])


def test_equal_results_share_a_place_and_the_next_is_skipped():
    found = standings(
        made([((1, 1), None, None), ((2, 2), None, None), ((3, 1), None, None), ((0, 1), None, None)]), "completion"
    )
    assert [(s.agency.code, s.place) for s in found] == [("C", 1), ("A", 2), ("B", 2), ("D", 4)]


def test_what_has_no_place_stands_last_and_says_why():
    rows = [
        (None, (1, 1), None),
        ((0, 0), (1, 1), None),
        ((1, 1), None, None),
        ((1, 2), (0, 0), None),
        ((1, 3), (1, 1), 5),
    ]
    found = {s.agency.code: s for s in standings(made(rows), "completion")}
    assert list(found) == ["C", "D", "E", "B", "A"]
    assert {code: s.without for code, s in found.items()} == {
        "C": "no_last_year",
        "D": "nothing_last_year",
        "E": "",
        "B": "nothing_arose",
        "A": "no_value",
    }


def test_those_who_have_not_reported_yet_take_no_place_of_last_year():
    rows = [((1, 1), (1, 9), None), (None, (9, 1), None), ((1, 2), (2, 8), None)]
    found = {s.agency.code: (s.place, s.last_place, s.moved) for s in standings(made(rows), "completion")}
    assert found == {"A": (1, 2, 1), "C": (2, 1, -1), "B": (None, None, None)}


def test_newcomers_push_nobody_down():
    """The second of two is still the first of those that had a last year."""
    rows = [((1, 1), (1, 9), None), ((3, 1), None, None), ((1, 3), (1, 10), None)]
    found = {s.agency.code: (s.place, s.last_place, s.moved) for s in standings(made(rows), "completion")}
    assert found == {"B": (1, None, None), "A": (2, 1, 0), "C": (3, 2, 0)}


NINE_MONTHS = replace(PERIOD, period_code="9m", months=9, is_year_end=False)


@pytest.mark.parametrize(
    ("done", "gap", "prorata_gap", "on_pace", "found"),
    [(58, -22, -2, False, 1), (60, -20, 0, False, 2), (61, -19, 1, True, 4), (81, 1, 21, True, 5)],
)
def test_nine_months_are_stepped_round_three_quarters_of_the_target_and_miss_nothing(
    done, gap, prorata_gap, on_pace, found
):
    """The target is more than 80: 60 belong to nine months."""
    grows, target = rate("share", "completed", "eligible_cases"), TargetRef(Fraction(80), "gt")
    value = Figure(rate=Rate(done, 100))
    assert judged(value, target, grows, NINE_MONTHS) == Judged(gap, prorata_gap, None, on_pace, found)
    assert judged(value, target, grows, PERIOD).met == (done > 80)


def test_a_share_that_does_not_grow_is_not_judged_before_the_years_end():
    found = judged(Figure(rate=Rate(70, 100)), TargetRef(Fraction(80), "gte"), rate("share", "a", "b"), NINE_MONTHS)
    assert found == Judged(Fraction(-10))


def test_merged_agency_is_not_compared_though_others_are_compared_with_it():
    rows = [((1, 1), (9, 1), None), ((3, 1), (1, 1), None), ((1, 3), (1, 3), None)]
    figures = made(rows, stood_for={"A": ("X", "Y"), "B": ("OLD",), "C": ("C",)})
    found = {s.agency.code: (s.last_place, s.moved, s.without) for s in standings(figures, "completion")}
    assert found == {"B": (2, 1, ""), "A": (None, None, "merged"), "C": (3, 0, "")}


def test_where_less_is_better_the_least_is_first_and_neutral_has_no_places():
    figures = block({"A": {"backlog": 3, "stopped": 1}, "B": {"backlog": 1, "stopped": 9}})
    assert [(s.agency.code, s.place) for s in standings(figures, "backlog")] == [("B", 1), ("A", 2)]
    assert [(s.agency.code, s.place) for s in standings(figures, "stopped")] == [("A", None), ("B", None)]


def test_rate_without_target_is_measured_against_the_national_one_but_a_sum_is_not():
    national = {"completion": TargetRef(Fraction(60), "gt"), "enforced": TargetRef(Fraction(5), "gte")}
    rows = [((1, 1), None, Fraction(40)), ((3, 1), None, None)]
    figures = replace(made(rows), national_targets=national)
    found = {s.agency.code: (s.aim.is_national, s.gap, s.met) for s in standings(figures, "completion")}
    assert found == {"A": (False, 10, True), "B": (True, 15, True)}
    assert [s.aim for s in standings(figures, "enforced")] == [None, None]
    bare = standings(replace(figures, national_targets={}), "completion")
    assert {s.agency.code: (s.aim is None, s.met, s.step) for s in bare} == {
        "A": (False, True, 5),
        "B": (True, None, None),
    }


@pytest.mark.parametrize(
    ("measured", "comparator", "expected"),
    [
        ("78.99", "gte", 1),
        ("79", "gte", 2),
        ("79.99", "gte", 2),
        ("80", "gte", 3),
        ("80", "gt", 2),
        ("80.49", "gt", 3),
        ("80.5", "gt", 4),
        ("81.49", "gt", 4),
        ("81.5", "gt", 5),
        ("81.01", "lte", 1),
        ("81", "lte", 2),
        ("80", "lte", 3),
        ("80", "lt", 2),
        ("79.5", "lte", 4),
        ("78.5", "lt", 5),
        ("80", "eq", 3),
        ("80.1", "eq", 2),
        ("78", "eq", 1),
        (None, "gt", None),
    ],
)
def test_five_steps_part_at_their_edges(measured, comparator, expected):
    value = None if measured is None else Fraction(measured)
    assert step(value, TargetRef(Fraction(80), comparator), is_rate=True) == expected


@given(st.fractions(0, 200, max_denominator=100), st.fractions(0, 200, max_denominator=100))
def test_reached_is_three_or_more(measured, target):
    found = step(measured, TargetRef(target, "gte"), is_rate=True)
    assert found in STEPS and (found >= 3) == (measured >= target)


def test_amounts_are_stepped_by_percent_of_the_target():
    target = TargetRef(Fraction(1000), "gte")
    assert [step(Fraction(v), target, is_rate=False) for v in (989, 990, 1004, 1005, 1015)] == [1, 2, 3, 4, 5]
    assert step(Fraction(3), TargetRef(Fraction(0), "gte"), is_rate=False) is None
