"""Reading a day as it is typed or pasted: by a person into a form, or in a cell of a workbook.

Days are written day, month, year; a year of four digits that comes first is read year, month, day. Marks between them
do not matter, nor do words of a letter ("ngày 05 tháng 02 năm 2026"), a time of day, or marks nobody sees. Month before
day is never read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum

from emulation_portal.lib import dates

MAX_TYPED = 80
_YEARS_AHEAD = 10  # a year of two digits is the nearest one that lies at most so far ahead


class DayReason(StrEnum):
    NOT_A_DAY = "not_a_day"
    NO_YEAR = "no_year"
    NO_SUCH_DAY = "no_such_day"


class UnreadableDay(ValueError):
    """The text is no day; ``reason`` says which kind of no."""

    def __init__(self, reason: DayReason):
        super().__init__(reason.value)
        self.reason = reason


_MONTHS = {
    name: str(number)
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(r"^(thu (hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\b")
_TIME = re.compile(r"(?<!\d)\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?(?![\d:])(?: ?(?:am|pm|sa|ch)\b|z\b)?")
_ISO_TIME = re.compile(r"(?<=\d)t(?=\d{1,2}:)")
_PLACE = re.compile(r"^[^0-9]*\bngay\b")  # "Hà Nội, ngày …"
_WORDS = re.compile(r"\b(?:ngay|thang|nam|on|the|of)\b")
_MARKS = re.compile(r"[^0-9a-z]+")
_SHAPE = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
_YEARLESS = re.compile(r"\d{1,2} \d{1,2}")


def read_day(text: str) -> date:
    """The day a text means; UnreadableDay.

    A year of two digits is the nearest one that lies at most ten years ahead: 26 is 2026, 98 is 1998.
    """
    plain = _plain(text)
    if len(plain) > MAX_TYPED or not plain:
        raise UnreadableDay(DayReason.NOT_A_DAY)
    return _day(*_parts(plain))


def _plain(text: str) -> str:
    """Lower case without diacritics, any script's digits as 0-9, marks nobody sees gone."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text[: 4 * MAX_TYPED]).lower())
    return " ".join("".join(map(_plain_character, letters)).replace("đ", "d").split())


def _plain_character(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category in ("Zs", "Cc"):
        return " "
    return "" if category in ("Cf", "Mn") else character


def _parts(plain: str) -> tuple[str, str, str]:
    """Day, month and year as digits."""
    bare = _TIME.sub(" ", _ISO_TIME.sub(" ", _WEEKDAY.sub(" ", plain)))
    words = _MARKS.sub(" ", _WORDS.sub(" ", _PLACE.sub(" ", bare.strip())))
    spaced = " ".join(_MONTHS.get(word, word) for word in words.split())
    if found := _SHAPE.fullmatch(spaced):
        day, month, year = found.groups()
        return day, month, year
    if found := _YEAR_FIRST.fullmatch(spaced):
        year, month, day = found.groups()
        return day, month, year
    if spaced.isdecimal() and len(spaced) in (6, 8):
        return _run_together(spaced)
    raise UnreadableDay(DayReason.NO_YEAR if _YEARLESS.fullmatch(spaced) else DayReason.NOT_A_DAY)


def _run_together(digits: str) -> tuple[str, str, str]:
    """Digits alone: 05022026, 050226; or 20260205, whose last four are no year that anybody means."""
    if len(digits) == 8 and int(digits[4:]) < dates.FIRST_YEAR <= int(digits[:4]):
        return digits[6:], digits[4:6], digits[:4]
    return digits[:2], digits[2:4], digits[4:]


def _day(day: str, month: str, year: str) -> date:
    try:
        return date(_full_year(year), int(month), int(day))
    except ValueError:
        raise UnreadableDay(DayReason.NO_SUCH_DAY) from None


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    latest = dates.today().year + _YEARS_AHEAD
    return latest - (latest - int(year)) % 100


__all__ = ["DayReason", "UnreadableDay", "read_day"]
