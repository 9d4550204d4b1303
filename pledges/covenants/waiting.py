"""What waits for a person with pledges: to sign one, to say something of a draft, to answer and to open it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.access import place_of
from clusters.current import Current
from clusters.declarations.tasks import Task, TaskKind, unless_quiet
from clusters.enums import LeadershipRole
from clusters.rights import OwnMembership
from pledges.enums import AddendumState, PledgeState
from pledges.models import Pledge, PledgeAddendum, PledgeConsent, PledgeSignature

SIGN_PLEDGE = TaskKind("pen")
COMMENT = TaskKind("chat-left-text", by_officers=True)
REFUSED = TaskKind("x-lg", tone="bad", said=gettext_lazy("Refused"))
WRITE = TaskKind("pencil")


def pledge_tasks(around: Current) -> Iterable[Task]:
    """What waits with the pledges of the person's seasons. One query; none while no pledge of them is open, which is
    kept until one of the seasons changes: every act with a pledge raises its season's data version."""
    found = unless_quiet("pledges", around, lambda: list(_open_pledges(around)))
    return [task for pledge in found for task in _tasks(around, pledge)]


def _of_seasons(around: Current) -> QuerySet[Pledge]:
    addendum_open = Exists(PledgeAddendum.objects.filter(pledge=OuterRef("pk"), state=AddendumState.OPEN))
    rows = Pledge.objects.filter(season__in=around.rights.season_ids, season__year__gte=around.today.year - 1)
    return rows.filter(Q(state__in=(PledgeState.DRAFT, PledgeState.OPEN)) | addendum_open)


def _open_pledges(around: Current) -> Iterable[Pledge]:
    rights = around.rights
    waits = Q(voided_at=None, signed_at=None)
    own = PledgeSignature.objects.filter(
        waits,
        Q(addendum=None, pledge__state=PledgeState.OPEN) | Q(addendum__state=AddendumState.OPEN),
        pledge=OuterRef("pk"),
        agency__in=rights.head_ids,
    ).values(line=JSONObject(pk="pk", agency="agency_id", code="agency__code", refused="refused_at"))
    refused = Q(signatures__refused_at__isnull=False, signatures__voided_at=None, signatures__signed_at=None)
    consented = PledgeConsent.objects.filter(pledge=OuterRef("pk"), agency__in=rights.own_agency_ids)
    return (
        _of_seasons(around)
        .annotate(
            own=Subquery(own[:1]),
            unanswered=Count("comments", Q(comments__answered_at=None), distinct=True),
            refusals=Count("signatures", refused, distinct=True),
            consented=Exists(consented),
        )
        .select_related("season__cluster")
        .order_by("season__year", "pk")
    )


def _tasks(around: Current, pledge: Any) -> Iterable[Task]:
    member = _member(around, pledge)
    if pledge.own and member and not pledge.own["refused"]:
        yield _sign(pledge, member)
    drafts = pledge.state == PledgeState.DRAFT and pledge.comments_until and pledge.comments_until >= around.today
    if drafts and member and not pledge.consented:
        yield _comment(pledge, member)
    if leading := around.rights.leads(pledge.season_id, role=LeadershipRole.HEAD):
        yield from _of_writers(pledge, leading[0].agency_id)


def _member(around: Current, pledge: Pledge) -> OwnMembership | None:
    """The agency one acts for in the block, a member now."""
    own = around.own_agencies(pledge.season)
    return next((m for m in own if m.block == pledge.block and m.covers(around.today)), None)


def _task(pledge: Pledge, kind: TaskKind, title: str, url: str, action: str, **told: Any) -> Task:
    label = f"{pledge.season.cluster.short_name} · {pledge.season.year}"
    return Task(kind=kind, title=title, url=url, action=action, season_label=label, **told)


def _sign(pledge: Any, member: OwnMembership) -> Task:
    return _task(
        pledge,
        SIGN_PLEDGE,
        _("Sign the pledge: %(pledge)s") % {"pledge": pledge.title},
        reverse("dashboards:pledge_sign", args=[*place_of(pledge.season), pledge.block, pledge.own["pk"]]),
        _("Read and sign"),
        agency_id=member.agency_id,
        agency_code=member.agency_code,
        due=pledge.sign_until,
    )


def _comment(pledge: Pledge, member: OwnMembership) -> Task:
    return _task(
        pledge,
        COMMENT,
        _("Look at the draft of the pledge: %(pledge)s") % {"pledge": pledge.title},
        reverse("dashboards:pledge", args=[*place_of(pledge.season), pledge.block]),
        _("Agree or comment"),
        agency_id=member.agency_id,
        agency_code=member.agency_code,
        due=pledge.comments_until,
    )


def _of_writers(pledge: Any, agency_id: int) -> Iterable[Task]:
    url = reverse("dashboards:pledge", args=[*place_of(pledge.season), pledge.block])
    about = {"pledge": pledge.title}
    if pledge.refusals:
        yield _task(
            pledge,
            REFUSED,
            _("A member refused to sign: %(pledge)s") % about,
            url,
            _("Read the reason"),
            agency_id=agency_id,
            agency_code="",
        )
    if pledge.state == PledgeState.DRAFT:
        note = ""
        if pledge.unanswered:
            words = ngettext("%(n)s comment is unanswered.", "%(n)s comments are unanswered.", pledge.unanswered)
            note = words % {"n": pledge.unanswered}
        yield _task(
            pledge,
            WRITE,
            _("The pledge is still a draft: %(pledge)s") % about,
            url,
            _("Go on writing"),
            agency_id=agency_id,
            agency_code="",
            note=note,
        )


__all__ = ["COMMENT", "REFUSED", "SIGN_PLEDGE", "WRITE", "pledge_tasks"]
