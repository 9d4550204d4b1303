"""Prints a document as a Word file. The same document gives the same bytes.

A4, Times New Roman, the letterhead and the signature as tables without rules, page numbers in the top margin from the
second page on, headings as headings, heads of tables repeated. Lines are borders of paragraphs, so that every program
draws them.
"""

import io
import unicodedata
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from emulation_portal.lib.characters import mended
from reports.papers.content.model import (
    HEADINGS,
    Annex,
    Block,
    Chart,
    Document,
    PaperParagraph,
    PaperRow,
    PaperTable,
    Runs,
    TextRun,
    naming,
)

from . import layout
from .metrics import width_of

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
STAMP = (1980, 1, 1, 0, 0, 0)
# Elements of w:pPr stand in the order of the schema.
AFTER_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:rPr",
)


def write(document: Document, path: Path) -> None:
    """Write the file; what the disk says is raised."""
    buffer = io.BytesIO()
    _DocxPrinter(document).made().save(buffer)
    _pack(buffer, path)


def _pack(buffer: io.BytesIO, path: Path) -> None:
    """The parts with one time stamp: a zip remembers when it was packed."""
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, source.read(name))


def storable(text: str) -> str:
    """Composed text without the control characters and noncharacters that a file of this kind cannot hold."""
    return "".join(
        c
        for c in unicodedata.normalize("NFC", mended(text))
        if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs")
    )


