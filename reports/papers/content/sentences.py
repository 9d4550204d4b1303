"""Sentences written from figures: a rule chooses the wording, the figures come from ``Lookup``, so each one is true.

Comparisons are made on exact values, before any rounding. A sentence names its period and its block. ``keys`` tells
which wordings were chosen, for tests and for the slot that people may rewrite.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from results.figures import AgencyRef, BlockFigures, IndicatorRef, TargetRef
from results.figures.lines import Line
from results.figures.rates import meets

from .model import FactRun, Run, Runs, TextRun
from .numbers import count_words
from .phrases import AND, BLOCKS, PHRASES, SUBJECTS, phrase
from .placeholders import Lookup, Measure, Ref, lacking_of, line_of

_BRACED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``slot`` is stable from build to build: what the sentence is about, not how it came out."""

    slot: str
    keys: tuple[str, ...]
    runs: Runs

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Value = str | Run | Runs | Ref
Said = tuple[str, dict[str, Value]]


def lower_first(text: str) -> str:
    """A name inside a sentence: an abbreviation or proper name keeps its capitals."""
    head = text[:2]
    return text if len(head) == 2 and head.isupper() else text[:1].lower() + text[1:]


def period_in_prose(name: str, lang: str) -> str:
    """A period inside a sentence: of "Năm 2024 (chính thức)" it is the figures that are official, not the year."""
    return lower_first(name if lang == "en" else name.replace("(chính thức)", "(số liệu chính thức)"))


def in_prose(name: str, lang: str) -> str:
    """The catalogue tells cases and money apart by " - việc" and " - tiền"; a sentence says it in words."""
    bare, dash, what = name.rpartition(" - ")
    if not dash:
        return lower_first(name)
    return lower_first(f"{bare} ({what})" if lang == "en" else f"{bare} về {what}")


