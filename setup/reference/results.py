"""Loading calendars, days off and published figures; working out the reporting periods; refusing bad expressions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from pathlib import Path

from django.db import transaction

from clusters.models import Cluster, Province
from emulation_portal.lib.tables import BadTable, ReferenceRow, read_table, refuse_overlaps
from pledges.enums import CheckScope
from pledges.models import Indicator, IndicatorCheck
from results.checks import THIS
from results.figures import expressions, periods
from results.models import CalendarRule, DayOff, PublishedFigure, ReportingPeriod
from setup.lateness import recounted

from .sync import SyncChange, find, sync, trust

DATA = Path(__file__).parent / "data"

# The years whose periods exist after loading. Fixed, so that loading on any day gives the same database.
PERIOD_YEARS = range(2023, 2029)

NATION = "VN"

_RULE_TEXTS = (
    "calendar",
    "block",
    "period_code",
    "name_vi",
    "name_en",
    "start_rule",
    "end_rule",
    "data_cutoff_rule",
    "due_rule",
    "figures",
    "legal_basis",
    "note",
)
_RULE_WHOLE = ("sequence", "months")
_RULE_FLAGS = ("cumulative", "is_year_end")
_RULE_DAYS = ("effective_from", "effective_to")
_FIGURE_TEXTS = (
    "scope_kind",
    "scope_code",
    "scope_name",
    "period_code",
    "status",
    "block",
    "measure",
    "unit",
    "precision",
    "kind",
    "derivation",
    "note",
)
_PREFIX_OF_SCOPE = {
    CheckScope.SAME_SUBMISSION: None,
    CheckScope.PREVIOUS_PERIOD: "previous",
    CheckScope.SAME_PERIOD: "same_period",
    CheckScope.LAST_YEAR_END: "last_year",
    CheckScope.PUBLISHED: "published",
}


@transaction.atomic
def load(directory: Path | None = None) -> list[SyncChange]:
    """Bring the app's reference rows in line with its tables; needs clusters and the catalogue.

    BadTable stops it whole: also for an expression or formula of the catalogue that cannot be read.
    """
    folder = directory or DATA
    refuse_bad_expressions()
    return [
        _load_rules(folder),
        _load_days_off(folder),
        ensure_periods(PERIOD_YEARS),
        _load_published_figures(folder),
    ]


@transaction.atomic
def ensure_periods(years: Iterable[int]) -> SyncChange:
    """Add or correct the reporting periods of these emulation years from the stored rules and days off.

    BadTable when the rules do not agree. The due day of a period that exists stays as it was issued, while its rule
    does: days off that are entered later move the day on which the term ends, not the due day.
    """
    years = list(years)
    rules = [_rule(stored) for stored in CalendarRule.objects.all()]
    days_off = DayOff.objects.calendar().off
    issued = {row.code: row for row in ReportingPeriod.objects.filter(year__in=years)}
    try:
        made = [period for year in years for period in periods.periods_for(year, rules, days_off)]
    except periods.BadRule as error:
        raise BadTable(f"calendar rules: {error}") from error
    found = [_as_issued(period, issued.get(period.code)) for period in made]
    return sync(ReportingPeriod, ("code",), [(ReferenceRow(period.code, {}), asdict(period)) for period in found])


def _as_issued(period: periods.PeriodDates, stored: ReportingPeriod | None) -> periods.PeriodDates:
    """The period with the due day it was issued with, unless its end or the rule of that day has changed."""
    if stored is None or stored.end != period.end or stored.due_rule not in ("", period.due_rule):
        return period
    return replace(period, due_date=stored.due_date)


def refuse_bad_expressions() -> None:
    """BadTable unless every check and formula can be read, speaks of known indicators and fits its place.

    A formula uses only indicators above its own in the catalogue, so that sums can be worked out in that order.
    """
    above: set[str] = set()
    for indicator in Indicator.objects.order_by("ordinal"):
        if indicator.formula:
            _read(f"formula of {indicator.code}", expressions.require_formula, indicator.formula)
            _refuse_unknown(f"formula of {indicator.code}", expressions.names(indicator.formula), above)
        above.add(indicator.code)
    for check in IndicatorCheck.objects.all():
        where = f"check {check.block} {check.code}"
        _read(where, expressions.require_check, check.expression)
        named = [name.rpartition(".")[2] for name in expressions.names(check.expression)]
        _refuse_unknown(where, [*named, *check.exempt.split()], above | {THIS})
        _refuse_other_scope(where, check)


def _read(where: str, require, expression: str) -> None:
    try:
        require(expression)
    except expressions.UnsafeExpression as error:
        raise BadTable(f"{where}: {error}") from error


def _refuse_unknown(where: str, names: Iterable[str], known: set[str]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadTable(f"{where}: not known at this place of the catalogue: {', '.join(unknown)}")


def _refuse_other_scope(where: str, check: IndicatorCheck) -> None:
    used = {name.partition(".")[0] for name in expressions.names(check.expression) if "." in name}
    allowed = {_PREFIX_OF_SCOPE[check.scope]} - {None}
    if used != allowed:
        raise BadTable(f"{where}: the prefixes do not fit the scope {check.scope}")


def _rule(stored: CalendarRule) -> periods.PeriodRule:
    return periods.PeriodRule(**{field.name: getattr(stored, field.name) for field in fields(periods.PeriodRule)})


def _load_rules(folder: Path) -> SyncChange:
    columns = [*_RULE_TEXTS, *_RULE_WHOLE, *_RULE_FLAGS, *_RULE_DAYS, "source", "official"]
    rows = read_table(folder / "calendars.csv", columns)
    refuse_overlaps(rows, lambda row: (row.text("calendar"), row.text("period_code")), *_RULE_DAYS)
    return sync(CalendarRule, ("calendar", "period_code", "effective_from"), [(row, _rule_values(row)) for row in rows])


def _rule_values(row: ReferenceRow) -> dict:
    for column in ("name_vi", "name_en"):
        if "{year}" not in row.text(column):
            raise row.fault(f"{column} has no place for the year")
    return (
        row.texts(_RULE_TEXTS)
        | {name: row.whole(name) for name in _RULE_WHOLE}
        | {name: row.flag(name) for name in _RULE_FLAGS}
        | {name: row.day(name) for name in _RULE_DAYS}
        | trust(row)
    )


def _load_days_off(folder: Path) -> SyncChange:
    """The days of the table; reports that are not sealed are counted anew. A day set in the portal stays as it is."""
    rows = read_table(folder / "days_off.csv", ["date", "kind", "reason", "basis", "source", "official"])
    lines = [(row, row.texts(("kind", "reason", "basis")) | {"date": row.day("date")} | trust(row)) for row in rows]
    with recounted():
        return sync(DayOff, ("date",), lines)


def _load_published_figures(folder: Path) -> SyncChange:
    columns = [*_FIGURE_TEXTS, "id", "year", "as_of", "indicator_code", "value", "low", "high", "text_as_published"]
    rows = read_table(folder / "published_figures.csv", [*columns, "source", "official"])
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    scopes = _scopes()
    lines = []
    for row in rows:
        find(row, "scope_code", scopes, (row.text("scope_kind"), row.text("scope_code")))
        values = {
            "code": row.text("id"),
            "year": row.whole("year"),
            "as_of": row.day("as_of"),
            "indicator_id": find(row, "indicator_code", indicators),
            "text": row.text("text_as_published"),
        }
        lines.append((row, values | _bounded_value(row) | row.texts(_FIGURE_TEXTS) | trust(row)))
    return sync(PublishedFigure, ("code",), lines)


def _scopes() -> dict[tuple[str, str], bool]:
    clusters = {("cluster", code): True for code in Cluster.objects.values_list("code", flat=True)}
    provinces = {("province", code): True for code in Province.objects.values_list("code", flat=True)}
    return {("nation", NATION): True} | clusters | provinces


def _bounded_value(row: ReferenceRow) -> dict:
    value, low, high = row.number("value"), row.number("low"), row.number("high")
    known = [number for number in (low, value, high) if number is not None]
    if known != sorted(known):
        raise row.fault("the value lies outside its bounds")
    return {"value": value, "low": low, "high": high}
