from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.lib.numbers import (
    MINUS,
    NBSP,
    format_count,
    format_decimal,
    format_dong_in_thousands,
    format_exact,
    format_money,
    format_percent,
    format_points,
    format_signed_percent,
    round_half_up,
)

exact_numbers = st.one_of(st.integers(), st.fractions(), st.decimals(allow_nan=False, allow_infinity=False, places=6))


@pytest.mark.parametrize(
    ("n", "lang", "expected"),
    [
        (0, "vi", "0"),
        (468, "vi", "468"),
        (86359, "vi", "86.359"),
        (86359, "en", "86,359"),
        (86359, "en-gb", "86,359"),
        (10**30, "vi", "1" + ".000" * 10),
        (-1234, "vi", f"{MINUS}1.234"),
    ],
)
def test_format_count(n, lang, expected):
    assert format_count(n, lang) == expected


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (Fraction(86359, 102150), "84,54%"),
        (Decimal("0.84545"), "84,55%"),
        (1, "100,00%"),
        (0, "0,00%"),
        (Fraction(2, 3), "66,67%"),
        (Decimal("-0.00001"), "0,00%"),
    ],
)
def test_format_percent(ratio, expected):
    assert format_percent(ratio) == expected


def test_format_percent_rounds_once_from_the_exact_value():
    just_below_half = Fraction(84545, 100000) - Fraction(1, 10**40)
    assert format_percent(just_below_half) == "84,54%"


def test_format_percent_in_english():
    assert format_percent(Fraction(8454, 10000), lang="en") == "84.54%"


@pytest.mark.parametrize(
    ("points", "lang", "expected"),
    [
        ("1.29", "vi", "+1,29 điểm %"),
        ("-0.23", "vi", f"{MINUS}0,23 điểm %"),
        ("0", "vi", "0,00 điểm %"),
        ("0.001", "vi", "0,00 điểm %"),
        ("-0.001", "vi", "0,00 điểm %"),
        ("1.29", "en", "+1.29 points"),
    ],
)
def test_format_points(points, lang, expected):
    assert format_points(Decimal(points), lang) == expected.replace(" ", NBSP)


def test_format_points_without_unit():
    assert format_points(Fraction(435, 100), unit=False) == "+4,35"


def test_format_signed_percent():
    assert [format_signed_percent(Decimal(change)) for change in ("0.0384", "-0.1716", "0")] == [
        "+3,8%",
        f"{MINUS}17,2%",
        "0,0%",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, f"7.957{NBSP}tỷ đồng"),
        ({"rounding": "half_up"}, f"7.958{NBSP}tỷ đồng"),
        ({"with_unit": False}, "7.957"),
        ({"lang": "en"}, f"7,957{NBSP}billion dong"),
        ({"unit": "trieu"}, f"7.957.812{NBSP}triệu đồng"),
        ({"unit": "nghin"}, f"7.957.812.345{NBSP}nghìn đồng"),
        ({"unit": "dong"}, f"7.957.812.345.678{NBSP}đồng"),
        ({"places": 1}, f"7.957,8{NBSP}tỷ đồng"),
    ],
)
def test_format_money(options, expected):
    assert format_money(7_957_812_345_678, **options) == expected


def test_format_money_cuts_towards_zero():
    assert format_money(-1_999_999_999, with_unit=False) == f"{MINUS}1"


@pytest.mark.parametrize(
    ("dong", "expected"), [(86_359_000, "86.359"), (86_359_500, "86.359,5"), (1_234, "1,234"), (0, "0")]
)
def test_format_dong_in_thousands(dong, expected):
    assert format_dong_in_thousands(dong) == expected


@pytest.mark.parametrize(("value", "expected"), [("83.2500", "83,25"), ("100.00", "100"), ("1234.5", "1.234,5")])
def test_format_exact_drops_trailing_zeros(value, expected):
    assert format_exact(Decimal(value)) == expected


@pytest.mark.parametrize("value", [1.5, "1.5", None])
def test_inexact_values_are_refused(value):
    with pytest.raises(TypeError):
        format_decimal(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_values_without_a_figure_are_refused(value):
    with pytest.raises(ValueError, match="cannot be printed"):
        format_decimal(Decimal(value))


def test_negative_places_are_refused():
    with pytest.raises(ValueError, match="negative"):
        round_half_up(1, -1)


@pytest.mark.parametrize(
    ("value", "expected"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("0.0049", "0.00")]
)
def test_round_half_up_sends_a_half_away_from_zero(value, expected):
    assert str(round_half_up(Decimal(value), 2)) == expected


@given(exact_numbers, st.integers(0, 8))
def test_round_half_up_is_the_nearest_step(value, places):
    rounded = Fraction(round_half_up(value, places))
    miss = abs(rounded) - abs(Fraction(value))
    half = Fraction(1, 2 * 10**places)
    assert -half < miss <= half
    assert (rounded * 10**places).denominator == 1
    assert rounded * Fraction(value) >= 0


@given(st.integers(-(10**40), 10**40))
def test_format_count_keeps_every_digit(n):
    assert int(format_count(n).replace(".", "").replace(MINUS, "-")) == n


@given(exact_numbers, st.integers(0, 4))
def test_english_swaps_the_two_marks(value, places):
    swapped = format_decimal(value, places, "vi").translate(str.maketrans(".,", ",."))
    assert format_decimal(value, places, "en") == swapped
