"""What every workbook shares: the writer, the kinds of cells, sheet titles, page set-up, properties and progress."""

import re
from abc import abstractmethod
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from emulation_portal.lib.dates import today
from emulation_portal.lib.text import clean_text
from reports.exporting.registry import Exporter, Progress, silent
from reports.exporting.sources import Input
from results.figures import AgencyRef, FigureSet

from .background import BookBackground
from .print_pages import A4, MARGINS
from .styles import FONT, Styles

TITLE_LENGTH = 31
TEXT_LENGTH = 32767
MOST_NAMES = 12
# How many letters of our typeface one unit of column width holds, and how high a line of it stands in points.
LETTERS, LINE_HEIGHT = 1.15, 15
SMALL = 1.1  # how many more letters of the small type fit
# Widths of columns count digits of the book's own typeface, so that every program takes them for the same.
TYPEFACE = {"font_name": FONT, "font_size": 11}


class _Sheet(Worksheet):
    """A formula whose result is the empty text says so; the library leaves its kind out, and reads as no result."""

    def _xml_formula_element(self, formula, result, attributes) -> None:
        if result == "":
            attributes.append(("t", "str"))
        super()._xml_formula_element(formula, result, attributes)


class WrittenSheet:
    """One sheet. Rows and columns count from 0. Text is always written as text, whatever it begins with."""

    def __init__(self, book: "Book", title: str):
        self.title = title
        self.quoted = "'" + title.replace("'", "''") + "'"
        self.ws = book.workbook.add_worksheet(title, worksheet_class=_Sheet)
        self._styles = book.styles
        self._write_string, self._write_number = self.ws.write_string, self.ws.write_number
        self._write_formula, self._write_blank = self.ws.write_formula, self.ws.write_blank

    def text(self, row: int, col: int, text, style: str = "plain") -> None:
        text = str(text)
        if not text:
            self._write_blank(row, col, "", self._styles[style])
        else:
            self._write_string(row, col, text[:TEXT_LENGTH], self._styles[style])

    def number(self, row: int, col: int, value: int | float | None, style: str) -> None:
        """A number, or an empty cell in the same style."""
        if value is None:
            self._write_blank(row, col, "", self._styles[style])
        else:
            self._write_number(row, col, value, self._styles[style])

    def day(self, row: int, col: int, day: date, style: str = "day:input") -> None:
        """A day as the number that programs count and sort days by."""
        self.ws.write_datetime(row, col, datetime.combine(day, time(0)), self._styles[style])

    def formula(self, row: int, col: int, formula: str, value, style: str) -> None:
        """A live formula with the value it has now; None is the empty text that the formula then returns."""
        self._write_formula(row, col, formula, self._styles[style], "" if value is None else value)

    def merged(self, row: int, first: int, last: int, text, style: str) -> None:
        if first == last:
            self.text(row, first, text, style)
        else:
            self.ws.merge_range(row, first, row, last, "", self._styles[style])
            self.text(row, first, text, style)

    def fit_row(self, row: int, *texts: tuple[str, float]) -> None:
        """Height for wrapped texts, each with the width of its cell: not every program works it out by itself."""
        height = max(height_of(text, width) for text, width in texts)
        if height > LINE_HEIGHT:
            self.ws.set_row(row, height)

    def ref(self, row: int, col: int) -> str:
        """The address of a cell as other sheets write it."""
        return f"{self.quoted}!{cell(row, col)}"

    def span(self, first: str, last: str) -> str:
        """A row or column of cells as other sheets write it."""
        return f"{self.quoted}!{fixed(first)}:{fixed(last)}"

    def absolute(self, row: int, col: int) -> str:
        return f"={self.quoted}!{fixed(cell(row, col))}"


def cell(row: int, col: int) -> str:
    """A1 for (0, 0)."""
    return f"{xl_col_to_name(col)}{row + 1}"


def fixed(address: str) -> str:
    """$A$1 for A1."""
    return re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", address)


def points(width: float) -> float:
    """How wide a column of so many digits prints, with its border."""
    return 5.5 * width + 4


def height_of(text: str, width: float, line_height: float = LINE_HEIGHT) -> float:
    """The height in points that a text needs in a column, wrapped."""
    lines = sum(1 + int(len(line) / (width * LETTERS)) for line in text.split("\n"))
    return line_height * lines


