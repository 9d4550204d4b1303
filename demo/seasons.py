"""Storing what frames the figures: the cluster after the mergers, seasons, phases, leadership, targets, pledges."""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from clusters.enums import LeadershipRole
from clusters.models import (
    Agency,
    Cluster,
    Handover,
    HandoverItem,
    Leadership,
    Membership,
    Representative,
    Season,
    SeasonPhase,
)
from clusters.versions import raise_season
from emulation_portal.lib import dates
from pledges.covenants.reading import text_of
from pledges.enums import Comparator, ItemKind, PledgeState, TargetScope
from pledges.frozen import canonical, hash_of
from pledges.models import Pledge, PledgeItem, PledgeSignature, Target

from .facts import CLUSTER
from .people import named_in_2024, title_of
from .stage import FAMILY, Stage
from .years import cast, texts
from .years.calendar import entry_phase, leadership_span, phases_of, signing_day
from .years.partition import REGIONS, Region
from .years.story import COVERAGE, MERGER_YEAR, SPLIT_YEARS, StoryMember

_CLUSTER_FIELDS = ("slug", "name_vi", "name_en", "short_name_vi", "short_name_en")
_TENTH = Decimal("0.1")
_HALF = Decimal("0.5")


def load_clusters(stage: Stage) -> None:
    """The made-up clusters since the mergers, and made-up members of them and of the known one whose list is short.

    What is stored already stays as it is, so a loading of a later year asks for it again.
    """
    for region in REGIONS:
        names = {name: getattr(region, name) for name in _CLUSTER_FIELDS}
        defaults = {**names, "valid_from": cast.MERGER_DAY, "is_official": False}
        cluster, _created = Cluster.objects.get_or_create(code=region.code, defaults=defaults)
        official = stage.clusters.get(region.official)
        if official is None:
            _add_members(stage, region, cluster, cast.MERGER_DAY, None)
            continue
        _add_members(stage, region, cluster, cast.MERGER_DAY, official.valid_from)
        _add_members(stage, region, official, official.valid_from, official.valid_to)
        if official.valid_to:
            _add_members(stage, region, cluster, official.valid_to, None)
    stage.read_clusters()


def _add_members(stage: Stage, region: Region, cluster: Cluster, first: date, end: date | None) -> None:
    held = Membership.objects.filter(cluster=cluster, valid_from=first).values_list("agency__code", flat=True)
    codes = {m.code for m in stage.story.facts.new if m.province in region.provinces} - set(held)
    Membership.objects.bulk_create(
        Membership(cluster=cluster, agency=stage.agencies[code], valid_from=first, valid_to=end, is_official=False)
        for code in sorted(codes)
    )


def load_season(stage: Stage, key: tuple[str, int]) -> Season:
    """A season with its phases and, since the mergers, its pledges; for the family all its papers in every year."""
    cluster, year = key
    season = Season.objects.create(cluster=stage.clusters[cluster], year=year, is_illustrative=True)
    stage.seasons[key] = season
    _load_phases(stage, season)
    people = {}
    if cluster in FAMILY:
        _load_leadership(stage, season)
        people = _load_representatives(stage, season)
    if cluster in FAMILY or year >= MERGER_YEAR:
        for block in texts.BLOCK_NAMES:
            _load_pledge(stage, season, block, people)
    if key == (CLUSTER, SPLIT_YEARS[-1]):
        _load_handover(stage, season)
    return season


def _load_phases(stage: Stage, season: Season) -> None:
    cluster = season.cluster
    periods = [p for p in stage.periods if p.year == season.year and stage.members_in(cluster.code, p)]
    SeasonPhase.objects.bulk_create(
        SeasonPhase(
            season=season, kind=p.kind, block=p.block, period_code=p.period_code, opens=p.opens, closes=p.closes
        )
        for p in phases_of(season.year, periods, cluster.valid_from, cluster.valid_to, stage.plan)
    )


