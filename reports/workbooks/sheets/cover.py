"""The cover: who, what year, which figures, how final; and where everything stands in the book."""

from django.utils.translation import gettext as _

from emulation_portal.lib.dates import format_date
from reports.workbooks.book import Book, names_of
from results.words import block_name

COLUMNS = 6
WIDTHS = (6, 26, 26, 6, 26, 26)


class CoverPage:
    def __init__(self, book: Book, title: str):
        self.book, self.title = book, title
        self.sheet = book.add_sheet(_("Cover"))
        self.others: list = []
        self.facts: list[tuple[str, str]] = []  # what the book is about; the cluster's name where nothing is said

    def attach(self, pages: list) -> None:
        """The sheets to list, in order."""
        self.others = pages

    def write(self) -> None:
        sheet, figures = self.sheet, self.book.figures
        row = 0
        if self.book.is_illustrative:
            sheet.merged(0, 0, COLUMNS - 1, self.book.notices()[0], "notice_wrap")
            sheet.ws.set_row(0, 34)
            row = 2
        row = self._write_heading(row)
        sheet.merged(row + 2, 0, COLUMNS - 1, self.title.upper(), "book_title")
        sheet.ws.set_row(row + 2, 30)
        scope = self.book.background.only_agency or figures.cluster_name(self.book.language)
        sheet.merged(row + 3, 0, COLUMNS - 1, scope, "book_name")
        sheet.ws.set_row(row + 3, 42)
        sheet.merged(row + 4, 0, COLUMNS - 1, _("YEAR {year}").format(year=figures.year), "book_name")
        sheet.merged(row + 6, 0, COLUMNS - 1, self.book.state_words(), "state")
        row = self._write_facts(row + 8)
        self._write_contents(row + 1)
        for col, width in enumerate(WIDTHS):
            sheet.ws.set_column(col, col, width)
        self.book.set_up_page(sheet, pages=1)

    def _write_heading(self, row: int) -> int:
        """The two heads of an official paper: the body at the left, the State and its motto at the right."""
        sheet, figures = self.sheet, self.book.figures
        left = figures.cluster_name(self.book.language).upper()
        sheet.merged(row, 0, 2, _("MINISTRY OF JUSTICE"), "center")
        sheet.merged(row, 3, COLUMNS - 1, _("SOCIALIST REPUBLIC OF VIET NAM"), "center_bold")
        sheet.merged(row + 1, 0, 2, left, "center_bold")
        sheet.merged(row + 1, 3, COLUMNS - 1, _("Independence - Freedom - Happiness"), "motto")
        sheet.ws.set_row(row + 1, 52)
        return row + 1

    def _write_facts(self, row: int) -> int:
        figures, language = self.book.figures, self.book.language
        facts = self.facts or [(_("Cluster"), figures.cluster_name(language))]
        facts = [*facts, (_("Data version"), figures.version_code)]
        for block in figures.blocks.values():
            if block.period is None:
                continue
            said = _("{period}, figures to {end}").format(
                period=block.period.name(language), end=format_date(block.period.end)
            )
            facts.append((block_name(block.block), said))
            missing = block.missing()
            if missing:
                facts.append((_("Without figures"), names_of(missing, language)))
        if self.book.notices():
            facts.append((_("Please note"), " ".join(self.book.notices())))
        for label, value in facts:
            self.sheet.merged(row, 0, 1, label, "body_bold")
            self.sheet.merged(row, 2, COLUMNS - 1, value, "body")
            self.sheet.ws.set_row(row, 18 * (1 + len(value) // 92))
            row += 1
        return row

    def _write_contents(self, row: int) -> None:
        sheet = self.sheet
        sheet.merged(row, 0, COLUMNS - 1, _("Contents"), "body_bold")
        half = -(-len(self.others) // 2)
        for number, page in enumerate(self.others):
            line, col = row + 1 + number % half, COLUMNS // 2 * (number // half)
            sheet.text(line, col, f"{number + 1}.", "body_right")
            target = f"internal:{page.sheet.quoted}!A1"
            sheet.ws.write_url(line, col + 1, target, self.book.styles["link"], page.sheet.title)


__all__ = ["CoverPage"]
