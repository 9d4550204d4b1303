"""The table of a page as a file to take away, the same way for every page that offers it."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from emulation_portal.lib.text import search_key
from emulation_portal.ui.sheets.table import FORMS, SHEET_CSV, write_table

STEM_LENGTH = 60


def table_file(
    form: str,
    title: str,
    notes: Sequence[str],
    heads: Sequence[str],
    rows: Iterable[Sequence],
    *,
    stem: str,
    before: str = "",
) -> HttpResponse:
    """``form`` is one of ``FORMS``. The name of the file is ``before`` and ``stem`` in plain letters, cut short."""
    response = HttpResponse(write_table(form, title, notes, heads, rows), content_type=FORMS[form])
    name = before + search_key(stem).replace(" ", "-")[:STEM_LENGTH]
    # Both texts may lie beside each other in one folder.
    ending = f"-{search_key(_('for spreadsheets')).replace(' ', '-')}.csv" if form == SHEET_CSV else f".{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


__all__ = ["FORMS", "table_file"]
