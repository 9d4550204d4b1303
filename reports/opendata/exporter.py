"""The released figures of the papers for programs: rows as CSV and JSON with their schema, a part of a pack."""

import zipfile
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Season
from reports.exporting.registry import Exporter, Progress, register
from reports.exporting.scopes import released_in, releases_of
from reports.exporting.sources import Source
from reports.exporting.zipping import entry, moment
from reports.opendata.rows import OpenData
from results.figures import FigureSet

from . import files

FILES = (files.CSV, files.JSON, files.SCHEMA)


def _versions(season: Season, language: str) -> list[tuple]:
    return sorted(releases_of(season))


# What is released is a part of the figures as they are read; which periods are, is told by rows of their own.
RELEASED = Source("released", lambda season, figures, language: sorted(released_in(figures)), _versions)


@register
class OpenDataFiles(Exporter):
    """Blocks that are not released are left out, whoever asks: the file may be passed on as it is.

    It is built with a pack only; by itself the same is taken from the page of the open data.
    """

    kind = "open-data"
    extension = "zip"
    content_type = "application/zip"
    order = 60
    is_whole = True
    is_offered = False
    sources = (RELEASED,)
    title = gettext_lazy("Released figures for programs (CSV, JSON)")
    sentence = gettext_lazy("The released figures of the papers as CSV and JSON with a schema.")
    file_stem = gettext_lazy("Open-data")

    def build(
        self, figures: FigureSet, path: Path, *, language: str = "vi", progress: Progress | None = None, extras=None
    ) -> None:
        report, when = progress or (lambda done, total, label: None), moment(figures)
        with translation.override(language), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            data, words = OpenData((figures,), language), files.notice(figures)
            for number, name in enumerate(FILES):
                report(number, len(FILES), _("Writing {name}").format(name=name))
                with archive.open(entry(name, when, packed=True), "w") as into:
                    for piece in files.chunks(name, data, words):
                        into.write(piece)


__all__ = ["OpenDataFiles"]
