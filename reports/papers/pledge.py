"""The pledge of one block as a paper: grounds, aims, promises, measures, vow, and the grid of those who sign.

With signed addenda as annexes, and once it is closed what came of each promise. It holds no figures of its own: what
stands beside a promise is what was frozen with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import Block
from emulation_portal.lib.dates import format_date, format_moment
from emulation_portal.ui.language import lang
from pledges.covenants.reading import WholePledge
from pledges.covenants.words import promised_text, value_text
from pledges.enums import AddendumState, PledgeState
from pledges.models import Pledge, PledgeItem, PledgeSignature
from reports.exporting.registry import NoFigures
from reports.exporting.sources import Input, Source, SubjectReading
from reports.exporting.subject import Subject

from .content.decree import ROMAN, Frame, Framed
from .content.model import (
    Annex,
    Document,
    FactRun,
    PaperColumn,
    PaperParagraph,
    PaperRow,
    PaperTable,
    Style,
    TextRun,
)
from .content.tables import fact, number
from .frame import FRAME, PaperKind, register_paper


@dataclass(frozen=True, slots=True)
class PrintedPromise:
    """A promise with what stood beside it; ``kept`` and ``note`` once the pledge is closed."""

    ordinal: int
    text: str
    promised: str
    assigned: str
    last: str
    reason: str
    result: str = ""
    kept: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignedLine:
    agency: str
    person: str
    title: str
    signed_at: datetime | None
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PrintedAddendum:
    number: int
    day: date
    text: str
    promises: tuple[PrintedPromise, ...]
    lines: tuple[SignedLine, ...]
    text_hash: str


@dataclass(frozen=True, slots=True)
class PrintedPledge:
    """A pledge as it is printed; ``parts`` by the name of the field."""

    title: str
    parts: tuple[tuple[str, str], ...]
    promises: tuple[PrintedPromise, ...]
    lines: tuple[SignedLine, ...]
    addenda: tuple[PrintedAddendum, ...]
    signed_on: date | None
    opened_at: datetime | None
    text_hash: str
    is_draft: bool
    is_closed: bool


# -- reading -----------------------------------------------------------------------------------------------------------
def printed_pledge(season: Any, block: str) -> PrintedPledge | None:
    """What a paper prints of the block's pledge; None where there is none."""
    pledge = Pledge.objects.filter(season=season, block=block).first()
    if pledge is None:
        return None
    pledge.season = season
    whole = WholePledge.read(pledge)
    signed = [each for each in whole.addenda if each.state == AddendumState.SIGNED]
    return PrintedPledge(
        title=pledge.title,
        parts=tuple((name, getattr(pledge, name)) for name in ("bases", "preamble", "measures", "commitment")),
        promises=_promises(whole.own_items()),
        lines=_lines(whole.signatures_of()),
        addenda=tuple(
            PrintedAddendum(
                number=each.number,
                day=each.date,
                text=each.text,
                promises=_promises(whole.own_items(each)),
                lines=_lines(whole.signatures_of(each)),
                text_hash=each.text_hash,
            )
            for each in signed
        ),
        signed_on=pledge.signed_on,
        opened_at=pledge.opened_at,
        text_hash=pledge.text_hash,
        is_draft=pledge.state == "draft",
        is_closed=pledge.state == "closed",
    )


def _promises(items: Iterable[PledgeItem]) -> tuple[PrintedPromise, ...]:
    found = []
    for item in sorted(items, key=lambda each: (each.ordinal, each.pk)):
        outcome = getattr(item, "outcome", None)
        found.append(
            PrintedPromise(
                ordinal=item.ordinal,
                text=item.text,
                promised=promised_text(item),
                assigned="" if item.assigned is None else value_text(item.assigned, item),
                last="" if item.last_value is None else value_text(item.last_value, item),
                reason=item.reason,
                result="" if outcome is None or outcome.value is None else value_text(outcome.value, item),
                kept=outcome.kept if outcome else None,
                note=outcome.note if outcome else "",
            )
        )
    return tuple(found)


def _lines(rows: Iterable[PledgeSignature]) -> tuple[SignedLine, ...]:
    return tuple(
        SignedLine(
            agency=row.agency.name,
            person=row.person.full_name if row.person else "",
            title=row.title or row.agency.head_title,
            signed_at=row.signed_at,
            signed_on=row.signed_on,
        )
        for row in sorted(rows, key=lambda row: (row.ordinal, row.pk))
    )


def _source(block: str) -> Source[PrintedPledge | None]:
    """The season's data version tells of every change of its pledges."""

    def read(reading: SubjectReading) -> PrintedPledge | None:
        return printed_pledge(reading.subject.season, block)

    return Source(f"pledge {block}", read)


