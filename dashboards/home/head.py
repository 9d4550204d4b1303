"""The first page of an agency's head: where the agency stands, what waits, what is short and by how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.workspace import comparison_words
from dashboards.workspace.cards import Card
from dashboards.workspace.links import Links
from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from emulation_portal.lib.numbers import format_percent
from results import words
from results.figures import AgencyRef, BlockFigures, PeriodRef, SubmissionRef
from results.figures.lines import Line
from results.submission.reading import VersionReading
from results.submission.rows import ReportRow
from results.words import due
from results.workflow import STATES

from . import page

BIG = 2  # rates that stand at the top of the page


# -- where we stand ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class BigRate:
    """A headline rate as large figures show it; ``url`` leads to where it comes from."""

    name: str
    value: str
    url: str
    gap: Fraction | None
    better: str
    against: str
    place: str


def big_rates(cards: Iterable[Card], figures: BlockFigures, agency: AgencyRef, links: Links) -> list[BigRate]:
    """The first headline rates that have a value, in the order of the catalogue."""
    headline = [indicator.code for indicator in figures.headline]
    known = sorted(
        (c for c in cards if c.value is not None and c.code in headline), key=lambda c: headline.index(c.code)
    )
    return [_big_rate(card, figures.known_period, agency, links) for card in known[:BIG]]


def _big_rate(card: Card, period: PeriodRef, agency: AgencyRef, links: Links) -> BigRate:
    if card.pace_gap is not None:
        gap = words.ratio(card.pace_gap)
        against = _("to %(months)s of the target") % {"months": comparison_words.months(period)}
    elif card.gap is not None and not period.is_part_year:
        gap, against = card.gap, _("to the target")
    else:
        gap, against = card.change, _("to last year")
    place = ""
    if card.rank:
        place = _("place %(place)s/%(among)s") % {"place": card.rank.place, "among": card.rank.among}
    return BigRate(
        name=card.name,
        value=card.value_text,
        url=links.derivation(card.code, agency.code, period.period_code),
        gap=gap,
        better=card.better,
        against=against,
        place=place,
    )


def latest_text(figures: BlockFigures, agency: AgencyRef) -> str:
    """Which period the figures are of, and since when they count; empty where none does."""
    ref = figures.status.get(agency.code)
    if ref is None or not ref.counts:
        return ""
    period = words.period_text(figures.period)
    if ref.is_final and ref.approved_at:
        day = dates.format_date(dates.day_of(ref.approved_at))
        return _("Latest figures: %(period)s, approved on %(day)s.") % {"period": period, "day": day}
    return _("Latest figures: %(period)s, not approved yet.") % {"period": period}


# -- the year's reports -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OwnPeriod:
    """A period of the year in which the agency reports, and where its report is; ``late`` in working days."""

    period: PeriodRef
    ref: SubmissionRef | None
    opens: date | None
    has_begun: bool
    late: int

    @property
    def is_overdue(self) -> bool:
        """Whether the term has ended and the report was never sent."""
        return self.late > 0

    @property
    def is_sent(self) -> bool:
        return bool(self.ref and self.ref.counts)


def own_periods(
    figures: BlockFigures, agency: AgencyRef, opens: dict[str, date], today: date, calendar: WorkCalendar
) -> list[OwnPeriod]:
    """The agency's periods of the year in their order."""
    found = []
    for period in figures.periods:
        if agency.code not in figures.members_of.get(period.period_code, ()):
            continue
        ref, first = figures.board.get((agency.code, period.period_code)), opens.get(period.period_code)
        ended = calendar.ends_on(period.due_date) < today
        begun = ref is not None or ended or (first is not None and first <= today)
        late = calendar.late(period.due_date, today) if ended and not (ref and ref.was_sent) else 0
        found.append(OwnPeriod(period, ref, first, begun, late))
    return found


@dataclass(frozen=True, slots=True)
class SentReports:
    """How many of the reports that are due or open have been sent, and which are overdue."""

    sent: int
    among: int
    overdue: tuple[str, ...]


def sent_reports(periods: Iterable[OwnPeriod]) -> SentReports:
    begun = [each for each in periods if each.has_begun]
    late = tuple(words.period_head(each.period) for each in begun if each.is_overdue)
    return SentReports(sum(each.is_sent for each in begun), len(begun), late)


