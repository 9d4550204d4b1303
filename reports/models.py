"""What leaves the portal: one requested output and how far its building has come."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .enums import RunState
from .paper_models import PaperHead, Paragraph
from .querysets import ReportRunQuerySet
from .selection_models import SavedSelection


class ReportRun(models.Model):
    """One requested output.

    ``identity`` is a hash of kind, scope, parameters, data version, builder version, language and what the requester
    may see: the same identity is built once and served to everybody who may ask for it. The row, not the broker, is
    what recovery trusts: a run whose heartbeat is stale is taken over with the next ``attempt``. A pack has parts, runs
    of their own, and waits until all of them are done.
    """

    kind = models.CharField(max_length=40)
    season = models.ForeignKey("clusters.Season", on_delete=models.PROTECT, null=True, blank=True, related_name="runs")
    parameters = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=5, default="vi")
    audience = models.CharField(max_length=64, help_text=_("Digest of what the requester may see."))
    data_version = models.CharField(max_length=40)
    builder_version = models.PositiveSmallIntegerField()
    sources = models.CharField(
        max_length=64, blank=True, help_text=_("Digest of the versions of the other seasons that the file prints.")
    )
    identity = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(default=0, help_text=_("How many agencies it is about; 0 where unknown."))
    requested_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was asked for, or last asked again."))
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    step_label = models.CharField(max_length=160, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=36, blank=True, help_text=_("Token of the worker that holds the run."))
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    enqueued_at = models.DateTimeField(null=True, blank=True, help_text=_("When a broker took it."))
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_path = models.CharField(max_length=300, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    input_digest = models.CharField(max_length=64, blank=True, help_text=_("Digest of everything the file is made of."))
    file_version = models.CharField(
        max_length=40,
        blank=True,
        help_text=_("Data version that the file quotes; of an earlier run where kept."),
    )
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.TextField(blank=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity"],
                condition=Q(state__in=["queued", "running", "done"]),
                name="reports_run_identity_once",
            )
        ]
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("report run")

    def __str__(self):
        return f"{self.kind} {self.data_version}"


class ReportRequest(models.Model):
    """Somebody asked for a run. Two people who may see the same thing share one run; nobody else knows of it.

    ``waits``: until it ends and they are told so, which happens once for each time they ask.
    """

    run = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="requests")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="report_requests")
    requested_at = models.DateTimeField()
    waits = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "user"], name="reports_request_once")]


class PackPart(models.Model):
    """One report of a pack: a run like any other, shared with those who asked for it by itself."""

    pack = models.ForeignKey(ReportRun, on_delete=models.CASCADE, related_name="parts")
    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="packs")
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "ordinal"], name="reports_pack_part_once")]
        ordering = ["pack", "ordinal"]
        verbose_name = _("part of a pack")

    def __str__(self):
        return f"{self.pack_id}.{self.ordinal}"


__all__ = [
    "PackPart",
    "PaperHead",
    "Paragraph",
    "ReportRequest",
    "ReportRun",
    "SavedSelection",
]
