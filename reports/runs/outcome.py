"""How a run ends: its row, and the notices of those who wait for it, in one transaction.

Somebody is told once for each time they asked: their request stops waiting in the statement that decides who tells
them, so neither two attempts nor two sweeps tell twice.
"""

from django.db import transaction
from django.db.models import QuerySet

from emulation_portal.lib import dates
from notices import services as notices
from notices.models import Notice
from reports.enums import RunState
from reports.models import ReportRequest, ReportRun

# The end of a run by the kind of notice that tells it.
KINDS = {RunState.DONE: "reports.done", RunState.FAILED: "reports.failed"}


@transaction.atomic
def end_run(held: QuerySet, run_id: int, state: RunState, **fields) -> bool:
    """End a run as done or failed and tell whoever waits. ``held``: the run, as long as the caller may end it."""
    ended = held.filter(pk=run_id).update(state=state, finished_at=dates.now(), claim="", **fields)
    if ended:
        tell(run_id, state)
    return bool(ended)


@transaction.atomic
def tell(run_id: int, state: RunState) -> int:
    """A notice for everybody who waits for the run; returns how many."""
    told = 0
    for request in ReportRequest.objects.filter(run=run_id, waits=True).select_related("user"):
        if ReportRequest.objects.filter(pk=request.pk, waits=True).update(waits=False):
            _notice(run_id, state, request.user)
            told += 1
    return told


def tell_forgotten() -> int:
    """Tell those who joined a run in the moment it ended; returns how many."""
    forgotten = ReportRequest.objects.filter(waits=True, run__state__in=list(KINDS))
    runs = dict(forgotten.values_list("run", "run__state"))
    return sum(tell(run_id, RunState(state)) for run_id, state in runs.items())


def _notice(run_id: int, state: RunState, user) -> None:
    notices.give(kind=KINDS[state], about=(ReportRun, run_id), users=[user])


def want(run: ReportRun, user) -> bool:
    """The person asks for the run and, unless it is done, waits for its end. Whether it is the first time."""
    waits = run.state in (RunState.QUEUED, RunState.RUNNING)
    request, is_first = ReportRequest.objects.get_or_create(
        run=run, user=user, defaults={"requested_at": dates.now(), "waits": waits}
    )
    if waits and not is_first:
        ReportRequest.objects.filter(pk=request.pk).update(waits=True)
    return is_first


def begin_again(run: ReportRun, before: RunState, user) -> None:
    """A run is built anew: what was told of it no longer holds. After a failure everybody waits again, else the one
    who asked."""
    asking = ReportRequest.objects.filter(run=run)
    (asking if before == RunState.FAILED else asking.filter(user=user)).update(waits=True)
    notices.withdraw(Notice.objects.of(ReportRun, run.pk))


__all__ = ["begin_again", "end_run", "tell", "tell_forgotten", "want"]
