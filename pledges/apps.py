from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    name = "pledges"
    verbose_name = _("Pledges")

    def ready(self):
        """Make what this room has in the workspace known."""
        import_module("pledges.workspace")
