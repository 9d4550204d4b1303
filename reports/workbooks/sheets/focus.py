"""Headline rates by agency: parts, rate, target, gap and last year side by side, and a chart of each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import NO_VALUE
from reports.workbooks.book import LINE_HEIGHT, Book, WrittenSheet, cell
from reports.workbooks.print_pages import LEGIBLE, PRINTED_HEIGHT
from reports.workbooks.styles import FONT
from results.figures import IndicatorRef
from results.words import block_name, block_title, unit_text

from .block import NAME_WIDTH, BlockPage, cell_value
from .comparison import BEFORE, CHANGE, ComparisonPage
from .targets import GAP, TARGET, TargetsPage

HEAD, HEADS = 4, 3
ORDINAL, AGENCY, FIRST_COLUMN = 0, 1, 2
HEAD_HEIGHT, AGENCY_PIXELS, GAP_PIXELS = 64, 34, 12
CHART_HEIGHT, LOW_CHART_HEIGHT, PIXEL = 300, 220, 0.75  # pixels, and points in one
BAR, TARGET_LINE = "#2B6C96", "#B4531F"


@dataclass(frozen=True, slots=True)
class Focus:
    """A headline rate with the parts of its group's rates, in the catalogue's order."""

    page: BlockPage
    group: str
    rate: IndicatorRef
    parts: tuple[IndicatorRef, ...]
    other_rates: tuple[IndicatorRef, ...]


def focuses(page: BlockPage, language: str) -> list[Focus]:
    """One per group that holds a headline rate."""
    found = []
    for name, indicators in page.block.groups(language):
        rates = [i for i in indicators if i.is_rate]
        heads = [i for i in rates if i.is_headline]
        parts = {code for i in rates for code in (i.numerator, i.denominator)}
        amounts = tuple(i for i in page.block.indicators.values() if i.code in parts)
        if heads:
            found.append(Focus(page, name, heads[0], amounts, tuple(i for i in rates if i is not heads[0])))
    return found


class FocusTable:
    """One rate's rows on a sheet; ``head`` is the row of its heads."""

    def __init__(self, book: Book, sheet: WrittenSheet, focus: Focus, head: int):
        self.book, self.sheet, self.focus, self.head = book, sheet, focus, head
        self.last: BlockPage | None = None
        self.targets: TargetsPage | None = None
        self.comparison: ComparisonPage | None = None
        self.first = head + HEADS
        self.total_row = self.first + len(focus.page.block.agencies)
        self.rate_col = FIRST_COLUMN + len(focus.parts)
        self.target_col, self.gap_col, self.last_col, self.change_col = (self.rate_col + n for n in range(1, 5))
        self.other_col = self.change_col + 1
        self.last_used = self.change_col + len(focus.other_rates)

    def attach(self, last: BlockPage | None, targets: TargetsPage, comparison: ComparisonPage) -> None:
        """The sheets that hold last year's figures, the targets and the comparison of totals; they come later."""
        self.last, self.targets, self.comparison = last, targets, comparison

    def write(self) -> None:
        self._write_head()
        self._write_more_heads()
        agencies = self.focus.page.block.agencies
        for number, agency in enumerate(agencies, start=1):
            row = self.first + number - 1
            self.sheet.number(row, ORDINAL, number, "index:input")
            name = agency.name(self.book.language)
            self.sheet.text(row, AGENCY, name, "cell_wrap")
            self.sheet.fit_row(row, (name, NAME_WIDTH))
            self._write_row(row, agency.code, "calc")
            self._write_more(row, agency.code)
        self.sheet.text(self.total_row, ORDINAL, "", "total")
        self.sheet.text(self.total_row, AGENCY, _("TOTAL"), "total")
        self._write_row(self.total_row, None, "total")

    def _write_more_heads(self) -> None:
        """Columns that a kind of book adds at the right end."""

    def _write_more(self, row: int, agency: str) -> None:
        """The cells of an agency in those columns."""

    def _write_head(self) -> None:
        sheet, focus, language = self.sheet, self.focus, self.book.language
        goal = (_("Target"), _("Gap to target"))
        if focus.page.block.period.is_part_year:
            goal = (_("Target of the year"), _("Gap to the year's target"))
        heads = [(_("No."), ""), (_("Agency"), "")]
        heads += [(i.name(language), unit_text(i, money="nghin")) for i in focus.parts]
        heads += [
            (focus.rate.name(language), "%"),
            (goal[0], "%"),
            (goal[1], _("points")),
            (_("Same period last year"), "%"),
            (_("Against last year"), _("points")),
        ]
        heads += [(i.name(language), "%") for i in focus.other_rates]
        for col, (words, below) in enumerate(heads):
            sheet.text(self.head, col, words, "head")
            sheet.text(self.head + 1, col, below, "unit")
            sheet.text(self.head + 2, col, f"({col + 1})", "number_row")
        sheet.ws.set_row(self.head, HEAD_HEIGHT)

    def _write_row(self, row: int, agency: str | None, role: str) -> None:
        page, code = self.focus.page, self.focus.rate.code
        for col, indicator in enumerate(self.focus.parts, start=FIRST_COLUMN):
            self._link(row, col, page, agency, indicator.code, role)
        self._link(row, self.rate_col, page, agency, code, role)
        for col, indicator in enumerate(self.focus.other_rates, start=self.other_col):
            self._link(row, col, page, agency, indicator.code, role)
        self._write_target(row, agency, role)
        self._write_last(row, agency, role)

    def _link(self, row: int, col: int, page: BlockPage, agency: str | None, code: str, role: str) -> None:
        link = page.ref(agency, code)
        style = f"{page.number_format(code)}:{role}"
        self.sheet.formula(row, col, f'=IF({link}="","",{link})', page.value(agency, code), style)

    def _write_target(self, row: int, agency: str | None, role: str) -> None:
        block, code = self.focus.page.block, self.focus.rate.code
        target = block.line(code, agency).target
        value, goal = self.focus.page.value(agency, code), float(target.value / 100) if target else None
        link, gap_link = (self.targets.ref(agency, code, col) for col in (TARGET, GAP))
        if link is None:
            for col in (self.target_col, self.gap_col):
                self.sheet.text(row, col, NO_VALUE, "total_center" if role == "total" else "cell_center")
            return
        gap = (value - goal) * 100 if value is not None and goal is not None else None
        self.sheet.formula(row, self.target_col, f'=IF({link}="","",{link})', goal, f"rate:{role}")
        self.sheet.formula(row, self.gap_col, f'=IF({gap_link}="","",{gap_link})', gap, f"points:{role}")

    def _write_last(self, row: int, agency: str | None, role: str) -> None:
        code, sheet = self.focus.rate.code, self.sheet
        if self.last is None:
            for col in (self.last_col, self.change_col):
                sheet.text(row, col, NO_VALUE, "total_center" if role == "total" else "cell_center")
            return
        if agency is None:
            self._write_total_last(row)
            return
        link = self.last.ref(agency, code)
        now, before = self.focus.page.value(agency, code), self.last.value(agency, code)
        shown = NO_VALUE if before is None else before
        sheet.formula(row, self.last_col, f'=IF({link}="","{NO_VALUE}",{link})', shown, f"rate:{role}")
        this, then = cell(row, self.rate_col), cell(row, self.last_col)
        change = NO_VALUE if now is None or before is None else (now - before) * 100
        formula = f'=IF(COUNT({this},{then})=2,({this}-{then})*100,"{NO_VALUE}")'
        sheet.formula(row, self.change_col, formula, change, f"points:{role}")

    def _write_total_last(self, row: int) -> None:
        """Of all members the comparison over those that have figures of both years."""
        rate, compared = self.focus.rate, self.focus.page.block.line(self.focus.rate.code).compared
        now, before = (cell_value(rate, figure) for figure in (compared.value, compared.last))
        change = NO_VALUE if now is None or before is None else (now - before) * 100
        for col, source, value, style in (
            (self.last_col, BEFORE, NO_VALUE if before is None else before, "rate:total"),
            (self.change_col, CHANGE, change, "points:total"),
        ):
            self.sheet.formula(row, col, f"={self.comparison.ref(rate.code, source)}", value, style)

    def widths(self) -> dict[int, float]:
        """How wide each column must be."""
        amounts = dict(enumerate((14.5 if i.is_money else 11 for i in self.focus.parts), start=FIRST_COLUMN))
        rates = dict.fromkeys(range(self.rate_col, self.last_used + 1), 11)
        return {ORDINAL: 5, AGENCY: NAME_WIDTH} | amounts | rates

    def add_chart(self, row: int, left: int, width: int, height: int) -> None:
        """Columns for the rate, a line for the target, agency by agency; sizes in pixels."""
        workbook, title = self.book.workbook, self.sheet.title
        first, last = self.first, self.total_row - 1
        names = [title, first, AGENCY, last, AGENCY]
        font = {"name": FONT, "size": 9}
        chart = workbook.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": [title, self.head, self.rate_col],
                "categories": names,
                "values": [title, first, self.rate_col, last, self.rate_col],
                "fill": {"color": BAR},
                "gap": 80,
                "data_labels": {"value": True, "font": font},
            }
        )
        line = workbook.add_chart({"type": "line"})
        line.add_series(
            {
                "name": [title, self.head, self.target_col],
                "categories": names,
                "values": [title, first, self.target_col, last, self.target_col],
                "line": {"color": TARGET_LINE, "width": 2, "dash_type": "dash"},
                "marker": {
                    "type": "diamond",
                    "size": 7,
                    "fill": {"color": TARGET_LINE},
                    "border": {"color": TARGET_LINE},
                },
            }
        )
        chart.combine(line)
        said = _("{rate}: result and target by agency").format(rate=self.focus.rate.name(self.book.language))
        chart.set_title({"name": said, "name_font": {"name": FONT, "size": 12}, "overlay": False})
        grid = {"visible": True, "line": {"color": "#D5DCE2"}}
        chart.set_y_axis({"num_format": "0%", "min": 0, "major_gridlines": grid, "num_font": font})
        chart.set_x_axis({"num_font": font})
        chart.set_legend({"position": "bottom", "font": font})
        chart.set_size({"width": width, "height": height})
        options = {"description": said, "object_position": 2, "x_offset": left}
        self.sheet.ws.insert_chart(row, ORDINAL, chart, options)


