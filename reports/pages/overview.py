"""The season overview as rows: phases, headline tiles, published beside recomputed, results of each block."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from clusters.enums import PhaseKind
from emulation_portal.lib.numbers import (
    NBSP,
    format_count,
    format_decimal,
    format_money,
    format_percent,
    format_points,
)
from emulation_portal.templatetags import components
from results.figures import AgencyRef, BlockFigures, IndicatorRef, PublishedRef
from results.release_question import ReleaseQuestion

from . import words
from .links import Links


# -- phases -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline: ``state`` is done, now or later."""

    name: str
    span: str
    state: str
    left: str = ""


def steps(phases: Iterable, today: date, year: int) -> list[Step]:
    """The year's steps; entry steps, one per block and period, only where there are no others."""
    phases = sorted(phases, key=lambda p: (p.opens, p.closes, p.kind))
    others = [phase for phase in phases if phase.kind != PhaseKind.ENTRY]
    return [_step(phase, today, year) for phase in others or phases]


def open_now(phases: Iterable, today: date, year: int) -> list[Step]:
    """What is open today, the first to close first."""
    found = sorted((p for p in phases if p.is_open(today)), key=lambda p: (p.closes, p.kind))
    return [_step(phase, today, year) for phase in found]


def _step(phase, today: date, year: int) -> Step:
    last = phase.closes - timedelta(days=1)
    state = "now" if phase.is_open(today) else "done" if phase.closes <= today else "later"
    return Step(
        name=phase_name(phase),
        span=f"{words.short_day(phase.opens, year)} – {words.short_day(last, year)}"
        if last != phase.opens
        else words.short_day(last, year),
        state=state,
        left=words.days_left_text(last, today) if state == "now" else "",
    )


def phase_name(phase) -> str:
    name = str(phase.get_kind_display())
    if phase.kind == PhaseKind.ENTRY:
        period = (words.lang() == "en" and phase.of_name_en) or phase.of_name_vi or phase.period_code
        name = _("Entry of %(period)s") % {"period": period}
    return f"{name} · {words.block_short(phase.block)}" if phase.block else name


# -- headline ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure; ratios as the chart takes them."""

    label: str
    value: Fraction | None
    value_text: str
    target: Fraction | None
    last: Fraction | None
    gap: Fraction | None
    better: str
    left_text: str
    right_text: str
    source_text: str
    source_url: str
    chip: tuple[str, str, str]


def tiles(figures: BlockFigures, own: frozenset[str]) -> list[Tile]:
    """The headline figures of a block: the cluster's, or those of the own agencies where nothing is released."""
    if figures.period is None:
        return []
    if figures.totals_visible:
        return [_total_tile(figures, indicator) for indicator in figures.headline]
    mine = [agency for agency in figures.agencies if agency.code in own]
    return [_own_tile(figures, indicator, agency) for agency in mine for indicator in figures.headline]


def _total_tile(figures: BlockFigures, indicator: IndicatorRef) -> Tile:
    total, target = figures.total(indicator.code), figures.total_target(indicator.code)
    said = words.target_text(target, indicator)
    if target and target.is_derived:
        said = _("Target %(target)s (derived from %(count)s agencies)") % {"target": said, "count": target.derived_from}
    else:
        said = _("No target assigned")
    chip = ("warn", "hourglass-split", _("Provisional")) if figures.is_provisional else ("", "", "")
    last = figures.last_total(indicator.code)
    return _tile(figures, indicator, total, target, last, figures.total_gap(indicator.code), said, chip)


def _own_tile(figures: BlockFigures, indicator: IndicatorRef, agency: AgencyRef) -> Tile:
    value, target = figures.value(agency.code, indicator.code), figures.target(agency.code, indicator.code)
    said = _("Target %(target)s") % {"target": words.target_text(target, indicator)}
    last, gap = figures.last_value(agency.code, indicator.code), figures.gap(agency.code, indicator.code)
    return _tile(figures, indicator, value, target, last, gap, said, ("plain", "building", agency.short_name))


def _tile(figures, indicator, value, target, last, gap, target_said, chip) -> Tile:
    parts = ""
    if indicator.is_rate:
        parts = words.parts_text(
            value, figures.indicators[indicator.numerator], figures.indicators[indicator.denominator]
        )
    before = words.shown(last, indicator)
    return Tile(
        label=indicator.name(words.lang()),
        value=value.ratio,
        value_text="" if value.ratio is not None else _without_ratio(value, indicator),
        target=words.target_ratio(target),
        last=last.ratio,
        gap=words.ratio(gap),
        better=words.better(indicator),
        left_text=target_said,
        right_text=_("Year %(year)s: %(figure)s") % {"year": figures.period.year - 1, "figure": before.text}
        if before.is_value
        else "",
        source_text=parts,
        source_url=f"#{anchor(indicator)}",
        chip=chip,
    )


def _without_ratio(value, indicator: IndicatorRef) -> str:
    """What stands in the place of a rate: an amount, "nothing arose", or that nobody has reported."""
    said = words.shown(value, indicator)
    return _("no figures yet") if said.kind == "empty" else said.text


