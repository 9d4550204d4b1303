"""Build one report without a browser or a worker.

    manage.py build_report cluster-workbook --cluster bac-song-hau --year 2024 --output w.xlsx
    manage.py build_report ministry-workbook --year 2024 --output w.xlsx

A report of all clusters takes no cluster, or one to be limited to it. Ends with 0 when the file is there; 2 for a kind,
cluster or year that does not exist; 3 when the file cannot be written; 4 when there is nothing to write. The file
appears whole or not at all.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from clusters.enums import Block
from clusters.models import Season
from emulation_portal.lib.numbers import NO_VALUE
from reports.exporting.nation import periods_of
from reports.exporting.parts import PackFile
from reports.exporting.registry import Exporter, NoFigures, UnknownKind, all_exporters, exporter_of
from reports.exporting.scopes import InvalidScope
from reports.exporting.snapshot import snapshot
from reports.exporting.subject import Subject
from reports.runs.build_input import Material, read_materials
from reports.runs.files import sha256_of
from reports.runs.pages.forms import LATEST, WHOLE, YEAR_END
from reports.runs.pages.page import parameters_for
from results.figures import FigureSet
from results.figures.read import read_states

UNKNOWN, NOT_WRITTEN, NOTHING = 2, 3, 4


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("kind", help=", ".join(e.kind for e in all_exporters()))
        parser.add_argument("--cluster", default="", help="code or slug of the cluster")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--output", required=True, type=Path, help="file to write; an existing one is replaced")
        parser.add_argument("--language", choices=("vi", "en"), default="vi")
        parser.add_argument("--periods", choices=(YEAR_END, LATEST), default=YEAR_END, help="which figures of the year")

    def handle(self, *args, kind, cluster, year, output, language, periods, **options):
        with translation.override(language):
            exporter = _exporter(kind)
            try:
                with whole_file(output) as path, tempfile.TemporaryDirectory() as folder:
                    made, *parts = _read(exporter, cluster, year, language, periods)
                    held = {"parts": write_parts(parts, Path(folder))} if parts else {}
                    exporter.write(replace(made.made_of, **held), path)
            except NoFigures as error:
                message = _(
                    "{version} has no member, no reporting period, or nothing this report tells of: no file is made."
                )
                raise CommandError(message.format(version=error), returncode=NOTHING) from None
            except OSError as error:
                message = _("{path} cannot be written: {reason}").format(path=output, reason=error.strerror or error)
                raise CommandError(message, returncode=NOT_WRITTEN) from error
            done = _("{path}: {size} bytes, data {version}")
            self.stdout.write(done.format(path=output, size=output.stat().st_size, version=made.version_code))


def _exporter(kind: str) -> Exporter:
    try:
        return exporter_of(kind)
    except UnknownKind:
        kinds = ", ".join(e.kind for e in all_exporters())
        message = _("There is no report “{kind}”. There are: {kinds}").format(kind=kind, kinds=kinds)
        raise CommandError(message, returncode=UNKNOWN) from None


def _read(exporter: Exporter, cluster: str, year: int, language: str, reading: str) -> list[Material]:
    """What the file and its parts are made of, at one moment, as a worker reads it."""
    with snapshot():
        if exporter.is_national:
            parameters = _of_the_nation(cluster, year, year_end=reading == YEAR_END)
            return read_materials([exporter], Subject(None, parameters, language))
        season = season_named(cluster, year)
        figures = read_states(season)
        asked = _of_the_season(season, figures, reading)
        kinds = [exporter, *map(exporter_of, exporter.parts)]
        about = {each.kind: Subject(season, each.fitted(asked, figures), language) for each in kinds}
        ready = [each for each in kinds if each is exporter or each.is_ready(about[each.kind])]
        found = {}
        for months in {each.months for each in ready}:  # those about the same periods share what is read
            alike = [each for each in ready if each.months == months]
            found |= {made.exporter.kind: made for made in read_materials(alike, about[alike[0].kind])}
        return [found[each.kind] for each in ready]


def _of_the_season(season: Season, figures: FigureSet, reading: str) -> dict:
    """The whole season. NoFigures where it has no period."""
    try:
        return parameters_for(figures, WHOLE, reading)
    except InvalidScope:
        raise NoFigures(season.version_code) from None


def _of_the_nation(cluster: str, year: int, *, year_end: bool) -> dict:
    """All clusters of a year, or one."""
    chosen = [season_named(cluster, year).cluster.code] if cluster else []
    if not Season.objects.filter(year=year).exists():
        years = Season.objects.order_by("year").values_list("year", flat=True).distinct()
        message = _("There is no season of {year}. Years held: {years}")
        raise CommandError(message.format(year=year, years=", ".join(map(str, years)) or NO_VALUE), returncode=UNKNOWN)
    periods = periods_of(year, Block.values, year_end=year_end, clusters=chosen)
    return {"years": [year], "blocks": list(periods), "periods": periods, "clusters": chosen}


def season_named(cluster: str, year: int) -> Season:
    """The season of a cluster by its code or slug, or the refusal in plain words."""
    named = Q(cluster__slug=cluster) | Q(cluster__code__iexact=cluster)
    season = Season.objects.filter(named, year=year).select_related("cluster").first()
    if season is None:
        years = Season.objects.filter(named).order_by("year").values_list("year", flat=True)
        message = _("There is no season {year} of the cluster “{cluster}”. Years held: {years}").format(
            year=year, cluster=cluster, years=", ".join(map(str, years)) or NO_VALUE
        )
        raise CommandError(message, returncode=UNKNOWN)
    return season


def write_parts(parts: Iterable[Material], folder: Path) -> tuple[PackFile, ...]:
    """The files of a pack, written one after another into a folder."""
    found = []
    for part in parts:
        path = folder / part.file_name
        part.exporter.write(part.made_of, path)
        found.append(
            PackFile(part.exporter.kind, path.name, path, path.stat().st_size, sha256_of(path), part.version_code)
        )
    return tuple(found)


@contextlib.contextmanager
def whole_file(output: Path):
    """A temporary path beside the wanted one that takes its place when the block ends without a fault."""
    descriptor, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent)
    os.close(descriptor)
    path = Path(name)
    try:
        yield path
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.chmod(0o644)
        path.replace(output)
    finally:
        path.unlink(missing_ok=True)
