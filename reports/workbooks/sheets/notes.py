"""Awards of the year, and where the figures come from."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.workbooks.book import Book, WrittenSheet, names_of
from results.enums import State
from results.words import block_name, unit_text

from .block import BlockPage

WIDTHS = (6, 50, 20, 24, 60)
FIRST = 5
AWARD_WIDTHS = (6, 52, 24, 20, 34, 16)


class AwardsPage:
    def __init__(self, book: Book):
        self.book = book
        self.sheet = book.add_sheet(_("Awards"))

    def write(self) -> None:
        sheet, background = self.sheet, self.book.background
        title = _("Awards for the year {year}").format(year=self.book.figures.year)
        self.book.write_heading(sheet, title, self.book.figures.cluster_name(self.book.language))
        row = self._write_records(FIRST - 1) if background.records else self._say_none(FIRST - 1)
        if background.nominations:
            row = self._write_nominations(row + 1)
        if background.classified:
            row = self._write_classified(row + 1)
        if background.awards:
            self._write_catalogue(row + 1)
        for col, width in enumerate(AWARD_WIDTHS):
            sheet.ws.set_column(col, col, width)
        sheet.ws.freeze_panes(FIRST, 2)
        if background.records:
            sheet.ws.repeat_rows(FIRST - 1)
        self.book.set_up_page(sheet)

    def _say_none(self, row: int) -> int:
        self.sheet.merged(row, 0, 5, _("No award is recorded for this year yet."), "cell_wrap")
        return row + 1

    def _write_records(self, row: int) -> int:
        heads = (_("Recipient"), _("Award"), _("Decision"), _("Issued by"), _("Date"))
        write_heads(self.sheet, row, heads, AWARD_WIDTHS)
        for number, record in enumerate(self.book.background.records, start=1):
            row += 1
            self.sheet.number(row, 0, number, "index:input")
            name = f"{record.recipient} ({record.agency})" if record.is_person else record.recipient
            values = (name, record.award, record.decision, record.issuer)
            for col, value in enumerate(values, start=1):
                self.sheet.text(row, col, value, "cell_wrap")
            self.sheet.day(row, len(values) + 1, record.date)
            self.sheet.fit_row(row, *zip(values, AWARD_WIDTHS[1:-1], strict=True))
        return row + 1

    def _write_nominations(self, row: int) -> int:
        """Those that wait for the Ministry's decision, and those it did not grant."""
        self.sheet.text(row, 0, _("Nominations without an award so far"), "heading")
        write_heads(self.sheet, row + 1, (_("Nominee"), _("Award"), _("State")), AWARD_WIDTHS)
        row += 1
        for number, each in enumerate(self.book.background.nominations, start=1):
            name = f"{each.recipient} ({each.agency})" if each.is_person else each.recipient
            values = (name, each.award, each.state_label)
            self.sheet.number(row + number, 0, number, "index:input")
            for col, value in enumerate(values, start=1):
                self.sheet.text(row + number, col, value, "cell_wrap")
            self.sheet.fit_row(row + number, *zip(values, AWARD_WIDTHS[1:4], strict=True))
        return row + len(self.book.background.nominations) + 1

    def _write_classified(self, row: int) -> int:
        """How the Ministry classified the agencies, with the decision or what was printed of it."""
        self.sheet.text(row, 0, _("Annual classification by the Ministry"), "heading")
        heads = (_("Agency"), _("Classification"), _("Decision"), _("Issued by"), _("Date"))
        row += 1
        write_heads(self.sheet, row, heads, AWARD_WIDTHS)
        for number, each in enumerate(self.book.background.classified, start=1):
            level = _("{level} (illustrative)") if each.is_illustrative else "{level}"
            decision = each.decision or _("published; the decision is not known")
            values = (each.agency, level.format(level=each.level_label), decision, each.issuer)
            self.sheet.number(row + number, 0, number, "index:input")
            for col, value in enumerate(values, start=1):
                self.sheet.text(row + number, col, value, "cell_wrap")
            if each.date:
                self.sheet.day(row + number, len(values) + 1, each.date)
            else:
                self.sheet.text(row + number, len(values) + 1, "", "cell_wrap")
            self.sheet.fit_row(row + number, *zip(values, AWARD_WIDTHS[1:-1], strict=True))
        return row + len(self.book.background.classified) + 1

    def _write_catalogue(self, row: int) -> None:
        self.sheet.text(row, 0, _("Titles and forms of commendation by law"), "heading")
        heads = (_("Title or form"), _("Kind"), _("Level"), _("Decided by"), _("Article"))
        write_heads(self.sheet, row + 1, heads, AWARD_WIDTHS)
        for number, award in enumerate(self.book.background.awards, start=1):
            self.sheet.number(row + 1 + number, 0, number, "index:input")
            values = (award.name, award.form, award.level, award.decided_by, award.law_article)
            for col, value in enumerate(values, start=1):
                self.sheet.text(row + 1 + number, col, value, "cell_wrap")


