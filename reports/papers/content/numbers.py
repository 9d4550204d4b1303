"""Figures as prose writes them: padded small counts, money cut to its largest unit with the word that stays true.

``hơn`` (more than) stands before a truncated amount that the true one exceeds, ``gần`` (nearly) before one that the
true amount has not quite reached; an amount that is whole in its unit carries neither.
"""

from fractions import Fraction

from emulation_portal.lib.numbers import (
    NBSP,
    MoneyUnit,
    format_count,
    format_decimal,
    format_money,
    format_percent,
    round_half_up,
)

MONEY_UNITS: tuple[tuple[MoneyUnit, int], ...] = (("ty", 10**9), ("trieu", 10**6), ("nghin", 10**3), ("dong", 1))
MORE = {"vi": "hơn", "en": "more than"}
NEARLY = {"vi": "gần", "en": "nearly"}
POINT = {"vi": "điểm\u00a0%", "en": "points"}
HUNDREDTH = Fraction(1, 100)
_NEAR = Fraction(9, 10)


def count_words(number: int, lang: str) -> str:
    """Vietnamese papers write counts below ten with a zero: 06."""
    if lang == "vi" and 0 < number < 10:
        return f"0{number}"
    return format_count(number, lang)


def money_words(dong: int, lang: str) -> str:
    """12.345 tỷ đồng, hơn 12.345 tỷ đồng, gần 12.346 tỷ đồng: always true of the exact amount."""
    if dong < 0:
        return format_money(dong, "dong", lang)
    unit, size = next(((name, size) for name, size in MONEY_UNITS if dong >= size), MONEY_UNITS[-1])
    whole, rest = divmod(dong, size)
    if not rest:
        return format_money(dong, unit, lang)
    if Fraction(rest, size) >= _NEAR:
        return f"{NEARLY[lang]}{NBSP}{format_money((whole + 1) * size, unit, lang)}"
    return f"{MORE[lang]}{NBSP}{format_money(dong, unit, lang)}"


def rate_words(ratio: Fraction, lang: str) -> str:
    """81,25%; a rate that only rounds to a whole share says so: gần 100%, dưới 0,01%."""
    if ratio in (0, 1):
        return format_percent(ratio, 0, lang)
    rounded = round_half_up(ratio * 100, 2)
    if rounded == 100:
        return f"{NEARLY[lang] if ratio < 1 else MORE[lang]}{NBSP}{format_percent(Fraction(1), 0, lang)}"
    if rounded == 0:
        under = "dưới" if lang == "vi" else "less than"
        return f"{under}{NBSP}{format_percent(HUNDREDTH / 100, 2, lang)}"
    return format_percent(ratio, 2, lang)


def target_words(percent: Fraction, lang: str) -> str:
    """A target in percent with the decimals it has, at most two where it is derived."""
    places = 0 if percent.denominator == 1 else 2
    return f"{format_decimal(percent, places, lang)}%"


def distance_words(points: Fraction, lang: str) -> str:
    """How far apart two rates are: 1,25 điểm %, without a sign; what rounds to nothing is less than a hundredth."""
    distance = abs(points)
    if distance and not round_half_up(distance, 2):
        under = "chưa đến" if lang == "vi" else "less than"
        return f"{under}{NBSP}{format_decimal(HUNDREDTH, 2, lang)}{NBSP}{POINT[lang]}"
    return f"{format_decimal(distance, 2, lang)}{NBSP}{POINT[lang]}"


def growth_words(ratio: Fraction, lang: str) -> str:
    """A relative change without its sign: 3,81%; what rounds to nothing is less than a hundredth of a percent."""
    size = abs(ratio)
    if size and not round_half_up(size * 100, 2):
        under = "chưa đến" if lang == "vi" else "less than"
        return f"{under}{NBSP}{format_percent(HUNDREDTH / 100, 2, lang)}"
    return format_percent(size, 2, lang)


__all__ = ["count_words", "distance_words", "growth_words", "money_words", "rate_words", "target_words"]
