"""Like members in like periods, and a year's target in a part of the year: against arithmetic written again here."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.figures import HIDDEN, Cell, Figure, TargetRef
from results.figures.lines import Why, grows, prorata
from results.figures.rates import Rate
from results.figures.season_reader import rebased
from tests.support.blocks import INDICATORS, PERIOD, block, indicator, rate

CODES = "ABCDEF"
LAST_PERIOD = replace(PERIOD, id=2, code="THADS-2023-12m", year=2023, end=date(2023, 9, 30), start=date(2022, 10, 1))
NINE_MONTHS = replace(PERIOD, period_code="9m", months=9, end=date(2024, 6, 30), is_year_end=False)

AMOUNT = st.none() | st.integers(0, 9)
ROW = st.fixed_dictionaries(dict.fromkeys(("enforced", "stopped", "eligible"), AMOUNT))
ROWS = st.lists(st.tuples(ROW, st.none() | ROW), min_size=1, max_size=len(CODES))


def made(rows, **changes):
    now = {code: row for code, (row, _last) in zip(CODES, rows, strict=False)}
    last = {code: row for code, (_now, row) in zip(CODES, rows, strict=False) if row is not None}
    return replace(block(now, last=last), **({"last_period": LAST_PERIOD} | changes))


def done(row):
    """What was completed and what was eligible, each None where it cannot be known."""
    if row is None:
        return None, None
    parts = row["enforced"], row["stopped"]
    return (None if None in parts else sum(parts)), row["eligible"]


@given(ROWS)
def test_rate_is_compared_over_those_who_have_both_parts_in_both_years(rows):
    line = made(rows).line("completion")
    pairs = [(code, done(now), done(last)) for code, (now, last) in zip(CODES, rows, strict=False)]
    like = [(code, now, last) for code, now, last in pairs if None not in (*now, *last)]
    assert [a.code for a in line.compared.members] == [code for code, *_ in like]
    assert {out.agency.code: out.why for out in line.compared.left_out} == {
        code: Why.NO_FIGURE if None in now else Why.NO_LAST_YEAR for code, now, last in pairs if None in (*now, *last)
    }
    sums = [[sum(each[year][part] for each in like) for part in (0, 1)] for year in (1, 2)]
    assert line.compared.value.rate == (Rate(*sums[0]) if like else None)
    assert line.last.rate == (Rate(*sums[1]) if like else None)
    (part, whole), (last_part, last_whole) = sums
    both = whole and last_whole
    assert line.change == (100 * (Fraction(part, whole) - Fraction(last_part, last_whole)) if both else None)
    there = [now for _code, now, _last in pairs if None not in now]
    assert line.value.rate == (Rate(sum(n[0] for n in there), sum(n[1] for n in there)) if there else None)


@given(ROWS)
def test_amount_is_compared_over_those_who_have_it_in_both_years(rows):
    line = made(rows).line("eligible")
    like = [
        (n["eligible"], last["eligible"]) for n, last in rows if last and None not in (n["eligible"], last["eligible"])
    ]
    before = sum(last for _now, last in like)
    assert line.last == (Figure(amount=before) if like else Figure())
    assert line.change == (Fraction(sum(n for n, _last in like) - before, before) if before else None)
    there = [n["eligible"] for n, _last in rows if n["eligible"] is not None]
    assert line.value.amount == (sum(there) if there else None)


@given(ROWS)
def test_line_of_an_agency_is_the_line_of_all_where_it_is_alone(rows):
    alone = made(rows[:1])
    for code in INDICATORS:
        if INDICATORS[code].aggregation == "none":
            continue
        one, all_of_them = alone.line(code, "A"), alone.line(code)
        assert (one.value, one.last, one.change, one.compared) == (
            all_of_them.value,
            all_of_them.last,
            all_of_them.change,
            all_of_them.compared,
        )
        assert (one.agency.code, all_of_them.agency) == ("A", None)


def test_those_who_have_not_reported_are_not_in_last_year_either():
    rows = [({"eligible": 102}, {"eligible": 100}), ({"eligible": 306}, {"eligible": 300}), ({}, {"eligible": 450})]
    line = made(rows).line("eligible")
    assert (line.value.amount, line.last.amount, line.change) == (408, 400, Fraction(1, 50))
    assert [(out.agency.code, out.why) for out in line.compared.left_out] == [("C", Why.NO_FIGURE)]
    assert (line.compared.period, line.compared.is_partial, line.compared.among) == (LAST_PERIOD, True, 3)


def test_without_anybody_in_common_nothing_is_compared():
    line = made([({"eligible": 10}, None), ({}, {"eligible": 20})]).line("eligible")
    assert (line.value.amount, line.last, line.change) == (10, Figure(), None)
    assert line.compared.members == ()
    bare = made([({"eligible": 10}, None)], last_period=None).line("eligible")
    assert (bare.compared.period, bare.last, bare.change) == (None, Figure(), None)


def test_agency_without_a_figure_now_is_compared_with_nothing():
    figures = made([({}, {"eligible": 20})])
    line = figures.line("eligible", "A")
    assert (line.last, line.change, line.compared.left_out[0].why) == (Figure(), None, Why.NO_FIGURE)
    assert figures.last_value("A", "eligible").amount == 20


def test_what_arose_nowhere_is_there_and_compared():
    cells = {"A": {"eligible": Cell(nothing=True)}, "B": {"eligible": Cell(6)}}
    figures = replace(made([({}, {"eligible": 2}), ({}, {"eligible": 4})]), cells=cells)
    assert [a.code for a in figures.line("eligible").compared.members] == ["A", "B"]
    assert figures.line("eligible").change == 0
    assert figures.line("eligible", "A").change == -1


def test_viewer_of_some_agencies_sees_their_lines_and_no_total():
    figures = made([({"eligible": 5}, {"eligible": 4}), ({"eligible": 7}, {"eligible": 8})]).restricted(frozenset("A"))
    own, other, total = figures.line("eligible", "A"), figures.line("eligible", "B"), figures.line("eligible")
    assert (own.value.amount, own.last.amount, own.place) == (5, 4, None)
    for line in (other, total):
        assert (line.value, line.last, line.gap, line.change, line.compared.members) == (HIDDEN, HIDDEN, None, None, ())


def test_stranger_has_no_line():
    with pytest.raises(KeyError):
        made([({"eligible": 5}, None)]).line("eligible", "Z")


def test_places_are_among_those_who_have_a_figure():
    figures = made([({"eligible": 5}, None), ({}, None), ({"eligible": 9}, None), ({"eligible": 5}, None)])
    places = {code: figures.line("eligible", code).place for code in "ABCD"}
    assert {code: place and (place.place, place.among, place.tied_with) for code, place in places.items()} == {
        "A": (2, 3, 1),
        "B": None,
        "C": (1, 3, 0),
        "D": (2, 3, 1),
    }


# -- yes and no -------------------------------------------------------------------------------------------------------
YES = {"plan": indicator("plan", value_type="boolean", aggregation="count_yes")}


@given(st.lists(st.tuples(st.sampled_from([None, 0, 1]), st.sampled_from([None, 0, 1])), min_size=1, max_size=6))
def test_yes_is_counted_among_those_who_answered(answers):
    figures = replace(made([({"plan": now}, {"plan": last}) for now, last in answers]), indicators=YES)
    line = figures.line("plan")
    said = [now for now, _last in answers if now is not None]
    assert line.value == (Figure(amount=said.count(1), among=len(said)) if said else Figure())
    like = [last for now, last in answers if None not in (now, last)]
    assert line.last == (Figure(amount=like.count(1), among=len(like)) if like else Figure())
    assert line.change is None


@pytest.mark.parametrize(("answers", "handed_on"), [((1, 1), 1), ((0, 0), 0), ((1, 0), None), ((1, None), None)])
def test_answer_of_those_who_merged_is_handed_on_where_it_was_the_same(answers, handed_on):
    cells = rebased([{"plan": Cell(answer)} for answer in answers], YES)
    assert cells.get("plan", Cell()).amount == handed_on


def test_those_who_merged_hand_on_that_nothing_arose_where_it_arose_nowhere():
    typed = {"stopped": INDICATORS["stopped"]}
    nothing, two = {"stopped": Cell(nothing=True)}, {"stopped": Cell(2)}
    assert rebased([nothing, nothing], typed) == {"stopped": Cell(nothing=True)}
    assert rebased([nothing, two], typed) == {"stopped": Cell(2)}


# -- a part of the year -----------------------------------------------------------------------------------------------
GROWING = {
    i.code: i
    for i in (
        indicator("done"),
        indicator("eligible_cases"),
        indicator("asked"),
        indicator("in_time"),
        indicator("stock", cumulative=False, aggregation="latest_sum"),
        rate("completion", "done", "eligible_cases"),
        rate("punctuality", "in_time", "asked"),
    )
}


def part_year(values, targets, period=NINE_MONTHS):
    held = {("A", code): TargetRef(Fraction(value), comparator) for code, (comparator, value) in targets.items()}
    return replace(block({"A": values}), indicators=GROWING, targets=held, period=period)


def test_nothing_is_missed_before_the_end_of_the_year():
    values = {"done": 60, "eligible_cases": 100}
    line = part_year(values, {"completion": ("gte", 83)}).line("completion", "A")
    assert (line.met, line.gap, line.is_part_year) == (None, -23, True)
    assert line.prorata_target == Fraction(83 * 9, 12)
    assert line.prorata_gap == 60 - Fraction(83 * 9, 12)
    whole = part_year(values, {"completion": ("gte", 83)}, PERIOD).line("completion", "A")
    assert (whole.met, whole.gap, whole.prorata_gap, whole.is_part_year) == (False, -23, -23, False)


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("done", ("gte", 50), True),
        ("done", ("gte", 61), None),
        ("done", ("lte", 70), None),
        ("done", ("lte", 50), None),
        ("stock", ("gte", 1), None),
        ("completion", ("gte", 10), None),
    ],
)
def test_only_an_amount_that_grows_may_have_reached_its_target_already(code, target, expected):
    values = {"done": 60, "eligible_cases": 100, "stock": 5}
    assert part_year(values, {code: target}).line(code, "A").met is expected


def test_share_of_what_came_up_is_the_same_share_at_any_time():
    line = part_year({"asked": 10, "in_time": 9}, {"punctuality": ("gte", 95)}).line("punctuality", "A")
    assert (line.gap, line.prorata_target, line.prorata_gap, line.met) == (-5, None, None, None)
    assert [code for code, each in GROWING.items() if grows(each)] == ["done", "asked", "in_time", "completion"]


@given(st.fractions(0, 200, max_denominator=100), st.integers(1, 12))
def test_part_of_the_target_is_its_months_of_twelve(value, months):
    period = replace(NINE_MONTHS, months=months)
    assert prorata(TargetRef(value, "gte"), GROWING["done"], period) == value * months / 12
    assert prorata(TargetRef(value, "lte"), GROWING["done"], period) is None


def test_year_has_ended_after_its_last_day_whatever_period_is_shown():
    closing = replace(PERIOD, sequence=9)
    figures = replace(made([({}, None)]), period=NINE_MONTHS, periods=(NINE_MONTHS, closing))
    assert figures.year_end == date(2024, 9, 30)
    assert not figures.year_has_ended(date(2024, 9, 30))
    assert figures.year_has_ended(date(2024, 10, 1))
    alone = replace(figures, periods=(NINE_MONTHS,))
    assert alone.year_end == date(2024, 9, 30)
    assert not replace(figures, period=None, periods=()).year_has_ended(date(2030, 1, 1))
