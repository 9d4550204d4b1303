"""The Ministry's page of days off: a year's list, entering, changing, withdrawing, and the proposal of a year."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.editing import Stale
from accounts.once import makes_once
from clusters.access import Refused
from emulation_portal.lib import dates
from emulation_portal.lib.dates import WorkCalendar
from results import words
from results.models import DayOff, ReportingPeriod
from setup import days_off
from setup.forms.days import AdoptForm, DayEditForm, NewDayForm, ReasonForm
from setup.forms.setup import FIRST_YEAR
from setup.holiday_proposals import propose

from .setup import require_ministry

FORM = ["GET", "HEAD", "POST"]
AHEAD = 2  # so many years from now may be proposed
_REASONS = {
    "taken": ("day", gettext_lazy("This day is in the list already. Change it there.")),
    "weekend": ("kind", gettext_lazy("Saturdays and Sundays are not worked anyway; enter only days off on weekdays.")),
    "weekday": ("kind", gettext_lazy("A make-up working day is a Saturday or a Sunday.")),
}


def _require_keeper(user) -> None:
    require_ministry(user)
    if not user.has_perm("results.keep_days"):
        reason = _("Days off count for both blocks; they are kept by a body of the Ministry that supervises both.")
        raise Refused(reason, _("officers and heads of the Ministry's bodies for both blocks"))


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else dates.today().year
    return year if year in _years() else dates.today().year


def _years() -> range:
    return range(FIRST_YEAR, dates.today().year + AHEAD + 1)


def _address(year: int) -> str:
    return f"{reverse('setup:days')}?year={year}"


@login_required
@require_http_methods(FORM)
@makes_once
def listed(request: HttpRequest) -> HttpResponse:
    """The days of a year with the terms they move; a post enters one more."""
    require_ministry(request.user)
    if request.method == "POST":
        _require_keeper(request.user)
    form = NewDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (row := _add(request, form)):
        messages.success(request, _("The day has been entered: %(day)s.") % {"day": row})
        return redirect(_address(row.date.year))
    year = _year(request)
    calendar = DayOff.objects.calendar()
    context = {
        "year": year,
        "years": _years(),
        "rows": DayOff.objects.in_force().filter(date__year=year),
        "terms": _moved_terms(year, calendar),
        "form": form,
        "may_keep": request.user.has_perm("results.keep_days"),
    }
    return render(request, "setup/days.html", context, status=_status(form))


def _status(form) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200


def _add(request: HttpRequest, form: NewDayForm) -> DayOff | None:
    try:
        return days_off.add_day(**form.cleaned_data, actor=request.user)
    except days_off.DayRefused as refused:
        form.add_error(*_REASONS[refused.reason])
        return None


def _moved_terms(year: int, calendar: WorkCalendar) -> list[dict]:
    """The reports of a year whose term does not end on their due day."""
    periods = ReportingPeriod.objects.filter(due_date__year=year).order_by("due_date", "block")
    return [
        {"period": period, "due": words.due(period.due_date, calendar)}
        for period in periods
        if not calendar.works(period.due_date)
    ]


@login_required
@require_http_methods(FORM)
def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is said of a day."""
    _require_keeper(request.user)
    row = get_object_or_404(DayOff.objects.in_force(), pk=pk)
    form, status = DayEditForm(request.POST or None, row=row), 200
    if request.method == "POST":
        status = _change(request, row, form) if form.is_valid() else 422
        if status == 302:
            messages.success(request, _("The day has been changed: %(day)s.") % {"day": row})
            return redirect(_address(row.date.year))
    return render(request, "setup/day.html", {"row": row, "form": form, "back": _address(row.date.year)}, status=status)


def _change(request: HttpRequest, row: DayOff, form: DayEditForm) -> int:
    """The status of the answer: 302 once it is stored."""
    words = {name: form.cleaned_data[name] for name in ("kind", "reason", "basis")}
    try:
        days_off.change_day(row=row, **words, actor=request.user, seen=form.seen)
    except days_off.DayRefused as refused:
        form.add_error(*_REASONS[refused.reason])
        return 422
    except Stale as stale:
        form.meet(stale, request.user)
        return 409
    return 302


@login_required
@require_http_methods(FORM)
def withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day back, with a reason."""
    _require_keeper(request.user)
    row = get_object_or_404(DayOff.objects.in_force(), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days_off.withdraw_day(row=row, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(request, _("The day has been withdrawn: %(day)s.") % {"day": row})
        return redirect(_address(row.date.year))
    context = {"row": row, "form": form, "back": _address(row.date.year), "is_withdrawal": True}
    return render(request, "setup/day.html", context, status=_status(form))


@login_required
@require_http_methods(FORM)
def proposed(request: HttpRequest, year: int) -> HttpResponse:
    """What a calendar works out for a year, beside what is entered; the days that a person ticks are entered."""
    _require_keeper(request.user)
    if year not in _years():
        raise Http404
    held = {row.date: row for row in DayOff.objects.in_force().filter(date__year=year)}
    proposals = propose(year)
    form = AdoptForm(request.POST or None, proposals=[each for each in proposals if each.date not in held])
    if request.method == "POST" and form.is_valid():
        count = len(_adopt(request, year, form))
        text = ngettext("%(n)s day has been entered.", "%(n)s days have been entered.", count)
        messages.success(request, text % {"n": count})
        return redirect(_address(year))
    known = {each.date for each in proposals}
    context = {
        "year": year,
        "form": form,
        "entered": [(each, held[each.date]) for each in proposals if each.date in held],
        "alone": [row for day, row in held.items() if day not in known],
        "back": _address(year),
    }
    return render(request, "setup/days_proposed.html", context, status=_status(form))


def _adopt(request: HttpRequest, year: int, form: AdoptForm) -> list[DayOff]:
    chosen = {date.fromisoformat(each) for each in form.cleaned_data["days"]}
    basis = form.cleaned_data["basis"] or _("By the calendar; to be checked against the announcement of the year.")
    return days_off.adopt(year=year, chosen=chosen, basis=basis[:120], actor=request.user)