class Book:
    """An open workbook of one FigureSet in one language."""

    def __init__(self, path: Path, figures: FigureSet, language: str, background: BookBackground):
        self.figures, self.language, self.background = figures, language, background
        options = {
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            # Left to itself the writer looks for a folder of its own; the parts of one book fit into memory.
            "in_memory": True,
            "default_format_properties": dict(TYPEFACE),  # the library adds to it
        }
        self.workbook = xlsxwriter.Workbook(str(path), options)
        words = {"nothing": _("none arose"), "yes": _("Yes"), "no": _("No")}
        self.styles = Styles(self.workbook, language, words)
        self._titles: set[str] = set()
        self.workbook.set_calc_mode("auto")

    @property
    def is_illustrative(self) -> bool:
        return self.figures.is_illustrative or self.background.is_illustrative

    def state_words(self) -> str:
        """How final the figures are, in capitals as it stands on the cover."""
        if self.figures.is_provisional:
            return _("PROVISIONAL FIGURES, NOT SEALED")
        states = {s.counting_state for b in self.figures.blocks.values() for s in b.status.values() if s.counts}
        return _("SEALED FIGURES") if states == {"sealed"} else _("APPROVED FIGURES, NOT SEALED")

    def notices(self) -> list[str]:
        """What must be read before any figure."""
        found = []
        if self.is_illustrative:
            found.append(_("ILLUSTRATIVE FIGURES: the split by agency is generated and is no official statistic."))
        if self.figures.is_provisional:
            found.append(_("Provisional: not every member's figures are approved."))
        return found

    def add_sheet(self, title: str) -> WrittenSheet:
        """A new sheet; the title is shortened, cleaned and made unique as spreadsheet programs demand."""
        clean = re.sub(r"[\[\]:*?/\\]", " ", clean_text(title)).strip("' ") or "Sheet"
        short, number = clean[:TITLE_LENGTH].strip("' "), 2
        while short.casefold() in self._titles:
            suffix = f" ({number})"
            short, number = clean[: TITLE_LENGTH - len(suffix)].strip("' ") + suffix, number + 1
        self._titles.add(short.casefold())
        return WrittenSheet(self, short)

    def write_heading(self, sheet: WrittenSheet, title: str, subtitle: str) -> None:
        """The first three rows of every sheet of figures: what, which period, what must be read first."""
        sheet.text(0, 0, title, "title")
        sheet.text(1, 0, subtitle, "subtitle")
        sheet.text(2, 0, " ".join(self.notices()), "notice")

    def set_up_page(self, sheet: WrittenSheet, *, fit: bool = True, pages: int = 0) -> None:
        """A4, margins, running head and foot; ``fit`` scales to one page's width and, where told, to so many pages."""
        ws = sheet.ws
        ws.set_paper(A4)
        ws.set_landscape()
        ws.set_margins(**MARGINS)
        ws.center_horizontally()
        if fit:
            ws.fit_to_pages(1, pages)
        ws.hide_gridlines(2)
        short, year = self.figures.cluster_short(self.language), self.figures.year
        mark = " · ".join(filter(None, [_("ILLUSTRATIVE") if self.is_illustrative else "", self._draft_word()]))
        name = '&"Times New Roman,Italic"&9'
        ws.set_header(f"&L{name}{_escaped(short)} · {year}&R{name}{_escaped(mark)}", {"margin": 0.35})
        page = _("Page {page} of {pages}").format(page="&P", pages="&N")
        foot = f"&L{name}{_('Data')} {self.figures.version_code}&C{name}{page}&R{name}&A"
        ws.set_footer(foot, {"margin": 0.3})

    def _draft_word(self) -> str:
        return _("PROVISIONAL") if self.figures.is_provisional else ""

    def set_properties(self, title: str) -> None:
        """Document properties that follow from the data, but for the day of making."""
        self.workbook.set_properties(
            {
                "title": f"{title} · {self.figures.cluster_name(self.language)} · {self.figures.year}",
                "subject": self.figures.version_code,
                "author": _("Justice emulation cluster portal"),
                "company": _("Ministry of Justice"),
                "category": title,
                "keywords": f"{self.figures.version_code}; {self.figures.cluster_code}; {self.figures.year}",
                "comments": " ".join([self.state_words() + ".", *self.notices()]),
                "created": datetime.combine(today(), time(0)),
            }
        )


Books = TypeVar("Books", bound=Input)


class WorkbookExporter(Exporter[Books]):
    """Writes one workbook; a kind says only which pages it has.

    ``pages(book)`` adds the sheets in order and returns objects with a ``title`` and a ``write()``.
    """

    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @abstractmethod
    def open_book(self, made_of: Books, path: Path) -> Book:
        """A workbook without a sheet."""

    @abstractmethod
    def pages(self, book: Book) -> list:
        """The sheets in order; NoFigures if there is nothing to write."""

    def write(self, made_of: Books, path: Path, progress: Progress = silent) -> None:
        with translation.override(made_of.language):
            book = self.open_book(made_of, path)
            pages = self.pages(book)
            steps = len(pages) + 1
            for number, page in enumerate(pages):
                sheet = _("Writing sheet {number} of {count}: {title}")
                progress(number, steps, sheet.format(number=number + 1, count=len(pages), title=page.sheet.title))
                page.write()
            progress(len(pages), steps, _("Putting the file together"))
            book.set_properties(str(self.title))
            book.workbook.close()


def names_of(agencies: Sequence[AgencyRef], language: str) -> str:
    """The names of agencies in one cell; of very many the first, and how many more there are."""
    named = "; ".join(agency.name(language) for agency in agencies[:MOST_NAMES])
    more = len(agencies) - MOST_NAMES
    return named + ("; " + _("and {count} more").format(count=more) if more > 0 else "")


def _escaped(text: str) -> str:
    """An ampersand begins a code in a running head."""
    return text.replace("&", "&&")


__all__ = [
    "LINE_HEIGHT",
    "SMALL",
    "Book",
    "WorkbookExporter",
    "WrittenSheet",
    "cell",
    "height_of",
    "names_of",
    "points",
]
