"""Choices of a report over several clusters that somebody keeps under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedSelection(models.Model):
    """``choice``: what the form held: years, blocks, clusters, indicators, and which figures of the year."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="selections")
    name = models.CharField(_("name"), max_length=80)
    choice = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="reports_selection_name_once")]
        ordering = ["name", "pk"]
        verbose_name = _("saved selection")

    def __str__(self):
        return self.name
