"""What came after a file: a newer one of the same report, and reports of agencies that were restated since."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from emulation_portal.lib.dates import format_moment
from reports.enums import RunState
from reports.models import ReportRun
from results.models import Submission
from results.workflow import FINAL_STATES

FIELDS = ("pk", "state", "kind", "season_id", "language", "parameters")
MOST_NAMED = 6


def newest_of_each(rows: Iterable[tuple]) -> dict[str, int]:
    """The newest finished run of each report by what it is; ``rows`` hold ``FIELDS``."""
    done = (row for row in rows if row[1] == RunState.DONE)
    return {str(row[2:]): row[0] for row in sorted(done, key=lambda row: row[0])}


def newer_than(run: ReportRun, newest: Mapping[str, int]) -> int | None:
    """The run that came after a finished one; None where it is the newest of its report."""
    wanted = str(tuple(getattr(run, name) for name in FIELDS[2:]))
    found = newest.get(wanted)
    return found if found is not None and found > run.pk else None


def newer_run(run: ReportRun, own: QuerySet[ReportRun]) -> int | None:
    """The same for one run, among those its reader asked for; one query."""
    same = {name: getattr(run, name) for name in FIELDS[2:]}
    return own.filter(state=RunState.DONE, pk__gt=run.pk, **same).order_by("-pk").values_list("pk", flat=True).first()


def restated_since(run: ReportRun, language: str) -> list[str]:
    """The versions approved since a file was built that took the place of those it holds, each in a sentence."""
    chosen = run.parameters
    years = chosen.get("years", []) if run.season is None else [run.season.year]
    held = Q(pk__in=())
    for block, code in (chosen.get("periods") or {}).items():
        held |= Q(period__block=block, period__period_code=code)
    rows = Submission.objects.filter(
        held,
        state__in=FINAL_STATES,
        version__gt=1,
        approved_at__gt=run.finished_at,
        period__year__in=years,
    )
    if run.season is not None:
        rows = rows.filter(agency__memberships__cluster=run.season.cluster_id)
    elif chosen.get("clusters"):
        rows = rows.filter(agency__memberships__cluster__code__in=chosen["clusters"])
    if chosen.get("agency"):
        rows = rows.filter(agency__code=chosen["agency"])
    rows = rows.select_related("agency", "period").order_by("-approved_at", "pk").distinct()
    return [_restated(row, language) for row in rows[:MOST_NAMED]]


def _restated(row: Submission, language: str) -> str:
    words = _("%(agency)s, %(period)s: version %(new)s, approved at %(moment)s, takes the place of version %(old)s.")
    return words % {
        "agency": row.agency.short_name,
        "period": row.period.name,
        "new": row.version,
        "old": row.version - 1,
        "moment": format_moment(row.approved_at, language),
    }


__all__ = ["FIELDS", "newer_run", "newer_than", "newest_of_each", "restated_since"]
