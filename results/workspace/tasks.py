"""What waits for a person: reports to enter, to submit, to receive and to approve, in a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.current import Current
from clusters.declarations import business, tasks
from clusters.declarations.business import AgencyDesk
from clusters.declarations.tasks import Task, TaskKind
from clusters.enums import AppointmentRole
from clusters.members import rule_day
from clusters.models import Appointment, Membership
from clusters.querysets import in_force
from emulation_portal.lib.dates import covers, format_date, last_day
from emulation_portal.ui.language import lang
from results.authors import NO_AUTHORS, authors_of
from results.enums import State
from results.models import ResultChange, Submission
from results.reviewers import NO_LEADERS, Reviewer, Reviewers, reviewers_of
from results.roles import desk_of, leaders_of
from results.workflow import AWAITING_APPROVAL, AWAITING_RECEIPT, UNDER_REVIEW, WITH_THE_AGENCY

from .current import CurrentDates, EntryWindow, belongs, dates_of

START, ENTER, UNSENT = TaskKind("pencil-square"), TaskKind("pencil"), TaskKind("lock")
CORRECT = TaskKind("reply", tone="bad", said=gettext_lazy("Returned"))
REOPENED = TaskKind("unlock", tone="warn", said=gettext_lazy("Reopened"))
SIGN = TaskKind("pen")
RECEIVE, APPROVE = TaskKind("inbox"), TaskKind("check2-square")


def report_tasks(around: Current) -> list[Task]:
    """Reports that wait for the person, each with the first thing to do."""
    dated = dates_of(around)
    rows = _held(dated)
    own = [*_entry(dated, rows), *_unsent(dated, rows), *_corrections(dated, rows), *_signing(dated, rows)]
    found = [*own, *_review(dated)]
    return list({task.url: task for task in reversed(found)}.values())


def unsigned_reports(desk: AgencyDesk) -> Iterable[Task]:
    """For the head the tasks of home; for officers the same reports, to look at. No query."""
    if desk.is_head:
        return [task for task in desk.tasks if task.kind is SIGN and task.agency_code == desk.agency_code]
    board = desk.figures.board
    held = ((period, board.get((desk.agency_code, period.period_code))) for period in desk.figures.periods)
    return [
        desk.task(
            SIGN,
            _("The report for %(period)s waits for the head's signature") % {"period": period.name(lang())},
            reverse("results:submission", args=[ref.submission_id]),
            _("View the report"),
            due=period.due_date,
        )
        for period, ref in held
        if ref and ref.state == State.AWAITING_SIGNATURE
    ]


def _submissions(around: CurrentDates) -> Iterable[Submission]:
    rights = around.rights
    wanted = Q(pk__in=())
    if rights.own_agency_ids:
        # Those of closed windows, too: only so is it known which of them were never begun.
        asked_for = [w.period_id for w in around.windows if w.opens <= around.today and _is_recent(w, around.today)]
        unfinished = Q(period_id__in=asked_for) | Q(state__in=WITH_THE_AGENCY)
        wanted |= Q(agency_id__in=rights.own_agency_ids) & unfinished
    for scope in rights.led_scopes:
        if scope.is_current:
            wanted |= Q(agency_id__in=scope.member_ids, period__year=scope.year, state__in=UNDER_REVIEW)
    if rights.supervised_blocks:
        wanted |= Q(period__block__in=rights.supervised_blocks, state__in=UNDER_REVIEW)
    return Submission.objects.filter(wanted).select_related("agency__province", "period")


def _held(around: CurrentDates) -> dict[tuple[int, int], Submission]:
    """The newest of these submissions by agency and period."""
    return around.once("submissions", lambda: _newest(_submissions(around)))


def _newest(submissions: Iterable[Submission]) -> dict[tuple[int, int], Submission]:
    rows: dict[tuple[int, int], Submission] = {}
    for row in submissions:
        key = (row.agency_id, row.period_id)
        if key not in rows or rows[key].version < row.version:
            rows[key] = row
    return rows


# -- the own agency ---------------------------------------------------------------------------------------------------
def _entry(around: CurrentDates, rows) -> Iterable[Task]:
    """Periods whose entry is open and whose report has not left the officer's desk."""
    for member in around.rights.memberships:
        if member.agency_id not in around.rights.officer_ids:
            continue
        for window in around.windows:
            if not belongs(member, window) or not window.is_open(around.today):
                continue
            held = rows.get((member.agency_id, window.period_id))
            if held is None or (held.state == State.DRAFT and held.given_back_at is None):
                yield _entry_task(around, member, window, held)


