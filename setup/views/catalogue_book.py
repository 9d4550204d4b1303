"""The catalogue of indicators as a workbook: taken away by everybody, sent back by the Ministry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.rights import rights_of
from setup.catalogue import book, problem_words
from setup.catalogue.columns import SHEETS, column_of, shown
from setup.catalogue.deciding import CatalogueChange, SentCatalogue, SentLine, SheetKind
from setup.catalogue.saving import CatalogueRefused, CatalogueStale, import_catalogue, stamp_of_catalogue
from setup.catalogue.stored import read_stored, stored_lines
from setup.forms.catalogue import CatalogueChangesForm, CatalogueUploadForm, signed_lines

from .setup import FORM, require_ministry
from .target_proposals import XLSX

MOST_SHOWN = 150  # rows of a list on the page; of more, how many they are


@dataclass
class CataloguePreview:
    """What is shown before anything is stored; with ``problems`` nothing can be."""

    problems: list[book.CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: list[CatalogueChange] = field(default_factory=list)
    is_stale: bool = False

    @property
    def shown_problems(self) -> list[book.CellProblem]:
        return self.problems[:MOST_SHOWN]

    @property
    def rows(self) -> list[dict]:
        return [_row(each) for each in self.changes[:MOST_SHOWN]]

    @property
    def counts(self) -> dict[str, int]:
        """Indicators and checks that come, are changed and go."""
        kinds = {(each.sheet, each.key): each.kind for each in self.changes}
        return {kind: list(kinds.values()).count(kind) for kind in ("added", "changed", "removed")}


@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The whole catalogue: indicators and checks, a sheet each."""
    content = book.workbook({kind: stored_lines(kind) for kind in SheetKind})
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="danh-muc-chi-tieu-thong-ke.xlsx"'
    return response


@login_required
@require_http_methods(FORM)
def upload(request: HttpRequest) -> HttpResponse:
    """Read a workbook, tell every problem at once, show what it would change; applied as a whole, or not at all."""
    require_ministry(request.user)
    if request.method == "POST" and "proposal" in request.POST:
        return _apply(request)
    form = CatalogueUploadForm(request.POST, request.FILES) if request.method == "POST" else CatalogueUploadForm()
    if form.is_bound and form.is_valid():
        try:
            reading = book.read(_content(form.cleaned_data["file"]))
        except book.UnreadableCatalogue as error:
            form.add_error("file", str(error))
        else:
            return _preview(request, reading)
    return render(request, "setup/catalogue/upload.html", {"form": form}, status=422 if form.errors else 200)


def _content(file) -> bytes:
    if file.size > book.MAX_BYTES:
        raise book.UnreadableCatalogue(_("The file is larger than 2 MB. The catalogue as a workbook is far smaller."))
    return file.read()


def _preview(request: HttpRequest, reading: book.CatalogueReading) -> HttpResponse:
    stored = read_stored(rights_of(request.user).supervised_blocks)
    sent = SentCatalogue(reading.lines[SheetKind.INDICATORS], reading.lines[SheetKind.CHECKS], stored)
    page = CataloguePreview(problems=[*reading.problems, *map(problem_words.in_words, sent.problems())])
    page.problems.sort(key=lambda each: (each.sheet, each.row))
    page.notes = reading.notes
    if page.problems:
        return _shown(request, None, page, 422)
    page.changes = sent.changes()
    return _shown(request, _form(reading.lines, stamp_of_catalogue(stored)), page, 200)


def _form(lines: Mapping[SheetKind, Sequence[SentLine]], seen: str, data=None) -> CatalogueChangesForm:
    proposal = signed_lines(lines, seen)
    if data is None:
        return CatalogueChangesForm(initial={"proposal": proposal})
    data = data.copy()
    data["proposal"] = proposal
    return CatalogueChangesForm(data)


def _apply(request: HttpRequest) -> HttpResponse:
    """Store it; what somebody else changed meanwhile is compared anew and shown, with the decision as it was typed."""
    form = CatalogueChangesForm(request.POST)
    page = CataloguePreview()
    if form.is_valid():
        indicators, checks = form.lines[SheetKind.INDICATORS], form.lines[SheetKind.CHECKS]
        try:
            count = import_catalogue(
                indicators=indicators, checks=checks, seen=form.catalogue_seen, actor=request.user, **form.decided
            )
        except CatalogueStale:
            page.is_stale = True
        except CatalogueRefused as error:
            page.problems = [problem_words.in_words(each) for each in error.problems]
        else:
            messages.success(request, _("The catalogue has been changed: %(count)s differences.") % {"count": count})
            return redirect("setup:catalogue")
    return _again(request, form, page)


def _again(request: HttpRequest, form: CatalogueChangesForm, page: CataloguePreview) -> HttpResponse:
    if "proposal" in form.errors:
        again = CatalogueUploadForm({}, {})
        again.add_error("file", form.errors["proposal"][0])
        return render(request, "setup/catalogue/upload.html", {"form": again}, status=422)
    stored = read_stored(rights_of(request.user).supervised_blocks)
    sent = SentCatalogue(form.lines[SheetKind.INDICATORS], form.lines[SheetKind.CHECKS], stored)
    page.problems = page.problems or [problem_words.in_words(each) for each in sent.problems()]
    page.changes = sent.changes()
    if page.is_stale and not page.problems:
        form = _form(form.lines, stamp_of_catalogue(stored), request.POST)
    return _shown(request, None if page.problems else form, page, 409 if page.is_stale else 422)


def _row(change: CatalogueChange) -> dict:
    column = column_of(change.sheet, change.column) if change.column else None
    said = {"added": _("new"), "removed": _("taken out")}
    return {
        "key": change.key[-1],
        "sheet": SHEETS[change.sheet],
        "column": column.head if column else said[change.kind],
        "old": shown(column, change.old) if column else str(change.old or ""),
        "new": shown(column, change.new) if column else str(change.new or ""),
    }


def _shown(
    request: HttpRequest, form: CatalogueChangesForm | None, page: CataloguePreview, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "more_problems": max(len(page.problems) - MOST_SHOWN, 0),
        "more_changes": max(len(page.changes) - MOST_SHOWN, 0),
    }
    return render(request, "setup/catalogue/proposed.html", context, status=status)
