from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself as an app: it holds the commands and the catalogue of shared words, and no models."""

    name = "emulation_portal"
    label = "emulation_portal"
