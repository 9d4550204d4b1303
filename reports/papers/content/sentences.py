"""Sentences written from figures: a rule chooses the wording, the figures come from ``Lookup``, so each one is true.

Comparisons are made on exact values, before any rounding. What holds of all sentences of a section is said once:
``dated`` puts the period before one of them, ``compared`` tells with whom last year is compared. ``keys`` tells which
wordings were chosen, for tests.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from results.figures import AgencyRef, BlockFigures, IndicatorRef, TargetRef
from results.figures.lines import Line, Why
from results.figures.rates import meets

from .duties import duty_clauses
from .filling import capitalised, filled, listed
from .model import FactRun, Run, Runs, TextRun, text_of
from .numbers import count_words
from .phrases import ASSIGNED, BLOCKS, COMPARABLE, KINDS, PHRASES, REPORTING, SUBJECTS, phrase
from .placeholders import Lookup, Measure, Ref, lacking_of, line_of


@dataclass(frozen=True, slots=True)
class Sentence:
    """``slot`` is stable from build to build: what the sentence is about, not how it came out.

    ``inner`` are its runs as they stand after other words, ``runs`` as they begin a sentence.
    """

    slot: str
    keys: tuple[str, ...]
    inner: Runs

    @property
    def runs(self) -> Runs:
        return capitalised(self.inner)

    @property
    def text(self) -> str:
        return text_of(self.runs)


Value = str | Run | Runs | Ref
Said = tuple[str, dict[str, Value]]


def lower_first(text: str) -> str:
    """A name inside a sentence: an abbreviation or proper name keeps its capitals."""
    head = text[:2]
    return text if len(head) == 2 and head.isupper() else text[:1].lower() + text[1:]


def period_in_prose(name: str, lang: str) -> str:
    """When, inside a sentence: "Năm 2026 (lần 1)" is the year 2026, whichever report the figures come from."""
    return lower_first(name.partition(", " if lang == "en" else " (")[0])


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
            "kind": KINDS[block.block][english],
            "last_year": FactRun(str(block.known_period.year - 1)),
            "months": FactRun(str(block.known_period.months)),
        }
        self.told = self._told_codes()
        self.usual = self._usually_left_out()

    # -- putting together -----------------------------------------------------------------------------------------
    def _sentence(self, about: str, *said: Said, **shared: Value) -> Sentence:
        runs: list[Run] = []
        for key, values in said:
            runs += self.fill(key, {**self._common, **shared, **values})
        end = [] if runs[-1].text.endswith(".") else [TextRun(".")]
        keys = tuple(key for key, _ in said)
        return Sentence(f"{self.block.block}.{about}", keys, (*runs, *end))

    def dated(self, sentence: Sentence) -> Sentence:
        """The same sentence with its period before it."""
        lead = self.fill("period", self._common)
        return Sentence(sentence.slot, ("period", *sentence.keys), (*lead, *sentence.inner))

    def fill(self, key: str, values: dict[str, Value]) -> list[Run]:
        return filled(phrase(key, self.lang), **{name: self._as_runs(value) for name, value in values.items()})

    def _as_runs(self, value: Value) -> Runs:
        if isinstance(value, Ref):
            return (self.lookup.run(value),)
        if isinstance(value, str):
            return (TextRun(value),)
        return value if isinstance(value, tuple) else (value,)

    def _count(self, number: int) -> FactRun:
        return FactRun(count_words(number, self.lang))

    def _names(self, agencies: Iterable[AgencyRef]) -> Runs:
        return listed((a.name(self.lang) for a in agencies), self.lang)

    def _name(self, code: str) -> str:
        return in_prose(self.block.indicators[code].name(self.lang), self.lang)

    def _indicator(self, code: str) -> dict[str, Value]:
        indicator = self.block.indicators[code]
        named: dict[str, Value] = {"name": FactRun(self._name(code))}
        if indicator.is_rate:
            named |= {
                "part": Ref(code, "", Measure.PART),
                "whole": Ref(code, "", Measure.WHOLE),
                "unit": FactRun(self.block.indicators[indicator.numerator].unit(self.lang)),
                "whole_name": FactRun(self._name(indicator.denominator)),
            }
        return named

    # -- what holds of all sentences of a section -----------------------------------------------------------------
    def _told_codes(self) -> list[str]:
        """What a report tells of: headline indicators, the amounts in them, and every rate that has a figure."""
        block = self.block
        rates = [i for i in block.indicators.values() if i.is_rate and block.line(i.code).value.measured is not None]
        codes = [i.code for i in block.headline] + [i.code for i in rates]
        return list(dict.fromkeys([*codes, *(i.numerator for i in block.headline if i.numerator)]))

    def _usually_left_out(self) -> tuple[AgencyRef, ...]:
        """The members that most comparisons with last year leave out; empty where most are over all of them."""
        lines = [self.block.line(code) for code in self.told]
        out = Counter(_left_out(line) for line in lines if line.compared.members and line.compared.left_out)
        return out.most_common(1)[0][0] if out else ()

    def _lines(self) -> list[Line]:
        return [line for line in map(self.block.line, self.told) if line.value.measured is not None]

    @property
    def has_figures(self) -> bool:
        return bool(self._lines())

    @property
    def has_common_target(self) -> bool:
        """Whether a result is set against a target that is derived from those of the members."""
        return any(line.target is not None and line.gap is not None for line in self._lines())

    def compared(self) -> Sentence | None:
        """Over whom the results are compared with last year, or that they cannot be; None where it is everybody."""
        lines = self._lines()
        compared = [line for line in lines if line.compared.members]
        usual = next((line for line in compared if _left_out(line) == self.usual), None)
        if not lines:
            return None
        if not self.block.last_cells:
            return self._sentence("compared", ("compared.none", {}))
        if not compared:
            return self._sentence("compared", ("compared.nobody", {}))
        return self._sentence("compared", ("compared.some", self._like(usual))) if self.usual and usual else None

    # -- the cluster's result -------------------------------------------------------------------------------------
    def result(self, code: str) -> Sentence | None:
        """The total, against its target and against last year; None where there is no figure."""
        indicator, figure = self.block.indicators[code], self.block.line(code).value
        named = self._indicator(code)
        if figure.measured is None:
            zero = figure.rate is not None
            return self._sentence(f"result.{code}", ("result.zero", {}), **named) if zero else None
        key = self._result_key(indicator)
        first: Said = (key, {"value": self._with_unit(code)} if key == "result.amount" else {"rate": Ref(code)})
        clauses = [*self.against_target(code, ""), *self.against_last_year(code)]
        # What continues the sentence stands before what only follows it.
        clauses.sort(key=lambda said: phrase(said[0], self.lang).startswith(";"))
        return self._sentence(f"result.{code}", first, *clauses, **named)

    def without_figures(self, codes: Iterable[str]) -> Sentence | None:
        """One sentence about all of these indicators that have no figure; None where each has one."""
        lines = {code: self.block.line(code).value for code in codes}
        names = [self._name(code) for code, value in lines.items() if value.measured is None and value.rate is None]
        if not names:
            return None
        return self._sentence("result.none", ("result.none", {"names": listed(names, self.lang)}))

    def nobody(self) -> Sentence:
        """In place of all results of a block of which nobody has reported."""
        return self._sentence("result.nobody", ("result.nobody", {}))

    def _result_key(self, indicator: IndicatorRef) -> str:
        own = f"result.{indicator.code}"
        if own in PHRASES:
            return own
        if not indicator.is_rate:
            return "result.nothing" if self.block.line(indicator.code).value.nothing else "result.amount"
        return "result.money_rate" if self.block.indicators[indicator.numerator].is_money else "result.rate"

    def against_target(self, code: str, agency: str) -> list[Said]:
        """Clauses about the target of an agency, or (agency empty) of the cluster."""
        line = line_of(self.block, code, agency)
        if line.target is None or line.gap is None:
            without = self._no_target(code, agency)
            return [without] if without else []
        goal = tuple(self.fill(self._goal_key(line.target, code), {"target": Ref(code, agency, Measure.TARGET)}))
        assigned = ASSIGNED["agency" if agency else ""][self.lang == "en"]
        if line.is_part_year:
            key, values = self._before_the_end(line, code, agency)
            return [(key, {**values, "goal": goal, "assigned": assigned})]
        met = meets(line.value.measured, line.target.comparator, line.target.value)
        key = self.target_key(line.gap, line.target.comparator, met is True)
        gap = Ref(code, agency, Measure.GAP)
        said: list[Said] = [(f"target.{key}", {"gap": gap, "goal": goal, "assigned": assigned})]
        if lacking_of(self.block, code, agency) is not None:
            said.append(self._lacking(code, agency))
        return said

    def _before_the_end(self, line: Line, code: str, agency: str) -> Said:
        """The year's target in a part of the year: how far the months have come, and nothing is missed."""
        values: dict[str, Value] = {"pace": Ref(code, agency, Measure.PACE)}
        if line.met:
            return "target.reached", values
        if line.prorata_gap is None:
            return "target.year", values
        ahead = "over" if line.prorata_gap > 0 else "under" if line.prorata_gap < 0 else "level"
        kind = "period" if line.portion and line.portion.decided else "pace"
        return f"target.{kind}_{ahead}", values

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
        if counted and not held:
            return "target.unheld", {}
        if len(held) < len(counted):
            return "target.partial", {"held": self._count(len(held)), "of": self._count(len(counted))}
        return "target.mixed", {}

    def against_last_year(self, code: str) -> list[Said]:
        """Like members alone; nothing where ``compared`` says once that there is nothing to compare with."""
        line = self.block.line(code)
        if not line.compared.members:
            others = any(self.block.line(each).compared.members for each in self.told)
            return [("change.nobody", {})] if self.block.last_cells and others else []
        part = self._part(line)
        if line.change is None:
            nothing_then = line.last.is_empty or not line.compared.value.is_empty
            key = f"change.from_zero{'_both' if part == '_own' else part}"
            return [(key if nothing_then else "change.not_now", self._like(line))]
        key = "rose" if line.change > 0 else "fell" if line.change < 0 else "same"
        values = {
            "change": Ref(code, "", Measure.CHANGE),
            "last": self._with_unit(code, Measure.LAST),
            "like": self._with_unit(code, Measure.LIKE),
            **self._like(line),
        }
        return [(f"change.{key}{part}", values)]

    def _part(self, line: Line) -> str:
        """The wording of a comparison: of everybody; of those whose total it is; of those named elsewhere; or here."""
        compared = line.compared
        if not compared.left_out:
            return ""
        if all(out.why is Why.NO_FIGURE for out in compared.left_out) and compared.value == line.value:
            return "_own"
        return "_both" if _left_out(line) == self.usual else "_like"

    def _like(self, line: Line) -> dict[str, Value]:
        compared, english = line.compared, self.lang == "en"
        several = len(compared.members) > 1
        return {
            "count": self._count(len(compared.members)),
            "of": self._count(compared.among),
            "agencies": self._names(_left_out(line)),
            "reporting": REPORTING[english][several],
            "comparable": COMPARABLE[english][several],
        }

    def comparison(self, code: str) -> Sentence | None:
        """One amount against the same period of last year; None where one of the two is not there."""
        line = self.block.line(code)
        if line.value.is_empty or not line.compared.members:
            return None
        key = f"comparison.{code}"
        key = "comparison.zero" if line.value.nothing else key if key in PHRASES else "comparison.amount"
        clauses = self.against_last_year(code)
        return self._sentence(
            f"change.{code}", (key, {"value": self._with_unit(code)}), *clauses, **self._indicator(code)
        )

    def not_compared(self) -> Sentence:
        """In place of every comparison of amounts, where there is none."""
        key = "none" if any(not self.block.line(code).value.is_empty for code in self.told) else "nothing"
        return self._sentence("change.none", (f"comparison.{key}", {}))

    def duties(self) -> list[Sentence]:
        """What was done beside the field, one sentence of each duty of which there is something to tell."""
        return [self._sentence(about, *map(self._clause, said)) for about, said in duty_clauses(self.block)]

    def _clause(self, said: tuple[str, str]) -> Said:
        key, code = said
        return key, {"value": self._with_unit(code)} if code else {}

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
        """Who stands highest and lowest, with everybody who shares the place; a place that most share names nobody.

        None where fewer than two have a value.
        """
        values, named = self._measured(code), self._indicator(code)
        if len(values) < 2:
            return None
        top, bottom = max(values.values()), min(values.values())
        about = f"extremes.{code}"
        if top == bottom:
            key = "extremes.equal" if len(values) == len(self.block.agencies) else "extremes.equal_known"
            rate = Ref(code, next(iter(values)).code)
            return self._sentence(about, (key, {"count": self._count(len(values)), "rate": rate}), **named)
        highest, lowest = (
            self._place(code, word, values, edge) for word, edge in (("highest", top), ("lowest", bottom))
        )
        return self._sentence(about, highest, lowest, **named)

    def _place(self, code: str, word: str, values: dict[AgencyRef, Fraction], edge: Fraction) -> Said:
        held = [a for a, v in values.items() if v == edge]
        key = "one" if len(held) == 1 else "most" if 2 * len(held) > len(values) else "tied"
        said: dict[str, Value] = {"agencies": self._names(held), "rate": Ref(code, held[0].code)}
        return f"{word}.{key}", said | {"count": self._count(len(held)), "of": self._count(len(values))}

    def judged(self, code: str) -> tuple[list[AgencyRef], list[AgencyRef]]:
        """Members that met their target and members that did not.

        Those without figure or target are in neither, nor is anybody while the year may still change the answer.
        """
        verdicts = {a: self.block.line(code, a.code).met for a in self.block.agencies}
        return [a for a, v in verdicts.items() if v is True], [a for a, v in verdicts.items() if v is False]

    def members(self, code: str) -> Sentence | None:
        """How many members met their own target; None where nobody is judged or there is one member alone."""
        met, not_met = self.judged(code)
        count = len(met) + len(not_met)
        if not count or len(self.block.agencies) == 1:
            return None
        values: dict[str, Value] = {"met": self._count(len(met)), "count": self._count(count)}
        if count == 1:
            key = "only_met" if met else "only_not"
            values["agencies"] = self._names(met or not_met)
        else:
            key = "all" if not not_met else "none" if not met else "some"
            key += "" if count == len(self.block.agencies) else "_judged"
            values["agencies"] = self._names(not_met)
        return self._sentence(f"members.{code}", (f"members.{key}", values), **self._indicator(code))

    def shortfall(self, agency: AgencyRef, code: str) -> Sentence:
        """One agency that missed its target: by how much, and what was lacking."""
        values: dict[str, Value] = {"agencies": self._names([agency]), "rate": Ref(code, agency.code)}
        said = [("agency.result", values), *self.against_target(code, agency.code)]
        return self._sentence(f"short.{code}.{agency.code}", *said, **self._indicator(code))

    def nation(self, code: str) -> Sentence | None:
        """The best placed member among all of its kind in the nation.

        None where the places are not known, and where most of the nation share it: it tells nothing then.
        """
        held = ((a, self.lookup.nation.get((a.code, code))) for a in self.block.agencies)
        places = {agency: place for agency, place in held if place and place.among}
        if not places:
            return None
        best = min(place.place for place in places.values())
        first = [a for a, place in places.items() if place.place == best]
        shared = places[first[0]].tied_with + 1
        if 2 * shared > places[first[0]].among:
            return None
        ref = (code, first[0].code)
        values: dict[str, Value] = {
            "agencies": self._names(first),
            "count": self._count(len(first)),
            "place": Ref(*ref, Measure.NATION_PLACE),
            "among": Ref(*ref, Measure.NATION_AMONG),
        }
        everybody = len(first) == len(self.block.agencies)
        several = "everybody" if everybody else "together"
        key = several if len(first) > 1 else "tied" if shared > 1 else "one"
        return self._sentence(f"nation.{code}", (f"nation.{key}", values), **self._indicator(code))

    def printed_places(self) -> list[Sentence]:
        """Places in the nation that were published about members, each with the portal's own beside it."""
        found = []
        for agency in self.block.agencies:
            for code in self.block.indicators:
                place = self.lookup.nation.get((agency.code, code))
                if place is None or not place.printed:
                    continue
                values: dict[str, Value] = {"agencies": self._names([agency]), "printed": self._count(place.printed)}
                said: list[Said] = [("nation.printed", values)]
                if place.among:
                    key = "nation.made_up" if self.lookup.figures.is_illustrative else "nation.own"
                    ref = (code, agency.code)
                    own: dict[str, Value] = {
                        "place": Ref(*ref, Measure.NATION_PLACE),
                        "among": Ref(*ref, Measure.NATION_AMONG),
                    }
                    said.append((key, own))
                about = f"printed.{agency.code}.{code}"
                found.append(self._sentence(about, *said, **self._indicator(code)))
        return found

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

    def state(self) -> Sentence | None:
        """Whether the figures may still change; None where nobody has reported any."""
        waiting, of = self.block.not_final(), len(self.block.agencies)
        if len(self.block.missing()) == of:
            return None
        if len(waiting) == of:
            said: Said = ("state.nobody", {})
        elif waiting:
            said = ("state.open", {"count": self._count(len(waiting)), "of": self._count(of)})
        else:
            said = ("state.sealed" if is_sealed(self.block) else "state.approved", {})
        estimate: list[Said] = [("state.estimate", {})] if self.block.known_period.figures == "part_estimate" else []
        return self._sentence("state", said, *estimate)


def is_sealed(block: BlockFigures) -> bool:
    """Every member's counting figures are sealed; until then a paper says that they are not final."""
    states = [ref.counting_state for ref in block.status.values()]
    return bool(states) and len(states) == len(block.agencies) and set(states) == {"sealed"}


def _left_out(line: Line) -> tuple[AgencyRef, ...]:
    return tuple(out.agency for out in line.compared.left_out)


__all__ = ["BlockSentences", "Sentence", "in_prose", "is_sealed", "lower_first", "period_in_prose"]
