"""What people write into a season's year-end report: paragraphs, and the number and day it goes out under."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Paragraph(models.Model):
    """Words of people in one section and language of a season's report.

    ``slot`` names the automatic paragraph they stand for; empty adds them after what the portal writes. ``figures``
    keeps, by placeholder, what the figures in the words said when they were written.
    """

    season = models.ForeignKey("clusters.Season", on_delete=models.CASCADE, related_name="paragraphs")
    language = models.CharField(max_length=2)
    section = models.CharField(max_length=20)
    slot = models.CharField(max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)
    is_hidden = models.BooleanField(default=False)
    figures = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["season", "language", "slot"], condition=~Q(slot=""), name="reports_paragraph_slot_once"
            )
        ]
        ordering = ["section", "pk"]
        verbose_name = _("paragraph")

    def __str__(self):
        return f"{self.season_id} {self.section} {self.slot}".strip()


class PaperHead(models.Model):
    """Number and day of the report, once the head agency's registry has given them."""

    season = models.OneToOneField("clusters.Season", on_delete=models.CASCADE, related_name="paper_head")
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    dated = models.DateField(_("date"), null=True, blank=True)

    def __str__(self):
        return f"{self.season_id} {self.number or ''}".strip()
