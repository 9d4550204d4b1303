from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from emulation_portal.templatetags import components

from .workflow import STATES


class ResultsConfig(AppConfig):
    name = "results"
    verbose_name = _("Results")

    def ready(self):
        """Make known what this room tells people of, what it has in the workspace, and how its states look."""
        for module in ("results.telling.told", "results.workspace.rail"):
            import_module(module)
        components.STATES.update({str(state): (row.tone, row.icon, row.words.chip) for state, row in STATES.items()})
