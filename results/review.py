"""What stands in the way of a submission: relations that fail and required cells that are empty."""

from dataclasses import dataclass

from pledges.enums import CheckScope, Severity
from pledges.models import IndicatorCheck

from .checks import CheckOutcome, CheckRule, missing_required, outcomes
from .figures import IndicatorRef
from .models import Submission
from .refs import submission_cells, submission_indicators


@dataclass(frozen=True, slots=True)
class Findings:
    """All relations worked out, and the required inputs that hold nothing."""

    outcomes: tuple[CheckOutcome, ...]
    missing: tuple[IndicatorRef, ...]

    @property
    def errors(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.holds is False and o.rule.is_hard)

    @property
    def questions(self) -> tuple[CheckOutcome, ...]:
        """Soft relations that fail and are not explained yet."""
        return tuple(o for o in self.outcomes if o.asks)

    @property
    def explained(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.holds is False and o.explained and not o.rule.is_hard)

    @property
    def passed(self) -> tuple[CheckOutcome, ...]:
        return tuple(o for o in self.outcomes if o.holds)


def check_rules(block: str) -> list[CheckRule]:
    """The relations inside one submission; those over several periods are kept in the catalogue but not asked here."""
    rows = IndicatorCheck.objects.filter(block=block, scope=CheckScope.SAME_SUBMISSION)
    return [CheckRule(c.code, c.expression, c.severity == Severity.HARD, c.message_vi, c.message_en) for c in rows]


def review(submission: Submission, cells=None, indicators=None) -> Findings:
    """Work every relation out over a submission's stored cells (or over ``cells`` already read)."""
    indicators = submission_indicators(submission) if indicators is None else indicators
    cells = submission_cells(submission) if cells is None else cells
    found = outcomes(check_rules(submission.period.block), cells, indicators)
    return Findings(tuple(found), missing_required(cells, indicators))


def blocking(findings: Findings) -> Findings | None:
    """The findings where they keep the submission from being handed over, else None."""
    return findings if findings.errors or findings.questions or findings.missing else None
