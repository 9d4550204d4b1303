"""Reading a typed figure without ever guessing. Imported through `numbers`.

The language decides which mark groups digits and which opens the decimals. A text that fits only one way of writing is
read that way. Where both ways fit and the field cannot tell, the answer is `Ambiguous`, with both readings to choose:

- a count or an amount of money trusts the grouping mark (12.345 is 12345) and asks about the other mark (1,234);
- a decimal field trusts the decimal mark (1,234 is one and a bit) and asks about the grouping mark (1.234).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from emulation_portal.lib.printing import NBSP, format_count, format_exact, language, marks, round_half_up, typeset

MAX_TYPED = 100
MAX_WHOLE = 10**15 - 1  # fifteen digits
MAX_DONG = 10**16 - 1  # nine hundred of these still add up inside a 64-bit integer
MAX_DECIMALS = 10


class Kind(StrEnum):
    COUNT = "count"
    MONEY_THOUSAND = "money_thousand"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"


class Reason(StrEnum):
    NOT_A_NUMBER = "not_a_number"
    GROUPING = "grouping"
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    TOO_PRECISE = "too_precise"
    NOT_YES_NO = "not_yes_no"
    SEVERAL_CELLS = "several_cells"


@dataclass(frozen=True, slots=True)
class Value:
    """What is stored: a whole number (count, đồng, 0 or 1), or a Decimal for the decimal kind."""

    value: int | Decimal


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was typed, which is neither zero nor "nothing arose"."""


@dataclass(frozen=True, slots=True)
class Invalid:
    reason: Reason


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of understanding the text: as printed, the value stored, and what to type so that it is not asked again.

    `value` is None and `problem` says why where the field cannot hold this reading.
    """

    text: str
    value: int | Decimal | None
    entry: str
    problem: Reason | None = None

    @property
    def selectable(self) -> bool:
        return self.problem is None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two readings, the one with thousands first. `names_unit`: the text has its own unit (tỷ), not the column's."""

    readings: tuple[Reading, ...]
    typed: str = ""
    kind: Kind = Kind.COUNT
    names_unit: bool = False


Parsed = Value | Empty | Ambiguous | Invalid


@dataclass(frozen=True, slots=True)
class _Cell:
    kind: Kind
    scale: int | None
    lang: str


_YES = {"1", "có", "yes", "x", "true", "đúng"}
_NO = {"0", "không", "no", "false", "sai"}
_YES_NO = {"vi": ("Không", "Có"), "en": ("No", "Yes")}

_MONEY_WORDS = {
    1: "đồng đ đ. vnđ vnd dong",
    10**3: "nghìn ngàn thousand",
    10**6: "triệu tr million",
    10**9: "tỷ tỉ billion",
    10**12: "trillion",
}
_MONEY_FACTORS = {word: factor for factor, words in _MONEY_WORDS.items() for word in words.split()}
_MONEY_FACTORS |= {
    f"{word} {tail}": f for word, f in tuple(_MONEY_FACTORS.items()) if f > 1 for tail in ("đồng", "dong")
}
_MONEY_FACTORS |= {
    f"{lead} {word}{tail}": 10**12 for lead in ("nghìn", "ngàn") for word in ("tỷ", "tỉ") for tail in ("", " đồng")
}

_SHAPE = re.compile(r"(?P<sign>[+-]?) ?(?P<digits>\d[\d., ]*\d|\d) ?(?P<word>[^\d., ].*)?")
_BETWEEN_CELLS = re.compile("\r\n|[\t\n\v\f\r\u0085\u2028\u2029]")
_LOOSE = re.compile(r"[+-]? ?[\d., ]*\d[\d., ]*")
_SAME = str.maketrans(
    {"\uff0e": ".", "\uff0c": ",", "\uff05": "%", "\uff0b": "+"}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\uff0d", "-")
)


