"""A second calculation of a season, from raw rows and the catalogue's tables, without any of the portal's own code.

Plain dictionaries and fractions. What it knows of the rules is written here again on purpose: a submission counts when
it is the highest approved version, else the newest one if that is submitted or received; "nothing arose" is 0; an empty
input empties what needs it; a rate over several agencies adds the parts of those that have both; who succeeded others
carries their sum of last year, if all of them reported and none was divided; years are compared over the members that
have the figure in both.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from clusters.models import Agency, AgencySuccession
from pledges.models import Target
from results.models import ReportingPeriod, Result, Submission
from tests.factories.reference import rows

MINUS = "\N{MINUS SIGN}"
GROWN_FROM = ("eligible_cases", "eligible_money", "enforceable_cases", "enforceable_money")


@dataclass
class Compared:
    """Both years of one indicator over the members that have it in both; values as amounts or (part, whole).

    ``left_out``: the other members, ``"now"`` where this year's figure is lacking, else ``"last"``.
    """

    members: list[str]
    left_out: dict[str, str]
    value: int | tuple[int, int] | None
    last: int | tuple[int, int] | None
    is_answer: bool = False

    @property
    def change(self) -> Fraction | None:
        """Points for a rate, percent of last year otherwise; None without last year, from 0, and for yes and no."""
        if not self.members or self.is_answer:
            return None
        if isinstance(self.value, tuple):
            one, other = percent_of(self.value), percent_of(self.last)
            return None if one is None or other is None else one - other
        return Fraction(100 * (self.value - self.last), self.last) if self.last else None


def percent_of(parts: tuple[int, int]) -> Fraction | None:
    return Fraction(100 * parts[0], parts[1]) if parts[1] else None


@dataclass
class Block:
    """What one block must show: amounts by agency and code (None: empty), rates as (part, whole)."""

    members: list[str]
    reported: set[str]
    now: dict[str, dict[str, int | None]]
    last: dict[str, dict[str, int | None]]
    targets: dict[tuple[str, str], Fraction]
    national: dict[str, Fraction]
    catalogue: dict[str, dict[str, str]]
    nothing: set[tuple[str, str]]  # agency and code of typed cells where nothing arose
    stood_for: dict[str, list[str]]  # by agency of now: whose figures its last year is made of; empty: none
    months: int  # of the year that the period covers

    def rates(self) -> list[str]:
        return [code for code, row in self.catalogue.items() if row["numerator"]]

    def amounts(self) -> list[str]:
        return [code for code, row in self.catalogue.items() if not row["numerator"]]

    def parts(self, agency: str, code: str, *, last: bool = False) -> tuple[int, int] | None:
        row, amounts = self.catalogue[code], (self.last if last else self.now)[agency]
        part, whole = amounts[row["numerator"]], amounts[row["denominator"]]
        return None if part is None or whole is None else (part, whole)

    def percent(self, agency: str, code: str, *, last: bool = False) -> Fraction | None:
        parts = self.parts(agency, code, last=last)
        return Fraction(100 * parts[0], parts[1]) if parts and parts[1] else None

    def total(self, code: str, *, last: bool = False) -> int | None:
        table = self.last if last else self.now
        known = [table[a][code] for a in self.members if table[a][code] is not None]
        return sum(known) if known else None

    def total_parts(self, code: str, *, last: bool = False) -> tuple[int, int] | None:
        known = [p for a in self.members if (p := self.parts(a, code, last=last))]
        return (sum(p for p, _ in known), sum(w for _, w in known)) if known else None

    def total_percent(self, code: str, *, last: bool = False) -> Fraction | None:
        parts = self.total_parts(code, last=last)
        return Fraction(100 * parts[0], parts[1]) if parts and parts[1] else None

    def total_target(self, code: str) -> Fraction | None:
        """Weighted by denominators over the members with a rate; None where one of those has no target."""
        counted = [a for a in self.members if self.percent(a, code) is not None] or self.members
        held = [(self.targets[a, code], self.parts(a, code)) for a in counted if (a, code) in self.targets]
        if len(held) < len(counted):
            return None
        weights = [(target, parts[1] if parts else 0) for target, parts in held]
        weight = sum(w for _, w in weights)
        if weight:
            return sum(t * w for t, w in weights) / weight
        values = {t for t, _ in weights}
        return values.pop() if len(values) == 1 else None

    def gap(self, agency: str, code: str) -> Fraction | None:
        percent, target = self.percent(agency, code), self.targets.get((agency, code))
        return None if percent is None or target is None else percent - target

    def total_gap(self, code: str) -> Fraction | None:
        percent, target = self.total_percent(code), self.total_target(code)
        return None if percent is None or target is None else percent - target

    def prorata_gap(self, agency: str | None, code: str) -> Fraction | None:
        """Against the share of the year's target that falls on the period; ``agency`` None is the total.

        Only for a share of what stood open when the year began: it alone grows through the year.
        """
        percent = self.total_percent(code) if agency is None else self.percent(agency, code)
        target = self.total_target(code) if agency is None else self.targets.get((agency, code))
        row = self.catalogue[code]
        grows = row["denominator"] in GROWN_FROM and row["numerator"] not in GROWN_FROM
        return None if percent is None or target is None or not grows else percent - target * self.months / 12

    def has(self, agency: str, code: str, *, last: bool = False) -> bool:
        """Whether something was reported: an amount, or both parts of a rate."""
        if self.catalogue[code]["numerator"]:
            return self.parts(agency, code, last=last) is not None
        return (self.last if last else self.now)[agency][code] is not None

    def compared(self, code: str, agency: str | None = None) -> Compared:
        """Like members in both years: all of the block, or one agency alone."""
        asked = self.members if agency is None else [agency]
        left_out = {a: "last" for a in asked if not self.has(a, code, last=True)}
        left_out |= {a: "now" for a in asked if not self.has(a, code)}
        both = [a for a in asked if a not in left_out]
        sums = (self._sum(both, code, last=last) if both else None for last in (False, True))
        return Compared(both, left_out, *sums, self.catalogue[code]["value_type"] == "boolean")

    def _sum(self, agencies: list[str], code: str, *, last: bool) -> int | tuple[int, int]:
        if not self.catalogue[code]["numerator"]:
            return sum((self.last if last else self.now)[a][code] for a in agencies)
        parts = [self.parts(a, code, last=last) for a in agencies]
        return sum(p for p, _ in parts), sum(w for _, w in parts)

    def place(self, agency: str, code: str) -> tuple[int, int] | None:
        """Place and how many have one; the catalogue's rates are all better when higher."""
        known = {a: p for a in self.members if (p := self.percent(a, code)) is not None}
        if agency not in known:
            return None
        return 1 + sum(p > known[agency] for p in known.values()), len(known)


