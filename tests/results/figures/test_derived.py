"""The target of all members together, and what a decision asks for in a part of the year. Plain values."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from results.figures import TargetRef
from results.figures.lines import NoTarget
from results.figures.places import judged
from results.figures.values import PeriodTarget
from tests.support.blocks import INDICATORS, PERIOD, block, rate

HALF = replace(PERIOD, period_code="6m", months=6, is_year_end=False)


def row(done: int, eligible: int) -> dict[str, int]:
    return {"enforced": done, "stopped": 0, "eligible": eligible}


def decided(value: str, period: str = "6m") -> tuple[PeriodTarget, ...]:
    return (PeriodTarget(period, Fraction(value), "gte"),)


def test_target_is_weighted_by_denominators_and_no_mean_of_percentages():
    figures = block({"A": row(1, 100), "B": row(1, 900)}, targets={"A": 80, "B": 90})
    found = figures.derived_target("completion")
    assert found.target.value == Fraction(80 * 100 + 90 * 900, 1000) == 89
    assert (found.weight, found.product) == (1000, 89000)
    assert [(share.agency.code, share.weight, share.product) for share in found.shares] == [
        ("A", 100, 8000),
        ("B", 900, 81000),
    ]
    assert found.target.value != Fraction(80 + 90, 2)


def test_member_without_figure_does_not_count_and_is_still_listed():
    figures = block({"A": row(1, 100), "B": {"enforced": None}}, targets={"A": 80, "B": 95})
    found = figures.derived_target("completion")
    assert found.target.value == 80
    assert [(share.agency.code, share.counts) for share in found.shares] == [("A", True), ("B", False)]


@pytest.mark.parametrize(
    ("targets", "rows", "why"),
    [
        ({}, (row(1, 100), row(1, 100)), NoTarget.NOBODY),
        ({"A": 80}, (row(1, 100), row(1, 100)), NoTarget.NOT_ALL),
        ({"A": 80, "B": 90}, (row(0, 0), row(0, 0)), NoTarget.NOTHING_COUNTED),
    ],
)
def test_why_there_is_none(targets, rows, why):
    figures = block(dict(zip("AB", rows, strict=True)), targets=targets)
    found = figures.derived_target("completion")
    assert (found.target, found.why) == (None, why)
    assert figures.line("completion").target is None


def test_comparators_that_differ_make_no_target():
    figures = block({"A": row(1, 100), "B": row(1, 100)}, targets={"A": 80, "B": 80})
    mixed = {**figures.targets, ("B", "completion"): TargetRef(Fraction(80), "gte")}
    assert replace(figures, targets=mixed).derived_target("completion").why == NoTarget.COMPARATORS


def test_others_figures_are_not_told_by_the_target():
    figures = block({"A": row(1, 100), "B": row(1, 900)}, targets={"A": 80, "B": 90}).restricted(frozenset("A"))
    found = figures.derived_target("completion")
    assert (found.shares, found.why) == ((), NoTarget.HIDDEN)


# -- targets of a period ----------------------------------------------------------------------------------------------
def half_year(**parts: tuple[PeriodTarget, ...]):
    figures = block({"A": row(40, 100), "B": row(300, 900)}, targets={"A": 80, "B": 90})
    targets = {key: replace(target, parts=parts.get(key[0], ())) for key, target in figures.targets.items()}
    return replace(figures, period=HALF, targets=targets)


def test_decided_target_of_the_period_stands_in_place_of_months_over_twelve():
    line = half_year(A=decided("45")).line("completion", "A")
    assert line.portion.decided.value == line.prorata_target == 45
    assert line.prorata_gap == 40 - 45
    assert line.gap == 40 - 80  # the year's own stays
    assert line.met is None


def test_decided_target_of_another_period_changes_nothing():
    line = half_year(A=decided("60", "9m")).line("completion", "A")
    assert line.portion is None or line.portion.decided is None


def test_decided_part_of_a_figure_that_does_not_grow_is_told_too():
    figures = half_year(A=decided("45"))
    assert figures.line("completion", "B").portion is None
    assert figures.has_decided_part("completion")
    assert figures.derived_target("completion").target.part("6m") is None  # nothing is said of B


def test_period_target_of_all_together_is_derived_too():
    part = half_year(A=decided("40"), B=decided("50")).line("completion").portion
    assert part.value == Fraction(40 * 100 + 50 * 900, 1000)
    assert part.decided


def test_who_was_given_none_brings_months_over_twelve():
    figures = _growing(half_year(A=decided("50")))
    assert figures.line("completion").portion.value == Fraction(50 * 100 + 45 * 900, 1000)
    assert figures.line("completion", "B").portion.value == 45
    assert figures.line("completion", "B").portion.decided is None


def _growing(figures):
    """The rate as one of a stock that was there when the year began: it grows towards its target."""
    stock = replace(INDICATORS["eligible"], code="eligible_cases")
    indicators = {**INDICATORS, "eligible_cases": stock, "completion": rate("completion", "completed", stock.code)}
    cells = {code: {**held, stock.code: held["eligible"]} for code, held in figures.cells.items()}
    return replace(figures, indicators=indicators, cells=cells)


def test_judged_by_the_decided_target_with_its_own_comparison():
    target = TargetRef(Fraction(80), "gt", parts=(PeriodTarget("6m", Fraction(40), "gte"),))
    figures = half_year()
    found = judged(figures.value("A", "completion"), target, figures.indicators["completion"], HALF)
    assert (found.gap, found.prorata_gap, found.on_pace) == (-40, 0, True)


def test_cluster_of_2024_in_two_members():
    """83,25 where all carry it; 45,73 out of targets that differ, as the review of 2024 printed it."""
    same = block({"A": row(1, 52000), "B": row(1, 50152)}, targets={"A": "83.25", "B": "83.25"})
    assert same.derived_target("completion").target.value == Fraction("83.25")
    apart = block({"A": row(1, 10000), "B": row(1, 5889)}, targets={"A": "46.45", "B": "44.5075"})
    exact = (Fraction("46.45") * 10000 + Fraction("44.5075") * 5889) / 15889
    found = apart.derived_target("completion").target.value
    assert found == exact
    assert round(Decimal(found.numerator) / Decimal(found.denominator), 2) == Decimal("45.73")
