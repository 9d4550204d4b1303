"""The released figures of the papers for programs: rows as CSV and JSON with their schema, a part of a pack."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.exporting.figures import FIGURES
from reports.exporting.registry import Exporter, Progress, register, silent
from reports.exporting.scopes import released_in, releases_of
from reports.exporting.sources import Input, Source, SubjectReading
from reports.exporting.subject import Rows, Subject
from reports.exporting.zipping import entry, moment
from reports.opendata.rows import OpenData
from results.figures import FigureSet

from . import files

FILES = (files.CSV, files.JSON, files.SCHEMA)


def _released(reading: SubjectReading) -> list[tuple[str, str]]:
    return sorted(released_in(reading.of(FIGURES)))


def _releases(subject: Subject) -> Rows:
    return sorted(releases_of(subject.season))


# What is released is a part of the figures as they are read; which periods are, is told by rows of their own.
RELEASED = Source("released", _released, uses=(FIGURES,), versions=_releases)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDataInput(Input):
    figures: Annotated[FigureSet, FIGURES]
    released: Annotated[list[tuple[str, str]], RELEASED]


@register
class OpenDataFiles(Exporter[OpenDataInput]):
    """Blocks that are not released are left out, whoever asks: the file may be passed on as it is.

    It is built with a pack only; by itself the same is taken from the page of the open data.
    """

    kind = "open-data"
    input_type = OpenDataInput
    extension = "zip"
    content_type = "application/zip"
    order = 60
    is_whole = True
    is_offered = False
    title = gettext_lazy("Released figures for programs (CSV, JSON)")
    sentence = gettext_lazy("The released figures of the papers as CSV and JSON with a schema.")
    file_stem = gettext_lazy("Open-data")

    def write(self, made_of: OpenDataInput, path: Path, progress: Progress = silent) -> None:
        figures, when = made_of.figures, moment(made_of.figures)
        with translation.override(made_of.language), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            data, words = OpenData((figures,), made_of.language), files.notice(figures)
            for number, name in enumerate(FILES):
                progress(number, len(FILES), _("Writing {name}").format(name=name))
                with archive.open(entry(name, when, packed=True), "w") as into:
                    for piece in files.chunks(name, data, words):
                        into.write(piece)


__all__ = ["OpenDataFiles", "OpenDataInput"]
