from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself as an app: it holds the commands and the catalogue of shared words, and no models.

    It stands first among the apps, so that its words are there before any other app makes a field of a form.
    """

    name = "emulation_portal"
    label = "emulation_portal"

    def __init__(self, app_name, app_module):
        super().__init__(app_name, app_module)
        from .ui.field_words import install  # noqa: PLC0415 - forms need the apps

        install()
