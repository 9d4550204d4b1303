"""Who may ask for which report, and who may still have it: the same answer at the request and at the download."""

import rules

from clusters.models import Season
from clusters.rights import BLOCKS, Rights, rights_of

from .exporting.nation import NationScope
from .exporting.scopes import Scope


@rules.predicate
def may_see(user, scope: Scope | NationScope) -> bool:
    """Every figure of the scope may be shown to the person today.

    The own agency's report: its officer and head. Whole blocks: whoever sees all of them (secretariat, deputy agency
    in its block, ministry in its blocks); heads of member agencies once the figures are released. Several clusters:
    the ministry, in its blocks.
    """
    rights = rights_of(user)
    if isinstance(scope, NationScope):
        return rights.is_ministry and set(scope.blocks) <= rights.supervised_blocks
    if scope.agency_id is not None and scope.agency_id in rights.own_agency_ids:
        return True
    return all(_sees_block(rights, scope, block) for block in scope.blocks)


def _sees_block(rights: Rights, scope: Scope, block: str) -> bool:
    if rights.sees_all_of(scope.season_id, block):
        return True
    return block in scope.released and bool(rights.head_ids) and scope.season_id in rights.season_ids


rules.add_perm("reports.request_run", may_see)
rules.add_perm("reports.download_run", may_see)


@rules.predicate
def reads_paper(user, season: Season) -> bool:
    """Whoever sees every block of the season: its secretariat, also a past one, and the ministry."""
    rights = rights_of(user)
    return all(rights.sees_all_of(season.pk, block) for block in BLOCKS)


@rules.predicate
def writes_paper(user, season: Season) -> bool:
    """Officers and head of the head agency, while it leads."""
    return rights_of(user).is_secretariat(season.pk)


@rules.predicate
def writes_remark(user, season: Season) -> bool:
    """The Ministry, by people who supervise every block: the remark is on the whole cluster."""
    return rights_of(user).supervised_blocks >= BLOCKS


rules.add_perm("reports.read_paper", reads_paper)
rules.add_perm("reports.write_paper", writes_paper)
rules.add_perm("reports.write_remark", writes_remark)
