"""What the entry page shows beside the grid: state, time left, who locked it, the details of a row."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AuditEntry
from clusters.models import Season
from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from results import role_holders, services, words
from results.enums import State
from results.models import DayOff, ReportingPeriod
from results.roles import Desk
from results.sheets.grid import Grid, Slot, build_grid
from results.sheets.sheet import Sheet
from results.submission.history import Return, changes_of, returns_of
from results.workflow import WITH_THE_AGENCY, ActorStanding

from .forms import NOTE, CellNoteForm

SOON = 7  # days


@dataclass(frozen=True)
class Chip:
    kind: str
    icon: str
    text: str
    title: str = ""


@dataclass(frozen=True)
class Detail:
    """One figure of the row whose details are open."""

    slot: Slot
    form: CellNoteForm | None
    changes: list


class EntryPage:
    """The entry page of one agency and period as one person sees it."""

    def __init__(self, sheet: Sheet, desk: Desk, *, entered=None, opened: str = "", data=None):
        """``sheet`` as the person may see it; ``entered``: texts that were not stored; ``data``: the form sent."""
        self.sheet = sheet
        self.desk = desk
        self.entered = entered or {}
        self.opened = opened
        self.data = data

    # -- who and where ---------------------------------------------------------------------------------------------
    @cached_property
    def season(self) -> Season | None:
        return self.desk.season(self.sheet.agency, self.sheet.period)

    @cached_property
    def standing(self) -> ActorStanding:
        return self.desk.entry_standing(self.sheet.as_submission)

    @property
    def submission(self):
        return self.sheet.submission

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else State.DRAFT

    @cached_property
    def editable(self) -> bool:
        return self.state == State.DRAFT and self.standing.edits

    @property
    def on_behalf(self) -> bool:
        return self.editable and not self.standing.is_own

    @cached_property
    def grid(self) -> Grid:
        return build_grid(self.sheet, self.entered)

    @property
    def findings(self):
        return self.sheet.findings

    @cached_property
    def urls(self) -> dict[str, str]:
        place = [self.sheet.agency.code, self.sheet.period.code]
        return {"entry": reverse("results:entry", args=place), "cell": reverse("results:cell", args=place)}

    @property
    def previous(self) -> ReportingPeriod | None:
        """The period before, where the agency reports in it."""
        return self._reported(self.sheet.place.previous)

    @property
    def next(self) -> ReportingPeriod | None:
        return self._reported(self.sheet.place.next)

    def _reported(self, period: ReportingPeriod | None) -> ReportingPeriod | None:
        """The period unless the agency is a member of no cluster in it: before its beginning, after its end."""
        if period is None or self.sheet.beside.held.get((self.sheet.agency.pk, period.pk)):
            return period
        return None if self.desk.season_id(self.sheet.agency, period) is None else period

    @property
    def has_behalf(self) -> bool:
        """Whether the secretariat enters, or has entered, a value for the agency."""
        return self.on_behalf or any(slot.on_behalf for slot in self.grid.slots.values())

    @cached_property
    def returned(self) -> Return | None:
        """Why the figures may be entered again."""
        if self.state != State.DRAFT or not self.submission or not self.submission.return_reason:
            return None
        return returns_of([self.submission]).get(self.submission.pk)

    @property
    def may_hand_over(self) -> bool:
        return self.editable and self.standing.is_own

    # -- the head of the page --------------------------------------------------------------------------------------
    @property
    def state_name(self) -> str:
        if self.state != State.DRAFT:
            return self.state
        if self.submission and self.submission.given_back_at:
            return "returned"
        return "editing" if self.submission or self.editable else "not_open"

    @property
    def state_text(self) -> str:
        if self.state_name == "editing" and not self.submission:
            return _("Nothing entered yet")
        if self.state_name == "returned" and self.submission.version > 1 and not self.submission.submitted_at:
            return _("Reopened")
        return ""

    @cached_property
    def is_overdue(self) -> bool:
        handed_in = self.submission and (self.submission.version > 1 or self.submission.submitted_at)
        return not handed_in and self.calendar.ends_on(self.sheet.period.due_date) < dates.today()

    @cached_property
    def calendar(self) -> WorkCalendar:
        return DayOff.objects.calendar()

    @cached_property
    def late_days(self) -> int:
        """Working days late if it were submitted today, or as it was recorded."""
        if self.is_overdue:
            return services.late_days(self.sheet.as_submission, self.calendar)
        return self.submission.late_days if self.submission else 0

    @property
    def due(self) -> Chip | None:
        """What is left until the due date, or by how much it is over."""
        due = self.sheet.period.due_date
        left = (self.calendar.ends_on(due) - dates.today()).days
        day = words.due(due, self.calendar)
        if self.late_days:
            text = ngettext("%(n)s working day late", "%(n)s working days late", self.late_days)
            return Chip("warn", "clock-history", text % {"n": self.late_days}, _("Due on %(day)s") % {"day": day})
        if self.state not in WITH_THE_AGENCY:
            return None
        if left == 0:
            return Chip("warn", "clock", _("Due today, %(day)s") % {"day": day})
        if left < 0:
            return Chip("warn", "clock-history", _("Due on %(day)s") % {"day": day})
        text = ngettext("%(n)s day left, due on %(day)s", "%(n)s days left, due on %(day)s", left)
        return Chip("warn" if left <= SOON else "plain", "clock", text % {"n": left, "day": day})

    @property
    def span(self) -> str:
        period = self.sheet.period
        text = _("Cumulative figures from %(start)s to %(end)s")
        return text % {"start": words.day(period.start), "end": words.day(period.end)}

    @property
    def late_notice(self) -> str:
        if not (self.is_overdue and self.editable and self.late_days):
            return ""
        return ngettext(
            "Due on %(day)s. The report is still accepted; submitted today, it will be marked %(n)s working day late.",
            "Due on %(day)s. The report is still accepted; submitted today, it will be marked %(n)s working days late.",
            self.late_days,
        ) % {"day": words.due(self.sheet.period.due_date, self.calendar), "n": self.late_days}

    @cached_property
    def lock(self) -> list[str]:
        """Why nothing can be typed: who moved it and when, or that it is not the time, or not one's own."""
        if self.editable:
            return []
        if self.state != State.DRAFT:
            lines = [self._moved_by(), _("The figures are shown as text until the report is returned or reopened.")]
            holder = role_holders.who_holds(self.submission, self.desk)
            return [*lines, _("Now with: %(who)s") % {"who": holder}] if holder else lines
        if not (self.standing.is_own or self.standing.is_secretariat):
            who = role_holders.who_enters(self.sheet.as_submission, self.desk)
            return [_("You see these figures without entering them."), _("Entered by: %(who)s") % {"who": who}]
        return [self._phase_words()]

    def _moved_by(self) -> str:
        last = AuditEntry.objects.filter(target_type="results.submission", target_id=str(self.submission.pk))
        last = last.exclude(action="result.save").first()
        if last is None:
            return _("The report has left the hands of the officer.")
        step = last.action.partition(".")[2]
        return _("%(step)s: %(who)s, %(moment)s.") % {
            "step": words.done(step),
            "who": last.actor_name or _("the system"),
            "moment": words.moment(last.at),
        }

    def _phase_words(self) -> str:
        phases = self.desk.phases(self.sheet.period, self.season.pk if self.season else None)
        coming = [p for p in phases if p.opens > dates.today()]
        if coming:
            return _("Entry opens on %(day)s.") % {"day": words.day(min(p.opens for p in coming))}
        if phases:
            closed = max(dates.last_day(p.closes) for p in phases)
            said = _("Entry was open until %(day)s. The secretariat of the cluster or the Ministry may prolong it.")
            return said % {"day": words.day(closed)}
        return _("No time of entry has been set for this period.")

    # -- beside the grid -------------------------------------------------------------------------------------------
    @property
    def progress(self) -> tuple[int, int]:
        return self.sheet.progress()

    @property
    def saved_at(self) -> str:
        """The time of the last save, with its day unless it was today."""
        if not self.sheet.results:
            return ""
        last = max(row.updated_at for row in self.sheet.results.values()).astimezone(dates.TIME_ZONE)
        return f"{last:%H:%M}" if last.date() == dates.today() else f"{last:%H:%M %d/%m}"

    @cached_property
    def details(self):
        """The row whose details are open, and its figures; None where no row is."""
        row = self.grid.row_of(self.opened) if self.opened else None
        if row is None:
            return None
        typed = [slot.indicator for slot in row.typed]
        changes = changes_of(self.submission, typed) if self.submission else {}
        return {"row": row, "parts": [self._detail(s, changes.get(s.code, [])) for s in row.slots if s]}

    def _detail(self, slot: Slot, changes: list) -> Detail:
        form = None
        if self.editable and slot.is_typed:
            sending = {
                "hx-post": f"{self.urls['cell']}?code={slot.code}",
                "hx-trigger": "change",
                "hx-target": f"#td-{slot.code}",
                "hx-swap": "outerHTML",
            }
            sent = self.data if self.data and f"{NOTE}{slot.code}" in self.data else None
            form = CellNoteForm(slot.indicator, slot.cell, data=sent, sending=sending)
        return Detail(slot, form, changes)
