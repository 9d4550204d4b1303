"""One reader of days, whatever they were typed on or pasted from."""

from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from emulation_portal.lib.dates import format_date, format_date_long
from emulation_portal.lib.days import DayReason, UnreadableDay, read_day

FIFTH = date(2026, 2, 5)
READ = [
    "05/02/2026",
    "5/2/2026",
    "05022026",
    "050226",
    "05 02 2026",
    "05-02-2026",
    "05.02.2026",
    "05,02,2026",
    "05 / 02 / 2026",
    "05/02/2026.",
    "05\u201002\u20102026",
    "05–02–2026",
    "05−02−2026",
    "05/02/2026\u200b",
    "\u200e05/02/2026",
    "05/02/2026\xa0",
    "\ufeff05/02/2026",
    "2026-02-05",
    "2026/02/05",
    "20260205",
    "05/02/26",
    "ngày 05 tháng 02 năm 2026",
    "Ngày 5 tháng 2 năm 2026",
    "NGÀY 05/02/2026",
    "ngay 5 thang 2 nam 2026",
    "Hà Nội, ngày 05 tháng 02 năm 2026",
    "Thứ năm, 05/02/2026",
    "5 tháng 2, 2026",
    "5 February 2026",
    "05-Feb-26",
    "05/02/2026 00:00:00",
    "2026-02-05T00:00:00+07:00",
    "2026-02-05 17:30:00.000",
    "17:00 ngày 05/02/2026",
    "０５/０２/２０２６",
    "\t05/02/2026\r\n",
    "nga\u0300y 05 tha\u0301ng 02 na\u0306m 2026",
]


@pytest.mark.parametrize("typed", READ)
@time_machine.travel("2026-11-30")
def test_a_day_is_read_however_it_is_written(typed):
    assert read_day(typed) == FIFTH


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", DayReason.NOT_A_DAY),
        ("hôm qua", DayReason.NOT_A_DAY),
        ("2026", DayReason.NOT_A_DAY),
        ("5022026", DayReason.NOT_A_DAY),
        ("45853", DayReason.NOT_A_DAY),
        ("05/02/2026 - 10/02/2026", DayReason.NOT_A_DAY),
        ("05/02/2026 (dự kiến)", DayReason.NOT_A_DAY),
        ("05/02", DayReason.NO_YEAR),
        ("1-12", DayReason.NO_YEAR),
        ("31/02/2026", DayReason.NO_SUCH_DAY),
        ("02/13/2026", DayReason.NO_SUCH_DAY),
        ("00/02/2026", DayReason.NO_SUCH_DAY),
        ("2026-13-05", DayReason.NO_SUCH_DAY),
        ("9" * 8, DayReason.NO_SUCH_DAY),
        ("05/02/2026" + " " * 20 + "x" * 500, DayReason.NOT_A_DAY),
    ],
)
def test_what_is_no_day_says_why(typed, reason):
    with pytest.raises(UnreadableDay) as error:
        read_day(typed)
    assert error.value.reason is reason


@pytest.mark.parametrize(
    ("typed", "year"), [("05/02/26", 2026), ("05/02/36", 2036), ("05/02/37", 1937), ("050298", 1998)]
)
@time_machine.travel("2026-11-30")
def test_a_year_of_two_digits_lies_at_most_ten_years_ahead(typed, year):
    assert read_day(typed) == date(year, 2, 5)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_every_day_the_portal_prints_is_read_back(day):
    for typed in (
        format_date(day),
        format_date_long(day),
        format_date_long(day, "en"),
        day.isoformat(),
        f"{day:%d%m%Y}",
        f"{day:%Y%m%d}",
    ):
        assert read_day(typed) == day


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(typed):
    try:
        assert isinstance(read_day(typed), date)
    except UnreadableDay as error:
        assert error.reason in DayReason
