"""One agency's page as rows: the verdict, the cards of what is measured against a target, the whole table."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation_portal.lib import dates
from emulation_portal.lib.numbers import format_percent, format_points
from results.figures import AgencyRef, BlockFigures, IndicatorRef, Rank, TargetRef
from results.rates import Rate

from . import words
from .links import Links

ANSWERED_BY_OFFICERS = frozenset({"nomination", "movement"})


# -- cards ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Card:
    """One measured promise: value, target, last year, course and place."""

    code: str
    name: str
    parts: str
    value: Fraction | None
    value_text: str
    value_kind: str
    target: Fraction | None
    target_text: str
    last: Fraction | None
    last_text: str
    gap: Fraction | None
    met: bool | None
    shortfall: str
    change: Fraction | None
    better: str
    trend: tuple[Fraction | None, ...]
    trend_label: str
    others: tuple[Fraction, ...]
    rank: Rank | None

    @property
    def look(self) -> str:
        return "kpi--bad" if self.met is False else ""


def cards(figures: BlockFigures, agency: AgencyRef) -> list[Card]:
    """Rates with a target and headline rates, those below their target first."""
    found = [
        _card(figures, agency, indicator)
        for indicator in figures.indicators.values()
        if indicator.is_rate and (indicator.is_headline or figures.target(agency.code, indicator.code))
    ]
    return sorted(found, key=lambda card: card.met is not False)


def _card(figures: BlockFigures, agency: AgencyRef, indicator: IndicatorRef) -> Card:
    code, language = indicator.code, words.lang()
    value, target = figures.value(agency.code, code), figures.target(agency.code, code)
    last = figures.last_value(agency.code, code)
    trend = figures.trend(agency.code, code)
    said, before = words.shown(value, indicator), words.shown(last, indicator)
    part, whole = figures.indicators[indicator.numerator], figures.indicators[indicator.denominator]
    return Card(
        code=code,
        name=indicator.name(language),
        parts=words.parts_text(value, part, whole),
        value=value.ratio,
        value_text=said.text,
        value_kind=said.kind,
        target=words.target_ratio(target),
        target_text=words.target_text(target, indicator),
        last=last.ratio,
        last_text=before.text if before.is_value else words.NO_VALUE,
        gap=words.ratio(figures.gap(agency.code, code)),
        met=figures.meets_target(agency.code, code),
        shortfall=shortfall_text(value.rate, target, whole),
        change=words.ratio(figures.change(agency.code, code)),
        better=words.better(indicator),
        trend=tuple(figure.ratio for _period, figure in trend),
        trend_label=_trend_label(trend, language),
        others=_others(figures, agency, code),
        rank=figures.rank(agency.code, code),
    )


def _trend_label(trend, language: str) -> str:
    values = [words.NO_VALUE if f.ratio is None else format_percent(f.ratio, lang=language) for _period, f in trend]
    said = (f"{words.period_head(period)} {text}" for (period, _figure), text in zip(trend, values, strict=True))
    return _("Course through the year, cumulative: %(values)s") % {"values": ", ".join(said)}


def _others(figures: BlockFigures, agency: AgencyRef, code: str) -> tuple[Fraction, ...]:
    if not figures.totals_visible:
        return ()
    values = (figures.value(other, code).ratio for other in figures.codes if other != agency.code)
    return tuple(value for value in values if value is not None)


def shortfall(rate: Rate | None, target: TargetRef | None) -> int:
    """How much more of the numerator the target would have taken, with the same denominator; 0 where it was reached."""
    if rate is None or target is None or not rate.whole or target.comparator not in ("gt", "gte"):
        return 0
    exact = Fraction(target.value) * rate.whole / 100
    needed = floor(exact) + 1 if target.comparator == "gt" else ceil(exact)
    return max(needed - rate.part, 0)


def shortfall_text(rate: Rate | None, target: TargetRef | None, whole: IndicatorRef) -> str:
    lacking = shortfall(rate, target)
    if not lacking:
        return ""
    return _("%(amount)s short") % {"amount": words.quantity(lacking, whole)}


# -- the verdict ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in one or two sentences; ``kind`` is ok, warn or empty."""

    kind: str
    says: str
    wants: str