def _is_recent(window: EntryWindow, today: date) -> bool:
    return window.year >= today.year - 1


def _unsent(around: CurrentDates, rows) -> Iterable[Task]:
    """Reports of this year and the last that never left the officer's desk, begun or not, and whose entry closed."""
    for member in around.rights.memberships:
        if member.agency_id not in around.rights.officer_ids:
            continue
        windows = [w for w in around.windows if belongs(member, w) and _is_recent(w, around.today)]
        for window in windows:
            held = rows.get((member.agency_id, window.period_id))
            if window.closes > around.today or _is_held_by_a_later(window, windows, around.today, held):
                continue
            if held is None or (held.state == State.DRAFT and held.given_back_at is None):
                yield _unsent_task(member, window, is_begun=held is not None)


def _is_held_by_a_later(
    window: EntryWindow, windows: Iterable[EntryWindow], today: date, held: Submission | None
) -> bool:
    """Whether what was never begun is asked for by a later report of the year already: figures add up through it."""
    later = (w for w in windows if w.year == window.year and w.due > window.due and w.opens <= today)
    return held is None and any(later)


def _unsent_task(member, window, *, is_begun: bool) -> Task:
    said = {"period": window.name, "day": format_date(last_day(window.closes))}
    begun = _("The report for %(period)s was not sent; entry closed on %(day)s")
    title = begun if is_begun else _("The report for %(period)s was never begun; entry closed on %(day)s")
    return Task(
        kind=UNSENT,
        title=title % said,
        url=reverse("results:entry", args=[member.agency_code, window.code]),
        action=_("View the report"),
        season_label=f"{member.agency_name} · {window.year}",
        agency_id=member.agency_id,
        agency_code=member.agency_code,
        due=window.due,
    )


def _entry_task(around: CurrentDates, member, window, held: Submission | None) -> Task:
    words = {"period": window.name, "agency": member.agency_name}
    return Task(
        kind=ENTER if held else START,
        title=(_("Finish the report for %(period)s") if held else _("Enter the figures for %(period)s")) % words,
        url=reverse("results:entry", args=[member.agency_code, window.code]),
        action=_("Continue") if held else _("Begin"),
        season_label=f"{member.agency_name} · {window.year}",
        agency_id=member.agency_id,
        agency_code=member.agency_code,
        due=window.due,
    )


def _corrections(around: CurrentDates, rows) -> Iterable[Task]:
    """Returned and reopened reports: they may be corrected after the entry has closed."""
    for row in rows.values():
        if row.state == State.DRAFT and row.given_back_at and row.agency_id in around.rights.officer_ids:
            reopened = row.version > 1 and row.submitted_at is None and row.sent_back_at is None
            yield _task(
                row,
                REOPENED if reopened else CORRECT,
                _("Correct the reopened report of %(agency)s, %(period)s")
                if reopened
                else _("Correct the returned report of %(agency)s, %(period)s"),
                reverse("results:entry", args=[row.agency.code, row.period.code]),
                _("Correct"),
                note=row.return_reason,
                since=row.given_back_at,
            )


def _signing(around: CurrentDates, rows) -> Iterable[Task]:
    for row in rows.values():
        if row.state == State.AWAITING_SIGNATURE and row.agency_id in around.rights.head_ids:
            title = _("Submit the report of %(agency)s, %(period)s")
            url = reverse("results:submission", args=[row.pk])
            yield _task(row, SIGN, title, url, _("View and submit"), due=row.period.due_date, since=row.handed_over_at)


