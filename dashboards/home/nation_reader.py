"""What the Ministry's home reads: the whole nation of the latest year, what waits to be sealed and to be decided."""

from awards.reading import undecided_of
from clusters.access import place_of
from clusters.enums import Block
from dashboards.workspace.current import Surroundings
from emulation_portal.lib import dates
from reports.exporting.nation import read_year
from results.review.together import waiting_to_be_sealed

from .nation import NationReader, decisions

MOST_NAMED = 6


def nation_page(around: Surroundings) -> dict | None:
    """What the template of the Ministry's home asks for; None for whoever is not of it or where no year is open."""
    if not around.rights.is_ministry or not around.seasons:
        return None
    year = max(season.year for season in around.seasons)
    seasons = [season for season in around.seasons if season.year == year]
    blocks = [block for block in Block.values if block in around.rights.supervised_blocks]
    nation = read_year(seasons, rights=around.rights, blocks=blocks)
    to_seal = waiting_to_be_sealed(blocks)
    to_decide = list(undecided_of(blocks))
    held = NationReader(around.calendar, around.today).blocks(nation, blocks)
    oldest = min((row.approved_at for row in to_seal if row.approved_at), default=None)
    return {
        "year": year,
        "years": sorted({season.year for season in around.seasons}, reverse=True),
        "clusters": len(seasons),
        "nation_blocks": held,
        "to_seal": to_seal,
        "sealable": to_seal[:MOST_NAMED],
        "seals": bool(around.rights.approver_blocks),
        "oldest_days": (around.today - dates.day_of(oldest)).days if oldest else 0,
        "to_decide": len(to_decide),
        "decisions": decisions(to_decide, place_of),
        "late_clusters": len({row.name for each in held for row in each.rows if row.late}),
        "late_agencies": sum(each.late for each in held),
        "is_illustrative": nation.latest.is_illustrative,
        "version": nation.version_code,
    }


__all__ = ["nation_page"]
