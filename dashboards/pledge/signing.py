"""Opening, signing, refusing and closing a pledge."""

from dataclasses import dataclass
from decimal import Decimal

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.editing import Gone, gone_words
from clusters.access import Refused, about_season
from clusters.edit_pages import EditPage, NotLikeThis, edit_page
from clusters.forms import ReasonForm
from emulation_portal.lib.refusal import NotAllowed
from pledges.covenants import services, wording
from pledges.covenants import signing as acts
from pledges.covenants.reading import WholePledge, waits_for_leader
from pledges.enums import AddendumState, ItemKind, PledgeAction, PledgeState
from pledges.models import PledgeSignature
from pledges.workflow import STEPS
from results.figures import BlockFigures
from results.figures.read import read_figures

from . import page
from .beside import beside_items
from .forms import OutcomeForm, RefusalForm, SigningForm
from .place import FORM, PledgePlace, ask_first, done_at_once, in_words, place_or_404, writers_place

PLACES = Decimal("0.0001")


# -- steps of the whole pledge -----------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
def step(request, slug, year, block, action):
    """Ask, then open, take back or confirm; closing has a page of its own."""
    place = writers_place(request, slug, year, block)
    if action not in STEPS or action == PledgeAction.CLOSE:
        raise Http404
    told = STEPS[action].words
    if action == PledgeAction.TAKE_BACK:
        return _take_back(request, place)
    if request.method == "POST":
        return done_at_once(request, lambda: _taken(request, place, action), place.url, str(told.done))
    url = place.to("pledge_step", action)
    return ask_first(request, place, url, title=str(told.title), text=str(told.text), verb=str(told.verb))


def _taken(request, place: PledgePlace, action: str) -> None:
    if action == PledgeAction.OPEN:
        items = list(place.found.items.filter(addendum=None).select_related("indicator"))
        beside = beside_items(place.season, place.block, items)
        services.set_beside(pledge=place.found, beside=beside, actor=request.user)  # shown where it cannot be opened
        acts.open_pledge(pledge=place.found, beside=beside, actor=request.user)
    else:
        acts.complete(pledge=place.found, actor=request.user)


def _take_back(request, place: PledgePlace):
    told = STEPS[PledgeAction.TAKE_BACK].words
    form = ReasonForm(request.POST or None)
    asked = EditPage(
        title=str(told.title),
        about=(place.found.title,),
        intro=str(told.text),
        button=str(told.verb),
        done=str(told.done),
        back=place.url,
        back_name=_("Pledge"),
    )

    def save():
        acts.take_back(pledge=place.found, reason=form.cleaned_data["reason"], actor=request.user)

    return edit_page(request, form, asked, in_words(save))


# -- signing -----------------------------------------------------------------------------------------------------------
def _line_or_404(place: PledgePlace, pk: int) -> PledgeSignature:
    rows = PledgeSignature.objects.select_related("agency", "addendum", "person")
    found = get_object_or_404(rows, pledge=place.found, pk=pk)
    found.pledge = place.found
    return found


def _require_head(request, row: PledgeSignature) -> acts.Standing:
    standing = acts.standing_of(request.user, row.agency)
    if standing is None:
        last = acts.ended_on(request.user, row.agency)
        raise Refused(
            *wording.not_allowed(NotAllowed("ended", last) if last else NotAllowed("no_head", row.agency.name))
        )
    return standing


@login_required
@require_http_methods(FORM)
def sign(request, slug, year, block, pk):
    """Read the frozen text, type the password, sign; afterwards the page says when, and who is still waited for."""
    place = place_or_404(request, slug, year, block)
    row = _line_or_404(place, pk)
    about_season(request, place.season)
    standing = _require_head(request, row)
    subject = row.addendum or place.found
    form = SigningForm(request.POST or None, user=request.user, initial={"read_hash": subject.text_hash})
    status = 200
    if request.method == "POST":
        status = _signed(request, row, form) if form.is_valid() else 422
        if status == 302:
            messages.success(request, _("Signed on behalf of %(agency)s.") % {"agency": row.agency.name})
            return redirect(place.to("pledge_sign", pk))
        row = _line_or_404(place, pk)
    context = place.context() | _reading(place, row, standing) | {"form": form}
    return render(request, "dashboards/pledge/sign.html", context, status=status)


def _signed(request, row: PledgeSignature, form: SigningForm) -> int:
    reauthenticate_by_password(request)
    try:
        in_words(lambda: acts.sign(signature=row, read_hash=form.cleaned_data["read_hash"], actor=request.user))()
    except NotLikeThis as refused:
        form.add_error(None, refused.words)
        form.data = form.data.copy()
        subject = row.addendum or row.pledge
        subject.refresh_from_db(fields=["text_hash"])
        form.data["read_hash"] = subject.text_hash
        return 422
    except Gone:
        messages.error(request, gone_words())
        return 302
    return 302


