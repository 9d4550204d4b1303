"""One row of the ledger: what it says, what became of it, and mending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.editing import Stale
from accounts.models import AuditEntry
from awards.models import AwardRecord
from awards.wording import refusal
from clusters.access import Refused
from clusters.forms import ReasonForm
from emulation_portal.lib.refusal import Refusal

from . import corrections
from .forms import CorrectForm

ACTS = ("ledger.correct", "ledger.withdraw")


def _record_or_404(user, pk: int) -> AwardRecord:
    rows = AwardRecord.objects.visible_to(user).select_related(
        "award", "agency", "person", "at_agency", "decision", "nomination__season__cluster", "imported_by"
    )
    found = get_object_or_404(rows, pk=pk)
    if found.withdrawn_at and not user.has_perm("awards.keep_ledger"):
        raise Http404
    return found


def _mendable_or_refused(user, pk: int) -> AwardRecord:
    found = _record_or_404(user, pk)
    if not corrections.may_mend(user, found):
        raise Refused(
            _("Rows of the ledger are mended by the Ministry; those of a decision entered here by its approver."),
            _("the Ministry"),
        )
    return found


@login_required
@require_safe
def record(request, pk):
    """The row with its decision, where it came from, and every correction with its reason."""
    found = _record_or_404(request.user, pk)
    acts = AuditEntry.objects.filter(target_type="awards.awardrecord", target_id=str(pk), action__in=ACTS)
    context = {
        "record": found,
        "acts": [_act(entry) for entry in acts.order_by("pk")],
        "may_mend": not found.withdrawn_at and corrections.may_mend(request.user, found),
        "may_import": request.user.has_perm("awards.keep_ledger"),
    }
    return render(request, "awards/record.html", context)


def _act(entry: AuditEntry) -> dict:
    """An entry of the record in words: who, when, why, and what changed from what into what."""
    names = {
        "award": _("Award"),
        "agency": _("Agency"),
        "person": _("Person"),
        "year": _("Year of achievement"),
        "number": _("Number of the decision"),
        "date": _("Day of the decision"),
        "issuer": _("Issuer"),
    }
    is_correction = entry.action == "ledger.correct"
    changed = [(names[name], entry.before[name], entry.after.get(name)) for name in names if name in entry.before]
    return {
        "entry": entry,
        "is_correction": is_correction,
        "changed": changed if is_correction else [],
        "others": entry.after.get("other_rows", 0),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    """Say rightly what was entered wrongly; a row that somebody else changed meanwhile is not overwritten."""
    found = _mendable_or_refused(request.user, pk)
    others = len(corrections.quoting(found))
    form = CorrectForm(request.POST if request.method == "POST" else None, row=found, others=others)
    status = 200
    if request.method == "POST":
        status = _corrected(request, found, form) if form.is_valid() else 422
        if status == 302:
            messages.success(request, _("The row has been corrected. The record keeps both wordings with the reason."))
            return redirect("awards:record", pk)
    context = {"record": found, "form": form, "others": others}
    return render(request, "awards/record_correct.html", context, status=status)


def _corrected(request, found: AwardRecord, form: CorrectForm) -> int:
    """The status of the answer: 302 once the row is stored."""
    reason = form.cleaned_data["reason"]
    try:
        corrections.correct(record=found, wording=form.wording(), reason=reason, actor=request.user, seen=form.seen)
    except Stale as stale:
        form.meet(stale, request.user)
        return 409
    except corrections.Unfit as error:
        for fault in error.faults:
            form.add_error(None, fault)
        return 422
    except Refusal as error:
        form.add_error(None, refusal(error)[1])
        return 422
    return 302


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """Take a row out of the ledger, with a reason."""
    found = _mendable_or_refused(request.user, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.withdraw(record=found, reason=form.cleaned_data["reason"], actor=request.user)
        except Refusal as error:
            messages.info(request, refusal(error)[1])
        else:
            messages.success(request, _("The row has been withdrawn. The record keeps it with the reason."))
        return redirect("awards:record", pk)
    context = {"record": found, "form": form}
    return render(request, "awards/record_withdraw.html", context, status=422 if form.errors else 200)
