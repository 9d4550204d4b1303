"""What the person has been told of reports they asked for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clusters.current import current_of
from notices import services
from notices.models import Notice

from . import page

PER_PAGE = 20


@login_required
@require_safe
def notices(request):
    """All notices, the newest first. The page of a report, once opened, marks its notices as seen."""
    own = Notice.objects.visible_to(request.user).select_related("run__season__cluster")
    shown = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "cards": page.cards(shown.object_list, request.user),
        "unseen": current_of(request).unseen_notices,
    }
    return render(request, "notices/notices.html", context)


@login_required
@require_POST
def notice_seen(request, pk):
    """One has been seen without opening its report."""
    found = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.mark_seen(user=request.user, notices=[found.pk])
    return redirect("reports:notices")


@login_required
@require_POST
def notices_seen(request):
    """All have been seen."""
    services.mark_seen(user=request.user)
    messages.success(request, _("All notices are marked as seen."))
    return redirect("reports:notices")
