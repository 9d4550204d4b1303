"""Writing into a season's report: paragraphs, and the number and day it goes out under. Each act is recorded."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import audit
from accounts.editing import locked
from accounts.models import User
from clusters.models import Season
from clusters.versions import raise_season
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import NotAllowed
from emulation_portal.lib.text import clean_text
from reports.models import PaperHead, Paragraph

from .content.background import Section
from .content.placeholders import Lookup

LONGEST = 20_000
HEAD_FIELDS = ("number", "dated")


class StaleParagraph(Exception):
    """Somebody else changed the paragraph meanwhile."""


@transaction.atomic
def save_paragraph(
    *,
    season: Season,
    language: str,
    section: Section,
    slot: str,
    text: str,
    lookup: Lookup,
    actor: User,
    is_hidden: bool = False,
    paragraph: Paragraph | None = None,
    version: int | None = None,
) -> Paragraph:
    """Add a paragraph or change one, keeping what its figures say now. BadPlaceholder, StaleParagraph, NotAllowed.

    ``version`` is the one that was shown; the placeholders are checked against ``lookup``.
    """
    _require(actor, season, paragraph.section if paragraph else section)
    words = clean_text(text, multiline=True)[:LONGEST]
    said = {
        "text": words,
        "is_hidden": is_hidden,
        "figures": lookup.figures_in(words),
        "written_at": dates.now(),
        "written_by": actor,
    }
    if paragraph is None:
        return _write_new(season, language, section, slot, said)
    before = {"text": paragraph.text, "hidden": paragraph.is_hidden}
    rows = Paragraph.objects.filter(pk=paragraph.pk, version=paragraph.version if version is None else version)
    if not rows.update(version=F("version") + 1, **said):
        raise StaleParagraph(paragraph.pk)
    paragraph.refresh_from_db()
    after = {"text": words, "hidden": is_hidden}
    audit.record(actor=actor, action="paragraph.changed", target=paragraph, before=before, after=after)
    raise_season(season.pk)
    return paragraph


def _write_new(season: Season, language: str, section: Section, slot: str, said: dict[str, Any]) -> Paragraph:
    """The paragraph, unless somebody else has written one in its place meanwhile: StaleParagraph."""
    try:
        with transaction.atomic():
            made = Paragraph.objects.create(season=season, language=language, section=section.value, slot=slot, **said)
    except IntegrityError:
        raise StaleParagraph(slot) from None
    after = {"text": made.text, "slot": slot}
    audit.record(actor=said["written_by"], action="paragraph.written", target=made, after=after)
    raise_season(season.pk)
    return made


@transaction.atomic
def remove_paragraph(*, paragraph: Paragraph, actor: User, version: int | None = None) -> None:
    """Take people's words out; where they stood for an automatic paragraph it comes back.

    StaleParagraph where somebody else has written newer ones than ``version``.
    """
    _require(actor, paragraph.season, paragraph.section)
    stored = Paragraph.objects.select_for_update().filter(pk=paragraph.pk).first()
    if stored is None or (version not in (None, stored.version) and stored.written_by_id != actor.pk):
        raise StaleParagraph(paragraph.pk)
    audit.record(actor=actor, action="paragraph.removed", target=stored, before={"text": stored.text})
    stored.delete()
    raise_season(paragraph.season_id)


@transaction.atomic
def save_head(*, season: Season, number: int | None, dated: date | None, actor: User, seen: str = "") -> PaperHead:
    """Keep the number and day the report goes out under. NotAllowed, Stale."""
    if not actor.has_perm("reports.write_paper", season):
        raise NotAllowed(about=season)
    head, _is_new = PaperHead.objects.get_or_create(season=season)
    head = locked(head, "", ())
    before = _head_state(head)
    if (head.number, head.dated) != (number, dated):
        head = locked(head, seen, HEAD_FIELDS)
    head.number, head.dated = number, dated
    head.save()
    audit.record(actor=actor, action="paper.numbered", target=head, before=before, after=_head_state(head))
    raise_season(season.pk)
    return head


def _head_state(head: PaperHead) -> dict[str, object]:
    return {"number": head.number, "dated": head.dated.isoformat() if head.dated else ""}


def sections_of(actor: User, season: Season) -> frozenset[Section]:
    """The sections that a person may write in: the Ministry its remark, the head agency everything else."""
    own = {Section.MINISTRY} if actor.has_perm("reports.write_remark", season) else set()
    led = set(Section) - {Section.MINISTRY} if actor.has_perm("reports.write_paper", season) else set()
    return frozenset(own | led)


def _require(actor: User, season: Season, section: str) -> None:
    if section not in sections_of(actor, season):
        raise NotAllowed(about=season)


__all__ = ["NotAllowed", "StaleParagraph", "remove_paragraph", "save_head", "save_paragraph", "sections_of"]
