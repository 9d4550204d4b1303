from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Modules whose import makes what they build known to the registry.
EXPORTERS = (
    "reports.exporting.cluster_pack",
    "reports.opendata.exporter",
    "reports.papers.cluster_report",
    "reports.papers.pledge",
    "reports.papers.registrations",
    "reports.workbooks.cluster",
    "reports.workbooks.ministry",
    "reports.year_papers.midyear",
    "reports.year_papers.plan",
)

# The module whose import makes the reports' kinds of notices known.
NOTICES = "reports.runs.pages.told"

# The module whose import makes what they have in the workspace known.
WORKSPACE = "reports.workspace"


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        """Make everything that can be built, told or entered known, before anything is asked for."""
        for module in (*EXPORTERS, NOTICES, WORKSPACE):
            import_module(module)
