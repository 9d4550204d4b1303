"""The pack: all papers of a season in one file, with a list of what it holds and of what it lacks."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from results.figures import FigureSet

from .figures import FIGURES
from .parts import PackFile
from .registry import Exporter, NoFigures, Progress, exporter_of, register, silent
from .scopes import digest
from .sources import Input, Source
from .subject import Rows, Subject
from .zipping import entry, moment

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


ILLUSTRATIVE = Source("illustrative", lambda reading: bool(settings.DEMO_MODE))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInput(Input):
    """``parts``: the finished files of what is ready, put in when all of them are there."""

    figures: Annotated[FigureSet, FIGURES]
    is_illustrative: Annotated[bool, ILLUSTRATIVE]
    parts: tuple[PackFile, ...] = ()


@register
class ClusterPack(Exporter[PackInput]):
    """The pack keeps the bytes of its parts as they are."""

    kind = "cluster-pack"
    input_type = PackInput
    extension = "zip"
    content_type = "application/zip"
    order = 5
    is_whole = True
    builder_version = 2
    parts = (
        *("cluster-workbook", "cluster-report-docx", "cluster-report-pdf", "open-data"),
        *("midyear-report-docx", "midyear-report-pdf", "year-plan-docx", "year-plan-pdf"),
        *("pledge-justice-docx", "pledge-justice-pdf", "pledge-enforcement-docx", "pledge-enforcement-pdf"),
    )
    title = gettext_lazy("All papers of the year (pack)")
    sentence = gettext_lazy(
        "Year-end and mid-year report, plan and pledges in Word and PDF, the workbook and the released figures (CSV, "
        "JSON) in one file, with a list of digests. What there is nothing of yet is left out."
    )
    file_stem = gettext_lazy("Year-end-pack")

    @property
    def sources(self) -> tuple[Source[Any], ...]:
        """Those of its parts, each once, beside its own."""
        of_parts = (source for kind in self.parts for source in exporter_of(kind).sources)
        return tuple(dict.fromkeys([*super().sources, *of_parts]))

    def versions(self, subject: Subject, rows: Mapping[str, Rows] | None = None) -> str:
        """Those of its parts' sources, and the builder versions of its parts."""
        builders = [[kind, exporter_of(kind).builder_version] for kind in self.parts]
        return digest([super().versions(subject, rows), builders])

    def write(self, made_of: PackInput, path: Path, progress: Progress = silent) -> None:
        files = made_of.parts
        if not files:
            raise NoFigures(made_of.figures.version_code)
        steps, when = len(files) + 1, moment(made_of.figures)
        with translation.override(made_of.language), zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for number, file in enumerate(files):
                progress(number, steps, _("Packing {name}").format(name=file.name))
                with archive.open(entry(file.name, when, file.size), "w") as into, file.path.open("rb") as source:
                    while chunk := source.read(1 << 20):
                        into.write(chunk)
            progress(len(files), steps, _("Writing the list of contents"))
            archive.writestr(entry(MANIFEST, when), manifest(made_of))
            archive.writestr(entry(SUMS, when), "".join(f"{file.sha256}  {file.name}\n" for file in files))


def manifest(made_of: PackInput) -> str:
    """What the pack holds, for programs: sizes in bytes, digests SHA-256, the data version of every part; and which
    papers it was made without, because there was nothing to hand on."""
    held = {file.kind for file in made_of.parts}
    figures, language = made_of.figures, made_of.language
    content = {
        "cluster": figures.cluster_code,
        "cluster_name": figures.cluster_name(language),
        "year": figures.year,
        "data_version": figures.version_code,
        "provisional": figures.is_provisional,
        "illustrative": figures.is_illustrative or made_of.is_illustrative,
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
            for file in made_of.parts
        ],
        "left_out": [
            {"kind": kind, "title": str(exporter_of(kind).title)} for kind in ClusterPack.parts if kind not in held
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


__all__ = ["ClusterPack", "PackInput", "manifest"]
