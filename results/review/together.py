"""Several reports taken one step further at once: which may be, why the others may not, and doing it one by one.

Only reports in which nothing is open are taken together: no error, no doubt that nobody has explained, no value of
whoever acts. Each is a step of its own through ``services.take_step``, so that one which fails leaves the others done.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from clusters.current import Current
from clusters.rights import Rights
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.steps import IllegalStep
from results import services, words
from results.checks import Findings
from results.enums import Action
from results.models import Submission
from results.services import BlockedByChecks, StaleSubmission
from results.workflow import STEPS
from results.workspace.tasks import reviews

from .doubts import findings_of_all

TOGETHER = (Action.RECEIVE, Action.APPROVE, Action.SEAL)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that may be taken, or the reason why it cannot be chosen; ``days``: how long it has waited."""

    submission: Submission
    since: datetime | None
    days: int
    hindrance: str = ""

    @property
    def label(self) -> str:
        return f"{self.submission.agency.short_name}, {self.submission.period.name}"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: the reports that moved, and of each of the others why it did not."""

    done: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def may_take_together(rights: Rights, action: str) -> bool:
    """Whether the step is among those of the person's roles at all."""
    if action == Action.SEAL:
        return bool(rights.approver_blocks)
    return rights.is_ministry or any(scope.is_current for scope in rights.led_scopes)


def waiting_to_be_sealed(blocks: Collection[str]) -> list[Submission]:
    """Approved reports of the periods that end a year, the longest waiting first; the newest version alone. One query.

    Those of the other periods are sealed on their own pages: nothing waits for it.
    """
    later = Submission.objects.filter(
        agency=OuterRef("agency"), period=OuterRef("period"), version__gt=OuterRef("version")
    )
    rows = Submission.objects.filter(state__in=STEPS[Action.SEAL].sources, period__is_year_end=True)
    found = rows.filter(~Exists(later), period__block__in=blocks).select_related("agency__province", "period")
    return sorted(found, key=lambda row: (row.approved_at or dates.now(), row.agency.sort_key))


def candidates(around: Current, action: str) -> list[Candidate]:
    """The reports that wait for this step of the person; those that may be chosen first, then by how long they wait.

    The queries do not grow with the reports.
    """
    if action == Action.SEAL:
        rows, barred = waiting_to_be_sealed(around.rights.approver_blocks), frozenset()
    else:
        rows, barred = _under_review(around, action)
    found = findings_of_all(rows, around.rights.succession) if rows else {}
    listed = [_candidate(row, action, found[row.pk], is_barred=row.pk in barred) for row in rows]
    return sorted(listed, key=lambda each: (bool(each.hindrance), -each.days, each.submission.agency.sort_key))


def _under_review(around: Current, action: str) -> tuple[list[Submission], frozenset[int]]:
    parts = [part for part in reviews(around) if part.submission.state in STEPS[action].sources]
    if action == Action.RECEIVE:
        return [part.submission for part in parts if part.receives], frozenset()
    mine = [part for part in parts if part.approves or part.is_barred]
    return [part.submission for part in mine], frozenset(p.submission.pk for p in mine if p.is_barred)


def _candidate(row: Submission, action: str, found: Findings, *, is_barred: bool) -> Candidate:
    since = {Action.RECEIVE: row.submitted_at, Action.APPROVE: row.received_at, Action.SEAL: row.approved_at}[action]
    days = (dates.today() - dates.day_of(since)).days if since else 0
    return Candidate(row, since, days, words.refusal("own_change") if is_barred else _hindrance(found))


def _hindrance(found: Findings) -> str:
    """Why a report has to be opened first; empty where nothing in it is open."""
    said = []
    if count := len(found.errors):
        said.append(ngettext("%(n)s error", "%(n)s errors", count) % {"n": count})
    if count := len(found.questions):
        text = ngettext("%(n)s warning without an explanation", "%(n)s warnings without an explanation", count)
        said.append(text % {"n": count})
    return _("%(what)s: look at the report first") % {"what": ", ".join(said)} if said else ""


def take_together(chosen: Iterable[int], offered: Iterable[Candidate], action: str, actor: User) -> Taken:
    """The step for each of the chosen reports, a transaction each; whoever was not offered it gets a reason as well."""
    by_id = {each.submission.pk: each for each in offered}
    done, failed = [], []
    for pk in dict.fromkeys(chosen):
        each = by_id.get(pk)
        if each is None:
            failed += _gone(pk, actor)
        elif reason := each.hindrance or _refused(each.submission, action, actor):
            failed.append((each.label, reason))
        else:
            done.append(each.label)
    return Taken(tuple(done), tuple(failed))


def _refused(submission: Submission, action: str, actor: User) -> str:
    """Take the step; the reason where it was not taken."""
    try:
        services.take_step(submission=submission, action=action, actor=actor)
    except (IllegalStep, StaleSubmission):
        return _("it had already been moved on")
    except NotAllowed as error:
        return words.refusal(error.reason)
    except BlockedByChecks:
        return _("checks stand in its way")
    return ""


def _gone(pk: int, actor: User) -> list[tuple[str, str]]:
    """A report that no longer waits, named only to whoever may see it."""
    row = Submission.objects.visible_to(actor).filter(pk=pk).select_related("agency", "period").first()
    return [(f"{row.agency.short_name}, {row.period.name}", _("it had already been moved on"))] if row else []


__all__ = ["TOGETHER", "Candidate", "Taken", "candidates", "may_take_together", "take_together", "waiting_to_be_sealed"]
