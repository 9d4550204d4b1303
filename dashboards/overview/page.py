"""The season overview as rows: phases, headline tiles, published beside recomputed, results of each block."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from clusters.enums import PhaseKind
from dashboards.workspace import comparison_words
from dashboards.workspace.comparison_words import Note
from dashboards.workspace.links import Links
from emulation_portal.lib.dates import format_short
from emulation_portal.templatetags import components
from results import words
from results.figures import AgencyRef, BlockFigures, Figure, IndicatorRef, lines
from results.figures.lines import Line
from results.review.release_question import ReleaseQuestion

from .published import PublishedRow, published


# -- phases -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PhaseStep:
    """One step of the timeline: ``state`` is done, now or later."""

    name: str
    span: str
    state: str
    left: str = ""


def steps(phases: Iterable, today: date, year: int) -> list[PhaseStep]:
    """The year's steps in the order they open; the entry of each period of a block is one."""
    ordered = sorted(phases, key=lambda p: (p.opens, p.closes, p.kind))
    return [_step(phase, today, year) for phase in ordered]


def open_now(phases: Iterable, today: date, year: int) -> list[PhaseStep]:
    """What is open today, the first to close first."""
    found = sorted((p for p in phases if p.is_open(today)), key=lambda p: (p.closes, p.kind))
    return [_step(phase, today, year) for phase in found]


