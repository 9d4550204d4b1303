"""The ledger of awards: searching it, and taking over a workbook of awards received."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from awards.enums import HiddenLines, ImportState
from awards.models import Award, AwardRecord, LedgerImport
from clusters.access import Refused
from clusters.enums import AppointmentRole
from clusters.rights import BLOCKS
from results import role_holders

from . import importing
from .forms import HiddenForm, ImportForm, LedgerSearch

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def ledger(request):
    """Awards received, by person, agency, award and year; without diacritics too."""
    if not request.user.has_perm("awards.read_ledger"):
        raise Http404
    search = LedgerSearch(request.GET)
    wanted = search.cleaned_data if search.is_valid() else {}
    rows = AwardRecord.objects.visible_to(request.user).select_related("award", "agency", "person", "at_agency")
    rows = rows.search(text=wanted.get("q", ""), award=wanted.get("award", ""), year=wanted.get("year"))
    may_keep = request.user.has_perm("awards.keep_ledger")
    rows = rows if may_keep else rows.standing()
    if search.errors:
        rows = rows.none()
    kept = {name: value for name, value in wanted.items() if value}
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "search": search,
        "awards": Award.objects.all(),
        "wanted": wanted,
        "query": urlencode(kept),
        "may_import": may_keep,
    }
    return render(request, "awards/ledger.html", context)


def _require_keeper(user) -> None:
    if not user.has_perm("awards.keep_ledger"):
        raise Refused(
            _("The ledger is kept by the Ministry."),
            role_holders.who_in_ministry(BLOCKS, (AppointmentRole.OFFICER, AppointmentRole.HEAD)),
        )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Read a workbook; what was read is looked at before anything is entered."""
    _require_keeper(request.user)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = importing.read_upload(file=form.cleaned_data["file"], actor=request.user)
        except importing.Unreadable as error:
            form.add_error("file", str(error))
        else:
            return redirect("awards:import", made.pk)
    context = {"form": form, "imports": LedgerImport.objects.defer("rows", "content")[:10]}
    return render(request, "awards/upload.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, pk):
    """The lines of one workbook with their faults; entered as a whole once no line has any."""
    _require_keeper(request.user)
    found = get_object_or_404(LedgerImport.objects.defer("content"), pk=pk)
    if found.state == ImportState.READING:
        return _being_read(request, found)
    typed = request.POST if request.method == "POST" else None
    form = HiddenForm(typed) if any(row.get("hidden") for row in found.rows) else None
    if request.method == "POST" and (form is None or form.is_valid()):
        _enter(request, found, form.cleaned_data["hidden"] if form else "")
        return redirect("awards:import", found.pk)
    return render(request, "awards/preview.html", _preview(found, form), status=422 if form and form.errors else 200)


def _being_read(request, found: LedgerImport):
    """The page looks again by itself; told that the workbook has been read, it loads anew."""
    return render(request, "awards/reading.html", {"found": found})


@login_required
@require_safe
def reading(request, pk):
    """Whether a worker has read the workbook: nothing yet, or a word to load the page anew."""
    _require_keeper(request.user)
    found = get_object_or_404(LedgerImport.objects.only("state"), pk=pk)
    answer = HttpResponse(status=204)
    if found.state != ImportState.READING:
        answer["HX-Refresh"] = "true"
    return answer


def _enter(request, found: LedgerImport, hidden: str) -> None:
    try:
        count = importing.apply(found, actor=request.user, hidden=hidden)
    except importing.Faulty:
        messages.error(request, _("Some lines still have faults; nothing was entered."))
    except importing.AppliedAlready:
        messages.info(request, _("This workbook has been entered already; nothing was changed."))
    except importing.Undecided:
        messages.error(request, _("Say what becomes of the hidden lines first; nothing was entered."))
    except importing.Overtaken:
        messages.error(request, _("Somebody entered one of these awards meanwhile; nothing was entered. Look again."))
    else:
        messages.success(request, _("Entered in the ledger: %(count)s.") % {"count": count})


def _preview(found: LedgerImport, form: HiddenForm | None) -> dict:
    is_applied = found.state == ImportState.APPLIED
    checked = importing.check(found, with_hidden=not is_applied or found.hidden != HiddenLines.LEAVE)
    seen = [line for line in checked if not line.hidden]
    return {
        "found": found,
        "form": form,
        "lines": checked,
        "trouble": str(importing.Unreadable.of(found.trouble)) if found.trouble else "",
        "notes": found.notes,
        "hidden": len(checked) - len(seen),
        "faulty": sum(bool(line.faults) for line in seen),
        "hidden_faulty": sum(bool(line.faults) for line in checked if line.hidden),
        "new": sum(not line.faults and not line.known for line in seen),
        "hidden_new": sum(not line.faults and not line.known for line in checked if line.hidden),
        "is_applied": is_applied,
    }


@login_required
@require_safe
def template(request):
    """The empty workbook, with the awards of the catalogue on a sheet of their own."""
    _require_keeper(request.user)
    response = HttpResponse(importing.template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-so-khen-thuong.xlsx"'
    return response
