"""Two agencies or two years side by side, and the same as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.access import place_of
from dashboards.agency.page import state
from dashboards.workspace.current import Surroundings, surroundings_of
from dashboards.workspace.table_files import FORMS, table_file
from results import words
from results.workspace.page_cache import kept

from . import page
from .read import AGENCIES, NOW, THEN, YEARS, Comparison, read_comparison
from .sides import AgencySide, ComparedSide


@login_required
@require_safe
@kept
def compare(request, slug, year):
    """What is compared is chosen in the address; without a choice the own agency beside the next one."""
    around = surroundings_of(request)
    season = around.season_or_404(slug, year)
    found = read_comparison(around, season, request.GET)
    built = page.CompareBuilder(*found.sides, found.basis).page() if found.is_ready else None
    context = {
        "season": season,
        "place": place_of(season),
        "found": found,
        "page": built,
        "title": _title(found),
        "periods": _periods(found),
        "period": words.period_text(found.first.period) if found.first else "",
        "period_code": found.period_code,
        "whats": _kinds(found),
        "blocks": [
            (words.block_short(b), b == found.block, urlencode(_plain(found) | {"block": b}))
            for b in around.blocks(season)
        ],
        "block_name": words.block_short(found.block),
        "swapped": urlencode(found.query(first=found.second_key, second=found.first_key)),
        "query": urlencode(found.query()),
        "organised": [(NOW, _("as organised now")), (THEN, _("as organised then"))],
        "hidden": [_hidden(side, around) for side in found.sides if built and side.is_hidden and not side.is_absent],
        "versions": [figures.version_code for figures in found.figures],
    }
    return render(request, "dashboards/compare/compare.html", context)


@login_required
@require_safe
def export(request, slug, year, form):
    """The table of the page to take away, exactly as it is seen."""
    if form not in FORMS:
        raise Http404
    around = surroundings_of(request)
    found = read_comparison(around, around.season_or_404(slug, year), request.GET)
    if not found.is_ready:
        raise Http404
    built = page.CompareBuilder(*found.sides, found.basis).page()
    heads, rows = page.table(built)
    notes = [
        f"{words.block_short(found.block)} · {words.period_text(found.first.period)}",
        built.finding,
        *([built.headline] if built.pairs else []),
        *built.notes,
        _("Data version %(version)s") % {"version": ", ".join(f.version_code for f in found.figures)},
    ]
    if any(figures.is_illustrative for figures in found.figures):
        notes.append(_("Illustrative figures"))
    stem = f"so sanh {found.first_key} {found.second_key}"
    return table_file(form, _title(found), notes, heads, rows, stem=stem)


def _title(found: Comparison) -> str:
    """What is compared: two names, for an agency of two years with its own."""
    if not found.first or not found.second:
        return _("Comparison")
    both = _("%(first)s and %(second)s") % {"first": found.first.label, "second": found.second.label}
    return f"{found.agency.name(words.lang())}: {both}" if found.agency else words.first_upper(both)


def _plain(found: Comparison) -> dict[str, str]:
    """The kind of comparison without a choice of its own."""
    return {"what": found.what, "block": found.block}


def _kinds(found: Comparison) -> list[tuple[str, bool, str]]:
    """The two kinds as links; an agency stays chosen when one turns to its years."""
    years = {"what": YEARS, "block": found.block}
    if found.what == AGENCIES and isinstance(found.first, AgencySide):
        years["agency"] = found.first_key
    agencies = {"what": AGENCIES, "block": found.block}
    if found.agency:
        agencies["first"] = found.agency.code
    return [
        (_("Two agencies"), found.what == AGENCIES, urlencode(agencies)),
        (_("Two years or two clusters"), found.what == YEARS, urlencode(years)),
    ]


def _periods(found: Comparison) -> list[tuple[str, str, bool]]:
    """The periods in which either side has members."""
    held = {}
    for side in found.sides:
        for period in side.block.periods if side else ():
            if side.block.members_of.get(period.period_code):
                held.setdefault(period.period_code, period)
    rows = sorted(held.values(), key=lambda period: period.sequence)
    return [(p.period_code, words.period_head(p), p.period_code == found.period_code) for p in rows]


def _hidden(side: ComparedSide, around: Surroundings) -> dict:
    """Whose figures are not released, with the state of the report where it is one agency's."""
    shown = state(side.block, side.agency, around.calendar) if isinstance(side, AgencySide) else None
    return {"name": words.first_upper(side.label), "state": shown}
