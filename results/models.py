"""What was done: periods, submissions, results and every change of them."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AppendOnlyModel
from clusters.enums import Block
from emulation_portal.lib import dates
from emulation_portal.ui.language import in_language

from .enums import ChangeHow, DayKind, FigureKind, PublishedStatus, State
from .querysets import DayOffQuerySet, SubmissionQuerySet
from .workflow import STATES, SubmissionState


class CalendarRule(models.Model):
    """A reporting period of a block as rules, with dates of effect and legal basis; periods are worked out from it."""

    calendar = models.CharField(max_length=40)
    block = models.CharField(max_length=30, choices=Block)
    period_code = models.CharField(max_length=20)
    sequence = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    months = models.PositiveSmallIntegerField()
    start_rule = models.CharField(max_length=20)
    end_rule = models.CharField(max_length=20)
    data_cutoff_rule = models.CharField(max_length=20)
    due_rule = models.CharField(max_length=20)
    cumulative = models.BooleanField(default=True)
    figures = models.CharField(max_length=20, choices=FigureKind)
    is_year_end = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=120)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "period_code", "effective_from"], name="results_rule_once")
        ]


class DayOff(models.Model):
    """A day off beside weekends, or a day worked to make up for one; lateness is counted in working days.

    Editable, and unofficial unless a basis says so. A withdrawn row is kept, so that no table brings it back.
    """

    date = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind, default=DayKind.OFF)
    reason = models.CharField(_("reason"), max_length=120)
    basis = models.CharField(_("basis"), max_length=120, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=False)

    objects = DayOffQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        verbose_name = _("day off")

    def __str__(self):
        return dates.format_date(self.date)


class ReportingPeriod(models.Model):
    """One period of one calendar and year. ``start`` and ``end`` are both inside it; figures are cumulative."""

    code = models.CharField(max_length=40, unique=True)
    calendar = models.CharField(max_length=40)
    block = models.CharField(max_length=30, choices=Block)
    year = models.PositiveSmallIntegerField()
    period_code = models.CharField(max_length=20)
    sequence = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    months = models.PositiveSmallIntegerField()
    start = models.DateField()
    end = models.DateField()
    data_cutoff = models.DateField()
    due_date = models.DateField(help_text=_("As issued: days off move the day the term ends on, never this one."))
    due_rule = models.CharField(max_length=20, blank=True)
    cumulative = models.BooleanField(default=True)
    figures = models.CharField(max_length=20, choices=FigureKind)
    is_year_end = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=120, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["block", "year", "period_code"], name="results_period_once"),
            models.CheckConstraint(name="results_period_dates", condition=Q(end__gt=F("start"))),
        ]
        ordering = ["block", "year", "sequence"]

    @property
    def name(self) -> str:
        return in_language(self.name_vi, self.name_en)

    def __str__(self):
        return self.name


class Submission(models.Model):
    """One agency's figures of one period in one version; a restatement is a new version.

    The agency is the one valid at the period's end. A submission counts from ``submitted`` on; after a reopening the
    approved version counts until the next one is approved.
    """

    agency = models.ForeignKey("clusters.Agency", on_delete=models.PROTECT, related_name="submissions")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    first_submitted_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Of whichever version came first; it decides whether the report was late.")
    )
    received_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sealed_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True, help_text=_("Last return or reopening."))
    sent_back_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the own head last sent it back to the officer.")
    )
    return_reason = models.CharField(
        max_length=1000, blank=True, help_text=_("Of the last return, reopening or sending back.")
    )
    last_step = models.JSONField(
        null=True,
        blank=True,
        help_text=_("The step that led here, by whom, what it replaced; until somebody acts."),
    )
    late_days = models.PositiveSmallIntegerField(default=0, help_text=_("Working days after the due date."))
    is_illustrative = models.BooleanField(default=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "period", "version"], name="results_submission_once"),
        ]
        indexes = [models.Index(fields=["period", "state"], name="results_submission_state")]
        verbose_name = _("submission")

    @property
    def given_back_at(self) -> datetime | None:
        """When it last came back to whoever enters it: from a reviewer, by a reopening, or from the own head."""
        return max(filter(None, (self.returned_at, self.sent_back_at)), default=None)

    @property
    def state_row(self) -> SubmissionState:
        """What the table of states tells of the state it is in."""
        return STATES[self.state]

    def __str__(self):
        return f"{self.agency} · {self.period} · v{self.version}"


class Result(models.Model):
    """One value of one typed indicator: a whole number of the smallest unit (count, đồng, 0/1) or "nothing arose"."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="results")
    indicator = models.ForeignKey("pledges.Indicator", on_delete=models.PROTECT, related_name="+")
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    nothing_arose = models.BooleanField(_("nothing arose"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, help_text=_("Rises with every save; guards against overwriting."))
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf = models.BooleanField(default=False, help_text=_("Typed by the secretariat for the agency."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "indicator"], name="results_result_once"),
            models.CheckConstraint(
                name="results_result_value_or_nothing", condition=Q(value__isnull=True) | Q(nothing_arose=False)
            ),
            models.CheckConstraint(
                name="results_result_not_negative", condition=Q(value__isnull=True) | Q(value__gte=0)
            ),
        ]


class ResultChange(AppendOnlyModel):
    """Every change of a value: old, new, who, when and how."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="changes")
    indicator = models.ForeignKey("pledges.Indicator", on_delete=models.PROTECT, related_name="+")
    old_value = models.BigIntegerField(null=True)
    new_value = models.BigIntegerField(null=True)
    old_nothing = models.BooleanField(default=False)
    new_nothing = models.BooleanField(default=False)
    old_note = models.CharField(max_length=500, blank=True)
    new_note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=12, choices=ChangeHow)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["submission", "indicator"], name="results_change_cell")]

    @property
    def changes_figure(self) -> bool:
        """Notes alone do not make somebody the author of a figure."""
        return (self.old_value, self.old_nothing) != (self.new_value, self.new_nothing)


class Release(models.Model):
    """Figures of a block and period shown to the whole cluster, by the head of the head agency."""

    season = models.ForeignKey("clusters.Season", on_delete=models.PROTECT, related_name="releases")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="releases")
    released_at = models.DateTimeField()
    released_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["season", "period"], name="results_release_once")]


class PublishedFigure(models.Model):
    """A figure as printed somewhere outside, kept beside the recomputed one and never overwriting it.

    ``low`` and ``high`` bound the true value: a truncated or rounded figure stands for an interval.
    """

    code = models.CharField(max_length=20, unique=True)
    scope_kind = models.CharField(max_length=10)
    scope_code = models.CharField(max_length=20)
    scope_name = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField()
    period_code = models.CharField(max_length=20, blank=True)
    as_of = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=PublishedStatus)
    block = models.CharField(max_length=30, choices=Block)
    indicator = models.ForeignKey("pledges.Indicator", on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=30)
    precision = models.CharField(max_length=12)
    low = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    text = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=12)
    derivation = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["scope_kind", "scope_code", "year"], name="results_published_scope")]
