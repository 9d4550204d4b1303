"""The signed original of a pledge or an addendum: sent by the secretariat, handed out to all who may see it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.editing import Gone, gone_words
from clusters.edit_pages import NotLikeThis
from emulation_portal.lib import dates
from emulation_portal.lib.refusal import Refusal
from pledges.models import Pledge, PledgeAddendum, SignedOriginal
from pledges.originals import services, wording
from pledges.originals.handing import handed_out
from pledges.originals.reading import originals_of
from pledges.originals.storing import is_as_stored

from .forms import OriginalForm
from .place import FORM, PledgePlace, addendum_or_404, in_words, place_or_404, writers_place


@dataclass(frozen=True, slots=True)
class ShownOriginals:
    """What the pages of a pledge and of an addendum show; ``current`` None: none is kept yet."""

    current: wording.OriginalWords | None
    replaced: tuple[wording.OriginalWords, ...]


def shown_originals(pledge: Pledge, addendum: PledgeAddendum | None = None) -> ShownOriginals:
    """In words of the active language. One query."""
    held, now = originals_of(pledge, addendum), dates.now()
    return ShownOriginals(
        current=wording.in_words(held.current, now) if held.current else None,
        replaced=tuple(wording.in_words(each, now) for each in held.replaced),
    )


# -- sent --------------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
def original(request, slug, year, block, number=None):
    """Send the original, or another one in its place; what was found in it is said afterwards, on the page."""
    place = writers_place(request, slug, year, block)
    addendum = addendum_or_404(place, number) if number else None
    back = place.to("pledge_addendum", number) if number else place.url
    try:
        services.require_signed(place.found, addendum)
    except Refusal as refused:
        messages.info(request, wording.refusal(refused)[1])
        return redirect(back)
    held = originals_of(place.found, addendum)
    form = OriginalForm(request.POST or None, request.FILES or None, replaces=held.number)
    status = 200
    if request.method == "POST":
        status = _sent(request, place, addendum, form) if form.is_valid() else 422
        if status == 302:
            return redirect(f"{back}#h-original")
    context = place.context() | {"form": form, "addendum": addendum, "held": held, "back": back}
    return render(request, "dashboards/pledge/original.html", context, status=status)


def _sent(request, place: PledgePlace, addendum: PledgeAddendum | None, form: OriginalForm) -> int:
    try:
        kept = in_words(lambda: _kept(request, place, addendum, form))()
    except NotLikeThis as refused:
        form.refuse(refused.words, refused.field, originals_of(place.found, addendum).number)
        return 422
    except Gone:
        messages.error(request, gone_words())
        return 302
    if kept is not None:
        _tell(request, kept)
    return 302


def _kept(request, place: PledgePlace, addendum: PledgeAddendum | None, form: OriginalForm) -> SignedOriginal | None:
    """None where this very file was kept before, as it is when a form is sent twice."""
    said = form.cleaned_data
    try:
        return services.keep_original(
            pledge=place.found,
            addendum=addendum,
            chunks=said["file"].chunks(),
            file_name=said["file"].name,
            seen=said["seen"],
            reason=said.get("reason", ""),
            actor=request.user,
        )
    except Refusal as error:
        field, words = wording.refusal(error)
        if error.reason != "same_original":
            raise NotLikeThis(words, field) from None
        messages.info(request, words)
        return None


def _tell(request, kept: SignedOriginal) -> None:
    """That it is kept, and in the same breath what is wrong with it."""
    told = wording.in_words(kept, dates.now())
    words = _("The signed original is kept. %(mark)s.") % {"mark": told.mark.text}
    say = {"bad": messages.error, "warn": messages.warning}.get(told.mark.tone, messages.success)
    say(request, words)


# -- handed out --------------------------------------------------------------------------------------------------------
@login_required
@require_safe
def original_file(request, slug, year, block, pk):
    """The file as it was sent, to whoever may see the pledge; also one that was replaced."""
    place = place_or_404(request, slug, year, block)
    found = get_object_or_404(SignedOriginal.objects.select_related("addendum"), pledge=place.found, pk=pk)
    if not is_as_stored(found):
        messages.error(request, _("The file is missing or is not the one that was stored. Tell the administrator."))
        return redirect(place.to("pledge_addendum", found.addendum.number) if found.addendum else place.url)
    return handed_out(found, _name(place, found))


def _name(place: PledgePlace, found: SignedOriginal) -> str:
    """A name of our own, without an ending."""
    slug, year = place.arguments[:2]
    parts = ["giao-uoc", slug, str(year), place.block.replace("_", "-")]
    parts += [f"phu-luc-{found.addendum.number:02d}"] if found.addendum else []
    return f"{'-'.join(parts)}-ban-goc-{found.number:02d}"


__all__ = ["ShownOriginals", "original", "original_file", "shown_originals"]
