from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.lib.dates import (
    TIME_ZONE,
    WorkCalendar,
    add_working_days,
    covers,
    first_day_after,
    format_date,
    format_date_long,
    format_moment,
    format_short,
    is_working_day,
    last_day,
    now,
    today,
)

NEW_YEAR = frozenset({date(2025, 1, 1), date(2026, 1, 1), date(2026, 1, 2)})
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
days_off = st.frozensets(st.dates(date(2024, 12, 25), date(2025, 1, 10)), max_size=6)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2025, 6, 30, 16, 59, 59, tzinfo=UTC), date(2025, 6, 30)),
        (datetime(2025, 6, 30, 17, 0, tzinfo=UTC), date(2025, 7, 1)),
    ],
)
def test_today_changes_at_midnight_in_vietnam(moment, expected):
    with time_machine.travel(moment, tick=False):
        assert today() == expected
        assert now() == moment
        assert now().tzinfo == TIME_ZONE


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 2, 5), "ngày 05 tháng 02 năm 2025"),
        (date(2025, 3, 15), "ngày 15 tháng 3 năm 2025"),
        (date(2024, 12, 9), "ngày 09 tháng 12 năm 2024"),
        (date(2025, 1, 31), "ngày 31 tháng 01 năm 2025"),
    ],
)
def test_long_date_pads_by_the_decree(day, expected):
    assert format_date_long(day) == expected


def test_long_date_in_english():
    assert format_date_long(date(2025, 2, 5), "en") == "5 February 2025"


def test_short_forms():
    assert format_date(date(2025, 2, 5)) == "05/02/2025"
    assert format_short(date(2024, 11, 25), 2024) == "25/11"
    assert format_short(date(2024, 11, 25), 2025) == "25/11/2024"


def test_moment_is_told_in_vietnam():
    moment = datetime(2024, 10, 7, 10, 0, tzinfo=UTC)
    assert format_moment(moment) == "17:00 ngày 07/10/2024"
    assert format_moment(moment, "en") == "17:00, 07/10/2024"


def test_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        format_moment(datetime(2024, 10, 7))


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 1, 1), False), (date(2025, 1, 2), True), (date(2025, 1, 4), False), (date(2025, 1, 5), False)],
)
def test_is_working_day(day, expected):
    assert is_working_day(day, NEW_YEAR) is expected


def test_working_days_skip_weekends_and_days_off():
    assert add_working_days(date(2024, 12, 31), 4, NEW_YEAR) == date(2025, 1, 7)
    assert add_working_days(date(2025, 12, 31), 1, NEW_YEAR) == date(2026, 1, 5)
    assert add_working_days(date(2025, 1, 4), 0) == date(2025, 1, 4)


def test_working_days_go_forwards_only():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2025, 1, 1), -1)


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2025, 1, 3), 0),
        (date(2024, 12, 1), 0),
        (date(2025, 1, 5), 0),
        (date(2025, 1, 6), 1),
        (date(2025, 1, 13), 6),
    ],
)
def test_lateness_counts_working_days_after_the_due_day(day, late):
    assert WorkCalendar(NEW_YEAR).between(date(2025, 1, 3), day) == late


@given(st.dates(date(2024, 12, 1), date(2025, 1, 31)), st.integers(0, 40), days_off)
def test_lateness_undoes_adding_working_days(start, n, off):
    assert WorkCalendar(off).between(start, add_working_days(start, n, off)) == n


@given(days, st.integers(1, 60), days_off)
def test_the_nth_working_day_is_one(start, n, off):
    assert is_working_day(add_working_days(start, n, off), off)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2024, 12, 31), False), (date(2025, 1, 1), True), (date(2025, 6, 30), True), (date(2025, 7, 1), False)],
)
def test_covers_is_half_open(day, expected):
    assert covers(date(2025, 1, 1), date(2025, 7, 1), day) is expected


def test_open_ends_cover_everything():
    assert covers(None, None, date(1945, 9, 2))
    assert last_day(None) is None
    assert first_day_after(None) is None


@given(days, days)
def test_the_last_day_is_the_last_one_covered(start, end):
    last = last_day(end)
    assert first_day_after(last) == end
    assert covers(start, end, last) is (start < end)
    assert not covers(start, end, last + timedelta(days=1))
