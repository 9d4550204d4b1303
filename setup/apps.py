from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetupConfig(AppConfig):
    name = "setup"
    verbose_name = _("Set-up")

    def ready(self):
        """Make what this room has in the workspace known."""
        import_module("setup.workspace")
