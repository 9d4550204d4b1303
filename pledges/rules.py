"""Who may write pledges, keep movements and say that an agency joined one."""

import rules

from clusters.models import Season
from clusters.rights import rights_of


@rules.predicate
def keeps_movements(user, season: Season) -> bool:
    """The secretariat keeps the cluster's movements of its season."""
    return rights_of(user).is_secretariat(season.pk)


@rules.predicate
def keeps_national_movements(user) -> bool:
    return rights_of(user).is_ministry


@rules.predicate
def responds(user, season: Season) -> bool:
    """Officers and heads of members, each for the own agency."""
    return any(m.season_id == season.pk for m in rights_of(user).memberships)


@rules.predicate
def writes_pledges(user, season: Season) -> bool:
    """The secretariat writes the pledges of its season, opens them for signing and closes them."""
    return rights_of(user).is_secretariat(season.pk)


rules.add_perm("pledges.write_pledge", writes_pledges)
rules.add_perm("pledges.keep_movements", keeps_movements)
rules.add_perm("pledges.keep_national_movements", keeps_national_movements)
rules.add_perm("pledges.respond", responds)
