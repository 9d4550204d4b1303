"""How far the agencies of the live season have come by the day of loading. Plain values only.

The family's states are set in the plan, so that whoever tries the portal out finds every step. Everybody else's are
drawn, the likelier to be far on the longer ago the report was due.
"""

from dataclasses import dataclass
from datetime import timedelta

from .draw import Draw
from .partition import FAMILY_NOW, REGIONS
from .plan import APPROVED, AWAITING, DRAFT, RECEIVED, SEALED, SUBMITTED, Plan, PlanPeriod

_FAMILY = next(region.provinces for region in REGIONS if region.code == FAMILY_NOW)
_NOT_BEGUN, _RETURNED = "", "returned"
# Of a hundred agencies, how many stand where: before the due date, in the weeks after it, later on.
_SHARES = (
    (timedelta(0), ((_NOT_BEGUN, 25), (DRAFT, 30), (AWAITING, 15), (SUBMITTED, 20), (RECEIVED, 10))),
    (
        timedelta(days=21),
        ((_NOT_BEGUN, 5), (DRAFT, 10), (AWAITING, 7), (_RETURNED, 5), (SUBMITTED, 20), (RECEIVED, 18), (APPROVED, 35)),
    ),
    (
        timedelta.max,
        ((DRAFT, 4), (AWAITING, 4), (_RETURNED, 4), (SUBMITTED, 7), (RECEIVED, 9), (APPROVED, 32), (SEALED, 40)),
    ),
)
_EARLY = ((_NOT_BEGUN, 70), (DRAFT, 30))
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LiveState:
    """A state, and whether the report was sent back to its agency or may have come late."""

    state: str
    is_returned: bool = False
    may_be_late: bool = False


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
    may_be_late = plan.day > period.due_date + _WEEK
    return LiveState(DRAFT if drawn == _RETURNED else drawn, drawn == _RETURNED, may_be_late)


def _drawn(plan: Plan, period: PlanPeriod, province: str) -> str:
    passed = plan.day - period.due_date
    shares = _EARLY if plan.is_early(period) else next(shares for until, shares in _SHARES if passed < until)
    at = Draw(period.code, province, "progress").whole(1, 100)
    for state, share in shares:
        at -= share
        if at <= 0:
            return state
    return shares[-1][0]
