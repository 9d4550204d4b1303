"""How the sign-in library behaves here."""

from allauth.account.adapter import DefaultAccountAdapter

from .words import ANSWERS


class PortalAdapter(DefaultAccountAdapter):
    """Accounts are opened by the administrator, never by visitors; a chosen password is no longer a one-time one."""

    error_messages = DefaultAccountAdapter.error_messages | ANSWERS

    def is_open_for_signup(self, request):
        return False

    def set_password(self, user, password):
        user.password_is_one_time = False
        super().set_password(user, password)
