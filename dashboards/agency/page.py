"""One agency's page as rows: the whole table, and the state of the report behind it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.board import BoardCell
from dashboards.workspace.links import Links
from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from results import words
from results.figures import AgencyRef, BlockFigures, IndicatorRef, PeriodRef
from results.workflow import STATES


# -- the whole table --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TableRow:
    form_code: str
    name: str
    unit: str
    value: words.Shown
    target: str
    gap: str
    gap_look: str
    pace: str
    last: words.Shown
    change: str
    change_look: str
    is_rate: bool
    is_sum: bool
    url: str
    source_url: str


@dataclass(frozen=True, slots=True)
class CardGroup:
    """``told`` are the rows that say something; ``folded`` those without a figure and a target, told by their count."""

    name: str
    rows: tuple[TableRow, ...]

    @property
    def told(self) -> list[TableRow]:
        return [row for row in self.rows if row not in self.folded]

    @property
    def folded(self) -> list[TableRow]:
        silent = [row for row in self.rows if row.value.kind == "empty" and not row.target]
        return silent if len(silent) > 1 else []


def groups(figures: BlockFigures, agency: AgencyRef, links: Links) -> list[CardGroup]:
    """Every indicator of the block in the catalogue's order."""
    return [
        CardGroup(name, tuple(_table_row(figures, agency, indicator, name, links) for indicator in indicators))
        for name, indicators in figures.groups(words.lang())
    ]


def name_within(group: str, name: str) -> str:
    """Without the part that says cases or money, where the group's name says so."""
    return name.rsplit(" - ", 1)[0] if " - " in group else name


def _table_row(figures: BlockFigures, agency: AgencyRef, indicator: IndicatorRef, group: str, links: Links) -> TableRow:
    line = figures.line(indicator.code, agency.code)
    period = figures.period.period_code if figures.period else ""
    before = words.shown(figures.last_value(agency.code, indicator.code), indicator, money="nghin")
    return TableRow(
        form_code=indicator.form_codes,
        name=name_within(group, indicator.name(words.lang())),
        unit=words.unit_text(indicator, money="nghin"),
        value=words.shown(line.value, indicator, money="nghin"),
        target=words.target_text(line.target, indicator) if line.target else "",
        gap=words.gap_text(line.gap, indicator) if line.target else "",
        gap_look=comparison_words.look(line),
        pace=comparison_words.pace(line),
        last=before if before.kind != "empty" else words.Shown(words.NO_VALUE, "empty"),
        change="" if indicator.is_boolean else words.change_text(line.change, indicator),
        change_look=words.change_look(line.change, indicator),
        is_rate=indicator.is_rate,
        is_sum=bool(indicator.formula),
        url=links.indicator(indicator.code, period),
        source_url=links.derivation(indicator.code, agency.code, period),
    )


# -- state of the report ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PartState:
    """The report behind the figures: the name of its chip and when it came to be so."""

    chip: str
    text: str
    moment: object


def state(figures: BlockFigures, agency: AgencyRef, calendar: WorkCalendar) -> PartState:
    """The state of the version that counts, else of the one being worked on."""
    ref = figures.status.get(agency.code)
    if ref is None:
        late = figures.period is not None and calendar.ends_on(figures.period.due_date) < dates.today()
        return PartState("missing" if late else "not_open", _("Not reported"), None)
    if ref.counts:
        name = ref.counting_state
        return PartState(name, str(STATES[name].words.figures), ref.approved_at or ref.submitted_at)
    return PartState("returned" if ref.returned else ref.state, "", None)


def overdue_reports(
    periods: Iterable[PeriodRef], cells: Iterable[BoardCell], calendar: WorkCalendar
) -> list[tuple[PeriodRef, str]]:
    """Those of the agency's reports that are overdue with how long, in the order of the board."""
    held = zip(periods, cells, strict=True)
    late = [period for period, cell in held if cell.lateness == "overdue"]
    return [(period, words.overdue_text(calendar.late(period.due_date, dates.today()))) for period in late]
