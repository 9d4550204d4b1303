"""Targets and gaps: for every indicator with a target, each agency's value beside it; the cluster's is derived.

A rate's cluster target is the mean of the members' targets weighted by their denominators. A gap of a rate is in
percentage points, a share of the target is a share, and the two never stand in one column.
"""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from emulation_portal.lib.numbers import NO_VALUE
from pledges.enums import SIGNS
from reports.workbooks.book import Book, cell
from results.figures import BlockFigures, IndicatorRef, TargetRef
from results.figures.lines import FLOORS, Line
from results.words import block_title, unit_text

from .block import BlockPage, scaled

HEAD, FIRST = 4, 6
(ORDINAL, AGENCY, PART, WEIGHT, VALUE, RULE, TARGET, GAP, SHARE, PRORATA, NATION, NATION_GAP, MET) = range(13)
WIDTHS = (5, 36, 15, 15, 14, 9, 14, 12, 12, 12, 12, 13, 12)
OPERATORS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "eq": "="}


@dataclass(frozen=True, slots=True)
class TargetPart:
    """One indicator's rows: ``first`` of the agencies, ``total`` below the last."""

    page: BlockPage
    indicator: IndicatorRef
    band: int
    first: int
    total: int

    @property
    def block(self) -> BlockFigures:
        return self.page.block


def measured(indicator: IndicatorRef, value: Fraction | None) -> float | None:
    """A target as it stands in a cell: a share of one for rates, nghìn đồng for money."""
    if value is None:
        return None
    if indicator.is_rate:
        return float(value / 100)
    exact = value / 1000 if indicator.is_money else value
    return int(exact) if exact.denominator == 1 else float(exact)


def verdict(line: Line) -> str | None:
    """Met or not met; in a part of the year that it is not over; None where nothing can be judged."""
    if line.target is None or line.value.measured is None:
        return None
    return _("Year not over") if line.met is None else _("Met") if line.met else _("Not met")


