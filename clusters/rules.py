"""Who may edit persons, appointments and the dates of a season."""

import rules

from .models import Season, SeasonPhase
from .rights import BLOCKS, rights_of


@rules.predicate
def is_administrator(user) -> bool:
    return user.is_authenticated and user.is_active and user.is_administrator


@rules.predicate
def keeps_the_calendar(user, season: Season) -> bool:
    """The secretariat of the season, or a ministry's approver (in the blocks of the own body: ``may_date``)."""
    rights = rights_of(user)
    return rights.is_secretariat(season.pk) or bool(rights.approver_blocks)


@rules.predicate
def may_date(user, phase: SeasonPhase) -> bool:
    """Whether a person may set the dates of one step: a step of both blocks needs an approver of both."""
    rights = rights_of(user)
    blocks = {phase.block} if phase.block else BLOCKS
    return rights.is_secretariat(phase.season_id) or blocks <= rights.approver_blocks


rules.add_perm("clusters.manage_people", is_administrator)
rules.add_perm("clusters.edit_phases", keeps_the_calendar)
rules.add_perm("clusters.edit_phase", may_date)
