"""Geometry of the small charts."""

from decimal import Decimal
from fractions import Fraction

import pytest

from emulation_portal.lib import shapes


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (Decimal("0.8454"), "84.54%"),
        (Fraction(86359, 102152), "84.54%"),
        (0, "0.00%"),
        (1, "100.00%"),
        (Decimal("1.2"), "100.00%"),
        (Decimal("-0.1"), "0.00%"),
    ],
)
def test_percent_stays_on_the_axis(ratio, expected):
    assert shapes.percent(ratio) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([Decimal("0.0299"), Decimal("-0.0023"), None], shapes.Axis(-0.01, 0.03)),
        ([Decimal("0.02")], shapes.Axis(0.0, 0.02)),
        ([Decimal("-0.02"), Decimal("-0.005")], shapes.Axis(-0.02, 0.0)),
        ([Decimal("0.07")], shapes.Axis(0.0, 0.07)),
        ([None], shapes.Axis(-0.01, 0.01)),
        ([0], shapes.Axis(-0.01, 0.01)),
    ],
)
def test_axis_holds_zero_and_ends_on_whole_points(values, expected):
    assert shapes.axis(values) == expected


def test_gap_bar_above_zero_starts_at_zero():
    assert shapes.gap_bar(Decimal("0.02"), -0.02, 0.04) == shapes.GapBar("33.33%", "33.33%", "33.33%", False)


def test_gap_bar_below_zero_ends_at_zero():
    assert shapes.gap_bar(Decimal("-0.01"), -0.02, 0.02) == shapes.GapBar("25.00%", "25.00%", "50.00%", True)


def test_gap_bar_outside_the_axis_is_cut_at_its_end():
    assert shapes.gap_bar(Decimal("0.5"), -0.02, 0.02) == shapes.GapBar("50.00%", "50.00%", "50.00%", False)


def test_spark_spreads_the_values_over_the_box():
    drawn = shapes.spark([0, Decimal("0.5"), 1], width=106, height=30)
    assert drawn.lines == ["3.0,25.0 53.0,15.0 103.0,5.0"]
    assert (drawn.end_x, drawn.end_y) == ("103.0", "5.0")


def test_spark_breaks_the_line_at_a_missing_value():
    drawn = shapes.spark([0, 1, None, 1, 0], width=106, height=30)
    assert drawn.lines == ["3.0,25.0 28.0,5.0", "78.0,5.0 103.0,25.0"]


def test_spark_without_values_draws_nothing():
    assert shapes.spark([None, None]) == shapes.Spark([], [], "", "", "")


def test_spark_puts_target_and_last_year_on_the_same_scale():
    drawn = shapes.spark([0, Decimal("0.5")], previous=[0, 1], target=Decimal("0.5"), width=106, height=30)
    assert (drawn.lines, drawn.previous, drawn.target_y) == (["3.0,25.0 103.0,15.0"], ["3.0,25.0 103.0,5.0"], "15.0")


def test_dots_lie_between_the_margins():
    assert shapes.dots([0, 1, None], Decimal("0.5"), target=0) == shapes.Dots(["5.00%", "95.00%"], "50.00%", "5.00%")


def test_dots_of_equal_values_lie_in_the_middle():
    assert shapes.dots([1, 1], 1) == shapes.Dots(["50.00%", "50.00%"], "50.00%", "")


def test_dots_without_an_own_value_leave_it_out():
    assert shapes.dots([0, 1], None).own == ""


# -- course -----------------------------------------------------------------------------------------------------------
def test_course_places_both_years_and_the_estimate_over_the_same_periods():
    drawn = shapes.course([0, Decimal("0.5"), None], [0, None, 1], target=Decimal("0.5"), estimate=1)
    assert drawn.ticks == ["46.0", "170.0", "294.0"]
    assert drawn.lines == ["46.0,100.0 170.0,55.0"] and drawn.points == [("46.0", "100.0"), ("170.0", "55.0")]
    assert drawn.previous == [] and drawn.previous_points == [("46.0", "100.0"), ("294.0", "10.0")]
    assert (drawn.target_y, drawn.ahead, drawn.estimate) == ("55.0", "170.0,55.0 294.0,10.0", ("294.0", "10.0"))


def test_course_of_equal_values_or_of_one_period_stays_inside():
    assert shapes.course([1, 1], [1, 1], target=1).lines == ["46.0,55.0 294.0,55.0"]
    one = shapes.course([Decimal("0.5")], [None])
    assert (one.ticks, one.points, one.ahead, one.estimate) == (["170.0"], [("170.0", "55.0")], "", None)
    nothing = shapes.course([None], [None], estimate=None)
    assert (nothing.lines, nothing.points, nothing.target_y) == ([], [], "")


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([Fraction(84, 100), Decimal("0.4925"), None], 0.4, 0.9),
        ([Fraction(1, 2)], 0.5, 0.6),
        ([0, 1], 0.0, 1.0),
        ([Fraction(12, 10)], 1.2, 1.3),
        ([None], 0.0, 1.0),
        ([], 0.0, 1.0),
    ],
)
def test_span_holds_every_value_between_whole_tens(values, low, high):
    found = shapes.span(values)
    assert (round(found.low, 6), round(found.high, 6)) == (low, high)
