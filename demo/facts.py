"""What the story starts from: reference rows, the table of the published cluster and the made-up workloads."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from clusters.enums import Block
from clusters.members import overlapping_year
from clusters.models import Agency, AgencySuccession, Membership
from clusters.querysets import in_force
from emulation_portal.lib.tables import read_table
from pledges.enums import TargetScope
from pledges.models import Indicator, Target
from results.enums import PublishedStatus
from results.models import PublishedFigure

from .years.cast import MERGER_DAY
from .years.enforcement import CASES, MEASURES, MONEY, RATE, UNIT, Totals
from .years.story import MERGER_YEAR, SPLIT_YEARS, NationYear, StoryFacts, StoryMember, Values

DATA = Path(__file__).resolve().parent / "data"
CLUSTER, NATION = "BSH", "VN"
_YEAR_END = "12m"
_MIXED = (PublishedStatus.PRELIMINARY, PublishedStatus.FINAL)


def read_facts() -> StoryFacts:
    """Needs the reference data; BadTable or KeyError where a table does not fit it."""
    told, told_targets = _table()
    old = _old_members()
    return StoryFacts(
        old=old,
        new=_new_members(old),
        renamed=_renamed(old),
        told=told,
        told_targets=told_targets | _assigned_targets(),
        workloads=_workloads(),
        nation={year: _nation_year(year) for year in (*SPLIT_YEARS, MERGER_YEAR)},
        nation_targets={
            (target.year, target.indicator.code): target.value
            for target in Target.objects.filter(scope=TargetScope.NATION, period_code="").select_related("indicator")
        },
        communes=_communes(),
        areas=dict(Indicator.objects.filter(block=Block.DEPARTMENT_OF_JUSTICE).values_list("code", "group_vi")),
        fixed=_fixed(old),
        cluster_sums=_cluster_sums(),
    )


def _table() -> tuple[dict[tuple[int, str], Values], dict[tuple[int, str, str], Decimal]]:
    """Typed values and targets of the published cluster, by year and agency."""
    columns = ("year", "agency_code", "row_kind", "indicator_code", "value")
    values: dict[tuple[int, str], Values] = defaultdict(dict)
    targets = {}
    for row in read_table(DATA / "demo_2024_bac_song_hau.csv", columns):
        year, agency, code = row.whole("year"), row.text("agency_code"), row.text("indicator_code")
        if row.text("row_kind") == "input":
            values[year, agency][code] = row.whole("value")
        elif row.text("row_kind") == "target" and agency:
            targets[year, agency, code] = row.number("value")
    return dict(values), targets


def _workloads() -> dict[str, dict[str, float]]:
    rows = read_table(DATA / "demo_workloads.csv", ("province_code", "case_load", "money_load", "population"))
    return {
        row.text("province_code"): {
            CASES: row.whole("case_load"),
            MONEY: row.whole("money_load"),
            "people": row.whole("population"),
        }
        for row in rows
    }


def _communes() -> dict[str, int]:
    """How many communes each province has since the reorganisation of July 2025."""
    rows = read_table(DATA / "demo_communes.csv", ("province_code", "communes"))
    return {row.text("province_code"): row.whole("communes") for row in rows}


def _old_members() -> tuple[StoryMember, ...]:
    """Everybody who competes in the last year before the mergers."""
    year = MERGER_YEAR - 1
    rows = Membership.objects.filter(overlapping_year(year)).select_related("agency__province", "cluster")
    return tuple(
        StoryMember(m.agency.code, m.agency.kind, m.agency.province.code, m.cluster.code)
        for m in rows.order_by("agency__code")
        if m.cluster.valid_from.year <= year
    )


def _new_members(old: tuple[StoryMember, ...]) -> tuple[StoryMember, ...]:
    """The agencies since the mergers, with those of the last year before that they succeed, whatever lay between.

    A department whose province did not merge goes on, and succeeds nobody.
    """
    known, before = {m.code: m for m in old}, _predecessors()
    agencies = Agency.objects.filter(in_force(MERGER_DAY), kind__in=Block.values).select_related("province")
    return tuple(
        StoryMember(
            a.code,
            a.kind,
            a.province.code,
            known[a.code].cluster if a.code in known else "",
            () if a.code in known else tuple(sorted(_lives(a.code, known, before))),
        )
        for a in agencies.order_by("code")
    )


def _renamed(old: tuple[StoryMember, ...]) -> dict[str, StoryMember]:
    """Agencies that came and ended between the last year and the mergers, with the one whose work they went on with."""
    known, before = {m.code: m for m in old}, _predecessors()
    between = {code for codes in before.values() for code in codes} - set(known)
    return {code: known[life] for code in sorted(between) for life in _lives(code, known, before)}


def _predecessors() -> dict[str, list[str]]:
    edges: dict[str, list[str]] = defaultdict(list)
    for before, after in AgencySuccession.objects.values_list("predecessor__code", "successor__code"):
        edges[after].append(before)
    return dict(edges)


def _lives(code: str, known: Mapping[str, StoryMember], before: Mapping[str, list[str]]) -> set[str]:
    """The known agencies that an agency is or goes back to."""
    return {code} if code in known else {life for each in before.get(code, ()) for life in _lives(each, known, before)}


def _assigned_targets() -> dict[tuple[int, str, str], Decimal]:
    """Targets the reference data already name for single agencies."""
    rows = Target.objects.filter(scope=TargetScope.AGENCY, period_code="", is_illustrative=False).select_related(
        "agency", "indicator"
    )
    return {(t.year, t.agency.code, t.indicator.code): t.value for t in rows}


def _published(scope: str, **wanted):
    rows = PublishedFigure.objects.filter(scope_kind=scope, measure="value", **wanted)
    return rows.select_related("indicator")


def _nation_year(year: int) -> NationYear:
    """The nation's final totals; what is truncated in print is taken a little above its lower bound."""
    rows = list(_published("nation", year=year, period_code=_YEAR_END).order_by("code"))
    final = {f.indicator.code: f for f in rows if f.status == PublishedStatus.FINAL}
    figures = {f.indicator.code: f for f in rows} | final
    received, done = (figures.get(f"admin_judgments_{name}") for name in ("enforceable", "completed"))
    totals = {measure: _totals(figures, measure) for measure in MEASURES}
    return NationYear(totals, (int(received.value) if received else None, int(done.value)))


