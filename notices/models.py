"""What tells somebody that a report they wait for has ended: in the portal, and by e-mail where they wish it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import MailState, NoticeKind
from .querysets import NoticeQuerySet


class Notice(models.Model):
    """A report somebody waited for is done or has failed.

    Its words are made when it is shown, in the language of whoever reads it. ``mail_after``: not before this moment.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="notices")
    run = models.ForeignKey("reports.ReportRun", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=10, choices=MailState, default=MailState.NONE)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_after = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user"], condition=Q(seen_at__isnull=True), name="reports_notice_unseen"),
            models.Index(
                fields=["mail_after"], condition=Q(mail_state__in=["waiting", "sending"]), name="reports_notice_mail"
            ),
        ]
        ordering = ["-created_at", "-pk"]
        db_table = "reports_notice"
        verbose_name = _("notice")

    def __str__(self):
        return f"{self.kind} {self.run_id}"
