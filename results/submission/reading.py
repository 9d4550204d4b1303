"""One version of a submission as one person reads it: values and checks, what changed, what may be done."""

from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Season
from results import role_holders
from results.models import ResultChange, Submission
from results.roles import Desk
from results.services import possible_steps
from results.sheets.grid import build_grid
from results.sheets.sheet import Sheet, place_of, read_sheet
from results.workflow import FINAL_STATES, STEPS, UNDER_REVIEW

from .history import Return, differences, returns_of
from .rows import ReportRow, ReportRows, RowSection
from .step_questions import question


class VersionReading:
    """A version as one person reads it; used by its own page and beside the queue of a review."""

    def __init__(self, submission: Submission, desk: Desk, sheet: Sheet | None = None):
        """``sheet``: that of this version, where it was read before."""
        self.submission = submission
        self.desk = desk
        self.sheet = sheet or read_sheet(place_of(submission), succession=desk.succession, submission=submission)
        self.against, self.changed = differences(
            submission, self.sheet.cells, self.sheet.versions, lambda: self.changes
        )
        self.rows = ReportRows(self.sheet, build_grid(self.sheet), self.changed)

    @cached_property
    def changes(self) -> list[ResultChange]:
        """All changes of its values, newest first; whose they are is told by them, too."""
        rows = ResultChange.objects.filter(submission=self.submission.pk).select_related("indicator")
        found = list(rows)
        self.desk.know_changes([self.submission.pk], found)
        return found

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
    def sections(self) -> list[RowSection]:
        return self.rows.sections()

    @property
    def telling(self) -> list[ReportRow]:
        return self.rows.telling

    @property
    def quiet(self) -> int:
        """How many rows no check speaks of."""
        return sum(not row.remarks for row in self.rows.rows.values())

    @property
    def is_review(self) -> bool:
        """Whether it waits to be received or approved."""
        return self.submission.state in UNDER_REVIEW

    @property
    def progress(self) -> tuple[int, int]:
        return self.sheet.progress()

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

    @property
    def unchanged_words(self) -> str:
        return {
            "returned": _("The figures have not changed since before the return."),
            "sent_back": _("The figures have not changed since before it was sent back."),
            "version": _("The figures have not changed since version %(version)s.")
            % {"version": self.submission.version - 1},
        }.get(self.against, "")


__all__ = ["VersionReading"]