def _totals(figures: dict[str, PublishedFigure], measure: str) -> Totals:
    """What is eligible follows from the rate where its own figure is of an earlier count than what is completed.

    So does what is to be enforced: of 2025 it was printed before the final count, far above what was accepted.
    """
    unit = UNIT[measure]
    done = figures[f"completed_{measure}"]
    completed = _inside(done) // unit
    counts = (figures.get(f"{name}_{measure}") for name in ("eligible", "enforceable"))
    eligible, enforceable = (_of_one_count(count, done) for count in counts)
    return Totals(
        eligible=_inside(eligible) // unit if eligible else int(completed * 100 / figures[RATE[measure]].value),
        completed=completed,
        enforceable=_inside(enforceable) // unit if enforceable else None,
    )


def _of_one_count(figure: PublishedFigure | None, done: PublishedFigure) -> PublishedFigure | None:
    return None if figure is None or (figure.status, done.status) == _MIXED else figure


def _inside(figure: PublishedFigure) -> int:
    """A whole number the printed one may stand for."""
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return int(figure.value)
    return int(figure.low + (figure.high - figure.low) / 3)


def _fixed(old: tuple[StoryMember, ...]) -> dict[tuple[int, str], tuple[int, int]]:
    """Eligible and completed cases of a year, where both are printed for one province."""
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    codes = ("eligible_cases", "completed_cases")
    for figure in _published("province", year__in=SPLIT_YEARS, period_code=_YEAR_END, indicator__code__in=codes):
        found[figure.year, figure.scope_code][figure.indicator.code] = int(figure.value)
    agency_of = {m.province: m.code for m in old if m.block == Block.CIVIL_ENFORCEMENT}
    return {
        (year, agency_of[province]): tuple(values[code] for code in codes)
        for (year, province), values in found.items()
        if len(values) == len(codes)
    }


def _cluster_sums() -> dict[tuple[int, str], Values]:
    """What is printed about the departments of the other clusters together."""
    found: dict[tuple[int, str], Values] = defaultdict(dict)
    rows = _published("cluster", block=Block.DEPARTMENT_OF_JUSTICE, year__in=SPLIT_YEARS).order_by("code")
    for figure in rows.exclude(scope_code=CLUSTER):
        if figure.indicator.is_typed or figure.indicator.formula:
            found[figure.year, figure.scope_code][figure.indicator.code] = int(figure.value)
    return dict(found)