class BlockSentences:
    """All sentences about one block in its period. ``block.period`` must be known."""

    def __init__(self, block: BlockFigures, lookup: Lookup):
        self.block, self.lookup, self.lang = block, lookup, lookup.language
        english = self.lang == "en"
        self._common: dict[str, Value] = {
            "period": FactRun(period_in_prose(block.known_period.name(self.lang), self.lang)),
            "subject": SUBJECTS[block.block][english],
            "block": BLOCKS[block.block][english],
            "last_year": FactRun(str(block.known_period.year - 1)),
            "months": FactRun(str(block.known_period.months)),
        }

    # -- putting together -----------------------------------------------------------------------------------------
    def _sentence(self, about: str, *said: Said, **shared: Value) -> Sentence:
        runs: list[Run] = []
        for key, values in said:
            runs += self.fill(key, {**self._common, **shared, **values})
        end = "." if not runs[-1].text.endswith(".") else ""
        keys = tuple(key for key, _ in said)
        return Sentence(f"{self.block.block}.{about}", keys, tuple([*runs, TextRun(end)] if end else runs))

    def fill(self, key: str, values: dict[str, Value]) -> list[Run]:
        runs: list[Run] = []
        for number, part in enumerate(_BRACED.split(phrase(key, self.lang))):
            if number % 2:
                runs += self._as_runs(values[part])
            elif part:
                runs.append(TextRun(part))
        return runs

    def _as_runs(self, value: Value) -> Iterable[Run]:
        if isinstance(value, Ref):
            return [self.lookup.run(value)]
        if isinstance(value, str):
            return [TextRun(value)]
        return value if isinstance(value, tuple) else [value]

    def _count(self, number: int) -> FactRun:
        return FactRun(count_words(number, self.lang))

    def _names(self, agencies: Iterable[AgencyRef]) -> Runs:
        names = [FactRun(a.name(self.lang)) for a in agencies]
        runs: list[Run] = []
        for number, name in enumerate(names):
            if number:
                runs.append(TextRun(AND[self.lang == "en"] if number == len(names) - 1 else ", "))
            runs.append(name)
        return tuple(runs)

    def _indicator(self, code: str) -> dict[str, Value]:
        indicator = self.block.indicators[code]
        named: dict[str, Value] = {"name": FactRun(in_prose(indicator.name(self.lang), self.lang))}
        if indicator.is_rate:
            part = self.block.indicators[indicator.numerator]
            whole = self.block.indicators[indicator.denominator]
            named |= {
                "part": Ref(code, "", Measure.PART),
                "whole": Ref(code, "", Measure.WHOLE),
                "unit": FactRun(part.unit(self.lang)),
                "whole_name": FactRun(in_prose(whole.name(self.lang), self.lang)),
            }
        else:
            named |= {"unit": FactRun("" if indicator.is_money else indicator.unit(self.lang))}
        return named

    # -- the cluster's result -------------------------------------------------------------------------------------
    def result(self, code: str) -> Sentence:
        """The total, against its target and against last year."""
        indicator, figure = self.block.indicators[code], self.block.line(code).value
        named = self._indicator(code)
        if figure.measured is None:
            key = "result.zero" if figure.rate is not None else "result.none"
            return self._sentence(f"result.{code}", (key, {}), **named)
        said: list[Said] = [(self._result_key(indicator), {"rate": Ref(code)})]
        said += self.against_target(code, "")
        said += self.against_last_year(code)
        return self._sentence(f"result.{code}", *said, **named)

    def _result_key(self, indicator: IndicatorRef) -> str:
        own = f"result.{indicator.code}"
        if own in PHRASES:
            return own
        if not indicator.is_rate:
            return "result.amount"
        return "result.money_rate" if self.block.indicators[indicator.numerator].is_money else "result.rate"

    def against_target(self, code: str, agency: str) -> list[Said]:
        """Clauses about the target of an agency, or (agency empty) of the cluster."""
        line = line_of(self.block, code, agency)
        if line.target is None or line.gap is None:
            without = self._no_target(code, agency)
            return [without] if without else []
        goal = tuple(self.fill(self._goal_key(line.target, code), {"target": Ref(code, agency, Measure.TARGET)}))
        if line.is_part_year:
            return [self._before_the_end(line, code, agency, goal)]
        met = meets(line.value.measured, line.target.comparator, line.target.value)
        key = self.target_key(line.gap, line.target.comparator, met is True)
        said: list[Said] = [(f"target.{key}", {"gap": Ref(code, agency, Measure.GAP), "goal": goal})]
        if lacking_of(self.block, code, agency) is not None:
            said.append(self._lacking(code, agency))
        return said

    def _before_the_end(self, line: Line, code: str, agency: str, goal: Runs) -> Said:
        """The year's target in a part of the year: how far the months have come, and nothing is missed."""
        values: dict[str, Value] = {"goal": goal, "pace": Ref(code, agency, Measure.PACE)}
        if line.met:
            return "target.reached", values
        if line.prorata_gap is None:
            return "target.year", values
        ahead = "over" if line.prorata_gap > 0 else "under" if line.prorata_gap < 0 else "level"
        return f"target.pace_{ahead}", values

    def _goal_key(self, target: TargetRef, code: str) -> str:
        """Nothing lies above the whole, so that "100% or more" is said as 100%."""
        is_whole = target.comparator == "gte" and target.value == 100 and self.block.indicators[code].is_rate
        return "goal.whole" if is_whole else f"goal.{target.comparator}"

    def target_key(self, gap: Fraction, comparator: str, met: bool) -> str:
        if not gap:
            return "equal" if met else "level"
        if comparator == "eq":
            return "off"
        if comparator in ("lt", "lte"):
            return "under" if gap < 0 else "over"
        return "exceeded" if gap > 0 else "short"

    def _lacking(self, code: str, agency: str) -> Said:
        indicator = self.block.indicators[code]
        part = self.block.indicators[indicator.numerator] if indicator.is_rate else indicator
        key = "target.lacking_money" if part.is_money else "target.lacking"
        return key, {"short": Ref(code, agency, Measure.SHORT), "unit": FactRun(part.unit(self.lang))}

    def _no_target(self, code: str, agency: str) -> Said | None:
        counted = [a for a in self.block.codes if not self.block.value(a, code).is_empty]
        held = [a for a in counted if self.block.target(a, code)]
        anybody = any(self.block.target(a, code) for a in self.block.codes)
        if agency or not anybody:
            return ("target.none", {}) if self.block.indicators[code].is_headline or agency else None
        if len(held) < len(counted):
            return "target.partial", {"held": self._count(len(held)), "of": self._count(len(counted))}
        return "target.mixed", {}

    def against_last_year(self, code: str) -> list[Said]:
        """Like members alone; a clause says how many they are and who is left out, where it is not all."""
        line = self.block.line(code)
        if not line.compared.members:
            return [("change.nobody" if self.block.last_cells else "change.none", {})]
        part = "_like" if line.compared.left_out else ""
        if line.change is None:
            nothing_then = line.last.is_empty or not line.compared.value.is_empty
            return [(f"change.from_zero{part}" if nothing_then else "change.not_now", self._like(line))]
        key = "rose" if line.change > 0 else "fell" if line.change < 0 else "same"
        values = {
            "change": Ref(code, "", Measure.CHANGE),
            "last": self._with_unit(code, Measure.LAST),
            "like": self._with_unit(code, Measure.LIKE),
            **self._like(line),
        }
        return [(f"change.{key}{part}", values)]

    def _like(self, line: Line) -> dict[str, Value]:
        compared = line.compared
        return {
            "count": self._count(len(compared.members)),
            "of": self._count(compared.among),
            "agencies": self._names(out.agency for out in compared.left_out),
        }

    def comparison(self, code: str) -> Sentence:
        """One amount against the same period of last year."""
        value = self._with_unit(code)
        if self.block.line(code).value.is_empty:
            return self._sentence(f"change.{code}", ("result.none", {}), **self._indicator(code))
        said: list[Said] = [("change.subject", {"value": value}), *self.against_last_year(code)]
        return self._sentence(f"change.{code}", *said, **self._indicator(code))

    def _with_unit(self, code: str, measure: Measure = Measure.VALUE) -> Runs:
        """The cluster's figure with what is counted after it; rates and money carry theirs."""
        indicator, line = self.block.indicators[code], self.block.line(code)
        run = self.lookup.run(Ref(code, "", measure))
        figure = {Measure.LAST: line.last, Measure.LIKE: line.compared.value}.get(measure, line.value)
        bare = indicator.is_rate or indicator.is_money or figure.nothing
        return (run,) if bare else (run, FactRun(" " + indicator.unit(self.lang)))

    # -- between the members --------------------------------------------------------------------------------------
    def _measured(self, code: str) -> dict[AgencyRef, Fraction]:
        values = {a: self.block.value(a.code, code).measured for a in self.block.agencies}
        return {agency: value for agency, value in values.items() if value is not None}

    def extremes(self, code: str) -> Sentence | None:
        """Who stands highest and lowest, with everybody who shares the place; None where nobody has a value."""
        values, named = self._measured(code), self._indicator(code)
        if not values:
            return None
        top, bottom = max(values.values()), min(values.values())
        first = [a for a, v in values.items() if v == top]
        last = [a for a, v in values.items() if v == bottom]
        about = f"extremes.{code}"
        highest: dict[str, Value] = {"agencies": self._names(first), "rate": Ref(code, first[0].code)}
        if len(values) == 1:
            return self._sentence(about, ("extremes.single", highest), **named)
        if top == bottom:
            said: Said = ("extremes.equal", {"count": self._count(len(values)), "rate": Ref(code, first[0].code)})
            return self._sentence(about, said, **named)
        lowest: dict[str, Value] = {"agencies": self._names(last), "rate": Ref(code, last[0].code)}
        keys = (f"highest.{_one(first)}", highest), (f"lowest.{_one(last)}", lowest)
        return self._sentence(about, *keys, **named)

    def judged(self, code: str) -> tuple[list[AgencyRef], list[AgencyRef]]:
        """Members that met their target and members that did not.

        Those without figure or target are in neither, nor is anybody while the year may still change the answer.
        """
        verdicts = {a: self.block.line(code, a.code).met for a in self.block.agencies}
        return [a for a, v in verdicts.items() if v is True], [a for a, v in verdicts.items() if v is False]

    def members(self, code: str) -> Sentence | None:
        """How many members met their own target."""
        met, not_met = self.judged(code)
        count = len(met) + len(not_met)
        if not count:
            return None
        values: dict[str, Value] = {"met": self._count(len(met)), "count": self._count(count)}
        if count == 1:
            key = "only_met" if met else "only_not"
            values["agencies"] = self._names(met or not_met)
        else:
            key = "all" if not not_met else "none" if not met else "some"
            values["agencies"] = self._names(not_met)
        return self._sentence(f"members.{code}", (f"members.{key}", values), **self._indicator(code))

    def shortfall(self, agency: AgencyRef, code: str) -> Sentence:
        """One agency that missed its target: by how much, and what was lacking."""
        values: dict[str, Value] = {"agencies": self._names([agency]), "rate": Ref(code, agency.code)}
        said = [("agency.result", values), *self.against_target(code, agency.code)]
        return self._sentence(f"short.{code}.{agency.code}", *said, **self._indicator(code))

    def nation(self, code: str) -> Sentence | None:
        """The best placed member among all of its kind in the nation; None where the places are not known."""
        places = {a: p for a in self.block.agencies if (p := self.lookup.nation.get((a.code, code)))}
        if not places:
            return None
        best = min(place.place for place in places.values())
        first = [a for a, place in places.items() if place.place == best]
        key = "nation.tied" if places[first[0]].tied_with else "nation.one"
        ref = (code, first[0].code)
        values: dict[str, Value] = {
            "agencies": self._names(first),
            "place": Ref(*ref, Measure.NATION_PLACE),
            "among": Ref(*ref, Measure.NATION_AMONG),
        }
        return self._sentence(f"nation.{code}", (key, values), **self._indicator(code))

    # -- what is not there, and how final -------------------------------------------------------------------------
    def missing(self) -> Sentence | None:
        gone = self.block.missing()
        if not gone:
            return None
        if len(gone) == len(self.block.agencies):
            return self._sentence("missing", ("missing.all", {}))
        counts: dict[str, Value] = {
            "agencies": self._names(gone),
            "count": self._count(len(gone)),
            "rest": self._count(len(self.block.agencies) - len(gone)),
        }
        return self._sentence("missing", ("missing.some", counts))

    def gaps(self, code: str) -> list[Sentence]:
        """Members that reported but left an input empty, and members whose denominator is zero."""
        gone = {a.code for a in self.block.missing()}
        values = {a: self.block.value(a.code, code) for a in self.block.agencies if a.code not in gone}
        is_rate = self.block.indicators[code].is_rate
        empty = [a for a, v in values.items() if v.rate is None and v.amount is None]
        zero = [a for a, v in values.items() if is_rate and v.rate is not None and v.ratio is None]
        return [
            self._sentence(f"{key}.{code}", (key, {"agencies": self._names(found)}), **self._indicator(code))
            for key, found in (("missing.empty", empty), ("missing.zero", zero))
            if found
        ]

    def state(self) -> Sentence:
        """Whether the figures may still change."""
        waiting = self.block.not_final()
        of = len(self.block.agencies)
        if waiting:
            said: Said = ("state.open", {"count": self._count(len(waiting)), "of": self._count(of)})
        else:
            said = ("state.sealed" if is_sealed(self.block) else "state.approved", {})
        estimate: list[Said] = [("state.estimate", {})] if self.block.known_period.figures == "part_estimate" else []
        return self._sentence("state", said, *estimate)


def is_sealed(block: BlockFigures) -> bool:
    """Every member's counting figures are sealed; until then a paper says that they are not final."""
    states = [ref.counting_state for ref in block.status.values()]
    return bool(states) and len(states) == len(block.agencies) and set(states) == {"sealed"}


def _one(agencies: list[AgencyRef]) -> str:
    return "one" if len(agencies) == 1 else "tied"


__all__ = ["BlockSentences", "Sentence", "in_prose", "is_sealed", "lower_first", "period_in_prose"]
