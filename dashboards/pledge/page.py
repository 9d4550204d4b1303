"""The pledge as rows: promise beside result, and who has signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from clusters.rights import rights_of
from dashboards.workspace import comparison_words
from dashboards.workspace.comparison_words import Note
from pledges.covenants.reading import PARTS, Check, is_below
from pledges.covenants.signing import standing_of
from pledges.covenants.words import promised_text, value_text
from pledges.enums import ItemKind
from pledges.models import Pledge, PledgeItem, PledgeSignature
from results import words
from results.figures import AgencyRef, BlockFigures, IndicatorRef, TargetRef, lines
from results.figures.lines import Line


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One promise; ``kept`` is None where it cannot be measured, has no result yet or the year may still change it.

    ``why_open`` says which. ``compared`` says over whom last year is counted, where not over all.
    """

    ordinal: int
    text: str
    unit: str
    assigned: str
    last: str
    promised: str
    result: words.Shown | None
    gap: str
    gap_look: str
    kept: bool | None
    why_open: str = ""
    compared: Note | None = None
    note: str = ""


def items(rows: Iterable, figures: BlockFigures, agency: AgencyRef | None) -> list[ItemRow]:
    """Promises with the block's results, or with those of one agency where the totals are not visible."""
    by_id = {indicator.id: indicator for indicator in figures.indicators.values()}
    return [_item(row, by_id.get(row.indicator_id), figures, agency) for row in rows]


def _item(row, indicator: IndicatorRef | None, figures: BlockFigures, agency: AgencyRef | None) -> ItemRow:
    if indicator is None:
        return _told(row)
    line = figures.line(indicator.code, None if figures.totals_visible or agency is None else agency.code)
    promise = TargetRef(Fraction(row.value), row.comparator) if row.value is not None else None
    measured, is_whole = line.value.measured, _is_whole(figures, line)
    is_judged = promise and row.comparator and is_whole
    kept = lines.met(measured, promise, indicator, line.period) if is_judged else None
    # What a part of the members did is no part of what all promised, but a rate of theirs is a rate.
    is_apart = promise and measured is not None and (is_whole or indicator.is_rate)
    gap = measured - promise.value if is_apart else None
    before = words.shown(line.last, indicator)
    return ItemRow(
        ordinal=row.ordinal,
        text=row.text,
        unit=words.unit_text(indicator),
        assigned=words.target_text(line.target, indicator) if line.target else "",
        last=before.text if before.is_value else words.NO_VALUE,
        promised=words.target_text(promise, indicator),
        result=words.shown(line.value, indicator),
        gap=words.gap_text(gap, indicator),
        gap_look="flat" if kept is None else "up" if kept else "down",
        kept=kept,
        why_open=_why_open(line, promise, is_whole=is_whole) if kept is None else "",
        compared=comparison_words.note(line.compared, line.period.year - 1) if line.period else None,
    )


def _told(row) -> ItemRow:
    """A promise that no indicator measures: kept as it was told on closing."""
    outcome = getattr(row, "outcome", None)
    return ItemRow(
        ordinal=row.ordinal,
        text=row.text,
        unit="%" if row.kind == ItemKind.SHARE else _("agencies") if row.kind == ItemKind.AWARD else "",
        assigned="",
        last="",
        promised="" if row.value is None else value_text(row.value, row),
        result=None,
        gap="",
        gap_look="flat",
        kept=outcome.kept if outcome else None,
        why_open="" if outcome else _("told at the year's end"),
        note=outcome.note if outcome else "",
    )


def _is_whole(figures: BlockFigures, line: Line) -> bool:
    """Whether the figure holds everybody it stands for."""
    if line.agency is not None:
        return line.value.is_known
    return all(figures.value(code, line.indicator.code).is_known for code in figures.codes)


def _why_open(line: Line, promise: TargetRef | None, *, is_whole: bool) -> str:
    if promise is None or not promise.comparator:
        return _("not measured")
    if line.value.hidden:
        return _("not released")
    if line.value.measured is None:
        return _("no result yet")
    if not is_whole:
        return _("not all members have reported")
    return _("shows at the year's end")


