"""What tells somebody that something has happened: in the portal, and by e-mail where they wish it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import MailState
from .querysets import NoticeQuerySet


class Notice(models.Model):
    """Something happened that concerns the person: of a registered kind (``kinds.py``), about one row of any room.

    Its words are made when it is shown, in the language of whoever reads it; ``words`` keeps what the row itself may no
    longer tell by then. The row is named and not referred to, so that no room is known here: it may be gone.
    ``mail_after``: not before this moment. ``once``: a key under which a person is told no second time.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, help_text=_("Label of the model that the notice is about."))
    about_id = models.BigIntegerField()
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.JSONField(default=dict, blank=True)
    once = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=10, choices=MailState, default=MailState.NONE)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_after = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["once", "user"], condition=~Q(once=""), name="notices_notice_once")
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(seen_at__isnull=True), name="reports_notice_unseen"),
            models.Index(
                fields=["mail_after"], condition=Q(mail_state__in=["waiting", "sending"]), name="reports_notice_mail"
            ),
            models.Index(fields=["about", "about_id"], name="notices_notice_about"),
        ]
        ordering = ["-created_at", "-pk"]
        db_table = "reports_notice"
        verbose_name = _("notice")

    def __str__(self):
        return f"{self.kind} {self.about} {self.about_id}"
