"""A season whose figures nobody chose: drawn from a seed, with the awkward cases always among them."""

import random
from dataclasses import dataclass
from decimal import Decimal

from clusters.enums import Block
from clusters.models import Agency, Cluster, Season
from results.enums import State
from results.models import ReportingPeriod
from tests.factories.clusters import AgencyFactory, MembershipFactory
from tests.factories.pledges import TargetFactory
from tests.independent import calculate, catalogue
from tests.world import YEAR, World

AGENCIES = 6
ENFORCEMENT, DEPARTMENTS = Block.CIVIL_ENFORCEMENT, Block.DEPARTMENT_OF_JUSTICE
# The rates that carry targets: two of the enforcement block, one of the departments.
TARGETED = {
    ENFORCEMENT: ("completion_rate_cases", "completion_rate_money"),
    DEPARTMENTS: ("appraisal_coverage_rate",),
}
MISSING = {ENFORCEMENT: 4, DEPARTMENTS: 5}  # the agency of each block that has handed in nothing


@dataclass
class RandomSeason:
    """The season, its agencies by block, and handles on those with an awkward case."""

    seed: int
    world: World
    agencies: dict[str, list[Agency]]
    periods: dict[str, ReportingPeriod]
    last_periods: dict[str, ReportingPeriod]

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
    """Fill the small world's season anew; every second seed has no last year at all."""
    draw = random.Random(seed)
    agencies = {ENFORCEMENT: list(world.enforcement), DEPARTMENTS: list(world.departments)}
    for block, listed in agencies.items():
        while len(listed) < AGENCIES:
            listed.append(AgencyFactory(block=block))
            MembershipFactory(cluster=world.cluster, agency=listed[-1])
    made = RandomSeason(
        seed=seed,
        world=world,
        agencies=agencies,
        periods={block: world.period_of(listed[0]) for block, listed in agencies.items()},
        last_periods={
            ENFORCEMENT: world.periods["THADS-2023-12m"],
            DEPARTMENTS: world.periods["STP-2023-year_first"],
        },
    )
    _report_enforcement(made, draw)
    _report_departments(made, draw)
    if seed % 2:
        _report_last_year(made, draw)
    _set_targets(made, draw)
    return made


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
    for agency, row, state in zip(listed, values, states, strict=True):
        nothing = draw.sample(["withdrawn_cases", "entrusted_out_cases", "separate_register_cases"], 1)
        world.fill(agency, state=state, values=row, nothing=nothing)
    # A reopened draft beside the approved version must not show.
    world.fill(listed[0], state=State.DRAFT, version=2, values=drawn_values(ENFORCEMENT, draw))


def _report_departments(made: RandomSeason, draw: random.Random) -> None:
    for number, agency in enumerate(made.agencies[DEPARTMENTS]):
        values = drawn_values(DEPARTMENTS, draw)
        if number == 2:
            values |= dict.fromkeys(
                ("drafts_requiring_appraisal", "drafts_appraised_council", "drafts_appraised_committee"), 0
            )
        if number != MISSING[DEPARTMENTS]:
            made.world.fill(agency, state=State.APPROVED, values=values)


def _report_last_year(made: RandomSeason, draw: random.Random) -> None:
    for block, listed in made.agencies.items():
        for agency in draw.sample(listed, 4):
            made.world.fill(
                agency, period=made.last_periods[block], state=State.APPROVED, values=drawn_values(block, draw)
            )


def _set_targets(made: RandomSeason, draw: random.Random) -> None:
    """Targets of two decimals, the first agency's out of reach. Who has not reported has none either.

    In every fourth season one that has reported has none: the cluster then has no target of its own.
    """
    for block, codes in TARGETED.items():
        without = {made.agencies[block][MISSING[block]], *made.agencies[block][: made.seed % 4 == 0]}
        for code in codes:
            indicator = made.world.indicators[code]
            TargetFactory(scope="nation", agency=None, indicator=indicator, year=YEAR, value=_percent(draw))
            for agency in made.agencies[block]:
                value = Decimal("99.99") if agency == made.below else _percent(draw)
                if agency not in without:
                    TargetFactory(agency=agency, indicator=indicator, year=YEAR, value=value)


def _percent(draw: random.Random) -> Decimal:
    return Decimal(draw.randrange(1, 9999)) / 100
