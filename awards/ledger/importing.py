"""Taking a workbook of awards received into the ledger: read, looked at line by line, entered as a whole.

An upload is read outside any transaction; what is large is read by a worker, so that nobody else waits for it. What was
read is kept, so a fault is mended in the portal's data or in the file without losing the rest.
"""

import hashlib
import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts import audit
from accounts.models import User
from awards.enums import HiddenLines, ImportState
from awards.models import AwardRecord, LedgerImport
from clusters.versions import raise_data_version
from emulation_portal.celery import app
from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text

from .book import COLUMNS, LedgerReading, Unreadable, heads, opened, read, template
from .lines import LedgerLine, check

logger = logging.getLogger(__name__)

MAX_BYTES = 2_000_000
READ_AT_ONCE = 4_000_000  # bytes unpacked; more is left to a worker
TASK = "awards.read_import"
CLAIMED_FOR = timedelta(minutes=2)  # a reading takes seconds; a worker silent for so long is gone
MAX_ATTEMPTS = 2


class Faulty(Exception):
    """Some lines have faults; nothing is entered."""


class AppliedAlready(Exception):
    """The workbook has been entered before."""


class Undecided(Exception):
    """The workbook hides lines, and nobody has said whether they are to be entered."""


class Overtaken(Exception):
    """Somebody entered one of these awards meanwhile; nothing is entered."""


# -- reading -----------------------------------------------------------------------------------------------------------
def read_upload(*, file, actor: User) -> LedgerImport:
    """Keep what a file says, or hand it to a worker where it is large. Unreadable.

    The same file again gives the import that is there, read anew unless it has been entered; sent several times at once
    it is one import too, which a constraint decides.
    """
    if file.size > MAX_BYTES:
        raise Unreadable("too_large")
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    found = LedgerImport.objects.filter(sha256=digest).first()
    if found and found.state == ImportState.APPLIED:
        return found
    archive = opened(content)
    reading = read(archive) if archive.unpacked <= READ_AT_ONCE else None
    found = found or LedgerImport(
        file_name=clean_text(file.name)[:200], sha256=digest, uploaded_by=actor, uploaded_at=dates.now()
    )
    return _kept(found, reading, content)


def _kept(found: LedgerImport, reading: LedgerReading | None, content: bytes) -> LedgerImport:
    """The import with what was read; one that somebody entered while the file was read stays as it was entered."""
    is_new = found.pk is None
    try:
        with transaction.atomic():
            stored = None if is_new else LedgerImport.objects.select_for_update().get(pk=found.pk)
            if stored and stored.state == ImportState.APPLIED:
                return stored
            _take_over(found, reading) if reading else _leave_to_worker(found, content)
            if is_new:
                audit.record(
                    actor=found.uploaded_by, action="ledger.upload", target=found, after={"lines": len(found.rows)}
                )
    except IntegrityError:
        return LedgerImport.objects.get(sha256=found.sha256)
    return found


def _take_over(found: LedgerImport, reading: LedgerReading) -> None:
    found.rows, found.notes, found.trouble = reading.rows, reading.notes, {}
    found.state, found.content = ImportState.PREVIEW, None
    found.save()


def _leave_to_worker(found: LedgerImport, content: bytes) -> None:
    found.rows, found.notes, found.trouble = [], {}, {}
    found.state, found.content, found.attempt, found.claimed_at = ImportState.READING, content, 0, None
    found.save()
    transaction.on_commit(lambda: _publish(found.pk))


def _publish(pk: int) -> None:
    """Tell the workers. A broker that is down is no fault: ``sweep`` hands the import on later."""
    try:
        app.send_task(TASK, args=[pk], retry=False)
    except Exception:  # each transport has errors of its own, and none of them may reach the person
        logger.warning("the broker does not take ledger import %s", pk, exc_info=True)


def read_kept(pk: int) -> None:
    """Read the content that was kept with an import, unless somebody else reads it or it has been read."""
    claimed = _claimable().filter(pk=pk).update(claimed_at=dates.now(), attempt=F("attempt") + 1)
    if not claimed:
        return
    found = LedgerImport.objects.get(pk=pk)
    try:
        if found.attempt > MAX_ATTEMPTS:
            raise Unreadable("gave_up")
        reading = read(opened(bytes(found.content)))
    except Unreadable as error:
        _settle(found, state=ImportState.UNREADABLE, trouble=error.trouble)
    else:
        _settle(found, state=ImportState.PREVIEW, rows=reading.rows, notes=reading.notes)


def _settle(found: LedgerImport, **fields) -> None:
    """Write how a reading ended, unless the import was taken over by another worker meanwhile."""
    mine = LedgerImport.objects.filter(pk=found.pk, state=ImportState.READING, claimed_at=found.claimed_at)
    mine.update(content=None, **fields)


def _claimable():
    silent = Q(claimed_at__isnull=True) | Q(claimed_at__lt=dates.now() - CLAIMED_FOR)
    return LedgerImport.objects.filter(silent, state=ImportState.READING)


def sweep() -> int:
    """Hand on again what no worker reads. Returns how many there were."""
    waiting = list(_claimable().values_list("pk", flat=True))
    for pk in waiting:
        _publish(pk)
    return len(waiting)


# -- entering ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def apply(found: LedgerImport, *, actor: User, hidden: str = "") -> int:
    """Enter every line that the ledger does not hold yet; all of them or none. ``hidden``: a value of HiddenLines.

    Faulty, AppliedAlready, Undecided, Overtaken.
    """
    claimed = LedgerImport.objects.filter(pk=found.pk, state=ImportState.PREVIEW).update(
        state=ImportState.APPLIED, applied_at=dates.now(), hidden=hidden
    )
    if not claimed:
        raise AppliedAlready
    if any(row.get("hidden") for row in found.rows) and hidden not in HiddenLines.values:
        raise Undecided
    lines = check(found, with_hidden=hidden == HiddenLines.ENTER)
    if any(line.faults for line in lines):
        raise Faulty
    records = [line.record for line in lines if not line.known]
    try:
        with transaction.atomic():
            AwardRecord.objects.bulk_create(records)
    except IntegrityError as error:
        raise Overtaken from error
    audit.record(
        actor=actor, action="ledger.import", target=found, after={"records": len(records)} | _answer(found, hidden)
    )
    _raise_versions(records)
    return len(records)


def _answer(found: LedgerImport, hidden: str) -> dict:
    count = sum(bool(row.get("hidden")) for row in found.rows)
    return {"hidden_lines": count, "answer": hidden} if count else {}


def _raise_versions(records: list[AwardRecord]) -> None:
    by_year: dict[int, set[int]] = {}
    for record in records:
        by_year.setdefault(record.achievement_year, set()).add(record.agency_id or record.at_agency_id)
    for year, ids in by_year.items():
        raise_data_version(agency_ids=ids, year=year)


__all__ = [
    "COLUMNS",
    "AppliedAlready",
    "Faulty",
    "LedgerLine",
    "Overtaken",
    "Undecided",
    "Unreadable",
    "apply",
    "check",
    "heads",
    "read_kept",
    "read_upload",
    "sweep",
    "template",
]