def _reading(place: PledgePlace, row: PledgeSignature, standing: acts.Standing) -> dict:
    """What whoever signs has to read: promises, sections, hash, and the lines of all who sign."""
    whole = WholePledge.read(place.found)
    lines = sorted(whole.signatures_of(row.addendum), key=lambda each: each.ordinal)
    subject = row.addendum or place.found
    first = waits_for_leader(lines, row, place.found.order)
    is_open = subject.state in (PledgeState.OPEN, AddendumState.OPEN) and row.voided_at is None
    return {
        "row": row,
        "subject": subject,
        "addendum": row.addendum,
        "items": [page.promise_row(item) for item in whole.own_items(row.addendum)],
        "sections": page.sections(place.found) if row.addendum is None else [],
        "lines": lines,
        "signed": sum(line.signed_at is not None for line in lines),
        "first": first,
        "is_open": is_open,
        "may_sign": is_open and row.signed_at is None and first is None,
        "standing": standing,
        "last_year": place.season.year - 1,
        "check": whole.check(row.addendum),
    }


@login_required
@require_http_methods(FORM)
def refuse(request, slug, year, block, pk):
    """Do not sign, with a reason that the secretariat reads."""
    place = place_or_404(request, slug, year, block)
    row = _line_or_404(place, pk)
    _require_head(request, row)
    form = RefusalForm(request.POST or None)
    asked = EditPage(
        title=_("Refuse to sign"),
        about=(place.found.title, row.agency.name),
        intro=_("The secretariat may change the text; then everybody is asked to sign anew. You can still sign later."),
        button=_("Refuse to sign"),
        done=_("The refusal and its reason have been sent to the secretariat."),
        back=place.url,
        back_name=_("Pledge"),
    )

    def save():
        acts.refuse(signature=row, reason=form.cleaned_data["reason"], actor=request.user)

    return edit_page(request, form, asked, in_words(save))


# -- closing -----------------------------------------------------------------------------------------------------------
@login_required
@require_http_methods(FORM)
def close(request, slug, year, block):
    """Promise and result line by line; of what no indicator measures it is told whether it was kept."""
    place = writers_place(request, slug, year, block)
    whole = WholePledge.read(place.found)
    lines = _outcome_lines(request, place, whole)
    forms = [line.form for line in lines if line.form is not None]
    status = 200
    refusal = ""
    if request.method == "POST":
        status = 422
        valid = [form.is_valid() for form in forms]  # each is asked, so that each shows what it lacks
        if all(valid):
            try:
                in_words(lambda: acts.close(pledge=place.found, outcomes=_outcomes(lines), actor=request.user))()
            except NotLikeThis as refused:
                refusal = refused.words
            else:
                messages.success(request, str(STEPS[PledgeAction.CLOSE].words.done))
                return redirect(place.url)
    context = place.context() | {"lines": lines, "refusal": refusal, "words": STEPS[PledgeAction.CLOSE].words}
    return render(request, "dashboards/pledge/close.html", context, status=status)


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A promise that holds, with its result where it is measured (``form`` None), or the form where it is not."""

    pk: int
    shown: page.ItemRow
    value: Decimal | None
    form: OutcomeForm | None


def _outcome_lines(request, place: PledgePlace, whole: WholePledge) -> list[OutcomeLine]:
    rows = whole.in_force
    figures = read_figures(place.season, year_end=True, with_published=False).blocks[place.block]
    return [
        OutcomeLine(
            row.pk,
            shown,
            None if row.indicator is None else _measured(figures, row.indicator.code),
            OutcomeForm(request.POST or None, prefix=f"item-{row.pk}") if row.kind != ItemKind.INDICATOR else None,
        )
        for row, shown in zip(rows, page.items(rows, figures, None), strict=True)
    ]


def _measured(figures: BlockFigures, code: str) -> Decimal | None:
    """The block's result as it is kept on closing: to four decimals."""
    exact = figures.line(code).value.measured
    return None if exact is None else (Decimal(exact.numerator) / exact.denominator).quantize(PLACES)


def _outcomes(lines: list[OutcomeLine]) -> dict[int, acts.PromiseOutcome]:
    return {
        line.pk: acts.PromiseOutcome(value=line.value, kept=line.shown.kept)
        if line.form is None
        else acts.PromiseOutcome(kept=line.form.cleaned_data["kept"] == "yes", note=line.form.cleaned_data["note"])
        for line in lines
    }


__all__ = ["close", "refuse", "sign", "step"]
