"""What a sentence must say, worked out anew from raw rows: which wording, which figures, which names and counts.

Nothing of the portal's own arithmetic or printing is used: fractions, and texts put together here.
"""

from dataclasses import dataclass
from fractions import Fraction

from pledges.models import Target
from tests.support.independent import MINUS, Block, grouped

NBSP = "\u00a0"
SIZES = ((10**9, "tỷ đồng"), (10**6, "triệu đồng"), (10**3, "nghìn đồng"), (1, "đồng"))
OWN_WORDING = ("completion_rate_cases", "completion_rate_money", "appraisal_coverage_rate")


def count(number: int) -> str:
    return f"0{number}" if 0 < number < 10 else grouped(number)


def half_up(value: Fraction) -> tuple[int, int]:
    """Whole part and hundredths of a positive value, rounded once."""
    hundredths = (2 * value.numerator * 100 + value.denominator) // (2 * value.denominator)
    return divmod(hundredths, 100)


def two_places(value: Fraction) -> str:
    if value < 0:
        return MINUS + two_places(-value)
    whole, part = half_up(value)
    return f"{grouped(whole)},{part:02d}"


def rate(percent: Fraction) -> str:
    if percent in (0, 100):
        return f"{percent}%"
    if half_up(percent) == (100, 0):
        return f"{'gần' if percent < 100 else 'hơn'}{NBSP}100%"
    return f"dưới{NBSP}0,01%" if half_up(abs(percent)) == (0, 0) else two_places(percent) + "%"


def target(percent: Fraction) -> str:
    return f"{percent}%" if percent.denominator == 1 else two_places(percent) + "%"


def points(distance: Fraction) -> str:
    distance = abs(distance)
    under = f"chưa đến{NBSP}0,01" if distance and half_up(distance) == (0, 0) else two_places(distance)
    return f"{under}{NBSP}điểm{NBSP}%"


def growth(percent: Fraction) -> str:
    percent = abs(percent)
    return f"chưa đến{NBSP}0,01%" if percent and half_up(percent) == (0, 0) else two_places(percent) + "%"


def money(dong: int) -> str:
    if dong < 0:
        return f"{MINUS}{grouped(-dong)}{NBSP}đồng"
    size, name = next(((s, n) for s, n in SIZES if dong >= s), SIZES[-1])
    whole, rest = divmod(dong, size)
    if not rest:
        return f"{grouped(whole)}{NBSP}{name}"
    if rest * 10 >= size * 9:
        return f"gần{NBSP}{grouped(whole + 1)}{NBSP}{name}"
    return f"hơn{NBSP}{grouped(whole)}{NBSP}{name}"


@dataclass
class Said:
    """``facts``: names, units, counts and periods in any order."""

    keys: tuple[str, ...]
    figures: list[str]
    facts: list[str]


