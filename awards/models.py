"""What is earned: the catalogue of awards and the ledger of those received."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models import DatedModel, ordered_dates
from emulation_portal.lib.text import search_key
from emulation_portal.ui.language import in_language

from .enums import AwardForm, AwardLevel, ClassificationLevel, HiddenLines, ImportState, NominationState, Recipient
from .querysets import AwardQuerySet, ClassificationQuerySet, NominationQuerySet, RecordQuerySet
from .workflow import OPEN

NUMBER_LENGTH, ISSUER_LENGTH = 80, 160


class Award(DatedModel):
    """An emulation title or a form of commendation of the law, known from ``valid_from`` until before ``valid_to``."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    ordinal = models.PositiveSmallIntegerField(default=0)
    name_vi = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    form = models.CharField(max_length=10, choices=AwardForm)
    recipient = models.CharField(max_length=60, help_text=_("Kinds of recipients, joined by semicolons."))
    level = models.CharField(max_length=12, choices=AwardLevel)
    decided_by = models.CharField(max_length=120)
    law_article = models.CharField(max_length=60, blank=True)
    annual = models.BooleanField(default=False)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [ordered_dates("awards_award_dates")]
        ordering = ["ordinal"]
        verbose_name = _("award")

    @property
    def name(self) -> str:
        return in_language(self.name_vi, self.name_en)

    @property
    def recipients(self) -> frozenset[str]:
        return frozenset(self.recipient.split(";"))

    def may_go_to(self, *, person: bool) -> bool:
        return (Recipient.INDIVIDUAL if person else Recipient.COLLECTIVE) in self.recipients

    def __str__(self):
        return self.name


class Decision(models.Model):
    """What was decided about awards: number, day and issuer. One issuer uses a number once in a year."""

    number = models.CharField(_("number of the decision"), max_length=NUMBER_LENGTH)
    number_key = models.CharField(max_length=100, editable=False)
    issuer = models.CharField(_("issuer"), max_length=ISSUER_LENGTH)
    issuer_key = models.CharField(max_length=200, editable=False)
    date = models.DateField(_("day of the decision"))
    year = models.PositiveSmallIntegerField(editable=False)
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="award_decisions"
    )
    recorded_at = models.DateTimeField()
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number_key", "issuer_key", "year"], name="awards_decision_once")
        ]
        ordering = ["-date", "-pk"]
        verbose_name = _("decision")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_key, self.issuer_key = search_key(self.number), search_key(self.issuer)
        self.year = self.date.year
        super().save(*args, **kwargs)

    def __str__(self):
        return self.number


class Nomination(models.Model):
    """An agency of a season, or a person of it, is proposed for an award. ``agency`` is the agency that proposes.

    Without a person the agency itself is meant. ``title`` is what the person was called at that time.
    """

    season = models.ForeignKey("clusters.Season", on_delete=models.PROTECT, related_name="nominations")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="nominations")
    agency = models.ForeignKey("clusters.Agency", on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey(
        "clusters.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    title = models.CharField(_("title"), max_length=160, blank=True)
    merits = models.TextField(_("summary of merits"))
    state = models.CharField(max_length=12, choices=NominationState, default=NominationState.PROPOSED)
    note = models.TextField(blank=True, help_text=_("Reason of the last step that needed one."))
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations")
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    proposed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    is_illustrative = models.BooleanField(default=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["season", "award", "agency"],
                condition=Q(person__isnull=True, state__in=sorted([*OPEN, NominationState.GRANTED])),
                name="awards_nomination_agency_once",
            ),
            models.UniqueConstraint(
                fields=["season", "award", "person"],
                condition=Q(person__isnull=False, state__in=sorted([*OPEN, NominationState.GRANTED])),
                name="awards_nomination_person_once",
            ),
            models.CheckConstraint(
                name="awards_nomination_decided",
                condition=~Q(state=NominationState.GRANTED) | Q(decision__isnull=False),
            ),
        ]
        ordering = ["award__ordinal", "agency__sort_key", "pk"]
        verbose_name = _("nomination")

    @property
    def nominee(self) -> str:
        return self.person.full_name if self.person else self.agency.name

    def __str__(self):
        return f"{self.nominee} · {self.award}"


class LedgerImport(models.Model):
    """One uploaded table of awards received: kept with what was read of it, looked at, then entered as a whole.

    ``content`` is kept only until a worker has read it, ``trouble`` says why it could not be read (``ledger_book``).
    """

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    rows = models.JSONField(default=list, help_text=_("Lines as read, each with its faults."))
    notes = models.JSONField(default=dict)
    trouble = models.JSONField(default=dict)
    hidden = models.CharField(max_length=10, choices=HiddenLines, blank=True)
    content = models.BinaryField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PREVIEW)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="ledger_imports")
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("import into the ledger")

    def __str__(self):
        return self.file_name


