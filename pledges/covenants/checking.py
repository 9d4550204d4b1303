"""Whether stored pledges are what was signed: asked by the sweeper once a day, by the command, and on the page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts import audit
from emulation_portal.lib import dates
from pledges.models import Pledge, PledgeAddendum

from .reading import Check, WholePledge, frozen_pledges

EVERY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Broken:
    """A frozen text that the rows differ from: ``since`` when it was last the same, ``found`` when first seen."""

    pledge: Pledge
    addendum: PledgeAddendum | None
    check: Check
    since: datetime | None
    found: datetime | None


def broken_of(whole: WholePledge) -> list[Broken]:
    """What does not fit in one pledge and its addenda."""
    checks = [(addendum, whole.check(addendum)) for addendum in (None, *whole.addenda)]
    pledge = whole.pledge
    return [
        Broken(pledge, addendum, check, pledge.intact_at or pledge.opened_at, pledge.broken_at)
        for addendum, check in checks
        if check is not None and not check.is_intact
    ]


def verify(*, all_of_them: bool = True) -> list[Broken]:
    """Compare every frozen pledge, or those not looked at for a day; keep when each was last the same or first not."""
    rows = Pledge.objects.filter(frozen_pledges()).select_related("season__cluster").order_by("pk")
    if not all_of_them:
        due = dates.now() - EVERY
        rows = rows.filter(Q(intact_at=None) | Q(intact_at__lt=due), broken_at=None)
    return [broken for pledge in rows for broken in _verified(pledge)]


def _verified(pledge: Pledge) -> list[Broken]:
    found = broken_of(WholePledge.read(pledge))
    kept = Pledge.objects.filter(pk=pledge.pk)
    if not found:
        kept.update(intact_at=dates.now(), broken_at=None)
    elif pledge.broken_at is None:
        kept.update(broken_at=dates.now())
        tampered = [{"of": each.addendum.number if each.addendum else 0, "what": each.check.tampered} for each in found]
        audit.record(actor=None, action="pledge.tampered", target=pledge, after={"found": tampered})
    return found


def sweep() -> int:
    """The pledges that were not looked at for a day; returns how many do not fit."""
    return len(verify(all_of_them=False))


__all__ = ["Broken", "broken_of", "sweep", "verify"]
