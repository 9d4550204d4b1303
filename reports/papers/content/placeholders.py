"""The one way a figure gets into a document: a placeholder such as ``[[completion_rate_cases@:gap]]`` and its text.

``code@agency:measure``. Without an agency it is the cluster's total, without a measure the value. Everything is looked
up in the ``FigureSet``, so that a sentence, a table and a paragraph that somebody typed say the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from emulation_portal.lib.numbers import format_count
from results.figures import BlockFigures, Figure, FigureSet, IndicatorRef, TargetRef
from results.figures.lines import Line

from .model import FigureRun, Run, TextRun
from .numbers import count_words, distance_words, growth_words, money_words, rate_words, target_words

PLACEHOLDER = re.compile(r"\[\[([^\[\]]*)\]\]")
REF = re.compile(r"^([a-z][a-z0-9_]*)(?:@([A-Za-z0-9-]*))?(?::([a-z_]+))?$")
NO_FIGURE = {"vi": "chưa có số liệu", "en": "no figure"}
NOTHING = {"vi": "không phát sinh", "en": "none arose"}


class Measure(StrEnum):
    """What of an indicator is printed."""

    VALUE = "value"  # rate, count or amount of money in words
    PART = "part"  # the numerator as it is counted in the rate, and the denominator
    WHOLE = "whole"
    LAST = "last"  # the same period last year, over the members that have figures of both years
    LIKE = "like"  # this year's over those same members
    TARGET = "target"  # of the whole year
    NATIONAL = "national"  # the national target
    GAP = "gap"  # distance from the target, in points, without a sign
    PACE = "pace"  # distance from the part of the target that belongs to the months of the period
    SHORT = "short"  # how much of the numerator is lacking to the target
    CHANGE = "change"  # distance from last year: points for a rate, percent otherwise, without a sign
    PLACE = "place"  # place in the cluster
    NATION_PLACE = "nation_place"
    NATION_AMONG = "nation_among"


class BadPlaceholder(ValueError):
    """A placeholder names nothing the season has; ``reason`` is shape, indicator, agency or measure."""

    def __init__(self, reason: str, placeholder: str):
        super().__init__(f"{reason}: {placeholder}")
        self.reason, self.placeholder = reason, placeholder


@dataclass(frozen=True, slots=True)
class Ref:
    code: str
    agency: str = ""
    measure: Measure = Measure.VALUE

    def __str__(self) -> str:
        return f"{self.code}@{self.agency}:{self.measure.value}"


@dataclass(frozen=True, slots=True)
class NationPlace:
    """The place of an agency among all of its block in the nation whose figures are open: 4 of 63, tied with none.

    ``printed`` is the place that was published about it, 0 where none was; it stands beside the own one, which may be
    unknown (``among`` 0).
    """

    place: int
    among: int
    tied_with: int = 0
    printed: int = 0


NationPlaces = Mapping[tuple[str, str], NationPlace]  # agency code, indicator code


def parse_ref(text: str) -> Ref:
    """The reference of a placeholder's inside; BadPlaceholder for another shape or an unknown measure."""
    matched = REF.match(text.strip())
    if not matched:
        raise BadPlaceholder("shape", text)
    code, agency, measure = matched.groups()
    try:
        return Ref(code, agency or "", Measure(measure or "value"))
    except ValueError:
        raise BadPlaceholder("measure", text) from None