class Expected:
    """The sentences about one block. ``names`` by agency code, in the order of members."""

    def __init__(self, block: Block, names: dict[str, str], period: str, year: int, states: dict[str, str]):
        self.headline = [c for c in OWN_WORDING if c in block.catalogue]
        self.block, self.names, self.period, self.year, self.states = block, names, period, year, states
        self.comparators = {
            (t["agency__code"], t["indicator__code"]): t["comparator"]
            for t in Target.objects.filter(agency__isnull=False, year=year).values(
                "agency__code", "indicator__code", "comparator"
            )
        }

    # -- small things ---------------------------------------------------------------------------------------------
    def row(self, code: str) -> dict[str, str]:
        return self.block.catalogue[code]

    def name(self, code: str) -> str:
        name = self.row(code)["name_vi"]
        for what in ("việc", "tiền"):
            name = name.replace(f" - {what}", f" về {what}")
        return name if name[:2].isupper() else name[0].lower() + name[1:]

    def amount(self, value: int, code: str) -> str:
        return money(value) if self.row(code)["value_type"] == "money_dong" else count(value)

    def unit(self, code: str) -> str:
        return self.row(code)["unit_vi"]

    def percents(self, code: str) -> dict[str, Fraction]:
        found = {a: self.block.percent(a, code) for a in self.names}
        return {a: p for a, p in found.items() if p is not None}

    def listed(self, agencies) -> list[str]:
        return [self.names[a] for a in agencies]

    # -- sentences ------------------------------------------------------------------------------------------------
    def told(self) -> list[str]:
        """What the report tells of: headline rates, every rate that has a value, numerators of the headline rates."""
        rates = [c for c, row in self.block.catalogue.items() if row["numerator"]]
        known = [c for c in rates if self.block.total_percent(c) is not None]
        return list(dict.fromkeys([*self.headline, *known, *(self.row(c)["numerator"] for c in self.headline)]))

    def usual(self) -> tuple[str, ...]:
        """The members that most comparisons leave out; of several as frequent the first."""
        found = [self.block.compared(code) for code in self.told()]
        partial = [self.out(c) for c in found if c.members and c.left_out]
        return max(partial, key=partial.count) if partial else ()

    def out(self, compared) -> tuple[str, ...]:
        return tuple(a for a in self.names if a in compared.left_out)

    def compared(self) -> Said | None:
        """What is said once of all comparisons of a section."""
        year = str(self.year - 1)
        known = [code for code in self.told() if self.has_value(code)]
        if not known:
            return None
        if not any(self.block.stood_for.values()):
            return Said(("compared.none",), [], [year])
        found = [c for c in map(self.block.compared, known) if c.members]
        if not found:
            return Said(("compared.nobody",), [], [year])
        usual = self.usual()
        one = next((c for c in found if self.out(c) == usual), None)
        if not usual or one is None:
            return None
        counts = [count(len(one.members)), count(len(one.members) + len(one.left_out))]
        return Said(("compared.some",), [], [year, *counts, *self.listed(usual)])

    def has_value(self, code: str) -> bool:
        if self.row(code)["numerator"]:
            return self.block.total_percent(code) is not None
        return self.block.total(code) is not None

    def without_figures(self) -> Said | None:
        names = [self.name(code) for code in self.headline if self.block.total_parts(code) is None]
        return Said(("result.none",), [], names) if names else None

    def result(self, code: str, *, headline: bool = True) -> Said | None:
        parts = self.block.total_parts(code)
        if parts is None:
            return None
        if not parts[1]:
            whole = self.name(self.row(code)["denominator"])
            return Said(("result.zero",), [], [self.name(code), whole])
        percent = self.block.total_percent(code)
        row = self.row(code)
        part, whole = self.amount(parts[0], row["numerator"]), self.amount(parts[1], row["denominator"])
        if code in OWN_WORDING:
            key, figures, facts = f"result.{code}", [part, whole, rate(percent)], []
        else:
            is_money = self.row(row["numerator"])["value_type"] == "money_dong"
            key = "result.money_rate" if is_money else "result.rate"
            figures = [rate(percent), part, whole]
            facts = [self.name(code), *([] if is_money else [self.unit(row["numerator"])])]
        target, last = self.against_target(code, headline), self.against_last(code)
        # What goes on with a comma stands before what goes on with a semicolon.
        clauses = [last, target] if self.follows(target) and not self.follows(last) else [target, last]
        keys, more, names = (sum(parts, start=type(parts[0])()) for parts in zip(*clauses, strict=True))
        return Said((key, *keys), figures + more, facts + names)

    @staticmethod
    def follows(clause) -> bool:
        """Whether a clause stands behind a semicolon: no comparison, or one that begins with what it rests on."""
        endings = ("none", "nobody", "partial", "unheld", "mixed", "year", "_both", "_like", "from_zero", "not_now")
        return any(key.endswith(endings) or ".pace_" in key for key in clause[0])

    def against_target(self, code: str, headline: bool):
        counted = list(self.percents(code))
        held = [a for a in counted if (a, code) in self.block.targets]
        if not any((a, code) in self.block.targets for a in self.names):
            return (("target.none",), [], []) if headline else ((), [], [])
        if counted and not held:
            return ("target.unheld",), [], []
        if len(held) < len(counted):
            return ("target.partial",), [], [count(len(held)), count(len(counted))]
        comparators = {self.comparators[a, code] for a in held}
        if len(comparators) > 1:
            return ("target.mixed",), [], []
        parts = self.block.total_parts(code)
        if self.block.months < 12:
            return self.before_the_end(None, code, self.block.total_target(code))
        return self.judged(
            self.block.total_percent(code), self.block.total_target(code), comparators.pop(), parts, code
        )

    def before_the_end(self, agency: str | None, code: str, goal: Fraction):
        """The target is the year's; beside it how far the months have come, where the rate grows towards it."""
        pace = self.block.prorata_gap(agency, code)
        below = all(self.comparators.get((a, code)) in ("gt", "gte", None) for a in self.names)
        if pace is None or not below:
            return ("target.year",), [target(goal)], []
        way = "over" if pace > 0 else "under" if pace < 0 else "level"
        figures = [target(goal)] + ([points(pace)] if pace else [])
        return (f"target.pace_{way}",), figures, [str(self.block.months)]

    def judged(self, percent: Fraction, goal: Fraction, comparator: str, parts: tuple[int, int], code: str):
        gap = percent - goal
        if not gap:
            key, figures = ("equal" if comparator in ("gte", "lte", "eq") else "level"), []
        else:
            figures = [points(gap)]
            if comparator == "eq":
                key = "off"
            elif comparator in ("lt", "lte"):
                key = "under" if gap < 0 else "over"
            else:
                key = "exceeded" if gap > 0 else "short"
        keys, facts = [f"target.{key}"], []
        figures.append(target(goal))
        lacking = self.lacking(goal, comparator, parts)
        if lacking:
            numerator = self.row(code)["numerator"]
            is_money = self.row(numerator)["value_type"] == "money_dong"
            keys.append("target.lacking_money" if is_money else "target.lacking")
            figures.append(self.amount(lacking, numerator))
            facts += [] if is_money else [self.unit(numerator)]
        return tuple(keys), figures, facts

    def lacking(self, goal: Fraction, comparator: str, parts: tuple[int, int]) -> int | None:
        """By trying: the least whole number above the numerator that reaches the target."""
        if comparator not in ("gt", "gte"):
            return None
        part, whole = parts
        least = int(goal * whole / 100)
        while least * 100 < goal * whole or (comparator == "gt" and least * 100 == goal * whole):
            least += 1
        return least - part if part < least <= whole else None

    def against_last(self, code: str, text=None, unit=()):
        """``text`` prints a figure of the indicator, ``unit`` is said after each; without them it is a rate."""
        compared, year = self.block.compared(code), str(self.year - 1)
        if not compared.members:
            others = any(self.block.compared(each).members for each in self.told())
            nobody = any(self.block.stood_for.values()) and others
            return (("change.nobody",), [], [year]) if nobody else ((), [], [])
        counts = [count(len(compared.members)), count(len(compared.members) + len(compared.left_out))]
        part = self.part(code, compared)
        like = [*counts, *self.listed(compared.left_out)] if part == "_like" else []
        if compared.change is None:
            if isinstance(compared.last, tuple) and compared.last[1] and not compared.value[1]:
                return ("change.not_now",), [], [*counts, year]
            part = "_both" if part == "_own" else part
            return (f"change.from_zero{part}",), [], [*like, year]
        way = "rose" if compared.change > 0 else "fell" if compared.change < 0 else "same"
        text = text or (lambda parts: rate(Fraction(100 * parts[0], parts[1])))
        distance = points if isinstance(compared.value, tuple) else growth
        two = part in ("_like", "_both") and compared.change
        figures = ([distance(compared.change)] if compared.change else []) + [text(compared.last)]
        figures += [text(compared.value)] if two else []
        units = [*unit, *(unit if two else [])]
        return (f"change.{way}{part}",), figures, [*like, year, *units]

    def part(self, code: str, compared) -> str:
        """Whose figures are compared: everybody's, of all who have one now, of those named for the section, or here."""
        if not compared.left_out:
            return ""
        now = self.block.total_parts(code) if self.row(code)["numerator"] else self.block.total(code)
        if compared.value == now and not any(self.block.has(agency, code) for agency in compared.left_out):
            return "_own"
        return "_both" if self.out(compared) == self.usual() else "_like"

    def comparison(self, code: str) -> Said | None:
        now = self.block.total(code)
        if now is None or not self.block.compared(code).members:
            return None
        unit = [] if self.row(code)["value_type"] == "money_dong" else [" " + self.unit(code)]
        keys, figures, facts = self.against_last(code, lambda amount: self.amount(amount, code), unit)
        return Said((f"comparison.{code}", *keys), [self.amount(now, code), *figures], [*unit, *facts])

    def not_compared(self) -> Said | None:
        """In place of all comparisons of amounts, where none can be told."""
        if any(self.comparison(self.row(code)["numerator"]) for code in self.headline):
            return None
        year = str(self.year - 1)
        held = (self.block.total_parts if self.row(c)["numerator"] else self.block.total for c in self.told())
        some = any(of(code) is not None for of, code in zip(held, self.told(), strict=True))
        return Said((f"comparison.{'none' if some else 'nothing'}",), [], [year])

    def duties(self) -> list[Said]:
        """Reception and inspection: of each the amounts that something arose of and everybody who reported gave."""
        found = []
        for names in (
            ("citizens_received", "complaints_received", "complaints_settled"),
            ("inspections_done", "inspections_planned", "findings_handled"),
        ):
            codes = [next(c for c in self.block.catalogue if c in (n, f"enforcement_{n}")) for n in names]
            given = {c: [self.block.now[a][c] for a in self.names if a in self.block.reported] for c in codes}
            told = [c for c, amounts in given.items() if None not in amounts and sum(amounts)]
            if codes[0] not in told:
                told = [c for c in told if not c.endswith("planned")]
            keys, more = [], [c for c in told if not c.endswith("planned")]
            for code in told:
                if code in more:
                    keys.append("duty.lead" if not keys else "duty.last" if code == more[-1] else "duty.next")
                keys.append(f"duty.{code.removeprefix('enforcement_')}")
            if told:
                figures = [count(sum(given[code])) for code in told]
                found.append(Said(tuple(keys), figures, [f" {self.unit(code)}" for code in told]))
        return found

    def nobody(self) -> Said | None:
        return None if any(a in self.block.reported for a in self.names) else Said(("result.nobody",), [], [])

    def extremes(self, code: str) -> Said | None:
        values = self.percents(code)
        if len(values) < 2:
            return None
        name = [self.name(code)]
        top, bottom = max(values.values()), min(values.values())
        if top == bottom:
            key = "extremes.equal" if len(values) == len(self.names) else "extremes.equal_known"
            return Said((key,), [rate(top)], [*name, count(len(values))])
        keys, facts = [], name
        for word, edge in (("highest", top), ("lowest", bottom)):
            held = [a for a, v in values.items() if v == edge]
            most = len(held) > len(values) - len(held) and len(held) > 1
            keys.append(f"{word}.{'one' if len(held) == 1 else 'most' if most else 'tied'}")
            facts = facts + ([count(len(held)), count(len(values))] if most else self.listed(held))
        return Said(tuple(keys), [rate(top), rate(bottom)], facts)

    def verdicts(self, code: str) -> dict[str, bool]:
        if self.block.months < 12:
            return {}
        found = {}
        for agency, percent in self.percents(code).items():
            goal = self.block.targets.get((agency, code))
            if goal is not None:
                comparator = self.comparators[agency, code]
                found[agency] = {
                    "gt": percent > goal,
                    "gte": percent >= goal,
                    "lt": percent < goal,
                    "lte": percent <= goal,
                    "eq": percent == goal,
                }[comparator]
        return found

    def members(self, code: str) -> Said | None:
        verdicts = self.verdicts(code)
        if not verdicts or len(self.names) == 1:
            return None
        met, not_met = ([a for a, v in verdicts.items() if v is wanted] for wanted in (True, False))
        name = [self.name(code)]
        if len(verdicts) == 1:
            return Said((f"members.only_{'met' if met else 'not'}",), [], [*name, *self.listed(verdicts)])
        total, judged = count(len(verdicts)), "" if len(verdicts) == len(self.names) else "_judged"
        if met and not_met:
            return Said((f"members.some{judged}",), [], [*name, count(len(met)), total, *self.listed(not_met)])
        return Said((f"members.{'all' if met else 'none'}{judged}",), [], [*name, total])

    def shortfall(self, agency: str, code: str) -> Said:
        percent, goal = self.block.percent(agency, code), self.block.targets[agency, code]
        parts = self.block.parts(agency, code)
        keys, figures, facts = self.judged(percent, goal, self.comparators[agency, code], parts, code)
        base = [self.names[agency], self.name(code)]
        return Said(("agency.result", *keys), [rate(percent), *figures], base + facts)

    def gaps(self, code: str) -> list[Said]:
        reported = [a for a in self.names if a in self.block.reported]
        empty = [a for a in reported if self.block.parts(a, code) is None]
        zero = [a for a in reported if (p := self.block.parts(a, code)) and not p[1]]
        whole = self.name(self.row(code)["denominator"])
        said = []
        if empty:
            said.append(Said(("missing.empty",), [], [self.name(code), *self.listed(empty)]))
        if zero:
            said.append(Said(("missing.zero",), [], [self.name(code), whole, *self.listed(zero)]))
        return said

    def missing(self) -> Said | None:
        gone = [a for a in self.names if a not in self.block.reported]
        if not gone:
            return None
        if len(gone) == len(self.names):
            return Said(("missing.all",), [], [])
        counts = [count(len(gone)), count(len(self.names) - len(gone))]
        return Said(("missing.some",), [], [*counts, *self.listed(gone)])

    def state(self, estimate: bool) -> Said | None:
        """``states`` are those of the counting submissions."""
        if not any(a in self.block.reported for a in self.names):
            return None
        waiting = [a for a in self.names if self.states.get(a) not in ("approved", "sealed")]
        more = ("state.estimate",) if estimate else ()
        if len(waiting) == len(self.names):
            return Said(("state.nobody", *more), [], [])
        if waiting:
            return Said(("state.open", *more), [], [count(len(waiting)), count(len(self.names))])
        sealed = set(self.states.values()) == {"sealed"}
        return Said((f"state.{'sealed' if sealed else 'approved'}", *more), [], [])
