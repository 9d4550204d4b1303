"""Where finished files lie, and what makes two runs the same report."""

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from clusters.models import Season
from emulation_portal.lib import dates
from reports.enums import RunState
from reports.exporting.nation import NationScope
from reports.exporting.registry import Exporter
from reports.exporting.scopes import Scope, digest
from reports.exporting.subject import Subject
from reports.models import ReportRun
from results.figures.read import Unsettled

logger = logging.getLogger(__name__)

# What a run is before anybody has taken it; see ``fresh``.
_FRESH = {
    "state": RunState.QUEUED,
    "attempt": 0,
    "claim": "",
    "heartbeat_at": None,
    "enqueued_at": None,
    "started_at": None,
    "finished_at": None,
    "steps_done": 0,
    "steps_total": 0,
    "step_label": "",
    "error_code": "",
    "error_message": "",
    "file_name": "",
    "file_path": "",
    "file_size": 0,
    "sha256": "",
    "content_hash": "",
    "input_digest": "",
    "file_version": "",
}
KEPT_LOOKED_AT = 5
CHUNK = 1 << 20
ATTEMPTS = 20  # each is overtaken only by another run that begins and ends in between
IDENTITY = ("kind", "parameters", "language", "audience", "data_version", "builder_version", "sources")


def fresh() -> dict:
    """The fields of a run that begins anew."""
    return {**_FRESH, "queued_at": dates.now()}


def identity_of(row: Mapping) -> str:
    """What makes two runs the same report."""
    season = row["season"]
    return digest({name: row[name] for name in IDENTITY} | {"season": season.pk if season else None})


def identity_of_run(run: ReportRun) -> str:
    return identity_of({name: getattr(run, name) for name in (*IDENTITY, "season")})


def run_of(
    exporter: Exporter, season: Season | None, scope: Scope | NationScope, language: str
) -> tuple[ReportRun, bool]:
    """The live run of the report, and whether it must be handed on; two requests at one moment get the same.

    A finished one whose file is gone begins anew. ``season`` None for a report of the nation.
    """
    if season is not None:
        season.refresh_from_db(fields=["data_version"])
    row = {
        "kind": exporter.kind,
        "season": season,
        "parameters": scope.parameters,
        "language": language,
        "audience": scope.audience,
        "data_version": scope.version() if season is None else season.version_code,
        "builder_version": exporter.builder_version,
        "sources": exporter.versions(Subject(season, scope.parameters, language)),
        "size": scope.size,
    }
    identity = identity_of(row)
    for _attempt in range(ATTEMPTS):
        found = ReportRun.objects.live().filter(identity=identity).first()
        if found:
            return found, _began_anew(found)
        try:
            with transaction.atomic():
                now = dates.now()
                made = ReportRun.objects.create(**row, identity=identity, requested_at=now, queued_at=now)
                return made, True
        except IntegrityError:
            continue  # somebody else was faster, and theirs may have failed meanwhile
    raise Unsettled(identity)


def _began_anew(run: ReportRun) -> bool:
    if run.state != RunState.DONE or has_file(run):
        return False
    begun = ReportRun.objects.filter(pk=run.pk, state=RunState.DONE).update(**fresh())
    run.refresh_from_db()
    return bool(begun)


def kept_file(run: ReportRun, input_digest: str) -> ReportRun | None:
    """The newest run whose file was made of the very same input in the same way, where that file is still whole."""
    same = {name: getattr(run, name) for name in ("kind", "season", "parameters", "language", "builder_version")}
    rows = ReportRun.objects.filter(state=RunState.DONE, input_digest=input_digest, **same).exclude(pk=run.pk)
    whole = (row for row in rows.exclude(file_path="").order_by("-finished_at")[:KEPT_LOOKED_AT] if has_file(row))
    return next((row for row in whole if sha256_of(path_of(row)) == row.sha256), None)


def sha256_of(path: Path) -> str:
    """Digest of a file's bytes."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def path_of(run: ReportRun) -> Path:
    """Where the finished file lies."""
    return settings.RUNS_DIR / run.file_path


def has_file(run: ReportRun) -> bool:
    """Whether the file of a finished run is still there, and whole."""
    if not run.file_path:
        return False
    path = path_of(run)
    return path.is_file() and path.stat().st_size == run.file_size


def is_whole(run: ReportRun) -> bool:
    """Whether the file is there as it was built; one that was damaged since is removed, so that it is built again."""
    if not has_file(run):
        return False
    path = path_of(run)
    if sha256_of(path) == run.sha256:
        return True
    logger.error("the file of report run %s is damaged and was removed", run.pk)
    path.unlink(missing_ok=True)
    return False


__all__ = [
    "fresh",
    "has_file",
    "identity_of",
    "identity_of_run",
    "is_whole",
    "kept_file",
    "path_of",
    "run_of",
    "sha256_of",
]
