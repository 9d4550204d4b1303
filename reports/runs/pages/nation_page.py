"""What the ministry's report page offers and shows."""

from dataclasses import dataclass

from clusters.current import Current
from clusters.enums import Block
from clusters.models import Season
from emulation_portal.lib.text import sort_key
from emulation_portal.ui.language import lang
from pledges.models import Indicator
from results.words import block_short

from .forms import YEAR_END


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """Indicators of one group of a block, as value, label and whether it is a headline one."""

    name: str
    indicators: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class NationOffer:
    """What may be chosen: years, blocks one supervises, clusters, indicators by group."""

    years: tuple[int, ...]
    blocks: tuple[tuple[str, str], ...]
    clusters: tuple[tuple[str, str], ...]
    groups: tuple[IndicatorGroup, ...]
    seasons: tuple[tuple[int, str], ...] = ()  # year and code of the cluster

    @property
    def choices(self) -> dict:
        indicators = [(code, name) for group in self.groups for code, name, _headline in group.indicators]
        return {"years": self.years, "blocks": self.blocks, "clusters": self.clusters, "indicators": indicators}


def read_offer(current: Current) -> NationOffer:
    """Two queries."""
    language = lang()
    seasons = list(Season.objects.select_related("cluster"))
    blocks = [block for block in Block.values if block in current.rights.supervised_blocks]
    clusters = {s.cluster.code: s.cluster.short_name for s in seasons}
    found: dict[tuple[str, str], list] = {}
    for row in Indicator.objects.filter(block__in=blocks).order_by("block", "ordinal"):
        english = language == "en"
        group = (row.group_en if english and row.group_en else row.group_vi) or ""
        name = row.name_en if english and row.name_en else row.name_vi
        found.setdefault((row.block, group), []).append((row.code, name, row.is_headline))
    return NationOffer(
        years=tuple(sorted({s.year for s in seasons}, reverse=True)),
        blocks=tuple((block, block_short(block)) for block in blocks),
        clusters=tuple(sorted(clusters.items(), key=lambda pair: sort_key(pair[1]))),
        seasons=tuple((s.year, s.cluster.code) for s in seasons),
        groups=tuple(
            IndicatorGroup(f"{block_short(block)} · {name}", tuple(rows)) for (block, name), rows in found.items()
        ),
    )


def initial(offer: NationOffer, choice: dict | None) -> dict:
    """A kept choice, else the latest year that is over or running and every block one supervises."""
    if choice is not None:
        return choice
    return {"years": list(offer.years[:1]), "blocks": [block for block, _name in offer.blocks], "periods": YEAR_END}


def chosen(form) -> dict[str, set[str]]:
    """What is ticked, as text, whether typed now or kept."""
    return {
        name: {str(value) for value in (form[name].value() or [])}
        for name in ("years", "blocks", "clusters", "indicators")
    } | {"periods": {str(form["periods"].value() or YEAR_END)}}


def size_of(offer: NationOffer, form) -> int:
    """How many blocks of seasons the report is about with what is ticked; see ``NationScope.size``."""
    ticked = chosen(form)
    years, clusters = ticked["years"], ticked["clusters"]
    held = [code for year, code in offer.seasons if str(year) in years]
    return len(ticked["blocks"]) * sum(not clusters or code in clusters for code in held)
