"""Building a claimed run: figures, file, hash, and what becomes of it when something goes wrong.

Progress is written in commits of its own. The file is written beside its place and renamed only while the claim still
stands, so two attempts leave one row and one file.
"""

import contextlib
import errno
import hashlib
import logging
import os
import shutil
import threading
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from emulation_portal.lib import dates
from reports.enums import RunFault, RunState
from reports.exporting.input_digest import input_digest
from reports.exporting.registry import NoFigures, exporter_of
from reports.models import ReportRequest, ReportRun
from reports.papers.content.model import Unprintable
from results.figures.read import Unsettled

from . import outcome, packs
from .build_input import Material, read_materials, scope_of_run, subject_of
from .files import ATTEMPTS, identity_of_run, kept_file, path_of, sha256_of
from .queue import enqueue, part_ended

logger = logging.getLogger(__name__)

OWN_STEPS = 2  # reading before the exporter's steps, storing after them
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}


class ClaimLost(Exception):
    """Another worker has taken the run over."""


class Superseded(Exception):
    """The data changed, and a run of the newer data is there already."""


@dataclass(frozen=True, slots=True)
class Made:
    """A written file that has not been put into its place yet."""

    path: Path
    name: str
    size: int
    sha256: str
    content_hash: str
    input_digest: str
    version: str  # of the data, as the file quotes it


def build(run: ReportRun) -> None:
    """Build a claimed run to its end: done, failed with a reason, or left to whoever took it over."""
    with translation.override(run.language), _Heartbeat(run):
        try:
            store_file(run, make_file(run))
        except (ClaimLost, Superseded, packs.PartsMoved) as end:
            logger.info("report run %s, attempt %s: %s", run.pk, run.attempt, type(end).__name__)
        except Unsettled as error:
            _wait_for_quiet(run, error)
        except Exception as error:
            fail_run(run, error)
        finally:
            with contextlib.suppress(OSError):
                _temporary(run).unlink(missing_ok=True)
    part_ended(run.pk)


# -- the file ----------------------------------------------------------------------------------------------------------
def make_file(run: ReportRun) -> Made:
    """Write the run's file, or a copy of one made of equal input, beside its place; ``store_file`` puts it there."""
    exporter = exporter_of(run.kind)
    report_step(run, 0, 0, _("Reading the figures"))
    (material,) = read_materials([exporter], subject_of(run))
    _follow_data(run, material)
    made_of = material.made_of
    if exporter.parts:
        made_of = replace(made_of, parts=packs.files_of(run, scope_of_run(run), enqueue))
    digest = input_digest(made_of)
    path = _temporary(run)
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear_attempts(run)
    if kept := kept_file(run, digest):
        return _keep(run, kept, path)

    def report(done: int, total: int, label: str) -> None:
        report_step(run, done + 1, total + OWN_STEPS, label)

    exporter.write(made_of, path, report)
    run.refresh_from_db(fields=["steps_total"])
    report_step(run, run.steps_total - 1, run.steps_total, _("Checking and storing the file"))
    size, whole = path.stat().st_size, sha256_of(path)
    return Made(path, material.file_name, size, whole, content_hash(path), digest, material.version_code)


def _keep(run: ReportRun, kept: ReportRun, path: Path) -> Made:
    """The file of an earlier run once more: nothing that it prints has changed since."""
    report_step(run, OWN_STEPS - 1, OWN_STEPS, _("Nothing printed has changed: the same file is kept"))
    shutil.copyfile(path_of(kept), path)
    name, size, digest = kept.file_name, kept.file_size, kept.sha256
    return Made(path, name, size, digest, kept.content_hash, kept.input_digest, kept.file_version or kept.data_version)


def _follow_data(run: ReportRun, material: Material) -> None:
    """A run that waited while the data changed is built of the new data and says so.

    If the newer report is there already, this run gives its requesters to it and ends.
    """
    if (run.data_version, run.sources) == (material.version_code, material.versions):
        return
    run.data_version, run.sources = material.version_code, material.versions
    run.identity = identity_of_run(run)
    fields = {"data_version": run.data_version, "sources": run.sources, "identity": run.identity}
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                if not ReportRun.objects.held_by(run).update(**fields):
                    raise ClaimLost
        except IntegrityError:
            if _hand_over(run):
                raise Superseded from None
        else:
            return
    raise Unsettled(run.pk)  # the newer run failed each time before it could be joined


def _hand_over(run: ReportRun) -> bool:
    """Give the requesters to the newer run; False where that has failed or was stopped meanwhile."""
    with transaction.atomic():
        newer = ReportRun.objects.live().exclude(pk=run.pk).filter(identity=run.identity).first()
        if newer is None:
            return False
        for request in run.requests.all():
            defaults = {"requested_at": request.requested_at, "waits": request.waits}
            ReportRequest.objects.get_or_create(run=newer, user=request.user, defaults=defaults)
        packs.repoint(run, newer)
        ReportRun.objects.held_by(run).update(
            state=RunState.CANCELLED, error_code=RunFault.SUPERSEDED, finished_at=dates.now()
        )
        run.requests.update(waits=False)
        if newer.state == RunState.DONE:
            outcome.tell(newer.pk, RunState.DONE)
    return True