class Lookup:
    """Prints figures of one set in one language."""

    def __init__(self, figures: FigureSet, language: str, nation: NationPlaces | None = None):
        self.figures, self.language, self.nation = figures, language, nation or {}
        self._block_of = {code: block for block in figures.blocks.values() for code in block.indicators}

    def block_of(self, code: str) -> BlockFigures:
        try:
            return self._block_of[code]
        except KeyError:
            raise BadPlaceholder("indicator", code) from None

    # -- texts ----------------------------------------------------------------------------------------------------
    def run(self, ref: Ref | str, *, bold: bool = False) -> FigureRun:
        """The figure as a run; one that is not there says so in words."""
        ref = parse_ref(ref) if isinstance(ref, str) else ref
        text = self.text(ref)
        return FigureRun(NO_FIGURE[self.language] if text is None else text, str(ref), bold)

    def text(self, ref: Ref) -> str | None:
        """The printed figure; None where there is none. BadPlaceholder for what the season does not have."""
        block = self.block_of(ref.code)
        if ref.agency and ref.agency not in block.codes:
            raise BadPlaceholder("agency", str(ref))
        indicator = block.indicators[ref.code]
        if ref.measure in (Measure.PLACE, Measure.NATION_PLACE, Measure.NATION_AMONG) and not ref.agency:
            raise BadPlaceholder("agency", str(ref))
        text: str | None = getattr(self, f"_{ref.measure.value}")(block, indicator, ref.agency)
        return text

    def filled(self, text: str) -> tuple[Run, ...]:
        """Typed words with their placeholders filled in; BadPlaceholder for the first wrong one."""
        runs: list[Run] = []
        for number, part in enumerate(PLACEHOLDER.split(text)):
            if number % 2:
                runs.append(self.run(part))
            elif part:
                runs.append(TextRun(part))
        return tuple(runs)

    def figures_in(self, text: str) -> dict[str, str]:
        """Placeholder → figure as printed now, of everything a typed text quotes."""
        return {run.ref: run.text for run in self.filled(text) if isinstance(run, FigureRun)}

    # -- measures -------------------------------------------------------------------------------------------------
    def _value(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        return self.printed(line_of(block, indicator.code, agency).value, indicator)

    def _part(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        rate = line_of(block, indicator.code, agency).value.rate
        return self.printed(Figure(amount=rate.part), block.indicators[indicator.numerator]) if rate else None

    def _whole(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        rate = line_of(block, indicator.code, agency).value.rate
        return self.printed(Figure(amount=rate.whole), block.indicators[indicator.denominator]) if rate else None

    def _last(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        return self.printed(line_of(block, indicator.code, agency).last, indicator)

    def _like(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        return self.printed(line_of(block, indicator.code, agency).compared.value, indicator)

    def printed(self, figure: Figure, indicator: IndicatorRef) -> str | None:
        if figure.rate is not None:
            return None if figure.ratio is None else rate_words(figure.ratio, self.language)
        if figure.amount is None:
            return None
        if figure.nothing:
            return NOTHING[self.language]
        if indicator.is_boolean:
            return answer_words(figure, self.language)
        if indicator.is_money:
            return money_words(figure.amount, self.language)
        return count_words(figure.amount, self.language)

    def _target(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        return self._goal(line_of(block, indicator.code, agency).target, indicator)

    def _national(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        return self._goal(block.national_targets.get(indicator.code), indicator)

    def _goal(self, target: TargetRef | None, indicator: IndicatorRef) -> str | None:
        if target is None:
            return None
        if indicator.is_rate:
            return target_words(target.value, self.language)
        whole = -(-target.value.numerator // target.value.denominator)
        return money_words(whole, self.language) if indicator.is_money else format_count(whole, self.language)

    def _gap(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        return self._distance(line_of(block, indicator.code, agency).gap, indicator)

    def _pace(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        line = line_of(block, indicator.code, agency)
        return self._distance(line.prorata_gap, indicator) if line.is_part_year else None

    def _distance(self, gap: Fraction | None, indicator: IndicatorRef) -> str | None:
        if gap is None:
            return None
        return distance_words(gap, self.language) if indicator.is_rate else self._amount(abs(gap), indicator)

    def _amount(self, value: Fraction, indicator: IndicatorRef) -> str:
        whole = -(-value.numerator // value.denominator)
        return money_words(whole, self.language) if indicator.is_money else count_words(whole, self.language)

    def _short(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        lacking = lacking_of(block, indicator.code, agency)
        if lacking is None:
            return None
        part = block.indicators[indicator.numerator] if indicator.is_rate else indicator
        return self._amount(Fraction(lacking), part)

    def _change(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        change = line_of(block, indicator.code, agency).change
        if change is None:
            return None
        return distance_words(change, self.language) if indicator.is_rate else growth_words(change, self.language)

    def _place(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        rank = block.line(indicator.code, agency).place
        return None if rank is None else count_words(rank.place, self.language)

    def _nation_place(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        found = self.nation.get((agency, indicator.code))
        return count_words(found.place, self.language) if found and found.among else None

    def _nation_among(self, block: BlockFigures, indicator: IndicatorRef, agency: str) -> str | None:
        found = self.nation.get((agency, indicator.code))
        return count_words(found.among, self.language) if found and found.among else None


# -- one figure, of an agency or (agency empty) of the cluster -------------------------------------------------------
def line_of(block: BlockFigures, code: str, agency: str) -> Line:
    return block.line(code, agency or None)


def answer_words(figure: Figure, language: str) -> str:
    """Yes or no of one agency; of several how many said yes."""
    if figure.among:
        pattern = {"vi": "{count}/{of} có", "en": "{count} of {of} yes"}[language]
        return pattern.format(count=figure.amount, of=figure.among)
    return {"vi": ("không", "có"), "en": ("no", "yes")}[language][bool(figure.amount)]


def lacking_of(block: BlockFigures, code: str, agency: str) -> int | None:
    """The least that must be added to the numerator, the denominator staying as it is, for the target to be reached.

    None where nothing is lacking, where there is no target from below, or where not even the whole would do.
    """
    line = line_of(block, code, agency)
    figure, target = line.value, line.target
    if target is None or target.comparator not in ("gt", "gte") or figure.measured is None:
        return None
    part, whole = (figure.amount, None) if figure.rate is None else (figure.rate.part, figure.rate.whole)
    if part is None:
        return None
    wanted = target.value if whole is None else target.value * whole / 100
    least = wanted.numerator // wanted.denominator + 1 if target.comparator == "gt" else _ceiling(wanted)
    if least <= part or (whole is not None and least > whole):
        return None
    return least - part


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


__all__ = [
    "NOTHING",
    "NO_FIGURE",
    "PLACEHOLDER",
    "BadPlaceholder",
    "Lookup",
    "Measure",
    "NationPlace",
    "NationPlaces",
    "Ref",
    "answer_words",
    "lacking_of",
    "line_of",
    "parse_ref",
]