# -- the others' ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Review:
    """A report under review and the person's part in it; ``is_barred``: it holds a value of theirs, so that somebody
    else approves it."""

    submission: Submission
    receives: bool
    approves: bool
    is_barred: bool


def reviews(around: Current) -> list[Review]:
    """Every report under review that the person may see, in a number of queries that does not grow with them."""
    dated = dates_of(around)
    return dated.once("reviews", lambda: list(_reviews(dated, _held(dated))))


def _reviews(around: CurrentDates, rows) -> Iterable[Review]:
    pending = [r for r in rows.values() if r.state in UNDER_REVIEW and r.agency_id not in around.rights.own_agency_ids]
    reviewers = _reviewers(around, pending)
    left = {pk for pk, found in reviewers.items() if found.who == Reviewer.MINISTRY}
    parts = {row.pk: _part_in(around.rights, row, is_left=row.pk in left) for row in pending}
    barred = _own_values(around, [row for row in pending if parts[row.pk][1]])
    passed_on = _passed_on(around, pending, reviewers)
    for row in pending:
        receives, approves = parts[row.pk]
        is_barred = approves and row.pk in barred and row.pk not in passed_on
        yield Review(row, receives, (approves and row.pk not in barred) or row.pk in passed_on, is_barred)


def _review(around: CurrentDates) -> Iterable[Task]:
    for part in reviews(around):
        row = part.submission
        url = reverse("results:submission", args=[row.pk])
        if row.state in AWAITING_RECEIPT and part.receives:
            title = _("Receive the report of %(agency)s, %(period)s")
            yield _task(row, RECEIVE, title, url, _("View the report"), since=row.submitted_at)
        elif row.state in AWAITING_APPROVAL and part.approves:
            title = _("Approve the report of %(agency)s, %(period)s")
            yield _task(row, APPROVE, title, url, _("View the report"), since=row.received_at)


def _part_in(rights, row: Submission, *, is_left: bool) -> tuple[bool, bool]:
    """Whether the person receives, and whether the person approves; ``is_left``: to the Ministry."""
    block, day = row.period.block, _rule_day(row)
    mine = [
        scope
        for scope in rights.led_scopes
        if scope.is_current
        and scope.year == row.period.year
        and scope.sees(row.agency_id, block, day)
        and scope.agency_id in reviewers_of(row.agency_id, block, leaders_of(scope.leading, rights.succession)).agencies
    ]
    receives = bool(mine) or (is_left and block in rights.supervised_blocks)
    return receives, any(scope.as_head for scope in mine) or (is_left and block in rights.approver_blocks)


def _own_values(around: CurrentDates, rows: list[Submission]) -> set[int]:
    """Of these that the person would approve, those of seasons they lead that hold a value of theirs: somebody else
    approves them."""
    led = {pk for scope in around.rights.led_scopes if scope.is_current and scope.as_head for pk in scope.member_ids}
    asked = [row.pk for row in rows if row.state in AWAITING_APPROVAL and row.agency_id in led]
    return {pk for pk, authors in desk_of(around.user).authors_of(asked).items() if around.user.pk in authors}


def _passed_on(around: CurrentDates, rows: list[Submission], reviewers: Mapping[int, Reviewers]) -> set[int]:
    """What the Ministry approves because every head of the reviewing agency has a value of their own in it."""
    asked = {
        row.pk: reviewers[row.pk].agencies
        for row in rows
        if row.state in AWAITING_APPROVAL
        and row.period.block in around.rights.approver_blocks
        and reviewers[row.pk].agencies
    }
    if not asked:
        return set()
    held = Appointment.objects.valid_on(around.today).filter(role=AppointmentRole.HEAD).exclude(person__user=None)
    accounts: dict[int, set[int]] = {}
    for agency_id, user_id in held.filter(agency__in=frozenset().union(*asked.values())).values_list(
        "agency_id", "person__user"
    ):
        accounts.setdefault(agency_id, set()).add(user_id)
    theirs = ResultChange.objects.filter(submission__in=asked, actor__in=set().union(*accounts.values()))
    authors = authors_of(ResultChange.objects.filter(submission__in=theirs.values("submission")))
    heads = {pk: set().union(*(accounts.get(agency, ()) for agency in ids)) for pk, ids in asked.items()}
    return {pk for pk in asked if heads[pk] and heads[pk] <= authors.get(pk, NO_AUTHORS)}