def verdict(found: list[Card], year: int) -> Verdict:
    judged = [card for card in found if card.met is not None]
    if not judged:
        return Verdict("", _("Nothing can be judged against a target yet."), "")
    met = sum(card.met for card in judged)
    says = ngettext(
        "%(met)s of %(all)s target of %(year)s reached.", "%(met)s of %(all)s targets of %(year)s reached.", len(judged)
    ) % {"met": met, "all": len(judged), "year": year}
    below = [card for card in judged if not card.met]
    if not below:
        return Verdict("ok", says, "")
    wants = "; ".join(_want(card) for card in below)
    return Verdict("warn", says, _("To act on: %(list)s.") % {"list": wants})


def _want(card: Card) -> str:
    points = format_points(abs(card.gap) * 100, words.lang()).lstrip("+")
    said = _("%(name)s, %(points)s below the target") % {"name": lower_first(card.name), "points": points}
    return f"{said} ({card.shortfall})" if card.shortfall else said


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


# -- the whole table --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TableRow:
    form_code: str
    name: str
    unit: str
    value: words.Shown
    target: str
    gap: str
    gap_look: str
    last: words.Shown
    change: str
    change_look: str
    is_rate: bool
    is_sum: bool
    url: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: tuple[TableRow, ...]


def groups(figures: BlockFigures, agency: AgencyRef, links: Links) -> list[Group]:
    """Every indicator of the block in the catalogue's order."""
    return [
        Group(name, tuple(_table_row(figures, agency, indicator, name, links) for indicator in indicators))
        for name, indicators in figures.groups(words.lang())
    ]


def name_within(group: str, name: str) -> str:
    """Without the part that says cases or money, where the group's name says so."""
    return name.rsplit(" - ", 1)[0] if " - " in group else name


def _table_row(figures: BlockFigures, agency: AgencyRef, indicator: IndicatorRef, group: str, links: Links) -> TableRow:
    code = indicator.code
    period = figures.period.period_code if figures.period else ""
    target, gap = figures.target(agency.code, code), figures.gap(agency.code, code)
    change = figures.change(agency.code, code)
    met = figures.meets_target(agency.code, code)
    last = figures.last_value(agency.code, code)
    before = words.shown(last, indicator, money="nghin")
    return TableRow(
        form_code=indicator.legacy_code,
        name=name_within(group, indicator.name(words.lang())),
        unit=words.unit_text(indicator, money="nghin"),
        value=words.shown(figures.value(agency.code, code), indicator, money="nghin"),
        target=words.target_text(target, indicator) if target else "",
        gap=words.gap_text(gap, indicator) if target else "",
        gap_look="flat" if met is None else "up" if met else "down",
        last=before if before.kind != "empty" else words.Shown(words.NO_VALUE, "empty"),
        change="" if indicator.value_type == "boolean" else words.change_text(change, indicator),
        change_look=words.change_look(change, indicator),
        is_rate=indicator.is_rate,
        is_sum=bool(indicator.formula),
        url=links.indicator(code, period),
        source_url=links.derivation(code, agency.code, period),
    )


# -- state of the report ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class State:
    """The report behind the figures: the name of its chip and when it came to be so."""

    chip: str
    text: str
    moment: object


def state(figures: BlockFigures, agency: AgencyRef) -> State:
    """The state of the version that counts, else of the one being worked on."""
    ref = figures.status.get(agency.code)
    if ref is None:
        late = figures.period is not None and figures.period.due_date < dates.today()
        return State("missing" if late else "not_open", _("Not reported"), None)
    if ref.counts:
        name = ref.counting_state
        text = {
            "approved": _("Figures approved"),
            "sealed": _("Figures sealed"),
        }.get(name, "")
        return State(name, text, ref.approved_at or ref.submitted_at)
    return State("returned" if ref.returned else ref.state, "", None)
