from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "results"
    verbose_name = _("Results")

    def ready(self):
        """Make what this room tells people of, and what it has in the workspace, known."""
        for module in ("results.telling.told", "results.workspace.rail"):
            import_module(module)
