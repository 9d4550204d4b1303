"""Reading back what the portal itself has printed, so that a table file holds the number that a page shows.

Only the marks of the language and the signs of `printing` are read; anything else stays the text it is. A column says
by its head what stands in it: words, figures, places such as 2/6, the two parts of a rate, movements, or a figure with
the members that it is over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from emulation_portal.lib.printing import MINUS, NBSP, marks

MAX_DIGITS = 15  # what a spreadsheet keeps exactly; a longer figure stays text


class Figures(str):
    """The head of a column of printed figures."""

    __slots__ = ()


class Places(str):
    """The head of a column of places among several, such as 2/6."""

    __slots__ = ()


class Parts(str):
    """The head of a column of both parts of a rate, such as 12 / 15 việc; ``side``: whose they are, where two stand."""

    side: str

    def __new__(cls, head: str, side: str = "") -> Parts:
        made = super().__new__(cls, head)
        made.side = side
        return made


class Moves(str):
    """The head of a column of movements, such as ▲ 3."""

    __slots__ = ()


class Over(str):
    """The head of a column of figures, some of them over a part of the members: 84,12% (2/6 đơn vị)."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it was printed; of 81,25% the number is 0.8125 and `decimals` are those shown, 2."""

    number: Decimal
    decimals: int
    is_percent: bool = False
    is_signed: bool = False
    suffix: str = ""


def read_printed(text: str, lang: str = "vi") -> Printed | None:
    """The figure that was printed as this text; None for words, dashes, and figures too long to be kept exactly."""
    found = _SHAPES[marks(lang)].fullmatch(text)
    if found is None:
        return None
    digits = re.sub(r"\D", "", found["whole"]) + (found["part"] or "")
    if len(digits.lstrip("0")) > MAX_DIGITS:
        return None
    decimals, is_percent = len(found["part"] or ""), bool(found["percent"])
    number = Decimal((int(found["sign"] == MINUS), tuple(map(int, digits)), -decimals - 2 * is_percent))
    return Printed(number, decimals, is_percent, found["sign"] == "+", found["suffix"] or "")


def read_place(text: str) -> tuple[int, int] | None:
    """2 and 6 of 2/6; None for anything else."""
    found = _PLACE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def read_parts(text: str, lang: str = "vi") -> tuple[Printed, Printed] | None:
    """12 and 15 of 12 / 15 việc; None for anything else."""
    first, slash, second = text.partition(" / ")
    part, whole = read_printed(first, lang), read_printed(second, lang)
    return (part, whole) if slash and part and whole else None


def read_move(text: str) -> int | None:
    """3 of ▲ 3, -2 of ▼ 2, 0 of ● 0; None for why there is no movement."""
    found = _MOVE.fullmatch(text)
    return int(found[2]) * _MARKS[found[1]] if found else None


def read_over(text: str, lang: str = "vi") -> tuple[Printed | None, str, tuple[int, int] | None]:
    """The figure, the text it is printed as, and the members it is over where it is not over all of them."""
    found = _OVER.fullmatch(text)
    shown = found[1] if found else text
    return read_printed(shown, lang), shown, (int(found[2]), int(found[3])) if found else None


def _shape(group: str, point: str) -> re.Pattern[str]:
    whole = rf"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})*"
    suffix = rf"[ {NBSP}][^\d]{{1,30}}"
    return re.compile(
        rf"(?P<sign>[+{MINUS}])?(?P<whole>{whole})(?:{re.escape(point)}(?P<part>[0-9]+))?(?P<percent>%)?(?P<suffix>{suffix})?"
    )


_SHAPES = {marks(lang): _shape(*marks(lang)) for lang in ("vi", "en")}
_PLACE = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")
_MARKS = {"▲": 1, "▼": -1, "●": 0}
_MOVE = re.compile(rf"([▲▼●])[ {NBSP}]([0-9]{{1,6}})")
_OVER = re.compile(r"([^(]+) \(([0-9]{1,6})/([0-9]{1,6})[^0-9()]*\)")

__all__ = [
    "Figures",
    "Moves",
    "Over",
    "Parts",
    "Places",
    "Printed",
    "read_move",
    "read_over",
    "read_parts",
    "read_place",
    "read_printed",
]
