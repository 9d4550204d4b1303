import sqlite3

from django.apps import AppConfig
from django.db.backends.signals import connection_created

MOST_PARAMETERS = 20_000  # of one statement; more would only be long to read


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

    def ready(self):
        connection_created.connect(_take_many_parameters, dispatch_uid="take_many_parameters")


def _take_many_parameters(connection, **_more) -> None:
    """Let SQLite take rows by the hundred in one statement.

    Django counts with 999 parameters, as many as SQLite took before 3.32; the connection says how many it takes.
    """
    if connection.vendor == "sqlite":
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = min(most, MOST_PARAMETERS)
