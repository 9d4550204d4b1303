"""What is measured and what was promised: the catalogue of indicators, their checks, targets and the pledges."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.enums import Block
from clusters.models import PrintedModel
from emulation_portal.lib.text import search_key
from emulation_portal.ui.language import in_language

from .enums import (
    AddendumState,
    Aggregation,
    CasesOrMoney,
    CheckScope,
    Comparator,
    Direction,
    ItemKind,
    MovementKind,
    MovementScope,
    OriginalKind,
    PledgeState,
    Severity,
    SigningOrder,
    TargetScope,
    ValueType,
)


class Indicator(models.Model):
    """What is measured. Typed indicators have neither formula nor parts; derived sums and rates are never typed."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    legacy_code = models.CharField(_("form code"), max_length=20, blank=True)
    ordinal = models.PositiveSmallIntegerField()
    block = models.CharField(_("block"), max_length=30, choices=Block)
    side = models.CharField(_("cases or money"), max_length=10, choices=CasesOrMoney, blank=True)
    group_vi = models.CharField(max_length=120)
    group_en = models.CharField(max_length=120, blank=True)
    name_vi = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    search_key = models.CharField(max_length=250, editable=False)
    unit_vi = models.CharField(_("unit of measure"), max_length=30)
    unit_en = models.CharField(max_length=30, blank=True)
    value_type = models.CharField(max_length=20, choices=ValueType)
    aggregation = models.CharField(max_length=20, choices=Aggregation)
    direction = models.CharField(max_length=10, choices=Direction)
    numerator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    denominator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    formula = models.CharField(max_length=300, blank=True)
    calendar = models.CharField(max_length=40)
    cumulative = models.BooleanField(default=True)
    required = models.BooleanField(default=True)
    entry_scale = models.PositiveIntegerField(default=1)
    is_headline = models.BooleanField(default=False)
    valid_from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_to_year = models.PositiveSmallIntegerField(_("last year in force"), null=True, blank=True)
    definition_vi = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        ordering = ["block", "ordinal"]
        constraints = [
            models.CheckConstraint(
                name="pledges_indicator_rate_parts",
                condition=Q(value_type="rate", numerator__isnull=False, denominator__isnull=False)
                | (~Q(value_type="rate") & Q(numerator__isnull=True, denominator__isnull=True)),
            )
        ]
        verbose_name = _("indicator")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.name_vi)
        super().save(*args, **kwargs)

    @property
    def is_typed(self) -> bool:
        return not self.formula and self.value_type != ValueType.RATE

    @property
    def name(self) -> str:
        return in_language(self.name_vi, self.name_en)

    @property
    def group(self) -> str:
        return in_language(self.group_vi, self.group_en)

    @property
    def unit(self) -> str:
        return in_language(self.unit_vi, self.unit_en)

    @property
    def definition(self) -> str:
        return in_language(self.definition_vi, self.definition_en)

    def __str__(self):
        return self.name


