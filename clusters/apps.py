from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    name = "clusters"
    verbose_name = _("Clusters")

    def ready(self):
        """Make what this room has in the workspace known."""
        import_module("clusters.declarations.own")