def _temporary(run: ReportRun) -> Path:
    return settings.RUNS_DIR / run.identity[:2] / f".{run.identity}.{run.claim}.part"


def _clear_attempts(run: ReportRun) -> None:
    """Remove what attempts of the same report left half-written when their workers were killed."""
    for left in _temporary(run).parent.glob(f".{run.identity}.*.part"):
        left.unlink(missing_ok=True)


def store_file(run: ReportRun, made: Made) -> None:
    """Into its place, if the claim still stands; then the row."""
    with made.path.open("rb") as file:
        os.fsync(file.fileno())
    report_step(run, run.steps_total, run.steps_total, _("Checking and storing the file"))
    extension = exporter_of(run.kind).extension
    place = made.path.with_name(f"{run.identity}.{extension}")
    made.path.replace(place)
    sync_folder(place.parent)
    stored = outcome.end_run(
        ReportRun.objects.held_by(run),
        run.pk,
        RunState.DONE,
        step_label="",
        file_name=made.name,
        file_path=str(place.relative_to(settings.RUNS_DIR)),
        file_size=made.size,
        sha256=made.sha256,
        content_hash=made.content_hash,
        input_digest=made.input_digest,
        file_version=made.version,
    )
    if not stored:  # stopped, or taken over, in the last moment
        _remove_orphan(run, place)


def _remove_orphan(run: ReportRun, place: Path) -> None:
    """Take the file away again unless another run of the same report has it."""
    if not ReportRun.objects.live().filter(identity=run.identity).exists():
        place.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """The names in the folder are on the disk, too: a file that was renamed into it stays through a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def content_hash(path: Path) -> str:
    """Digest of what a packed file holds, whatever packed it: names and contents of its parts in order."""
    if not zipfile.is_zipfile(path):
        return sha256_of(path)
    found = hashlib.sha256()
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            found.update(name.encode() + b"\0" + hashlib.sha256(archive.read(name)).digest())
    return found.hexdigest()


def _wait_for_quiet(run: ReportRun, error: Unsettled) -> None:
    """Figures kept changing while they were read: the run goes back into the queue, and says so in the end."""
    if run.attempt >= settings.RUN_MAX_ATTEMPTS:
        fail_run(run, error)
        return
    logger.info("report run %s, attempt %s: figures kept changing", run.pk, run.attempt)
    ReportRun.objects.held_by(run).update(state=RunState.QUEUED, claim="", enqueued_at=None, step_label="")


# -- how far -----------------------------------------------------------------------------------------------------------
def report_step(run: ReportRun, done: int, total: int, label: str) -> None:
    """One committed step; ClaimLost as soon as somebody else holds the run."""
    held = ReportRun.objects.held_by(run).update(
        steps_done=done, steps_total=total, step_label=label[:160], heartbeat_at=dates.now()
    )
    if not held:
        raise ClaimLost
    run.steps_done, run.steps_total = done, total


class _Heartbeat:
    """Says that the worker lives, also in the middle of a long step, on a connection of its own."""

    def __init__(self, run: ReportRun):
        self.run, self.stopped = run, threading.Event()
        self.thread = threading.Thread(target=self._beat, name=f"heartbeat-{run.pk}", daemon=True)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *failure):
        self.stopped.set()
        self.thread.join(timeout=settings.RUN_HEARTBEAT_SECONDS)

    def _beat(self) -> None:
        try:
            while not self.stopped.wait(settings.RUN_HEARTBEAT_SECONDS):
                try:
                    ReportRun.objects.held_by(self.run).update(heartbeat_at=dates.now())
                except Exception:  # a database that stops for a moment must not end the heartbeat
                    logger.warning("no heartbeat for report run %s", self.run.pk, exc_info=True)
        finally:
            connection.close()


# -- what went wrong ---------------------------------------------------------------------------------------------------
def fault_of(error: Exception) -> RunFault:
    """The reason a person reads. The writer wraps the errors of the disk, so causes are looked at too."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, NoFigures):
            return RunFault.NO_FIGURES
        if isinstance(seen, Unsettled):
            return RunFault.UNSETTLED
        if isinstance(seen, Unprintable):
            return RunFault.PARAGRAPH
        if isinstance(seen, OSError):
            return RunFault.DISK_FULL if seen.errno in FULL_DISK else RunFault.STORAGE
        seen = seen.__cause__ or seen.__context__
    return RunFault.FAULT


def fail_run(run: ReportRun, error: Exception) -> None:
    """End the run as failed for the reason of the error, if the claim still stands, and tell whoever waits."""
    fault = fault_of(error)
    logger.error("report run %s, attempt %s failed: %s", run.pk, run.attempt, fault.value, exc_info=error)
    outcome.end_run(
        ReportRun.objects.held_by(run),
        run.pk,
        RunState.FAILED,
        error_code=fault.value,
        error_message=str(error) if fault is RunFault.PARAGRAPH else f"{type(error).__name__}: {error}"[:500],
    )


__all__ = [
    "ClaimLost",
    "build",
    "content_hash",
    "fail_run",
    "fault_of",
    "make_file",
    "report_step",
    "sha256_of",
    "store_file",
    "sync_folder",
]
