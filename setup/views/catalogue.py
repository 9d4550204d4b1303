"""The library of indicators, open to everybody who is signed in: the list, and the definition of one."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.rights import rights_of
from emulation_portal.lib import dates
from pledges.models import Indicator, IndicatorCheck
from results.models import CalendarRule
from setup.catalogue.calendars import period_names, rules_in_force
from setup.catalogue.columns import column_of, shown
from setup.catalogue.deciding import SheetKind
from setup.catalogue.library import EditionStep, Library
from setup.catalogue.uses import checks_naming, uses_of
from setup.catalogue.wording import check_in_words, formula_in_words, made_of, unit_in_words, years_in_words
from setup.forms.catalogue import LibraryForm
from setup.targets.saving import decision_text

PER_PAGE, YEAR_DIGITS = 60, 4


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All indicators, or those that were asked for."""
    library = Library(dates.today().year)
    form = LibraryForm(request.GET, library=library)
    found = library.found(form.wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    asked = {name: request.GET[name] for name in ("q", "block", "group", "state") if request.GET.get(name)}
    rows = [_row(library, entry) for entry in page.object_list]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "count": len(found),
        "total": len(library.rows),
        "query": urlencode(asked),
        "is_filtered": bool(asked),
        "may_change": rights_of(request.user).is_ministry,
    }
    return render(request, "setup/catalogue/library.html", context)


def _row(library: Library, entry) -> dict:
    row = entry.indicator
    return {
        "indicator": row,
        "unit": unit_in_words(row),
        "made": made_of(row),
        "validity": entry.validity,
        "state": entry.validity.label,
    }


@login_required
@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """What one indicator means, what it is made of, what checks it and what uses it."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == YEAR_DIGITS else dates.today().year
    library = Library(year)
    row = library.rows.get(code)
    if row is None:
        raise Http404
    checks = checks_naming(row, IndicatorCheck.objects.filter(block=row.block))
    context = {
        "indicator": row,
        "state": library.entry(row).validity.label,
        "validity": library.entry(row).validity,
        "unit": unit_in_words(row),
        "made": made_of(row),
        "formula": formula_in_words(row.formula, library.name_of),
        "parts": library.parts(row),
        "used_in": library.used_in(row),
        "checks": [check_in_words(check, row, library.name_of) for check in checks],
        "uses": uses_of(row),
        "years": years_in_words(row.valid_from_year, row.valid_to_year),
        "year": year,
        "is_now": year == dates.today().year,
        "editions": [_edition(library, each) for each in library.editions.get(code, ())],
        "may_change": row.block in rights_of(request.user).supervised_blocks,
        **_calendar(row),
    }
    return render(request, "setup/catalogue/indicator.html", context)


def _edition(library: Library, step: EditionStep) -> dict:
    said = {"numerator": library.code_of, "denominator": library.code_of}
    return {
        "year": step.edition.from_year,
        "decision": decision_text(step.edition.decision, step.edition.decided_on),
        "changes": [
            _change(name, *(said.get(name, lambda each: each)(each) for each in pair)) for name, *pair in step.changed()
        ],
    }


def _change(name: str, old, new) -> dict:
    column = column_of(SheetKind.INDICATORS, name)
    return {"column": column.head, "old": shown(column, old), "new": shown(column, new)}


def _calendar(row: Indicator) -> dict:
    """The kinds of periods in which the indicator is reported today, and by which text."""
    today = dates.today()
    current = rules_in_force(CalendarRule.objects.filter(calendar=row.calendar, block=row.block), today)
    return {
        "periods": period_names(current, today.year),
        "bases": list(dict.fromkeys(rule.legal_basis for rule in current)),
        "calendar_is_official": all(rule.is_official for rule in current),
    }
