"""What every template may know about the mode the portal runs in."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "thidua-2024"  # printed on the sign-in page of demonstrations only  # noqa: S105 - everybody may know it
DEMO_ACCOUNTS = [
    ("thuky", _("Officer of the Vĩnh Long Department of Justice: secretariat of the cluster")),
    ("cumtruong", _("Head of the Vĩnh Long Department of Justice: head of the cluster")),
    ("cumpho", _("Head of the Vĩnh Long enforcement agency: deputy head of the cluster")),
    ("canbo", _("Officer of the Long An enforcement agency, now of Tây Ninh")),
    ("truong", _("Head of the Long An enforcement agency, now of Tây Ninh")),
    ("canbo.stp", _("Officer of the Long An Department of Justice, now of Tây Ninh")),
    ("bo", _("Officer of the Ministry")),
    ("bo.duyet", _("Approver of the Ministry")),
    ("ngoaicum", _("Officer of an agency of another cluster")),
    ("quantri", _("Administrator")),
]


def demo(request):
    """``DEMO_MODE``; only in it also the demonstration accounts and their password."""
    if not settings.DEMO_MODE:
        return {"DEMO_MODE": False}
    return {"DEMO_MODE": True, "demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD}
