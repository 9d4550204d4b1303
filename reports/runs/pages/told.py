"""What notices say of report runs: built, or why not."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from emulation_portal.lib.dates import format_moment
from emulation_portal.ui.language import lang
from notices.kinds import NoticeKind, Told, register
from notices.models import Notice
from reports.enums import RunState
from reports.models import ReportRun
from reports.runs.access import still_open
from reports.runs.outcome import KINDS

from .page import fault_words, place_words, scope_words, title_of


def tell(notices: Collection[Notice], user: User) -> dict[int, Told]:
    """Two queries at most: the runs, and what is released of their seasons."""
    rows = ReportRun.objects.filter(pk__in={notice.about_id for notice in notices})
    runs = {run.pk: run for run in rows.select_related("season__cluster")}
    may_have = still_open(user, list(runs.values()))
    return {notice.pk: _told(notice, runs.get(notice.about_id), may_have) for notice in notices}


def _told(notice: Notice, run: ReportRun | None, may_have: Collection[int]) -> Told:
    failed = notice.kind == KINDS[RunState.FAILED]
    words = _("{report} was not built") if failed else _("{report} is ready")
    if run is None:
        return Told(words.format(report=_("A report")), closed=_("The report is no longer kept."))
    fault = fault_words(run) if failed else ""
    asked = format_moment(run.queued_at or run.requested_at, lang())
    is_open = run.pk in may_have
    return Told(
        title=words.format(report=title_of(run)),
        place=place_words(run),
        scope=scope_words(run),
        reason=fault if run.state == RunState.FAILED else "",
        url=reverse("reports:run", args=[run.pk]) if is_open else "",
        closed="" if is_open else _("The report holds figures that are not open to you today."),
        letter=(
            _("Scope: {scope}").format(scope=scope_words(run)),
            _("Requested at {moment}").format(moment=asked),
            *([fault] if fault else []),
        ),
    )


register(
    NoticeKind(KINDS[RunState.DONE], "check-lg", tell, tone="done"),
    NoticeKind(KINDS[RunState.FAILED], "exclamation-triangle", tell, tone="failed"),
)
