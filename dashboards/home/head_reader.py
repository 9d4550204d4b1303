"""What the first page of a head is made of: the agency's latest figures, its reports, and the one that waits."""

from clusters.access import place_of
from clusters.rights import OwnMembership
from dashboards.workspace.board_reader import entry_opens
from dashboards.workspace.cards import cards, overdue_first, verdict
from dashboards.workspace.current import Surroundings
from dashboards.workspace.links import Links
from results import words
from results.enums import State
from results.figures import AgencyRef, BlockFigures
from results.figures.read import read_figures
from results.roles import desk_of
from results.sheets.sheet import find_place, read_sheet
from results.submission.reading import VersionReading
from results.workspace.tasks import SIGN

from . import head, page
from .shortfalls import shortfalls


def head_page(around: Surroundings) -> dict | None:
    """The context of the page; None where the person heads no member of the season one looks at."""
    season = around.season
    member = next((m for m in around.own_agencies(season) if m.agency_id in around.rights.head_ids), None)
    if member is None:
        return None
    figures = read_figures(
        season,
        rights=around.rights,
        narrow=not _waits(around, member),  # a report that waits is read against the whole catalogue
        with_published=False,
        trend_agency_ids=[member.agency_id],
        latest_of=[member.agency_id],
    )
    block = figures.blocks[member.block]
    agency = next((each for each in block.everybody if each.code == member.agency_code), None)
    if agency is None or block.period is None:
        return None
    return {"figures": figures} | _context(around, member, block, agency)


def _context(around: Surroundings, member: OwnMembership, block: BlockFigures, agency: AgencyRef) -> dict:
    season = around.season
    reading = _waiting(around, block, agency) if _waits(around, member) else None
    has_figures = any(ref.counts for (code, _period), ref in block.board.items() if code == agency.code)
    found = cards(block, agency) if has_figures else []
    opens = entry_opens(around, season, block.block)
    periods = head.own_periods(block, agency, opens, around.today, around.calendar)
    rows = page.task_rows(around.tasks, around.today, around.calendar)
    waiting = _task_of(around, rows, reading)
    compared = (
        [row.line for row in head.headline_rows(reading)]
        if reading
        else [block.line(card.code, agency.code) for card in found]
    )
    indicators = reading.sheet.indicators if reading else block.indicators
    return {
        "agency_name": agency.name(words.lang()),
        "agency_url": Links(place_of(season)).agency(agency.code),
        "has_figures": has_figures,
        "verdict": overdue_first(
            verdict(found, block.period, season.year), block.period, head.overdue_reports(periods)
        ),
        "latest": head.latest_text(block, agency),
        "no_figures": head.no_figures_text(periods),
        "rates": head.big_rates(found, block, agency, Links(place_of(season))),
        "sent": head.sent_reports(periods),
        "reading": reading,
        "waiting": waiting,
        "rate_table": head.rate_table(reading) if reading else None,
        "remarks": [remark for row in reading.telling for remark in row.remarks] if reading else [],
        "other_groups": page.grouped(row for row in rows if row is not waiting),
        "quiet": head.quiet_line(periods, agency, around.calendar),
        "shortfalls": shortfalls(compared, indicators),
        "shortfalls_of": _period_of(reading, block),
        "shortfalls_open": reading is not None or block.is_provisional,
        "cards": found,
        "cards_period": words.period_text(block.period),
        "is_part_year": block.period.is_part_year,
    }


def _period_of(reading: VersionReading | None, block: BlockFigures) -> str:
    period = reading.sheet.figures.known_period if reading else block.known_period
    return period.name(words.lang())


def _waits(around: Surroundings, member: OwnMembership) -> bool:
    return any(task.kind is SIGN and task.agency_code == member.agency_code for task in around.tasks)


def _waiting(around: Surroundings, block: BlockFigures, agency: AgencyRef) -> VersionReading | None:
    """The agency's report that waits for its head, the first to be due; four queries."""
    held = ((period, block.board.get((agency.code, period.period_code))) for period in block.periods)
    period = next((p for p, ref in held if ref and ref.state == State.AWAITING_SIGNATURE), None)
    if period is None:
        return None
    desk = desk_of(around.user)
    own = (each.agency for each in desk.rights.appointments)
    place = find_place(agency.code, period.code, own, (*block.last_periods, *block.periods))
    sheet = read_sheet(place, succession=desk.succession, known=block)
    return VersionReading(sheet.as_submission, desk, sheet)


def _task_of(around: Surroundings, rows: list[page.TaskRow], reading: VersionReading | None) -> page.TaskRow | None:
    """The row of the report that is shown at large, so that it is not listed again."""
    if reading is None:
        return None
    address = f"/submission/{reading.submission.pk}/"
    return next((row for row in rows if row.url.endswith(address)), None)
