"""One version of a submission to read: values, checks, what changed, who did what."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.access import about_season
from clusters.current import current_of
from clusters.models import Season
from emulation_portal.lib.numbers import format_count, format_dong_in_thousands, signed
from results import role_holders, words
from results.enums import State
from results.figures import Cell, IndicatorRef
from results.models import Submission
from results.roles import Desk, desk_of
from results.services import possible_steps
from results.sheets.grid import Slot, build_grid
from results.sheets.sheet import Sheet, place_of, read_sheet
from results.words import columns
from results.workflow import FINAL_STATES, STEPS

from .access import visible_submission
from .history import Return, differences, latest_changes, returns_of, steps_taken
from .step_questions import question


@dataclass(frozen=True)
class ValueLine:
    """A row of the figures, beside the figure it replaced where it did."""

    slot: Slot
    is_changed: bool
    before: str
    gap: str
    mark: str  # bad, warn or nothing
    says: tuple[str, ...]

    @property
    def is_telling(self) -> bool:
        """Changed, or spoken of by a check."""
        return self.is_changed or bool(self.mark)


class VersionReading:
    """A version as one person reads it; used by its own page and beside the queue of a review."""

    def __init__(self, submission: Submission, desk: Desk):
        self.submission = submission
        self.desk = desk
        self.sheet: Sheet = read_sheet(place_of(submission), succession=desk.succession, submission=submission)
        self.against, self.changed = differences(submission, self.sheet.cells)
        self.grid = build_grid(self.sheet)
        self.lines = [
            (group.title, [self._line(s) for r in group.rows for s in r.slots if s]) for group in self.grid.groups
        ]

    @property
    def findings(self):
        return self.sheet.findings

    @property
    def season(self) -> Season | None:
        return self.desk.season(self.sheet.agency, self.sheet.period)

    @cached_property
    def returned(self) -> Return | None:
        """Why the report came back before, for as long as it is not approved."""
        if self.submission.state in FINAL_STATES or not self.submission.return_reason:
            return None
        return returns_of([self.submission]).get(self.submission.pk)

    @cached_property
    def holder(self) -> str:
        """Whose turn it is; empty for an earlier version and once nobody has to act."""
        return role_holders.who_holds(self.submission, self.desk) if self.is_newest else ""

    @property
    def versions(self):
        return self.sheet.versions

    @cached_property
    def telling(self) -> list[ValueLine]:
        """The rows worth reading first: changed, or spoken of by a check."""
        return [line for _title, lines in self.lines for line in lines if line.is_telling]

    @property
    def count(self) -> int:
        return sum(len(lines) for _title, lines in self.lines)

    @property
    def is_newest(self) -> bool:
        return not self.versions or self.versions[0].pk == self.submission.pk

    @cached_property
    def steps(self) -> list[dict]:
        """The steps this person may take now, each with its question for a dialog."""
        return [
            {
                "action": action,
                "dialog": f"ask-{action}",
                "url": reverse(f"results:{action}", args=[self.submission.pk]),
                "ask": question(action, self.submission, self.desk.reviewer_of(self.submission)),
                "look": STEPS[action].look,
                "reason": STEPS[action].words.reason,
            }
            for action in possible_steps(self.submission, self.desk.user)
        ]

    @property
    def against_words(self) -> str:
        return {
            "returned": _("Before the return"),
            "sent_back": _("Before it was sent back"),
            "version": _("Version %(version)s") % {"version": self.submission.version - 1},
        }.get(self.against, "")

    def _line(self, slot: Slot) -> ValueLine:
        before, now = self.changed.get(slot.code, (Cell(), Cell()))
        is_changed = slot.code in self.changed
        says = tuple(
            o.rule.message(words.lang())
            for o in (*self.findings.errors, *self.findings.questions, *self.findings.explained)
            if slot.code in o.cells
        )
        return ValueLine(
            slot=slot,
            is_changed=is_changed,
            before=_before(slot.indicator, before) if is_changed else "",
            gap=_gap(slot.indicator, before, now) if is_changed else "",
            mark=slot.mark or ("warn" if says else ""),
            says=says,
        )


def _before(indicator: IndicatorRef, cell: Cell) -> str:
    return words.empty() if cell.amount is None else columns.cell(indicator, cell)


def _gap(indicator: IndicatorRef, before: Cell, now: Cell) -> str:
    """The difference with its sign, where both are numbers."""
    if before.value is None or now.value is None or indicator.value_type == "boolean":
        return ""
    size = abs(now.value - before.value)
    text = format_dong_in_thousands(size, words.lang()) if indicator.is_money else format_count(size, words.lang())
    return signed(text, now.value - before.value)


@login_required
@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """A version with everything that happened to it."""
    found = visible_submission(request.user, pk)
    desk = desk_of(request.user)
    reading = VersionReading(found, desk)
    about_season(request, reading.season)
    current_of(request).mark_seen(Submission, found.pk)
    changes, total = latest_changes(found, reading.sheet.indicators)
    standing = desk.standing(found)
    context = {
        "reading": reading,
        "submission": found,
        "changes": changes,
        "changes_total": total,
        "taken": [(entry, words.done(entry.action.partition(".")[2])) for entry in steps_taken(reading.versions)],
        "enters_on_behalf": not standing.is_own,
        "editable": found.state == State.DRAFT and reading.is_newest and standing.edits,
    }
    return render(request, "results/submission/submission.html", context)