def keep_entry_open(stage: Stage) -> int:
    """Let the entry of the live periods go on where it has closed meanwhile; returns how many were prolonged."""
    day, prolonged = stage.plan.day, set()
    wanted = {(p.block, p.period_code): entry_phase(p, stage.plan) for p in stage.plan.live.values()}
    codes = [stage.cluster_of(region, stage.plan.live_year) for region in REGIONS]
    live = Season.objects.filter(cluster__code__in=codes, year=stage.plan.live_year)
    for phase in SeasonPhase.objects.filter(season__in=live, kind="entry").order_by("pk"):
        key = (phase.block, phase.period_code)
        if key not in wanted or phase.is_open(day):
            continue
        phase.opens, phase.closes = min(phase.opens, wanted[key].opens), wanted[key].closes
        phase.save(update_fields=["opens", "closes"])
        prolonged.add((phase.season_id, key))
    for season in sorted({season for season, _key in prolonged}):
        raise_season(season)
    return len({key for _season, key in prolonged})


def _load_leadership(stage: Stage, season: Season) -> None:
    if not stage.is_led(season.cluster.code, season.year):
        return
    old = season.cluster.code == CLUSTER
    first, end = leadership_span(season.year, season.cluster.valid_from)
    places = (
        (LeadershipRole.HEAD, cast.HEAD_AGENCY if old else cast.HEAD_AGENCY_NOW),
        (LeadershipRole.DEPUTY, cast.DEPUTY_AGENCY if old else cast.DEPUTY_AGENCY_NOW),
    )
    Leadership.objects.bulk_create(
        Leadership(
            season=season,
            agency=stage.agencies[agency],
            role=role,
            valid_from=min(first, stage.plan.day),
            valid_to=end,
            is_official=False,
        )
        for role, agency in places
    )


def _load_representatives(stage: Stage, season: Season) -> dict[str, Representative]:
    """Who stands for each member in the papers: the persons of the article in its year, else made-up heads."""
    named = {n.agency: n for n in named_in_2024()} if season.year == SPLIT_YEARS[-1] else {}
    leads = stage.head_agency(season.cluster.code) if stage.is_led(season.cluster.code, season.year) else ""
    rows = []
    for member in stage.members_of(season.cluster.code, season.year):
        agency, person = stage.agencies[member.code], named.get(member.code)
        name = person.full_name if person else cast.head_name(member.code, member.block, member.province)
        rows.append(
            Representative(
                season=season,
                agency=agency,
                person=stage.people.persons[name],
                title=person.title if person else title_of(agency, "head"),
                is_cluster_head=member.code == leads,
                is_official=person is not None,
            )
        )
    return {row.agency.code: row for row in Representative.objects.bulk_create(rows)}


# -- pledges -----------------------------------------------------------------------------------------------------------
def _load_pledge(stage: Stage, season: Season, block: str, people: dict[str, Representative]) -> None:
    signed_on = signing_day(season.year, season.cluster.valid_from, dates.today())
    opened = datetime.combine(signed_on - timedelta(days=3), time(15), tzinfo=dates.TIME_ZONE)
    pledge = Pledge(
        season=season,
        block=block,
        title=texts.pledge_title(block, season.year),
        preamble=texts.pledge_preamble(season.cluster.short_name_vi, season.year),
        state=PledgeState.SIGNED if season.year == stage.plan.live_year else PledgeState.CLOSED,
        opened_at=stage.not_later(opened),
        signed_on=signed_on,
        is_illustrative=True,
    )
    items = _promises(stage, season, block)
    members = [m for m in stage.members_of(season.cluster.code, season.year) if m.block == block]
    leading = leading_code(stage, season, block)
    members = sorted(members, key=lambda m: m.code != leading)
    for ordinal, item in enumerate(items, start=1):
        item.pledge, item.ordinal = pledge, ordinal
    pledge.frozen = canonical(text_of(pledge, items, [m.code for m in members]))
    pledge.text_hash = hash_of(pledge.frozen)
    pledge.save()
    PledgeItem.objects.bulk_create(items)
    PledgeSignature.objects.bulk_create(
        _signature(pledge, stage.agencies[m.code], people.get(m.code), signed_on, ordinal)
        for ordinal, m in enumerate(members, start=1)
    )


def leading_code(stage: Stage, season: Season, block: str) -> str:
    """The code of the block's leading agency, which signs first; empty where nobody is known to lead."""
    if not stage.is_led(season.cluster.code, season.year):
        return ""
    old = season.cluster.code == CLUSTER
    deputy = cast.DEPUTY_AGENCY if old else cast.DEPUTY_AGENCY_NOW
    codes = (stage.head_agency(season.cluster.code), deputy)
    return next((code for code in codes if stage.agencies[code].kind == block), "")


