"""The Ministry changes the catalogue one indicator at a time: a new one, an edition from a year on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.access import Refused
from clusters.enums import AppointmentRole
from clusters.rights import rights_of
from emulation_portal.lib.refusal import Refusal
from pledges.models import Indicator
from results import role_holders
from setup.catalogue.editing import add_edition, add_indicator, first_year_of_edition
from setup.catalogue.saving import CatalogueRefused
from setup.catalogue.stored import as_in, read_stored
from setup.forms.indicators import EditionForm, NewIndicatorForm

from .setup import FORM, require_ministry


@login_required
@require_http_methods(FORM)
def added(request: HttpRequest) -> HttpResponse:
    """A new indicator of a block that the own body supervises."""
    require_ministry(request.user)
    stored = read_stored(rights_of(request.user).supervised_blocks)
    first = {"valid_from_year": stored.year}
    form = NewIndicatorForm(request.POST, stored=stored) if request.method == "POST" else None
    if form is None:
        return _page(request, "setup/catalogue/new.html", NewIndicatorForm(stored=stored, initial=first), stored.units)
    if form.is_valid():
        try:
            row = add_indicator(
                values=form.values(stored.indicators),
                new_unit=form.cleaned_data["new_unit"],
                actor=request.user,
                **form.decided,
            )
        except CatalogueRefused as error:
            form.tell(error.problems)
        except Refusal:
            form.add_error("code", _("The catalogue has an indicator with this code already. Choose another code."))
        else:
            messages.success(request, _("The indicator has been added to the catalogue."))
            return redirect("setup:catalogue_indicator", row.code)
    return _page(request, "setup/catalogue/new.html", form, stored.units, status=422)


@login_required
@require_http_methods(FORM)
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """What an indicator is from a year on; the years before stay as they are."""
    require_ministry(request.user)
    indicator = get_object_or_404(Indicator, code=code)
    blocks = rights_of(request.user).supervised_blocks
    if indicator.block not in blocks:
        who = role_holders.who_in_ministry({indicator.block}, (AppointmentRole.OFFICER, AppointmentRole.HEAD))
        raise Refused(_("The indicator belongs to a block that another body of the Ministry supervises."), who)
    stored = read_stored(blocks)
    first = first_year_of_edition(indicator, stored)
    more = {"indicator": indicator, "first": first}
    if request.method != "POST":
        line = as_in(stored, first).indicators[indicator.code,]
        form = EditionForm(stored=stored, indicator=indicator, initial={**line, "from_year": first})
        return _page(request, "setup/catalogue/edition.html", form, stored.units, **more)
    form = EditionForm(request.POST, stored=stored, indicator=indicator)
    if form.is_valid():
        try:
            add_edition(
                indicator=indicator,
                from_year=form.cleaned_data["from_year"],
                values=form.meaning,
                new_unit=form.cleaned_data["new_unit"],
                actor=request.user,
                **form.decided,
            )
        except CatalogueRefused as error:
            form.tell(error.problems)
        except Refusal as error:
            _tell(form, error)
        else:
            messages.success(
                request, _("From %(year)s on the indicator is as you wrote.") % {"year": form.cleaned_data["from_year"]}
            )
            return redirect("setup:catalogue_indicator", indicator.code)
    return _page(request, "setup/catalogue/edition.html", form, stored.units, status=422, **more)


def _tell(form: EditionForm, error: Refusal) -> None:
    if error.reason == "same":
        form.add_error(None, _("Nothing is said otherwise than before. Change what is to be new from that year on."))
        return
    said = _(
        "The indicator is used in earlier years, whose books must stay as they are: %(year)s is the first year that "
        "can stand here, and five years ahead the last."
    )
    form.add_error("from_year", said % {"year": error.about})


def _page(request: HttpRequest, template: str, form, units, status: int = 200, **more) -> HttpResponse:
    return render(request, template, {"form": form, "units": sorted(units), **more}, status=status)
