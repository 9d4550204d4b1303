"""Addenda of a signed pledge: written, opened for signing, taken back, taken away."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.once import makes_once
from clusters.edit_pages import EditPage, edit_page
from clusters.forms import ReasonForm
from pledges.covenants import addenda as acts
from pledges.covenants import signing
from pledges.covenants.reading import WholePledge
from pledges.enums import AddendumState, ItemKind
from pledges.models import PledgeItem

from . import page
from .beside import beside_items
from .forms import AddendumForm, ItemForm
from .originals import shown_originals
from .place import FORM, PledgePlace, addendum_or_404, ask_first, done_at_once, in_words, place_or_404, writers_place
from .writing import beside_said, beside_words, indicators_of

OPEN, DISCARD = "open", "discard"


@login_required
@require_http_methods(FORM)
@makes_once
def begin(request, slug, year, block):
    """Begin an addendum: its day, and what it changes in words."""
    place = writers_place(request, slug, year, block)
    form = AddendumForm(request.POST or None)
    asked = EditPage(
        title=_("Write an addendum"),
        about=(place.found.title,),
        intro=_("The promises it adds or replaces are written on its page; then all members sign it."),
        button=_("Begin the addendum"),
        done=_("The addendum is begun. Add the promises it changes, then open it for signing."),
        back=place.url,
        back_name=_("Pledge"),
    )

    def save():
        said = form.cleaned_data
        acts.begin_addendum(pledge=place.found, day=said["date"], text=said["text"], actor=request.user)

    response = edit_page(request, form, asked, in_words(save))
    if response.status_code == 302:
        last = place.found.addenda.order_by("-number").first()
        return redirect(place.to("pledge_addendum", last.number)) if last else response
    return response


@login_required
@require_http_methods(["GET", "HEAD"])
def addendum(request, slug, year, block, number):
    """One addendum: what it changes, who has signed, and what can be done now."""
    place = place_or_404(request, slug, year, block)
    found = addendum_or_404(place, number)
    whole = WholePledge.read(place.found)
    own = whole.own_items(found)
    replaced = {item.replaces_id for item in own}
    lines = sorted(whole.signatures_of(found), key=lambda row: row.ordinal)
    context = place.context() | {
        "addendum": found,
        "items": [(page.promise_row(item), item) for item in own],
        "others": [item for item in whole.in_force if item.pk not in replaced and item.addendum_id != found.pk],
        "kinds": ItemKind.choices,
        "lines": lines,
        "signed": sum(row.signed_at is not None for row in lines),
        "check": whole.check(found),
        "may_write": request.user.has_perm("pledges.write_pledge", place.season),
        "is_draft": found.state == AddendumState.DRAFT,
        "is_open": found.state == AddendumState.OPEN,
        "own_line": page.own_line(request.user, lines),
        "originals": shown_originals(place.found, found) if found.state == AddendumState.SIGNED else None,
    }
    return render(request, "dashboards/pledge/addendum.html", context)


# -- its promises ------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
@makes_once
def item_new(request, slug, year, block, number, kind):
    """A promise that the addendum adds."""
    place = writers_place(request, slug, year, block)
    if kind not in ItemKind.values:
        raise Http404
    return _item_page(request, place, number, kind)


@login_required
@require_http_methods(FORM)
@makes_once
def item_replace(request, slug, year, block, number, pk):
    """A promise that takes the place of one that holds now."""
    place = writers_place(request, slug, year, block)
    found = get_object_or_404(PledgeItem.objects.select_related("indicator"), pledge=place.found, pk=pk)
    return _item_page(request, place, number, found.kind, replaces=found)


@login_required
@require_http_methods(FORM)
def item(request, slug, year, block, number, pk):
    """Change a promise of the addendum."""
    place = writers_place(request, slug, year, block)
    rows = PledgeItem.objects.select_related("indicator", "replaces").filter(addendum__number=number)
    found = get_object_or_404(rows, pledge=place.found, pk=pk)
    return _item_page(request, place, number, found.kind, row=found, replaces=found.replaces)


def _item_page(
    request,
    place: PledgePlace,
    number: int,
    kind: str,
    *,
    row: PledgeItem | None = None,
    replaces: PledgeItem | None = None,
):
    found = addendum_or_404(place, number)
    initial = row or replaces
    form = ItemForm(request.POST or None, kind=kind, indicators=indicators_of(place), row=initial)
    back = place.to("pledge_addendum", number)
    asked = EditPage(
        title=_("Promise of addendum %(number)s") % {"number": f"{number:02d}"},
        about=(str(ItemKind(kind).label), place.found.title),
        intro=" ".join(filter(None, [_in_place_of(replaces), beside_words(place, initial)])),
        button=_("Save the promise"),
        done=_("The promise has been saved."),
        back=back,
        back_name=_("Addendum"),
    )

    def save():
        beside = beside_said(place, form.said)
        acts.save_addendum_item(
            addendum=found,
            said=form.said,
            beside=beside,
            replaces=replaces,
            item=row,
            seen=form.seen if row else "",
            actor=request.user,
        )

    return edit_page(request, form, asked, in_words(save))


def _in_place_of(replaces: PledgeItem | None) -> str:
    if replaces is None:
        return ""
    said = {"number": replaces.ordinal, "text": replaces.text}
    return _("In the place of promise %(number)s: “%(text)s”") % said


@login_required
@require_http_methods(FORM)
def item_remove(request, slug, year, block, number, pk):
    """Take a promise out of the addendum."""
    place = writers_place(request, slug, year, block)
    found, back = addendum_or_404(place, number), place.to("pledge_addendum", number)
    row = get_object_or_404(found.items, pk=pk)
    if request.method != "POST":
        url = place.to("pledge_addendum_item_remove", number, pk)
        return ask_first(
            request, place, url, title=_("Take this promise out?"), text=row.text, verb=_("Take it out"), back=back
        )
    return done_at_once(
        request,
        lambda: acts.remove_addendum_item(addendum=found, item=row, actor=request.user),
        back,
        _("The promise has been taken out."),
    )


# -- its steps ---------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
def step(request, slug, year, block, number, action):
    """Open it for signing, or take away its draft; there is no other step."""
    place = writers_place(request, slug, year, block)
    found = addendum_or_404(place, number)
    if action not in (OPEN, DISCARD):
        raise Http404
    title, text, verb, done = _asked(action)
    if request.method != "POST":
        url, back = place.to("pledge_addendum_step", number, action), place.to("pledge_addendum", number)
        return ask_first(request, place, url, title=title, text=text, verb=verb, back=back)
    if action == OPEN:
        items = list(found.items.select_related("indicator"))
        beside = beside_items(place.season, place.block, items)
        back = place.to("pledge_addendum", number)
        return done_at_once(
            request, lambda: signing.open_addendum(addendum=found, beside=beside, actor=request.user), back, done
        )
    return done_at_once(request, lambda: acts.discard_addendum(addendum=found, actor=request.user), place.url, done)


def _asked(action: str) -> tuple[str, str, str, str]:
    if action == OPEN:
        return (
            _("Open the addendum for signing?"),
            _("Its text is frozen; the heads of all members are told that it waits for their signature."),
            _("Open it for signing"),
            _("The addendum is open for signing; the heads of the members have been told."),
        )
    return (
        _("Take the draft of the addendum away?"),
        _("The record keeps what it said."),
        _("Take the draft away"),
        _("The draft has been taken away."),
    )


@login_required
@require_http_methods(FORM)
def take_back(request, slug, year, block, number):
    """Back to a draft, with a reason; its signatures are void."""
    place = writers_place(request, slug, year, block)
    found = addendum_or_404(place, number)
    form = ReasonForm(request.POST or None)
    asked = EditPage(
        title=_("Take the addendum back to the draft?"),
        about=(place.found.title,),
        intro=_("Signatures given so far become void and stay in the record. After the change everybody signs anew."),
        button=_("Take back to the draft"),
        done=_("The addendum is a draft again; signatures given so far are void."),
        back=place.to("pledge_addendum", number),
        back_name=_("Addendum"),
    )

    def save():
        signing.take_back_addendum(addendum=found, reason=form.cleaned_data["reason"], actor=request.user)

    return edit_page(request, form, asked, in_words(save))


__all__ = ["addendum", "begin", "item", "item_new", "item_remove", "item_replace", "step", "take_back"]