def anchor(indicator: IndicatorRef) -> str:
    return "bang-" + indicator.code.replace("_", "-")


# -- published beside recomputed --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A figure as printed outside beside ours, each with its period; ``fits`` is None where one cannot be told."""

    name: str
    quote: str
    printed: str
    is_derived: bool
    period: str
    recomputed: str
    our_period: str
    fits: bool | None
    national: str
    source: str


def published(figures: BlockFigures) -> list[PublishedRow]:
    """Rows in the order of publication; none where the block's totals are not visible."""
    if not figures.totals_visible:
        return []
    return [_published(ref, figures) for ref in figures.published if ref.indicator in figures.indicators]


def _published(ref: PublishedRef, figures: BlockFigures) -> PublishedRow:
    indicator = figures.indicators[ref.indicator]
    ours = figures.recomputed(ref)
    periods = {period.period_code: period.name(words.lang()) for period in figures.periods}
    national = figures.total_national_gap(indicator.code) if ref.measure == "gap_pp" else None
    return PublishedRow(
        name=f"{indicator.name(words.lang())}{_measure_words(ref.measure)}",
        quote=ref.text,
        printed=_printed(ref, indicator),
        is_derived=ref.kind != "published",
        period=periods.get(ref.period_code, ref.period_code),
        recomputed=words.NO_VALUE if ours is None else measure_text(ours, ref.measure, indicator, exact=True),
        our_period=figures.period.name(words.lang()) if figures.period else "",
        fits=ref.contains(ours),
        national=words.gap_text(national, indicator) if national is not None else "",
        source=ref.source,
    )


def _measure_words(measure: str) -> str:
    return {
        "target": _(", assigned target"),
        "gap_pp": _(", above or below the target"),
        "attainment_pct": _(", share of the target reached"),
    }.get(measure, "")


def _printed(ref: PublishedRef, indicator: IndicatorRef) -> str:
    if ref.value is not None:
        return measure_text(Fraction(ref.value), ref.measure, indicator)
    if ref.low is None or ref.high is None:
        return words.NO_VALUE
    ends = (measure_text(Fraction(end), ref.measure, indicator, unit=False) for end in (ref.low, ref.high))
    return " – ".join(ends) + (f"{NBSP}{words.unit_text(indicator)}" if ref.measure == "value" else "")


def measure_text(
    value: Fraction, measure: str, indicator: IndicatorRef, *, unit: bool = True, exact: bool = False
) -> str:
    """A published or recomputed value in its measure: percent, points or the indicator's own unit."""
    language = words.lang()
    if measure == "gap_pp":
        return format_points(value, language)
    if measure in ("target", "attainment_pct") or indicator.is_rate:
        return format_percent(value / 100, lang=language)
    if indicator.is_money:
        if exact:
            return format_money(value, "ty", language, with_unit=unit, places=1)
        return format_money(value, "ty", language, with_unit=unit)
    text = format_count(int(value), language) if value.denominator == 1 else format_decimal(value, 2, language)
    return f"{text}{NBSP}{words.unit_text(indicator)}" if unit else text


# -- results of a block -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ResultRow:
    name: str
    url: str
    is_own: bool
    part: str
    whole: str
    rate: words.Shown
    target: str
    gap: Fraction | None
    national_gap: Fraction | None
    last: str
    change: Fraction | None
    source_url: str = ""
    state: str = ""  # said in place of figures: missing or not released
    better: str = "up"
    bar: str = ""

    def with_bar(self, axis: dict) -> "ResultRow":
        """The row with its gap drawn on the axis all rows share."""
        return replace(self, bar=components.gapbar(self.gap, axis["low"], axis["high"]))

    # Worked out here and not by tags in the template, which a table of a hundred rows would run by the hundred.
    @property
    def gap_cell(self) -> str:
        return components.delta(self.gap, unit="", better=self.better)

    @property
    def national_cell(self) -> str:
        return components.delta(self.national_gap, unit="", better=self.better)

    @property
    def change_cell(self) -> str:
        return components.delta(self.change, unit="", better=self.better)


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One headline rate: its parts, target and gap by agency, and the cluster's total."""

    anchor: str
    heading: str
    caption: str
    part_head: str
    whole_head: str
    unit: str
    last_head: str
    url: str
    rows: tuple[ResultRow, ...]
    total: ResultRow | None
    axis_text: str
    is_provisional: bool
    missing: tuple[str, ...]
    counted: int
    among: int
    has_national: bool


def result_tables(figures: BlockFigures, links: Links, own: frozenset[str]) -> list[ResultTable]:
    if figures.period is None:
        return []
    found = [_result_table(figures, indicator, links, own) for indicator in figures.headline if indicator.is_rate]
    return [table for table in found if table.rows]


