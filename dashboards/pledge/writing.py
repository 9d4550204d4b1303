"""Writing a draft: begin it, its sections, its promises, and what members say of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.once import makes_once
from clusters.access import Refused
from clusters.edit_pages import EditPage, edit_page
from clusters.models import Agency
from pledges.covenants import services
from pledges.covenants.words import value_text
from pledges.enums import ItemKind, PledgeState
from pledges.models import Indicator, Pledge, PledgeComment, PledgeItem
from results import words

from .beside import beside_codes, beside_items
from .forms import AnswerForm, BeginForm, CommentForm, ItemForm, SectionsForm
from .place import FORM, PledgePlace, ask_first, done_at_once, in_words, place_or_404, writers_place

WAYS = {"up": -1, "down": 1}


@login_required
@require_http_methods(FORM)
@makes_once
def begin(request, slug, year, block):
    """A draft from the pledge of the year before, or an empty one."""
    place = writers_place(request, slug, year, block)
    if place.pledge is not None:
        messages.info(request, _("The pledge of this block exists already."))
        return redirect(place.url)
    earlier = Pledge.objects.filter(block=block, season__cluster=place.season.cluster, season__year__lt=year)
    earlier = {str(p.pk): p for p in earlier.select_related("season").order_by("-season__year")[:3]}
    form = BeginForm(request.POST or None, sources=[(pk, _from(p)) for pk, p in earlier.items()])
    page = EditPage(
        title=_("Write the pledge"),
        about=(words.block_title(block),),
        intro=_("Years in the texts of the earlier pledge are moved on; look through them afterwards."),
        button=_("Begin the draft"),
        done=_("The draft is begun. Go through its parts and promises, then ask the members for comments."),
        back=place.url,
        back_name=_("Pledge"),
    )

    def save():
        title = _("Emulation pledge of %(year)s · %(block)s") % {"year": year, "block": words.block_title(block)}
        source = earlier.get(form.cleaned_data["source"])
        begun = services.begin(season=place.season, block=block, title=title, actor=request.user, source=source)
        beside = beside_items(place.season, block, begun.items.select_related("indicator"))
        services.set_beside(pledge=begun, beside=beside, actor=request.user)

    return edit_page(request, form, page, in_words(save))


def _from(pledge: Pledge) -> str:
    return _("the pledge of %(year)s") % {"year": pledge.season.year}


@login_required
@require_http_methods(FORM)
def sections(request, slug, year, block):
    """The text beside the promises, the order of signing and the terms."""
    place = writers_place(request, slug, year, block)
    if place.found.state != PledgeState.DRAFT:
        return _no_draft(request, place)
    form = SectionsForm(request.POST or None, row=place.found)
    page = EditPage(
        title=_("Text of the pledge"),
        about=(place.found.title,),
        intro="",
        button=_("Save the text"),
        done=_("The text has been saved."),
        back=place.url,
        back_name=_("Pledge"),
    )

    def save():
        values = {name: form.cleaned_data[name] for name in services.SECTION_FIELDS}
        services.save_sections(pledge=place.found, values=values, seen=form.seen, actor=request.user)

    return edit_page(request, form, page, in_words(save))


def _no_draft(request, place: PledgePlace):
    messages.info(request, _("The text is no draft any more; it is changed by an addendum once it is signed."))
    return redirect(place.url)


@login_required
@require_http_methods(FORM)
def discard(request, slug, year, block):
    """Take away a draft that was never opened."""
    place = writers_place(request, slug, year, block)
    if request.method != "POST":
        text = _("The draft and what members said of it are taken away; the record keeps its promises.")
        url = place.to("pledge_discard")
        return ask_first(request, place, url, title=_("Take the draft away?"), text=text, verb=_("Take the draft away"))
    return done_at_once(
        request,
        lambda: services.discard(pledge=place.found, actor=request.user),
        place.url,
        _("The draft has been taken away."),
    )


# -- promises ----------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
@makes_once
def item_new(request, slug, year, block, kind):
    """A new promise of a kind."""
    place = writers_place(request, slug, year, block)
    if kind not in ItemKind.values:
        raise Http404
    return item_page(request, place, kind, None)


@login_required
@require_http_methods(FORM)
def item(request, slug, year, block, pk):
    """Change a promise of the draft."""
    place = writers_place(request, slug, year, block)
    found = get_object_or_404(place.found.items.filter(addendum=None).select_related("indicator"), pk=pk)
    found.pledge = place.found
    return item_page(request, place, found.kind, found)


def item_page(request, place: PledgePlace, kind: str, row: PledgeItem | None):
    """The form of a promise, with what stands beside its indicator."""
    if place.found.state != PledgeState.DRAFT:
        return _no_draft(request, place)
    form = ItemForm(request.POST or None, kind=kind, indicators=indicators_of(place), row=row)

    def save():
        beside = beside_said(place, form.said)
        services.save_item(
            pledge=place.found,
            said=form.said,
            beside=beside,
            item=row,
            seen=form.seen if row else "",
            actor=request.user,
        )

    title = _("Change the promise") if row else _("New promise")
    page = EditPage(
        title=title,
        about=(str(ItemKind(kind).label), place.found.title),
        intro=beside_words(place, row),
        button=_("Save the promise"),
        done=_("The promise has been saved."),
        back=place.url,
        back_name=_("Pledge"),
    )
    return edit_page(request, form, page, in_words(save))


def indicators_of(place: PledgePlace):
    """The indicators of the block that are in force in the year, headline ones first."""
    year = place.season.year
    rows = Indicator.objects.filter(block=place.block).exclude(valid_from_year__gt=year).exclude(valid_to_year__lt=year)
    return rows.order_by("-is_headline", "ordinal")


def beside_said(place: PledgePlace, said: services.Promised) -> services.Beside:
    if said.indicator is None:
        return services.NOTHING
    found = beside_codes(place.season, place.block, [said.indicator.code]).get(said.indicator.code)
    return found.beside if found else services.NOTHING


def beside_words(place: PledgePlace, row: PledgeItem | None) -> str:
    """What stands beside a measured promise, as a sentence above its form."""
    if row is None or row.indicator is None:
        return ""
    near = beside_codes(place.season, place.block, [row.indicator.code]).get(row.indicator.code)
    if near is None:
        return ""
    parts = []
    if near.beside.assigned is not None:
        how = _(" (weighted mean of the members' targets)") if near.is_derived else ""
        parts.append(
            _("Assigned target: %(value)s%(how)s.") % {"value": value_text(near.beside.assigned, row), "how": how}
        )
    if near.beside.last_value is not None:
        said = {"year": place.season.year - 1, "value": value_text(near.beside.last_value, row)}
        parts.append(_("Result of %(year)s: %(value)s.") % said)
    return " ".join(parts)


@login_required
@require_http_methods(FORM)
def item_remove(request, slug, year, block, pk):
    """Take a promise out of the draft."""
    place = writers_place(request, slug, year, block)
    found = get_object_or_404(place.found.items.filter(addendum=None), pk=pk)
    if request.method != "POST":
        url = place.to("pledge_item_remove", pk)
        return ask_first(request, place, url, title=_("Take this promise out?"), text=found.text, verb=_("Take it out"))
    return done_at_once(
        request,
        lambda: services.remove_item(pledge=place.found, item=found, actor=request.user),
        place.url,
        _("The promise has been taken out."),
    )


@login_required
@require_POST
def item_move(request, slug, year, block, pk, way):
    """Move a promise one place up or down."""
    place = writers_place(request, slug, year, block)
    if way not in WAYS:
        raise Http404
    found = get_object_or_404(place.found.items.filter(addendum=None), pk=pk)
    said = []

    def move():
        said.append(services.move_item(pledge=place.found, item=found, by=WAYS[way], actor=request.user))

    response = done_at_once(request, move, f"{place.url}#item-{pk}")
    if said:
        messages.success(request, _("The promise stands at place %(place)s now.") % {"place": said[0]})
    return response


# -- what members say --------------------------------------------------------------------------------------------------
def _own_agency(request, place: PledgePlace) -> Agency:
    """The agency one speaks for in the block; refused where one speaks for none."""
    own = services.own_members(request.user, place.found)
    agency = Agency.objects.filter(pk__in=own).order_by("sort_key").first()
    if agency is None:
        raise Refused(
            _("Members of the block comment on its pledge, each for the own agency."),
            _("officers and heads of the member agencies"),
        )
    return agency


@login_required
@require_http_methods(FORM)
@makes_once
def comment(request, slug, year, block, pk=None):
    """Say something of one promise, or of the whole draft."""
    place = place_or_404(request, slug, year, block)
    agency = _own_agency(request, place)
    item = get_object_or_404(place.found.items.filter(addendum=None), pk=pk) if pk else None
    form = CommentForm(request.POST or None)
    page = EditPage(
        title=_("Comment on the draft"),
        about=(item.text if item else place.found.title, agency.name),
        intro="",
        button=_("Send the comment"),
        done=_("The comment has been sent to the secretariat."),
        back=place.url,
        back_name=_("Pledge"),
    )

    def save():
        text = form.cleaned_data["text"]
        services.comment(pledge=place.found, item=item, agency=agency, text=text, actor=request.user)

    return edit_page(request, form, page, in_words(save))


@login_required
@require_http_methods(FORM)
def answer(request, slug, year, block, pk):
    """Answer a comment of a member."""
    place = writers_place(request, slug, year, block)
    remark = get_object_or_404(PledgeComment.objects.select_related("agency"), pledge=place.found, pk=pk)
    remark.pledge = place.found
    form = AnswerForm(request.POST or None)
    page = EditPage(
        title=_("Answer the comment"),
        about=(remark.agency.name, remark.item_text or place.found.title),
        intro=remark.text,
        button=_("Save the answer"),
        done=_("The comment has been answered."),
        back=place.url,
        back_name=_("Pledge"),
    )

    def save():
        services.answer(remark=remark, text=form.cleaned_data["text"], actor=request.user)

    return edit_page(request, form, page, in_words(save))


@login_required
@require_POST
def agree(request, slug, year, block):
    """One's own agency agrees with the draft as it stands."""
    place = place_or_404(request, slug, year, block)
    agency = _own_agency(request, place)
    return done_at_once(
        request,
        lambda: services.agree(pledge=place.found, agency=agency, actor=request.user),
        place.url,
        _("%(agency)s agrees with the draft.") % {"agency": agency.name},
    )
