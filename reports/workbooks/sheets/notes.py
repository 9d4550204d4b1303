"""Awards of the year, and where the figures come from."""

from django.utils.translation import gettext as _

from emulation_portal.lib.dates import format_date
from reports.workbooks.book import Book, names_of
from results.enums import State
from results.words import block_name, unit_text

from .block import BlockPage

WIDTHS = (6, 50, 20, 24, 60)
AWARD_WIDTHS = (6, 52, 24, 20, 34, 16)


class AwardsPage:
    def __init__(self, book: Book):
        self.book = book
        self.sheet = book.add_sheet(_("Awards"))

    def write(self) -> None:
        sheet, background = self.sheet, self.book.background
        title = _("Awards for the year {year}").format(year=self.book.figures.year)
        self.book.write_heading(sheet, title, self.book.figures.cluster_name(self.book.language))
        row = self._write_records(4) if background.records else self._say_none(4)
        if background.nominations:
            row = self._write_nominations(row + 1)
        if background.awards:
            self._write_catalogue(row + 1)
        for col, width in enumerate(AWARD_WIDTHS):
            sheet.ws.set_column(col, col, width)
        self.book.set_up_page(sheet)

    def _say_none(self, row: int) -> int:
        self.sheet.merged(row, 0, 5, _("No award is recorded for this year yet."), "cell_wrap")
        return row + 1

    def _write_records(self, row: int) -> int:
        heads = (_("No."), _("Recipient"), _("Award"), _("Decision"), _("Issued by"), _("Date"))
        for col, words in enumerate(heads):
            self.sheet.text(row, col, words, "head")
        for number, record in enumerate(self.book.background.records, start=1):
            row += 1
            self.sheet.number(row, 0, number, "index:input")
            name = f"{record.recipient} ({record.agency})" if record.is_person else record.recipient
            values = (name, record.award, record.decision, record.issuer, format_date(record.date))
            for col, value in enumerate(values, start=1):
                self.sheet.text(row, col, value, "cell_wrap")
            self.sheet.fit_row(row, *zip(values, AWARD_WIDTHS[1:], strict=True))
        return row + 1

    def _write_nominations(self, row: int) -> int:
        """Those that wait for the Ministry's decision, and those it did not grant."""
        self.sheet.text(row, 0, _("Nominations without an award so far"), "heading")
        for col, words in enumerate((_("No."), _("Nominee"), _("Award"), _("State"))):
            self.sheet.text(row + 1, col, words, "head")
        row += 1
        for number, each in enumerate(self.book.background.nominations, start=1):
            name = f"{each.recipient} ({each.agency})" if each.is_person else each.recipient
            values = (name, each.award, each.state_label)
            self.sheet.number(row + number, 0, number, "index:input")
            for col, value in enumerate(values, start=1):
                self.sheet.text(row + number, col, value, "cell_wrap")
            self.sheet.fit_row(row + number, *zip(values, AWARD_WIDTHS[1:4], strict=True))
        return row + len(self.book.background.nominations) + 1

    def _write_catalogue(self, row: int) -> None:
        self.sheet.text(row, 0, _("Titles and forms of commendation by law"), "heading")
        heads = (_("No."), _("Title or form"), _("Kind"), _("Level"), _("Decided by"), _("Article"))
        for col, words in enumerate(heads):
            self.sheet.text(row + 1, col, words, "head")
        for number, award in enumerate(self.book.background.awards, start=1):
            self.sheet.number(row + 1 + number, 0, number, "index:input")
            values = (award.name, award.form, award.level, award.decided_by, award.law_article)
            for col, value in enumerate(values, start=1):
                self.sheet.text(row + 1 + number, col, value, "cell_wrap")


class NotesPage:
    """Sources and notes: periods, rules of arithmetic, state of each report, definitions."""

    def __init__(self, book: Book, pages: list[BlockPage]):
        self.book, self.pages = book, pages
        self.remarks: list[str] = []
        self.sheet = book.add_sheet(_("Sources and notes"))

    def write(self) -> None:
        sheet = self.sheet
        said = _("Data version {version}").format(version=self.book.figures.version_code)
        self.book.write_heading(sheet, _("Sources and notes"), said)
        row = self._write_lines(4, _("Please note"), [*self.book.notices(), *self._origin()])
        row = self._write_lines(row, _("How figures are worked out"), self._rules())
        row = self._write_periods(row)
        row = self._write_states(row)
        self._write_definitions(row)
        for col, width in enumerate(WIDTHS):
            sheet.ws.set_column(col, col, width)
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
        for col, words in enumerate((_("No."), *heads)):
            self.sheet.text(row + 1, col, words, "head")
        for number, values in enumerate(rows, start=1):
            self.sheet.number(row + 1 + number, 0, number, "index:input")
            for col, value in enumerate(values, start=1):
                self.sheet.text(row + 1 + number, col, value, "cell_wrap")
            self.sheet.fit_row(row + 1 + number, *zip(values, WIDTHS[1:], strict=True))
        return row + len(rows) + 3

    def _write_periods(self, row: int) -> int:
        language, rows = self.book.language, []
        for page in self.pages:
            for period in (page.block.period, page.block.last_period):
                if period:
                    span = f"{format_date(period.start)} – {format_date(period.end)}"
                    basis = self.book.background.bases.get(period.code, "")
                    rows.append((block_name(page.block.block), period.name(language), span, basis))
        heads = (_("Block"), _("Period"), _("From – to"), _("Legal basis"))
        return self._table(row, _("Reporting periods"), heads, rows)

    def _write_states(self, row: int) -> int:
        rows = []
        for page in self.pages:
            for agency in page.block.agencies:
                ref = page.block.status.get(agency.code)
                counts = ref is not None and ref.counts
                state = State(ref.counting_state).label if counts else _("No figures yet")
                version = _("version {number}").format(number=ref.counting_version) if counts else ""
                late = _("{days} working days late").format(days=ref.late_days) if counts and ref.late_days else ""
                rows.append((agency.name(self.book.language), state, version, late))
        heads = (_("Agency"), _("State"), _("Version"), _("Remark"))
        return self._table(row, _("State of the reports"), heads, rows)

    def _write_definitions(self, row: int) -> None:
        language, rows = self.book.language, []
        for page in self.pages:
            for indicator in page.block.indicators.values():
                form = indicator.legacy_code or indicator.code
                rows.append(
                    (
                        indicator.name(language),
                        unit_text(indicator, money="nghin"),
                        form,
                        indicator.definition(language),
                    )
                )
        heads = (_("Indicator"), _("Unit"), _("Form code"), _("Definition"))
        self._table(row, _("Indicators"), heads, rows)


__all__ = ["AwardsPage", "NotesPage"]