ENFORCEMENT = _source(Block.CIVIL_ENFORCEMENT)
JUSTICE = _source(Block.DEPARTMENT_OF_JUSTICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementPledgeInput(Input):
    frame: Annotated[Frame, FRAME]
    pledge: Annotated[PrintedPledge | None, ENFORCEMENT]


@dataclass(frozen=True, slots=True, kw_only=True)
class JusticePledgeInput(Input):
    frame: Annotated[Frame, FRAME]
    pledge: Annotated[PrintedPledge | None, JUSTICE]


# -- the two papers ----------------------------------------------------------------------------------------------------
@register_paper
class EnforcementPledge(PaperKind[EnforcementPledgeInput]):
    kind = "pledge-enforcement"
    input_type = EnforcementPledgeInput
    builder_version = 2
    order = 40
    title = gettext_lazy("Emulation pledge of the enforcement block")
    file_stem = gettext_lazy("Pledge-enforcement")

    def is_ready(self, subject: Subject) -> bool:
        return is_opened(subject, Block.CIVIL_ENFORCEMENT)

    def compose(self, made_of: EnforcementPledgeInput) -> Document:
        return composed(made_of.frame, made_of.pledge, made_of.language)


@register_paper
class JusticePledge(PaperKind[JusticePledgeInput]):
    kind = "pledge-justice"
    input_type = JusticePledgeInput
    builder_version = 2
    order = 42
    title = gettext_lazy("Emulation pledge of the justice block")
    file_stem = gettext_lazy("Pledge-justice")

    def is_ready(self, subject: Subject) -> bool:
        return is_opened(subject, Block.DEPARTMENT_OF_JUSTICE)

    def compose(self, made_of: JusticePledgeInput) -> Document:
        return composed(made_of.frame, made_of.pledge, made_of.language)


def is_opened(subject: Subject, block: str) -> bool:
    """Whether the text of the block's pledge has been frozen for signing: a draft is handed on to nobody."""
    return Pledge.objects.filter(season=subject.season, block=block).exclude(state=PledgeState.DRAFT).exists()


def composed(frame: Frame, pledge: PrintedPledge | None, language: str) -> Document:
    """The paper of one pledge. NoFigures where the block has none."""
    if pledge is None:
        raise NoFigures(frame.origin.version_code)
    dated = replace(frame, issuer=replace(frame.issuer, dated=pledge.signed_on))
    framed = Framed(dated, language, _("PLEDGE"), "GƯ", undated_year=frame.origin.year)
    annexes = tuple(_annex(each, place, frame) for place, each in enumerate(pledge.addenda, start=1))
    if pledge.is_closed:
        annexes = (*annexes, _results(pledge, len(annexes) + 1))
    return framed.document(_about(pledge.title, framed.kind), tuple(_blocks(pledge, frame)), annexes=annexes)


def _about(title: str, kind: str) -> str:
    """The title without the kind of paper, which stands over it."""
    rest = title[len(kind) :].strip(" ·-:,") if title.lower().startswith(kind.lower()) else title
    return rest[:1].upper() + rest[1:] if rest else title


def _blocks(pledge: PrintedPledge, frame: Frame) -> Iterable[PaperParagraph | PaperTable]:
    parts = dict(pledge.parts)
    yield from _bases(parts["bases"])
    chapters = iter(range(1, 9))
    for name, head in (("preamble", _("AIMS")), ("", _("WHAT IS PROMISED")), ("measures", _("MEASURES"))):
        if not name:
            yield _heading(next(chapters), head)
            yield _promise_table(pledge.promises, frame.origin.year)
            yield from _reasons(pledge.promises)
        elif parts[name]:
            yield _heading(next(chapters), head)
            yield from _text(parts[name])
    if parts["commitment"]:
        yield _heading(next(chapters), _("COMMON VOW"))
        yield from _text(parts["commitment"])
    yield _heading(next(chapters), _("SIGNATURES OF THE MEMBERS"))
    yield _grid(pledge.lines)
    yield _sealed(pledge)


def _bases(text: str) -> Iterable[PaperParagraph]:
    """Each ground on a line of its own that ends with a semicolon, the last with a full stop (Decree 30/2020)."""
    lines = [line.rstrip(" ;.,") for line in text.splitlines() if line.strip(" ;.,")]
    for place, line in enumerate(lines, start=1):
        yield PaperParagraph((TextRun(f"{line}{'.' if place == len(lines) else ';'}"),), Style.BASIS, written=True)


def _heading(place: int, head: str) -> PaperParagraph:
    return PaperParagraph((TextRun(f"{ROMAN[place - 1]}. {head}"),), Style.CHAPTER)


def _text(text: str) -> Iterable[PaperParagraph]:
    for line in text.splitlines():
        if line.strip():
            yield PaperParagraph((TextRun(line.strip()),), written=True)


def _promise_table(promises: tuple[PrintedPromise, ...], year: int) -> PaperTable:
    """Columns that no promise fills are left out."""
    beside = [
        (_("Assigned target"), [each.assigned for each in promises]),
        (_("Result of {year}").format(year=year - 1), [each.last for each in promises]),
        (_("Promised"), [each.promised for each in promises]),
    ]
    held = [(head, values) for head, values in beside if any(values)]
    columns = (
        PaperColumn(_("No."), 0.08, "center"),
        PaperColumn(_("Promise"), 0.92 - 0.15 * len(held)),
        *(PaperColumn(head, 0.15, "right") for head, _values in held),
    )
    rows = tuple(
        PaperRow((number(each.ordinal), fact(each.text), *(fact(values[place]) for _head, values in held)))
        for place, each in enumerate(promises)
    )
    return PaperTable(columns, rows)


def _reasons(promises: tuple[PrintedPromise, ...]) -> Iterable[PaperParagraph]:
    for each in promises:
        if each.reason:
            words = _("Promise {number} is below the assigned target, because: {reason}")
            yield PaperParagraph((FactRun(words.format(number=each.ordinal, reason=each.reason)),), Style.NOTE)


def _grid(lines: tuple[SignedLine, ...]) -> PaperTable:
    columns = (
        PaperColumn(_("No."), 0.08, "center"),
        PaperColumn(_("Agency"), 0.3),
        PaperColumn(_("Representative"), 0.22),
        PaperColumn(_("Position held"), 0.18),
        PaperColumn(_("Signature"), 0.22, "center"),
    )
    rows = tuple(
        PaperRow((number(place), fact(line.agency), fact(line.person), fact(line.title), fact(_signed(line))))
        for place, line in enumerate(lines, start=1)
    )
    return PaperTable(columns, rows)


def _signed(line: SignedLine) -> str:
    if line.signed_at:
        return _("Signed in the portal, {moment}").format(moment=format_moment(line.signed_at, lang()))
    return _("Signed on {day}").format(day=format_date(line.signed_on)) if line.signed_on else ""


def _sealed(pledge: PrintedPledge) -> PaperParagraph:
    """What the text is held to: its hash, or that it is a draft."""
    if pledge.is_draft:
        return PaperParagraph((FactRun(_("Draft, not open for signing yet.")),), Style.NOTE)
    words = _("SHA-256 of the frozen text: {hash}.").format(hash=pledge.text_hash)
    if pledge.opened_at:
        words = _("Text frozen on {moment}; SHA-256: {hash}.").format(
            moment=format_moment(pledge.opened_at, lang()), hash=pledge.text_hash
        )
    return PaperParagraph((FactRun(words),), Style.NOTE)


def _annex(addendum: PrintedAddendum, place: int, frame: Frame) -> Annex:
    hashed = _("SHA-256 of the frozen text: {hash}.").format(hash=addendum.text_hash)
    return Annex(
        number=_("Annex {number}").format(number=ROMAN[place - 1]),
        title=_("ADDENDUM {number} OF {day}").format(number=f"{addendum.number:02d}", day=format_date(addendum.day)),
        enclosed="",
        blocks=(
            *_text(addendum.text),
            *((_promise_table(addendum.promises, frame.origin.year),) if addendum.promises else ()),
            *_reasons(addendum.promises),
            _grid(addendum.lines),
            *((PaperParagraph((FactRun(hashed),), Style.NOTE),) if addendum.text_hash else ()),
        ),
    )


def _results(pledge: PrintedPledge, place: int) -> Annex:
    """Promise and result line by line, as they stood on closing, with those of addenda in their places."""
    replaced = {each.ordinal: each for addendum in pledge.addenda for each in addendum.promises}
    ordinals = sorted({*replaced, *(each.ordinal for each in pledge.promises)})
    own = {each.ordinal: each for each in pledge.promises}
    columns = (
        PaperColumn(_("No."), 0.08, "center"),
        PaperColumn(_("Promise"), 0.4),
        PaperColumn(_("Promised"), 0.16, "right"),
        PaperColumn(_("Result"), 0.16, "right"),
        PaperColumn(_("Kept"), 0.2),
    )
    rows = tuple(_result_row(replaced.get(ordinal) or own[ordinal]) for ordinal in ordinals)
    return Annex(
        number=_("Annex {number}").format(number=ROMAN[place - 1]),
        title=_("PROMISE AND RESULT"),
        enclosed="",
        blocks=(PaperTable(columns, rows),),
    )


def _result_row(each: PrintedPromise) -> PaperRow:
    kept = {True: _("kept"), False: _("not kept"), None: _("not told")}[each.kept]
    said = f"{kept}: {each.note}" if each.note else kept
    return PaperRow((number(each.ordinal), fact(each.text), fact(each.promised), fact(each.result), fact(said)))


__all__ = ["EnforcementPledge", "JusticePledge", "PrintedPledge", "composed", "printed_pledge"]
