"""Two things side by side: the finding in a sentence, the rates on one axis, every indicator in a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.agency.page import name_within
from dashboards.workspace import comparison_words
from dashboards.workspace.cards import lower_first
from emulation_portal.lib import shapes
from emulation_portal.lib.numbers import MINUS, format_percent, format_points, format_signed_percent, round_half_up
from emulation_portal.lib.printed import Figures, Parts, Places
from emulation_portal.templatetags import components
from results import words
from results.figures import Figure, IndicatorRef
from results.figures.lines import Line

from .basis import Basis
from .notes import among, nobody, notes, over_text, why_not
from .sides import ComparedSide


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What one side says about an indicator; ``url`` leads to where the value comes from.

    ``compared`` is what of it is compared, where that is less than all of it; ``measured`` is what is compared.
    ``prorata``: in a part of the year where it stands against the same part of the target. ``head`` names the side.
    """

    head: str
    shown: words.Shown
    url: str
    parts: str
    target: str
    gap: str
    gap_look: str
    place: str
    measured: Fraction | None
    compared: str = ""
    prorata: str = ""

    @property
    def in_comparison(self) -> str:
        return self.compared or self.shown.text


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """``difference`` is the first less the second; ``relative`` the same as a share of the second.

    ``over``: how many members these are of, where some are left out; ``is_narrower``: fewer than in other rows.
    """

    code: str
    name: str
    unit: str
    url: str
    first: ComparedCell
    second: ComparedCell
    difference: str
    relative: str
    look: str
    is_rate: bool
    is_strong: bool
    over: str = ""
    is_narrower: bool = False

    @property
    def cells(self) -> tuple[ComparedCell, ComparedCell]:
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class RateGroup:
    name: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A rate of both sides on the axis that all of them share."""

    row: ComparedRow
    chart: SafeString


@dataclass(frozen=True, slots=True)
class ComparePage:
    """``finding``: which stands higher; ``headline`` says over the chart where they are furthest apart."""

    heads: tuple[str, str]
    finding: str
    headline: str
    notes: tuple[str, ...]
    pairs: tuple[Pair, ...]
    axis: tuple[str, str]
    groups: tuple[RateGroup, ...]
    has_targets: bool
    has_places: bool
    has_values: bool
    has_like: bool
    has_prorata: bool

    @property
    def width(self) -> int:
        """Columns of one side."""
        return 1 + 2 * self.has_targets + self.has_places

    @property
    def columns(self) -> int:
        return 3 + 2 * self.width


class CompareBuilder:
    def __init__(self, first: ComparedSide, second: ComparedSide, basis: Basis):
        self.first, self.second, self.basis = first, second, basis
        self.indicators = first.block.indicators | second.block.indicators

    def page(self) -> ComparePage:
        groups = tuple(self._groups())
        rows = [row for group in groups for row in group.rows]
        pairs, axis = self._pairs(rows)
        cells = [cell for row in rows for cell in row.cells]
        return ComparePage(
            heads=(self.first.head, self.second.head),
            finding=self._finding(rows),
            headline=self._widest(rows) or _("Rates of both sides"),
            notes=tuple(notes(self.first, self.second, self.indicators, self.basis)),
            pairs=pairs,
            axis=axis,
            groups=groups,
            has_targets=any(cell.target for cell in cells),
            has_places=any(cell.place for cell in cells),
            has_values=any(cell.shown.kind in ("value", "nothing") for cell in cells),
            has_like=any(row.over for row in rows),
            has_prorata=any(cell.prorata for cell in cells),
        )

    # -- the table ------------------------------------------------------------------------------------------------
    def _groups(self) -> Iterable[RateGroup]:
        found: dict[str, list[IndicatorRef]] = {}
        for indicator in self.indicators.values():
            found.setdefault(indicator.group(words.lang()), []).append(indicator)
        for name, indicators in found.items():
            yield RateGroup(name, tuple(self._row(indicator, name) for indicator in indicators))

    def _row(self, indicator: IndicatorRef, group: str) -> ComparedRow:
        code = indicator.code
        sides = (self.first, self.second)
        one, other = self.basis.figures(sides, indicator)
        apart = difference(one, other)
        lines = [side.line(code) for side in sides]
        judged = any(line and line.target for line in lines)
        placed = any(line and line.place for line in lines)
        side = next(s for s in sides if code in s.block.indicators)
        cells = [
            _cell(each, indicator, compared, line, judged=judged, placed=placed)
            for each, compared, line in zip(sides, (one, other), lines, strict=True)
        ]
        return ComparedRow(
            code=code,
            name=name_within(group, indicator.name(words.lang())),
            unit=words.unit_text(indicator, money="nghin"),
            url=side.links.indicator(code, side.block.period.period_code if side.block.period else ""),
            first=cells[0],
            second=cells[1],
            difference=difference_text(apart, indicator, counted=bool(one.among)),
            relative=_relative(one, other, indicator),
            look=words.change_look(apart, indicator) if indicator.is_rate else "flat",  # larger is not yet better
            is_rate=indicator.is_rate,
            is_strong=indicator.is_rate or bool(indicator.formula),
            over=over_text(self.basis, code),
            is_narrower=bool(self.basis.also_left_out(code)),
        )

    # -- the rates on one axis ------------------------------------------------------------------------------------
    def _pairs(self, rows: Iterable[ComparedRow]) -> tuple[tuple[Pair, ...], tuple[str, str]]:
        """The rates, where the first is furthest ahead on top; those that one side lacks last."""
        rates = [row for row in rows if row.is_rate]
        span = shapes.span([cell.measured / 100 for row in rates for cell in row.cells if cell.measured is not None])
        ordered = sorted(rates, key=lambda row: self._lead(row), reverse=True)
        shown = [row for row in ordered if any(cell.shown.is_value for cell in row.cells)]
        pairs = tuple(Pair(row, self._chart(row, span)) for row in shown)
        ends = (format_percent(Fraction(end).limit_denominator(100), 0, words.lang()) for end in (span.low, span.high))
        return pairs, tuple(ends)

    def _lead(self, row: ComparedRow) -> tuple[bool, Fraction]:
        if row.first.measured is None or row.second.measured is None:
            return False, Fraction(0)
        return True, (row.first.measured - row.second.measured) * sign(self.indicators[row.code])

    def _chart(self, row: ComparedRow, span: shapes.Axis) -> SafeString:
        ratios = [None if cell.measured is None else cell.measured / 100 for cell in row.cells]
        label = "; ".join(f"{cell.head}: {cell.in_comparison}" for cell in row.cells)
        return components.pair(*ratios, span.low, span.high, label)

    # -- the finding ----------------------------------------------------------------------------------------------
    def _finding(self, rows: Iterable[ComparedRow]) -> str:
        for side in (self.first, self.second):
            if reason := why_not(side):
                return reason
        if reason := self.basis.why_not or nobody(self.basis):
            return reason
        judged, without = [], 0
        for row in rows:
            if row.is_rate and sign(self.indicators[row.code]):
                known, lead = self._lead(row)
                judged += [lead] if known else []
                without += not known
        if not judged:
            return _("No rate has a figure on both sides; the table says what is missing.")
        said = [self._standing(judged), among(self.basis)]
        if without:
            said.append(
                ngettext("One rate lacks a figure.", "%(count)s rates lack a figure.", without) % {"count": without}
            )
        return " ".join(filter(None, said))

    def _standing(self, leads: list[Fraction]) -> str:
        higher, lower, equal = (sum(test(lead) for lead in leads) for test in (_above, _below, _equal))
        said = {"first": self.first.label, "second": self.second.label, "all": len(leads)}
        if equal == len(leads):
            text = _("%(first)s and %(second)s are equal in all %(all)s rates.")
        elif higher == len(leads):
            text = _("%(first)s stands higher than %(second)s in all %(all)s rates.")
        elif lower == len(leads):
            text = _("%(first)s stands lower than %(second)s in all %(all)s rates.")
        else:
            text = _("%(first)s stands higher than %(second)s in %(count)s of %(all)s rates%(rest)s.")
            parts = [_("lower in %(count)s") % {"count": lower}] if lower and higher else []
            parts += [_("equal in %(count)s") % {"count": equal}] if equal else []
            if not higher:
                text = _("%(first)s stands lower than %(second)s in %(count)s of %(all)s rates%(rest)s.")
            said |= {"count": higher or lower, "rest": "".join(f", {part}" for part in parts)}
        return words.first_upper(text % said)

    def _widest(self, rows: Iterable[ComparedRow]) -> str:
        apart = [row for row in rows if row.is_rate and self._lead(row)[1]]
        if not apart:
            return ""
        row = max(apart, key=lambda each: abs(self._lead(each)[1]))
        name = lower_first(self.indicators[row.code].name(words.lang()))
        return _("Widest difference: %(name)s, %(difference)s") % {"name": name, "difference": row.difference}


def _above(lead: Fraction) -> bool:
    return lead > 0


def _below(lead: Fraction) -> bool:
    return lead < 0


def _equal(lead: Fraction) -> bool:
    return lead == 0


def sign(indicator: IndicatorRef) -> int:
    """1 where more is better, -1 where less is, 0 where neither is."""
    return {"higher": 1, "lower": -1}.get(indicator.direction, 0)


# -- one side ---------------------------------------------------------------------------------------------------------
def _cell(
    side: ComparedSide, indicator: IndicatorRef, compared: Figure, line: Line | None, *, judged: bool, placed: bool
) -> ComparedCell:
    """``judged``, ``placed``: whether either side has a target or a place, so that a missing one is shown as such."""
    code = indicator.code
    if code not in side.block.indicators or side.is_absent:
        return ComparedCell(side.head, words.Shown(words.NO_VALUE, "empty"), "", "", "", "", "flat", "", None)
    figure = side.figure(code)
    shown = words.shown(figure, indicator, money="nghin")
    is_part = compared.is_known and compared != figure
    gap, met = (line.gap, line.met) if line else (None, None)
    return ComparedCell(
        head=side.head,
        shown=shown,
        url=side.source(code) if shown.kind in ("value", "nothing") else "",
        parts=_parts(side, indicator, figure),
        target=words.target_text(line.target if line else None, indicator) if judged else "",
        gap=words.gap_text(gap, indicator) if judged else "",
        gap_look="flat" if met is None else "up" if met else "down",
        place=_place(line) if placed else "",
        measured=compared.measured,
        compared=words.shown(compared, indicator, money="nghin").text if is_part else "",
        prorata=comparison_words.pace(line) if line else "",
    )


def _place(line: Line | None) -> str:
    """The place among the members of its cluster, as 2/6."""
    rank = line.place if line else None
    return f"{rank.place}/{rank.among}" if rank else words.NO_VALUE


def _parts(side: ComparedSide, indicator: IndicatorRef, figure: Figure) -> str:
    if not indicator.is_rate:
        return ""
    known = side.block.indicators
    return words.parts_text(figure, known[indicator.numerator], known[indicator.denominator])


# -- differences ------------------------------------------------------------------------------------------------------
def difference(one: Figure, other: Figure) -> Fraction | None:
    """The first less the second: points for a rate, the smallest unit otherwise."""
    return None if one.measured is None or other.measured is None else one.measured - other.measured


def difference_text(apart: Fraction | None, indicator: IndicatorRef, *, counted: bool = False) -> str:
    """``counted``: answers of yes and no are those of several agencies, counted."""
    if apart is None:
        return words.NO_VALUE
    if indicator.is_boolean and not counted:
        return _("the same") if not apart else _("different")
    if not apart:
        return _("equal")
    if counted:
        return ("+" if apart > 0 else MINUS) + str(abs(apart))
    if not indicator.is_rate:
        return ("+" if apart > 0 else MINUS) + words.amount_text(int(abs(apart)), indicator, money="nghin")
    if not round_half_up(apart, 2):
        return _("higher by less than 0.01 points") if apart > 0 else _("lower by less than 0.01 points")
    return format_points(apart, words.lang())


def _relative(one: Figure, other: Figure, indicator: IndicatorRef) -> str:
    """The difference of two amounts as a share of the second; nothing where that is zero or unknown."""
    if indicator.is_rate or indicator.is_boolean or one.amount is None or not other.amount:
        return ""
    if one.amount == other.amount:
        return ""
    return format_signed_percent(Fraction(one.amount - other.amount, abs(other.amount)), lang=words.lang())


# -- the same as a table to take away ---------------------------------------------------------------------------------
def table(page: ComparePage) -> tuple[list[str], list[list[str]]]:
    """Heads and rows exactly as the page shows them."""
    names = [
        Figures(_("Result")),
        Parts(_("Parts")),
        *(map(Figures, (_("Target"), _("Gap"))) if page.has_targets else ()),
    ]
    names += [Figures(_("Gap in a part of the year"))] if page.has_prorata else []
    names += [Places(_("Place"))] if page.has_places else []
    heads = [_("Group"), _("Indicator"), _("Unit")]
    heads += [_of_side(head, name) for head in page.heads for name in names]
    heads += map(Figures, (_("Difference"), _("Difference in percent")))
    if page.has_like:
        heads += [Figures(_("%(side)s: in the comparison") % {"side": head}) for head in page.heads]
        heads += [_("Compared over")]
    rows = [
        [
            group.name,
            row.name,
            row.unit,
            *(text for cell in row.cells for text in _texts(cell, page)),
            row.difference,
            row.relative,
            *_like_texts(row, page),
        ]
        for group in page.groups
        for row in group.rows
    ]
    return heads, rows


def _of_side(side: str, name: str) -> str:
    """The head of a side's column, of the same kind."""
    said = f"{side}: {name.lower()}"
    return Parts(said, side) if isinstance(name, Parts) else type(name)(said)


def _texts(cell: ComparedCell, page: ComparePage) -> list[str]:
    found = [cell.shown.text, cell.parts]
    found += [cell.target, cell.gap] if page.has_targets else []
    found += [cell.prorata] if page.has_prorata else []
    return found + ([cell.place] if page.has_places else [])


def _like_texts(row: ComparedRow, page: ComparePage) -> list[str]:
    return [*(cell.in_comparison for cell in row.cells), row.over] if page.has_like else []


__all__ = [
    "CompareBuilder",
    "ComparePage",
    "ComparedCell",
    "ComparedRow",
    "Pair",
    "RateGroup",
    "difference",
    "difference_text",
    "table",
]
