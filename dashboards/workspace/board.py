"""The completeness board: which agency has reported for which period, in words, an icon and a colour."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from emulation_portal.ui.markup import markup
from results import words
from results.figures import AgencyRef, BlockFigures, PeriodRef, SubmissionRef
from results.overdue import is_overdue
from results.words import due
from results.workflow import STATES

from .links import Links


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One agency in one period; ``state`` is counted in the legend, ``url`` is empty where one may not go.

    ``lateness`` stands beside the state and is counted as well: late, overdue or nothing.
    """

    state: str
    kind: str
    icon: str
    text: str
    url: str = ""
    lateness: str = ""

    @property
    def html(self) -> str:
        """The cell's content; made here because a template would take it apart for each of many hundred cells."""
        icon = markup('<i class="bi bi-{}" aria-hidden="true"></i>', self.icon) if self.icon else ""
        if self.url:
            return markup('<a class="bcell bcell--{}" href="{}">{}{}</a>', self.kind, self.url, icon, self.text)
        return markup('<span class="bcell bcell--{}">{}{}</span>', self.kind, icon, self.text)


@dataclass(frozen=True, slots=True)
class BoardRow:
    name: str
    url: str
    is_own: bool
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True, slots=True)
class MemberBoard:
    block: str
    heading: str
    caption: str
    periods: tuple[PeriodRef, ...]  # that which runs first, the earlier ones back from it, then those to come
    heads: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    legend: tuple[tuple[str, str, str, int], ...]  # kind, icon, word, count
    unfinished: tuple[str, ...]
    unfinished_period: str
    due: str


LEGEND = ("sealed", "approved", "reviewed", "returned", "entering", "late", "missing", "overdue")
LOOKS = {
    "sealed": ("seal", "lock-fill"),
    "approved": ("ok", "check-lg"),
    "reviewed": ("draft", "inbox"),
    "returned": ("miss", "reply"),
    "entering": ("draft", "pencil"),
    "late": ("late", "clock-history"),
    "missing": ("miss", "x-lg"),
    "overdue": ("miss", "clock"),
}
CHIPS = {"draft": "info", "miss": "bad", "late": "warn"}


def legend_words() -> dict[str, str]:
    return {
        "sealed": _("Sealed"),
        "approved": _("Approved"),
        "reviewed": _("Under review"),
        "returned": _("Returned"),
        "entering": _("Being entered"),
        "late": _("Late"),
        "missing": _("Not sent"),
        "overdue": _("Overdue"),
    }


@dataclass(frozen=True)
class BoardReader:
    """Who looks at the board: what decides where a cell leads."""

    links: Links
    own_codes: frozenset[str]
    edits_codes: frozenset[str]
    sees_all: bool
    opens: dict[str, date]  # period code -> first day of entry
    today: date
    calendar: WorkCalendar


def board(figures: BlockFigures, reader: BoardReader) -> MemberBoard:
    """The board of one block over all periods of its year."""
    periods = _in_order(figures, reader)
    rows = tuple(_row(agency, periods, figures, reader) for agency in figures.everybody)
    counts = Counter(name for row in rows for cell in row.cells for name in (cell.state, cell.lateness))
    said = legend_words()
    unfinished = figures.not_final()
    return MemberBoard(
        block=figures.block,
        heading=words.block_short(figures.block),
        caption=_("%(block)s: reports by period") % {"block": words.block_short(figures.block)},
        periods=periods,
        heads=tuple(words.period_head(period) for period in periods),
        rows=rows,
        legend=tuple((_chip(name), LOOKS[name][1], said[name], counts[name]) for name in LEGEND if counts[name]),
        unfinished=tuple(agency.short_name for agency in unfinished),
        unfinished_period=figures.period.name(words.lang()) if figures.period else "",
        due=due(figures.period.due_date, reader.calendar) if figures.period else "",
    )


