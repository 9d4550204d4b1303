"""Packs: several reports of one scope in one file. Each part is a run like any other, shared with whoever asks for it.

A pack waits until all its parts are done and is then put together by whichever worker takes it. A part that fails
fails the pack with its reason; building the pack again begins anew only what is not there.
"""

from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q

from emulation_portal.lib import dates
from notices.models import Notice
from reports.enums import RunFault, RunState
from reports.exporting.parts import PackFile
from reports.exporting.registry import Exporter, exporter_of
from reports.exporting.scopes import Scope, scope_of
from reports.exporting.subject import Subject
from reports.models import PackPart, ReportRun
from results.figures.read import read_states

from .files import has_file, is_whole, path_of, run_of
from .outcome import end_run

ENDED_BADLY = (RunState.FAILED, RunState.CANCELLED)


class PartsMoved(Exception):
    """Parts of a pack are of older data or without their file; they are built anew and the pack waits for them."""


def link_parts(pack: ReportRun, scope: Scope, hand_on: Callable[[int], object]) -> None:
    """Give the pack a run, found or begun, for each of its parts that is ready and that everybody who may have the pack
    may have; let go of what is so no more.

    Call it in a transaction; new runs are handed on when it commits.
    """
    held = {part.ordinal: part for part in pack.parts.select_related("run")}
    linked = []
    for ordinal, kind in enumerate(exporter_of(pack.kind).parts):
        own = _scope_of_part(exporter_of(kind), pack, scope)
        if own is None:
            continue
        linked.append(ordinal)
        run, is_new = run_of(exporter_of(kind), pack.season, own, pack.language)
        if is_new:
            transaction.on_commit(partial(hand_on, run.pk))
        part = held.get(ordinal)
        PackPart.objects.update_or_create(pack=pack, ordinal=ordinal, defaults={"run": run})
        if part is not None and part.run_id != run.pk:
            _drop_unwanted([part.run_id])
    gone = pack.parts.exclude(ordinal__in=linked)
    let_go = list(gone.values_list("run_id", flat=True))
    gone.delete()
    _drop_unwanted(let_go)


def _scope_of_part(exporter: Exporter, pack: ReportRun, scope: Scope) -> Scope | None:
    """What the part is made of; None where it is not ready, or is about a period that is not shown to everybody who is
    shown what the pack is about."""
    own = scope
    if exporter.months:
        figures = read_states(pack.season)
        own = scope_of(pack.season, exporter.fitted(scope.parameters, figures), figures)
    is_shown = scope.released <= own.released
    return own if is_shown and exporter.is_ready(Subject(pack.season, own.parameters, pack.language)) else None


def _drop_unwanted(run_ids: Iterable[int]) -> None:
    """Forget failed runs that nobody asked for and no pack holds any more, and what was told of them."""
    nobody = Q(requests__isnull=True, packs__isnull=True)
    unwanted = ReportRun.objects.filter(nobody, pk__in=list(run_ids), state__in=ENDED_BADLY)
    Notice.objects.of(ReportRun, *unwanted.values_list("pk", flat=True)).delete()
    unwanted.delete()


def settle(part_id: int) -> list[int]:
    """After a part has ended: fail the packs that cannot be made any more; which of the others can go on."""
    waiting = ReportRun.objects.filter(parts__run=part_id, state=RunState.QUEUED)
    return _settle(waiting.values_list("pk", flat=True))


def settle_all() -> None:
    """The same for every pack, where a worker died between its part and its pack."""
    _settle(
        ReportRun.objects.filter(parts__isnull=False, state=RunState.QUEUED).values_list("pk", flat=True).distinct()
    )


def _settle(pack_ids: Iterable[int]) -> list[int]:
    ready = []
    for pack_id in list(pack_ids):
        states = set(PackPart.objects.filter(pack=pack_id).values_list("run__state", flat=True))
        if states & set(ENDED_BADLY):
            waiting = ReportRun.objects.filter(state=RunState.QUEUED)
            end_run(waiting, pack_id, RunState.FAILED, error_code=RunFault.PART_FAILED)
        elif states == {RunState.DONE}:
            ready.append(pack_id)
    return ready


def repoint(old: ReportRun, new: ReportRun) -> None:
    """A run was superseded by a newer one: packs wait for that."""
    PackPart.objects.filter(run=old).update(run=new)


def stop_parts(pack: ReportRun) -> None:
    """Stop what only a stopped pack wanted."""
    alone = ReportRun.objects.filter(packs__pack=pack, state__in=(RunState.QUEUED, RunState.RUNNING))
    for run in alone.filter(requests__isnull=True).distinct():
        if not wanted_by_packs(run):
            ReportRun.objects.filter(pk=run.pk, state__in=(RunState.QUEUED, RunState.RUNNING)).update(
                state=RunState.CANCELLED, error_code=RunFault.STOPPED, finished_at=dates.now(), claim="", step_label=""
            )


def wanted_by_packs(run: ReportRun) -> bool:
    """Whether a pack that is not finished waits for the run."""
    moving = (RunState.QUEUED, RunState.RUNNING)
    return PackPart.objects.filter(run=run, pack__state__in=moving).exists()


def files_of(pack: ReportRun, scope: Scope, hand_on: Callable[[int], object]) -> tuple[PackFile, ...]:
    """The finished parts of a claimed pack. PartsMoved where one is not of the data as they are now, or has no whole
    file: it is begun anew, and the pack is put back to wait for it."""
    with transaction.atomic():
        link_parts(pack, scope, hand_on)
        if not all(is_whole(run) for run in _parts_of(pack) if run.state == RunState.DONE):
            link_parts(pack, scope, hand_on)  # a damaged file is gone now, and its run begins anew
        runs = _parts_of(pack)
        ready = all(r.state == RunState.DONE and has_file(r) and r.data_version == pack.data_version for r in runs)
        if not ready:
            ReportRun.objects.held_by(pack).update(state=RunState.QUEUED, claim="", enqueued_at=None, attempt=0)
    if not ready:
        raise PartsMoved(pack.pk)
    return tuple(
        PackFile(run.kind, run.file_name, path_of(run), run.file_size, run.sha256, run.file_version) for run in runs
    )


def _parts_of(pack: ReportRun) -> list[ReportRun]:
    return [part.run for part in pack.parts.select_related("run").order_by("ordinal")]


__all__ = [
    "PartsMoved",
    "files_of",
    "link_parts",
    "repoint",
    "settle",
    "settle_all",
    "stop_parts",
    "wanted_by_packs",
]
