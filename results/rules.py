"""Who may do what with submissions: one permission per step, answered by the person's desk."""

import rules

from clusters.models import Season
from clusters.rights import BLOCKS, rights_of

from .enums import State
from .models import Submission
from .roles import desk_of
from .workflow import STEPS


@rules.predicate
def edits(user, submission: Submission) -> bool:
    return submission.state == State.DRAFT and desk_of(user).standing(submission).edits


@rules.predicate
def nudges_agency(user, submission: Submission) -> bool:
    """Who leads the cluster, and the Ministry in its blocks: not one's own agency."""
    desk, agency, period = desk_of(user), submission.agency, submission.period
    return desk.nudges(agency.pk, period.block, desk.season_id(agency, period))


@rules.predicate
def releases_figures(user, season: Season) -> bool:
    return desk_of(user).releases(season)


@rules.predicate
def sets_up(user) -> bool:
    """Targets and members of a year are kept by the Ministry, in the blocks of the own body."""
    return rights_of(user).is_ministry


@rules.predicate
def opens_season(user) -> bool:
    """A season is one of both blocks, so opening it takes an approver of both."""
    return rights_of(user).approver_blocks >= BLOCKS


@rules.predicate
def keeps_days(user) -> bool:
    """Days off count for both blocks, so they are kept by a body that supervises both."""
    return rights_of(user).supervised_blocks >= BLOCKS


def may_take(action: str) -> rules.predicates.Predicate:
    @rules.predicate(f"may_{action}")
    def may(user, submission: Submission) -> bool:
        return desk_of(user).standing(submission).may(action)

    return may


rules.add_perm("results.edit_submission", edits)
rules.add_perm("results.nudge_agency", nudges_agency)
rules.add_perm("results.release_figures", releases_figures)
rules.add_perm("results.set_up", sets_up)
rules.add_perm("results.open_season", opens_season)
rules.add_perm("results.keep_days", keeps_days)
for _action, _step in STEPS.items():
    rules.add_perm(_step.permission, may_take(_action))
