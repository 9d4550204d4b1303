"""Signing in with a password; what an account may do is decided elsewhere."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from .context import DEMO_PASSWORD


class AccountBackend(ModelBackend):
    """Checks the password and grants no permission of its own.

    The public password of the demonstration opens nothing outside the demonstration mode, even where a database of a
    demonstration was taken into use.
    """

    def authenticate(self, request, username=None, password=None, **kwargs):
        if password == DEMO_PASSWORD and not settings.DEMO_MODE:
            return None
        return super().authenticate(request, username=username, password=password, **kwargs)

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def has_module_perms(self, user_obj, app_label):
        return False

    def get_all_permissions(self, user_obj, obj=None):
        return set()
