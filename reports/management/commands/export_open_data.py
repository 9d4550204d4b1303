"""Write the released figures of a season as open data: figures.csv, figures.json and schema.json in one folder.

    manage.py export_open_data --cluster bac-song-hau --year 2024 --output open-data

Ends with 0 when the files are there; 2 for a cluster or year that does not exist; 3 when the folder cannot be written
or holds other files; 4 when nothing is released. All three files appear together or none does; an earlier export in
the folder is replaced as a whole and stays as it was when anything fails.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from reports.opendata import files
from results.figures.read import Unsettled, read_released

from .build_report import NOT_WRITTEN, NOTHING, season_named

NAMES = ("figures.csv", "figures.json", "schema.json")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--cluster", required=True, help="code or slug of the cluster")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--output", required=True, type=Path, help="folder to write; an earlier export is replaced")
        parser.add_argument("--language", choices=("vi", "en"), default="vi")
        parser.add_argument(
            "--bom",
            action=argparse.BooleanOptionalAction,
            default=True,
            help="begin figures.csv with the mark by which spreadsheet programs know UTF-8",
        )

    def handle(self, *args, cluster, year, output, language, bom, **options):
        with translation.override(language):
            season = season_named(cluster, year)
            data = _data(season)
            try:
                with whole_folder(output, NAMES) as folder:
                    _write(folder, data, bom)
            except OtherFiles as error:
                message = _("{path} holds other files ({names}); choose an empty folder or a new one.")
                raise CommandError(message.format(path=output, names=error), returncode=NOT_WRITTEN) from None
            except OSError as error:
                message = _("{path} cannot be written: {reason}").format(path=output, reason=error.strerror or error)
                raise CommandError(message, returncode=NOT_WRITTEN) from error
            done = _("{path}: {rows} rows, data {version}")
            self.stdout.write(done.format(path=output, rows=len(data.rows), version=data.head.version_code))


def _data(season):
    try:
        data = files.open_data(read_released(season))
    except Unsettled:
        message = _("Figures are being changed at this moment. Try again in a few seconds.")
        raise CommandError(message, returncode=NOT_WRITTEN) from None
    if not data.parts():
        message = _("Nothing of {version} is released; there is nothing to write.")
        raise CommandError(message.format(version=data.head.version_code), returncode=NOTHING)
    return data


def _write(folder: Path, data, bom: bool) -> None:
    words = files.notice(data.head)
    table = files.CSV if bom else files.PLAIN_CSV
    for name, file in zip(NAMES, (table, files.JSON, files.SCHEMA), strict=True):
        with (folder / name).open("wb") as target:
            for piece in files.chunks(file, data, words):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())


class OtherFiles(Exception):
    """The folder is not an earlier export: it holds files that would be lost."""


@contextmanager
def whole_folder(output: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """A temporary folder beside the wanted one that takes its place when the block ends without a fault."""
    output = output.resolve()
    held = {path.name for path in output.iterdir()} if output.exists() else set()
    if others := sorted(held - set(names)):
        raise OtherFiles(", ".join(others[:3]) + (" …" if len(others) > 3 else ""))
    made = Path(tempfile.mkdtemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent))
    try:
        yield made
        made.chmod(0o755)
        _take_the_place(made, output)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _take_the_place(made: Path, output: Path) -> None:
    """One rename where nothing was; else the earlier folder steps aside and comes back should the second one fail."""
    if not output.exists():
        made.rename(output)
        return
    aside = made.with_suffix(".old")
    output.rename(aside)
    try:
        made.rename(output)
    except OSError:
        aside.rename(output)
        raise
    shutil.rmtree(aside, ignore_errors=True)