class FocusPage:
    """The headline rates of a block one below the other, their charts side by side at the foot."""

    table_kind: type[FocusTable] = FocusTable
    has_charts = True

    def __init__(self, book: Book, found: list[Focus]):
        self.book, self.block = book, found[0].page.block
        self.sheet = book.add_sheet(self._sheet_title(found))
        self.tables: list[FocusTable] = []
        head = HEAD
        for focus in found:
            self.tables.append(self.table_kind(book, self.sheet, focus, head))
            head = self.tables[-1].total_row + 3

    def _sheet_title(self, found: list[Focus]) -> str:
        return _("Main rates {block}").format(block=block_title(self.block.block))

    def _title(self) -> str:
        return _("{block}: headline rates by agency").format(block=block_name(self.block.block))

    def attach(self, last: BlockPage | None, targets: TargetsPage, comparison: ComparisonPage) -> None:
        """The sheets that hold last year's figures, the targets and the comparison of totals; they come later."""
        for table in self.tables:
            table.attach(last, targets, comparison)

    def write(self) -> None:
        said = _("{period}. Every cell links to the block's sheet.")
        self.book.write_heading(
            self.sheet, self._title(), said.format(period=self.block.period.name(self.book.language))
        )
        for table in self.tables:
            if len(self.tables) > 1:
                self.sheet.text(table.head - 1, ORDINAL, table.focus.group, "heading")
            table.write()
        if self.has_charts and self.block.agencies:
            self._add_charts()
        self._set_up()

    def _widths(self) -> dict[int, float]:
        found: dict[int, float] = {}
        for table in self.tables:
            for col, width in table.widths().items():
                found[col] = max(width, found.get(col, 0))
        return found

    def _add_charts(self) -> None:
        """As wide as the tables together, wider only where columns would be too narrow."""
        row, count = self.tables[-1].total_row + 2, len(self.tables)
        wide = int(sum(7 * width + 5 for width in self._widths().values()))
        each = max(wide // count - GAP_PIXELS, AGENCY_PIXELS * len(self.block.agencies))
        for number, table in enumerate(self.tables):
            table.add_chart(row, number * (each + GAP_PIXELS), each, self._chart_height)

    @property
    def _chart_height(self) -> int:
        return CHART_HEIGHT if len(self.tables) == 1 else LOW_CHART_HEIGHT

    def _fits_a_page(self) -> bool:
        """Whether all tables and charts can be read on one page."""
        rows = self.tables[-1].total_row + 3
        high = rows * LINE_HEIGHT + len(self.tables) * (HEAD_HEIGHT - LINE_HEIGHT) + self._chart_height * PIXEL
        return high * LEGIBLE / 100 <= PRINTED_HEIGHT

    def _set_up(self) -> None:
        ws = self.sheet.ws
        for col, width in self._widths().items():
            ws.set_column(col, col, width)
        if len(self.tables) == 1:
            ws.freeze_panes(self.tables[0].first, FIRST_COLUMN)
            ws.repeat_rows(HEAD, self.tables[0].first - 1)
        else:
            ws.freeze_panes(HEAD - 1, FIRST_COLUMN)
            ws.repeat_rows(0, 1)
        if len(self.tables) == 1 and not self.has_charts:
            self.book.set_up_page(self.sheet)
        elif self._fits_a_page():
            self.book.set_up_page(self.sheet, pages=1)
        else:
            self.book.set_up_page(self.sheet, fit=False)
            ws.set_print_scale(LEGIBLE)
            ws.set_h_pagebreaks([table.head - 1 for table in self.tables[1:]])


__all__ = ["Focus", "FocusPage", "FocusTable", "focuses"]
