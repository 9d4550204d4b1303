"""The pack: all papers of a season in one file, with a list of what it holds."""

import json
import zipfile
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from results.figures import FigureSet

from .background import Extras
from .registry import Exporter, NoFigures, Progress, exporter_of, register
from .scopes import digest
from .sources import Source
from .zipping import entry, moment

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


@register
class ClusterPack(Exporter):
    """``extras.parts`` are the finished files; the pack keeps their bytes as they are."""

    kind = "cluster-pack"
    extension = "zip"
    content_type = "application/zip"
    order = 5
    is_whole = True
    parts = ("cluster-workbook", "cluster-report-docx", "cluster-report-pdf", "open-data")
    title = gettext_lazy("All papers of the year (pack)")
    sentence = gettext_lazy(
        "Report in Word and PDF, the workbook and the released figures (CSV, JSON) in one file, with a list of digests."
    )
    file_stem = gettext_lazy("Year-end-pack")

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those of its parts, each once."""
        return tuple(dict.fromkeys(source for kind in self.parts for source in exporter_of(kind).sources))

    def versions(self, season, language: str, rows=None) -> str:
        """Those of its parts' sources, and the builder versions of its parts."""
        builders = [[kind, exporter_of(kind).builder_version] for kind in self.parts]
        return digest([super().versions(season, language, rows), builders])

    def build(
        self, figures: FigureSet, path: Path, *, language: str = "vi", progress: Progress | None = None, extras=None
    ) -> None:
        files = extras.parts if extras else ()
        if not files:
            raise NoFigures(figures.version_code)
        report = progress or (lambda done, total, label: None)
        steps, when = len(files) + 1, moment(figures)
        with translation.override(language), zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for number, file in enumerate(files):
                report(number, steps, _("Packing {name}").format(name=file.name))
                with archive.open(entry(file.name, when, file.size), "w") as into, file.path.open("rb") as source:
                    while chunk := source.read(1 << 20):
                        into.write(chunk)
            report(len(files), steps, _("Writing the list of contents"))
            archive.writestr(entry(MANIFEST, when), manifest(figures, extras, language))
            archive.writestr(entry(SUMS, when), "".join(f"{file.sha256}  {file.name}\n" for file in files))


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


__all__ = ["ClusterPack", "manifest"]