def _signature(
    pledge: Pledge, agency: Agency, signer: Representative | None, day: date, ordinal: int
) -> PledgeSignature:
    """Who heads the agencies outside the family is not known, so their signatures bear the post and no name."""
    moment = datetime.combine(day, time(8), tzinfo=dates.TIME_ZONE) + timedelta(minutes=7 * ordinal)
    return PledgeSignature(
        ordinal=ordinal,
        signed_at=moment,
        signed_hash=pledge.text_hash,
        pledge=pledge,
        agency=agency,
        person=signer.person if signer else None,
        title=signer.title if signer else title_of(agency, "head"),
        signed_on=day,
        is_illustrative=signer is None or not signer.is_official,
    )


def _promises(stage: Stage, season: Season, block: str) -> list[PledgeItem]:
    """Measured promises that every member keeps at the year's end, then those in words."""
    members = [m for m in stage.members_of(season.cluster.code, season.year) if m.block == block]
    measured = []
    for code, wish, pattern in texts.MEASURED[block]:
        value = _promised(stage, season.year, members, code, wish)
        measured.append(
            PledgeItem(
                kind=ItemKind.INDICATOR,
                text=texts.promise(pattern, value),
                indicator=stage.indicators[code],
                comparator=Comparator.GTE,
                value=value,
            )
        )
    return measured + [PledgeItem(text=text) for text in texts.UNMEASURED[block]]


def _promised(stage: Stage, year: int, members: list[StoryMember], code: str, wish: Decimal | None) -> Decimal:
    """A little more than the highest target of a member, but no more than the weakest member reaches."""
    reached = min(_rate(stage, year, m.code, code) for m in members)
    weakest = (Decimal(reached.numerator) * 100 / reached.denominator).quantize(_TENTH, ROUND_DOWN)
    if wish is None:
        targets = [stage.story.targets[year, m.code, code] for m in members]
        wish = (max(targets) / _HALF).to_integral_value(ROUND_DOWN) * _HALF + _HALF
    return min(wish, weakest)


def _rate(stage: Stage, year: int, agency: str, code: str) -> Fraction:
    indicator = stage.indicators[code]
    values = stage.story.year_end(year, agency)

    def amount(each) -> int:
        return sum(values[name] for name in each.formula.split(" + ")) if each.formula else values[each.code]

    parts = {i.pk: i for i in stage.indicators.values()}
    return Fraction(amount(parts[indicator.numerator_id]), amount(parts[indicator.denominator_id]))


def _load_handover(stage: Stage, season: Season) -> None:
    """The head of the next year is not named in the article, so none is invented."""
    _, day = leadership_span(season.year, season.cluster.valid_from)
    handover = Handover.objects.create(
        season=season,
        from_agency=stage.agencies[cast.HEAD_AGENCY],
        date=day,
        minutes=texts.HANDOVER_MINUTES.format(year=season.year),
        is_illustrative=True,
    )
    HandoverItem.objects.bulk_create(
        HandoverItem(handover=handover, ordinal=ordinal, content=content, quantity=quantity, state=state)
        for ordinal, (content, quantity, state) in enumerate(texts.HANDOVER_ITEMS, start=1)
    )


# -- targets -----------------------------------------------------------------------------------------------------------
def load_targets(stage: Stage, years: range) -> None:
    """The targets of the story for single agencies; one that the reference data name already stays as it is."""
    known = set(
        Target.objects.filter(scope=TargetScope.AGENCY, period_code="", year__in=years).values_list(
            "year", "agency__code", "indicator__code"
        )
    )
    national = dict(Target.objects.filter(scope=TargetScope.NATION, period_code="").values_list("year", "comparator"))
    Target.objects.bulk_create(
        Target(
            scope=TargetScope.AGENCY,
            agency=stage.agencies[agency],
            indicator=stage.indicators[code],
            year=year,
            comparator=Comparator.GTE if code == COVERAGE else national.get(year, Comparator.GTE),
            value=value,
            is_official=False,
            is_illustrative=True,
        )
        for (year, agency, code), value in sorted(stage.story.targets.items())
        if year in years and (year, agency, code) not in known
    )
