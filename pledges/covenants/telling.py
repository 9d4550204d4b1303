"""Who is told of what happens to a pledge, and in which words: heads of members, and the secretariat."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.enums import AppointmentRole, LeadershipRole
from clusters.members import SuccessionMap
from clusters.models import Leadership
from clusters.querysets import in_force
from clusters.rights import accounts_of, rights_of
from emulation_portal.lib import dates
from notices import services as notices
from notices.kinds import NoticeKind, Told, register
from notices.models import Notice
from pledges.models import Pledge, PledgeAddendum, PledgeSignature

from .reading import still_members

OPENED, TAKEN_BACK, REFUSED, SIGNED = "pledges.opened", "pledges.taken_back", "pledges.refused", "pledges.signed"
BOTH = (AppointmentRole.OFFICER, AppointmentRole.HEAD)


def opened(pledge: Pledge, addendum: PledgeAddendum | None, actor: User | None) -> None:
    """The heads of the members are told that a text waits for their signature."""
    _tell(pledge, OPENED, _standing(still_members(pledge)), (AppointmentRole.HEAD,), actor, _words(addendum))


def taken_back(pledge: Pledge, reason: str, actor: User) -> None:
    """Officers and heads of the members are told that the text is being changed, and why."""
    _tell(pledge, TAKEN_BACK, _standing(still_members(pledge)), BOTH, actor, {"note": reason})


def refused(row: PledgeSignature, actor: User) -> None:
    """The secretariat is told who refused, and why."""
    words = {"agency": row.agency.short_name, "note": row.refusal, **_words(row.addendum)}
    leading = Leadership.objects.filter(
        in_force(dates.today()), season=row.pledge.season_id, role=LeadershipRole.HEAD
    ).values_list("agency_id", flat=True)
    _tell(row.pledge, REFUSED, leading, BOTH, actor, words)


def signed(pledge: Pledge, addendum: PledgeAddendum | None, actor: User) -> None:
    """Officers and heads of the members are told that everybody has signed; nobody is asked any more."""
    withdrawn(pledge, addendum)
    _tell(pledge, SIGNED, _standing(still_members(pledge)), BOTH, actor, _words(addendum))


def withdrawn(pledge: Pledge, addendum: PledgeAddendum | None = None) -> None:
    """Nobody is asked to sign any more."""
    asked = Notice.objects.of(Pledge, pledge.pk).filter(kind=OPENED)
    notices.withdraw(asked.filter(words__addendum=addendum.number) if addendum else asked)


def _words(addendum: PledgeAddendum | None) -> dict[str, object]:
    return {"addendum": addendum.number} if addendum else {}


def _standing(agencies: Iterable[int]) -> set[int]:
    """The agencies, or those that stand for them today."""
    return SuccessionMap.load().as_of(dates.today()).with_successors(agencies)


def _tell(
    pledge: Pledge,
    kind: str,
    agencies: Iterable[int],
    roles: Iterable[str],
    actor: User | None,
    words: dict[str, object],
) -> None:
    users = accounts_of(agencies, roles)
    notices.give(kind=kind, about=(Pledge, pledge.pk), users=users, actor=actor, words=words)


# -- in words ----------------------------------------------------------------------------------------------------------
def tell(given: Collection[Notice], user: User) -> dict[int, Told]:
    """One query beside the person's rights."""
    rows = Pledge.objects.filter(pk__in={notice.about_id for notice in given}).select_related("season__cluster")
    found = {pledge.pk: pledge for pledge in rows}
    return {notice.pk: _told(notice, found.get(notice.about_id), user) for notice in given}


def _told(notice: Notice, pledge: Pledge | None, user: User) -> Told:
    if pledge is None:
        return Told(_("A pledge that no longer exists"), closed=_("The pledge no longer exists."))
    rights, season = rights_of(user), pledge.season
    is_open = season.pk in rights.season_ids or pledge.block in rights.supervised_blocks
    note = str(notice.words.get("note", ""))
    number = notice.words.get("addendum")
    scope = _("Addendum {number}").format(number=f"{number:02d}") if isinstance(number, int) else ""
    place = [season.cluster.slug, season.year, pledge.block]
    return Told(
        title=_title(notice.kind).format(pledge=pledge.title, agency=notice.words.get("agency", "")),
        place=f"{season.cluster.short_name} · {season.year}",
        scope=scope,
        reason=_("Reason: {reason}").format(reason=note) if note and is_open else "",
        url=reverse("dashboards:pledge", args=place) if is_open else "",
        closed="" if is_open else _("What it is about is not open to you today."),
    )


def _title(kind: str) -> str:
    return {
        OPENED: _("A text waits for the signature of your agency: {pledge}"),
        TAKEN_BACK: _("Taken back to the draft, everybody signs anew afterwards: {pledge}"),
        REFUSED: _("{agency} refused to sign: {pledge}"),
        SIGNED: _("Signed by all members: {pledge}"),
    }[kind]


register(
    NoticeKind(OPENED, "pen", tell),
    NoticeKind(TAKEN_BACK, "arrow-counterclockwise", tell),
    NoticeKind(REFUSED, "x-lg", tell, tone="failed"),
    NoticeKind(SIGNED, "check-lg", tell, tone="done"),
)

__all__ = ["opened", "refused", "signed", "taken_back", "withdrawn"]