class TargetsPage:
    def __init__(self, book: Book, pages: list[BlockPage]):
        self.book = book
        self.sheet = book.add_sheet(_("Targets and gaps"))
        self.parts: dict[str, TargetPart] = {}
        self.is_part_year = any(p.block.period and p.block.period.is_part_year for p in pages)
        row = FIRST
        for page in pages:
            for code, indicator in page.block.indicators.items():
                if code in page.block.national_targets or any(c == code for _agency, c in page.block.targets):
                    count = len(page.block.agencies)
                    self.parts[code] = TargetPart(page, indicator, row, row + 1, row + 1 + count)
                    row += count + 2
        self.end = row

    # -- addresses ------------------------------------------------------------------------------------------------
    def ref(self, agency: str | None, code: str, col: int) -> str | None:
        """A cell of an agency's row or of the total (None); None where the indicator has no target."""
        part = self.parts.get(code)
        if part is None:
            return None
        row = part.total if agency is None else part.first + part.block.codes.index(agency)
        return self.sheet.ref(row, col)

    # -- writing --------------------------------------------------------------------------------------------------
    def write(self) -> None:
        sheet = self.sheet
        said = _("Gap = result − target, in points for rates. The cluster's target is derived from its members.")
        if any(part.block.has_decided_part(code) for code, part in self.parts.items()):
            said += " " + _("Targets of the period are those that a decision gives; else months over twelve.")
        self.book.write_heading(sheet, _("Results against targets"), said)
        self._write_head()
        for part in self.parts.values():
            self._write_part(part)
        if not self.parts:
            sheet.merged(FIRST, ORDINAL, MET, _("No target is assigned for this year."), "cell")
        self._set_up()

    def _write_head(self) -> None:
        heads = (
            _("No."),
            _("Agency"),
            _("Numerator"),
            _("Denominator (weight)"),
            _("Result"),
            _("Required"),
            *self._heads(),
            _("Gap to the part of the target for these months"),
            _("National target"),
            _("Gap to national target"),
            _("Assessment"),
        )
        units = {GAP: _("points"), PRORATA: _("points"), NATION_GAP: _("points"), SHARE: "%"}
        for col, words in enumerate(heads):
            self.sheet.text(HEAD, col, words, "head")
            self.sheet.text(HEAD + 1, col, units.get(col, ""), "unit")
        self.sheet.ws.set_row(HEAD, 62 if self.is_part_year else 48)

    def _heads(self) -> tuple[str, str, str]:
        """Whose target it is: before its end that of the whole year."""
        if self.is_part_year:
            return _("Target of the year"), _("Gap to the year's target"), _("Share of the year's target reached")
        return _("Target"), _("Gap to target"), _("Share of target reached")

    def _write_part(self, part: TargetPart) -> None:
        language = self.book.language
        unit = unit_text(part.indicator, money="nghin")
        words = f"{block_title(part.block.block)} · {part.indicator.name(language)} ({unit})"
        self.sheet.merged(part.band, ORDINAL, MET, words, "band")
        for number, agency in enumerate(part.block.agencies, start=1):
            row = part.first + number - 1
            self.sheet.number(row, ORDINAL, number, "index:input")
            name = agency.name(language)
            self.sheet.text(row, AGENCY, name, "cell_wrap")
            self.sheet.fit_row(row, (name, WIDTHS[AGENCY]))
            target = part.block.line(part.indicator.code, agency.code).target
            self._write_parts_of_rate(part, row, agency.code, "calc")
            self._write_value(part, row, agency.code, "calc")
            self._write_target(part, row, target)
            self._write_gaps(part, row, agency.code, target, "calc")
        self._write_total(part)

    def _write_parts_of_rate(self, part: TargetPart, row: int, agency: str, role: str) -> None:
        indicator, page = part.indicator, part.page
        if not indicator.is_rate:
            self.sheet.text(row, PART, "", "cell")
            self.sheet.text(row, WEIGHT, "", "cell")
            return
        top, bottom = page.ref(agency, indicator.numerator), page.ref(agency, indicator.denominator)
        style = f"{page.number_format(indicator.numerator)}:{role}"
        value = page.value(agency, indicator.numerator)
        self.sheet.formula(row, PART, f'=IF({top}="","",{top})', value, style)
        rate = part.block.value(agency, indicator.code).rate
        weight = scaled(part.block.indicators[indicator.denominator], rate.whole if rate else 0)
        style = f"{page.number_format(indicator.denominator)}:{role}"
        self.sheet.formula(row, WEIGHT, f"=IF(COUNT({top},{bottom})=2,{bottom},0)", weight, style)

    def _write_value(self, part: TargetPart, row: int, agency: str | None, role: str) -> None:
        page, code = part.page, part.indicator.code
        link = page.ref(agency, code)
        style = f"{page.number_format(code)}:{role}"
        self.sheet.formula(row, VALUE, f'=IF({link}="","",{link})', page.value(agency, code), style)

    def _write_target(self, part: TargetPart, row: int, target: TargetRef | None) -> None:
        self.sheet.text(row, RULE, SIGNS[target.comparator] if target else "", "cell_center")
        value = measured(part.indicator, target.value) if target else None
        self.sheet.number(row, TARGET, value, f"{self._format(part)}:input")

    def _format(self, part: TargetPart) -> str:
        return "rate" if part.indicator.is_rate else "decimal"

    def _write_gaps(self, part: TargetPart, row: int, agency: str | None, target: TargetRef | None, role: str) -> None:
        """Gap, share reached, pro-rata gap, national target and its gap, assessment."""
        block, code, sheet = part.block, part.indicator.code, self.sheet
        value, goal = part.page.value(agency, code), measured(part.indicator, target.value) if target else None
        v, t, n = cell(row, VALUE), cell(row, TARGET), cell(row, NATION)
        times = 100 if part.indicator.is_rate else 1
        by = f"*{times}" if times > 1 else ""
        style = f"{'points' if times > 1 else 'signed'}:{role}"
        both = value is not None and goal is not None
        gap = (value - goal) * times if both else None
        sheet.formula(row, GAP, f'=IF(COUNT({v},{t})=2,({v}-{t}){by},"")', gap, style)
        share = value / goal if both and goal else None
        sheet.formula(row, SHARE, f'=IF(COUNT({v},{t})<2,"",IF({t}=0,"",{v}/{t}))', share, f"rate:{role}")
        line = block.line(code, agency)
        if self.is_part_year and line.portion:
            formula = f'=IF(COUNT({v},{t})=2,({v}-{self.asked(line, t)}){by},"")'
            sheet.formula(row, PRORATA, formula, self.pace(line, value), style)
        else:
            sheet.text(row, PRORATA, "", "total" if role == "total" else "cell")
        nation = block.national_targets.get(code)
        national = measured(part.indicator, nation.value) if nation else None
        if national is None:
            for col in (NATION, NATION_GAP):
                sheet.text(row, col, NO_VALUE, "total_center" if role == "total" else "cell_center")
            self._write_met(row, part, agency, target, role)
            return
        sheet.number(row, NATION, national, f"{self._format(part)}:{'total' if role == 'total' else 'input'}")
        behind = (value - national) * times if value is not None and national is not None else None
        sheet.formula(row, NATION_GAP, f'=IF(COUNT({v},{n})=2,({v}-{n}){by},"")', behind, style)
        self._write_met(row, part, agency, target, role)

    @staticmethod
    def asked(line: Line, goal: str) -> str:
        """What the period asks for, as a formula: months over twelve of the cell ``goal``, or what was decided."""
        if line.portion and line.portion.decided:
            return repr(measured(line.indicator, line.portion.value))
        return f"{goal}*{line.period.months}/12"

    def pace(self, line: Line, value: float | None) -> float | None:
        """The gap to the part of the target for the months as a cell holds it; None where there is none."""
        if value is None or not self.is_part_year or line.portion is None:
            return None
        if line.portion.decided:
            asked = measured(line.indicator, line.portion.value)
        else:
            asked = measured(line.indicator, line.target.value) * line.period.months / 12
        return (value - asked) * (100 if line.indicator.is_rate else 1)

    def _write_met(self, row: int, part: TargetPart, agency: str | None, target: TargetRef | None, role: str) -> None:
        look = "total_center" if role == "total" else "cell_center"
        if target is None:
            self.sheet.text(row, MET, "", look)
            return
        v, t, line = cell(row, VALUE), cell(row, TARGET), part.block.line(part.indicator.code, agency)
        relation = f"ROUND({v},12){OPERATORS[target.comparator]}ROUND({t},12)"
        told = f'IF({relation},"{_("Met")}","{_("Not met")}")'
        if line.is_part_year:
            stays = not line.indicator.is_rate and line.indicator.cumulative and target.comparator in FLOORS
            going_on = f'"{_("Year not over")}"'
            told = f'IF({relation},"{_("Met")}",{going_on})' if stays else going_on
        self.sheet.formula(row, MET, f'=IF(COUNT({v},{t})<2,"",{told})', verdict(line), look)

    def _write_total(self, part: TargetPart) -> None:
        sheet, row, block, code = self.sheet, part.total, part.block, part.indicator.code
        target = block.line(code).target
        sheet.text(row, ORDINAL, "", "total")
        sheet.text(row, AGENCY, _("TOTAL"), "total")
        self._write_total_parts(part)
        self._write_value(part, row, None, "total")
        sheet.text(row, RULE, SIGNS[target.comparator] if target else "", "total_center")
        value = measured(part.indicator, target.value) if target else None
        if self._is_of_one_kind(part):
            sheet.formula(row, TARGET, self.derived_target(part), value, f"{self._format(part)}:total")
        else:
            sheet.number(row, TARGET, None, f"{self._format(part)}:total")
        self._write_gaps(part, row, None, target, "total")

    def _write_total_parts(self, part: TargetPart) -> None:
        sheet, row, indicator, page = self.sheet, part.total, part.indicator, part.page
        if not indicator.is_rate:
            sheet.text(row, PART, "", "total")
            sheet.text(row, WEIGHT, "", "total")
            return
        top, bottom = indicator.numerator, indicator.denominator
        counted, value = page.part_of_rate(indicator, top)
        sheet.formula(row, PART, f"={counted}", value, f"{page.number_format(top)}:total")
        rate = part.block.line(indicator.code).value.rate
        weight = scaled(part.block.indicators[bottom], rate.whole if rate else 0)
        formula, style = f"=SUM({self._span(part, WEIGHT)})", f"{page.number_format(bottom)}:total"
        sheet.formula(row, WEIGHT, formula, weight, style)

    def _span(self, part: TargetPart, col: int) -> str:
        return f"{cell(part.first, col)}:{cell(part.total - 1, col)}"

    def _is_of_one_kind(self, part: TargetPart) -> bool:
        """Targets by different comparators do not make one of the cluster."""
        held = (part.block.target(a.code, part.indicator.code) for a in part.block.agencies)
        return len({target.comparator for target in held if target}) < 2

    def derived_target(self, part: TargetPart, first: int | None = None, last: int | None = None) -> str:
        """Of all members, or of those in neighbouring rows, as another sheet writes it.

        Over the members that have a figure, weighted by denominators; nothing where one of them has no target.

        Where nobody has a figure the target stands if all carry the same one (a sum: if all carry one).
        """
        there = "" if first is None else f"{self.sheet.quoted}!"
        first, last = (part.first, part.total - 1) if first is None else (first, last)
        goals, weights, values = (f"{there}{cell(first, c)}:{cell(last, c)}" for c in (TARGET, WEIGHT, VALUE))
        if part.indicator.is_rate:
            alone, together = (
                f'IF(MAX({goals})=MIN({goals}),MAX({goals}),"")',
                f"SUMPRODUCT({goals},{weights})/SUM({weights})",
            )
        else:
            alone, together = f"SUM({goals})", f"SUMPRODUCT(ISNUMBER({values})*1,{goals})"
        nobody = f'IF(COUNT({goals})<ROWS({goals}),"",{alone})'
        held = f"SUMPRODUCT(ISNUMBER({values})*ISNUMBER({goals}))"
        return f'=IF(COUNT({values})=0,{nobody},IF({held}<COUNT({values}),"",{together}))'

    def _set_up(self) -> None:
        ws = self.sheet.ws
        for col, width in enumerate(WIDTHS):
            hidden = {"hidden": True} if col == PRORATA and not self.is_part_year else {}
            ws.set_column(col, col, width, None, hidden)
        ws.freeze_panes(FIRST, PART)
        ws.repeat_rows(HEAD, HEAD + 1)
        self.book.set_up_page(self.sheet)


__all__ = ["GAP", "MET", "NATION", "NATION_GAP", "PRORATA", "TARGET", "TargetsPage", "measured", "verdict"]