def _result_table(figures: BlockFigures, indicator: IndicatorRef, links: Links, own: frozenset[str]) -> ResultTable:
    part, whole = figures.indicators[indicator.numerator], figures.indicators[indicator.denominator]
    agencies = [a for a in figures.agencies if figures.sees(a.code)]
    rows = tuple(_result_row(figures, indicator, agency, links, own) for agency in agencies)
    total = _total_row(figures, indicator, links) if figures.totals_visible else None
    axis = components.gap_axis([row.gap for row in (*rows, total) if row is not None])
    missing = figures.missing() if figures.totals_visible else ()
    language = words.lang()
    return ResultTable(
        anchor=anchor(indicator),
        heading=f"{words.block_short(figures.block)}: {indicator.name(language)}",
        caption=f"{indicator.name(language)}, {words.period_text(figures.period)}",
        part_head=words.column_head(part),
        whole_head=words.column_head(whole),
        unit=words.unit_text(whole),
        last_head=_("Year %(year)s") % {"year": figures.period.year - 1},
        url=links.indicator(indicator.code, figures.period.period_code),
        rows=tuple(row.with_bar(axis) for row in rows),
        total=total.with_bar(axis) if total else None,
        axis_text=axis["text"],
        is_provisional=figures.is_provisional,
        missing=tuple(agency.short_name for agency in missing),
        counted=len(figures.agencies) - len(missing),
        among=len(figures.agencies),
        has_national=indicator.code in figures.national_targets,
    )


def _result_row(figures: BlockFigures, indicator: IndicatorRef, agency: AgencyRef, links: Links, own) -> ResultRow:
    code = indicator.code
    ref = figures.status.get(agency.code)
    return _row(
        figures,
        indicator,
        name=agency.short_name,
        url=links.agency(agency.code),
        source_url=links.derivation(code, agency.code, figures.period.period_code),
        is_own=agency.code in own,
        value=figures.value(agency.code, code),
        last=figures.last_value(agency.code, code),
        target=figures.target(agency.code, code),
        gap=figures.gap(agency.code, code),
        national_gap=figures.national_gap(agency.code, code),
        change=figures.change(agency.code, code),
        state="" if ref and ref.counts else _("No figures yet"),
    )


def _total_row(figures: BlockFigures, indicator: IndicatorRef, links: Links) -> ResultRow:
    code = indicator.code
    return _row(
        figures,
        indicator,
        name=_("Whole cluster"),
        url="",
        source_url=links.derivation(code, "", figures.period.period_code),
        is_own=False,
        value=figures.total(code),
        last=figures.last_total(code),
        target=figures.total_target(code),
        gap=figures.total_gap(code),
        national_gap=figures.total_national_gap(code),
        change=figures.total_change(code),
        state="",
    )


def _row(figures, indicator, *, value, last, target, gap, national_gap, change, **same) -> ResultRow:
    part, whole = figures.indicators[indicator.numerator], figures.indicators[indicator.denominator]
    rate = value.rate
    before = words.shown(last, indicator)
    return ResultRow(
        part=words.amount_text(rate.part, part) if rate else words.NO_VALUE,
        whole=words.amount_text(rate.whole, whole) if rate else words.NO_VALUE,
        rate=words.shown(value, indicator),
        target=words.target_text(target, indicator),
        gap=words.ratio(gap),
        national_gap=words.ratio(national_gap),
        last=before.text if before.is_value else words.NO_VALUE,
        change=words.ratio(change),
        better=words.better(indicator),
        **same,
    )


# -- the page ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """The periods one may choose for a block; ``name`` is the field."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]  # code, words, chosen


def choices(figures: BlockFigures) -> PeriodChoice:
    chosen = figures.period.period_code if figures.period else ""
    options = tuple(
        (period.period_code, words.period_text(period), period.period_code == chosen)
        for period in figures.periods
        if figures.members_of.get(period.period_code)
    )
    return PeriodChoice(figures.block, words.block_short(figures.block), options)


@dataclass(frozen=True, slots=True)
class BlockPage:
    """Everything the overview says about one block."""

    block: str
    name: str
    period: str
    period_id: int | None
    choice: PeriodChoice
    tiles: list[Tile]
    tables: list[ResultTable]
    published: list[PublishedRow]
    board: object
    is_restricted: bool
    is_released: bool
    counted: int
    among: int
    final: int
    ask: ReleaseQuestion | None  # before the release or its withdrawal, for whoever may do it


def block_page(
    figures: BlockFigures, links: Links, own: frozenset[str], board, ask: ReleaseQuestion | None = None
) -> BlockPage:
    among = len(figures.agencies)
    return BlockPage(
        block=figures.block,
        name=words.block_short(figures.block),
        period=words.period_text(figures.period),
        period_id=figures.period.id if figures.period else None,
        choice=choices(figures),
        tiles=tiles(figures, own),
        tables=result_tables(figures, links, own),
        published=published(figures),
        board=board,
        is_restricted=not figures.totals_visible,
        is_released=figures.released,
        counted=among - len(figures.missing()),
        among=among,
        final=among - len(figures.not_final()),
        ask=ask,
    )
