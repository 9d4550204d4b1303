"""This year beside the same period of last year, indicator by indicator, for all members together."""

from django.utils.translation import gettext as _

from clusters.enums import Block

from .base import Book, cell
from .block_page import DASH, BlockPage, unit

HEAD, FIRST = 4, 6
ORDINAL, INDICATOR, UNIT, NOW, BEFORE, CHANGE, SHARE = range(7)
WIDTHS = (5, 62, 14, 18, 18, 16, 14)


class ComparisonPage:
    def __init__(self, book: Book):
        self.book = book
        self.sheet = book.add_sheet(_("Against last year"))
        self.pages: list[tuple[BlockPage, BlockPage | None]] = []

    def attach(self, pages: list[tuple[BlockPage, BlockPage | None]]) -> None:
        """Each block's sheet with that of last year, None where nothing is held."""
        self.pages = pages

    def write(self) -> None:
        sheet = self.sheet
        said = _("Changes of rates are in percentage points; money in thousand dong.")
        self.book.write_heading(sheet, _("This year beside the same period of last year"), said)
        heads = (
            _("No."), _("Indicator"), _("Unit"), _("This year"), _("Last year"), _("Change"), _("Change, %"),
        )  # fmt: skip
        below = ("", "", "", "", "", _("rates: points"), "%")
        for col, (words, unit_words) in enumerate(zip(heads, below, strict=True)):
            sheet.text(HEAD, col, words, "head")
            sheet.text(HEAD + 1, col, unit_words, "unit")
            sheet.ws.set_column(col, col, WIDTHS[col])
        row = FIRST
        for page, last in self.pages:
            row = self._write_block(row, page, last)
        sheet.ws.freeze_panes(FIRST, UNIT)
        sheet.ws.repeat_rows(HEAD, HEAD + 1)
        self.book.set_up_page(sheet)

    def _write_block(self, row: int, page: BlockPage, last: BlockPage | None) -> int:
        self.sheet.merged(row, ORDINAL, SHARE, self._block_words(page, last), "total")
        row, number = row + 1, 0
        for name, indicators in page.block.groups(self.book.language):
            self.sheet.merged(row, ORDINAL, SHARE, name, "band")
            row += 1
            for indicator in indicators:
                number += 1
                self._write_row(row, number, page, last, indicator)
                row += 1
        return row

    def _block_words(self, page: BlockPage, last: BlockPage | None) -> str:
        block, language = page.block, self.book.language
        name = Block(block.block).label
        period = block.period.name(language) if block.period else DASH
        if last is None:
            return _("{block} · {period} · no figures of last year are held").format(block=name, period=period)
        held = sum(a.code in block.last_cells for a in block.agencies)
        said = _("{block} · {period} beside {last} · last year's figures of {held} of {all} agencies")
        return said.format(
            block=name, period=period, last=block.last_period.name(language), held=held, all=len(block.agencies)
        )

    def _write_row(self, row: int, number: int, page: BlockPage, last: BlockPage | None, indicator) -> None:
        sheet, code = self.sheet, indicator.code
        sheet.number(row, ORDINAL, number, "index:input")
        sheet.text(row, INDICATOR, indicator.name(self.book.language), "cell_wrap")
        sheet.text(row, UNIT, unit(indicator, self.book.language), "cell_center")
        kind = page.number_format(code)
        kind = "count" if kind == "yes_no" else kind
        link, now = page.ref(None, code), page.value(None, code)
        sheet.formula(row, NOW, f'=IF({link}="","{DASH}",{link})', DASH if now is None else now, f"{kind}:calc")
        before = last.value(None, code) if last else None
        if last is None:
            for col in (BEFORE, CHANGE, SHARE):
                sheet.text(row, col, DASH, "cell_right")
            return
        link = last.ref(None, code)
        last_kind = "count" if kind == "count" else last.number_format(code)
        shown = DASH if before is None else before
        sheet.formula(row, BEFORE, f'=IF({link}="","{DASH}",{link})', shown, f"{last_kind}:calc")
        self._write_change(row, indicator, kind, now, before)

    def _write_change(self, row: int, indicator, kind: str, now, before) -> None:
        this, then = cell(row, NOW), cell(row, BEFORE)
        both = now is not None and before is not None
        if indicator.is_rate:
            value, formula, style = (now - before) * 100 if both else DASH, f"({this}-{then})*100", "points:calc"
        else:
            value, formula = now - before if both else DASH, f"{this}-{then}"
            style = "signed3:calc" if kind == "money3" else "signed:calc"
        sheet = self.sheet
        sheet.formula(row, CHANGE, f'=IF(COUNT({this},{then})=2,{formula},"{DASH}")', value, style)
        if indicator.is_rate:
            sheet.text(row, SHARE, "", "cell")
            return
        share = (now - before) / before if both and before else DASH
        formula = f'=IF(COUNT({this},{then})<2,"{DASH}",IF({then}=0,"{DASH}",({this}-{then})/{then}))'
        sheet.formula(row, SHARE, formula, share, "change:calc")


__all__ = ["ComparisonPage"]
