"""The pack: all papers of a season in one file, with a list of what it holds."""

import json
import zipfile
from datetime import datetime, time
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from results.figures import FigureSet

from ..registry import Exporter, NoFigures, Progress, exporter_of, register
from ..scopes import digest
from .extras import Extras

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
READABLE = 0o644 << 16


@register
class ClusterPack(Exporter):
    """``extras.parts`` are the finished files; the pack keeps their bytes as they are."""

    kind = "cluster-pack"
    extension = "zip"
    content_type = "application/zip"
    order = 5
    is_whole = True
    parts = ("cluster-workbook", "cluster-report-docx", "cluster-report-pdf")
    title = gettext_lazy("All papers of the year (pack)")
    sentence = gettext_lazy("Report in Word and PDF and the workbook in one file, with a list of digests.")
    file_stem = gettext_lazy("Year-end-pack")

    def sources(self, season, language: str) -> str:
        """Those of its parts, and the builder versions of its parts."""
        exporters = [exporter_of(kind) for kind in self.parts]
        return digest([[e.kind, e.builder_version, e.sources(season, language)] for e in exporters])

    def build(
        self, figures: FigureSet, path: Path, *, language: str = "vi", progress: Progress | None = None, extras=None
    ) -> None:
        files = extras.parts if extras else ()
        if not files:
            raise NoFigures(figures.version_code)
        report = progress or (lambda done, total, label: None)
        steps, when = len(files) + 1, _moment(figures)
        with translation.override(language), zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for number, file in enumerate(files):
                report(number, steps, _("Packing {name}").format(name=file.name))
                with archive.open(_entry(file.name, when, file.size), "w") as into, file.path.open("rb") as source:
                    while chunk := source.read(1 << 20):
                        into.write(chunk)
            report(len(files), steps, _("Writing the list of contents"))
            archive.writestr(_entry(MANIFEST, when), manifest(figures, extras, language))
            archive.writestr(_entry(SUMS, when), "".join(f"{file.sha256}  {file.name}\n" for file in files))


def manifest(figures: FigureSet, extras: Extras, language: str) -> str:
    """What the pack holds, for programs: sizes in bytes, digests SHA-256, the data version of every part."""
    content = {
        "cluster": figures.cluster_code,
        "cluster_name": figures.cluster_name(language),
        "year": figures.year,
        "data_version": figures.version_code,
        "provisional": figures.is_provisional,
        "illustrative": figures.is_illustrative or extras.is_illustrative,
        "language": language,
        "files": [
            {
                "name": file.name,
                "kind": file.kind,
                "title": str(exporter_of(file.kind).title),
                "bytes": file.size,
                "sha256": file.sha256,
                "data_version": file.data_version,
            }
            for file in extras.parts
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _moment(figures: FigureSet) -> datetime:
    """Follows from the data alone, so that a second packing gives the same bytes."""
    ends = [block.period.end for block in figures.blocks.values() if block.period]
    return datetime.combine(max(ends), time(0)) if ends else datetime(figures.year, 1, 1)


def _entry(name: str, when: datetime, size: int = 0) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, when.timetuple()[:6])
    entry.external_attr, entry.file_size = READABLE, size
    return entry


__all__ = ["ClusterPack", "manifest"]
