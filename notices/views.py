"""What the person has been told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import page, services
from .models import Notice

PER_PAGE = 20


@login_required
@require_safe
def notices(request):
    """All notices, the newest first. The page of what they are about, once opened, marks them as seen."""
    own = Notice.objects.visible_to(request.user).select_related("actor")
    shown = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/notices.html", {"page": shown, "cards": page.cards(shown, request.user)})


@login_required
@require_POST
def notice_seen(request, pk):
    """One has been seen without opening what it is about."""
    found = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.mark_seen(user=request.user, notices=[found.pk])
    return redirect("notices:notices")


@login_required
@require_POST
def notices_seen(request):
    """All have been seen."""
    services.mark_seen(user=request.user)
    messages.success(request, _("All notices are marked as seen."))
    return redirect("notices:notices")
