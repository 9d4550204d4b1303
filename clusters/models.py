"""Who competes, where and when. Nothing here is renamed in place: a new life is a new row, joined by an edge."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation_portal.lib.text import person_sort_key, search_key, sort_key
from emulation_portal.ui.language import in_language

from .enums import (
    AgencyKind,
    AppointmentRole,
    Block,
    InstrumentKind,
    LeadershipRole,
    OfficeRole,
    PeriodName,
    PhaseKind,
    SuccessionKind,
)
from .querysets import DatedQuerySet, SeasonQuerySet


class DatedModel(models.Model):
    """Half-open validity: ``valid_to`` is the first day no longer in force, empty means still in force."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("first day no longer valid"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


def ordered_dates(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")))


class NamedModel(models.Model):
    """A Vietnamese and an English name with stored keys, so that both engines sort and find alike."""

    name_vi = models.CharField(_("name"), max_length=250)
    name_en = models.CharField(_("English name"), max_length=250, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    search_key = models.CharField(max_length=300, editable=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return in_language(self.name_vi, self.name_en)

    def set_keys(self) -> None:
        self.sort_key = sort_key(self.name_vi)
        self.search_key = search_key(self.name_vi)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def __str__(self):
        return self.name


class LegalInstrument(models.Model):
    """A law, decree, circular or decision quoted by targets, criteria, awards and mergers.

    Those with a ``basis_rank`` are the legal bases at the head of papers while in force, in its order.
    """

    number = models.CharField(_("number"), max_length=60, unique=True)
    kind = models.CharField(_("kind of instrument"), max_length=20, choices=InstrumentKind, blank=True)
    issuer = models.CharField(_("issuer"), max_length=120)
    title_vi = models.CharField(_("title"), max_length=400)
    topic = models.CharField(max_length=40)
    basis_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    replaces = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("legal instrument")

    def __str__(self):
        return self.number


class Province(NamedModel, DatedModel):
    """An administrative unit in one period of its life. The same name may return with another code."""

    code = models.CharField(_("code"), max_length=2)
    kind = models.CharField(max_length=20)
    full_name_vi = models.CharField(max_length=120)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="clusters_province_once"),
            ordered_dates("clusters_province_dates"),
        ]
        ordering = ["code", "valid_from"]
        verbose_name = _("province")


class ProvinceSuccession(models.Model):
    """An edge from an ended province to its successor."""

    predecessor = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="successor_edges")
    successor = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="predecessor_edges")
    date = models.DateField()
    kind = models.CharField(max_length=20, choices=SuccessionKind)
    legal_basis = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="clusters_province_edge_once"),
        ]


class Agency(NamedModel, DatedModel):
    """A competing or supervising body in one period of its life; its kind is the block it competes in."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("block"), max_length=30, choices=AgencyKind)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, null=True, blank=True, related_name="agencies")
    short_name = models.CharField(_("short name"), max_length=80)
    head_title = models.CharField(_("title of its head"), max_length=80)
    symbol = models.CharField(_("symbol in the numbers of its papers"), max_length=20, blank=True)
    supervised_blocks = models.JSONField(default=list, blank=True, help_text=_("Blocks a ministry body supervises."))
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [ordered_dates("clusters_agency_dates")]
        ordering = ["sort_key", "valid_from"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    @property
    def block(self) -> str:
        return self.kind


class AgencySuccession(models.Model):
    """An edge between agencies; ``share`` is the part of the predecessor that passes to the successor."""

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successor_edges")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="predecessor_edges")
    date = models.DateField()
    kind = models.CharField(max_length=20, choices=SuccessionKind)
    share = models.DecimalField(max_digits=7, decimal_places=6, default=1)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="clusters_agency_edge_once"),
            models.CheckConstraint(name="clusters_agency_edge_share", condition=Q(share__gt=0) & Q(share__lte=1)),
        ]


class Cluster(NamedModel, DatedModel):
    """A named group of agencies by ministerial decision. Membership is by dated decision, not by geography."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    short_name_vi = models.CharField(_("short name"), max_length=80)
    short_name_en = models.CharField(max_length=80, blank=True)
    decision = models.CharField(_("decision"), max_length=120, blank=True)
    name_confirmed = models.BooleanField(default=False)
    lists_all_members = models.BooleanField(
        _("all members are entered"), default=True, help_text=_("Not, where a source names only some of them.")
    )
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [ordered_dates("clusters_cluster_dates")]
        ordering = ["sort_key"]
        verbose_name = _("cluster")

    @property
    def short_name(self) -> str:
        return in_language(self.short_name_vi, self.short_name_en)


