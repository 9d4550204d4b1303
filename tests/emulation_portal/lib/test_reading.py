from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emulation_portal.lib.numbers import (
    NBSP,
    Ambiguous,
    Empty,
    Invalid,
    Kind,
    Reason,
    Value,
    format_entry,
    parse_quantity,
)
from emulation_portal.lib.quantities import MAX_DONG, MAX_WHOLE

languages = st.sampled_from(["vi", "en"])


def readings(text, **options):
    return [(reading.value, reading.entry) for reading in parse_quantity(text, **options).readings]


@pytest.mark.parametrize(
    "text",
    [
        "86.359",
        "86 359",
        f"86{NBSP}359",
        "86\u202f359",
        "86\u2009359",
        "86359",
        " 86.359 ",
        "+86359",
        "086359",
        "８６．３５９",
        "٨٦٣٥٩",
        "\u200e86.359",
        "86359,0",
    ],
)
def test_count_accepts_every_way_of_grouping(text):
    assert parse_quantity(text, kind="count") == Value(86359)


@pytest.mark.parametrize("text", ["", "   ", NBSP, "\u200b", "\t\n"])
@pytest.mark.parametrize("kind", Kind)
def test_nothing_typed_is_empty(text, kind):
    assert parse_quantity(text, kind=kind) == Empty()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("86.35", "grouping"),
        ("12.34.567", "grouping"),
        ("1 2345", "grouping"),
        ("86  359", "grouping"),
        ("1.234 567", "grouping"),
        ("0.123", "grouping"),
        ("12.", "grouping"),
        (",5", "grouping"),
        ("12.5", "grouping"),
        ("12,5", "not_whole"),
        ("1.234,5", "not_whole"),
        ("0,123", "not_whole"),
        ("-5", "negative"),
        ("−5", "negative"),
        ("– 5", "negative"),
        ("-1,234", "negative"),
        ("abc", "not_a_number"),
        ("😀", "not_a_number"),
        ("<script>alert(1)</script>", "not_a_number"),
        ("1e5", "not_a_number"),
        ("NaN", "not_a_number"),
        ("-", "not_a_number"),
        ("5²", "not_a_number"),
        ("½", "not_a_number"),
        ("50%", "not_a_number"),
        ("86\t359", "several_cells"),
        ("=1+1", "not_a_number"),
        ("5 việc", "not_a_number"),
        ("\ud800", "not_a_number"),
        ("a" * 5000, "not_a_number"),
        ("9" * 30, "too_large"),
        ("9" * 16, "too_large"),
        ("9" * 5000, "too_large"),
        ("9223372036854775808", "too_large"),
    ],
)
def test_count_refuses_with_a_reason(text, reason):
    assert parse_quantity(text, kind="count") == Invalid(Reason(reason))


def test_count_holds_fifteen_digits():
    assert parse_quantity("9" * 15, kind="count") == Value(MAX_WHOLE)


def test_several_english_groups_have_one_reading():
    assert parse_quantity("1,234,567", kind="count") == Value(1234567)


def test_count_asks_about_a_decimal_comma_before_three_digits():
    parsed = parse_quantity("1,234", kind="count")
    assert [(r.text, r.value, r.selectable, r.problem) for r in parsed.readings] == [
        ("1.234", 1234, True, None),
        ("1,234", None, False, Reason.NOT_WHOLE),
    ]
    assert parsed.typed == "1,234"


def test_count_asks_even_where_both_readings_are_whole():
    assert readings("1,000", kind="count") == [(1000, "1.000"), (1, "1")]


def test_english_count_asks_about_the_vietnamese_mark():
    assert parse_quantity("86,359", kind="count", lang="en") == Value(86359)
    assert [r.value for r in parse_quantity("86.359", kind="count", lang="en").readings] == [86359, None]


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("86.359", 86_359_000),
        ("86359", 86_359_000),
        ("1.234,5", 1_234_500),
        ("1.234,567", 1_234_567),
        ("0,5", 500),
        ("1,234.5", 1_234_500),
        ("12,3400", 12_340),
        ("7,5 tỷ", 7_500_000_000),
        ("7,9 tỉ", 7_900_000_000),
        (f"7.957{NBSP}tỷ đồng", 7_957_000_000_000),
        ("500 triệu", 500_000_000),
        ("12 nghìn đồng", 12_000),
        ("1,5 nghìn tỷ", 1_500_000_000_000),
        ("86.359.000 đồng", 86_359_000),
        ("86.359.000đ", 86_359_000),
        ("7,5 TỶ", 7_500_000_000),
        ("0", 0),
    ],
)
def test_money_is_stored_in_dong(text, dong):
    assert parse_quantity(text, kind="money_thousand", scale=1000) == Value(dong)


def test_decomposed_unit_is_understood():
    assert parse_quantity("7,5 ty\u0309", kind="money_thousand") == Value(7_500_000_000)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,2345", "too_precise"),
        ("12.5", "grouping"),
        ("-5", "negative"),
        ("5 km", "not_a_number"),
        ("9" * 30, "too_large"),
        ("10.000.000.000.000", "too_large"),
        ("5 tỷ tỷ", "not_a_number"),
        ("50%", "not_a_number"),
    ],
)
def test_money_refuses_with_a_reason(text, reason):
    assert parse_quantity(text, kind="money_thousand") == Invalid(Reason(reason))


def test_money_is_exact_up_to_its_limit():
    assert parse_quantity("9.999.999.999.999,999", kind="money_thousand") == Value(MAX_DONG)