class _DocxPrinter:
    def __init__(self, document: Document):
        self.source = document
        self.docx = docx.Document()
        # Thousands of runs and paragraphs look alike: the properties of each look are made once and copied.
        self._run_looks: dict[tuple[float, bool, bool], BaseOxmlElement] = {}
        self._paragraph_looks: dict[tuple[str, float, float, float], BaseOxmlElement] = {}
        self._drop_thumbnail()
        self._set_styles()
        self._set_properties()

    def made(self) -> WordDocument:
        self._set_section(self.docx.sections[0], wide=False)
        self._running()
        self._letterhead()
        self._title()
        self._blocks(self.source.blocks, wide=False)
        if self.source.tail():
            self.docx.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
        self._ending()
        for annex in self.source.annexes:
            self._annex(annex)
        return self.docx

    # -- frame ----------------------------------------------------------------------------------------------------
    def _drop_thumbnail(self) -> None:
        rels = self.docx.part.package.rels
        for key in [key for key, rel in rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
            del rels[key]

    def _set_styles(self) -> None:
        styles = self.docx.styles
        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
            style = styles[name]
            style.font.name, style.font.size = layout.TYPEFACE, Pt(layout.BODY)
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in [a for a in fonts.attrib if "heme" in a]:
                del fonts.attrib[theme]
            for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
                fonts.set(qn(kind), layout.TYPEFACE)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US" if self.source.language == "en" else "vi-VN")
        styles["Normal"].element.get_or_add_rPr().append(language)

    def _set_properties(self) -> None:
        core, said = self.docx.core_properties, self.source.properties
        core.title, core.subject, core.author = said.title, said.subject, said.author
        core.keywords, core.comments, core.last_modified_by = said.keywords, "", said.author
        core.created = core.modified = datetime(*said.created)  # noqa: DTZ001 - Word's properties have no zone
        core.revision, core.language = 1, self.source.language

    def _set_section(self, section: Section, *, wide: bool) -> None:
        width, height = (Mm(side) for side in (reversed(layout.PAPER) if wide else layout.PAPER))
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.top_margin, section.bottom_margin = Mm(layout.MARGIN_TOP), Mm(layout.MARGIN_BOTTOM)
        section.left_margin, section.right_margin = Mm(layout.MARGIN_LEFT), Mm(layout.MARGIN_RIGHT)
        section.header_distance, section.footer_distance = Mm(layout.HEADER_DISTANCE), Mm(layout.FOOTER_DISTANCE)
        section.different_first_page_header_footer = True
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.append(numbering)

    def _running(self) -> None:
        """Page numbers in the top margin, not on the first page; what the file is at the foot of every page."""
        section = self.docx.sections[0]
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._field(number, "PAGE")
        section.first_page_header.paragraphs[0].text = ""
        for footer in (section.footer, section.first_page_footer):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._run(paragraph, self.source.foot, size=layout.FOOT, italic=True)

    def _field(self, paragraph: Paragraph, code: str) -> None:
        run = paragraph.add_run()
        run.font.size = Pt(layout.BODY)
        for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "2"), ("end", "")):
            if kind == "text":
                run.add_text(text)
                continue
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    # -- pieces ---------------------------------------------------------------------------------------------------
    def _run(self, paragraph: Paragraph, text: str, *, size: float, bold: bool = False, italic: bool = False) -> None:
        run = paragraph.add_run(storable(text))
        look = self._run_looks.get((size, bold, italic))
        if look is not None:
            run._r.insert(0, deepcopy(look))
            return
        run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
        self._run_looks[size, bold, italic] = deepcopy(run._r.get_or_add_rPr())

    def _format(
        self, paragraph: Paragraph, *, align: str, before: float = 0, after: float = 0, line: float = 1.0
    ) -> None:
        look = self._paragraph_looks.get((align, before, after, line))
        is_plain = paragraph._p.pPr is None
        if look is not None and is_plain:
            paragraph._p.insert(0, deepcopy(look))
            return
        form = paragraph.paragraph_format
        paragraph.alignment = ALIGN[align]
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.line_spacing = line
        if is_plain:
            self._paragraph_looks[align, before, after, line] = deepcopy(paragraph._p.get_or_add_pPr())

    def _line(
        self,
        holder: WordDocument | _Cell,
        text: str,
        *,
        size: float,
        align: str = "center",
        bold: bool = False,
        italic: bool = False,
        before: float = 0,
    ) -> None:
        """A paragraph of one run; the first empty paragraph of a cell is used before another is added."""
        free = [p for p in holder.paragraphs if not p.runs and not p.paragraph_format.element.findall(qn("w:pPr"))]
        paragraph = free[0] if free and len(holder.paragraphs) == 1 else holder.add_paragraph()
        self._format(paragraph, align=align, before=before)
        self._run(paragraph, text, size=size, bold=bold, italic=italic)

    def _rule(self, holder: WordDocument | _Cell, width: float, inside: float) -> None:
        """A line of ``width`` mm in the middle of a column of ``inside`` mm."""
        paragraph = holder.add_paragraph()
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
        form.space_before, form.space_after = Pt(3), Pt(0)
        form.left_indent = form.right_indent = Mm(max(0, (inside - width) / 2))
        self._border(paragraph, "w:top")

    def _border(self, paragraph: Paragraph, side: str) -> None:
        borders, line = OxmlElement("w:pBdr"), OxmlElement(side)
        for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", layout.RULE_COLOUR)):
            line.set(qn(name), value)
        borders.append(line)
        paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)

    def _plain_table(self, rows: int, widths: list[float]) -> Table:
        """A table that only places things: no lines, no cell margins, fixed widths in mm."""
        table: Table = self.docx.add_table(rows, len(widths))
        table.autofit = False
        _cell_margins(table, 0)
        _fix_widths(table, widths)
        return table

    def _letterhead(self) -> None:
        head, width = self.source.letterhead, layout.text_width(False)
        left, right = width * layout.HEAD_LEFT, width * (1 - layout.HEAD_LEFT)
        table = self._plain_table(2, [left, right])
        issuer, nation = table.rows[0].cells
        if head.superior:
            self._line(issuer, head.superior, size=layout.SUPERIOR)
        self._line(issuer, head.issuer, size=layout.ISSUER, bold=True)
        self._rule(issuer, left * 0.4, left)
        self._line(nation, head.nation, size=layout.NATION, bold=True)
        self._line(nation, head.motto, size=layout.MOTTO, bold=True)
        self._rule(nation, width_of(head.motto, layout.MOTTO, bold=True), right)
        number, place = table.rows[1].cells
        self._line(number, head.number, size=layout.NUMBER, before=8)
        self._line(place, head.place_and_date, size=layout.PLACE, italic=True, before=8)

    def _title(self) -> None:
        width = layout.text_width(False)
        self._line(self.docx, self.source.kind, size=layout.KIND, bold=True, before=16)
        self._line(self.docx, self.source.about, size=layout.ABOUT, bold=True)
        self._rule(self.docx, width * 0.3, width)
        for notice in self.source.notices:
            self._line(self.docx, notice, size=layout.SMALL, italic=True, bold=True, before=4)
        self.docx.paragraphs[-1].paragraph_format.space_after = Pt(8)

    # -- blocks ---------------------------------------------------------------------------------------------------
    def _blocks(self, blocks: Iterable[Block], *, wide: bool) -> None:
        for block in blocks:
            if isinstance(block, PaperParagraph):
                with naming(block):
                    self._paragraph(block)
            elif isinstance(block, PaperTable):
                self._table(block, wide)
            else:
                self._chart(block, wide)

    def _paragraph(self, block: PaperParagraph) -> None:
        look = layout.LOOKS[block.style]
        level = HEADINGS.get(block.style)
        paragraph = self.docx.add_paragraph(style=f"Heading {level}" if level else None)
        self._format(paragraph, align=look.align, before=look.before, after=look.after, line=layout.LINE)
        paragraph.paragraph_format.first_line_indent = Mm(look.first)
        paragraph.paragraph_format.keep_with_next = look.keep_next
        self._runs(paragraph, block.runs, size=look.size, bold=look.bold, italic=look.italic)

    def _runs(self, paragraph: Paragraph, runs: Runs, *, size: float, bold: bool = False, italic: bool = False) -> None:
        for run in runs:
            self._run(paragraph, run.text, size=size, bold=bold or run.bold, italic=italic or run.italic)

    def _caption(self, text: str) -> None:
        if text:
            paragraph = self._paragraph_of(text, align="center", before=6, after=4, bold=True)
            paragraph.paragraph_format.keep_with_next = True

    def _paragraph_of(
        self,
        text: str,
        *,
        align: str,
        bold: bool = False,
        italic: bool = False,
        size: float = layout.BODY,
        before: float = 0,
        after: float = 0,
    ) -> Paragraph:
        paragraph = self.docx.add_paragraph()
        self._format(paragraph, align=align, before=before, after=after)
        self._run(paragraph, text, size=size, bold=bold, italic=italic)
        return paragraph

    def _note(self, text: str) -> None:
        if text:
            self._paragraph_of(text, align="left", italic=True, size=layout.SMALL, before=2, after=8)

    def _table(self, block: PaperTable, wide: bool) -> None:
        self._caption(block.caption)
        size = layout.TABLE_WIDE if wide else layout.TABLE
        widths, heads = block.widths(layout.text_width(wide)), block.heads()
        table = self.docx.add_table(len(heads) + len(block.rows), len(widths), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _cell_margins(table, 80)
        _fix_widths(table, widths)
        rows = table.rows
        for number, (texts, bold) in enumerate(heads):
            _repeat(rows[number])
            for cell, text in zip(rows[number].cells, texts, strict=True):
                self._cell(cell, (TextRun(text),), size, "center", bold=bold, italic=not bold)
        for row, made in zip(block.rows, list(rows)[len(heads) :], strict=True):
            _keep_whole(made)
            self._table_row(made, row, block, size)
        roles = ["head" for _ in heads] + [row.role for row in block.rows[:-1]]
        for made, role in zip(rows, roles, strict=False):
            if block.is_short or role in ("head", "band"):
                _keep_with_next(made)
        self._note(block.note)
        if not block.note:
            self._format(self.docx.add_paragraph(), align="left", after=2)

    def _table_row(self, made: _Row, row: PaperRow, block: PaperTable, size: float) -> None:
        cells = made.cells
        if row.role == "band":
            self._cell(cells[0].merge(cells[-1]), row.cells[0], size, "left", bold=True)
            return
        for cell, runs, column in zip(cells, row.cells, block.columns, strict=True):
            self._cell(cell, runs, size, column.align, bold=row.role == "total")

    def _cell(
        self, cell: _Cell, runs: Runs, size: float, align: str, *, bold: bool = False, italic: bool = False
    ) -> None:
        paragraph = cell.paragraphs[0]
        self._format(paragraph, align=align, before=1, after=1)
        self._runs(paragraph, runs, size=size, bold=bold, italic=italic)

    def _chart(self, block: Chart, wide: bool) -> None:
        """Names, bars and figures as a table; a bar is a shaded line as long as its share, the target a tick below."""
        self._caption(block.title)
        widths = [layout.text_width(wide) * share for share in layout.CHART_SHARES]
        table = self.docx.add_table(1 + len(block.bars), 3)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _cell_margins(table, 60)
        _fix_widths(table, widths)
        rows = list(table.rows)
        _repeat(rows[0])
        for cell, text, align in zip(rows[0].cells, block.heads, ("left", "left", "right"), strict=True):
            self._cell(cell, (TextRun(text),) if text else (), layout.TABLE, align, italic=True)
        for bar, made in zip(block.bars, rows[1:], strict=True):
            _keep_whole(made)
            label, drawn, value = made.cells
            self._cell(label, bar.label, layout.TABLE, "left")
            self._cell(value, bar.value, layout.TABLE, "right")
            self._bar(drawn, bar.share, bar.mark, widths[1] - 2.2)
            for cell in made.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
        self._note(block.note or " ")

    def _bar(self, cell: _Cell, share: float | None, mark: float | None, width: float) -> None:
        bar = cell.paragraphs[0]
        self._strip(bar, 9, 3)
        if share is not None:
            bar.paragraph_format.right_indent = Mm(width * (1 - min(max(share, 0.005), 1)))
            shade = OxmlElement("w:shd")
            for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", layout.BAR_COLOUR)):
                shade.set(qn(name), value)
            bar._p.get_or_add_pPr().insert_element_before(shade, *AFTER_BORDERS[1:])
        if mark is not None:
            tick = cell.add_paragraph()
            self._strip(tick, 4, 0)
            tick.paragraph_format.right_indent = Mm(width * (1 - min(mark, 1)))
            self._border(tick, "w:right")

    def _strip(self, paragraph: Paragraph, height: float, before: float) -> None:
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(height)
        form.space_before, form.space_after = Pt(before), Pt(0)

    # -- the end --------------------------------------------------------------------------------------------------
    def _ending(self) -> None:
        """Recipients on the left, capacity, space and name on the right, never torn apart."""
        width = layout.text_width(False)
        table = self._plain_table(1, [width * 0.48, width * 0.52])
        _keep_whole(table.rows[0])
        left, right = table.rows[0].cells
        recipients, signature = self.source.recipients, self.source.signature
        if recipients.lines:
            self._line(
                left, recipients.label, size=layout.RECIPIENTS_LABEL, align="left", bold=True, italic=True, before=6
            )
        for line in recipients.lines:
            self._line(left, f"- {line}", size=layout.RECIPIENTS, align="left")
        for number, line in enumerate(signature.capacity):
            self._line(right, line, size=layout.BODY, bold=True, before=0 if number else 6)
        if signature.name:
            self._line(right, signature.name, size=layout.BODY, bold=True, before=layout.SIGN_SPACE)

    def _annex(self, annex: Annex) -> None:
        section = self.docx.add_section(WD_SECTION.NEW_PAGE)
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        self._set_section(section, wide=annex.wide)
        self._paragraph_of(annex.number, align="center", bold=True, size=layout.ANNEX)
        self._paragraph_of(annex.title, align="center", bold=True)
        self._paragraph_of(annex.enclosed, align="center", italic=True, after=6)
        self._blocks(annex.blocks, wide=annex.wide)


def _cell_margins(table: Table, twips: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(twips))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    table._tbl.tblPr.append(margins)


def _fix_widths(table: Table, widths: list[float]) -> None:
    """Column widths in the grid and in every cell: programs read the one or the other."""
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Mm(width)


def _repeat(row: _Row) -> None:
    _keep_whole(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_with_next(row: _Row) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


__all__ = ["storable", "write"]
