"""Measures of an administrative document (Decree 30/2020, Annex I) for every printer, in millimetres and points."""

from dataclasses import dataclass

from reports.papers.content.model import Style

PAPER = (210, 297)
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20, 20, 30, 15
HEADER_DISTANCE, FOOTER_DISTANCE = 10, 9
TYPEFACE = "Times New Roman"
BODY, TABLE, TABLE_WIDE, FOOT, SMALL = 13, 11, 10, 9, 11
NATION, MOTTO, SUPERIOR, ISSUER, NUMBER, PLACE = 13, 13, 13, 13, 13, 13
KIND, ABOUT, RECIPIENTS_LABEL, RECIPIENTS, ANNEX = 14, 14, 12, 11, 14
INDENT = 12.7
SPACING = 6  # points between paragraphs
LINE = 1.15
HEAD_LEFT = 0.37  # share of the letterhead's left column; the nation's name stays on one line in the right one
SIGN_SPACE = 62  # points left for signature and seal
BAR_COLOUR, RULE_COLOUR = "7A8CA3", "000000"
CHART_SHARES = (0.42, 0.43, 0.15)


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """``indent`` of the first line and of all lines, in mm; ``before`` and ``after`` in points."""

    bold: bool = False
    italic: bool = False
    align: str = "justify"
    first: float = 0
    left: float = 0
    before: float = 0
    after: float = SPACING
    size: float = BODY
    keep_next: bool = False


LOOKS = {
    Style.BODY: ParagraphLook(first=INDENT),
    Style.ADDRESSEE: ParagraphLook(align="center", before=6, after=8, size=14),
    Style.BASIS: ParagraphLook(italic=True, first=INDENT, after=4),
    Style.CHAPTER: ParagraphLook(bold=True, align="left", first=INDENT, before=8, keep_next=True),
    Style.SECTION: ParagraphLook(bold=True, align="left", first=INDENT, before=2, keep_next=True),
    Style.SUBSECTION: ParagraphLook(bold=True, italic=True, align="left", first=INDENT, keep_next=True),
    Style.ITEM: ParagraphLook(first=INDENT, after=4),
    Style.NOTE: ParagraphLook(italic=True, align="left", size=SMALL, before=4),
}


def text_width(wide: bool) -> float:
    """Millimetres between the margins."""
    return PAPER[1 if wide else 0] - MARGIN_LEFT - MARGIN_RIGHT


__all__ = ["LOOKS", "ParagraphLook", "text_width"]
