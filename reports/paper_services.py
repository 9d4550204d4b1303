"""Writing into a season's report: paragraphs, and the number and day it goes out under. Each act is recorded."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import audit
from accounts.models import User
from clusters.models import Season
from clusters.versions import raise_season
from emulation_portal.lib import dates
from emulation_portal.lib.text import clean_text

from .documents.facts import Section
from .documents.lookup import Lookup
from .models import PaperHead, Paragraph

LONGEST = 20_000


class NotAllowed(Exception):
    """The person does not write this season's report."""


class StaleParagraph(Exception):
    """Somebody else changed the paragraph meanwhile."""


@transaction.atomic
def save_paragraph(
    *, season: Season, language: str, section: Section, slot: str, text: str, lookup: Lookup, actor: User,
    is_hidden: bool = False, paragraph: Paragraph | None = None, version: int | None = None,
) -> Paragraph:  # fmt: skip
    """Add a paragraph or change one, keeping what its figures say now. BadPlaceholder, StaleParagraph, NotAllowed.

    ``version`` is the one that was shown; the placeholders are checked against ``lookup``.
    """
    _require(actor, season)
    words = clean_text(text, multiline=True)[:LONGEST]
    said = {
        "text": words, "is_hidden": is_hidden, "figures": lookup.figures_in(words), "written_at": dates.now(),
        "written_by": actor,
    }  # fmt: skip
    if paragraph is None:
        try:
            with transaction.atomic():
                made = Paragraph.objects.create(
                    season=season, language=language, section=section.value, slot=slot, **said
                )
        except IntegrityError:
            raise StaleParagraph(slot) from None
        audit.record(actor=actor, action="paragraph.written", target=made, after={"text": words, "slot": slot})
        raise_season(season.pk)
        return made
    before = {"text": paragraph.text, "hidden": paragraph.is_hidden}
    rows = Paragraph.objects.filter(pk=paragraph.pk, version=version or paragraph.version)
    if not rows.update(version=F("version") + 1, **said):
        raise StaleParagraph(paragraph.pk)
    paragraph.refresh_from_db()
    after = {"text": words, "hidden": is_hidden}
    audit.record(actor=actor, action="paragraph.changed", target=paragraph, before=before, after=after)
    raise_season(season.pk)
    return paragraph


@transaction.atomic
def remove_paragraph(*, paragraph: Paragraph, actor: User) -> None:
    """Take people's words out; where they stood for an automatic paragraph it comes back."""
    _require(actor, paragraph.season)
    audit.record(actor=actor, action="paragraph.removed", target=paragraph, before={"text": paragraph.text})
    paragraph.delete()
    raise_season(paragraph.season_id)


@transaction.atomic
def save_head(*, season: Season, number: int | None, dated: date | None, actor: User) -> PaperHead:
    """Keep the number and day the report goes out under."""
    _require(actor, season)
    head, _is_new = PaperHead.objects.update_or_create(season=season, defaults={"number": number, "dated": dated})
    after = {"number": number, "dated": dated.isoformat() if dated else ""}
    audit.record(actor=actor, action="paper.numbered", target=head, after=after)
    raise_season(season.pk)
    return head


def _require(actor: User, season: Season) -> None:
    if not actor.has_perm("reports.write_paper", season):
        raise NotAllowed(season.pk)


__all__ = ["NotAllowed", "StaleParagraph", "remove_paragraph", "save_head", "save_paragraph"]
