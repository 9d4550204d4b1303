"""The titles registered for a year as a paper: of every member for which title how many, and who, with the sums."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.registering.reading import sheets_of
from clusters.enums import Block
from emulation_portal.lib.dates import day_of, format_date
from reports.exporting.registry import NoFigures
from reports.exporting.sources import Input, Source, SubjectReading
from results.words import block_title

from .content.decree import ROMAN, Frame, Framed
from .content.model import Document, FactRun, PaperColumn, PaperParagraph, PaperRow, PaperTable, Style, TextRun
from .content.tables import band, fact, number
from .frame import FRAME, PaperKind, register_paper


@dataclass(frozen=True, slots=True)
class PrintedTitle:
    """``late_on`` where the secretariat entered it after the last day, with its reason."""

    title: str
    ordinal: int
    count: int
    names: tuple[str, ...]
    late_on: date | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    agency: str
    block: str
    titles: tuple[PrintedTitle, ...]


def _sheets(reading: SubjectReading) -> tuple[PrintedSheet, ...]:
    """The season's data version tells of every change of a registration."""
    return printed_sheets(reading.subject.season)


def printed_sheets(season: Any) -> tuple[PrintedSheet, ...]:
    """Every member of the season's year, also one that registered nothing."""
    return tuple(
        PrintedSheet(
            agency=sheet.agency.name,
            block=sheet.agency.kind,
            titles=tuple(
                PrintedTitle(
                    title=row.award.name,
                    ordinal=row.award.ordinal,
                    count=row.count,
                    names=tuple(row.name_list),
                    late_on=day_of(row.registered_at) if row.late_reason else None,
                    late_reason=row.late_reason,
                )
                for row in sheet.rows
            ),
        )
        for sheet in sheets_of(season)
    )


SHEETS = Source("registrations", _sheets)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationListInput(Input):
    frame: Annotated[Frame, FRAME]
    sheets: Annotated[tuple[PrintedSheet, ...], SHEETS]


@register_paper
class RegistrationList(PaperKind[RegistrationListInput]):
    kind = "registration-list"
    input_type = RegistrationListInput
    order = 44
    title = gettext_lazy("List of registered titles")
    file_stem = gettext_lazy("Registered-titles")

    def compose(self, made_of: RegistrationListInput) -> Document:
        return composed(made_of.frame, made_of.sheets, made_of.language)


def composed(frame: Frame, sheets: tuple[PrintedSheet, ...], language: str) -> Document:
    """The list of a season. NoFigures where nobody registered anything."""
    if not any(sheet.titles for sheet in sheets):
        raise NoFigures(frame.origin.version_code)
    framed = Framed(frame, language, _("LIST"), "DS", undated_year=frame.origin.year)
    about = _("Emulation titles registered for {year}").format(year=frame.origin.year)
    return framed.document(about, tuple(_blocks(sheets)))


def _blocks(sheets: tuple[PrintedSheet, ...]) -> list[PaperParagraph | PaperTable]:
    found: list[PaperParagraph | PaperTable] = [_heading(1, _("ALL MEMBERS TOGETHER")), _said(sheets), _totals(sheets)]
    held = [block for block in Block.values if any(sheet.block == block for sheet in sheets)]
    for place, block in enumerate(held, start=2):
        of_block = tuple(sheet for sheet in sheets if sheet.block == block)
        found += [_heading(place, block_title(block).upper()), _table(of_block)]
    return [*found, *_late(sheets)]


def _heading(place: int, head: str) -> PaperParagraph:
    return PaperParagraph((TextRun(f"{ROMAN[place - 1]}. {head}"),), Style.CHAPTER)


def _said(sheets: tuple[PrintedSheet, ...]) -> PaperParagraph:
    """How many registered; who did not, by name."""
    registered, silent = sum(bool(s.titles) for s in sheets), [s.agency for s in sheets if not s.titles]
    said = ngettext(
        "{n} of {all} agency has registered emulation titles.",
        "{n} of {all} agencies have registered emulation titles.",
        len(sheets),
    ).format(n=registered, all=len(sheets))
    if silent:
        said += " " + _("Nothing was registered by: {agencies}.").format(agencies="; ".join(silent))
    return PaperParagraph((FactRun(said),))


def _totals(sheets: tuple[PrintedSheet, ...]) -> PaperTable:
    rows = sorted((row for sheet in sheets for row in sheet.titles), key=lambda row: row.ordinal)
    names = list(dict.fromkeys(row.title for row in rows))
    columns = (
        PaperColumn(_("No."), 0.08, "center"),
        PaperColumn(_("Emulation title"), 0.52),
        PaperColumn(_("Agencies registered"), 0.2, "right"),
        PaperColumn(_("How many"), 0.2, "right"),
    )
    return PaperTable(columns, tuple(_total(place, name, rows) for place, name in enumerate(names, start=1)))


def _total(place: int, name: str, rows: list[PrintedTitle]) -> PaperRow:
    of_name = [row for row in rows if row.title == name]
    return PaperRow((number(place), fact(name), number(len(of_name)), number(sum(row.count for row in of_name))))


def _table(sheets: tuple[PrintedSheet, ...]) -> PaperTable:
    """Names stand in a column of their own where anybody gave any."""
    named = any(row.names for sheet in sheets for row in sheet.titles)
    columns = (
        PaperColumn(_("No."), 0.08, "center"),
        PaperColumn(_("Emulation title"), 0.42 if named else 0.76),
        PaperColumn(_("How many"), 0.16, "right"),
        *((PaperColumn(_("Names"), 0.34),) if named else ()),
    )
    rows: list[PaperRow] = []
    for sheet in (sheet for sheet in sheets if sheet.titles):
        rows.append(band(sheet.agency, len(columns)))
        for place, row in enumerate(sheet.titles, start=1):
            cells = (number(place), fact(row.title), number(row.count))
            rows.append(PaperRow((*cells, fact("; ".join(row.names))) if named else cells))
    return PaperTable(columns, tuple(rows))


def _late(sheets: tuple[PrintedSheet, ...]) -> list[PaperParagraph]:
    words = _("{agency}, {title}: entered by the secretariat on {day}, because: {reason}")
    return [
        PaperParagraph(
            (
                FactRun(
                    words.format(
                        agency=sheet.agency, title=row.title, day=format_date(row.late_on), reason=row.late_reason
                    )
                ),
            ),
            Style.NOTE,
        )
        for sheet in sheets
        for row in sheet.titles
        if row.late_on
    ]


__all__ = ["PrintedSheet", "PrintedTitle", "RegistrationList", "composed", "printed_sheets"]