def test_money_asks_about_a_decimal_comma_before_three_digits():
    assert readings("1,234", kind="money_thousand") == [(1_234_000, "1.234"), (1_234, f"1.234{NBSP}đồng")]


def test_money_asks_in_the_unit_that_was_typed():
    parsed = parse_quantity("1,234 tỷ", kind="money_thousand")
    assert parsed.names_unit
    assert [(r.text, r.value) for r in parsed.readings] == [
        (f"1.234{NBSP}tỷ", 1_234_000_000_000),
        (f"1,234{NBSP}tỷ", 1_234_000_000),
    ]


def test_scale_one_takes_dong_as_typed():
    assert parse_quantity("86.359", kind="money_thousand", scale=1) == Value(86_359)


@pytest.mark.parametrize("scale", [0, -10, 12, 20, 101])
def test_scale_is_a_power_of_ten(scale):
    with pytest.raises(ValueError, match="power of ten"):
        parse_quantity("5", kind="money_thousand", scale=scale)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50,08", "50.08"),
        ("1,234", "1.234"),
        ("12.5", "12.5"),
        ("1234.567", "1234.567"),
        ("0.500", "0.5"),
        ("84,54%", "84.54"),
        ("84,54 %", "84.54"),
        ("-1,29", "-1.29"),
        ("−1,29", "-1.29"),
        ("1.234.567,5", "1234567.5"),
        ("1,234,567.5", "1234567.5"),
        ("-0", "0"),
        ("100", "100"),
    ],
)
def test_decimal_reads_what_has_one_reading(text, value):
    assert parse_quantity(text, kind="decimal") == Value(Decimal(value))


def test_decimal_asks_about_a_point_before_three_digits():
    parsed = parse_quantity("1.234", kind="decimal")
    assert [(r.text, r.value, r.entry) for r in parsed.readings] == [
        ("1.234", Decimal(1234), "1234"),
        ("1,234", Decimal("1.234"), "1,234"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.23.4", "grouping"),
        ("1,2,3", "grouping"),
        ("-1.234", "grouping"),
        ("một", "not_a_number"),
        ("9" * 16, "too_large"),
        ("1,12345678901", "too_precise"),
        ("5 tỷ", "not_a_number"),
    ],
)
def test_decimal_refuses_with_a_reason(text, reason):
    assert parse_quantity(text, kind="decimal") == Invalid(Reason(reason))


@pytest.mark.parametrize(
    ("text", "value"), [("Có", 1), ("không", 0), ("1", 1), ("0", 0), ("Yes", 1), ("no", 0), ("x", 1)]
)
def test_boolean_reads_yes_and_no(text, value):
    assert parse_quantity(text, kind="boolean") == Value(value)


def test_boolean_refuses_other_figures():
    assert parse_quantity("2", kind="boolean") == Invalid(Reason.NOT_YES_NO)


def test_unknown_kind_is_a_programming_error():
    with pytest.raises(ValueError, match="weight"):
        parse_quantity("1", kind="weight")


@pytest.mark.parametrize(
    ("value", "kind", "lang", "expected"),
    [
        (86_359_000, "money_thousand", "vi", "86.359"),
        (86_359_000, "money_thousand", "en", "86,359"),
        (1_234, "money_thousand", "vi", f"1.234{NBSP}đồng"),
        (1_234_567, "money_thousand", "vi", "1.234,567"),
        (86_359, "count", "vi", "86.359"),
        (Decimal("83.2500"), "decimal", "vi", "83,25"),
        (Decimal(1234), "decimal", "vi", "1234"),
        (1, "boolean", "vi", "Có"),
        (0, "boolean", "en", "No"),
    ],
)
def test_format_entry(value, kind, lang, expected):
    assert format_entry(value, kind=kind, lang=lang) == expected


@given(st.text(max_size=200), st.sampled_from(Kind), languages)
@example("1" * 101, Kind.DECIMAL, "vi")
def test_parse_never_raises(text, kind, lang):
    assert isinstance(parse_quantity(text, kind=kind, lang=lang), Value | Empty | Ambiguous | Invalid)


@given(st.text(alphabet="0123456789.,- +%đtỷ" + NBSP, max_size=24), st.sampled_from(Kind), languages)
def test_choosing_a_reading_settles_the_question(text, kind, lang):
    parsed = parse_quantity(text, kind=kind, lang=lang)
    chosen = parsed.readings if isinstance(parsed, Ambiguous) else ()
    again = [parse_quantity(r.entry, kind=kind, lang=lang) for r in chosen if r.selectable]
    assert again == [Value(r.value) for r in chosen if r.selectable]
    assert len(chosen) in (0, 2)


@given(st.integers(0, MAX_WHOLE), languages)
def test_count_survives_its_cell(value, lang):
    assert parse_quantity(format_entry(value, kind="count", lang=lang), kind="count", lang=lang) == Value(value)


@given(st.one_of(st.integers(0, MAX_DONG), st.integers(0, 10**7)), st.sampled_from([1, 1000, 10**6]), languages)
def test_money_survives_its_cell(value, scale, lang):
    options = {"kind": "money_thousand", "scale": scale, "lang": lang}
    assert parse_quantity(format_entry(value, **options), **options) == Value(value)


@given(st.decimals(-(10**14), 10**14, places=4), languages)
def test_decimal_survives_its_cell(value, lang):
    assert parse_quantity(format_entry(value, kind="decimal", lang=lang), kind="decimal", lang=lang) == Value(value)
