"""The guide, for everybody: it tells of no figure."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .page import sections


@require_safe
def guide(request):
    """The whole guide with its contents; a page's help link leads to its place."""
    head, *rest = sections()
    return render(request, "dashboards/guide/guide.html", {"head": head, "sections": rest})