class IndicatorEdition(models.Model):
    """What an indicator is called and means from ``from_year`` on, until a later edition; before the first of them it
    is as its own row says.

    An edition holds all that it may change, also what it leaves as it was. ``decision`` is the text it rests on.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="editions")
    from_year = models.PositiveSmallIntegerField(_("from the year"))
    name_vi = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    unit_vi = models.CharField(_("unit of measure"), max_length=30)
    unit_en = models.CharField(max_length=30, blank=True)
    numerator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    denominator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    formula = models.CharField(max_length=300, blank=True)
    calendar = models.CharField(max_length=40)
    required = models.BooleanField(default=True)
    definition_vi = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    decision = models.CharField(_("decision"), max_length=300)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["indicator", "from_year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "from_year"], name="pledges_edition_once"),
            models.CheckConstraint(
                name="pledges_edition_parts",
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False, formula=""),
            ),
        ]
        verbose_name = _("edition of an indicator")

    def __str__(self):
        return f"{self.indicator.code} {self.from_year}"


class IndicatorCheck(models.Model):
    """A relation that must hold: a hard one blocks the hand-over, a soft one needs a note (``note_length`` characters).

    ``this`` in the expression stands for every cumulative amount that is typed, but for the indicators ``exempt``
    (codes with spaces between); ``{indicator}`` in the message for its name. In force from ``valid_from_year`` to the
    end of ``valid_to_year``, by the year of the report; empty is open.
    """

    code = models.CharField(max_length=20)
    block = models.CharField(max_length=30, choices=Block)
    scope = models.CharField(max_length=20, choices=CheckScope)
    expression = models.CharField(max_length=400)
    severity = models.CharField(max_length=10, choices=Severity)
    message_vi = models.CharField(max_length=400)
    message_en = models.CharField(max_length=400, blank=True)
    exempt = models.CharField(max_length=400, blank=True)
    note_length = models.PositiveSmallIntegerField(default=10)
    valid_from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_to_year = models.PositiveSmallIntegerField(_("last year in force"), null=True, blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)

    class Meta:
        ordering = ["block", "code"]
        constraints = [models.UniqueConstraint(fields=["block", "code"], name="pledges_check_once")]

    @property
    def message(self) -> str:
        return in_language(self.message_vi, self.message_en)

    def __str__(self):
        return self.code


class Target(models.Model):
    """A value assigned for indicator and year to the nation or to one agency; a cluster's target is always derived.

    With ``period_code`` it is the target of that period of the year, which stands beside the year's own (without one).
    ``decided_on`` is the day of the decision, unknown for older ones.
    """

    scope = models.CharField(max_length=10, choices=TargetScope)
    agency = models.ForeignKey(
        "clusters.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="targets"
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    period_code = models.CharField(max_length=20, blank=True)
    comparator = models.CharField(max_length=5, choices=Comparator)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, help_text=_("Percent for rates."))
    decision = models.CharField(_("decision"), max_length=300, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_official = models.BooleanField(default=True)
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "period_code"],
                condition=Q(scope="nation"),
                name="pledges_target_nation_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "indicator", "year", "period_code"],
                condition=Q(scope="agency"),
                name="pledges_target_agency_once",
            ),
            models.CheckConstraint(
                name="pledges_target_scope",
                condition=Q(scope="nation", agency__isnull=True) | Q(scope="agency", agency__isnull=False),
            ),
        ]


class Pledge(PrintedModel):
    """The covenant of one block of one season; frozen when opened for signing, changed only by dated addendum.

    ``bases`` holds one legal ground a line, ``preamble`` the aims, ``measures`` how they are to be reached and
    ``commitment`` what all members vow. ``frozen`` is the canonical text as it stood on opening, ``text_hash`` its
    SHA-256. ``intact_at``: when the rows were last compared with it and were the same; ``broken_at``: when they were
    first found to differ. ``changed_at``: when the draft last changed.
    """

    season = models.ForeignKey("clusters.Season", on_delete=models.PROTECT, related_name="pledges")
    block = models.CharField(max_length=30, choices=Block)
    title = models.CharField(_("title"), max_length=300)
    bases = models.TextField(_("legal grounds"), blank=True)
    preamble = models.TextField(_("aims"), blank=True)
    measures = models.TextField(_("measures"), blank=True)
    commitment = models.TextField(_("common vow"), blank=True)
    state = models.CharField(max_length=10, choices=PledgeState, default=PledgeState.DRAFT)
    order = models.CharField(
        _("order of signing"), max_length=10, choices=SigningOrder, default=SigningOrder.HEAD_FIRST
    )
    comments_until = models.DateField(_("comments until the end of"), null=True, blank=True)
    sign_until = models.DateField(_("to be signed until the end of"), null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    frozen = models.TextField(blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    intact_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["season", "block"], name="pledges_pledge_once")]
        verbose_name = _("pledge")

    def __str__(self):
        return self.title


class PledgeAddendum(PrintedModel):
    """A dated change of a signed pledge: its own promises stand beside the pledge's or in the place of one of them.

    It is frozen and signed by all members like the pledge; its canonical text quotes the pledge's hash.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    date = models.DateField(_("day"))
    text = models.TextField(_("what is changed, and why"))
    state = models.CharField(max_length=10, choices=AddendumState, default=AddendumState.SIGNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    frozen = models.TextField(blank=True)
    text_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pledge", "number"], name="pledges_addendum_once")]
        verbose_name = _("addendum")

    def __str__(self):
        return f"{self.pledge.title} · {self.number:02d}"

    @property
    def printed_in(self) -> int:
        return self.pledge.season_id


class PledgeItem(PrintedModel):
    """One promise, and where it can be measured the indicator with the promised value (percent for rates and shares).

    ``assigned`` and ``last_value`` are the target assigned to the block and its result of the year before, as they were
    known when the draft was last put beside them; both in the unit of ``value``. ``reason`` tells why less than the
    assigned target is promised. An item of an ``addendum`` that ``replaces`` another stands in its place once the
    addendum is signed.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="items")
    addendum = models.ForeignKey(PledgeAddendum, on_delete=models.CASCADE, null=True, blank=True, related_name="items")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind, default=ItemKind.TASK)
    text = models.CharField(_("promise"), max_length=500)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    comparator = models.CharField(max_length=5, choices=Comparator, blank=True)
    value = models.DecimalField(_("promised"), max_digits=20, decimal_places=4, null=True, blank=True)
    assigned = models.DecimalField(_("assigned"), max_digits=20, decimal_places=4, null=True, blank=True)
    last_value = models.DecimalField(_("last year"), max_digits=20, decimal_places=4, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "ordinal"], condition=Q(addendum__isnull=True), name="pledges_item_once"
            ),
            models.UniqueConstraint(
                fields=["addendum", "replaces"], condition=Q(replaces__isnull=False), name="pledges_item_replaced_once"
            ),
            models.CheckConstraint(
                name="pledges_item_of_indicator",
                condition=Q(kind=ItemKind.INDICATOR, indicator__isnull=False)
                | (~Q(kind=ItemKind.INDICATOR) & Q(indicator__isnull=True)),
            ),
        ]
        verbose_name = _("promise")

    def __str__(self):
        return self.text

    @property
    def printed_in(self) -> int:
        return self.pledge.season_id


class PledgeOutcome(PrintedModel):
    """What came of one promise, as it stood when the pledge was closed; ``kept`` None where it could not be told."""

    item = models.OneToOneField(PledgeItem, on_delete=models.CASCADE, related_name="outcome")
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    kept = models.BooleanField(_("kept"), null=True, blank=True)
    note = models.CharField(_("what was done"), max_length=500, blank=True)

    @property
    def printed_in(self) -> int:
        return self.item.pledge.season_id


class PledgeSignature(PrintedModel):
    """One member's signature under a pledge or an ``addendum`` of it, or the line that waits for it.

    Made for every member when the text is opened for signing. ``signed_hash`` is the hash of what was signed;
    ``refusal`` the reason of whoever refused. A text that was taken back makes its signatures void.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="signatures")
    addendum = models.ForeignKey(
        PledgeAddendum, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    agency = models.ForeignKey("clusters.Agency", on_delete=models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey("clusters.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=160, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_hash = models.CharField(max_length=64, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(_("reason"), max_length=1000, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["ordinal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "agency"],
                condition=Q(addendum__isnull=True, voided_at__isnull=True),
                name="pledges_signature_once",
            ),
            models.UniqueConstraint(
                fields=["addendum", "agency"],
                condition=Q(addendum__isnull=False, voided_at__isnull=True),
                name="pledges_addendum_signature_once",
            ),
        ]
        verbose_name = _("signature")

    def __str__(self):
        return f"{self.pledge} · {self.agency}"

    @property
    def printed_in(self) -> int:
        return self.pledge.season_id


