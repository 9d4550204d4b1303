"""Views that a person keeps: the list, keeping one, renaming it, forgetting it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.editing import STAMP_LENGTH, Gone, Stale
from dashboards.models import SavedView
from dashboards.workspace.current import surroundings_of
from reports.runs.selections import MOST, TooMany

from . import services
from .forms import NameForm, ViewForm
from .page import rows


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def views(request):
    """The list; a post keeps the address it names and goes back there."""
    form = ViewForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and (found := _keep(request, form)):
        messages.success(request, _("The view is kept as “{name}”.").format(name=found.name))
        return redirect(found.address)
    return _page(request, form=form)


def _keep(request, form: ViewForm) -> SavedView | None:
    try:
        return services.save_view(
            user=request.user, name=form.cleaned_data["name"], address=form.cleaned_data["address"]
        )
    except services.ViewNameTaken:
        form.add_error("name", _taken())
    except TooMany:
        form.add_error(
            None, _("You keep %(most)s views, as many as the portal holds. Remove one first.") % {"most": MOST}
        )
    return None


def _taken() -> str:
    return _("You keep another view under this name. Choose another name, or rename or remove that one.")


@login_required
@require_POST
def rename(request, pk):
    """Give one of the own views another name."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            seen = request.POST.get("seen", "")[:STAMP_LENGTH]
            services.rename_view(view=view, name=form.cleaned_data["name"], actor=request.user, seen=seen)
        except (Stale, Gone) as error:
            now = error.row.name if isinstance(error, Stale) else _("removed")
            form.add_error("name", _("In another window this view was changed meanwhile: %(name)s") % {"name": now})
            return _page(request, renamed=view.pk, rename_form=form, status=409)
        except services.ViewNameTaken:
            form.add_error("name", _taken())
        else:
            messages.success(request, _("The view is now called “{name}”.").format(name=form.cleaned_data["name"]))
            return redirect("dashboards:views")
    return _page(request, renamed=view.pk, rename_form=form)


@login_required
@require_POST
def remove(request, pk):
    """Forget one of the own views."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    services.remove_view(view=view, actor=request.user)
    messages.success(request, _("The view “{name}” is no longer kept.").format(name=view.name))
    return redirect("dashboards:views")


def _page(
    request,
    form: ViewForm | None = None,
    renamed: int | None = None,
    rename_form: NameForm | None = None,
    status: int = 422,
):
    around = surroundings_of(request)
    wrong = form if form and form.errors else None
    context = {
        "form": wrong,
        "back": form.cleaned_data["address"] if wrong and "address" in form.cleaned_data else None,
        "kept": rows(SavedView.objects.filter(user=request.user), around.seasons),
        "renamed": renamed,
        "rename_form": rename_form,
    }
    return render(request, "dashboards/saved_views/views.html", context, status=status if wrong or rename_form else 200)
