"""Released figures to take away, for the members of a season and the Ministry; nothing else is in the files."""

import hashlib
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.access import place_of
from clusters.current import current_of
from reports.opendata.schema import schema_text
from results.figures.read import Unsettled, read_released

from . import files, page

# Kept by the browser, asked about every time: whoever has signed out or lost the right is not shown the copy.
CACHE_CONTROL = "private, no-cache"
TRY_AGAIN_SECONDS = "5"


def settled(view):
    """Answers that figures are being changed right now, so that no file mixes two versions."""

    @wraps(view)
    def answer(request, *args, **options):
        try:
            return view(request, *args, **options)
        except Unsettled:
            words = _("Figures are being changed at this moment. Try again in a few seconds.")
            response = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
            response["Retry-After"] = TRY_AGAIN_SECONDS
            return response

    return answer


@login_required
@require_safe
@settled
def open_data(request, slug, year):
    """The files with their facts, what is released, what the columns mean."""
    current = current_of(request)
    season = current.season_or_404(slug, year)
    blocks = current.blocks(season)
    released = read_released(season, blocks=blocks, succession=current.rights.succession)
    data = files.open_data(released)
    parts = page.parts(data)
    context = {
        "season": season,
        "place": place_of(season),
        "files": page.files(season, data) if parts else [],
        "parts": parts,
        "waiting": page.waiting(data, blocks),
        "notice": files.notice(data.head),
        "columns": page.columns(),
        "version": data.head.version_code,
        "is_provisional": data.is_provisional,
    }
    return render(request, "reports/opendata/open_data.html", context)


@login_required
@require_safe
@settled
def figures_csv(request, slug, year):
    """The rows as a table; ``?bom=no`` leaves the byte order mark out, ``?for=spreadsheets`` is for those."""
    if request.GET.get("for") == "spreadsheets":
        return _file(request, slug, year, files.SHEET_CSV)
    return _file(request, slug, year, files.PLAIN_CSV if request.GET.get("bom") == "no" else files.CSV)


@login_required
@require_safe
@settled
def figures_json(request, slug, year):
    """The rows as one document."""
    return _file(request, slug, year, files.JSON)


@login_required
@require_safe
def schema(request, slug, year):
    """What the document always holds, the same for every season."""
    current_of(request).season_or_404(slug, year)
    text = schema_text()
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    return _marked(unchanged or HttpResponse(text, content_type=files.CONTENT_TYPES[files.SCHEMA]), etag)


def _file(request, slug, year, file: str):
    current = current_of(request)
    season = current.season_or_404(slug, year)
    blocks = current.blocks(season)
    etag = files.stamp_now(season, blocks).etag(file)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _marked(unchanged, etag)
    released = read_released(season, blocks=blocks, succession=current.rights.succession)
    data = files.open_data(released)
    pieces = files.chunks(file, data, files.notice(data.head))
    response = StreamingHttpResponse(pieces, content_type=files.CONTENT_TYPES[file])
    stem, _dot, ending = file.partition("?")[0].rpartition(".")
    stem += "-spreadsheets" if file == files.SHEET_CSV else ""
    name = f"{season.cluster.code}-{season.year}-{stem}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return _marked(response, files.stamp_of(season, blocks, released).etag(file))


def _marked(response, etag: str):
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    return response