class SignedOriginal(models.Model):
    """The original as it was signed, outside the portal: a scan, or a PDF with digital signatures.

    ``number`` counts the originals of one text, a pledge or an ``addendum`` of it; the highest is the one that counts,
    the others stay. ``findings``: what was found when the file was last looked into (``pledges.originals.findings``).
    ``file_path`` lies under ``settings.ORIGINALS_DIR``; ``missing_at``: when the file was first found gone or changed.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="originals")
    addendum = models.ForeignKey(
        PledgeAddendum, on_delete=models.PROTECT, null=True, blank=True, related_name="originals"
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=OriginalKind)
    file_name = models.CharField(max_length=150)
    file_path = models.CharField(max_length=120, unique=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    findings = models.JSONField()
    checked_at = models.DateTimeField()
    missing_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("why the original is replaced"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "number"], condition=Q(addendum__isnull=True), name="pledges_original_once"
            ),
            models.UniqueConstraint(
                fields=["addendum", "number"],
                condition=Q(addendum__isnull=False),
                name="pledges_addendum_original_once",
            ),
            models.CheckConstraint(
                name="pledges_original_replaced_for_a_reason",
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
            ),
            models.CheckConstraint(name="pledges_original_holds_something", condition=Q(size__gt=0)),
        ]
        verbose_name = _("signed original")

    def __str__(self):
        return f"{self.pledge if self.addendum is None else self.addendum} · {self.number:02d}"


class PledgeComment(models.Model):
    """What a member says of a promise of the draft, whose words are kept when it goes, or of the whole; the answer."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="comments")
    item = models.ForeignKey(PledgeItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    item_text = models.CharField(max_length=500, blank=True)
    agency = models.ForeignKey("clusters.Agency", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField(_("comment"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("comment")

    def __str__(self):
        return self.text[:80]


class PledgeConsent(models.Model):
    """A member agrees with the draft as it stood at that moment."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="consents")
    agency = models.ForeignKey("clusters.Agency", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pledge", "agency"], name="pledges_consent_once")]


class Movement(models.Model):
    """A launched campaign: of one cluster's year (``season``), or of the whole sector in a year.

    ``ends`` is the last day. ``plan`` names the plan or the letter that launched it.
    """

    season = models.ForeignKey(
        "clusters.Season", on_delete=models.PROTECT, null=True, blank=True, related_name="movements"
    )
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(_("launched by"), max_length=10, choices=MovementScope)
    kind = models.CharField(_("kind"), max_length=10, choices=MovementKind)
    name = models.CharField(_("name of the movement"), max_length=300)
    plan = models.CharField(_("plan"), max_length=300, blank=True)
    launched_on = models.DateField(_("launched on"))
    ends = models.DateField(_("until the end of"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pledges_movement_scope",
                condition=Q(scope=MovementScope.NATIONAL, season__isnull=True)
                | Q(scope=MovementScope.CLUSTER, season__isnull=False),
            ),
            models.CheckConstraint(
                name="pledges_movement_days", condition=Q(ends__isnull=True) | Q(ends__gte=F("launched_on"))
            ),
        ]
        ordering = ["launched_on", "pk"]
        verbose_name = _("movement")

    def __str__(self):
        return self.name


class MovementPlanFile(models.Model):
    """The plan or letter that launched a movement, as a file; the newest counts, those before it stay.

    ``file_path`` lies under ``settings.ORIGINALS_DIR``, beside the signed originals.
    """

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="plan_files")
    kind = models.CharField(max_length=4, choices=OriginalKind)
    file_name = models.CharField(max_length=150)
    file_path = models.CharField(max_length=120, unique=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "sha256"], name="pledges_plan_file_once"),
            models.CheckConstraint(name="pledges_plan_file_holds_something", condition=Q(size__gt=0)),
        ]
        verbose_name = _("plan as a file")

    def __str__(self):
        return f"{self.movement}: {self.file_name}"


class MovementWave(models.Model):
    """One wave of a movement that is held in waves, within its days; ``ends`` is the last day."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="waves")
    name = models.CharField(_("name of the wave"), max_length=300)
    opens = models.DateField(_("begins on"))
    ends = models.DateField(_("until the end of"))
    result = models.TextField(_("result"), blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="pledges_wave_days", condition=Q(ends__gte=F("opens")))]
        ordering = ["opens", "pk"]
        verbose_name = _("wave")

    def __str__(self):
        return f"{self.movement}: {self.name}"


class MovementResponse(models.Model):
    """An agency joined a movement, and what came of it there in a few lines."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="responses")
    agency = models.ForeignKey("clusters.Agency", on_delete=models.PROTECT, related_name="movement_responses")
    responded_on = models.DateField(_("joined on"))
    note = models.TextField(_("what was done"), blank=True)
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["movement", "agency"], name="pledges_response_once")]