def parse_quantity(text: str, *, kind: Kind | str, scale: int | None = None, lang: str = "vi") -> Parsed:
    """Read what was typed into a cell of this kind; never raises, whatever the text.

    `scale`: how many stored units one typed unit is; a nghìn-đồng column is 1000, which is also what `money_thousand`
    takes when none is given. It applies to counts and money. An amount may name its own unit ("7,5 tỷ").
    """
    kind = Kind(kind)
    if len(cells_of(text)) > 1:
        return Invalid(Reason.SEVERAL_CELLS)
    plain = _plain(text)
    if not plain:
        return Empty()
    return _yes_no(plain) if kind is Kind.BOOLEAN else _number(plain, kind, scale, lang)


def _number(plain: str, kind: Kind, scale: int | None, lang: str) -> Parsed:
    if len(plain) > MAX_TYPED:
        return Invalid(Reason.TOO_LARGE if _LOOSE.fullmatch(plain) else Reason.NOT_A_NUMBER)
    shape = _SHAPE.fullmatch(plain)
    if shape is None:
        return Invalid(Reason.GROUPING if _LOOSE.fullmatch(plain) else Reason.NOT_A_NUMBER)
    factor = _factor(kind, shape["word"] or "", scale)
    if factor is None:
        return Invalid(Reason.NOT_A_NUMBER)
    readings = _readings(shape["digits"], kind, lang)
    if not readings:
        return Invalid(Reason.GROUPING)
    if shape["sign"] == "-":
        return _negative(readings, kind)
    if len(readings) == 1:
        outcome = _settle(readings[0], kind, factor)
        return Invalid(outcome) if isinstance(outcome, Reason) else Value(outcome)
    return _question(readings, plain, shape["word"] or "", factor, _Cell(kind, scale, lang))


def cells_of(text: str) -> list[str]:
    """The cells of a sheet that a text was copied from: lines and tabs part them, those at its ends do not."""
    return _BETWEEN_CELLS.split(text.strip())


def in_one_line(text: str) -> str:
    """Cells beside each other as one line shows them; an input would join their digits to another number."""
    return " | ".join(cells_of(text))


def format_entry(value: int | Decimal, *, kind: Kind | str, scale: int | None = None, lang: str = "vi") -> str:
    """A stored value as it is put into its cell, so that `parse_quantity` reads it back without a question.

    12345000 đồng in a nghìn-đồng column is 12.345. One that would look ambiguous there names its unit: 1.234 đồng.
    """
    kind = Kind(kind)
    if kind is Kind.BOOLEAN:
        return _YES_NO[language(lang)][bool(value)]
    if kind is Kind.DECIMAL:
        return _decimal_entry(Decimal(value), lang)
    if not isinstance(value, int):
        raise TypeError("a count or an amount of money is a whole number")
    typed = round_half_up(Fraction(value, _scale(kind, scale)), len(str(_scale(kind, scale))) - 1)
    text = format_exact(typed, lang)
    if kind is Kind.COUNT or _readings(text, kind, lang) == (typed,):
        return text
    return f"{format_count(value, lang)}{NBSP}{'dong' if language(lang) == 'en' else 'đồng'}"


def _decimal_entry(value: Decimal, lang: str) -> str:
    text = format_exact(value, lang)
    return text.replace(marks(lang)[0], "") if len(_readings(text, Kind.DECIMAL, lang)) > 1 else text


def _plain(text: str) -> str:
    """Any script's digits as 0-9, any width of space as one, dashes as '-', invisible marks gone, lower case.

    Not Unicode's compatibility form: that would turn 5² into 52.
    """
    return "".join(_plain_character(character) for character in unicodedata.normalize("NFC", text)).strip().lower()


