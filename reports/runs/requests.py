"""What people do with runs: ask for one, have it built again, stop it; and what becomes of its file in the end."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts import audit
from accounts.models import User
from clusters.models import Season
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from reports.enums import RunFault, RunState
from reports.exporting.nation import NationScope, nation_scope
from reports.exporting.registry import Exporter, exporter_of
from reports.exporting.scopes import InvalidScope, Scope, scope_of
from reports.models import ReportRun
from results.figures.read import read_states

from . import outcome, packs
from .build_input import scope_of_run
from .files import fresh, has_file, path_of, run_of
from .queue import enqueue


class WholeOnly(InvalidScope):
    """The report is made of the whole cluster; it was asked for a block or an agency."""


# -- asking ------------------------------------------------------------------------------------------------------------
def request_run(
    *,
    kind: str,
    season: Season | None,
    parameters: Mapping,
    actor: User,
    language: str,
    scope: Scope | NationScope | None = None,
) -> ReportRun:
    """The run that builds this report of the present data, new or one that is already there; the actor may have it.

    ``parameters``: blocks, periods by block and, for a report of one agency, its code; for one of the nation, without
    a season, see ``NationScope``. ``scope`` where the caller has worked it out of them already. UnknownKind,
    InvalidScope, WholeOnly, NotAllowed.
    """
    exporter = exporter_of(kind)
    if exporter.is_national != (season is None):
        raise InvalidScope("season")
    if scope is None or exporter.months:
        scope = _scope(exporter, season, parameters)
    if exporter.is_whole and not scope.is_whole:
        raise WholeOnly(kind)
    if not actor.has_perm("reports.request_run", scope):
        raise NotAllowed(about=kind)
    with transaction.atomic():
        run, is_new = run_of(exporter, season, scope, language)
        if is_new and exporter.parts:
            packs.link_parts(run, scope, enqueue)
        if outcome.want(run, actor):
            audit.record(actor=actor, action="report.requested", target=run, after={"data": run.data_version})
        if is_new:
            transaction.on_commit(partial(enqueue, run.pk))
    return run


def _scope(exporter: Exporter, season: Season | None, parameters: Mapping) -> Scope | NationScope:
    if season is None:
        return nation_scope(parameters)
    figures = read_states(season)
    return scope_of(season, exporter.fitted(parameters, figures), figures)


# -- again -------------------------------------------------------------------------------------------------------------
def retry_run(*, run: ReportRun, actor: User) -> ReportRun:
    """Build a failed or stopped run, or one whose file is gone, again; returns the run that does it. NotAllowed.

    Nothing happens to a run that waits, runs or has its file. It is built from the data as they are now.
    """
    scope = scope_of_run(run)
    if not actor.has_perm("reports.request_run", scope):
        raise NotAllowed(about=run.kind)
    with translation.override(run.language), transaction.atomic():
        lost = run.state == RunState.DONE and not has_file(run)
        if run.state not in (RunState.FAILED, RunState.CANCELLED) and not lost:
            return run
        before = RunState(run.state)
        try:
            with transaction.atomic():
                again = ReportRun.objects.filter(pk=run.pk, state=before).update(**fresh())
        except IntegrityError:  # the same report was asked for anew meanwhile
            if other := ReportRun.objects.live().filter(identity=run.identity).first():
                outcome.want(other, actor)
                return other
            again = ReportRun.objects.filter(pk=run.pk, state=before).update(**fresh())  # and that one has failed
        if again:
            outcome.begin_again(run, before, actor)
            packs.link_parts(run, scope, enqueue)
            audit.record(actor=actor, action="report.retried", target=run)
            transaction.on_commit(partial(enqueue, run.pk))
    run.refresh_from_db()
    return run


# -- no longer -------------------------------------------------------------------------------------------------------
@transaction.atomic
def cancel_run(*, run: ReportRun, actor: User) -> bool:
    """The actor no longer wants the run; it stops once nobody else does. False where it had ended already.

    A worker that builds it notices at its next step, because the claim no longer holds.
    """
    wanted = ReportRun.objects.select_for_update().filter(pk=run.pk, state__in=(RunState.QUEUED, RunState.RUNNING))
    if not wanted.exists():
        return False
    if run.requests.exclude(user=actor).exists() or packs.wanted_by_packs(run):
        run.requests.filter(user=actor).delete()
        audit.record(actor=actor, action="report.left", target=run)
        return True
    stopped = ReportRun.objects.filter(pk=run.pk, state__in=(RunState.QUEUED, RunState.RUNNING)).update(
        state=RunState.CANCELLED, error_code=RunFault.STOPPED, finished_at=dates.now(), claim="", step_label=""
    )
    if stopped:
        run.requests.update(waits=False)
        packs.stop_parts(run)
        audit.record(actor=actor, action="report.cancelled", target=run)
    run.refresh_from_db()
    return bool(stopped)


def expire() -> int:
    """Remove files that were kept long enough; their rows stay and say so. Returns how many were removed.

    Run beside others it does no harm: a file goes only after its row has let it go.
    """
    if not settings.RUN_EXPIRY_DAYS:
        return 0
    before = dates.now() - timedelta(days=settings.RUN_EXPIRY_DAYS)
    removed = 0
    for run in ReportRun.objects.filter(state=RunState.DONE, finished_at__lt=before).exclude(file_path=""):
        path = path_of(run)
        let_go = ReportRun.objects.filter(pk=run.pk, finished_at=run.finished_at, file_path=run.file_path).update(
            file_path="", error_code=RunFault.EXPIRED
        )
        if let_go:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


__all__ = [
    "InvalidScope",
    "NotAllowed",
    "WholeOnly",
    "cancel_run",
    "expire",
    "request_run",
    "retry_run",
]
