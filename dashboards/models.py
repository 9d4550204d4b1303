"""Addresses of dashboards that somebody keeps under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LENGTH, PATH_LENGTH, QUERY_LENGTH = 80, 300, 500


class SavedView(models.Model):
    """``path`` and ``query`` as a browser writes them. Keeping one grants nothing: the address is simply opened."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    path = models.CharField(max_length=PATH_LENGTH)
    query = models.CharField(max_length=QUERY_LENGTH, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="reports_view_name_once")]
        db_table = "reports_savedview"
        ordering = ["name", "pk"]
        verbose_name = _("saved view")

    def __str__(self):
        return self.name

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path