class NotesPage:
    """Rules of arithmetic, periods, and the state of each report unless that has a sheet of its own."""

    def __init__(self, book: Book, pages: list[BlockPage], *, with_states: bool = True):
        self.book, self.pages, self.with_states = book, pages, with_states
        self.remarks: list[str] = []
        self.sheet = book.add_sheet(_("Sources and notes"))

    def write(self) -> None:
        sheet = self.sheet
        said = _("Data version {version}").format(version=self.book.figures.version_code)
        self.book.write_heading(sheet, _("Sources and notes"), said)
        row = self._write_lines(4, _("Please note"), [*self.book.notices(), *self._origin()])
        row = self._write_lines(row, _("How figures are worked out"), self._rules())
        row = self._write_periods(row)
        if self.with_states:
            self._table(row, _("State of the reports"), state_heads(), state_rows(self.pages, self.book.language))
        for col, width in enumerate(WIDTHS):
            sheet.ws.set_column(col, col, width)
        sheet.ws.freeze_panes(4, 0)
        self.book.set_up_page(sheet)

    def _origin(self) -> list[str]:
        found = [
            *self.remarks,
            _("Figures are typed by each agency, submitted by its head and approved in the portal."),
        ]
        for page in self.pages:
            missing = page.block.missing()
            if missing:
                names = names_of(missing, self.book.language)
                said = _("{block}: no figures of {names}; the totals leave them out.")
                found.append(said.format(block=block_name(page.block.block), names=names))
        return found

    def _rules(self) -> list[str]:
        return [
            _("A rate of several agencies is the sum of numerators over that of denominators, never an average."),
            _("A gap is result less target, in percentage points; a share of a target is result divided by target."),
            _("The cluster's target is the mean of its members' targets weighted by their denominators."),
            _("“none arose” is a reported zero and adds as 0; an empty cell is a value that was not reported."),
            _("A sum or rate that lacks one of its inputs stays empty; a rate whose denominator is 0 stays empty."),
            _("Values are cumulative from the start of the year to the end of the period."),
            _("Last year's values of merged agencies are the sum of their predecessors'."),
        ]

    def _write_lines(self, row: int, heading: str, lines: list[str]) -> int:
        self.sheet.text(row, 0, heading, "heading")
        for number, line in enumerate(lines, start=1):
            self.sheet.text(row + number, 0, f"{number}.", "plain")
            self.sheet.merged(row + number, 1, 4, line, "wrap")
            self.sheet.fit_row(row + number, (line, sum(WIDTHS[1:])))
        return row + len(lines) + 2

    def _table(self, row: int, heading: str, heads: tuple, rows: list[tuple]) -> int:
        self.sheet.text(row, 0, heading, "heading")
        return write_table(self.sheet, row + 1, heads, rows, WIDTHS) + 1

    def _write_periods(self, row: int) -> int:
        language, rows = self.book.language, []
        for page in self.pages:
            for period in (page.block.period, page.block.last_period):
                if period:
                    basis = self.book.background.bases.get(period.code, "")
                    name = f"{block_name(page.block.block)} · {period.name(language)}"
                    rows.append((name, period.start, period.end, basis))
        heads = (_("Period"), _("From"), _("To"), _("Legal basis"))
        return self._table(row, _("Reporting periods"), heads, rows)