def notes(rows: Iterable[ItemRow]) -> list[tuple[str, Note]]:
    """Each note on last year once, with the numbers of the promises it is about."""
    found: dict[Note, list[str]] = {}
    for row in rows:
        if row.compared:
            found.setdefault(row.compared, []).append(str(row.ordinal))
    return [(", ".join(numbers), note) for note, numbers in found.items()]


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One member's line: signed, refused with a reason, or still waited for."""

    agency: str
    signer: str
    signed_on: object
    signed_at: object = None
    refusal: str = ""
    ordinal: int = 0


def signatures(rows: Iterable[PledgeSignature], members: Iterable[AgencyRef] = ()) -> list[SignatureLine]:
    """The lines of signing in their order; then ``members`` of whom nothing is kept, in their official order.

    A pledge that was not opened here may hold lines of some of its members only."""
    held = list(rows)
    known = {row.agency_id for row in held}
    missing = [SignatureLine(m.name(words.lang()), _("Head of the agency"), None) for m in members if m.id not in known]
    return [_signature(row) for row in held] + missing


def _signature(row: PledgeSignature) -> SignatureLine:
    signer = row.person.full_name if row.person else ""
    title = row.title or row.agency.head_title
    return SignatureLine(
        agency=row.agency.name,
        signer=" · ".join(filter(None, [title, signer])),
        signed_on=row.signed_on,
        signed_at=row.signed_at,
        refusal=row.refusal if row.refused_at and not row.signed_on else "",
        ordinal=row.ordinal,
    )


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a member thinks of the draft; ``is_older``: it agreed with a draft that has changed since."""

    agency: str
    agreed_at: object
    is_older: bool
    unanswered: int
    answered: int


def opinions(members: Iterable, comments: Iterable, pledge: Pledge) -> list[Opinion]:
    """Every member in the order of signing. One query."""
    agreed = {row.agency_id: row.agreed_at for row in pledge.consents.all()}
    held = list(comments)
    found = []
    for member in members:
        own = [each for each in held if each.agency_id == member.pk]
        at = agreed.get(member.pk)
        older = bool(at and pledge.changed_at and at < pledge.changed_at)
        waiting = sum(each.answered_at is None for each in own)
        found.append(Opinion(member.short_name, at, older, waiting, len(own) - waiting))
    return found


# -- what is written and signed ----------------------------------------------------------------------------------------
KIND_ICONS = {
    ItemKind.INDICATOR: "bar-chart",
    ItemKind.SHARE: "pie-chart",
    ItemKind.AWARD: "award",
    ItemKind.MOVEMENT: "megaphone",
    ItemKind.TASK: "check2-square",
}


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise as it is written, with what stood beside it; ``promised`` is empty where it has no figure."""

    pk: int
    ordinal: int
    kind: str
    icon: str
    text: str
    promised: str
    assigned: str
    last: str
    reason: str
    is_measured: bool
    is_below: bool
    replaces: int | None


def promise_row(item: PledgeItem) -> PromiseRow:
    return PromiseRow(
        pk=item.pk,
        ordinal=item.ordinal,
        kind=str(item.get_kind_display()),
        icon=KIND_ICONS[ItemKind(item.kind)],
        text=item.text,
        promised=promised_text(item),
        assigned="" if item.assigned is None else value_text(item.assigned, item),
        last="" if item.last_value is None else value_text(item.last_value, item),
        reason=item.reason,
        is_measured=item.kind == ItemKind.INDICATOR,
        is_below=is_below(item),
        replaces=item.replaces.ordinal if item.replaces else None,
    )


def sections(pledge: Pledge) -> list[tuple[str, str]]:
    """The parts in words that hold something, with their names."""
    return [
        (words.first_upper(str(Pledge._meta.get_field(name).verbose_name)), text)
        for name in PARTS
        if (text := getattr(pledge, name))
    ]


def own_line(user, lines: Iterable[PledgeSignature]) -> PledgeSignature | None:
    """The line that waits for the person's own signature."""
    heads = rights_of(user).head_ids
    waiting = (row for row in lines if row.signed_at is None and row.voided_at is None)
    return next((row for row in waiting if row.agency_id in heads and standing_of(user, row.agency)), None)


def differing(check: Check) -> list[str]:
    """Where a frozen text and the rows differ, in words."""
    return [
        _("%(place)s: signed “%(frozen)s”, now “%(now)s”")
        % {"place": each.place, "frozen": each.frozen, "now": each.now}
        for each in check.differences
    ]
