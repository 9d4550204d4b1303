"""A season whose figures nobody chose: drawn from a seed, with the awkward cases always among them.

Eight seeds in a row bring up every kind: with last year (odd seeds) and without, members between which others merged or
were divided (3, 5 and 7 of eight), a part of the year instead of the whole (6 of eight, in 7 of eight for one block), a
cluster without a target of its own (every fourth). In every sixteenth everybody has figures of both years.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from clusters.enums import Block
from clusters.models import Agency, Cluster, Season
from results.enums import State
from results.models import ReportingPeriod
from tests.factories.clusters import AgencyFactory, MembershipFactory, SuccessionFactory
from tests.factories.pledges import TargetFactory

from .independent import calculate, catalogue
from .world import YEAR, World

AGENCIES = 6
ENFORCEMENT, DEPARTMENTS = Block.CIVIL_ENFORCEMENT, Block.DEPARTMENT_OF_JUSTICE
# The rates that carry targets: two of the enforcement block, one of the departments.
TARGETED = {
    ENFORCEMENT: ("completion_rate_cases", "completion_rate_money"),
    DEPARTMENTS: ("appraisal_coverage_rate",),
}
MISSING = {ENFORCEMENT: 4, DEPARTMENTS: 5}  # the agency of each block that has handed in nothing
MERGED_ON = date(YEAR, 1, 1)
# How many agencies each member of a merged season came from, by its position; 0: from one that was divided.
CAME_FROM = {3: 3, 5: 2, 2: 0}
EMPTIED = {
    ENFORCEMENT: ("eligible_money", "fully_enforced_cases"),
    DEPARTMENTS: ("drafts_requiring_appraisal", "mediation_received"),
}
PARTS_OF_A_YEAR = ("6m", "9m", "10m")


@dataclass
class RandomSeason:
    """The season, its agencies by block, and handles on those with an awkward case."""

    seed: int
    world: World
    agencies: dict[str, list[Agency]]
    periods: dict[str, ReportingPeriod]
    last_periods: dict[str, ReportingPeriod]
    predecessors: dict[str, list[Agency]] = field(default_factory=dict)  # by code of the agency of now

    @property
    def has_last_year(self) -> bool:
        return self.seed % 2 == 1

    @property
    def is_merged(self) -> bool:
        return self.seed % 8 in (3, 5, 7)

    @property
    def is_part_year(self) -> bool:
        return self.seed % 8 in (6, 7)

    @property
    def is_whole(self) -> bool:
        """Nobody is missing in either year."""
        return self.seed % 16 == 9

    @property
    def season(self) -> Season:
        return self.world.season

    @property
    def cluster(self) -> Cluster:
        return self.world.cluster

    @property
    def zero(self) -> Agency:
        """Its denominators are all zero."""
        return self.agencies[ENFORCEMENT][3]

    @property
    def missing(self) -> Agency:
        """It has handed in nothing but a draft."""
        return self.agencies[ENFORCEMENT][MISSING[ENFORCEMENT]]

    @property
    def empty(self) -> Agency:
        """It has left one input empty."""
        return self.agencies[ENFORCEMENT][5]

    @property
    def tied(self) -> tuple[Agency, Agency]:
        """The second has twice the figures of the first, so every rate is the same."""
        return self.agencies[ENFORCEMENT][1], self.agencies[ENFORCEMENT][2]

    @property
    def below(self) -> Agency:
        """It misses its target for cases."""
        return self.agencies[ENFORCEMENT][0]

    def expected(self):
        return calculate(
            {block: [a.code for a in agencies] for block, agencies in self.agencies.items()},
            {block: period.code for block, period in self.periods.items()},
            {block: period.code for block, period in self.last_periods.items()},
            YEAR,
        )


def random_season(world: World, seed: int) -> RandomSeason:
    """Fill the small world's season anew."""
    draw = random.Random(seed)
    agencies = {ENFORCEMENT: list(world.enforcement), DEPARTMENTS: list(world.departments)}
    for block, listed in agencies.items():
        while len(listed) < AGENCIES:
            listed.append(AgencyFactory(block=block))
            MembershipFactory(cluster=world.cluster, agency=listed[-1])
    made = RandomSeason(seed, world, agencies, {}, {})
    made.periods, made.last_periods = (_periods(made, year) for year in (YEAR, YEAR - 1))
    if made.is_merged:
        _merge(made)
    _report_enforcement(made, draw)
    _report_departments(made, draw)
    if made.has_last_year:
        _report_last_year(made, draw)
    _set_targets(made, draw)
    return made


def season_and_neighbour(world: World, seed: int) -> RandomSeason:
    """A random season, and beside it the other cluster's one agency per block, approved, in the same periods."""
    made = random_season(world, seed)
    for number, agency in enumerate(world.other_agencies, start=4):
        world.fill(agency, period=made.periods[agency.kind], state=State.APPROVED, size=number)
    return made