class Membership(DatedModel):
    """Agency in cluster, from/to, by decision. Rows are never overwritten."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    decision = models.CharField(_("decision"), max_length=120, blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "agency", "valid_from"], name="clusters_membership_once"),
            ordered_dates("clusters_membership_dates"),
        ]


class Season(models.Model):
    """One cluster in one year. What is open follows from today's date and the phases, not from a toggle.

    ``data_version`` rises in the transaction of every change that is printed; see ``clusters.versions``.
    """

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="seasons")
    year = models.PositiveSmallIntegerField(_("year"))
    data_version = models.PositiveIntegerField(default=1)
    is_illustrative = models.BooleanField(default=False)

    objects = SeasonQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "year"], name="clusters_season_once")]
        ordering = ["-year", "cluster__sort_key"]
        verbose_name = _("season")

    def __str__(self):
        return f"{self.cluster.short_name} · {self.year}"

    @property
    def version_code(self) -> str:
        """The code a page or file quotes, such as ``BSH-2024-v12``."""
        return f"{self.cluster.code}-{self.year}-v{self.data_version}"


class SeasonPhase(models.Model):
    """One step of a season's year for one block (empty: both), open from ``opens`` until before ``closes``.

    The entry of each reporting period is a phase of its own, named by ``period_code``.
    """

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("step"), max_length=20, choices=PhaseKind)
    block = models.CharField(_("block"), max_length=30, choices=Block, blank=True)
    period_code = models.CharField(_("period"), max_length=20, blank=True)
    opens = models.DateField(_("opens on"))
    closes = models.DateField(_("first day closed"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "kind", "block", "period_code"], name="clusters_phase_once"),
            models.CheckConstraint(name="clusters_phase_dates", condition=Q(closes__gt=F("opens"))),
        ]
        ordering = ["opens", "closes"]
        verbose_name = _("phase")

    def is_open(self, day) -> bool:
        return self.opens <= day < self.closes

    @property
    def period_name(self) -> str:
        """Empty for a step that is not the entry of a period."""
        return dict(PeriodName.choices).get(self.period_code, self.period_code)


class Person(models.Model):
    """Somebody with a name, with or without an account: signatures and ledgers need people who never sign in.

    ``birth_year`` tells two persons of one name apart; lists show both by ``persons.labels``.
    """

    full_name = models.CharField(_("full name"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    search_key = models.CharField(max_length=200, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        self.sort_key = person_sort_key(self.full_name)
        self.search_key = search_key(self.full_name)

    def __str__(self):
        return self.full_name


class Appointment(DatedModel):
    """A person works at an agency as officer or head; with leadership the only source of rights."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=10, choices=AppointmentRole)
    title = models.CharField(_("title"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "role", "valid_from"], name="clusters_appointment_once"
            ),
            ordered_dates("clusters_appointment_dates"),
        ]
        verbose_name = _("appointment")


class Leadership(models.Model):
    """Head or deputy agency of a season; both dates are required, and secretariat rights end with them."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="leaderships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="leaderships")
    role = models.CharField(_("role"), max_length=10, choices=LeadershipRole)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("first day no longer valid"))
    decision = models.CharField(_("decision"), max_length=120, blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "agency", "role", "valid_from"], name="clusters_leadership_once"),
            models.CheckConstraint(name="clusters_leadership_dates", condition=Q(valid_to__gt=F("valid_from"))),
        ]
        verbose_name = _("leadership")

    def clean(self):
        clash = Leadership.objects.filter(
            season=self.season, role=self.role, valid_from__lt=self.valid_to, valid_to__gt=self.valid_from
        ).exclude(pk=self.pk)
        if self.role == LeadershipRole.HEAD and clash.exists():
            raise ValidationError(_("Another agency is the head agency on some of these days."))


class ClusterOffice(models.Model):
    """An office beside a cluster's leading agencies in one year, such as its patron; it gives no right to anything."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="offices")
    year = models.PositiveSmallIntegerField(_("year"))
    role = models.CharField(_("role"), max_length=10, choices=OfficeRole)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(_("full name"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=160, blank=True)
    decision = models.CharField(_("decision"), max_length=120, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "year", "role", "agency"], name="clusters_office_once")
        ]
        ordering = ["-year", "role"]
        verbose_name = _("office")


class PrintedModel(models.Model):
    """A row that the papers of a season print: storing or removing it raises the season's data version.

    For rows that no service writes; rows stored in bulk are raised by whoever stores them.
    """

    class Meta:
        abstract = True

    @property
    def printed_in(self) -> int:
        """The season that prints it, by id."""
        return self.season_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            Season.objects.with_the_next(self.printed_in).raise_version()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Season.objects.with_the_next(self.printed_in).raise_version()
            return super().delete(*args, **kwargs)


class Representative(PrintedModel):
    """Who stood for an agency in the papers of a season, whether or not that person ever signs in."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="representatives")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    is_cluster_head = models.BooleanField(default=False)
    is_official = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["season", "agency", "person"], name="clusters_representative_once")
        ]


class Handover(PrintedModel):
    """Minutes and checklist when the head of a cluster changes."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="handovers")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    date = models.DateField()
    minutes = models.TextField(blank=True)
    is_illustrative = models.BooleanField(default=False)


class HandoverItem(models.Model):
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    ordinal = models.PositiveSmallIntegerField()
    content = models.CharField(max_length=300)
    quantity = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["handover", "ordinal"], name="clusters_handover_item_once")]