class StatesPage:
    """How far the report of every agency is."""

    def __init__(self, book: Book, pages: list[BlockPage]):
        self.book, self.pages = book, pages
        self.sheet = book.add_sheet(_("State of the reports"))

    def write(self) -> None:
        said = _("The version of each report that counts.")
        self.book.write_heading(self.sheet, _("State of the reports"), said)
        rows = state_rows(self.pages, self.book.language)
        write_list(self.book, self.sheet, state_heads(), rows, WIDTHS)


class DefinitionsPage:
    """What each indicator means, where the sheets of the blocks do not say it."""

    WIDTHS = (6, 50, 14, 12, 86)

    def __init__(self, book: Book, pages: list[BlockPage]):
        self.book, self.pages = book, pages
        self.sheet = book.add_sheet(_("Definitions"))

    def write(self) -> None:
        said = _("Indicators of the blocks, with their codes in the statistical forms.")
        self.book.write_heading(self.sheet, _("Definitions"), said)
        language = self.book.language
        rows = [
            (
                indicator.name(language),
                unit_text(indicator, money="nghin"),
                indicator.form_codes or indicator.code,
                indicator.definition(language),
            )
            for page in self.pages
            for indicator in page.block.indicators.values()
        ]
        heads = (_("Indicator"), _("Unit"), _("Form code"), _("Definition"))
        write_list(self.book, self.sheet, heads, rows, self.WIDTHS)


def state_heads() -> tuple[str, ...]:
    return (_("Agency"), _("State"), _("Version"), _("Remark"))


def state_rows(pages: list[BlockPage], language: str) -> list[tuple[str, ...]]:
    """Of every agency the state of its report, the version that counts, and how late it was."""
    found = []
    for page in pages:
        for agency in page.block.agencies:
            ref = page.block.status.get(agency.code)
            counts = ref is not None and ref.counts
            state = str(State(ref.counting_state).label) if counts else _("No figures yet")
            version = _("version {number}").format(number=ref.counting_version) if counts else ""
            late = _late(ref.late_days) if counts and ref.late_days else ""
            found.append((agency.name(language), state, version, late))
    return found


def _late(days: int) -> str:
    return ngettext("%(n)s working day late", "%(n)s working days late", days) % {"n": days}


def write_table(sheet: WrittenSheet, row: int, heads: tuple, rows: list[tuple], widths: tuple) -> int:
    """Heads and numbered rows from a row on; the row after the last. Days are written as days."""
    write_heads(sheet, row, heads, widths)
    for number, values in enumerate(rows, start=1):
        sheet.number(row + number, 0, number, "index:input")
        for col, value in enumerate(values, start=1):
            if isinstance(value, date):
                sheet.day(row + number, col, value)
            else:
                sheet.text(row + number, col, value, "cell_wrap")
        sheet.fit_row(row + number, *((str(value), width) for value, width in zip(values, widths[1:], strict=True)))
    return row + len(rows) + 1


def write_heads(sheet: WrittenSheet, row: int, heads: tuple, widths: tuple) -> None:
    """The number's head and the others, as high as the longest needs."""
    for col, words in enumerate((_("No."), *heads)):
        sheet.text(row, col, words, "head")
    sheet.fit_row(row, *zip(heads, widths[1 : len(heads) + 1], strict=True))


def write_list(book: Book, sheet: WrittenSheet, heads: tuple, rows: list[tuple], widths: tuple) -> None:
    """A sheet that is one table: its heads stay in sight and stand on every page; it can be filtered."""
    end = write_table(sheet, FIRST - 1, heads, rows, widths)
    for col, width in enumerate(widths):
        sheet.ws.set_column(col, col, width)
    sheet.ws.autofilter(FIRST - 1, 0, max(end - 1, FIRST), len(heads))
    sheet.ws.freeze_panes(FIRST, 2)
    sheet.ws.repeat_rows(FIRST - 1)
    book.set_up_page(sheet)


__all__ = ["AwardsPage", "DefinitionsPage", "NotesPage", "StatesPage"]
