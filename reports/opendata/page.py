"""The page of the released figures: files with their facts, what is released and what not yet, what a column means."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Season
from emulation_portal.lib.numbers import format_count, format_size
from reports.opendata.columns import COLUMNS, OpenColumn
from reports.opendata.rows import OpenData, OpenPart
from results import words

from . import files as open_files

ADDRESSES = {
    open_files.CSV: "reports:open_data_csv",
    open_files.PLAIN_CSV: "reports:open_data_csv",
    open_files.SHEET_CSV: "reports:open_data_csv",
    open_files.JSON: "reports:open_data_json",
    open_files.SCHEMA: "reports:open_data_schema",
}


@dataclass(frozen=True, slots=True)
class PartRow:
    """A released block and period."""

    block: str
    period: str
    code: str
    reported: str
    state: str


@dataclass(frozen=True, slots=True)
class ColumnRow:
    name: str
    kind: str
    meaning: str


def files(season: Season, data: OpenData) -> list[dict]:
    """The files as list items, with the sizes and digests of exactly what would be downloaded now."""
    place = [season.cluster.slug, season.year]
    notice = open_files.notice(data.head)
    rows = _("Rows: %(count)s") % {"count": format_count(len(data.rows), words.lang())}
    found = []
    for file, name, meant in _offered():
        path, mark, query = file.partition("?")
        facts = open_files.facts(file, data, notice)
        size = format_size(facts.size, words.lang())
        found.append(
            {
                "name": name,
                "ext": path.rpartition(".")[2],
                "lines": [[meant], [size] if file == open_files.SCHEMA else [rows, size]],
                "digest": facts.sha256,
                "data_version": "" if file == open_files.SCHEMA else data.head.version_code,
                "download_url": reverse(ADDRESSES[file], args=place) + f"{mark}{query}",
            }
        )
    return found


def _offered() -> list[tuple[str, str, str]]:
    """File, its name, what it is for."""
    return [
        (
            open_files.SHEET_CSV,
            _("CSV for spreadsheets"),
            _("Opens as it is in Excel or LibreOffice with the settings of this language"),
        ),
        (
            open_files.PLAIN_CSV,
            _("CSV for programs") + " (figures.csv)",
            _("The same table with commas between the cells and decimal points, UTF-8"),
        ),
        (open_files.JSON, "figures.json", _("One document with the same rows, the indicators and the agencies")),
        (open_files.SCHEMA, "schema.json", _("What the document always holds, described for programs")),
    ]


def parts(data: OpenData) -> list[PartRow]:
    return [_part(part) for part in data.parts()]


def _part(part: OpenPart) -> PartRow:
    return PartRow(
        block=words.block_short(part.figures.block),
        period=words.period_text(part.period),
        code=part.period.period_code,
        reported=f"{part.reported}/{len(part.figures.agencies)}",
        state="provisional" if part.figures.is_provisional else "approved",
    )


def waiting(data: OpenData, blocks: Sequence[str]) -> list[str]:
    """Blocks of which nothing is released yet."""
    shown = {part.figures.block for part in data.parts()}
    return [words.block_short(block) for block in blocks if block not in shown]


def columns() -> list[ColumnRow]:
    return [ColumnRow(column.name, _kind(column), _(column.meaning)) for column in COLUMNS]


def _kind(column: OpenColumn) -> str:
    return {
        "code": _("code"),
        "text": _("plain text"),
        "integer": _("whole number"),
        "decimal": _("decimal number"),
        "boolean": _("true or false"),
    }[column.kind]
