"""Figures, states and refusals in the words of the pages, in the active language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from emulation_portal.lib.dates import WorkCalendar, format_date, format_moment, format_short
from emulation_portal.lib.numbers import (
    NBSP,
    Kind,
    format_count,
    format_decimal,
    format_dong_in_thousands,
    format_entry,
    format_money,
    format_percent,
)

from .figures import Cell, Figure, IndicatorRef, TargetRef
from .workflow import STEPS

NO_FIGURE = "–"
SIGNS = {"gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "eq": "="}


def lang() -> str:
    return get_language() or "vi"


def kind_of(indicator: IndicatorRef) -> Kind:
    if indicator.is_money:
        return Kind.MONEY_THOUSAND
    return Kind.BOOLEAN if indicator.value_type == "boolean" else Kind.COUNT


def scale_of(indicator: IndicatorRef) -> int | None:
    return indicator.entry_scale if indicator.is_money else None


def unit(indicator: IndicatorRef) -> str:
    """The unit in which the column is typed and shown: money in nghìn đồng."""
    if indicator.is_money and indicator.entry_scale == 1000:
        return _("thousand đồng")
    return indicator.unit(lang())


def amount(indicator: IndicatorRef, value: int | None) -> str:
    """An amount in the unit of its column."""
    if value is None:
        return NO_FIGURE
    if indicator.value_type == "boolean":
        return _("Yes") if value else _("No")
    if indicator.is_money and indicator.entry_scale == 1000:
        return format_dong_in_thousands(value, lang())
    return format_count(value, lang())


def nothing() -> str:
    return _("nothing arose")


def figure(indicator: IndicatorRef, shown: Figure) -> str:
    """The value as every page prints it: a rate of which nothing was counted says that nothing arose."""
    if shown.rate is not None:
        return nothing() if shown.ratio is None else format_percent(shown.ratio, lang=lang())
    return nothing() if shown.nothing else amount(indicator, shown.amount)


def why_open(shown: Figure) -> str:
    """Why a rate whose parts are both there has no value."""
    return _("denominator is 0") if shown.rate is not None and shown.ratio is None else ""


def cell(indicator: IndicatorRef, shown: Cell) -> str:
    return nothing() if shown.nothing else amount(indicator, shown.value)


def cell_with_unit(indicator: IndicatorRef, shown: Cell) -> str:
    """A value where no head of a column names its unit: 7.957.000 nghìn đồng."""
    if shown.nothing or shown.value is None or indicator.value_type == "boolean":
        return cell(indicator, shown)
    return f"{amount(indicator, shown.value)}{NBSP}{unit(indicator)}"


def figure_with_unit(indicator: IndicatorRef, shown: Figure) -> str:
    """The same of a figure; a rate carries its own sign."""
    text = figure(indicator, shown)
    plain = shown.nothing or shown.amount is None or indicator.is_rate or indicator.value_type == "boolean"
    return text if plain else f"{text}{NBSP}{unit(indicator)}"


def entry(indicator: IndicatorRef, shown: Cell) -> str:
    """A stored cell as it stands in its input, so that it is read back as the same."""
    if shown.nothing:
        return nothing()
    if shown.value is None:
        return ""
    return format_entry(shown.value, kind=kind_of(indicator), scale=scale_of(indicator), lang=lang())


def exact(indicator: IndicatorRef, shown: Cell) -> str:
    """The value with its smallest unit: 12.345.000 đồng."""
    if shown.nothing or shown.value is None or indicator.value_type == "boolean":
        return cell(indicator, shown)
    if indicator.is_money:
        return format_money(shown.value, "dong", lang())
    return f"{format_count(shown.value, lang())}\u00a0{indicator.unit(lang())}"


def target(indicator: IndicatorRef, ref: TargetRef | None) -> str:
    """≥ 83,25%"""
    if ref is None:
        return ""
    if indicator.is_rate:
        return f"{SIGNS[ref.comparator]} {format_percent(ref.value / 100, lang=lang())}"
    figure = amount(indicator, int(ref.value)) if ref.value.denominator == 1 else format_decimal(ref.value, 2, lang())
    return f"{SIGNS[ref.comparator]} {figure}"


def day(value) -> str:
    return format_date(value)


def due(value, calendar: WorkCalendar, year: int | None = None) -> str:
    """A due day as issued, short within a given year; beside it the day its term ends on where nobody works on it."""
    ends = calendar.ends_on(value)
    said, end = (format_short(each, year) if year else day(each) for each in (value, ends))
    return said if ends == value else _("%(day)s (a day off; ends on %(end)s)") % {"day": said, "end": end}


def moment(value) -> str:
    return format_moment(value, lang()) if value else ""


def refusal(reason: str) -> str:
    """Why something may not be done, from the short code of the services."""
    return {
        "own_change": _(
            "Nobody approves figures that they changed themselves. This account was the last to change a value of this "
            "version, so somebody else must approve it, even if the report was returned since."
        ),
        "entry_closed": _("Entry for this period is not open, and the report has not been returned or reopened."),
        "right_ended": _("The right to enter figures for this agency is not, or no longer, yours today."),
        "not_a_member": _("The agency belongs to no cluster in this period."),
        "nothing_reported": _("No agency has submitted figures of this period yet, so there is nothing to release."),
        "not_recallable": _(
            "A step is recalled by whoever took it, as long as nobody else has acted on the report since."
        ),
        "no_right": _("Your present appointment carries no right to this step."),
    }[reason]


def side(code: str) -> str:
    """Cases or money, where an indicator has both; else nothing."""
    if code.endswith("_cases"):
        return _("cases")
    return _("money") if code.endswith("_money") else ""


def sides() -> tuple[str, str]:
    """The heads of the two halves of a paired table."""
    return _("Cases"), _("Money (thousand đồng)")


def on_behalf() -> str:
    return _("entered on behalf")


def empty() -> str:
    return _("empty")


def done(step: str) -> str:
    """What happened, for the name of a step or of the opening."""
    if step == "open":
        return _("Entry begun")
    return str(STEPS[step].words.done) if step in STEPS else step


def returned(step: str, who: str, at, reason: str) -> str:
    """Why a report came back, with who and when where the record tells."""
    words = STEPS[step].words
    return (words.gave_back if who else words.given_back) % {"who": who, "moment": moment(at), "reason": reason}


def saved() -> str:
    return _("saved")


def not_saved() -> str:
    return _("not saved")
