"""Entering the figures of one agency and period: the page, the cell just left, the details of a row."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clusters.access import Refused, about_season
from clusters.current import current_of
from clusters.members import SuccessionMap
from emulation_portal.lib.refusal import NotAllowed
from results import words
from results.figures import Cell
from results.models import Submission
from results.roles import Desk
from results.services import CellEntry, SaveReport, StaleSubmission, enter_cells, open_submission
from results.sheets.grid import Entered, affected
from results.sheets.sheet import Place, Sheet, read_sheet
from results.submission.access import lost_place, refused_entry, visible_place
from results.words import columns
from results.workspace.current import desk_at

from .forms import SheetForm
from .page import EntryPage


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, agency_code: str, period_code: str) -> HttpResponse:
    """The sheet; sent as a whole form it stores every cell that can be stored."""
    try:
        place, desk = visible_place(request.user, agency_code, period_code)
    except Http404:
        if request.method == "GET":
            raise
        return _lost(request, lost_place(request.user, agency_code, period_code))
    if request.method == "POST":
        return _save_sheet(request, place, desk)
    desk = desk_at(current_of(request))
    sheet = read_sheet(place, succession=desk.succession)
    if sheet.submission is None and desk.season(place.agency, place.period) is None:
        raise Http404
    return _page(request, EntryPage(sheet, desk, opened=request.GET.get("o", "")))


@login_required
@require_POST
def start(request: HttpRequest, agency_code: str, period_code: str) -> HttpResponse:
    """Begin the draft and go to it."""
    place, desk = visible_place(request.user, agency_code, period_code)
    try:
        open_submission(agency=place.agency, period=place.period, actor=request.user)
    except NotAllowed as error:
        raise refused_entry(error, Submission(agency=place.agency, period=place.period), desk) from error
    return redirect("results:entry", agency_code, period_code)


@login_required
@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, agency_code: str, period_code: str) -> HttpResponse:
    """GET: the details of the row of ``code``. POST: store the one cell ``code`` and answer with what changed."""
    try:
        place, desk = visible_place(request.user, agency_code, period_code)
    except Http404:
        if request.method == "GET":
            raise
        lost_place(request.user, agency_code, period_code)
        raise Refused(words.refusal("right_ended")) from None
    code = request.GET.get("code", "")
    if request.method == "POST":
        return _save_cell(request, code, place, desk)
    sheet = read_sheet(place, succession=desk.succession)
    if code not in sheet.indicators:
        raise Http404
    if not request.htmx:
        return redirect(f"{reverse('results:entry', args=[agency_code, period_code])}?o={code}#chi-tiet")
    return render(request, "results/entry/_details.html", {"page": EntryPage(sheet, desk, opened=code)})


def _page(request: HttpRequest, page: EntryPage, status: int = 200) -> HttpResponse:
    about_season(request, page.season)
    return render(request, "results/entry/entry.html", {"page": page}, status=status)


# -- one cell --------------------------------------------------------------------------------------------------------
def _save_cell(request: HttpRequest, code: str, place: Place, desk: Desk) -> HttpResponse:
    opened = request.POST.get("opened", "")
    try:
        entered, _report, sheet = _store(request, place, only=code)
    except NotAllowed as error:
        raise refused_entry(error, read_sheet(place, succession=desk.succession).as_submission, desk) from error
    except StaleSubmission:
        sheet = read_sheet(place, succession=desk.succession)
        typed = SheetForm(request.POST, sheet=sheet, only=code).typed_text(code)
        entered = {code: Entered(typed, _moved_words(place, desk), stale=True)}
    page = EntryPage(sheet, desk, entered=entered, opened=opened)
    return render(request, "results/grid/_cell_response.html", _changed(page, code), status=_status(entered))


def _changed(page: EntryPage, code: str) -> dict:
    """What a change of one cell touches: sums and rates, marks, messages, counts, the checks."""
    sheet, slots = page.sheet, page.grid.slots
    touched = [o for o in sheet.findings.outcomes if code in o.cells]
    row = page.grid.row_of(code)
    return {
        "page": page,
        "slot": slots[code],
        "computed": [slots[i.code] for i in affected(code, sheet)],
        "marked": [slots[c] for c in dict.fromkeys(c for o in touched for c in o.cells) if c != code],
        "told": [r for r in page.grid.rows if any(s and s.code in {o.row for o in touched} for s in r.slots)],
        "group": next(g for g in page.grid.groups if row in g.rows),
        "detail": _open_detail(page, code),
    }


def _open_detail(page: EntryPage, code: str):
    parts = page.details["parts"] if page.details else []
    return next((part for part in parts if part.slot.code == code), None)


# -- the whole sheet -------------------------------------------------------------------------------------------------
def _save_sheet(request: HttpRequest, place: Place, desk: Desk) -> HttpResponse:
    try:
        entered, report, sheet = _store(request, place)
    except (NotAllowed, StaleSubmission) as error:
        return _not_stored(request, read_sheet(place, succession=desk.succession), desk, error)
    opened = request.POST.get("open", "")
    if entered:
        page = EntryPage(sheet, desk, entered=entered, opened=opened, data=request.POST)
        return _page(request, page, _status(entered))
    if request.POST.get("then") == "hand_over":
        return redirect("results:hand_over", sheet.submission.pk)
    messages.success(request, _saved_words(sheet, report))
    address = reverse("results:entry", args=[sheet.agency.code, sheet.period.code])
    return redirect(f"{address}?o={opened}#chi-tiet" if opened in sheet.indicators else address)


def _not_stored(request: HttpRequest, sheet: Sheet, desk: Desk, error: Exception) -> HttpResponse:
    form = SheetForm(request.POST, sheet=sheet)
    if isinstance(error, NotAllowed):
        return _kept(request, form, refused_entry(error, sheet.as_submission, desk), status=403)
    return _kept(request, form, None, status=409, reason=_moved_words(sheet.place, desk))


def _lost(request: HttpRequest, place: Place) -> HttpResponse:
    """The right ended while somebody was typing: what they typed is theirs, what is stored no longer is."""
    form = SheetForm(request.POST, sheet=read_sheet(place, succession=SuccessionMap.load()))
    return _kept(request, form, Refused(words.refusal("right_ended")), status=403, is_lost=True)


def _kept(
    request: HttpRequest, form: SheetForm, refusal, *, status: int, reason: str = "", is_lost: bool = False
) -> HttpResponse:
    """Nothing was written: the reason, and everything that was typed, ready to be copied."""
    texts = form.changed_texts()
    rows = [
        {
            "name": form.sheet.indicators[code].name(words.lang()),
            "unit": columns.unit(form.sheet.indicators[code]),
            "typed": typed or words.empty(),
            "stored": columns.cell(form.sheet.indicators[code], form.sheet.cells.get(code, Cell())),
        }
        for code, typed in texts.items()
    ]
    context = {
        "sheet": form.sheet,
        "reason": refusal.reason if refusal else reason,
        "who": refusal.who if refusal else "",
        "rows": rows,
        "is_lost": is_lost,
        "copy": "\n".join(f"{row['name']}\t{row['typed']}" for row in rows),
    }
    return render(request, "results/entry/kept.html", context, status=status)


# -- both ------------------------------------------------------------------------------------------------------------
def _store(request: HttpRequest, place: Place, *, only: str = "") -> tuple[dict[str, Entered], SaveReport, Sheet]:
    """Store what can be stored: the texts that were not, by indicator code; what became of the others; the sheet.

    What a single cell touches holds no target, so none is read then.
    """
    forms: list[SheetForm] = []

    def entries_of(sheet: Sheet) -> Mapping[str, CellEntry]:
        if only and not (only in sheet.indicators and sheet.indicators[only].is_typed):
            raise Http404
        form = SheetForm(request.POST, sheet=sheet, only=only)
        form.is_valid()
        forms.append(form)
        return form.entries()

    sheet, report = enter_cells(place=place, actor=request.user, entries_of=entries_of, with_targets=not only)
    (form,) = forms
    contested = {code: sheet.results.get(code) for code in form.undecided()} | report.conflicts
    entered = form.refused() | {code: _conflict(form, code, row) for code, row in contested.items()}
    return entered, report, sheet


def _conflict(form: SheetForm, code: str, row) -> Entered:
    indicator = form.sheet.indicators[code]
    stored = Cell(row.value, row.nothing_arose, row.note) if row else Cell()
    return Entered(
        form.typed_text(code),
        _("This cell was changed by somebody else meanwhile."),
        stored=words.empty() if stored.amount is None else columns.cell_with_unit(indicator, stored),
        stored_by=_by(row),
        is_conflict=True,
    )


def _by(row) -> str:
    if row is None or row.pk is None or row.updated_by is None:
        return ""
    name = row.updated_by.display_name
    return f"{name}, {words.moment(row.updated_at)}"


def _status(entered: Mapping[str, Entered]) -> int:
    """409 where somebody was faster, 422 where something could not be read."""
    if any(e.is_conflict or e.stale for e in entered.values()):
        return 409
    return 422 if entered else 200


def _saved_words(sheet: Sheet, report: SaveReport) -> str:
    count = len(report.saved)
    if not count:
        filled, total = sheet.progress()
        text = _("Saved. %(filled)s of %(total)s cells hold a figure.") % {"filled": filled, "total": total}
        return text if filled else _("Nothing has been entered yet.")
    text = ngettext("%(n)s cell saved.", "%(n)s cells saved.", count) % {"n": count}
    if count > 3:
        return text
    told = (
        f"{indicator.name(words.lang())} = {columns.exact(indicator, sheet.cells[indicator.code])}"
        for indicator in sorted((sheet.indicators[code] for code in report.saved), key=lambda each: each.ordinal)
    )
    return f"{text} {'; '.join(told)}"


def _moved_words(place: Place, desk: Desk) -> str:
    """Why nothing could be written: the submission is no longer a draft."""
    page = EntryPage(read_sheet(place, succession=desk.succession), desk)
    return _("The report was moved on meanwhile; nothing was written. %(how)s") % {"how": " ".join(page.lock[:1])}
