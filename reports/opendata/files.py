"""Released figures as files to take away: which there are, what is in them, and by which mark a copy stays current."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.models import Season
from emulation_portal.ui.language import lang
from results.figures import FigureSet
from results.figures.read import Released

from .columns import FORMAT_VERSION
from .document import OpenNotice, json_chunks
from .rows import OpenData
from .schema import schema_text
from .table import csv_chunks, sheet_chunks

SHEET_CSV = "figures.csv?for=spreadsheets"
CSV, PLAIN_CSV, JSON, SCHEMA = "figures.csv", "figures.csv?bom=no", "figures.json", "schema.json"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    PLAIN_CSV: "text/csv; charset=utf-8",
    SHEET_CSV: "text/csv; charset=utf-8",
    JSON: "application/json",
    SCHEMA: "application/schema+json",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is said of a file before it is taken."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What decides the bytes of the files of a season: another stamp, other files."""

    season_id: int
    data_version: int
    period_ids: frozenset[int]
    blocks: tuple[str, ...]
    language: str

    def etag(self, file: str) -> str:
        periods = ".".join(map(str, sorted(self.period_ids)))
        parts = (FORMAT_VERSION, self.season_id, self.data_version, periods, ".".join(self.blocks), self.language, file)
        return f'"{hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def stamp_now(season: Season, blocks: Iterable[str]) -> Stamp:
    """The stamp of what would be read now, for one query."""
    blocks = tuple(blocks)
    names = ("data_version", "releases__period_id", "releases__period__block", "releases__period__year")
    rows = list(Season.objects.filter(pk=season.pk).values_list(*names))
    ids = frozenset(pk for _version, pk, block, year in rows if block in blocks and year == season.year)
    return Stamp(season.pk, rows[0][0], ids, blocks, lang())


def stamp_of(season: Season, blocks: Iterable[str], released: Released) -> Stamp:
    """The stamp of what was read."""
    return Stamp(season.pk, released.data_version, released.period_ids, tuple(blocks), lang())


def open_data(released: Released) -> OpenData:
    return OpenData(released.sets, lang())


def notice(figures: FigureSet) -> OpenNotice:
    """The words that go with the figures, in the language of the reader."""
    name = figures.cluster_name(lang())
    terms = [
        _("For the members of the cluster and the Ministry of Justice."),
        _("Whoever quotes a figure names the source, the data version and whether the figure is provisional."),
    ]
    if figures.is_illustrative:
        terms.append(_("Illustrative figures: those of single agencies are made up for demonstration."))
    return OpenNotice(
        title=_("Released figures of %(cluster)s, %(year)s") % {"cluster": name, "year": figures.year},
        source=_("Reports of the member agencies of %(cluster)s, released to the cluster; data version %(version)s.")
        % {"cluster": name, "version": figures.version_code},
        terms=" ".join(terms),
    )


def chunks(file: str, data: OpenData, words: OpenNotice) -> Iterator[bytes]:
    """The bytes of a file in pieces."""
    if file == SCHEMA:
        texts = iter([schema_text()])
    elif file == JSON:
        texts = json_chunks(data, words)
    elif file == SHEET_CSV:
        texts = sheet_chunks(data)
    else:
        texts = csv_chunks(data, bom=file == CSV)
    return (text.encode() for text in texts)


def facts(file: str, data: OpenData, words: OpenNotice) -> FileFacts:
    digest, size = hashlib.sha256(), 0
    for piece in chunks(file, data, words):
        digest.update(piece)
        size += len(piece)
    return FileFacts(size, digest.hexdigest())


__all__ = [
    "CONTENT_TYPES",
    "CSV",
    "JSON",
    "PLAIN_CSV",
    "SCHEMA",
    "SHEET_CSV",
    "FileFacts",
    "Stamp",
    "chunks",
    "facts",
    "lang",
    "notice",
    "open_data",
    "stamp_now",
    "stamp_of",
]
