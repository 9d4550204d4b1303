"""Changes of many targets that are looked at before they are made: the national floor, and an uploaded workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from setup.forms.targets import ProposalForm, UploadForm, changed_meanwhile, proposal_text
from setup.targets import book
from setup.targets.board import Assigned, Key, TargetBoard
from setup.targets.fields import TROUBLES, shown
from setup.targets.floor import floor_of
from setup.targets.saving import How, TargetRefused, hold, save_targets

from .setup import FORM
from .targets import Room, cluster_room

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class ProposalPage:
    """What is shown before anything is stored. ``kept`` stay as they are; with ``faults`` nothing can be applied."""

    heading: str
    lead: str
    rows: list[dict]
    faults: list[book.CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: list[dict] = field(default_factory=list)
    takes_higher: bool = False
    again_url: str = ""


# -- the national floor ------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
@transaction.atomic
def floor(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The national targets as a floor of all agencies: shown, then set; a target that asks for more stays.

    With ``higher`` in the address the stricter ones are lowered too, which the page says of each.
    """
    room = cluster_room(request, slug, year)
    room.require_period(room.periods())
    if request.method == "POST":
        hold(room.cluster)
    board = room.board()
    found, takes_higher = floor_of(board), bool(request.GET.get("higher"))
    changes = found.changes | (found.stricter if takes_higher else {})
    form = ProposalForm(request.POST if request.method == "POST" else None, board=board)
    page = ProposalPage(
        heading=_("National target as a floor"),
        lead=_("Agencies without a target, or with one below the nation's, get the nation's."),
        rows=_rows(board, changes),
        kept=[] if takes_higher else _rows(board, found.stricter),
        takes_higher=takes_higher,
    )
    if request.method == "POST":
        return _apply(room, board, form, page, How.FLOOR)
    form = ProposalForm(initial={"proposal": proposal_text(board, changes.items())}, board=board)
    return _shown(room, form, page, 200)


# -- the workbook ------------------------------------------------------------------------------------------------------
@login_required
@require_safe
def template(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The grid as a workbook, with the keys by which it comes back."""
    room = cluster_room(request, slug, year)
    room.require_period(room.periods())
    response = HttpResponse(book.template(room.board()), content_type=XLSX)
    name = "-".join(filter(None, ["chi-tieu", room.cluster.code.lower(), str(year), room.period_code]))
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@login_required
@require_http_methods(FORM)
@transaction.atomic
def upload(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Read a workbook and show what it would change; applied as a whole, or not at all."""
    room = cluster_room(request, slug, year)
    room.require_period(room.periods())
    if request.method == "POST" and "proposal" in request.POST:
        hold(room.cluster)
        board = room.board()
        form = ProposalForm(request.POST, board=board)
        page = ProposalPage(_("Changes of the workbook"), "", [], again_url=room.address("upload"))
        return _apply(room, board, form, page, How.IMPORTED)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            return _preview(room, _content(form.cleaned_data["file"]))
        except book.UnreadableTargets as error:
            form.add_error("file", str(error))
    context = {"form": form, "room": room, "cluster": room.cluster, "year": room.year}
    return render(request, "setup/targets_upload.html", context, status=422 if form.errors else 200)


def _content(file) -> bytes:
    if file.size > book.MAX_BYTES:
        raise book.UnreadableTargets(_("The file is larger than 1 MB. The template of this page is far smaller."))
    return file.read()


def _preview(room: Room, content: bytes) -> HttpResponse:
    codes = [*room.also, *book.codes_in(content)]
    board = room.board(codes)
    reading = book.read(content, board)
    page = ProposalPage(
        heading=_("Changes of the workbook"),
        lead=_("Targets read: %(count)s.") % {"count": reading.cells},
        rows=_rows(board, reading.changes),
        faults=reading.faults,
        notes=reading.notes,
        again_url=room.address("upload"),
    )
    added = [each.code for each in board.indicators.values() if each.code in codes and not each.is_headline]
    form = ProposalForm(initial={"proposal": proposal_text(board, reading.changes.items())}, board=board)
    return _shown(room, form, page, 422 if reading.faults else 200, also=",".join(dict.fromkeys(added)))


# -- both --------------------------------------------------------------------------------------------------------------
def _rows(board: TargetBoard, changes: Mapping[Key, Assigned]) -> list[dict]:
    return [_row(board, key, wanted) for key, wanted in changes.items()]


def _row(board: TargetBoard, key: Key, wanted: Assigned, message: str = "") -> dict:
    indicator, stored = board.indicators[key[1]], board.stored(key)
    is_lower = None not in (stored.value, wanted.value) and wanted.value < stored.value
    return {
        "agency": board.agencies[key[0]].short_name,
        "indicator": indicator.name,
        "old": shown(indicator, stored),
        "new": shown(indicator, wanted),
        "is_lower": is_lower,
        "message": message,
    }


def _apply(room: Room, board: TargetBoard, form: ProposalForm, page: ProposalPage, how: How) -> HttpResponse:
    """All of it or nothing; what somebody else changed meanwhile is told, and what was typed stays."""
    troubles: dict[Key, str] = {}
    if form.is_valid() and not form.stale:
        try:
            count = save_targets(board=board, changes=form.changes, actor=room.request.user, how=how, **form.decided)
        except TargetRefused as error:
            troubles = {key: str(TROUBLES[trouble]) for key, trouble in error.troubles.items()}
        else:
            messages.success(room.request, _("Targets saved: %(count)s.") % {"count": count})
            return redirect(room.address())
    troubles |= {key: changed_meanwhile(board.indicators[key[1]], board.stored(key)) for key in form.stale}
    page.rows = [_row(board, each.key, each.wanted, troubles.get(each.key, "")) for each in form.proposed]
    if form.stale:  # sent again it replaces what is told now
        form.data = form.data.copy()
        form.data["proposal"] = proposal_text(board, form.changes.items())
    return _shown(room, form, page, 409 if form.stale else 422)


def _shown(room: Room, form: ProposalForm, page: ProposalPage, status: int, **changes: str) -> HttpResponse:
    context = {
        "room": room,
        "cluster": room.cluster,
        "year": room.year,
        "form": form,
        "page": page,
        "grid_url": room.address(**changes),
        "action": room.address(
            "floor" if not page.again_url else "upload", higher="1" if page.takes_higher else "", **changes
        ),
        "higher_url": room.address("floor", higher="1"),
    }
    return render(room.request, "setup/targets_proposed.html", context, status=status)
