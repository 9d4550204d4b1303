import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.figures.expressions import (
    Outcome,
    UnsafeExpression,
    evaluate,
    evaluate_formula,
    names,
    require_check,
    require_formula,
)

WHOLE = st.integers(-(10**20), 10**20)


@pytest.mark.parametrize(
    ("expression", "values", "holds"),
    [
        ("total == first + second", {"total": 3, "first": 1, "second": 2}, True),
        ("total == first + second", {"total": 4, "first": 1, "second": 2}, False),
        ("total == first - second - third", {"total": 1, "first": 6, "second": 3, "third": 2}, True),
        ("first <= second and second <= third", {"first": 1, "second": 2, "third": 2}, True),
        ("first <= second and second <= third", {"first": 1, "second": 3, "third": 2}, False),
        ("first <= second <= third", {"first": 1, "second": 3, "third": 2}, False),
        ("(cases == 0) == (money == 0)", {"cases": 0, "money": 0}, True),
        ("(cases == 0) == (money == 0)", {"cases": 5, "money": 0}, False),
        ("(cases == 0) != (money == 0)", {"cases": 5, "money": 0}, True),
        ("cases >= previous.cases", {"cases": 5, "previous.cases": 6}, False),
        ("cases <= last_year.cases", {"cases": 5, "last_year.cases": 6}, True),
        ("-first < abs(first)", {"first": 2}, True),
        ("2 * (first + second) > 5", {"first": 1, "second": 2}, True),
        (" first == 1 ", {"first": 1}, True),
    ],
)
def test_evaluate_says_whether_a_relation_holds(expression, values, holds):
    assert evaluate(expression, values) == Outcome(holds, values, ())


def test_evaluate_is_exact_where_floats_are_not():
    assert evaluate("0.1 + 0.2 == 0.3", {}).holds is True
    assert evaluate("first / 3 * 3 == first", {"first": 1}).holds is True
    assert evaluate("first + 1 == first", {"first": 10**17}).holds is False


@pytest.mark.parametrize(
    ("published", "holds"),
    [("84.5297", False), ("84.5298", True), ("84.54", True), ("84.5497", True), ("84.5498", False)],
)
def test_evaluate_compares_a_published_rate_within_a_hundredth(published, holds):
    """86.359 of 102.152 cases are 84,53970… %."""
    found = evaluate(
        "abs(published.rate - 100 * done / eligible) <= 0.01",
        {"published.rate": Decimal(published), "done": 86359, "eligible": 102152},
    )
    assert found.holds is holds


def test_evaluate_without_a_needed_value_is_skipped_and_names_it():
    found = evaluate("first >= previous.first and second >= previous.second", {"first": 1, "second": None})
    assert found.holds is None
    assert found.missing == ("previous.first", "second", "previous.second")
    assert found.operands == {"first": 1, "previous.first": None, "second": None, "previous.second": None}


@pytest.mark.parametrize(
    "expression", ["first / second > 1", "first > 1 and first / second > 1", "1 / (first - 1) > 0"]
)
def test_evaluate_dividing_by_zero_is_skipped(expression):
    found = evaluate(expression, {"first": 1, "second": 0})
    assert (found.holds, found.missing) == (None, ())


def test_names_are_listed_once_in_the_order_written():
    assert names("b + a <= previous.b + a * published.c") == ("b", "a", "previous.b", "published.c")
    assert names("1 < 2") == ()


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "   ",
        "first ==",
        "first = 1",
        "first; second",
        "lambda: 1",
        "[first]",
        "(first,)",
        "{}",
        "f'{first}'",
        "'text' == 'text'",
        "True",
        "None == first",
        "first is second",
        "first in second",
        "not (first == 1)",
        "first == 1 or second == 1",
        "first == 1 if second == 1 else first == 2",
        "first ** 2 > 1",
        "first % 2 == 1",
        "first // 2 == 1",
        "first << 2 == 1",
        "+first == 1",
        "~first == 1",
        "abs(first, second) == 1",
        "abs() == 1",
        "abs(*first) == 1",
        "abs(x=first) == 1",
        "sum(first) == 1",
        "__import__('os') == 1",
        "first.real == 1",
        "previous.first.real == 1",
        "previous == 1",
        "next.first == 1",
        "published[0] == 1",
        "first() == 1",
        "_first == 1",
        "First == 1",
        "đầu == 1",
        "1e5 == first",
        "0x10 == first",
        "1_000 == first",
        "1j == first",
        "1. == first",
        ".5 == first",
        "(first := 1) == 1",
        "first and second",
        "first and first == 1",
        "(first == 1) + 1 == 2",
        "(first == 1) < (second == 1)",
        "(first == 1) == second",
        "abs(first == 1) == 1",
        "-(first == 1) == 1",
        "first\n== 1; second",
        "\x00",
        "(" * 300 + "first" + ")" * 300,
        "first + " * 400 + "1 > 0",
        "-" * 390 + "first > 0",
        "--first > 0",
        "first > 0" + " " * 400,
    ],
)
def test_require_check_refuses_anything_else(expression):
    with pytest.raises(UnsafeExpression):
        require_check(expression)


def test_a_bare_sum_is_no_check():
    with pytest.raises(UnsafeExpression, match="compares nothing"):
        require_check("first + second")


@pytest.mark.parametrize("formula", ["first / second", "first + 0.5", "first == second", "previous.first + 1", "abs("])
def test_require_formula_refuses_what_is_no_sum(formula):
    with pytest.raises(UnsafeExpression):
        require_formula(formula)
    with pytest.raises(UnsafeExpression):
        evaluate_formula(formula, {"first": 1, "second": 2})


@given(first=WHOLE, second=WHOLE, third=WHOLE)
def test_formula_is_exact_for_any_whole_numbers(first, second, third):
    values = {"first": first, "second": second, "third": third}
    assert evaluate_formula("first - second - third", values) == first - second - third
    assert evaluate_formula("first + 2 * second", values) == first + 2 * second


@given(values=st.dictionaries(st.sampled_from(["first", "second", "third"]), st.none() | st.integers(0, 9), max_size=3))
def test_formula_without_one_of_its_operands_has_no_value(values):
    found = evaluate_formula("first + second - third", values)
    known = [values.get(name) for name in ("first", "second", "third")]
    assert found == (None if None in known else known[0] + known[1] - known[2])


@given(first=WHOLE, second=WHOLE, third=st.fractions())
def test_relations_are_those_of_exact_numbers(first, second, third):
    values = {"first": first, "second": second, "published.third": third}
    assert evaluate("first <= second", values).holds is (first <= second)
    assert evaluate("abs(first - published.third) < second", values).holds is (abs(first - third) < second)
    divided = None if second == 0 else Fraction(first, second) >= third
    assert evaluate("first / second >= published.third", values).holds is divided


@given(text=st.text(max_size=60))
def test_any_text_is_refused_or_has_plain_names(text):
    try:
        found = names(text)
    except UnsafeExpression:
        found = ()
    assert [
        name for name in found if not re.fullmatch(r"((previous|last_year|published)\.)?[a-z][a-z0-9_]*", name)
    ] == []


@given(text=st.text(alphabet="ab01. +-*/<>=()andbsprevious,'\"[]:#", max_size=40))
def test_any_text_in_the_alphabet_is_read_or_refused(text):
    try:
        require_check(text)
    except UnsafeExpression:
        with pytest.raises(UnsafeExpression):
            evaluate(text, {})
    else:
        assert evaluate(text, dict.fromkeys(names(text), 1)).missing == ()
