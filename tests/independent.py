"""A second calculation of a season, from raw rows and the catalogue's tables, without any of the portal's own code.

Plain dictionaries and fractions. What it knows of the rules is written here again on purpose: a submission counts when
it is the highest approved version, else the newest one if that is submitted or received; "nothing arose" is 0; an empty
input empties what needs it; a rate over several agencies adds the parts of those that have both.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pledges.models import Target
from results.models import Result, Submission
from tests.factories.reference import rows

MINUS = "\N{MINUS SIGN}"


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

    def place(self, agency: str, code: str) -> tuple[int, int] | None:
        """Place and how many have one; the catalogue's rates are all better when higher."""
        known = {a: p for a in self.members if (p := self.percent(a, code)) is not None}
        if agency not in known:
            return None
        return 1 + sum(p > known[agency] for p in known.values()), len(known)


def calculate(members: dict[str, list[str]], periods: dict[str, str], last_periods: dict[str, str], year: int):
    """The blocks of a season: ``members`` are agency codes by block, ``periods`` the period codes by block."""
    return {
        block: Block(
            members=codes,
            reported=set(_counting(codes, periods[block])),
            now=_table(codes, block, periods[block]),
            last=_table(codes, block, last_periods[block]),
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
    return {row["code"]: row for row in rows("pledges/data/indicators.csv") if row["block"] == block}


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
    counting = _counting(codes, period)
    typed = defaultdict(dict)
    for row in Result.objects.filter(submission__in=counting.values()).values(
        "submission__agency__code", "indicator__code", "value", "nothing_arose"
    ):
        amount = 0 if row["nothing_arose"] else row["value"]
        typed[row["submission__agency__code"]][row["indicator__code"]] = amount
    return {code: _worked_out(typed[code], block) for code in codes}


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
