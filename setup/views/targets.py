"""The Ministry's targets: the grid of a cluster's year, the nation's, and what became of a single one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.models import Agency, Cluster
from clusters.rights import rights_of
from emulation_portal.lib import dates
from pledges.enums import TargetScope
from pledges.models import Indicator, Target
from results import words
from setup.forms.setup import FIRST_YEAR
from setup.forms.targets import TargetsForm, tokens
from setup.targets.board import NATION_CODE, Assigned, TargetBoard, is_reference, part_periods
from setup.targets.fields import shown
from setup.targets.history import TargetChange, history_of
from setup.targets.saving import How, TargetRefused, decision_text, hold, record_refused, save_targets

from .setup import FORM, require_ministry
from .target_grid import GridBuilder

FIRST_NATIONAL_YEAR = 2022
MOST_ALSO = 60  # indicators named in an address


@dataclass(frozen=True)
class Room:
    """Where targets are set: of a cluster's year or of the nation's, of the year or of one of its periods."""

    request: HttpRequest
    cluster: Cluster | None
    year: int

    @property
    def blocks(self) -> frozenset[str]:
        return rights_of(self.request.user).supervised_blocks

    @property
    def also(self) -> list[str]:
        return [code for code in self.request.GET.get("also", "").split(",") if code][:MOST_ALSO]

    @property
    def period_code(self) -> str:
        return self.request.GET.get("period", "")

    def periods(self) -> list:
        return part_periods(self.year, self.blocks)

    def board(self, also: Sequence[str] | None = None) -> TargetBoard:
        wanted = self.also if also is None else also
        return TargetBoard(self.cluster, self.year, self.blocks, period_code=self.period_code, also=wanted)

    def address(self, name: str = "", **changes) -> str:
        """A page of the same room, with the period and the added indicators; ``name`` empty is the grid."""
        if self.cluster is None:
            at = reverse(f"setup:national_targets{name and '_' + name}", args=[self.year])
        else:
            at = reverse(f"setup:targets{name and '_' + name}", args=[self.cluster.slug, self.year])
        kept = {"period": self.period_code, "also": ",".join(self.also)} | changes
        query = urlencode({key: value for key, value in kept.items() if value}, safe=",")
        return f"{at}?{query}" if query else at

    def require_period(self, periods: Sequence) -> None:
        """Http404 for a period that the year does not have."""
        if self.period_code and self.period_code not in {period.period_code for period in periods}:
            raise Http404


def cluster_room(request: HttpRequest, slug: str, year: int) -> Room:
    require_ministry(request.user)
    if not FIRST_YEAR <= year <= dates.today().year + 1:
        raise Http404
    return Room(request, get_object_or_404(Cluster, slug=slug), year)


def national_room(request: HttpRequest, year: int) -> Room:
    require_ministry(request.user)
    if not FIRST_NATIONAL_YEAR <= year <= dates.today().year + 1:
        raise Http404
    return Room(request, None, year)


@login_required
@require_http_methods(FORM)
@transaction.atomic
def targets(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Members × indicators in the blocks of the own body: what can be read is stored, the rest is shown again."""
    room = cluster_room(request, slug, year)
    more = {f"{name}_url": room.address(name) for name in ("floor", "template", "upload")}
    return _grid_page(room, "setup/targets.html", more)


@login_required
@require_http_methods(FORM)
@transaction.atomic
def national_targets(request: HttpRequest, year: int) -> HttpResponse:
    """The nation's targets of a year, to be set, and those of all years, to be seen."""
    room = national_room(request, year)
    years = [*range(FIRST_NATIONAL_YEAR, dates.today().year + 2)]
    return _grid_page(room, "setup/national_targets.html", {"years": years, "all_years": _all_years(room, years)})


def _grid_page(room: Room, template: str, more: dict) -> HttpResponse:
    request, periods = room.request, room.periods()
    room.require_period(periods)
    posted = request.method == "POST"
    if posted:
        hold(room.cluster)
    board = room.board()
    form = TargetsForm(request.POST if posted else None, board=board)
    status = 200
    if posted:
        saved = _save(request, form) if form.is_valid() else 0
        if form.is_valid() and not form.refused:
            return redirect(room.address())
        status = 422
        if saved:
            board = form.board = room.board()
    wanted = request.GET.get("q", "")[:100]
    context = {
        "room": room,
        "cluster": room.cluster,
        "year": room.year,
        "form": form,
        "grids": GridBuilder(board, form).grids(),
        "seen": tokens(board),
        "refused": form.refused,
        "tabs": _tabs(room, periods),
        "period": next((each for each in periods if each.period_code == room.period_code), None),
        "has_floor": any(key[1] in board.national for key in board.cells()),
        "left_out": board.left_out,
        "wanted": wanted,
        "found": [_offer(room, each) for each in board.search(wanted)] if wanted else [],
        "added": [_added(room, each) for each in board.indicators.values() if each.code in room.also],
    }
    return render(request, template, context | more, status=status)


