"""What the reports have in the rail, and the step of the year in which the year-end report is made."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.declarations import rail, year_steps
from clusters.declarations.rail import RailEntry, RailPart
from clusters.enums import PhaseKind

rail.register(
    RailEntry(
        name="reports:ministry_runs",
        label=_("Reports of all clusters"),
        icon="file-earmark-spreadsheet",
        order=30,
        part=RailPart.NATION,
        arguments=rail.of_nothing,
        shown=rail.of_ministry,
    ),
    RailEntry(
        name="reports:runs",
        label=_("Reports"),
        icon="file-earmark-text",
        order=110,
        pages=("reports:run", "reports:open_data"),
        tab=pgettext_lazy("tab", "Reports"),
    ),
    RailEntry(
        name="reports:paper",
        label=_("Year-end report"),
        icon="journal-text",
        order=120,
        pages=("reports:paper_text",),
        shown=lambda around: around.user.has_perm("reports.read_paper", around.season),
    ),
)
year_steps.register(PhaseKind.REVIEW)