def _step(phase, today: date, year: int) -> PhaseStep:
    last = phase.closes - timedelta(days=1)
    state = "now" if phase.is_open(today) else "done" if phase.closes <= today else "later"
    return PhaseStep(
        name=phase_name(phase),
        span=f"{format_short(phase.opens, year)} – {format_short(last, year)}"
        if last != phase.opens
        else format_short(last, year),
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
class HeadlineTile:
    """A headline figure; ratios as the chart takes them. ``pace`` says where a part of the year stands."""

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
    pace: str = ""
    whose: str = ""
    period: str = ""


def tiles(figures: BlockFigures, own: frozenset[str]) -> list[HeadlineTile]:
    """The headline figures of a block: the cluster's, or those of the own agencies where nothing is released."""
    if figures.period is None:
        return []
    if figures.totals_visible:
        return [_total_tile(figures, indicator) for indicator in figures.headline]
    mine = [agency for agency in figures.agencies if agency.code in own]
    return [_own_tile(figures, indicator, agency) for agency in mine for indicator in figures.headline]


def _total_tile(figures: BlockFigures, indicator: IndicatorRef) -> HeadlineTile:
    line = figures.line(indicator.code)
    said = comparison_words.without_target(figures, indicator)
    if line.target:
        said = _("%(head)s %(target)s (derived from %(count)s agencies)") % {
            "head": comparison_words.target_head(figures.period),
            "target": words.target_text(line.target, indicator),
            "count": line.target.derived_from,
        }
    chip = ("warn", "hourglass-split", _("Provisional")) if figures.is_provisional else ("", "", "")
    return _tile(figures, line, said, chip, _("Whole cluster"))


def _own_tile(figures: BlockFigures, indicator: IndicatorRef, agency: AgencyRef) -> HeadlineTile:
    line = figures.line(indicator.code, agency.code)
    said = _("No target assigned")
    if line.target:
        head = comparison_words.target_head(figures.period)
        said = f"{head} {words.target_text(line.target, indicator)}"
    return _tile(figures, line, said, ("plain", "building", agency.short_name), agency.short_name)


def _tile(figures: BlockFigures, line: Line, target_said: str, chip: tuple[str, str, str], whose: str) -> HeadlineTile:
    indicator, value = line.indicator, line.value
    parts = ""
    if indicator.is_rate:
        parts = words.parts_text(
            value, figures.indicators[indicator.numerator], figures.indicators[indicator.denominator]
        )
    return HeadlineTile(
        label=indicator.name(words.lang()),
        value=value.ratio,
        value_text="" if value.ratio is not None else _without_ratio(value, indicator),
        target=words.target_ratio(line.target),
        last=line.last.ratio,
        gap=words.ratio(line.gap),
        better="none" if line.is_part_year else words.better(indicator),
        left_text=target_said,
        right_text=_last_text(line),
        source_text=parts,
        source_url=f"#{anchor(indicator)}",
        chip=chip,
        pace=comparison_words.pace(line),
        whose=whose,
        period=figures.period.name(words.lang()),
    )


def _last_text(line: Line) -> str:
    """Year 2025: 80,11%, in a part of the year the same period; and of how many agencies where not of all."""
    before = words.shown(line.last, line.indicator)
    if not before.is_value:
        return ""
    said = _("%(when)s: %(figure)s") % {"when": comparison_words.last_head(line.period), "figure": before.text}
    counted = comparison_words.counted(line.compared)
    return f"{said} ({counted})" if counted else said


def _without_ratio(value, indicator: IndicatorRef) -> str:
    """What stands in the place of a rate: an amount, "nothing arose", or that nobody has reported."""
    said = words.shown(value, indicator)
    return _("no figures yet") if said.kind == "empty" else said.text


def anchor(indicator: IndicatorRef) -> str:
    return "bang-" + indicator.code.replace("_", "-")


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
    pace: Fraction | None
    national_gap: Fraction | None
    last: str
    change: Fraction | None
    source_url: str = ""
    target_url: str = ""  # how the target of all together comes about
    state: str = ""  # said in place of figures: missing or not released
    better: str = "up"
    is_part_year: bool = False
    bar: str = ""

    @property
    def drawn(self) -> Fraction | None:
        """The gap that is drawn: in a part of the year that to the part of the target, where there is one."""
        return self.pace if self.is_part_year and self.pace is not None else self.gap

    def with_bar(self, axis: dict) -> "ResultRow":
        """The row with its gap drawn on the axis all rows share."""
        return replace(self, bar=components.gapbar(self.drawn, axis["low"], axis["high"]))

    # Worked out here and not by tags in the template, which a table of a hundred rows would run by the hundred.
    @property
    def gap_cell(self) -> str:
        return components.delta(self.gap, unit="", better=self._of_the_year)

    @property
    def pace_cell(self) -> str:
        return components.delta(self.pace, unit="", better=self.better)

    @property
    def national_cell(self) -> str:
        return components.delta(self.national_gap, unit="", better=self._of_the_year)

    @property
    def _of_the_year(self) -> str:
        """Nothing is better or worse than a year's target before the year's end."""
        return "none" if self.is_part_year else self.better

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
    target_head: str
    gap_head: str
    national_head: str
    pace_head: str
    rows: tuple[ResultRow, ...]
    total: ResultRow | None
    compared: Note | None
    axis_text: str
    is_provisional: bool
    missing: tuple[str, ...]
    counted: int
    among: int
    has_national: bool

    @property
    def width(self) -> int:
        """How many columns the figures of a row take."""
        return 8 + self.has_national + bool(self.pace_head)


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
    axis = components.gap_axis([row.drawn for row in (*rows, total) if row is not None])
    is_part, decided = figures.period.is_part_year, figures.has_decided_part(indicator.code)
    missing = figures.missing() if figures.totals_visible else ()
    language = words.lang()
    return ResultTable(
        anchor=anchor(indicator),
        heading=f"{words.block_short(figures.block)}: {indicator.name(language)}",
        caption=f"{indicator.name(language)}, {words.period_text(figures.period)}",
        part_head=words.column_head(part),
        whole_head=words.column_head(whole),
        unit=words.unit_text(whole),
        last_head=comparison_words.last_head(figures.period),
        target_head=comparison_words.target_head(figures.period),
        gap_head=_("Against the whole year's target, points") if is_part else _("Above target, points"),
        national_head=_("Against the whole year's national target, points")
        if is_part
        else _("Above national target, points"),
        pace_head=comparison_words.pace_head(figures.period, decided=decided)
        if is_part and (decided or lines.grows(indicator))
        else "",
        compared=comparison_words.note(figures.line(indicator.code).compared, figures.period.year - 1),
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
    ref = figures.status.get(agency.code)
    return _row(
        figures,
        figures.line(indicator.code, agency.code),
        # What was reported last year stands here also before there is anything to set beside it.
        last=figures.last_value(agency.code, indicator.code),
        name=agency.short_name,
        url=links.agency(agency.code),
        source_url=links.derivation(indicator.code, agency.code, figures.period.period_code),
        is_own=agency.code in own,
        state="" if ref and ref.counts else _("No figures yet"),
    )


def _total_row(figures: BlockFigures, indicator: IndicatorRef, links: Links) -> ResultRow:
    line = figures.line(indicator.code)
    return _row(
        figures,
        line,
        last=line.last,
        name=_("Whole cluster"),
        url="",
        source_url=links.derivation(indicator.code, "", figures.period.period_code),
        target_url=links.derived_target(indicator.code, figures.period.period_code) if line.target else "",
        is_own=False,
        state="",
    )


def _row(figures: BlockFigures, line: Line, *, last: Figure, **same) -> ResultRow:
    indicator, rate = line.indicator, line.value.rate
    part, whole = figures.indicators[indicator.numerator], figures.indicators[indicator.denominator]
    before = words.shown(last, indicator)
    return ResultRow(
        part=words.amount_text(rate.part, part) if rate else words.NO_VALUE,
        whole=words.amount_text(rate.whole, whole) if rate else words.NO_VALUE,
        rate=words.shown(line.value, indicator),
        target=words.target_text(line.target, indicator),
        gap=words.ratio(line.gap),
        pace=words.ratio(line.prorata_gap),
        national_gap=words.ratio(line.national_gap),
        last=before.text if before.is_value else words.NO_VALUE,
        change=words.ratio(line.change),
        better=words.better(indicator),
        is_part_year=line.is_part_year,
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
class BlockOverview:
    """Everything the overview says about one block."""

    block: str
    name: str
    period: str
    period_id: int | None
    choice: PeriodChoice
    tiles: list[HeadlineTile]
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
) -> BlockOverview:
    among = len(figures.agencies)
    return BlockOverview(
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