def _in_order(figures: BlockFigures, reader: BoardReader) -> tuple[PeriodRef, ...]:
    """The last period that has begun first: entry is open, something was entered, or the term has ended.

    It is what one looks for, and a narrow window shows the first columns.
    """
    reported = {period for _agency, period in figures.board}
    begun = [
        number
        for number, period in enumerate(figures.periods)
        if period.period_code in reported
        or reader.opens.get(period.period_code, date.max) <= reader.today
        or reader.calendar.ends_on(period.due_date) < reader.today
    ]
    current = begun[-1] if begun else 0
    return (*reversed(figures.periods[: current + 1]), *figures.periods[current + 1 :])


def _chip(name: str) -> str:
    kind = LOOKS[name][0]
    return CHIPS.get(kind, kind)


def _row(agency: AgencyRef, periods: Iterable[PeriodRef], figures: BlockFigures, reader: BoardReader) -> BoardRow:
    return BoardRow(
        name=agency.short_name,
        url=reader.links.agency(agency.code),
        is_own=agency.code in reader.own_codes,
        cells=tuple(_cell(agency, period, figures, reader) for period in periods),
    )


def _cell(agency: AgencyRef, period: PeriodRef, figures: BlockFigures, reader: BoardReader) -> BoardCell:
    if agency.code not in figures.members_of.get(period.period_code, ()):
        return BoardCell("none", "none", "", _("not a member"))
    ref = figures.board.get((agency.code, period.period_code))
    if ref is None:
        return _without_submission(agency, period, reader)
    state, text = _state(ref, period)
    lateness, days = _lateness(ref, period, reader)
    kind, icon = LOOKS[lateness or state]
    text = f"{text} · {days}" if days else text
    return BoardCell(state, kind, icon, text, _url(agency, period, ref, reader), lateness)


def _lateness(ref: SubmissionRef, period: PeriodRef, reader: BoardReader) -> tuple[str, str]:
    """How late a report was sent, or how long it is overdue; the state is said beside it."""
    if ref.counts:
        return ("late", words.late_text(ref.late_days)) if ref.late_days else ("", "")
    if is_overdue(ref) and reader.calendar.ends_on(period.due_date) < reader.today:
        return "overdue", _overdue(period, reader)
    return "", ""


def _overdue(period: PeriodRef, reader: BoardReader) -> str:
    return words.overdue_text(reader.calendar.late(period.due_date, reader.today))


def _without_submission(agency: AgencyRef, period: PeriodRef, reader: BoardReader) -> BoardCell:
    opens = reader.opens.get(period.period_code)
    if opens and opens > reader.today:
        return BoardCell("none", "none", "", _("Opens %(day)s") % {"day": dates.format_short(opens, period.year)})
    entry = reverse("results:entry", args=[agency.code, period.code]) if agency.code in reader.edits_codes else ""
    if reader.calendar.ends_on(period.due_date) < reader.today:
        text = f"{_('Not sent')} · {_overdue(period, reader)}"
        return BoardCell("missing", *LOOKS["missing"], text, entry, "overdue")
    return BoardCell(
        "none",
        "none",
        "",
        _("Due %(day)s") % {"day": due(period.due_date, reader.calendar, period.year)},
        entry,
    )


def _state(ref: SubmissionRef, period: PeriodRef) -> tuple[str, str]:
    """The legend's name of a state and its words in the cell."""
    if ref.is_final and ref.version != ref.counting_version:
        return "entering", _("Version %(number)s in work") % {"number": ref.version}
    if ref.returned:
        return "returned", _("Returned")
    row = STATES[ref.state]
    if row.words.board_on and ref.approved_at:
        day = dates.format_short(dates.day_of(ref.approved_at), period.year)
        return row.board, row.words.board_on % {"day": day}
    return row.board, str(row.words.board)


def _url(agency: AgencyRef, period: PeriodRef, ref: SubmissionRef, reader: BoardReader) -> str:
    """The entry page for those who write there, the read view for those who may see it, nowhere for the others."""
    if ref.state == "draft" and agency.code in reader.edits_codes:
        return reverse("results:entry", args=[agency.code, period.code])
    if reader.sees_all or agency.code in reader.own_codes:
        return reader.links.submission(ref.submission_id)
    return ""
