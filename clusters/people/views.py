"""Persons and appointments, for the administrator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services as accounts
from accounts.editing import Stale
from accounts.once import makes_once
from clusters import services
from clusters.access import Refused
from clusters.edit_pages import EditPage, NotLikeThis, edit_page
from clusters.forms import ReasonForm
from clusters.models import Appointment, Person
from emulation_portal.lib import dates
from emulation_portal.lib.text import search_key

from .forms import AppointmentForm, EndAppointmentForm, PersonEditForm, PersonForm, name_taken

PER_PAGE = 50


def require_administrator(user) -> None:
    if not user.has_perm("clusters.manage_people"):
        raise Refused(_("Persons, accounts and appointments are kept by the administrator."), _("the administrator"))


@login_required
@require_safe
def people(request):
    """Everybody with a name, found without diacritics, with what they are today."""
    require_administrator(request.user)
    query = request.GET.get("q", "").strip()
    rows = Person.objects.select_related("user").prefetch_related("appointments__agency")
    if query:
        key = search_key(query)  # empty where only signs were typed, which stand in no name
        named = Q(search_key__contains=key) if key else Q()
        rows = rows.filter(named | Q(user__username__icontains=query))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    today = dates.today()
    for row in page.object_list:
        row.today = [a for a in row.appointments.all() if dates.covers(a.valid_from, a.valid_to, today)]
    return render(request, "clusters/people.html", {"page": page, "query": query})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@makes_once
@sensitive_variables("password")
def person_new(request):
    """A new person; the one-time password of the account is shown once, on the page that answers."""
    require_administrator(request.user)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = services.create_person(**form.cleaned_data, actor=request.user)
        except accounts.NameTaken:
            form.add_error("username", name_taken())
        else:
            return _with_password(request, person, password) if password else redirect("clusters:person", person.pk)
    status = 422 if form.errors else 200
    return render(request, "clusters/person_new.html", {"form": form}, status=status)


def _with_password(request, person: Person, password: str):
    """The person's page with the one-time password in it: it is in no message and no cookie, and is not shown again."""
    response = _person_page(request, person, password=password)
    response.again = reverse("clusters:person", args=[person.pk])
    return response


@login_required
@require_safe
def person(request, pk):
    require_administrator(request.user)
    return _person_page(request, get_object_or_404(Person.objects.select_related("user"), pk=pk))


def _person_page(request, person: Person, *, form=None, password: str = "", status: int = 200):
    today = dates.today()
    rows = [
        {
            "appointment": a,
            "last_day": dates.last_day(a.valid_to),
            "is_current": dates.covers(a.valid_from, a.valid_to, today),
        }
        for a in person.appointments.select_related("agency").order_by("-valid_from")
    ]
    is_own = person.user_id == request.user.pk
    context = {"person": person, "rows": rows, "form": form or AppointmentForm(person=person), "is_own": is_own}
    context |= {"password": password}
    return render(request, "clusters/person.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request, pk):
    """Correct a name, the year of birth or the account."""
    require_administrator(request.user)
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk)
    form = PersonEditForm(request.POST or None, row=person)
    page = EditPage(
        title=_("Correct the person"),
        about=(person.full_name,),
        intro=_("Papers and lists show the corrected name from now on; the record keeps the former one."),
        button=_("Save the person"),
        done=_("The person has been saved."),
        back=reverse("clusters:person", args=[pk]),
        back_name=person.full_name,
    )

    def save():
        typed = {name: form.cleaned_data.get(name) for name in ("full_name", "birth_year", "username", "email")}
        typed |= {name: typed[name] or "" for name in ("username", "email")}
        try:
            services.change_person(person=person, **typed, actor=request.user, seen=form.seen)
        except accounts.NameTaken as taken:
            raise NotLikeThis(name_taken(), "username") from taken

    return edit_page(request, form, page, save)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_withdraw(request, pk):
    """Remove a person who was entered twice or wrongly, with a reason."""
    require_administrator(request.user)
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk)
    form = ReasonForm(request.POST or None)
    page = EditPage(
        title=_("Withdraw the person"),
        about=(person.full_name,),
        intro=_("For a person who was entered twice or wrongly and stands nowhere yet; the record keeps who it was."),
        button=_("Withdraw the person"),
        done=_("The person has been withdrawn: %(name)s.") % {"name": person.full_name},
        back=reverse("clusters:people"),
        back_name=_("People and accounts"),
    )

    def save():
        try:
            services.withdraw_person(person=person, reason=form.cleaned_data["reason"], actor=request.user)
        except services.InUse as held:
            text = _(
                "This person cannot be withdrawn: there is a row of “%(where)s” for the person. Correct it instead."
            )
            raise NotLikeThis(text % {"where": held.where}) from held

    return edit_page(request, form, page, save)


