"""How far the agencies of the live season have come by the day of loading. Plain values only.

The family's states are set in the plan, so that whoever tries the portal out finds every step. Everybody else's are
drawn, the likelier to be far on the longer ago the report was due.
"""

from dataclasses import dataclass
from datetime import timedelta

from .cast import DEPARTMENT, ENFORCEMENT
from .draw import Draw
from .partition import FAMILY_NOW, REGIONS
from .plan import APPROVED, AWAITING, DRAFT, RECEIVED, SEALED, SUBMITTED, Plan, PlanPeriod

_FAMILY = next(region.provinces for region in REGIONS if region.code == FAMILY_NOW)
_NOT_BEGUN, _RETURNED = "", "returned"
# Of a hundred agencies, how many stand where: before the due date, in the weeks after it, later on. A department
# answers in its own form that its report came on time, so later on none of theirs is on its way.
_BEFORE = ((_NOT_BEGUN, 25), (DRAFT, 30), (AWAITING, 15), (SUBMITTED, 20), (RECEIVED, 10))
_SOON_AFTER = (
    (_NOT_BEGUN, 5),
    (DRAFT, 10),
    (AWAITING, 7),
    (_RETURNED, 5),
    (SUBMITTED, 20),
    (RECEIVED, 18),
    (APPROVED, 35),
)
_LATER = {
    ENFORCEMENT: (
        (DRAFT, 3),
        (AWAITING, 3),
        (_RETURNED, 4),
        (SUBMITTED, 5),
        (RECEIVED, 5),
        (APPROVED, 35),
        (SEALED, 45),
    ),
    DEPARTMENT: ((DRAFT, 6), (APPROVED, 94)),
}
_SOON = timedelta(days=21)
_EARLY = ((_NOT_BEGUN, 70), (DRAFT, 30))
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LiveState:
    """A state, and whether the report was sent back to its agency, may have come late, or is overdue and moves now."""

    state: str
    is_returned: bool = False
    may_be_late: bool = False
    is_overdue: bool = False


def live_state(plan: Plan, period: PlanPeriod, province: str) -> LiveState | None:
    """None where the agency has not begun the live period."""
    if province in _FAMILY:
        state = plan.states(period).get(province)
        return LiveState(state) if state else None
    drawn = _drawn(plan, period, province)
    if drawn == _NOT_BEGUN:
        return None
    if drawn == SEALED and not period.is_year_end:
        drawn = APPROVED
    passed = plan.day - period.due_date
    return LiveState(
        DRAFT if drawn == _RETURNED else drawn,
        is_returned=drawn == _RETURNED,
        may_be_late=passed > _WEEK,
        is_overdue=passed >= _SOON and drawn not in (APPROVED, SEALED),
    )


def _drawn(plan: Plan, period: PlanPeriod, province: str) -> str:
    shares = _shares(plan, period)
    at = Draw(period.code, province, "progress").whole(1, 100)
    for state, share in shares:
        at -= share
        if at <= 0:
            return state
    return shares[-1][0]


def _shares(plan: Plan, period: PlanPeriod) -> tuple[tuple[str, int], ...]:
    passed = plan.day - period.due_date
    if plan.is_early(period):
        return _EARLY
    if passed < timedelta(0):
        return _BEFORE
    return _SOON_AFTER if passed < _SOON else _LATER[period.block]