def _reviewers(around: CurrentDates, rows: list[Submission]) -> dict[int, Reviewers]:
    """Who reviews the submissions of the blocks the person supervises; two queries for any number, none for who is
    not at the Ministry."""
    rows = [row for row in rows if row.period.block in around.rights.supervised_blocks]
    if not rows:
        return {}
    leading = _leading(around, rows)
    known = {key: leaders_of(found, around.rights.succession) for key, found in leading.by_season.items()}
    desk_of(around.user).know_leaders(known)
    seasons = {row.pk: _season_key(row, leading.memberships.get(row.agency_id, ())) for row in rows}
    return {r.pk: reviewers_of(r.agency_id, r.period.block, known.get(seasons[r.pk], NO_LEADERS)) for r in rows}


@dataclass(frozen=True, slots=True)
class _Leading:
    """The agencies (each with its block and role) that lead seasons today, by cluster and year, and in which of these
    clusters agencies are when: cluster, from, to."""

    by_season: Mapping[tuple[int, int], Collection[tuple[int, str, str]]]
    memberships: Mapping[int, Collection[tuple[int, date, date | None]]]


def _leading(around: CurrentDates, rows: list[Submission]) -> _Leading:
    """Of the seasons of these submissions; one query. A season that nobody leads is left out."""
    today = in_force(around.today, "cluster__seasons__leaderships__")
    years = {row.period.year for row in rows}
    found = Membership.objects.filter(
        today, agency__in={row.agency_id for row in rows}, cluster__seasons__year__in=years
    )
    leader = [f"cluster__seasons__leaderships__{name}" for name in ("agency_id", "agency__kind", "role")]
    by_season: dict[tuple[int, int], dict[tuple[int, str, str], None]] = {}
    memberships: dict[int, dict[tuple[int, date, date | None], None]] = {}
    for agency_id, cluster_id, valid_from, valid_to, year, *leading in found.values_list(
        "agency_id", "cluster_id", "valid_from", "valid_to", "cluster__seasons__year", *leader
    ):
        memberships.setdefault(agency_id, {})[cluster_id, valid_from, valid_to] = None
        by_season.setdefault((cluster_id, year), {})[tuple(leading)] = None
    return _Leading(by_season, memberships)


def _season_key(row: Submission, memberships: Iterable[tuple[int, date, date | None]]) -> tuple[int, int] | None:
    """The cluster in which the figures of a submission count, and the year; None where the agency is in none."""
    held = (cluster_id for cluster_id, *span in memberships if covers(*span, _rule_day(row)))
    cluster_id = next(held, None)
    return None if cluster_id is None else (cluster_id, row.period.year)


def _rule_day(row: Submission) -> date:
    return rule_day(period_end=row.period.end, year=row.period.year)


def _task(row: Submission, kind: TaskKind, title: str, url: str, action: str, **more) -> Task:
    return Task(
        kind=kind,
        title=title % {"agency": row.agency.short_name, "period": row.period.name},
        url=url,
        action=action,
        season_label=f"{row.agency.short_name} · {row.period.year}",
        agency_id=row.agency_id,
        agency_code=row.agency.code,
        **more,
    )


tasks.register(report_tasks)
business.register(unsigned_reports)

__all__ = [
    "APPROVE",
    "CORRECT",
    "ENTER",
    "RECEIVE",
    "REOPENED",
    "SIGN",
    "START",
    "UNSENT",
    "Review",
    "report_tasks",
    "reviews",
    "unsigned_reports",
]
