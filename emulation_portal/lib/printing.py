"""Figures as officials write them. Imported through `numbers`, which adds the reading of typed figures.

Vietnamese pages write 12.345 and 81,25 %; English pages swap the two marks. A figure is rounded once, from its exact
value, half away from zero, at the moment it is printed. Floats are refused: they are not exact.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

NBSP = "\u00a0"
MINUS = "\u2212"
NO_VALUE = "–"  # stands where a figure would, in every table

Exact = int | Decimal | Fraction
Rounding = Literal["truncate", "half_up"]
MoneyUnit = Literal["ty", "trieu", "nghin", "dong"]

_MARKS = {"vi": (".", ","), "en": (",", ".")}
# From the marks that Python's ",f" writes: a page prints thousands of figures.
_FROM_PYTHON = {lang: str.maketrans(",.", group + point) for lang, (group, point) in _MARKS.items()}
_MONEY_UNITS = {"ty": 10**9, "trieu": 10**6, "nghin": 10**3, "dong": 1}
_MONEY_NAMES = {
    "vi": {"ty": "tỷ đồng", "trieu": "triệu đồng", "nghin": "nghìn đồng", "dong": "đồng"},
    "en": {"ty": "billion dong", "trieu": "million dong", "nghin": "thousand dong", "dong": "dong"},
}


def language(lang: str) -> str:
    """'en' for any English, 'vi' for everything else: the portal is Vietnamese unless English was chosen."""
    if lang in _MARKS:
        return lang
    return "en" if lang.lower().partition("-")[0] == "en" else "vi"


def marks(lang: str = "vi") -> tuple[str, str]:
    """The mark between groups of three digits and the mark before decimals."""
    return _MARKS[language(lang)]


def exact(value: Exact) -> Fraction:
    """The value without any loss; TypeError for floats and texts, ValueError for not-a-number and infinity."""
    if type(value) is Fraction:
        return value
    if not isinstance(value, int | Decimal | Fraction):
        raise TypeError(f"an exact number is needed (int, Decimal or Fraction), not {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"{value} cannot be printed")
    return Fraction(value)


def _scaled(value: int | Fraction, places: int, rounding: Rounding) -> int:
    # On whole numbers: a page prints thousands of figures, and every step of a Fraction looks for a common divisor.
    scale: int = 10**places
    part, denominator = abs(value.numerator) * scale, value.denominator
    whole = (2 * part + denominator) // (2 * denominator) if rounding == "half_up" else part // denominator
    return -whole if value < 0 else whole


def _rounded(value: Exact, places: int, rounding: Rounding, *, hundreds: int = 0) -> Decimal:
    """``hundreds`` 1: of the value times a hundred, as percents are."""
    if places < 0:
        raise ValueError("decimal places cannot be negative")
    plain = value if type(value) is int else exact(value)
    # Built from its digits: Decimal arithmetic would round to the context's 28 digits.
    return Decimal(f"{_scaled(plain, places + 2 * hundreds, rounding)}e-{places}")


def round_half_up(value: Exact, places: int) -> Decimal:
    """The value with exactly `places` decimals; a half goes away from zero. Exact for any size."""
    return _rounded(value, places, "half_up")


def typeset(value: Decimal, lang: str = "vi", *, signed: bool = False) -> str:
    """A decimal with the digits it has: groups of three, the language's marks, U+2212 for minus, no sign on zero."""
    text = format(value.copy_abs(), ",f").translate(_FROM_PYTHON[language(lang)])
    if value < 0:
        return MINUS + text
    return f"+{text}" if signed and value > 0 else text


def signed(text: str, value: Exact) -> str:
    """A size as printed (12,5), with the sign of what it is the size of; what was rounded to zero has none."""
    if not any(digit in "123456789" for digit in text):
        return text
    return (MINUS if value < 0 else "+") + text


def format_count(n: int, lang: str = "vi") -> str:
    """12.345"""
    return format_decimal(n, 0, lang)


def format_decimal(d: Exact, places: int = 2, lang: str = "vi") -> str:
    """1.234,50"""
    return typeset(round_half_up(d, places), lang)


def format_exact(value: Decimal, lang: str = "vi") -> str:
    """All the decimals a value has, without trailing zeros: 83,25."""
    return typeset(_trimmed(value), lang)


def _trimmed(value: Decimal) -> Decimal:
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def format_percent(ratio: Exact, places: int = 2, lang: str = "vi") -> str:
    """A ratio (0.8125) as 81,25%."""
    return f"{typeset(_rounded(ratio, places, 'half_up', hundreds=1), lang)}%"


def format_signed_percent(ratio: Exact, places: int = 1, lang: str = "vi") -> str:
    """A relative change as a ratio (0.038) with its sign: +3,8%. For differences of two rates use `format_points`."""
    return f"{typeset(_rounded(ratio, places, 'half_up', hundreds=1), lang, signed=True)}%"


def format_points(points: Exact, lang: str = "vi", places: int = 2, unit: bool = True) -> str:
    """A difference of two rates, in percentage points, with its sign: +1,25 điểm %."""
    figure = typeset(round_half_up(points, places), lang, signed=True)
    if not unit:
        return figure
    return f"{figure}{NBSP}points" if language(lang) == "en" else f"{figure}{NBSP}điểm{NBSP}%"


def format_money(
    dong: Exact,
    unit: MoneyUnit = "ty",
    lang: str = "vi",
    with_unit: bool = True,
    rounding: Rounding = "truncate",
    places: int = 0,
) -> str:
    """An amount in đồng as 2.345 tỷ đồng.

    Cut off, not rounded, unless told otherwise: published reports write "more than 2.345 tỷ" for 2.345,8 tỷ.
    """
    figure = typeset(_rounded(exact(dong) / _MONEY_UNITS[unit], places, rounding), lang)
    return f"{figure}{NBSP}{_MONEY_NAMES[language(lang)][unit]}" if with_unit else figure


def format_dong_in_thousands(dong: int, lang: str = "vi") -> str:
    """An amount in đồng as the figure of a nghìn-đồng column, nothing cut off: 12345500 is 12.345,5."""
    return format_exact(round_half_up(Fraction(dong, 1000), 3), lang)


def format_size(size: int, lang: str = "vi") -> str:
    """How large a file is: 1,2 MB or 84 kB."""
    if size >= 1_000_000:
        return f"{format_decimal(Fraction(size, 1_000_000), 1, lang)}{NBSP}MB"
    return f"{format_count(max(1, round(size / 1000)), lang)}{NBSP}kB"
