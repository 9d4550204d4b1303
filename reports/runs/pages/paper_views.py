"""A registered paper as a page: what its files print, to those who may have them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusters.access import place_of
from clusters.current import current_of
from clusters.models import Season
from emulation_portal.ui.language import lang
from reports.exporting.registry import NoFigures, UnknownKind
from reports.exporting.scopes import InvalidScope, scope_of
from reports.exporting.subject import Subject
from reports.papers.content.model import Document
from reports.papers.frame import PaperFile, paper_file
from reports.papers.page import annexes, plain_blocks
from results.figures.read import read_states
from results.workspace.page_cache import kept

from .forms import WHOLE
from .page import parameters_for
from .views import not_yours


@login_required
@require_safe
@kept
def paper_shown(request, slug, year, kind):
    """The paper of the whole season as of now, kept until something changes: it is made of four readings of figures."""
    season = current_of(request).season_or_404(slug, year)
    try:
        file = paper_file(kind)
    except UnknownKind:
        raise Http404 from None
    document = _document(request, season, file)
    context = {"season": season, "place": place_of(season), "title": file.paper.title, "document": document}
    if document:
        context |= {"blocks": plain_blocks(document.blocks), "annexes": annexes(document)}
    return render(request, "reports/papers/shown.html", context)


def _document(request, season: Season, file: PaperFile) -> Document | None:
    """None where the season has nothing to print. Refused to whom the files are refused."""
    figures = read_states(season, succession=current_of(request).rights.succession)
    try:
        parameters = file.fitted(parameters_for(figures, WHOLE, ""), figures)
        scope = scope_of(season, parameters, figures)
    except InvalidScope:
        return None
    if not request.user.has_perm("reports.request_run", scope):
        raise not_yours()
    try:
        return file.paper.compose(file.read(Subject(season, parameters, lang())))
    except NoFigures:
        return None
