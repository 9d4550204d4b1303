import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.lib.dates import is_working_day
from emulation_portal.lib.tables import read_table
from results.figures import periods
from tests.support.project import ROOT

HERE = Path(__file__).parent
TABLES = ROOT / "setup" / "reference" / "data"


def table_rules():
    rows = read_table(TABLES / "calendars.csv", ["calendar"])
    texts = [
        "calendar",
        "block",
        "period_code",
        "name_vi",
        "name_en",
        "start_rule",
        "end_rule",
        "data_cutoff_rule",
        "due_rule",
        "figures",
        "legal_basis",
    ]
    return [
        periods.PeriodRule(
            **row.texts(texts),
            sequence=row.whole("sequence"),
            months=row.whole("months"),
            cumulative=row.flag("cumulative"),
            is_year_end=row.flag("is_year_end"),
            effective_from=row.day("effective_from"),
            effective_to=row.day("effective_to"),
            is_official=row.flag("official"),
        )
        for row in rows
    ]


def table_days_off():
    return frozenset(row.day("date") for row in read_table(TABLES / "days_off.csv", ["date"]))


RULES = table_rules()
DAYS_OFF = table_days_off()


def made(year):
    return {period.code: period for period in periods.periods_for(year, RULES, DAYS_OFF)}


def written(period):
    """A computed period in the columns of the fixture, which was worked out by other means."""
    return {
        "code": period.code,
        "calendar": period.calendar,
        "block": period.block,
        "year": str(period.year),
        "period_code": period.period_code,
        "sequence": str(period.sequence),
        "name_vi": period.name_vi,
        "months": str(period.months),
        "start_date": period.start.isoformat(),
        "end_date": period.end.isoformat(),
        "data_cutoff": period.data_cutoff.isoformat(),
        "due_date": period.due_date.isoformat(),
        "cumulative": str(period.cumulative).lower(),
        "figures": period.figures,
        "is_year_end": str(period.is_year_end).lower(),
        "legal_basis": period.legal_basis,
        "official": str(period.is_official).lower(),
    }


def test_periods_of_four_years_equal_the_worked_out_table():
    with (HERE / "data" / "reporting_periods.csv").open(encoding="utf-8", newline="") as file:
        expected = [
            {column: cell for column, cell in row.items() if column not in ("note", "source")}
            for row in csv.DictReader(file)
        ]
    found = [written(period) for year in range(2023, 2027) for period in made(year).values()]
    assert sorted(found, key=lambda row: row["code"]) == sorted(expected, key=lambda row: row["code"])


@pytest.mark.parametrize("year", range(2022, 2031))
def test_every_year_has_eight_periods_in_order(year):
    assert [(period.block, period.period_code) for period in periods.periods_for(year, RULES, DAYS_OFF)] == [
        ("department_of_justice", "6m"),
        ("department_of_justice", "year_first"),
        ("department_of_justice", "year_official"),
        ("civil_enforcement", "3m"),
        ("civil_enforcement", "6m"),
        ("civil_enforcement", "9m"),
        ("civil_enforcement", "10m"),
        ("civil_enforcement", "12m"),
    ]


@pytest.mark.parametrize("year", range(2022, 2031))
def test_enforcement_periods_fall_due_on_the_fourth_working_day(year):
    for period in made(year).values():
        if period.block == "civil_enforcement":
            between = [date.fromordinal(n) for n in range(period.end.toordinal() + 1, period.due_date.toordinal() + 1)]
            assert [is_working_day(day, DAYS_OFF) for day in between].count(True) == 4
            assert is_working_day(period.due_date, DAYS_OFF)


def test_names_carry_the_year():
    names = {code: (period.name_vi, period.name_en) for code, period in made(2024).items()}
    assert names["THADS-2024-12m"] == ("12 tháng năm 2024", "12 months of 2024")
    assert names["STP-2024-year_first"] == ("Năm 2024 (lần 1)", "Year 2024, first report")
    assert names["STP-2024-year_official"] == ("Năm 2024 (chính thức)", "Year 2024, official report")


def test_row_in_force_on_the_last_day_makes_the_period():
    """The circular of 2024 takes effect on 26 July: between the periods that end on 30 June and on 31 July."""
    basis = {code: period.legal_basis for code, period in made(2024).items()}
    assert basis["THADS-2024-9m"] == "TT 06/2019/TT-BTP Điều 4, Điều 9"
    assert basis["THADS-2024-10m"] == "TT 05/2024/TT-BTP"


def test_rule_ends_before_its_last_effective_day_is_counted():
    ends_on_the_day = replace(RULES[0], effective_from=date(2020, 1, 1), effective_to=date(2023, 12, 31))
    ends_after = replace(ends_on_the_day, effective_to=date(2024, 1, 1))
    assert periods.periods_for(2024, [ends_on_the_day]) == ()
    assert [period.code for period in periods.periods_for(2024, [ends_after])] == ["THADS-2024-3m"]


def test_year_before_every_rule_has_no_period():
    assert list(made(2018)) == []
    assert list(made(2019)) == ["STP-2019-6m", "STP-2019-year_first", "STP-2019-year_official"]


def test_two_rules_for_one_period_are_refused():
    with pytest.raises(periods.BadRule, match="two rules"):
        periods.periods_for(2024, [RULES[0], RULES[0]])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("Y-1-10-01", date(2023, 10, 1)),
        ("Y-03-31", date(2024, 3, 31)),
        ("Y-02-29", date(2024, 2, 29)),
        ("Y+1-03-01", date(2025, 3, 1)),
        ("end", date(2024, 9, 30)),
        ("end+4wd", date(2024, 10, 4)),
        ("end+10wd", date(2024, 10, 14)),
    ],
)
def test_resolve_reads_each_kind_of_rule(rule, expected):
    assert periods.resolve(rule, 2024, date(2024, 9, 30)) == expected


@pytest.mark.parametrize(
    "rule",
    ["", "Y", "Y-13-01", "Y-02-30", "2024-01-01", "end-1wd", "end+4", "Y-3-31", "Y--1-10-01", "y-03-31", "Y-03-31 "],
)
def test_resolve_refuses_what_names_no_day(rule):
    with pytest.raises(periods.BadRule):
        periods.resolve(rule, 2023, date(2023, 9, 30))


def test_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(periods.BadRule, match="before it begins"):
        periods.periods_for(2024, [replace(RULES[0], start_rule="Y-01-01", end_rule="Y-1-12-31")])


@given(
    year=st.integers(2000, 2100),
    days=st.integers(0, 30),
    off=st.frozensets(st.dates(date(1999, 1, 1), date(2101, 12, 31)), max_size=20),
)
def test_working_days_after_the_end_are_counted_exactly(year, days, off):
    end = date(year, 9, 30)
    due = periods.resolve(f"end+{days}wd", year, end, off)
    passed = [date.fromordinal(n) for n in range(end.toordinal() + 1, due.toordinal() + 1)]
    assert sum(is_working_day(day, off) for day in passed) == days
    assert due == end if days == 0 else is_working_day(due, off)
