"""The own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation_portal.lib import dates

from . import services
from .editing import Stale
from .forms import ProfileForm
from .models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request):
    """Who one is here: account, language, appointments with their dates."""
    # A copy, so that an invalid address does not reach the page's own account.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in services.PROFILE_FIELDS}
        try:
            services.save_profile(user=request.user, **typed, seen=form.seen)
        except Stale as stale:
            form.meet(stale, request.user)
            status = 409
        else:
            messages.success(request, _("Your account has been saved."))
            return redirect("accounts:me")
    person = getattr(request.user, "person", None)
    appointments = person.appointments.select_related("agency").order_by("-valid_from") if person else []
    today = dates.today()
    rows = [
        {
            "appointment": row,
            "last_day": dates.last_day(row.valid_to),
            "is_current": dates.covers(row.valid_from, row.valid_to, today),
        }
        for row in appointments
    ]
    return render(request, "accounts/me.html", {"form": form, "person": person, "appointments": rows}, status=status)
