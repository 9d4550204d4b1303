"""Figure sets as flat rows: every visible figure of every agency and every total, of released blocks alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypedDict

from emulation_portal.lib.numbers import round_half_up
from results.figures import AgencyRef, BlockFigures, Figure, FigureSet, IndicatorRef, PeriodRef, TargetRef

from .columns import MISSING, NAMES

TARGET_PLACES = 4

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One figure; fields in the order of the columns."""

    cluster_code: str
    year: int
    block: str
    period_code: str
    scope: str
    agency_code: str | None
    agency_name: str | None
    province_code: str | None
    indicator_code: str
    value_kind: str
    value: int | None
    numerator: int | None
    denominator: int | None
    percent: str | None
    unit: str
    nothing_arose: bool
    counting_state: str | None
    provisional: bool
    members: int | None
    members_with_value: int | None
    target: str | None
    target_comparator: str | None
    data_version: str
    is_illustrative: bool

    def values(self) -> tuple[Value, ...]:
        return tuple(getattr(self, name) for name in NAMES)


class _Same(TypedDict):
    """What every row of an indicator in a part has in common."""

    cluster_code: str
    year: int
    block: str
    period_code: str
    indicator_code: str
    value_kind: str
    unit: str
    data_version: str
    is_illustrative: bool


class _Figure(TypedDict):
    value: int | None
    numerator: int | None
    denominator: int | None
    percent: str | None
    nothing_arose: bool


class _Target(TypedDict):
    target: str | None
    target_comparator: str | None


class _Holder(_Figure, _Target):
    """Whose figure it is, with the figure and its target."""

    scope: str
    agency_code: str | None
    agency_name: str | None
    province_code: str | None
    counting_state: str | None
    provisional: bool
    members: int | None
    members_with_value: int | None


@dataclass(frozen=True, slots=True)
class OpenPart:
    """One released block in one period."""

    figures: BlockFigures
    period: PeriodRef

    @property
    def reported(self) -> int:
        return len(self.figures.agencies) - len(self.figures.missing())


@dataclass(frozen=True)
class OpenData:
    """Sets of one season and one data version, as read at once; ``language`` is that of names and units."""

    sets: Sequence[FigureSet]
    language: str = "vi"

    @property
    def head(self) -> FigureSet:
        return self.sets[0]

    def parts(self) -> list[OpenPart]:
        """What is released, by block and then by period."""
        found = [
            OpenPart(block, block.period)
            for figures in self.sets
            for block in figures.blocks.values()
            if block.released and block.period
        ]
        return sorted(found, key=lambda part: (part.figures.block, part.period.sequence))

    @cached_property
    def rows(self) -> tuple[OpenRow, ...]:
        """Worked out once, however many files are made of them."""
        return tuple(row for part in self.parts() for row in _rows(self.head, part, self.language))

    def indicators(self) -> list[IndicatorRef]:
        """The indicators of the released blocks, each once, in the catalogue's order."""
        return list({code: i for part in self.parts() for code, i in part.figures.indicators.items()}.values())

    def agencies(self) -> list[AgencyRef]:
        """Every agency that has rows, once."""
        return list({a.code: a for part in self.parts() for a in _seen(part.figures)}.values())

    @property
    def is_provisional(self) -> bool:
        return any(part.figures.is_provisional for part in self.parts())


def _seen(block: BlockFigures) -> Iterable[AgencyRef]:
    return (agency for agency in block.agencies if block.sees(agency.code))


def _holders(block: BlockFigures) -> list[AgencyRef | None]:
    """Whose figures are rows: the agencies, then None for the total."""
    return [*_seen(block), *([None] if block.totals_visible and block.agencies else [])]


def _rows(head: FigureSet, part: OpenPart, language: str) -> Iterator[OpenRow]:
    block = part.figures
    holders = _holders(block)
    for indicator in block.indicators.values():
        same = _same(head, part, indicator, language)
        for agency in holders:
            of = _of_agency(block, agency, indicator, language) if agency else _of_cluster(block, indicator)
            yield OpenRow(**same, **of)


def _same(head: FigureSet, part: OpenPart, indicator: IndicatorRef, language: str) -> _Same:
    return {
        "cluster_code": head.cluster_code,
        "year": head.year,
        "block": part.figures.block,
        "period_code": part.period.period_code,
        "indicator_code": indicator.code,
        "value_kind": value_kind(indicator),
        "unit": indicator.unit(language),
        "data_version": head.version_code,
        "is_illustrative": head.is_illustrative,
    }


def _of_agency(block: BlockFigures, agency: AgencyRef, indicator: IndicatorRef, language: str) -> _Holder:
    held = block.status.get(agency.code)
    return {
        "scope": "agency",
        "agency_code": agency.code,
        "agency_name": agency.name(language),
        "province_code": agency.province_code or None,
        "counting_state": held.counting_state if held and held.counts else MISSING,
        "provisional": not (held and held.is_final),
        "members": None,
        "members_with_value": None,
        **_figure(block.value(agency.code, indicator.code)),
        **_target(block.target(agency.code, indicator.code)),
    }


def _of_cluster(block: BlockFigures, indicator: IndicatorRef) -> _Holder:
    return {
        "scope": "cluster",
        "agency_code": None,
        "agency_name": None,
        "province_code": None,
        "counting_state": None,
        "provisional": block.is_provisional,
        "members": len(block.agencies),
        "members_with_value": len(block.agencies) - len(block.without_value(indicator.code)),
        **_figure(block.line(indicator.code).value),
        **_target(block.line(indicator.code).target),
    }


def _figure(figure: Figure) -> _Figure:
    """The value as it is; a rate without anything to count says that nothing arose, as pages do."""
    rate = figure.rate
    return {
        "value": figure.amount,
        "numerator": rate.part if rate else None,
        "denominator": rate.whole if rate else None,
        "percent": None if figure.ratio is None else percent_text(figure.ratio),
        "nothing_arose": figure.nothing or (rate is not None and figure.ratio is None),
    }


def _target(target: TargetRef | None) -> _Target:
    if target is None:
        return {"target": None, "target_comparator": None}
    return {"target": target_text(target.value), "target_comparator": target.comparator}


def value_kind(indicator: IndicatorRef) -> str:
    return "rate" if indicator.is_rate else "sum" if indicator.formula else "typed"


def percent_text(ratio: Fraction) -> str:
    """84.00: two decimals with a point, whatever the language, so that programs read it."""
    return f"{round_half_up(ratio * 100, 2):f}"


def target_text(value: Fraction) -> str:
    """A target as assigned (four decimals at most), a derived one rounded to four; no zeros at the end."""
    return f"{round_half_up(value, TARGET_PLACES):f}".rstrip("0").rstrip(".")


__all__ = ["OpenData", "OpenPart", "OpenRow", "percent_text", "target_text", "value_kind"]