def calculate(members: dict[str, list[str]], periods: dict[str, str], last_periods: dict[str, str], year: int):
    """The blocks of a season: ``members`` are agency codes by block, ``periods`` the period codes by block."""
    before = {block: _stood_for(codes, last_periods[block]) for block, codes in members.items()}
    return {
        block: Block(
            members=codes,
            reported=set(_counting(codes, periods[block])),
            now=_table(codes, block, periods[block]),
            last=_last_table(before[block], block, last_periods[block]),
            stood_for=before[block],
            months=ReportingPeriod.objects.get(code=periods[block]).months,
            targets=_targets(codes, year),
            national={
                t["indicator__code"]: Fraction(t["value"])
                for t in Target.objects.filter(agency=None, year=year).values("indicator__code", "value")
            },
            catalogue=catalogue(block),
            nothing=_nothing(codes, periods[block]),
        )
        for block, codes in members.items()
    }


def catalogue(block: str) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("setup/reference/data/indicators.csv") if row["block"] == block}


def _counting(codes: list[str], period: str) -> dict[str, int]:
    """The submission that counts by agency code."""
    versions = defaultdict(list)
    listed = Submission.objects.filter(agency__code__in=codes, period__code=period)
    for row in listed.values("pk", "agency__code", "version", "state"):
        versions[row["agency__code"]].append(row)
    found = {}
    for code, held in versions.items():
        held.sort(key=lambda row: row["version"])
        approved = [row for row in held if row["state"] in ("approved", "sealed")]
        if approved:
            found[code] = approved[-1]["pk"]
        elif held[-1]["state"] in ("submitted", "received"):
            found[code] = held[-1]["pk"]
    return found


def _table(codes: list[str], block: str, period: str) -> dict[str, dict[str, int | None]]:
    typed = _typed(codes, period)
    return {code: _worked_out(typed[code], block) for code in codes}


def _typed(codes: list[str], period: str) -> dict[str, dict[str, int | None]]:
    counting = _counting(codes, period)
    typed = defaultdict(dict)
    for row in Result.objects.filter(submission__in=counting.values()).values(
        "submission__agency__code", "indicator__code", "value", "nothing_arose"
    ):
        amount = 0 if row["nothing_arose"] else row["value"]
        typed[row["submission__agency__code"]][row["indicator__code"]] = amount
    return typed


