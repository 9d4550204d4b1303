"""Where one figure comes from: its formula, the agencies it adds, the cells, and who entered and approved them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dashboards.workspace.links import Links
from results import words
from results.enums import ChangeHow, State
from results.figures import BlockFigures, Figure, IndicatorRef, SubmissionRef, expressions
from results.models import Result, ResultChange, Submission


@dataclass(frozen=True, slots=True)
class FigurePart:
    """What a figure is made of: another indicator of the same agency or cluster."""

    role: str
    name: str
    value: words.Shown
    unit: str
    url: str


@dataclass(frozen=True, slots=True)
class FigureMember:
    """What one agency adds to a total."""

    name: str
    value: words.Shown
    parts: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class FigureSource:
    """The cell behind a typed value. Names are told to those who may read the report itself."""

    value: words.Shown
    note: str
    entered_by: str
    entered_at: datetime | None
    how: str
    changes: int
    state: str
    version: int
    approved_by: str
    approved_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Derivation:
    name: str
    unit: str
    value: words.Shown
    how: str
    parts: tuple[FigurePart, ...]
    members: tuple[FigureMember, ...]
    source: FigureSource | None
    without: tuple[str, ...]


def derivation(figures: BlockFigures, indicator: IndicatorRef, agency: str, links: Links, user) -> Derivation:
    """``agency`` empty: the total of the members."""
    value = figures.line(indicator.code, agency or None).value
    ref = figures.status.get(agency) if agency else None
    return Derivation(
        name=indicator.name(words.lang()),
        unit="" if value.among else words.unit_text(indicator, money="nghin"),
        value=words.shown(value, indicator, money="nghin"),
        how=_how(indicator, agency),
        parts=tuple(_parts(figures, indicator, agency, links)),
        members=() if agency else tuple(_members(figures, indicator, links)),
        source=_source(indicator, ref, user, links) if agency and indicator.is_typed and ref and ref.counts else None,
        without=() if agency else tuple(a.short_name for a in figures.without_value(indicator.code)),
    )


def _how(indicator: IndicatorRef, agency: str) -> str:
    if indicator.is_rate and agency:
        return _("The rate is the first part divided by the second, times 100.")
    if indicator.is_rate:
        return _("The rate of the cluster is the sum of the first parts divided by the sum of the second parts.")
    if indicator.formula and agency:
        return _("The figure is worked out from the parts below; it is never typed.")
    if agency:
        return _("The figure was typed in the report of the agency.")
    if indicator.is_boolean:
        return _("The figure counts the agencies that answered yes, among those that answered.")
    return _("The figure is the sum of the agencies below.")


def _parts(figures: BlockFigures, indicator: IndicatorRef, agency: str, links: Links):
    roles = []
    if indicator.is_rate:
        roles = [(_("Numerator"), indicator.numerator), (_("Denominator"), indicator.denominator)]
    elif indicator.formula:
        roles = [(_("Part"), code) for code in expressions.names(indicator.formula)]
    period = figures.period.period_code if figures.period else ""
    for role, code in roles:
        part = figures.indicators[code]
        value = figures.line(code, agency or None).value
        yield FigurePart(
            role=role,
            name=part.name(words.lang()),
            value=words.shown(value, part, money="nghin"),
            unit=words.unit_text(part, money="nghin"),
            url=links.derivation(code, agency, period),
        )


def _members(figures: BlockFigures, indicator: IndicatorRef, links: Links):
    period = figures.period.period_code if figures.period else ""
    for each in figures.agencies:
        value, ref = figures.value(each.code, indicator.code), figures.status.get(each.code)
        counts = bool(ref and ref.counts)
        yield FigureMember(
            name=each.short_name,
            value=words.shown(value, indicator, money="nghin"),
            parts=_rate_parts(figures, indicator, value),
            state=str(State(ref.counting_state).label) if counts else _("No figures yet"),
            url=links.derivation(indicator.code, each.code, period) if counts else "",
        )


def _rate_parts(figures: BlockFigures, indicator: IndicatorRef, value: Figure) -> str:
    if not indicator.is_rate:
        return ""
    return words.parts_text(value, figures.indicators[indicator.numerator], figures.indicators[indicator.denominator])


def _source(indicator: IndicatorRef, ref: SubmissionRef, user, links: Links) -> FigureSource:
    """Three queries."""
    may_read = Submission.objects.visible_to(user).filter(pk=ref.counting_id).exists()
    cell = (
        Result.objects.filter(submission=ref.counting_id, indicator=indicator.id).select_related("updated_by").first()
    )
    submission = Submission.objects.select_related("approved_by").get(pk=ref.counting_id)
    changes = list(ResultChange.objects.filter(submission=ref.counting_id, indicator=indicator.id)) if may_read else []
    # Of the value that stands, not of a note that was added since.
    typed = next((change for change in changes if change.changes_figure), None)
    by = cell.updated_by if cell and may_read else None
    approver = submission.approved_by if may_read else None
    figure = Figure(amount=cell.value, nothing=cell.nothing_arose) if cell else Figure()
    return FigureSource(
        value=words.shown(figure, indicator, money="nghin"),
        note=cell.note if cell and may_read else "",
        entered_by=typed.actor_name if typed else by.display_name if by else "",
        entered_at=typed.at if typed else cell.updated_at if cell and may_read else None,
        how=_how_entered(cell, typed) if may_read else "",
        changes=len(changes),
        state=str(State(submission.state).label),
        version=submission.version,
        approved_by=approver.display_name if approver else "",
        approved_at=submission.approved_at,
        url=links.submission(submission.pk) if may_read else "",
    )


def _how_entered(cell: Result | None, typed: ResultChange | None) -> str:
    if cell and cell.on_behalf:
        return str(ChangeHow.ON_BEHALF.label)
    return str(ChangeHow(typed.how).label) if typed else ""
