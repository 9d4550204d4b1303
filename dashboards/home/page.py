"""Home as rows: what waits, grouped by urgency; what happened lately, in plain words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.declarations.tasks import Task
from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from results import words
from results.words import due
from results.workflow import STEPS

SOON = 3  # working days


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as its list shows it; ``group`` is overdue, today, soon or later."""

    title: str
    url: str
    action: str
    icon: str
    meta: str
    tone: str
    group: str
    chip_kind: str = ""
    chip_icon: str = ""
    chip_text: str = ""


def task_rows(tasks: Iterable[Task], today: date, calendar: WorkCalendar) -> list[TaskRow]:
    return [_task_row(task, today, calendar) for task in tasks]


def _task_row(task: Task, today: date, calendar: WorkCalendar) -> TaskRow:
    group, tone, chip = _urgency(task, today, calendar)
    return TaskRow(
        title=task.title,
        url=task.url,
        action=task.action,
        icon=task.kind.icon,
        meta=_meta(task, calendar),
        tone=tone,
        group=group,
        chip_kind=chip[0],
        chip_icon=chip[1],
        chip_text=chip[2],
    )


def _meta(task: Task, calendar: WorkCalendar) -> str:
    said = [task.season_label]
    if task.note:
        said.append(_("reason: %(note)s") % {"note": task.note})
    if task.since:
        said.append(_("since %(moment)s") % {"moment": dates.format_moment(task.since, words.lang())})
    if task.due:
        said.append(_("due %(day)s") % {"day": due(task.due, calendar)})
    return " · ".join(said)


def _urgency(task: Task, today: date, calendar: WorkCalendar) -> tuple[str, str, tuple[str, str, str]]:
    """Group, tone and chip; some kinds have no day of their own but are wanted at once."""
    if tone := task.kind.tone:
        return "today", tone, (tone, task.kind.icon, str(task.kind.said))
    if task.due is None:
        return "later", "", ("", "", "")
    ends = calendar.ends_on(task.due)
    if ends < today:
        return "overdue", "bad", ("bad", "clock", overdue_text(calendar.late(task.due, today)))
    if ends == today:
        return "today", "warn", ("warn", "clock", _("Today"))
    left = calendar.between(today, ends)
    said = ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    if left <= SOON:
        return "soon", "warn", ("warn", "clock", said)
    return "later", "", ("info", "calendar3", said)


def overdue_text(late: int) -> str:
    """How many working days something is overdue."""
    return ngettext("%(n)s working day overdue", "%(n)s working days overdue", late) % {"n": late}


@dataclass(frozen=True, slots=True)
class TaskGroup:
    name: str
    rows: tuple[TaskRow, ...]


def grouped(rows: Iterable[TaskRow]) -> list[TaskGroup]:
    names = {"overdue": _("Overdue"), "today": _("Today"), "soon": _("In the next days"), "later": _("Waiting")}
    rows = list(rows)
    found = (TaskGroup(name, tuple(row for row in rows if row.group == key)) for key, name in names.items())
    return [group for group in found if group.rows]


# -- recently ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Event:
    when: str
    who: str
    what: str
    note: str


def events(entries: Iterable, today: date, label_of: Callable) -> list[Event]:
    """Audit entries in plain words, newest first; ``label_of`` names the report of an entry."""
    return [_event(entry, today, label_of(entry)) for entry in entries]


def _event(entry, today: date, label: str) -> Event:
    moment = entry.at.astimezone(dates.TIME_ZONE)
    same_day = moment.date() == today
    return Event(
        when=f"{moment:%H:%M}" if same_day else dates.format_short(moment.date(), today.year),
        who=entry.actor_name or _("The system"),
        what=_("%(did)s the report: %(label)s") % {"did": _did(entry.action), "label": label},
        note=entry.note,
    )


def _did(action: str) -> str:
    if action == "submission.open":
        return _("began")
    step = STEPS.get(action.removeprefix("submission."))
    return str(step.words.did) if step else _("changed")


# -- where we stand ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Progress:
    """How many members of a block are approved in the period that runs."""

    block: str
    name: str
    period: str
    final: int
    among: int


def progress(figures, blocks: Iterable[str]) -> list[Progress]:
    """Of the last period in which somebody has begun, whoever's figures the page shows; of that shown before."""
    found = []
    for block in blocks:
        of = figures.blocks[block]
        begun = {period for _agency, period in of.board}
        period = next((each for each in reversed(of.periods) if each.period_code in begun), of.period)
        if period is not None:
            members = of.members_of.get(period.period_code, ())
            held = [of.board.get((agency, period.period_code)) for agency in members]
            final = sum(ref is not None and ref.is_final for ref in held)
            name = words.block_short(block)
            found.append(Progress(block, name, period.name(words.lang()), final, len(members)))
    return found


@dataclass(frozen=True, slots=True)
class Milestone:
    day: str
    text: str


def milestones(phases: Iterable, today: date, name_of) -> list[Milestone]:
    """The next days on which a step opens or ends, or reports are due, at most five.

    Entry stays open after the day on which reports are due, so that late ones are still received.
    """
    days = []
    for phase in phases:
        if phase.opens > today:
            days.append((phase.opens, _("%(step)s opens") % {"step": name_of(phase)}))
        if phase.of_due_date and phase.of_due_date >= today:
            days.append((phase.of_due_date, _("%(step)s: reports are due") % {"step": name_of(phase)}))
        last = dates.last_day(phase.closes)
        if last >= today:
            said = _("%(step)s closes") if phase.of_due_date else _("%(step)s: last day")
            days.append((last, said % {"step": name_of(phase)}))
    return [Milestone(dates.format_short(day, today.year), text) for day, text in sorted(days)[:5]]