def _own_words() -> str:
    return _("Nobody enters, changes or ends an appointment of their own; ask another administrator.")


@login_required
@require_POST
@makes_once
def appoint(request, pk):
    require_administrator(request.user)
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk)
    form = AppointmentForm(request.POST, person=person)
    if not form.is_valid():
        return _person_page(request, person, form=form, status=422)
    try:
        services.appoint(person=person, actor=request.user, **form.cleaned_data)
    except services.OwnAppointment:
        form.add_error(None, _own_words())
        return _person_page(request, person, form=form, status=422)
    messages.success(request, _("The appointment has been entered."))
    return redirect("clusters:person", pk)


def _appointment_or_404(request, pk: int) -> Appointment:
    """An appointment to be changed; nobody's own."""
    require_administrator(request.user)
    found = get_object_or_404(Appointment.objects.select_related("person", "agency"), pk=pk)
    if found.person.user_id == request.user.pk:
        raise Refused(_own_words(), _("another administrator"))
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_appointment(request, pk):
    """Set the last day, or an earlier one."""
    appointment = _appointment_or_404(request, pk)
    form = EndAppointmentForm(request.POST or None, row=appointment)
    status = 200
    if request.method == "POST":
        status = _end(request, appointment, form) if form.is_valid() else 422
        if status == 302:
            messages.success(request, _("The end of the appointment has been entered."))
            return redirect("clusters:person", appointment.person_id)
    context = {"form": form, "appointment": appointment, "last_day": dates.last_day(appointment.valid_to)}
    return render(request, "clusters/end_appointment.html", context, status=status)


def _end(request, appointment: Appointment, form: EndAppointmentForm) -> int:
    """The status of the answer: 302 once the end is stored."""
    try:
        services.end_appointment(
            appointment=appointment, last_day=form.cleaned_data["last_day"], actor=request.user, seen=form.seen
        )
    except services.LaterEnd:
        form.add_error(
            "last_day", _("An end only moves earlier. For days after it, enter a new appointment on the person's page.")
        )
        return 422
    except Stale as stale:
        form.meet(stale, request.user)
        return 409
    return 302


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_appointment(request, pk):
    """Take back an appointment that was entered wrongly, with a reason."""
    appointment = _appointment_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw_appointment(appointment=appointment, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The appointment has been withdrawn. The record keeps it with the reason."))
        return redirect("clusters:person", appointment.person_id)
    context = {"form": form, "appointment": appointment, "last_day": dates.last_day(appointment.valid_to)}
    status = 422 if form.errors else 200
    return render(request, "clusters/withdraw_appointment.html", context, status=status)


@login_required
@require_POST
@sensitive_variables("password")
def reset_password(request, pk):
    require_administrator(request.user)
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk, user__isnull=False)
    return _with_password(request, person, accounts.reset_password(user=person.user, actor=request.user))


@login_required
@require_POST
def set_active(request, pk):
    """Open or close an account; nobody closes the account they are signed in with."""
    require_administrator(request.user)
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk, user__isnull=False)
    if person.user == request.user:
        messages.error(request, _("The account in use cannot be closed from itself."))
    else:
        accounts.set_active(user=person.user, active=request.POST.get("active") == "1", actor=request.user)
    return redirect("clusters:person", pk)
