"""Who may do what with nominations, decisions and the ledger."""

import rules

from clusters.enums import LeadershipRole
from clusters.models import Agency, Season
from clusters.rights import rights_of

from .models import AwardRecord, Nomination


@rules.predicate
def proposes_in(user, season: Season) -> bool:
    """Officers and heads of the season's members, for their own agency and its people."""
    return any(m.season_id == season.pk for m in rights_of(user).memberships)


@rules.predicate
def proposes(user, nomination: Nomination) -> bool:
    return nomination.agency_id in rights_of(user).own_agency_ids


@rules.predicate
def submits(user, nomination: Nomination) -> bool:
    """The head agency sends nominations on; after the handover it still closes the dossiers it kept open."""
    return bool(rights_of(user).leads(nomination.season_id, role=LeadershipRole.HEAD, current=False))


@rules.predicate
def decides(user, nomination: Nomination) -> bool:
    """What was decided is entered by the Ministry's approver of the agency's block."""
    return nomination.agency.kind in rights_of(user).approver_blocks


@rules.predicate
def decides_any(user) -> bool:
    return bool(rights_of(user).approver_blocks)


@rules.predicate
def classifies(user, agency: Agency) -> bool:
    """The Ministry's approver of the agency's block."""
    return agency.kind in rights_of(user).approver_blocks


@rules.predicate
def keeps_ledger(user) -> bool:
    return rights_of(user).is_ministry


@rules.predicate
def mends(user, record: AwardRecord) -> bool:
    """Whoever keeps the ledger; a row of a decision of the portal is mended by who enters decisions of its block."""
    rights = rights_of(user)
    if record.decision_id is None:
        return rights.is_ministry
    return record.of_agency.kind in rights.approver_blocks


@rules.predicate
def reads_ledger(user) -> bool:
    return not rights_of(user).is_empty


rules.add_perm("awards.propose", proposes_in)
rules.add_perm("awards.propose_nomination", proposes)
rules.add_perm("awards.submit_nomination", submits)
rules.add_perm("awards.decide_nomination", decides)
rules.add_perm("awards.decide", decides_any)
rules.add_perm("awards.classify", classifies)
rules.add_perm("awards.keep_ledger", keeps_ledger)
rules.add_perm("awards.mend_record", mends)
rules.add_perm("awards.read_ledger", reads_ledger)