def overdue_reports(periods: Iterable[OwnPeriod]) -> list[tuple[PeriodRef, str]]:
    """Those that are overdue with how long, the newest first."""
    return [(each.period, words.overdue_text(each.late)) for each in reversed(list(periods)) if each.is_overdue]


def no_figures_text(periods: Iterable[OwnPeriod]) -> str:
    """What is said while no period has figures: which comes first, and when."""
    first = next((each for each in periods if not each.is_sent), None)
    if first is None:
        return _("No period of the year has figures yet.")
    said = {"period": words.period_head(first.period), "day": ""}
    if first.opens and not first.has_begun:
        said["day"] = dates.format_date(first.opens)
        return _("No period of the year has figures yet; %(period)s opens on %(day)s.") % said
    said["day"] = dates.format_date(first.period.due_date)
    return _("No period of the year has figures yet; %(period)s is due on %(day)s.") % said


@dataclass(frozen=True, slots=True)
class QuietLine:
    """In place of a task: where the report in work is, since when, and the way to it; ``late``: how overdue it is."""

    text: str
    url: str
    late: str = ""


def quiet_line(periods: Iterable[OwnPeriod], agency: AgencyRef, calendar: WorkCalendar) -> QuietLine | None:
    """Of the newest report in work, one that was begun and is overdue before others; None where every report that has
    begun is approved, and before the first."""
    open_ones = [each for each in periods if each.has_begun and not (each.ref and each.ref.is_final)]
    newest = max(
        open_ones, key=lambda each: (each.is_overdue and each.ref is not None, each.period.due_date), default=None
    )
    if newest is None:
        return None
    late = page.overdue_text(newest.late) if newest.is_overdue else ""
    said = {"period": words.period_head(newest.period), "day": due(newest.period.due_date, calendar)}
    if newest.ref is None:
        url = reverse("results:entry", args=[agency.code, newest.period.code])
        return QuietLine(_("The report for %(period)s has not been begun, due %(day)s.") % said, url, late)
    ref = newest.ref
    said["state"] = _("returned, to be corrected") if ref.returned else str(STATES[ref.state].words.chip).lower()
    url = reverse("results:submission", args=[ref.submission_id])
    if ref.counts and ref.submitted_at:
        said["day"] = dates.format_date(dates.day_of(ref.submitted_at))
        return QuietLine(_("The report for %(period)s: %(state)s, sent on %(day)s.") % said, url)
    return QuietLine(_("The report for %(period)s: %(state)s, due %(day)s.") % said, url, late)


# -- the report that waits --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class WaitingRate:
    """A rate of the report beside the target and last year; gaps as ratios."""

    name: str
    parts: str
    value: str
    target: str
    gap: Fraction | None
    last: str
    change: Fraction | None
    better: str


@dataclass(frozen=True, slots=True)
class RateTable:
    """``target_head`` says whether it is the year's target or its part for the period."""

    caption: str
    target_head: str
    last_head: str
    rows: tuple[WaitingRate, ...]
    has_target: bool
    has_last: bool


def headline_rows(reading: VersionReading) -> list[ReportRow]:
    return [row for row in reading.rows.rates if row.line.target or row.line.indicator.is_headline]


def rate_table(reading: VersionReading) -> RateTable:
    period = reading.sheet.figures.known_period
    rows = tuple(_waiting_rate(row) for row in headline_rows(reading))
    head = _("Assigned target")
    if period.is_part_year:
        head = _("%(months)s of the target") % {"months": comparison_words.months(period)}
    return RateTable(
        caption=_("Rates, %(period)s") % {"period": words.period_head(period)},
        target_head=head,
        last_head=_("Same period %(year)s") % {"year": period.year - 1},
        rows=rows,
        has_target=any(row.target for row in rows),
        has_last=any(row.last for row in rows),
    )


def _waiting_rate(row: ReportRow) -> WaitingRate:
    line = row.line
    return WaitingRate(
        name=row.name,
        parts=row.sub,
        value=row.slot.text,
        target=_target(line),
        gap=words.ratio(line.prorata_gap if line.is_part_year else line.gap),
        last=row.slot.last if line.last.is_known else "",
        change=words.ratio(line.change),
        better=words.better(line.indicator),
    )


def _target(line: Line) -> str:
    if not line.is_part_year or line.target is None:
        return words.target_text(line.target, line.indicator) if line.target else ""
    portion = line.prorata_target
    return "" if portion is None else format_percent(portion / 100, lang=words.lang())