def _plain_character(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category == "Cf" else character.translate(_SAME)


def _yes_no(plain: str) -> Parsed:
    if plain in _YES:
        return Value(1)
    return Value(0) if plain in _NO else Invalid(Reason.NOT_YES_NO)


def _scale(kind: Kind, scale: int | None) -> int:
    if scale is None:
        return 1000 if kind is Kind.MONEY_THOUSAND else 1
    if scale < 1 or str(scale).strip("0") != "1":
        raise ValueError("a scale is a power of ten")
    return scale


def _factor(kind: Kind, word: str, scale: int | None) -> int | None:
    """How many stored units one typed unit is; None for a word that does not belong there."""
    if not word:
        return _scale(kind, scale)
    if kind is Kind.MONEY_THOUSAND:
        return _MONEY_FACTORS.get(" ".join(word.split()))
    return 1 if kind is Kind.DECIMAL and word == "%" else None


def _readings(digits: str, kind: Kind, lang: str) -> tuple[Decimal, ...]:
    """The values the digits may mean: none when badly grouped, one, or two with the larger first."""
    group, point = marks(lang)
    own = _read(digits, f"{group} ", point)
    foreign = _read(digits, point, group)
    if own is None:
        trusted = kind is Kind.DECIMAL or point in digits
        return (foreign,) if foreign is not None and trusted else ()
    if foreign is None or own == foreign:
        return (own,)
    trusted_mark = point if kind is Kind.DECIMAL else group
    return (own,) if trusted_mark in digits else tuple(sorted((own, foreign), reverse=True))


def _read(digits: str, groups: str, point: str) -> Decimal | None:
    """The digits under one way of writing, whole groups of three or none; None when they do not fit it."""
    grouped = "|".join(rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+" for group in groups)
    found = re.fullmatch(rf"(?P<whole>\d+|{grouped})(?:{re.escape(point)}(?P<part>\d+))?", digits)
    if found is None:
        return None
    return Decimal(f"{re.sub('[^0-9]', '', found['whole'])}.{found['part'] or '0'}")


def _settle(typed: Decimal, kind: Kind, factor: int) -> int | Decimal | Reason:
    if kind is Kind.DECIMAL:
        return _settle_decimal(typed)
    stored = Fraction(typed) * factor
    whole = Fraction(typed).denominator == 1
    if stored > (MAX_WHOLE if kind is Kind.COUNT else MAX_DONG):
        return Reason.TOO_LARGE
    if kind is Kind.COUNT and not whole:
        return Reason.NOT_WHOLE
    return int(stored) if stored.denominator == 1 else Reason.TOO_PRECISE


def _settle_decimal(typed: Decimal) -> Decimal | Reason:
    if typed > MAX_WHOLE:
        return Reason.TOO_LARGE
    exact = round_half_up(typed, MAX_DECIMALS)
    return _shortest(typed) if exact == typed else Reason.TOO_PRECISE


def _shortest(value: Decimal) -> Decimal:
    """Without trailing zeros after the point, so that 12,50 and 12,5 are the same text in a log."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip("."))


def _negative(readings: tuple[Decimal, ...], kind: Kind) -> Parsed:
    """Only a decimal may be below zero; an ambiguous negative is too rare to draw buttons for."""
    if kind is not Kind.DECIMAL:
        return Invalid(Reason.NEGATIVE)
    if len(readings) > 1:
        return Invalid(Reason.GROUPING)
    outcome = _settle_decimal(readings[0])
    return Invalid(outcome) if isinstance(outcome, Reason) else Value(outcome.copy_negate() if outcome else outcome)


def _question(readings: tuple[Decimal, ...], plain: str, word: str, factor: int, cell: _Cell) -> Ambiguous:
    larger, smaller = readings
    unit = f"{NBSP}{word}" if word not in ("", "%") else word
    return Ambiguous(
        readings=(
            _one_reading(typeset(round_half_up(larger, 0), cell.lang) + unit, larger, factor, cell),
            _one_reading(typeset(round_half_up(smaller, 3), cell.lang) + unit, smaller, factor, cell),
        ),
        typed=plain,
        kind=cell.kind,
        names_unit=bool(word),
    )


def _one_reading(text: str, typed: Decimal, factor: int, cell: _Cell) -> Reading:
    outcome = _settle(typed, cell.kind, factor)
    if isinstance(outcome, Reason):
        return Reading(text, None, "", outcome)
    return Reading(text, outcome, format_entry(outcome, kind=cell.kind, scale=cell.scale, lang=cell.lang))