def _tabs(room: Room, periods: Sequence) -> list[dict]:
    """The year and those of its periods for which a decision may give targets of their own."""
    named = [("", _("Whole year"))] + [(each.period_code, each.name) for each in periods]
    return [
        {"name": name, "url": room.address(period=code), "is_current": code == room.period_code} for code, name in named
    ]


def _offer(room: Room, indicator: Indicator) -> dict:
    url = room.address(also=",".join([*room.also, indicator.code]))
    told = " · ".join(filter(None, [indicator.legacy_code, words.block_short(indicator.block), indicator.unit]))
    return {"indicator": indicator, "told": told, "url": url}


def _added(room: Room, indicator: Indicator) -> dict:
    rest = [code for code in room.also if code != indicator.code]
    return {"indicator": indicator, "url": room.address(also=",".join(rest))}


def _save(request: HttpRequest, form: TargetsForm) -> int:
    try:
        count = save_targets(board=form.board, changes=form.changes, actor=request.user, **form.decided)
    except TargetRefused:  # the form has refused these; nothing else may bring them here
        count = 0
    if stale := {key: entered.text for key, entered in form.refused.items() if entered.stale}:
        record_refused(form.board, stale, request.user)
    if count:
        messages.success(request, _("Targets saved: %(count)s.") % {"count": count})
    elif not form.refused:
        messages.info(request, _("No target has been changed."))
    return count


def _all_years(room: Room, years: Sequence[int]) -> list[dict]:
    """Every indicator of which the nation has a target in some year, with all of them. One query."""
    rows = Target.objects.filter(scope=TargetScope.NATION, period_code="", year__in=years)
    rows = rows.filter(indicator__block__in=room.blocks).select_related("indicator").order_by("indicator__ordinal")
    found: dict[Indicator, dict[int, Target]] = {}
    for row in rows:
        found.setdefault(row.indicator, {})[row.year] = row
    return [
        {"name": indicator.name, "cells": [_of_year(indicator, held.get(year), year) for year in years]}
        for indicator, held in found.items()
    ]


def _of_year(indicator: Indicator, target: Target | None, year: int) -> dict:
    if target is None:
        return {"text": words.NO_VALUE, "url": "", "year": year}
    return {
        "text": shown(indicator, Assigned(target.value.normalize(), target.comparator)),
        "url": reverse("setup:national_target", args=[year, indicator.code]),
        "year": year,
    }


# -- one target -------------------------------------------------------------------------------------------------------
@login_required
@require_safe
def target(request: HttpRequest, slug: str, year: int, agency: str, code: str) -> HttpResponse:
    """What became of one agency's target."""
    room = cluster_room(request, slug, year)
    member = get_object_or_404(Agency.objects.filter(memberships__cluster=room.cluster).distinct(), code=agency)
    return _history_page(room, code, member)


@login_required
@require_safe
def national_target(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What became of one target of the nation."""
    return _history_page(national_room(request, year), code, None)


def _history_page(room: Room, code: str, agency: Agency | None) -> HttpResponse:
    indicator = get_object_or_404(Indicator, code=code, block__in=room.blocks)
    if agency and agency.kind != indicator.block:
        raise Http404
    names = {each.period_code: each.name for each in part_periods(room.year, [indicator.block])}
    changes = history_of(room.year, agency.code if agency else NATION_CODE, code, tuple(names))
    rows = Target.objects.filter(indicator=indicator, year=room.year, agency=agency).order_by("period_code")
    context = {
        "room": room,
        "year": room.year,
        "indicator": indicator,
        "whose": agency.name if agency else _("Nation"),
        "rows": [_standing(each, indicator, names) for each in rows],
        "changes": [_told(each, indicator, names) for each in changes],
    }
    return render(room.request, "setup/target.html", context)


def _standing(row: Target, indicator: Indicator, names: dict[str, str]) -> dict:
    return {
        "period": names.get(row.period_code, row.period_code) if row.period_code else _("Whole year"),
        "value": shown(indicator, Assigned(row.value.normalize(), row.comparator)),
        "decision": decision_text(row.decision, row.decided_on),
        "source": row.source if is_reference(row) else "",
        "is_official": row.is_official,
        "is_illustrative": row.is_illustrative,
    }


def _told(change: TargetChange, indicator: Indicator, names: dict[str, str]) -> dict:
    how = {How.TYPED: _("typed"), How.FLOOR: _("national floor"), How.IMPORTED: _("from a workbook")}
    return {
        "at": change.at,
        "by": change.by,
        "how": how[change.how],
        "period": names.get(change.period_code, change.period_code) if change.period_code else _("Whole year"),
        "old": _recorded(change.old, indicator),
        "new": _recorded(change.new, indicator),
        "decision": change.decision,
    }


def _recorded(kept: str | None, indicator: Indicator) -> str:
    """As the record keeps it: gte 84.5."""
    if not kept:
        return shown(indicator, Assigned(None, ""))
    comparator, _space, number = kept.partition(" ")
    return shown(indicator, Assigned(Decimal(number), comparator))
