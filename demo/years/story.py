"""The figures of every agency, year and period of the demonstration, worked out without a database. Plain values only.

2023 and 2024 of the cluster whose totals are published come from a table; everybody else shares out what the nation's
totals leave. In 2025, the year of the mergers, the agencies of that cluster and those who merge with them grow out of
their year before, and everybody else again shares out what they leave of the nation. The old agencies go on to the
middle of the year, their successors carry the sum of them from there. Of later years no national totals are known.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from statistics import fmean

from . import departments, duties, enforcement
from .draw import Draw, apportion, part
from .enforcement import CASES, MEASURES, MONEY, RATE, UNIT, Load, Totals

Values = dict[str, int]

ENFORCEMENT, DEPARTMENT = "civil_enforcement", "department_of_justice"
COVERAGE = "appraisal_coverage_rate"
SPLIT_YEARS = (2023, 2024)
MERGER_YEAR = 2025
# Of the periods of a department, the first is made at mid-year, the second in autumn with an estimate to the end.
_DEPARTMENT_SPANS = {6: (0.45, 0.53), 12: (0.975, 1.0)}
_STEP = {RATE[CASES]: Decimal("0.10"), RATE[MONEY]: Decimal("0.50")}
_CEILING = {RATE[CASES]: Decimal(90), RATE[MONEY]: Decimal(70)}
_HALF_TENTH = Decimal("0.05")
_WORK = {ENFORCEMENT: "newly_accepted_cases", DEPARTMENT: "procedures_received"}  # by which agencies are compared


@dataclass(frozen=True, slots=True)
class StoryMember:
    """An agency as the story knows it: where it is, and whom it succeeds."""

    code: str
    block: str
    province: str
    cluster: str = ""
    predecessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NationYear:
    """The nation's totals of one year, in the units of the measures.

    ``administrative`` are the judgments received (None: not published) and done.
    """

    totals: Mapping[str, Totals]
    administrative: tuple[int | None, int]


@dataclass(frozen=True)
class StoryFacts:
    """Everything the story starts from. Figures by (year, agency); rates and targets in percent."""

    old: tuple[StoryMember, ...]  # the agencies of 2024, with their cluster
    new: tuple[StoryMember, ...]  # the agencies since the mergers, with those of 2024 that they succeed
    told: Mapping[tuple[int, str], Values]  # typed year-end figures that are given
    told_targets: Mapping[tuple[int, str, str], Decimal]
    workloads: Mapping[str, Mapping[str, float]]  # by province: cases, money, people
    nation: Mapping[int, NationYear]
    nation_targets: Mapping[tuple[int, str], Decimal]
    areas: Mapping[str, str]  # of the departments' indicators
    communes: Mapping[str, int]  # by province, since the mergers
    renamed: Mapping[str, StoryMember] = field(default_factory=dict)  # by name between: who it was in 2024
    fixed: Mapping[tuple[int, str], tuple[int, int]] = field(default_factory=dict)  # eligible, completed cases
    cluster_sums: Mapping[tuple[int, str], Values] = field(default_factory=dict)  # of departments, by cluster


class Story:
    """Ask ``year_end``, ``at`` and ``targets``; everything up to ``last_year`` is worked out at once."""

    def __init__(self, facts: StoryFacts, last_year: int):
        self.facts = facts
        self.targets: dict[tuple[int, str, str], Decimal] = {}
        self._ends: dict[tuple[int, str], Values] = {}
        self._members = {m.code: m for m in (*facts.old, *facts.new)}
        self._new = frozenset(m.code for m in facts.new)
        self._whole: dict[str, Values] = {}  # the year of the mergers of those who were there before them
        for year in SPLIT_YEARS:
            self._split_targets(year)
            self._tell(year)
        for year in reversed(SPLIT_YEARS):
            self._split_departments(year)
        for year in SPLIT_YEARS:
            self._split_enforcement(year, (m.code for m in self._old(ENFORCEMENT) if (year, m.code) in facts.told))
        self._usual = {block: fmean(map(self._work_of, self._old(block))) for block in _WORK}
        self._merge()
        for year in range(MERGER_YEAR + 1, last_year + 1):
            self._go_on(year)

    def year_end(self, year: int, agency: str) -> Values:
        """Typed figures at the end of the year: of a successor in the year of the merger, the sum of the whole year."""
        return self._ends[year, agency]

    def at(self, year: int, agency: str, *, period_code: str, months: int, is_year_end: bool) -> Values:
        """Typed figures of one period."""
        if agency in self.facts.renamed:
            agency = self.facts.renamed[agency].code
        member = self._members[agency]
        when = (period_code, months, is_year_end)
        if year != MERGER_YEAR:
            return self._at(year, member, self._ends[year, agency], *when)
        parts = [self._at(year, self._members[old], self._whole[old], *when) for old in self._before(member)]
        # The first report of the departments lies before the mergers: whoever makes it has all the communes of before.
        return parts[0] if len(parts) == 1 and not self._reorganised(member, months) else self._sum(member, parts)

    def _reorganised(self, member: StoryMember, months: int) -> bool:
        """Whether a report of the year of the mergers is made after them."""
        return member.code in self._new and (member.block == ENFORCEMENT or months >= 12)

    @staticmethod
    def _before(member: StoryMember) -> tuple[str, ...]:
        """Who reported in the place of an agency before the mergers; a department without a merger itself."""
        return member.predecessors or (member.code,)

    def _at(
        self, year: int, member: StoryMember, final: Values, period_code: str, months: int, is_year_end: bool
    ) -> Values:
        seed, passed = f"{year}|{member.code}", 1.0
        if is_year_end:
            values = dict(final)
        elif member.block == ENFORCEMENT:
            values, passed = enforcement.at_month(final, months, seed), months / 12
        else:
            low, high = _DEPARTMENT_SPANS[months]
            whole = self._published_areas(year, member) if months >= 12 else frozenset()
            values = departments.part_year(final, self.facts.areas, low, high, f"{seed}|{period_code}", whole)
            passed = Draw(seed, period_code, "duties").between(low, high)
        return values | duties.at(member.block, year, member.code, self._size(member), passed, values)

    def _size(self, member: StoryMember) -> float:
        """How the agency compares with the mean of its block before the mergers; a successor is all it succeeds."""
        before = [self._members[code] for code in self._before(member)]
        return sum(self._work_of(each) / self._usual[each.block] for each in before)

    def _work_of(self, member: StoryMember) -> float:
        """Twice the work in its field brings an agency not twice the complaints."""
        return math.pow(self._ends[SPLIT_YEARS[-1], member.code][_WORK[member.block]], 0.7)

    def notes(self, agency: str, values: Values) -> dict[str, str]:
        member = self.facts.renamed.get(agency) or self._members[agency]
        return departments.unexplained(values) if member.block == DEPARTMENT else {}

    # -- the years before the mergers ----------------------------------------------------------------------------------
    def _old(self, block: str) -> list[StoryMember]:
        return [m for m in self.facts.old if m.block == block]

    def _untold(self, year: int, block: str) -> list[StoryMember]:
        return [m for m in self._old(block) if (year, m.code) not in self.facts.told]

    def _tell(self, year: int) -> None:
        self._ends |= {key: dict(values) for key, values in self.facts.told.items() if key[0] == year}

    def _split_targets(self, year: int) -> None:
        """Given ones as they are; money differs a little from agency to agency, cases do not."""
        for member in self.facts.old:
            if member.block == DEPARTMENT:
                self.targets[year, member.code, COVERAGE] = Decimal(100)
                continue
            for measure in MEASURES:
                target = self.facts.nation_targets[year, RATE[measure]]
                if measure == MONEY:
                    target += _HALF_TENTH * Draw(member.code, "target").whole(-12, 6)
                self.targets[year, member.code, RATE[measure]] = target
        self.targets |= {key: value for key, value in self.facts.told_targets.items() if key[0] == year}

    def _split_enforcement(self, year: int, told: Iterable[str]) -> None:
        """Share out what the told agencies leave of the nation's totals."""
        told = set(told)
        given = [self._ends[year, code] for code in sorted(told)]
        nation, members = self.facts.nation[year], [m for m in self._old(ENFORCEMENT) if m.code not in told]
        found: dict[str, Values] = {m.code: {} for m in members}
        for measure in MEASURES:
            loads = {m.code: self._load(m, year, measure) for m in members}
            rest = _less(nation.totals[measure], given, measure)
            for code, values in enforcement.split_year(measure, rest, loads, str(year)).items():
                found[code] |= values
        received, done = (
            total - sum(values[code] for values in given)
            for total, code in zip(
                self._administrative(year), ("admin_judgments_enforceable", "admin_judgments_completed"), strict=True
            )
        )
        weights = {m.code: self.facts.workloads[m.province][CASES] for m in members}
        for code, values in enforcement.split_administrative(received, done, weights, str(year)).items():
            found[code] |= values
        self._ends |= {(year, code): values for code, values in found.items()}

    def _administrative(self, year: int) -> tuple[int, int]:
        """Judgments received and done in the nation; as many received as last year where that is not published."""
        received, done = self.facts.nation[year].administrative
        return self._administrative(year - 1)[0] if received is None else received, done

    def _load(self, member: StoryMember, year: int, measure: str) -> Load:
        before = self._ends.get((year - 1, member.code))
        return Load(
            weight=self.facts.workloads[member.province][measure],
            target=self.targets[year, member.code, RATE[measure]],
            fixed=self.facts.fixed.get((year, member.code)) if measure == CASES else None,
            carried_forward=enforcement.carried_forward(before, measure) // UNIT[measure] if before else None,
        )

    def _split_departments(self, year: int) -> None:
        """The last year is shaped like the told agencies, by population; the year before like the year after it."""
        told = [self._ends[year, m.code] for m in self._old(DEPARTMENT) if (year, m.code) in self.facts.told]
        mean = departments.mean_profile(told)
        people = {m.code: self.facts.workloads[m.province]["people"] for m in self._untold(year, DEPARTMENT)}
        size = sum(people.values()) / len(people)
        for member in self._untold(year, DEPARTMENT):
            seed = f"{year}|{member.code}"
            later = self._ends.get((year + 1, member.code))
            if later:
                self._ends[year, member.code] = departments.grown(later, Draw(seed, "growth").between(0.93, 0.99), seed)
            else:
                scale = (people[member.code] / size) ** 0.7  # a larger province has not as many more drafts as people
                self._ends[year, member.code] = departments.grown(mean, scale, seed)
        for (published_year, cluster), sums in self.facts.cluster_sums.items():
            if published_year == year:
                self._fit_departments(year, cluster, sums)

    def _fit_departments(self, year: int, cluster: str, sums: Values) -> None:
        """Make the departments of a cluster add up to what was published about them together."""
        members = [m.code for m in self._untold(year, DEPARTMENT) if m.cluster == cluster]
        ends = {code: self._ends[year, code] for code in members}
        given: dict[str, Values] = {code: {} for code in members}
        for indicator, total in sums.items():
            drafts = indicator == "drafts_appraised"
            weights = {
                code: sum(end[d] for d in departments.DRAFTS) if drafts else end[indicator]
                for code, end in ends.items()
            }
            for code, amount in apportion(total, weights).items():
                council = part(amount, 0.3)
                given[code] |= (
                    dict(zip(departments.DRAFTS, (council, amount - council), strict=True))
                    if drafts
                    else {indicator: amount}
                )
        for code in members:
            self._ends[year, code] = departments.grown(ends[code], 1.0, f"{year}|{code}|fit", given[code])

    def _published_areas(self, year: int, member: StoryMember) -> frozenset[str]:
        """Areas in which the estimate of autumn was printed and held."""
        sums = self.facts.cluster_sums.get((year, member.cluster), {})
        return frozenset(self.facts.areas[code] for code in sums)

    # -- the year of the mergers and after -----------------------------------------------------------------------------
    def _merge(self) -> None:
        year, kin = MERGER_YEAR, self._kin()
        for old in self.facts.old:
            targets = self._year_of_merger_targets(old.code)
            self.targets |= {(year, old.code, code): value for code, value in targets.items()}
            if old.block == DEPARTMENT or old.code in kin:
                self._one_more_year(year, old, targets)
        self._split_enforcement(year, (m.code for m in self._old(ENFORCEMENT) if m.code in kin))
        self._whole = {old.code: self._ends[year, old.code] for old in self.facts.old}
        for new in self.facts.new:
            self._ends[year, new.code] = self._sum(new, [self._whole[old] for old in self._before(new)])
            self._merge_targets(year, new)

    def _kin(self) -> frozenset[str]:
        """The agencies a table tells about, with those who merge with them."""
        told = {code for _year, code in self.facts.told}
        return frozenset(old for new in self.facts.new if told & set(new.predecessors) for old in new.predecessors)

    def _year_of_merger_targets(self, code: str) -> dict[str, Decimal]:
        """As far from the nation's target as the year before; for cases the nation's own."""
        if self._members[code].block == DEPARTMENT:
            return {COVERAGE: Decimal(100)}
        year, nation = MERGER_YEAR, self.facts.nation_targets
        away = self.targets[year - 1, code, RATE[MONEY]] - nation[year - 1, RATE[MONEY]]
        return {RATE[CASES]: nation[year, RATE[CASES]], RATE[MONEY]: nation[year, RATE[MONEY]] + away}

    def _merge_targets(self, year: int, new: StoryMember) -> None:
        """The predecessors' targets weighted by what was eligible, cut to five hundredths: so the sum meets it too."""
        if new.block == DEPARTMENT:
            self.targets[year, new.code, COVERAGE] = Decimal(100)
            return
        for measure in MEASURES:
            eligible = {old: self._ends[year, old][f"eligible_{measure}"] for old in new.predecessors}
            targets = {old: self.targets[year, old, RATE[measure]] for old in eligible}
            weighted = sum((targets[old] * amount for old, amount in eligible.items()), Decimal(0))
            steps = (weighted / sum(eligible.values()) / _HALF_TENTH).to_integral_value(ROUND_DOWN)
            self.targets[year, new.code, RATE[measure]] = steps * _HALF_TENTH

    def _go_on(self, year: int) -> None:
        for member in self.facts.new:
            if member.block == DEPARTMENT:
                targets = {COVERAGE: Decimal(100)}
            else:
                targets = {
                    rate: min(self.targets[year - 1, member.code, rate] + _STEP[rate], _CEILING[rate])
                    for rate in RATE.values()
                }
            self._one_more_year(year, member, targets)

    def _one_more_year(self, year: int, member: StoryMember, targets: Mapping[str, Decimal]) -> None:
        before, seed = self._ends[year - 1, member.code], f"{year}|{member.code}"
        self.targets |= {(year, member.code, code): value for code, value in targets.items()}
        if member.block == ENFORCEMENT:
            self._ends[year, member.code] = enforcement.next_year(before, targets, seed)
        else:
            growth = Draw(seed, "growth").between(0.99, 1.05)
            self._ends[year, member.code] = departments.grown(before, growth, seed)

    def _sum(self, member: StoryMember, parts: list[Values]) -> Values:
        if member.block == DEPARTMENT:
            return departments.merged(parts, self.facts.communes[member.province])
        return {code: sum(each[code] for each in parts) for code in parts[0]}


def _less(totals: Totals, told: Iterable[Values], measure: str) -> Totals:
    """What is left of the nation's totals for those nothing is told about."""
    unit, told = UNIT[measure], list(told)
    to_enforce = sum(enforcement.enforceable(values, measure) for values in told) // unit
    return Totals(
        eligible=totals.eligible - sum(values[f"eligible_{measure}"] for values in told) // unit,
        completed=totals.completed - sum(enforcement.completed(values, measure) for values in told) // unit,
        enforceable=None if totals.enforceable is None else totals.enforceable - to_enforce,
    )