def _periods(made: RandomSeason, year: int) -> dict[str, ReportingPeriod]:
    """The whole year, or in both years the same part of it."""
    enforcement, departments = "12m", "year_first"
    if made.is_part_year:
        enforcement = PARTS_OF_A_YEAR[made.seed // 8 % len(PARTS_OF_A_YEAR)]
        departments = departments if made.has_last_year else "6m"
    named = {ENFORCEMENT: f"THADS-{year}-{enforcement}", DEPARTMENTS: f"STP-{year}-{departments}"}
    return {block: made.world.periods[code] for block, code in named.items()}


def _merge(made: RandomSeason) -> None:
    """Some members begin this year, in the place of others that ended with the last one."""
    for block, listed in made.agencies.items():
        for position, count in CAME_FROM.items():
            agency = listed[position]
            agency.valid_from = MERGED_ON
            agency.save(update_fields=["valid_from"])
            agency.memberships.update(valid_from=MERGED_ON)
            before = [AgencyFactory(block=block, valid_to=MERGED_ON) for _number in range(count or 1)]
            for each in before:
                MembershipFactory(cluster=made.cluster, agency=each, valid_to=MERGED_ON)
                share = 1 if count else Decimal("0.5")
                SuccessionFactory(predecessor=each, successor=agency, date=MERGED_ON, share=share)
            made.predecessors[agency.code] = before


def drawn_values(block: str, draw: random.Random) -> dict[str, int]:
    """A value for every typed indicator, of any size, in no relation to each other but that rates stay below one."""
    sizes = {"money_dong": 10**13, "count": 10**5, "boolean": 1}
    values = {
        code: draw.randrange(sizes[row["value_type"]] + 1)
        for code, row in catalogue(block).items()
        if not row["formula"] and not row["numerator"]
    }
    if block == ENFORCEMENT:
        for done, stopped, able in (
            ("fully_enforced_cases", "terminated_cases", "eligible_cases"),
            ("collected_money", "terminated_money", "eligible_money"),
        ):
            values[able] = values[done] + values[stopped] + draw.randrange(1, 10**5) + 10**13 * done.startswith("coll")
    return values


def _report_enforcement(made: RandomSeason, draw: random.Random) -> None:
    world, listed = made.world, made.agencies[ENFORCEMENT]
    values = [drawn_values(ENFORCEMENT, draw) for _agency in listed]
    values[2] = {code: 2 * value for code, value in values[1].items()}
    values[3] |= {code: 0 for code in values[3] if "_money" in code or code.startswith(("elig", "fully", "termin"))}
    values[5]["terminated_money"] = None
    states = [State.APPROVED, State.RECEIVED, State.SUBMITTED, State.APPROVED, State.DRAFT, State.SEALED]
    if made.is_whole:
        states[MISSING[ENFORCEMENT]] = State.RECEIVED
    period = made.periods[ENFORCEMENT]
    for agency, row, state in zip(listed, values, states, strict=True):
        nothing = draw.sample(["withdrawn_cases", "entrusted_out_cases", "separate_register_cases"], 1)
        world.fill(agency, period=period, state=state, values=row, nothing=nothing)
    # A reopened draft beside the approved version must not show.
    again = drawn_values(ENFORCEMENT, draw)
    world.fill(listed[0], period=period, state=State.DRAFT, version=2, values=again)


def _report_departments(made: RandomSeason, draw: random.Random) -> None:
    for number, agency in enumerate(made.agencies[DEPARTMENTS]):
        values = drawn_values(DEPARTMENTS, draw)
        if number == 2:
            values |= dict.fromkeys(
                ("drafts_requiring_appraisal", "drafts_appraised_council", "drafts_appraised_committee"), 0
            )
        if number != MISSING[DEPARTMENTS] or made.is_whole:
            made.world.fill(agency, period=made.periods[DEPARTMENTS], state=State.APPROVED, values=values)


def _report_last_year(made: RandomSeason, draw: random.Random) -> None:
    """Four of six (or all) have a last year, own or of those they came from; a cell is empty, one of these silent."""
    for block, listed in made.agencies.items():
        held = list(listed) if made.is_whole else draw.sample(listed, 4)
        for agency in held:
            before = made.predecessors.get(agency.code, [agency])
            silent = len(before) == 3 and draw.random() < 0.3
            for each in before[silent:]:
                values = drawn_values(block, draw)
                if agency == held[0] and not made.is_whole:
                    values[draw.choice(EMPTIED[block])] = None
                made.world.fill(each, period=made.last_periods[block], state=State.APPROVED, values=values)


def _set_targets(made: RandomSeason, draw: random.Random) -> None:
    """Targets of two decimals, the first agency's out of reach. Who has not reported has none either.

    In every fourth season one that has reported has none: the cluster then has no target of its own.
    """
    for block, codes in TARGETED.items():
        missing = [] if made.is_whole else [made.agencies[block][MISSING[block]]]
        without = {*missing, *made.agencies[block][: made.seed % 4 == 0]}
        for code in codes:
            indicator = made.world.indicators[code]
            TargetFactory(scope="nation", agency=None, indicator=indicator, year=YEAR, value=_percent(draw))
            for agency in made.agencies[block]:
                value = Decimal("99.99") if agency == made.below else _percent(draw)
                if agency not in without:
                    TargetFactory(agency=agency, indicator=indicator, year=YEAR, value=value)


def _percent(draw: random.Random) -> Decimal:
    return Decimal(draw.randrange(1, 9999)) / 100