# -- last year --------------------------------------------------------------------------------------------------------
def _stood_for(codes: list[str], period: str) -> dict[str, list[str]]:
    """Who carried each agency's work at the end of the period; nobody where one did not report or was divided."""
    day = ReportingPeriod.objects.get(code=period).end
    lives = {
        a["code"]: (a["valid_from"], a["valid_to"]) for a in Agency.objects.values("code", "valid_from", "valid_to")
    }
    edges, shares = defaultdict(list), {}
    for edge in AgencySuccession.objects.values("predecessor__code", "successor__code", "share"):
        edges[edge["successor__code"]].append(edge["predecessor__code"])
        shares[edge["predecessor__code"]] = edge["share"]
    found = {}
    for code in codes:
        chain = _chain(code, edges)
        alive = [a for a in chain if lives[a][0] <= day and (lives[a][1] is None or day < lives[a][1])]
        whole = all(a == code or shares[a] == 1 for a in alive)
        found[code] = alive if whole and set(_counting(alive, period)) == set(alive) else []
    return found


def _chain(code: str, edges: dict[str, list[str]]) -> list[str]:
    """The agency and everybody it came from."""
    return [code, *(each for before in edges[code] for each in _chain(before, edges))]


def _last_table(before: dict[str, list[str]], block: str, period: str) -> dict[str, dict[str, int | None]]:
    """Amounts of last year by agency of now: of several predecessors a sum only where each has the value.

    Yes and no do not add: they are handed on where all gave the same answer.
    """
    typed = _typed([each for listed in before.values() for each in listed], period)
    listed = catalogue(block)
    inputs = [code for code, row in listed.items() if not row["formula"] and not row["numerator"]]
    found = {}
    for agency, those in before.items():
        rows = [typed[each] for each in those]
        together = {code: [row.get(code) for row in rows] for code in inputs if rows}
        whole = {code: amounts for code, amounts in together.items() if None not in amounts}
        as_one = {code: _as_one(amounts, listed[code]["value_type"]) for code, amounts in whole.items()}
        found[agency] = _worked_out(as_one, block)
    return found


def _as_one(amounts: list[int], value_type: str) -> int | None:
    if value_type != "boolean":
        return sum(amounts)
    return amounts[0] if len(set(amounts)) == 1 else None


def _nothing(codes: list[str], period: str) -> set[tuple[str, str]]:
    counting = _counting(codes, period).values()
    rows = Result.objects.filter(submission__in=counting, nothing_arose=True)
    return {
        (r["submission__agency__code"], r["indicator__code"])
        for r in rows.values("submission__agency__code", "indicator__code")
    }


def _worked_out(typed: dict[str, int | None], block: str) -> dict[str, int | None]:
    listed = catalogue(block)

    def amount(code: str) -> int | None:
        formula = listed[code]["formula"]
        if not formula:
            return typed.get(code)
        total = 0
        for sign, name in re.findall(r"([+-]?)\s*([a-z_]+)", formula):
            value = amount(name)
            if value is None:
                return None
            total += -value if sign == "-" else value
        return total

    return {code: amount(code) for code, row in listed.items() if not row["numerator"]}


def _targets(codes: list[str], year: int) -> dict[tuple[str, str], Fraction]:
    listed = Target.objects.filter(agency__code__in=codes, year=year)
    return {
        (t["agency__code"], t["indicator__code"]): Fraction(t["value"])
        for t in listed.values("agency__code", "indicator__code", "value")
    }


# -- as it must be printed --------------------------------------------------------------------------------------------
def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up, away from zero."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    exact = Decimal(whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return -exact if value < 0 and exact else exact


def grouped(value: int) -> str:
    text = f"{abs(value):,}".replace(",", ".")
    return f"{MINUS}{text}" if value < 0 else text


def decimal_text(value: Decimal) -> str:
    whole, _, part = f"{abs(value):f}".partition(".")
    return (MINUS if value < 0 else "") + grouped(int(whole)) + (f",{part}" if part else "")


def percent_text(percent: Fraction) -> str:
    return decimal_text(rounded(percent)) + "%"


def points_text(gap: Fraction) -> str:
    value = rounded(gap)
    return ("+" if value > 0 else "") + decimal_text(value)


def amount_text(value: int, value_type: str) -> str:
    """As a table prints it: money in nghìn đồng, cut nowhere."""
    if value_type == "boolean":
        return "có" if value else "không"
    if value_type != "money_dong":
        return grouped(value)
    thousands = (Decimal(value) / 1000).normalize()
    return decimal_text(thousands.quantize(Decimal(1)) if thousands == thousands.to_integral_value() else thousands)