class AwardRecord(models.Model):
    """One award received by an agency or a person for the achievements of a year.

    ``at_agency`` is where the person worked then. The decision is quoted in words of its time; ``decision`` and
    ``nomination`` are set where the portal knows them. A row that was entered wrongly is corrected, or withdrawn: a
    withdrawn row stays with its ``reason`` and counts nowhere (``standing``).
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="records")
    agency = models.ForeignKey(
        "clusters.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="awards"
    )
    person = models.ForeignKey(
        "clusters.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="awards"
    )
    at_agency = models.ForeignKey(
        "clusters.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="awards_of_people"
    )
    achievement_year = models.PositiveSmallIntegerField()
    decision_number = models.CharField(max_length=NUMBER_LENGTH)
    decision_date = models.DateField()
    issuer = models.CharField(max_length=ISSUER_LENGTH)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="records")
    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="record"
    )
    imported_by = models.ForeignKey(
        LedgerImport, on_delete=models.PROTECT, null=True, blank=True, related_name="records"
    )
    is_illustrative = models.BooleanField(default=False)
    corrected_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="awards_record_recipient",
                condition=Q(agency__isnull=False, person__isnull=True) | Q(agency__isnull=True, person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["award", "agency", "achievement_year", "decision_number"],
                condition=Q(agency__isnull=False, withdrawn_at__isnull=True),
                name="awards_record_agency_once",
            ),
            models.UniqueConstraint(
                fields=["award", "person", "achievement_year", "decision_number"],
                condition=Q(person__isnull=False, withdrawn_at__isnull=True),
                name="awards_record_person_once",
            ),
        ]
        ordering = ["-achievement_year", "award__ordinal", "pk"]
        verbose_name = _("award received")

    @property
    def recipient(self) -> str:
        return self.person.full_name if self.person else self.agency.name

    @property
    def of_agency(self):
        """The agency that received the award, or where its person worked."""
        return self.agency or self.at_agency

    def __str__(self):
        return f"{self.recipient} · {self.award}"


class AnnualClassification(models.Model):
    """How the Ministry classified an agency's completion of a year's tasks, by a decision; one stands for a year.

    A classification known from print alone has no number and day, but a ``source``. A row that was entered wrongly is
    corrected, or withdrawn: it then stays with its ``reason`` and counts nowhere (``standing``).
    """

    agency = models.ForeignKey("clusters.Agency", on_delete=models.PROTECT, related_name="classifications")
    year = models.PositiveSmallIntegerField()
    level = models.CharField(_("classification"), max_length=16, choices=ClassificationLevel)
    decision_number = models.CharField(_("number of the decision"), max_length=NUMBER_LENGTH, blank=True)
    decision_date = models.DateField(_("day of the decision"), null=True, blank=True)
    issuer = models.CharField(_("issuer"), max_length=ISSUER_LENGTH)
    text = models.CharField(max_length=400, blank=True, help_text=_("As it was printed."))
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)
    is_illustrative = models.BooleanField(default=False)
    corrected_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"],
                condition=Q(withdrawn_at__isnull=True),
                name="awards_classification_once",
            ),
            models.CheckConstraint(
                name="awards_classification_founded",
                condition=(~Q(decision_number="") & Q(decision_date__isnull=False)) | ~Q(source=""),
            ),
        ]
        ordering = ["-year", "agency__sort_key", "pk"]
        verbose_name = _("annual classification")

    def __str__(self):
        return f"{self.agency} · {self.year} · {self.get_level_display()}"


class TitleRegistration(models.Model):
    """For which title an agency means to be proposed at the end of the year, and how many times.

    Of a title for people ``count`` is how many, and ``names`` may say who, one a line; of a title for collectives the
    agency itself or units of it. ``late_reason`` is set where the secretariat entered it after the last day.
    """

    season = models.ForeignKey("clusters.Season", on_delete=models.PROTECT, related_name="title_registrations")
    agency = models.ForeignKey("clusters.Agency", on_delete=models.PROTECT, related_name="title_registrations")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="registrations")
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    names = models.TextField(_("names"), blank=True)
    registered_at = models.DateTimeField()
    late_reason = models.TextField(blank=True)
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "agency", "award"], name="awards_registration_once"),
            models.CheckConstraint(name="awards_registration_counted", condition=Q(count__gte=1)),
        ]
        ordering = ["agency__sort_key", "award__ordinal"]
        verbose_name = _("registration of a title")

    def __str__(self):
        return f"{self.agency} · {self.award} · {self.season.year}"

    @property
    def name_list(self) -> list[str]:
        return self.names.splitlines()
